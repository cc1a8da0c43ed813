"""Names of people and organisations as citations write them.

Forms: ``Prénom Nom``, ``P. Nom``, ``J.-F. Nom``, ``JM. Nom``, ``Nom, Prénom``, ``Nom, P.``, ``Nom P.``,
``NOM Prénom``, ``Prénom NOM``, ``Nom AB`` (Vancouver), with particles; lists with commas, semicolons, *et*, *and*,
``&``, *et al.*; roles in brackets or in words. Tokens are classified one by one, so time is linear.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from biblio.extract.letters import LETTER, LOWER, UPPER
from biblio.extract.words import (
    CALENDAR,
    FUNCTION_WORDS,
    ORGANISATION_WORDS,
    is_abstract,
    is_common_noun,
    is_function_word,
)
from biblio.model import Name

PARTICLES = frozenset(
    """
    de du des da das do dos di del della van von der den ten ter zu zur af av el al la le las los y bin ben ibn
    't ’t
    """.split()
)
"""Lower-case particles, which stand before the family name."""

_CAPITAL_PARTICLES = frozenset(
    """
    De Du Des Le La Les Van Von Der Den Ben El Al Saint Mac Mc Di Da Del Della Dos
    """.split()
)

_ARTICLES = frozenset(["Le", "La", "Les", "Du", "Des", "De"])

_CAP = rf"[{UPPER}][{LETTER}]*(?:['’\-‐‑][{LETTER}]+)*"
_INITIAL = (
    rf"(?:[{UPPER}][{LOWER}]{{0,2}}\.(?:-?[{UPPER}][{LOWER}]{{0,2}}\.)*|[{UPPER}](?:-[{UPPER}])?|[{UPPER}]{{2,3}}\.)"
)
_CAP_TOKEN = re.compile(rf"(?:[dDlL]['’])?{_CAP}\Z")
_INITIAL_TOKEN = re.compile(rf"{_INITIAL}\Z")
_CAPS_TOKEN = re.compile(rf"(?:[dD]['’])?[{UPPER}]{{2,}}(?:['’\-‐‑][{UPPER}]+)*\Z|[{UPPER}]['’][{UPPER}]{{2,}}\Z")
_VANCOUVER = re.compile(rf"[{UPPER}]{{1,3}}\Z")
_SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|I{2,3}|IV)\Z")
_SPLIT_INITIALS = re.compile(rf"(?<![{LETTER}])([{UPPER}][{LOWER}]{{0,2}}\.)(?=[{UPPER}][{LOWER}])")

_AND = re.compile(r"\s*,?\s*(?:\b(?:et|and|und|avec)\b|&)\s*")
_ET_AL = re.compile(
    r"[\s,]*(?:\bet\s+al(?:ii|\.)?|\bet\s+(?:coll|alii|autres)\b\.?|(?:\band|&)\s+(?:others|al)\b\.?|…|\.\.\.)[\s.,]*\Z",
    re.I,
)
_ROLE_WORD = (
    r"(?:sous\s+la\s+(?:dir(?:ection)?|coord(?:ination)?)\.?(?:\s+d[e'’])?|dirs?|directeurs?|directrices?|éds?|eds?"
    r"|éditeurs?|éditrices?|editors?|coords?|coordinat(?:eurs?|rices?)|orgs?|comps?)"
)
_ROLE = re.compile(rf"[,\s]*(?:[(\[]\s*{_ROLE_WORD}\.?\s*[)\]]|(?<=[,\s]){_ROLE_WORD}\.(?=\s|,|:|\Z))[\s,:]*", re.I)
_ROLE_HEAD = re.compile(rf"{_ROLE_WORD}\.?\s*:?\s*(?=[{UPPER}])")
_MAY_DIRECT = re.compile(r"\b(?:dir|éd|ed|coord|org|comp|sous la)", re.I)
_LOWER_WORDS = PARTICLES | frozenset(
    """
    et and und avec sous direction dir dirs éd éds ed eds coord coords org orgs comp others coll alii autres al
    par d l i
    """.split()
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,120}[)\]]")
_NAME_IN_BRACKETS = re.compile(
    rf"(?:(?<=^)|(?<=[,;&]\s)|(?<=\set\s))((?:(?:de|du|von|van|le|la)\s)?[{UPPER}][{LETTER}'’-]+(?:\s[{UPPER}]{{2,}})*)"
    rf"\s?\(((?:[{UPPER}]\.[\s-]?)+|[{UPPER}][{LOWER}]+(?:[ -][{UPPER}][{LOWER}]+)*)\)"
)
"""*Crozier (M.)*, *DUBY (Georges)*: the given name in brackets."""
_HONORIFIC = re.compile(r"(?:Mme|Mmes|MM\.|Mlle|Dr\.?|Pr\.?|Prof\.?|Me|Mr\.?|Mrs\.?|Ms\.?)\s+(?=\S)")

_RUN_TOKEN = rf"(?:[{UPPER}][{LOWER}]{{0,2}}\.(?:-?[{UPPER}]\.)*|[{UPPER}]{{2,3}}\.|{_CAP})"
_RUN_PARTICLE = r"(?:(?:de la|de|du|des|van der|van den|van|von der|von|da|di|del|el|al|ben|la|le) |[dD]['’])?"
RUN = re.compile(rf"{_RUN_TOKEN}(?:(?: |(?<=\.)){_RUN_PARTICLE}{_RUN_TOKEN})+")
"""A run of capitalised words, initials and particles: what may be a person in running text."""


@dataclass(frozen=True, slots=True)
class People:
    """Names in the order of the text; ``editors`` where they direct rather than write (*dir.*, *éd.*)."""

    names: list[Name]
    editors: bool = False
    more: bool = False


def person(text: str) -> Name | None:
    """Return the CSL name of one person, or None where ``text`` is not one person's family and given name.

    >>> person("J.-F. Le Crosnier")
    {'family': 'Le Crosnier', 'given': 'J.-F.'}
    """
    text = _HONORIFIC.sub("", text.strip(" ,;:"), count=1)
    suffix = ""
    if found := _SUFFIX.search(text):
        suffix, text = found[1], text[: found.start()]
    tokens = _SPLIT_INITIALS.sub(r"\1 ", text).split()
    if not 2 <= len(tokens) <= 7 or _foreign(tokens[0]) or any(map(_institutional, tokens[1:])):
        return None
    if tokens[-1].endswith(".") and not _INITIAL_TOKEN.match(tokens[-1]):
        tokens[-1] = tokens[-1].rstrip(".")
    kinds = [_kind(t) for t in tokens]
    if "other" in kinds or ("cap" not in kinds and "caps" not in kinds):
        return None
    if len(tokens) > 3 and kinds.count("cap") == len(tokens) and not _CAPITAL_PARTICLES & set(tokens):
        return None
    cut = _family_first(tokens, kinds)
    if cut and tokens[cut] not in _ARTICLES:
        return _name(tokens[:cut], tokens[cut:], suffix)
    start = _family_start(tokens, kinds)
    if start == 0 or kinds[-1] in {"initial", "particle"} or "particle" in kinds[:start]:
        return None
    if "caps" in kinds[:start] or tokens[0] in _ARTICLES:
        return None
    return _name(tokens[start:], tokens[:start], suffix)


def _foreign(token: str) -> bool:
    """Tell whether a capitalised word is a common noun, so that no name holds it."""
    return (
        len(token) > 2
        and token[0].isupper()
        and token not in _CAPITAL_PARTICLES
        and token.lower() not in CALENDAR
        and is_common_noun(token)
    )


def _institutional(token: str) -> bool:
    """Tell whether a capitalised word is one of grammar or of institutions, which no family name is."""
    low = token.lower().strip(".,")
    return (
        len(token) > 2
        and token[0].isupper()
        and token not in _CAPITAL_PARTICLES
        and (low in ORGANISATION_WORDS or low in FUNCTION_WORDS or is_abstract(low))
    )


def _kind(token: str) -> str:
    if _INITIAL_TOKEN.match(token):
        return "initial"
    if _CAPS_TOKEN.match(token):
        return "caps"
    if _CAP_TOKEN.match(token):
        return "cap"
    return "particle" if token in PARTICLES else "other"


def _family_first(tokens: list[str], kinds: list[str]) -> int:
    """Return how many leading tokens are the family name where it stands first, else 0."""
    n = len(tokens)
    run = 0
    while run < n and (kinds[run] in {"caps", "particle"}):
        run += 1
    if 0 < run < n and "caps" in kinds[:run] and all(k in {"cap", "initial"} for k in kinds[run:]):
        if run == 1 and len(tokens[0]) <= 2 and kinds[1] == "cap":
            return 0
        return run
    last = n
    while last > 0 and (kinds[last - 1] == "initial" or (_VANCOUVER.match(tokens[last - 1]) and last == n)):
        last -= 1
    if 0 < last < n and all(k in {"cap", "particle", "caps"} for k in kinds[:last]):
        return last
    return 0


def _family_start(tokens: list[str], kinds: list[str]) -> int:
    """Return where the family name begins in a name that ends with it."""
    n = len(tokens)
    if "particle" in kinds[1:]:
        return kinds.index("particle", 1)
    start = n - 1
    if kinds[-1] == "caps":
        while start > 1 and kinds[start - 1] == "caps":
            start -= 1
        return start
    for i in range(1, n - 1):
        if tokens[i] in _CAPITAL_PARTICLES:
            return i
    return start


def _name(family: list[str], given: list[str], suffix: str = "") -> Name:
    name: Name = {}
    cut = 0
    while cut < len(family) - 1 and family[cut] in PARTICLES and family[cut][0].isalpha():
        cut += 1
    if cut:
        particle = " ".join(family[:cut])
        # French "de" goes behind the given name when sorting (Beauvoir, Simone de); other particles stay in front.
        name["dropping-particle" if particle == "de" else "non-dropping-particle"] = particle
    name["family"] = " ".join(family[cut:])
    if given:
        name["given"] = " ".join(given)
    if suffix:
        name["suffix"] = suffix
    return name


def people(text: str, *, families: bool = False) -> People | None:
    """Return the people that ``text`` lists, or None where any part of it is not a person's name.

    ``families`` also accepts bare family names (*Dourish & Bellotti*), as author-date citations write them.
    """
    if not text or len(text) > 800 or not _may_name(text):
        return None
    return _people(" ".join(text.split()).strip(" ,;:–—-"), families)


def _may_name(text: str) -> bool:
    """Tell cheaply whether ``text`` may be a list of names: no word in lower case but particles and conjunctions."""
    inside = 0
    for word in text.split():
        if word[0] in "([":
            inside += 1
        if (
            not inside
            and (word[0].islower() or word[0].isdigit())
            and word.strip(",.;:") not in _LOWER_WORDS
            and word[1:2] not in "'’"
        ):
            return False
        if word[-1] in ")]" or word[-2:-1] in ")]":
            inside -= 1
    return True


@lru_cache(maxsize=2048)
def _people(text: str, families: bool) -> People | None:
    if not text:
        return None
    bracketed = "(" in text or "[" in text
    bare, editors = text, False
    if bracketed:
        bare = _NAME_IN_BRACKETS.sub(r"\1, \2", bare)
    if bracketed or _MAY_DIRECT.search(bare):
        found = _ROLE_HEAD.match(bare)
        editors = bool(found or _ROLE.search(f" {bare} "))
        bare = _ROLE.sub(", ", f" {bare[found.end() if found else 0 :]} ")
    more = bool(_ET_AL.search(bare))
    if more:
        bare = _ET_AL.sub("", bare)
    if bracketed:
        bare = _BRACKETS.sub("", bare)
    bare = bare.strip(" ,;:–—-")
    if bare.endswith(".") and not _INITIAL_TOKEN.match(bare.replace("-", " ").split()[-1].rsplit(",", 1)[-1]):
        bare = bare.rstrip(".")
    if not bare:
        return None
    names: list[Name] = []
    for part in bare.split(";"):
        if part.strip():
            several = _list(part, families or more or ";" in bare, families)
            if several is None:
                return None
            names += several
    return People(names, editors, more) if names else None


def _list(text: str, families: bool, prefer: bool) -> list[Name] | None:
    """Read names that commas and conjunctions join; ``prefer`` family names alone in doubt."""
    groups = [[p.strip() for p in g.split(",") if p.strip()] for g in _AND.split(text)]
    groups = [g for g in groups if g]
    if not groups or sum(map(len, groups)) > 80:
        return None
    alone = all(_single(p) for g in groups for p in g)
    if families and alone and (any(len(g) % 2 for g in groups) or (prefer and sum(map(len, groups)) > 2)):
        return [_name(p.split(), []) for g in groups for p in g]
    names: list[Name] = []
    straight = False  # whether the name before was written given name first
    for group in groups:
        i = 0
        while i < len(group):
            if i + 1 < len(group) and _inverted(group[i], group[i + 1]) and not (straight and _full(group[i])):
                names.append(_name(group[i].split(), group[i + 1].split()))
                i += 2
                straight = False
                continue
            one = person(group[i])
            if one is None and families and _single(group[i]):
                one = _name(group[i].split(), [])
            if one is None:
                return None
            names.append(one)
            i += 1
            straight = "given" in one
    return names


def _full(part: str) -> bool:
    """Tell whether ``part`` reads as a given name and a family name."""
    tokens = part.split()
    return len(tokens) == 2 and tokens[0] not in _CAPITAL_PARTICLES and [_kind(t) for t in tokens] == ["cap", "cap"]


def _single(part: str) -> bool:
    """Tell whether ``part`` may be a family name that stands alone: one word, with or without a particle."""
    tokens = part.split()
    if not tokens or len(tokens) > 3:
        return False
    if any(t not in PARTICLES and t not in _CAPITAL_PARTICLES for t in tokens[:-1]):
        return False
    last = tokens[-1]
    return bool(_CAP_TOKEN.match(last)) and len(last) > 1 and not is_function_word(last)


def _inverted(part: str, after: str) -> bool:
    """Tell whether ``part, after`` reads *Family, Given*."""
    family, given = part.split(), after.split()
    if len(family) > 4 or len(given) > 3:
        return False
    if not all(_CAP_TOKEN.match(t) or t in PARTICLES for t in family):
        return False
    kinds = [_kind(t) for t in given]
    if any(k not in {"initial", "cap", "caps"} for k in kinds) and not (
        kinds[-1] == "particle" and kinds[0] != "particle"
    ):
        return False
    if any(map(_foreign, given)) or given[0] in _ARTICLES:
        return False
    if set(kinds) <= {"initial"} or all(_VANCOUVER.match(t) for t in given):
        return True
    if all(_CAPS_TOKEN.match(t) or t in PARTICLES for t in family) and "caps" not in kinds:
        return True
    if _foreign(family[-1]):
        return False
    return _single(part) or len(given) == 1
