"""Documents to mentions: what a report cites, found, then parsed.

A report's addresses and marked titles are the nuclei of its citations; each line is cut into one unit per mention;
each unit is parsed by the habit it follows; sessions and sections come from the headings above it.

The door is `biblio.extract.mentions.extract`; who wants addresses alone takes `biblio.extract.urls.find_urls`, which
needs none of the rest. So this file imports nothing.
"""
