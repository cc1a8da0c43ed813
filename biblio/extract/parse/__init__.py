"""One citation → a CSL item: authors, title, container, date and the rest, as the text says them."""

import re

from biblio.extract.confirm import Confirmation
from biblio.extract.dates import YEAR
from biblio.extract.legal import legal
from biblio.extract.parse.choose import BY_AFTER, PART_OF, choose_title
from biblio.extract.parse.marked import read_marked
from biblio.extract.parse.parsed import Parsed
from biblio.extract.parse.people import author_date, people_at_end
from biblio.extract.parse.plain import read_plain
from biblio.extract.view import URL, bare

_LEAD = re.compile(
    r"(?:\s|[-–—•◦▪■●*→⇒>+»|]|=+>|-+>|\d{1,3}\s?[.)](?=\s)|\[\d{1,3}\]|\(\d{1,3}\)\s|\[[ xX]\]"
    r"|[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u20e3])+"
)

_CUE = re.compile(
    r"(?:cf\.?|voir(?: aussi| notamment| par exemple| également| dans)?|lire(?: aussi)?|à lire|à voir|à écouter"
    r"|see(?: also)?|référence|réf\.|source|lien|url|via|in)\s*:?\s+(?=\S)",
    re.I,
)

_AUTHOR_DATE_HEAD = re.compile(rf"[^\d()\[\]:;\x01-\x05]{{2,80}}?\s?\({YEAR}[a-z]?\)(?=\s*[,:.\x05])")


def lead(text: str) -> int:
    """Return how much of ``text`` are bullets, numbers, arrows, emoji and *cf.* before the citation begins."""
    found = _LEAD.match(text)
    position = found.end() if found else 0
    if cue := _CUE.match(text, position):
        position = cue.end()
    return position


def parse(text: str, confirm: Confirmation) -> Parsed:
    """Parse one citation; ``text`` is a piece of a view, ``confirm`` what its first address confirms."""
    text = text[lead(text) :]
    if law := legal(text):
        return Parsed(item=law, how="legal", head=bare(text[:80]))
    region = choose_title(text, confirm)
    if region is None:
        parsed = read_plain(text, confirm)
        if not parsed.how and URL in text and (found := _AUTHOR_DATE_HEAD.match(text)):
            return author_date(bare(found[0])) or parsed
        return parsed
    if (
        region.how == "label"
        and (whole := read_plain(region.title, confirm)).how == "plain"
        and "issued" in whole.item
    ):
        return whole
    if region.how == "author-date":
        return author_date(region.title) or Parsed()
    return read_marked(text, region, confirm)


__all__ = ["BY_AFTER", "PART_OF", "Parsed", "lead", "parse", "people_at_end"]
