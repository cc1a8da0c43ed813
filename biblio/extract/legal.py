"""Laws, decrees and decisions of courts, as French and European texts are cited.

*Loi n° 78-17 du 6 janvier 1978 relative à …*, *Règlement (UE) 2016/679*, *Cour d'appel de Pau, 23 mars 2012*.
"""

import re

from biblio.extract.dates import DATE_PATTERN, FULL_DATE, HAS_YEAR, YEAR, read_date
from biblio.extract.view import URL, bare
from biblio.extract.words import COURTS
from biblio.model import Item

_TEXT = re.compile(
    r"(?:la |le |l['’])?(?:loi(?: organique| constitutionnelle| de finances)?|décret(?:-loi)?|arrêté(?: \w+)?"
    r"|ordonnance|circulaire|directive"
    r"|règlement(?: délégué)?|instruction(?: ministérielle)?|accord(?:[- ]cadre)?|délibération|note de service)\b"
    rf"(?=[^.;\n\x05]{{0,70}}?(?:\bn[°o]\s?\d|\(?(?:UE|CE|CEE|EU|EC)\)?\s?(?:n[°o]\s?)?\d+/\d+"
    rf"|\b\d{{2,4}}/\d+/(?:CEE?|UE)|\bdu \d{{1,2}}(?:er)? \w+ {YEAR}))",
    re.I,
)
_DIGIT = re.compile(r"\d")
_END = re.compile(r"\s*(?:[;\n\x03\x05]|\s:\s|:\s*(?=\x05)|\.\s|\.?\Z|\s[–—]\s)")
_ARTICLE = re.compile(r"\A(?:la |le |l['’])(?=\w)", re.I)
_NUMBER = re.compile(r"\bn[°o]s?\s?(\d[\w./-]*\d|\d)|(?<![\d/])(\d{2}/\d{3,6}|\d{2}-\d{2}\.\d{3})(?![\d/])")


def legal(text: str) -> Item | None:
    """Return the description of the law or decision that ``text`` begins with, else None."""
    if not _DIGIT.search(text):
        return None
    if (after := re.search(r"\s:\s", text[:200])) and _TEXT.match(text, after.end()):
        text = text[after.end() :]
    if _TEXT.match(text):
        end = _END.search(text)
        title = bare(text[: end.start()] if end else text).strip(" ,:")
        item: Item = {"title": _ARTICLE.sub("", title, count=1)}
        date = FULL_DATE.search(title) or DATE_PATTERN.search(title)
        if date and len(title.split()) <= 80:
            item["issued"] = read_date(date)
        return item
    if HAS_YEAR.search(text) and COURTS.match(bare(text[:200])):
        return _decision(bare(text.split(URL, 1)[0]) + " " + bare(text.split(URL, 1)[-1] if URL in text else ""))
    return None


def _decision(text: str) -> Item | None:
    date = FULL_DATE.search(text)
    if not date or date.start() > 160:
        return None
    court = _court(text[: date.start()])
    item: Item = {"author": [{"literal": court}], "authority": court, "issued": read_date(date)}
    if number := _NUMBER.search(text, date.end(), date.end() + 60):
        item["number"] = number[1] or number[2]
    return item


def _court(text: str) -> str:
    """Return the court's name: what stands before the chamber, the kind of decision and the date."""
    name = re.split(
        r",\s*(?=\d|(?:première|deuxième|troisième|quatrième|\d+\s?[eè]|chambre|ch\.|section|assemblée|décision|arrêt|jugement|ordonnance|du\s|le\s))|,?\s+(?:décision|arrêt|jugement)\b",
        text,
        maxsplit=1,
    )[0]
    return name.strip(" ,([")
