"""Documents to mentions: what a report cites, found, then parsed.

A report's addresses and marked titles are the nuclei of its citations; each line is cut into one unit per mention;
each unit is parsed by the habit it follows; sessions and sections come from the headings above it.
"""

from biblio.extract.mentions import extract

__all__ = ["extract"]
