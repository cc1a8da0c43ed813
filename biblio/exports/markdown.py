"""Markdown: one line per reference, author, title, where, when, address."""

import re
from collections.abc import Iterable, Iterator

from biblio.exports.archived import copies, sentence
from biblio.exports.base import Options, cited_in
from biblio.formats import dates
from biblio.formats.normal import held
from biblio.model import Item, Name, Work

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_START = re.compile(r"^(\d+)([.)])|^([-+])(?= )")
_WEB = re.compile(r"(?:https?|ftp)://[^\s<>]+")
_SHOWN = 3
_WORDS = {
    "fr": {
        "and": "et",
        "editor": "dir.",
        "volume": "vol.",
        "issue": "n°",
        "in": "dans",
        "none": "s. d.",
        "untitled": "[sans titre]",
    },
    "en": {
        "and": "and",
        "editor": "ed.",
        "volume": "vol.",
        "issue": "no.",
        "in": "in",
        "none": "n.d.",
        "untitled": "[untitled]",
    },
}


def escape(text: str) -> str:
    """Return a text that Markdown prints as it is, HTML included."""
    return _START.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", text.replace("\n", " ")))


def write(works: Iterable[Work], options: Options) -> Iterator[str]:
    """Yield a list of references, one line each; in the private profile notes and quotes stand below."""
    for work in works:
        clean = held(work, private=options.private)
        archived = sentence(copies(work), options, escape, lambda address: f"<{address}>")
        yield f"- {reference(clean, options.lang)}{f' ({archived})' if archived else ''}\n"
        cited = cited_in(work.citations, options.lang) if options.tells_citations else ""
        for text in filter(None, (clean.note, cited, clean.private_note)):
            for line in filter(None, text.split("\n")):
                yield f"  - {escape(line)}\n"


def reference(work: Work, lang: str) -> str:
    """Return one reference as a line of Markdown."""
    item, words = work.csl, _WORDS[lang]
    container = item.get("container-title")
    parts = [_people(item, words), _title(item, lang) or words["untitled"]]
    if container:
        parts.append(
            f"*{escape(container)}*" if item["type"].startswith("article") else f"{words['in']} *{escape(container)}*"
        )
    parts += [escape(item[name]) for name in ("genre", "publisher-place", "publisher") if name in item]
    parts.append(_when(item, words if work.kind == "work" else {**words, "none": ""}))
    parts += [f"{words[name]}\u00a0{escape(item[name])}" for name in ("volume", "issue") if name in item]
    if page := item.get("page"):
        parts.append(f"{'pp.' if lang == 'en' and '-' in page else 'p.'}\u00a0{escape(page)}")
    line = ", ".join(part for part in parts if part)
    address = f"https://doi.org/{item['DOI']}" if "DOI" in item else item.get("URL", "")
    return f"{line.rstrip('.')}." + (f" <{address}>" if _WEB.fullmatch(address) else f" {escape(address)}").rstrip()


def _title(item: Item, lang: str) -> str:
    title = escape(item.get("title", ""))
    if not title or not item.get("container-title"):
        return f"*{title}*" if title else ""
    return f"« {title} »" if lang == "fr" else f"“{title}”"


def _people(item: Item, words: dict[str, str]) -> str:
    role = "author" if item.get("author") else "editor"
    names: list[Name] = item.get("author") or item.get("editor") or item.get("director") or []
    if not names:
        return ""
    shown = [escape(_person(name)) for name in names[:_SHOWN]]
    text = f"{', '.join(shown[:-1])} {words['and']} {shown[-1]}" if len(shown) > 1 else shown[0]
    if len(names) > _SHOWN:
        text = f"{', '.join(shown)} et al."
    return text if role == "author" or not item.get("editor") else f"{text} ({words['editor']})"


def _person(name: Name) -> str:
    if "family" not in name:
        return name.get("literal", "")
    particles = (name.get("dropping-particle", ""), name.get("non-dropping-particle", ""))
    joined = " ".join(part for part in (name.get("given", ""), *particles) if part)
    glue = "" if joined.endswith(("'", "’")) else " "
    return f"{joined}{glue}{name['family']}".strip()


def _when(item: Item, words: dict[str, str]) -> str:
    issued = item.get("issued", {})
    return escape(dates.year(issued) or issued.get("literal") or issued.get("raw") or words["none"])
