"""The reference of each work: in a CSL style by the engine, or in one plain line where there is none."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from biblio.lists import engine
from biblio.lists.quotes import shorten
from biblio.lists.rich import Run, Runs, is_web, looks_french, mend, speak
from biblio.lists.words import Words
from biblio.model import Item, Name, Work
from biblio.text import fold

# Abstract and keywords stand elsewhere on the page; notes may be private; `custom` is not CSL's.
_NOT_FORMATTED = frozenset({"abstract", "annote", "custom", "id", "keyword", "note", "language"})
_ADDRESSES = frozenset({"URL", "DOI", "ISBN", "ISSN"})
_UNDATED = frozenset({"", "s d", "sd", "sans date", "n d", "nd"})
_LONGEST = 2_000
SHORTEST_QUOTE = 100
"""Characters of the quote that stands for a work of which neither author nor title is known."""
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_DOUBLE_QUOTES = re.compile(r"\"([^\"]{1,300})\"|“([^“”]{1,300})”")


def references(works: Sequence[Work], *, style: str = "iso690", lang: str = "fr") -> dict[str, Runs]:
    """Return each work's reference by its key.

    Where pandoc is missing all references are plain lines (see `engine_missing`); a work whose data the engine
    refuses gets a plain line alone. Raises `UsageError` or `FormatError` for a style that cannot be used.
    """
    text = engine.read_style(style, lang)
    words = Words(lang)
    cited = [work for work in works if work.kind != "pointer" and names_something(work.csl)]
    items = [_for_engine(work, lang) for work in cited]
    rendered: Iterable[Runs | None] = (
        engine.render(items, text, lang) if engine.pandoc() else repeat(None, len(items))
    )
    formatted = {
        work.key: _finish(runs, work, lang)
        for work, runs in zip(cited, rendered, strict=True)
        if runs and any(run.text.strip(" .,") for run in runs)
    }
    return {work.key: formatted.get(work.key) or plain_line(work, words) for work in works}


def engine_missing() -> str:
    """Return what to say where references come out as plain lines, or an empty string."""
    if engine.pandoc():
        return ""
    return "references are plain lines: no citation engine → pip install 'biblio[lists]', or install pandoc"


def names_something(item: Item) -> bool:
    """Tell whether ``item`` says enough for a formatted reference: a title, or a container and an author."""
    return bool(item.get("title") or (item.get("container-title") and item.get("author")))


def main_url(work: Work) -> str:
    """Return the address that leads to ``work``: its own, its DOI's, or the first one cited."""
    candidates = (work.csl.get("URL", ""), doi_url(work), *work.urls)
    return next((url for url in candidates if is_web(url)), "")


def doi_url(work: Work) -> str:
    """Return the address of the work's DOI, or an empty string."""
    doi = work.csl.get("DOI") or work.ids.get("doi", "")
    return f"https://doi.org/{doi}" if doi.startswith("10.") else ""


def _for_engine(work: Work, lang: str) -> Item:
    language = spoken(work.csl)[:2].lower() if lang == "fr" else lang
    item: dict[str, Any] = {
        name: _clean(value, language, verbatim=name in _ADDRESSES)
        for name, value in work.csl.items()
        if name not in _NOT_FORMATTED
    }
    url = main_url(work)
    item.pop("URL", None)
    if url and not ("DOI" in item and url == doi_url(work)):
        item["URL"] = url
    item["language"] = spoken(work.csl)  # else engines capitalise French titles as if they were English
    issued = item.get("issued", {})
    if not issued.get("date-parts") and fold(issued.get("literal", "")) in _UNDATED:
        item.pop("issued", None)
    item.setdefault("type", "webpage" if work.kind == "resource" else "document")
    if item["type"] == "article":  # a preprint in CSL; what a report calls an article is in a journal
        item["type"] = "article-journal" if item.get("container-title") else "article"
    return item  # type: ignore[return-value]


def _clean(value: Any, lang: str, *, verbatim: bool = False) -> Any:
    if isinstance(value, str):
        text = _tidy(value, "" if verbatim else lang)
        return text.translate(_HIDE_QUOTES) if "“" in text or "”" in text else text
    if isinstance(value, list):
        return [_clean(part, lang) for part in value]
    if isinstance(value, Mapping):
        return {name: _clean(part, lang) for name, part in value.items()}
    return value


def _tidy(text: str, lang: str) -> str:
    """Return ``text`` in one line, NFC, without control characters; with typographic quotes unless ``lang`` is ""."""
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text[:_LONGEST])).strip()
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c in "\u00a0\u202f")
    if not lang:
        return text
    # Straight quotes are markup to CSL engines (https://citeproc-js.readthedocs.io, "HTML tags in JSON fields").
    text = text.replace("'", "’")
    if lang == "fr":
        return _DOUBLE_QUOTES.sub(lambda m: f"«\u00a0{(m[1] or m[2]).strip()}\u00a0»", text)
    return _DOUBLE_QUOTES.sub(lambda m: f"“{m[1] or m[2]}”", text)


# Engines turn curly quotes into those of the list's language, in English titles too; these stand in for them.
_HIDE_QUOTES = str.maketrans("“”", "\ue000\ue001")
_SHOW_QUOTES = str.maketrans("\ue000\ue001", "“”")


def _finish(runs: Runs, work: Work, lang: str) -> Runs:
    if any("\ue000" in run.text for run in runs):
        runs = tuple(run._replace(text=run.text.translate(_SHOW_QUOTES)) for run in runs)
    return mend(_trimmed(_with_languages(runs, work.csl, lang)), lang)


def _with_languages(runs: Runs, item: Item, lang: str) -> Runs:
    """Mark title and container with their language where it is not the list's."""
    language = spoken(item)
    if language.split("-")[0].lower() == lang:
        return runs
    for phrase in (item.get("title", ""), item.get("container-title", "")):
        runs = speak(runs, _tidy(phrase, language), language)
    return runs


def _trimmed(runs: Runs) -> Runs:
    first, last = runs[0], runs[-1]
    if first.text[:1].isspace():
        runs = (first._replace(text=first.text.lstrip()), *runs[1:])
    if last.text[-1:].isspace():
        runs = (*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip()))
    return tuple(run for run in runs if run.text)


def spoken(item: Item) -> str:
    """Return the language of a work: as described, else French or English by the words of its title."""
    title, language = item.get("title", ""), item.get("language", "")
    return language or ("fr" if looks_french(title) else "en")


def plain_line(work: Work, words: Words) -> Runs:
    """Return "Author, Given et Other, Given, year. *Title*. Container, vol., no, p. Publisher. URL"."""
    item, lang = work.csl, words.lang
    names = people(item, words)
    head = ", ".join(part for part in (names, year_of(item) if names else "") if part)
    title = _tidy(item.get("title", ""), spoken(item)[:2])
    tail = ", ".join(_tidy(part, lang) for part in _details(item, words) if part)
    if not names and year_of(item):
        tail = f"{tail}, {year_of(item)}" if tail else year_of(item)
    runs = [Run(f"{head}. ")] if head else []
    if not names and not title and work.citations:
        runs.append(Run(f"{_quoted(work.citations[0].quote, lang)}. "))
    if title:
        runs += [Run(title, frozenset({"em"})), Run(". ")]
    if tail:
        runs.append(Run(f"{tail}. "))
    if not runs and not main_url(work):
        runs.append(Run(f"{words['untitled']}. "))
    if url := main_url(work):
        runs.append(Run(url, href=url))
    elif runs:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
    return mend(_with_languages(tuple(runs), item, lang), lang)


def _quoted(quote: str, lang: str) -> str:
    text = _tidy(shorten(quote, SHORTEST_QUOTE), "")
    return f"«\u00a0{text}\u00a0»" if lang == "fr" else f"“{text}”"


def _details(item: Item, words: Words) -> list[str]:
    container = item.get("container-title", "")
    if container and item.get("type") == "chapter":
        container = f"{words['in']} {container}"
    volume, issue, page = (str(item.get(name, "")) for name in ("volume", "issue", "page"))
    return [
        container,
        f"vol. {volume}" if volume else "",
        (f"n° {issue}" if words.lang == "fr" else f"no. {issue}") if issue else "",
        f"p. {page}" if page else "",
        item.get("publisher-place", ""),
        item.get("publisher", ""),
    ]


def people(item: Item, words: Words) -> str:
    """Return the authors, else the editors with their role, as "Tronto, Joan et Brugère, Fabienne"."""
    for role, mark in (("author", ""), ("editor", f" {words['eds']}"), ("director", "")):
        named = [text for text in map(_name, item.get(role, ())) if text]  # type: ignore[call-overload]
        if named:
            shown = named if len(named) < 4 else [named[0]]
            listed = f" {words['and']} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
            return _tidy(listed + (" et al." if len(named) > 3 else "") + mark, words.lang)
    return ""


def _name(name: Name) -> str:
    if literal := name.get("literal"):
        return literal
    family = " ".join(part for part in (name.get("non-dropping-particle"), name.get("family")) if part)
    given = " ".join(part for part in (name.get("given"), name.get("dropping-particle")) if part)
    return ", ".join(part for part in (family, given, name.get("suffix")) if part)


def year_of(item: Item) -> str:
    """Return the year of publication as text, or an empty string."""
    issued = item.get("issued", {})
    parts = issued.get("date-parts") or [[]]
    if parts[0] and parts[0][0]:
        return str(parts[0][0])
    return issued.get("literal", "") or issued.get("raw", "")
