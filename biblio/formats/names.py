"""Names as BibTeX writes them (``von Last, Jr, First``) and as CSL does, both ways.

Rules of splitting: Oren Patashnik, *BibTeXing*, 1988, and Nicolas Markey, *Tame the BeaST*, section 11.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from biblio.formats.latex import decode
from biblio.model import Name

# A capitalised word, or several, that BibTeX can only take for what they are.
_PLAIN_WORD = r"[^\W\d_](?:[^\W_]|[’.]|'(?!')|-(?!-))*"
_PLAIN = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})*")
_ELIDED = re.compile(r"(?:[dDlL]|dell|Dell|[nN]ell)['’]")
_AND = re.compile(" and ", re.IGNORECASE)
_BRACED = re.compile(r"[{}\\]")
_PIECE = re.compile(r"[{}]|\\.|,|\s+(?:and\s+)?", re.IGNORECASE | re.DOTALL)


def _is_plain(name: Name) -> bool:
    """Tell a name that any reader splits as we do: capitalised family and given names, nothing else."""
    family, given = name.get("family"), name.get("given")
    return bool(family and given) and len(name) == 2 and _plain_part(family) and _plain_part(given)


@lru_cache(maxsize=65536)
def _plain_part(part: str) -> bool:
    if not _PLAIN.fullmatch(part) or _ELIDED.match(part):
        return False
    return all(word[0].isupper() and word.casefold() not in ("and", "others") for word in part.split(" "))


def write_name(name: Name, escape: Callable[[str], str]) -> str:
    """Return one CSL name as BibTeX spells it; organisations, and all that BibTeX would split wrongly, in braces."""
    if _is_plain(name):
        return f"{escape(name['family'])}, {escape(name['given'])}"
    # biber counts the commas inside braces too, and has no place for a suffix without a given name.
    unfit = any("," in part for part in name.values())  # type: ignore[operator]
    if unfit or "family" not in name or ("suffix" in name and "given" not in name):
        return "{" + escape(_in_one(name)) + "}"
    particle = " ".join(
        part for part in (name.get("dropping-particle", ""), name.get("non-dropping-particle", "")) if part
    )
    family = _protected(name["family"], escape, alone=not name.get("given"))
    if particle:
        glue = "" if particle.endswith(("'", "’", "-")) else " "
        family = f"{escape(particle)}{glue}{family}"
    parts = [family]
    if suffix := name.get("suffix"):
        parts.append(_protected(suffix, escape))
    if given := name.get("given"):
        parts.append(_protected(given, escape))
    return ", ".join(parts)


def _in_one(name: Name) -> str:
    parts = ("literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(text for part in parts if (text := name.get(part)))  # type: ignore[misc]


def _protected(part: str, escape: Callable[[str], str], *, alone: bool = False) -> str:
    """Put a part in braces where BibTeX would take a word of it for a particle, or an "and" for its own."""
    words = part.split(" ")
    if len(words) == 1:
        risky = part.casefold() in ("and", "others")
    else:
        risky = (
            alone
            or any(not word or word[0].islower() for word in words[:-1])
            or any(word.casefold() in ("and", "others") for word in words)
            or part != " ".join(part.split())
        )
    return "{" + escape(part) + "}" if risky else escape(part)


def write_names(names: Iterable[Name], escape: Callable[[str], str]) -> str:
    """Return CSL names as the value of a BibTeX name field."""
    return " and ".join(write_name(name, escape) for name in names)


def exact(names: Iterable[Name], written: str, *, keep_prefix: bool) -> bool:
    """Tell whether `read_names` would give back just these names."""
    names = list(names)
    return all(_is_plain(name) or _is_literal(name) for name in names) or (
        read_names(written, keep_prefix=keep_prefix) == names
    )


def _is_literal(name: Name) -> bool:
    return len(name) == 1 and "literal" in name


def _split(text: str) -> Iterator[list[list[str]]]:
    """Yield the names of a field: a name is its comma-separated parts, a part its words; braces hold together."""
    depth, start = 0, 0
    words: list[str] = []
    name: list[list[str]] = []

    def word(end: int) -> None:
        if text[start:end]:
            words.append(text[start:end])

    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
        elif depth or piece[0] == "\\":
            continue
        else:
            word(match.start())
            start = match.end()
            if piece == ",":
                name.append(words)
                words = []
            elif len(piece.split()) and piece.strip().lower() == "and":
                name.append(words)
                yield name
                name, words = [], []
    word(len(text))
    name.append(words)
    yield name


def _text(words: Iterable[str]) -> str:
    return decode(" ".join(words)).strip()


def read_names(text: str, *, keep_prefix: bool = False) -> list[Name]:
    """Return the CSL names of a BibTeX name field; a whole name in braces is an organisation.

    ``keep_prefix`` makes "von" parts non-dropping (biblatex's ``useprefix``), else they are dropped, as French
    bibliographies have it. "others" is left out.
    """
    text = " ".join(text.split())  # one space each: no pattern below has runs of them to try
    if not _BRACED.search(text):
        return [dict(name) for part in _AND.split(text) if (name := _one_name(part, keep_prefix))]  # type: ignore[misc]
    return [name for parts in _split(text) if (name := _name(parts, keep_prefix))]


@lru_cache(maxsize=65536)
def _one_name(text: str, keep_prefix: bool) -> Name | None:
    return _name([part.split() for part in text.split(",")], keep_prefix)


def _name(parts: list[list[str]], keep_prefix: bool) -> Name | None:
    words = parts[0]
    if len(parts) == 1:
        if not words or words == ["others"]:
            return None
        if len(words) == 1 and words[0].startswith("{") and words[0].endswith("}"):
            return {"literal": literal} if (literal := _text(words)) else None
        last = next((i for i, word in enumerate(words[:-1]) if _is_von(word)), len(words) - 1)
        given, words, suffix = words[:last], words[last:], []
    else:
        given = [word for part in parts[2:] for word in part] if len(parts) > 2 else parts[1]
        suffix = parts[1] if len(parts) > 2 else []
    von = max((i + 1 for i, word in enumerate(words[:-1]) if _is_von(word)), default=0)
    particle, family = _text(words[:von]), _text(words[von:])
    if (
        (elided := _ELIDED.match(family))
        and family[elided.end() : elided.end() + 1].isupper()
        and words[-1][0] != "{"
    ):
        particle = f"{particle} {elided[0]}".strip()
        family = family[elided.end() :]
    name: Name = {}
    if family:
        name["family"] = family
    if text := _text(given):
        name["given"] = text
    if particle:
        name["non-dropping-particle" if keep_prefix else "dropping-particle"] = particle
    if text := _text(suffix):
        name["suffix"] = text
    return name or None


def _elided(particle: str, family: str) -> tuple[str, str]:
    """Move the elided particle of « d’Almeida » before the family name."""
    match = _ELIDED.match(family)
    if match and family[match.end() : match.end() + 1].isupper():
        return f"{particle} {match[0]}".strip(), family[match.end() :]
    return particle, family


def split_particle(text: str) -> tuple[str, str]:
    """Return particle and family name of plain text: lower-case words at the beginning, elided ones included.

    >>> split_particle("de La Fontaine"), split_particle("d’Almeida"), split_particle("Le Goff")
    (('de', 'La Fontaine'), ('d’', 'Almeida'), ('', 'Le Goff'))
    """
    words = text.split(" ")
    first = next((place for place, word in enumerate(words[:-1]) if not word[:1].islower()), len(words) - 1)
    return _elided(" ".join(words[:first]), " ".join(words[first:]))


def with_particle(particle: str, family: str) -> str:
    """Return particle and family name as plain text from which `split_particle` gives both back.

    >>> with_particle("d’", "Almeida"), with_particle("de", "La Fontaine")
    ('d’Almeida', 'de La Fontaine')
    """
    elided = _ELIDED.fullmatch(particle.rpartition(" ")[2]) and family[:1].isupper()
    return f"{particle}{'' if not particle or elided or particle.endswith('-') else ' '}{family}"


def _is_von(word: str) -> bool:
    return word[0] != "{" and decode(word)[:1].islower()
