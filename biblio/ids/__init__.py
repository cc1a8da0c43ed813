"""Identifiers and canonical addresses, out of text and URLs, without network.

An identifier is a value in one agreed form per scheme (`SCHEMES`): `parse` and the ``parse_…`` functions give that
form or ``None``. What stands in a URL or a text is a fact (`ids_from_url`, `ids_from_text`); what a platform's habits
merely suggest is kept apart (`derived_ids`) until a source has confirmed it.
"""

from biblio.ids.address import complete_url
from biblio.ids.derive import derived_ids
from biblio.ids.inline import ids_from_text
from biblio.ids.platforms import canonical_url, clean_url, ids_from_url, platform
from biblio.ids.schemes import (
    SCHEMES,
    Scheme,
    is_item_id,
    parse,
    parse_ark,
    parse_arxiv,
    parse_cairn,
    parse_doi,
    parse_hal,
    parse_handle,
    parse_idref,
    parse_isbn,
    parse_issn,
    parse_nnt,
    parse_openedition,
    parse_persee,
    parse_ppn,
    parse_youtube,
    url_of,
)

__all__ = [
    "SCHEMES",
    "Scheme",
    "canonical_url",
    "clean_url",
    "complete_url",
    "derived_ids",
    "ids_from_text",
    "ids_from_url",
    "is_item_id",
    "parse",
    "parse_ark",
    "parse_arxiv",
    "parse_cairn",
    "parse_doi",
    "parse_hal",
    "parse_handle",
    "parse_idref",
    "parse_isbn",
    "parse_issn",
    "parse_nnt",
    "parse_openedition",
    "parse_persee",
    "parse_ppn",
    "parse_youtube",
    "platform",
    "url_of",
]
