"""Themes of a mention: its session's title first, then the terms of a vocabulary that its words bring up.

A vocabulary is TOML that people edit, a table a term::

    [[theme]]
    slug = "gestion-de-crise"       # for file names, never shown
    fr = "Gestion de crise"
    en = "Crisis management"
    broader = "management"          # the slug of another term; its works are listed there too
    keywords = ["cellule de crise", "résilien*"]

Case and accents do not count, a plural in s or x is understood, ``*`` stands for any ending. The label is a keyword.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from biblio.errors import FormatError
from biblio.model import Mention
from biblio.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One theme of the vocabulary; ``pattern`` finds its label and keywords in folded text."""

    slug: str
    fr: str
    en: str
    broader: str
    pattern: re.Pattern[str]


Vocabulary = Mapping[str, Term]
"""The terms by slug, in the order of the file."""


def parse_vocabulary(text: str) -> Vocabulary:
    """Return the vocabulary that ``text`` (TOML, see above) describes.

    Raises `FormatError` for what is no TOML, lacks a field, repeats a slug or names a broader term that is not there.
    """
    try:
        tables = tomllib.loads(text).get("theme", [])
        terms = {term.slug: term for term in map(_term, tables)}
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"vocabulary of themes: {error}", "mend the TOML") from error
    if len(terms) < len(tables):
        raise FormatError("vocabulary of themes: a slug stands twice", "give each [[theme]] its own slug")
    for term in terms.values():
        if term.broader and term.broader not in terms:
            raise FormatError(
                f"vocabulary of themes: {term.slug}: no broader term {term.broader!r}", "add or mend it"
            )
    return terms


def themes_of(mention: Mention, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the French labels of a mention's themes: its session's title, then what quote and title bring up."""
    session = mention.session.title if mention.session else ""
    text = " ".join(filter(None, (mention.quote, mention.csl.get("title"), mention.csl.get("container-title"))))
    labels = [session, *(term.fr for term in _terms_in(text, vocabulary))]
    return tuple({_bare(label): label for label in reversed(labels) if label}.values())[::-1]


_ARTICLE = re.compile(r"^(?:l|la|le|les|un|une|des|the|a) ")


def _bare(label: str) -> str:
    """Return a label as it compares: "La gestion de crise" is the theme "Gestion de crise"."""
    return _ARTICLE.sub("", fold(label), 1)


def _terms_in(text: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """Yield the terms that stand in ``text``, in the order of the vocabulary, the broader ones after them."""
    folded = fold(text)
    found = [term for term in vocabulary.values() if term.pattern.search(folded)]
    wider = [above for term in found for above in _wider(term, vocabulary)]
    yield from {term.slug: term for term in (*found, *wider)}.values()


def _wider(term: Term, vocabulary: Vocabulary) -> Iterator[Term]:
    seen = {term.slug}
    while term.broader and term.broader not in seen:
        term = vocabulary[term.broader]
        seen.add(term.slug)
        yield term


def _term(table: Mapping[str, object]) -> Term:
    slug, french = str(table.get("slug", "")), str(table.get("fr", ""))
    if not slug or not french:
        raise FormatError("vocabulary of themes: a [[theme]] without slug or fr", "give it both")
    keywords = table.get("keywords", [])
    if not isinstance(keywords, list) or not all(isinstance(word, str) and fold(word) for word in keywords):
        raise FormatError(f"vocabulary of themes: {slug}: keywords must be a list of words", 'keywords = ["…", "…"]')
    return Term(
        slug=slug,
        fr=french,
        en=str(table.get("en", french)),
        broader=str(table.get("broader", "")),
        pattern=re.compile(rf"\b(?:{'|'.join(map(_forms, (french, *keywords)))})\b"),
    )


def _forms(keyword: str) -> str:
    """Return the pattern of a keyword in folded text, in both numbers or with any ending."""
    words = r"[sx]? ".join(map(re.escape, fold(keyword).split()))
    return words + (r"\w*" if keyword.rstrip().endswith("*") else "[sx]?")
