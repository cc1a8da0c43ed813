"""Enrichment: works × sources → records, each judged before it is accepted."""

from biblio.enrich.accept import Judgement, judge
from biblio.enrich.loop import Asked, Fetch, Outcome, Verdict, enrich

__all__ = ["Asked", "Fetch", "Judgement", "Outcome", "Verdict", "enrich", "judge"]
