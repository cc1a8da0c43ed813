"""Which records are one work: identifiers decide, then vetoes, then the sum of named weights.

`cluster` groups entries, `explain` says why two of them belong together or not; `biblio.dedupe.incremental` compares
a few new ones with many that are known. All are functions of what they are given: no file, no database, no clock.
"""

from biblio.dedupe.engine import cluster, explain
from biblio.dedupe.model import Clusters, Decisions, Doubt, Entry, Evidence, Relation
from biblio.dedupe.versions import cited_first, merged

__all__ = [
    "Clusters",
    "Decisions",
    "Doubt",
    "Entry",
    "Evidence",
    "Relation",
    "cited_first",
    "cluster",
    "explain",
    "merged",
]
