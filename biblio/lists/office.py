"""A reading list as a word-processor document (DOCX, ODT), written by pandoc from its own document tree.

The tree is that of https://hackage.haskell.org/package/pandoc-types; content enters it as strings, so nothing a
title or a quote holds is ever read as markup.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from biblio.errors import BiblioError
from biblio.lists.build import Entry, ReadingList, Section
from biblio.lists.engine import pandoc, run_pandoc
from biblio.lists.office_looks import reference_document
from biblio.lists.reasons import foreign_language, length, link_notes, reasons, reviews
from biblio.lists.references import main_url
from biblio.lists.rich import NBSP, Run, Runs, is_web
from biblio.lists.words import LEVELS, Words
from biblio.model import Work

Node = dict[str, Any]
_NOTHING: list[Any] = ["", [], []]


def render(listed: ReadingList, references: Mapping[str, Runs], *, format: str, reports: Mapping[str, str]) -> bytes:
    """Return the list as ``docx`` or ``odt``. Raises `BiblioError` where pandoc is missing or fails."""
    if not pandoc():
        raise BiblioError(
            f"a list as {format.upper()} is written by pandoc, which is not installed",
            "pip install 'biblio[lists]', or ask for html or md",
        )
    words = Words(listed.lang)
    page = _Document(words, references, reports, format)
    tree = {
        "pandoc-api-version": _api_version(),
        "meta": {
            "title": {"t": "MetaInlines", "c": [_text(listed.title)]},
            "subtitle": {"t": "MetaInlines", "c": [_text(page.facts(listed))]},
            "lang": {"t": "MetaInlines", "c": [_text("fr-FR" if listed.lang == "fr" else "en-US")]},
        },
        "blocks": list(page.blocks(listed)),
    }
    with TemporaryDirectory(prefix="biblio-") as name:
        folder = Path(name)
        original = run_pandoc(("--print-default-data-file", f"reference.{format}"), b"", folder)
        (folder / f"reference.{format}").write_bytes(reference_document(original, format, listed.lang))
        arguments = ("-f", "json", "-t", format, "--reference-doc", f"reference.{format}", "-o", "-")
        return run_pandoc(arguments, json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"), folder)


@cache
def _api_version() -> list[int]:
    """Return the version of the document tree that the installed pandoc reads."""
    answer: dict[str, list[int]] = json.loads(run_pandoc(("-f", "markdown", "-t", "json"), b"", Path()))
    return answer["pandoc-api-version"]


def _text(text: str) -> Node:
    return {"t": "Str", "c": "".join(c for c in text if c.isprintable() or c == NBSP or c == "\u202f")}


def _link(text: str, url: str) -> Node:
    return {"t": "Link", "c": [_NOTHING, [_text(text)], [url, ""]]}


def _paragraph(style: str, inlines: Sequence[Node]) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [{"t": "Para", "c": list(inlines)}]]}


_WRAPPERS = (("em", "Emph"), ("strong", "Strong"), ("sup", "Superscript"), ("sub", "Subscript"), ("u", "Underline"))


def _inline(run: Run) -> Node:
    node = _text(run.text)
    for mark, wrapper in (*_WRAPPERS, ("small-caps", "SmallCaps"), ("s", "Strikeout")):
        if mark in run.marks:
            node = {"t": wrapper, "c": [node]}
    if run.lang:
        node = {"t": "Span", "c": [["", [], [["lang", run.lang]]], [node]]}
    return {"t": "Link", "c": [_NOTHING, [node], [run.href, ""]]} if run.href else node


class _Document:
    def __init__(self, words: Words, references: Mapping[str, Runs], reports: Mapping[str, str], format: str) -> None:
        self.words, self.references, self.reports, self.format = words, references, reports, format

    def facts(self, listed: ReadingList) -> str:
        words = self.words
        count = words.count("references", sum(1 for _ in listed.entries()))
        made = words.fill("made", words.date(listed.date)) if listed.date else ""
        state = words[f"state.{listed.state}"] if listed.state else ""
        return " · ".join(part for part in (count, made, state) if part)

    def blocks(self, listed: ReadingList) -> Iterator[Node]:
        yield from self.prose(listed.intro)
        for level in LEVELS:
            if level in listed.levels:
                yield _paragraph("Compact", [self.level(level), _text(f" {listed.levels[level]}")])
        headings = list(_numbered(listed.sections))
        if len(headings) > 1:
            yield contents(headings, self.words["contents"], self.format)
        anchors = iter(headings)
        for section in listed.sections:
            yield from self.section(section, 1, anchors)

    def section(self, section: Section, depth: int, anchors: Iterator[tuple[int, str, str]]) -> Iterator[Node]:
        anchor = next(anchors)[1]
        yield {"t": "Header", "c": [depth, [anchor, [], []], [_text(section.title)]]}
        yield from self.prose(section.intro)
        for entry in section.entries:
            yield from self.entry(entry)
        for inner in section.sections:
            yield from self.section(inner, depth + 1, anchors)
        if section.see_also:
            yield _paragraph("Marks", [_text(self.words["see-also"])])
            for work in section.see_also:
                yield _paragraph("Reference", [_inline(run) for run in self.references[work.key]])

    def entry(self, entry: Entry) -> Iterator[Node]:
        words, work = self.words, entry.work
        runs = self.references[work.key]
        shown = [_inline(run) for run in runs]
        if not any(run.href for run in runs) and (url := main_url(work)):
            shown += [_text(" "), _link(words["link"], url)]
        if entry.level:
            shown = [self.level(entry.level), _text(" "), *shown]
        yield _paragraph("Reference", shown)
        if marks := self.marks(work):
            yield _paragraph("Marks", marks)
        for note in (entry.note, work.note):
            yield from self.prose(note, "Note")
        for number, reason in enumerate(reasons(work, self.reports)):
            where = reason.where(words)
            place = _link(where, reason.href) if is_web(reason.href) else _text(where)
            yield _paragraph("Place", [_text(words["quoted-also" if number else "quoted"] + " "), place])
            yield _paragraph("Passage", [_text(reason.quote)])

    def marks(self, work: Work) -> list[Node]:
        words = self.words
        parts: list[list[Node]] = [[_text(words[f"access.{work.access}"])]] if work.access else []
        if is_web(work.open_url) and work.open_url != main_url(work):
            parts.append([_link(words["open-copy"], work.open_url)])
        parts += [[_link(words["review"], url)] for url in reviews(work)]
        parts += [[_text(text)] for text in (foreign_language(work, words), length(work, words)) if text]
        for note in link_notes(work, words):
            archived = [_text(" ("), _link(note.archived_text, note.archived), _text(")")] if note.archived else []
            parts.append([_text(note.text), *archived])
        return [node for number, part in enumerate(parts) for node in ([_text(" · ")] if number else []) + part]

    def level(self, level: str) -> Node:
        return {"t": "Span", "c": [["", [], [["custom-style", "Level"]]], [_text(self.words[level])]]}

    def prose(self, text: str, style: str = "") -> Iterator[Node]:
        for paragraph in text.replace("\r\n", "\n").split("\n\n"):
            if paragraph.strip():
                inlines = [_text(" ".join(paragraph.split()))]
                yield _paragraph(style, inlines) if style else {"t": "Para", "c": inlines}


def _numbered(sections: Sequence[Section], depth: int = 1, before: str = "s") -> Iterator[tuple[int, str, str]]:
    """Yield (depth, anchor, title) of each heading; Word bookmarks hold at most 40 characters."""
    for number, section in enumerate(sections, 1):
        anchor = f"{before}{number}"
        yield depth, anchor, section.title
        yield from _numbered(section.sections, depth + 1, f"{anchor}-")


def contents(headings: Sequence[tuple[int, str, str]], title: str, format: str) -> Node:
    """Return a table of contents that is filled in, and that the word processor can bring up to date.

    pandoc's own is an empty field until someone updates it.
    """
    shown = [(depth, anchor, escape(_text(text)["c"])) for depth, anchor, text in headings if depth <= 2]
    raw = _docx_contents(shown, escape(title)) if format == "docx" else _odt_contents(shown, escape(title))
    return {"t": "RawBlock", "c": ["openxml" if format == "docx" else "opendocument", raw]}


def _docx_contents(headings: Sequence[tuple[int, str, str]], title: str) -> str:
    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    begin = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
    )
    end = run('<w:fldChar w:fldCharType="end"/>')
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="TOC{depth}"/></w:pPr>{"" if number else begin}'
        f"<w:hyperlink w:anchor={quoteattr(anchor)}>{run(f'<w:t>{text}</w:t>')}</w:hyperlink></w:p>"
        for number, (depth, anchor, text) in enumerate(headings)
    ]
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        '</w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>'
        f"{run(f'<w:t>{title}</w:t>')}</w:p>"
        f"{''.join(lines)}<w:p>{end}</w:p></w:sdtContent></w:sdt>"
    )


def _odt_contents(headings: Sequence[tuple[int, str, str]], title: str) -> str:
    lines = "".join(
        f'<text:p text:style-name="Contents_20_{depth}">'
        f'<text:a xlink:type="simple" xlink:href={quoteattr("#" + anchor)}>{text}</text:a></text:p>'
        for depth, anchor, text in headings
    )
    heading = f'<text:p text:style-name="Contents_20_Heading">{title}</text:p>'
    return (
        '<text:table-of-content text:name="contents" text:protected="true">'
        '<text:table-of-content-source text:outline-level="2">'
        f'<text:index-title-template text:style-name="Contents_20_Heading">{title}</text:index-title-template>'
        "</text:table-of-content-source>"
        f'<text:index-body><text:index-title text:name="contents_head">{heading}</text:index-title>{lines}'
        "</text:index-body></text:table-of-content>"
    )
