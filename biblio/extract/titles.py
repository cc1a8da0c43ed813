"""Where the title of a citation stands: in quotation marks, in italics, or in the words of a link."""

import re
from typing import NamedTuple

from biblio.extract.letters import LOWER, UPPER
from biblio.extract.view import EM, EM_END, LABEL, LABEL_END, bare
from biblio.extract.words import is_common_noun


class Region(NamedTuple):
    """A title in a piece of a view: ``text[start:end]`` with its marks, ``title`` without them."""

    start: int
    end: int
    title: str
    how: str


_QUOTES = {"«": "»", "“": "”", "„": "”", '"': '"', "‟": "”"}
_CLOSERS = {'"': '"”»', "“": '”"', "«": "»", "„": "”“", "‟": "”"}
_OPENER = re.compile(r"[«“„‟\"]")
_GENERIC = re.compile(
    r"(?:ici|là|lien|le lien|ce lien|cliquez ici|cliquer ici|here|link|this|pdf|le site|site|site web|site internet"
    r"|article|l['’]article|cet article|le rapport"
    r"|rapport|dossier|voir|lire|lire la suite|en savoir plus|télécharger|source|url|doi|texte intégral|texte|page"
    r"|vidéo|video|étude|blog|billet|more|read more"
    r"|podcast|présentation|slides|support|document|hal|cairn|persée|openedition|youtube|archive|accéder|consulter|accès)\W*\Z",
    re.I,
)
_ACCESS = re.compile(
    r"(?:télécharger|consulter|lire|voir|accéder|écouter|regarder|visionner|découvrir|download|read|watch|view|listen)\b",
    re.I,
)
_DETERMINED = re.compile(
    r"(?:ce|cet|cette|ces|this|these|un|une|le|la|l['’]|les|des|mon|notre|nos|son|sa|ses|leur|leurs)(?:\s|(?<=['’]))",
    re.I,
)
_PLAIN_WORDS = re.compile(rf"[{LOWER}'’ ,:()-]+\Z")
_ADDRESS = re.compile(
    rf"(?:(?:doi|hal|ark|hdl|isbn|url)\s?:\s?\S+\Z|https?://|www\.)\S*\Z|(?![{UPPER}])[\w-]+(?:\.[\w-]+)+(?:/\S*)?\Z"
)
_INVITING = re.compile(
    r"[,.:;(\x04\x05\n»”–—>-]\s*\Z|\s(?:intitulée?s?|titrée?|entitled|titled|nommée?|dénommée?)\s*:?\s*\Z|\A\W*\Z"
    r"|\A(?:et|puis|ainsi que|and)\s(?:[a-zà-ÿ'’]+\s){0,4}\Z",
    re.I,
)


def is_description(label: str) -> bool:
    """Tell whether the words of a link describe what it leads to rather than name it.

    >>> is_description("tableur google"), is_description("e-teach"), is_description("Les sens de la dette")
    (True, False, False)
    """
    label = label.strip()
    if (
        not label
        or _GENERIC.match(label)
        or (_ACCESS.match(label) and len(label.split()) <= 5)
        or _ADDRESS.match(label)
    ):
        return True
    if label[0].isupper() or label[0].isdigit() or label[0] in '«“"':
        return False
    first = label.split()[0]
    if _DETERMINED.match(label):
        return True
    if len(label.split()) == 1:
        return not re.search(rf"[-_\d./+#]|[{LOWER}][{UPPER}]", first)
    return bool(_PLAIN_WORDS.match(label)) or is_common_noun(first)


def is_address(label: str) -> bool:
    """Tell whether the words of a link are an address themselves."""
    return bool(_ADDRESS.match(label.strip()))


def quoted(text: str) -> list[Region]:
    """Return the quoted passages of a piece of a view, outermost ones only."""
    found: list[Region] = []
    position = 0
    while opener := _OPENER.search(text, position):
        sign = opener[0]
        start = opener.start()
        end = _closing(text, start, sign)
        if end < 0:
            position = start + 1
            continue
        inner = bare(text[start + 1 : end])
        if inner:
            found.append(Region(start, end + 1, inner, "quoted"))
        position = end + 1
    return found


def _closing(text: str, start: int, sign: str) -> int:
    depth = 0
    stop = min(len(text), start + 600)
    for i in range(start + 1, stop):
        c = text[i]
        if c == sign and sign != '"':
            depth += 1
        elif c in _CLOSERS[sign]:
            if depth and c == _QUOTES[sign]:
                depth -= 1
            else:
                return i
    if sign == "«":  # opened in French, closed in English
        return min((p for p in (text.find('"', start, stop), text.find("”", start, stop)) if p > 0), default=-1)
    return -1


def italics(text: str) -> list[Region]:
    """Return the passages in italics."""
    found: list[Region] = []
    start = text.find(EM)
    while start >= 0:
        end = text.find(EM_END, start)
        if end < 0:
            break
        inner = bare(text[start:end])
        if inner:
            found.append(Region(start, end + 1, inner, "italics"))
        start = text.find(EM, end)
    return found


def labels(text: str) -> list[Region]:
    """Return the passages that carry a link."""
    found: list[Region] = []
    start = text.find(LABEL)
    while start >= 0:
        end = text.find(LABEL_END, start)
        if end < 0:
            break
        found.append(Region(start, end + 1, bare(text[start:end]), "label"))
        start = text.find(LABEL, end)
    return found


def invited(text: str, start: int) -> bool:
    """Tell whether a title may begin at ``start``: the text begins, or a separator or *intitulé* stands before."""
    return bool(_INVITING.search(text[max(0, start - 48) : start].translate(_NO_OPENING)))


_NO_OPENING = str.maketrans({EM: None, LABEL: None})


def clean_title(title: str) -> str:
    """Return a title without the marks and the punctuation around it; balanced brackets and *?* stay."""
    title = bare(title).strip(" ,;:–—")
    if title.endswith(".") and not title.endswith(("..", " etc.")):
        title = title[:-1].rstrip()
    if title[:1] in _QUOTES and (end := _closing(title, 0, title[0])) == len(title) - 1:
        title = title[1:end].strip()
    elif title[:1] in "«“" and not any(c in title for c in "»”"):
        title = title[1:].strip(" \"'")
    elif (title[-1:] in "»”" and not any(c in title for c in "«“")) or (title.count('"') == 1 and title[-1:] == '"'):
        title = title[:-1].strip()
    if len(title) > 4 and title[0] in "'‘" and title[-1] in "'’" and title[1:-1].count(title[0]) == 0:
        title = title[1:-1]
    return title.strip(" ,;")
