"""A reading list as Markdown (CommonMark), readable as plain text."""

import re
from collections.abc import Iterator, Mapping

from biblio.lists.build import Entry, ReadingList, Section
from biblio.lists.reasons import foreign_language, length, link_notes, reasons, reviews
from biblio.lists.references import main_url
from biblio.lists.rich import NBSP, Runs, is_web
from biblio.lists.words import LEVELS, Words
from biblio.model import Work

# Only what would be read as markup where it stands: a list is read as plain text too.
_SPECIAL = re.compile(
    r"[\\`*<]|(?<![^\W_])_|_(?![^\W_])|\](?=[(\[:\]]|$)|~(?=~)|(?<!\S)#|#(?=\s*$)|&(?=[#\w])|!(?=\[)|^>"
    r"|^\[(?=[ xX]\])"
)
_BLOCK_START = re.compile(r"^(\d{0,9})([-+=]|(?<=\d)[.)])(?=\s|$)")
_ADDRESS_SPECIAL = str.maketrans({"(": "%28", ")": "%29", "\\": "%5C"})


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, in one line."""
    return _BLOCK_START.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"[^\S\u00a0\u202f]+", " ", text))


def link(text: str, url: str) -> str:
    """Return a Markdown link, or only its text where ``url`` is no web address."""
    return f"[{escape(text)}]({url.translate(_ADDRESS_SPECIAL)})" if is_web(url) else escape(text)


def reference(runs: Runs) -> str:
    """Return a formatted reference as Markdown."""
    parts = []
    for run in runs:
        if run.href:
            shown = run.text if run.text != run.href else ""
            mark = "*" if shown and "em" in run.marks else ""
            parts.append(f"{mark}{link(shown, run.href)}{mark}" if shown else f"<{run.href}>")
            continue
        text = _inline(run.text) if parts else escape(run.text.lstrip())
        core = text.strip(" ")
        if not core:
            parts.append(text)
            continue
        before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
        mark = "***" if {"em", "strong"} <= run.marks else "*" if "em" in run.marks else ""
        mark = mark or ("**" if "strong" in run.marks else "")
        parts.append(f"{before}{mark}{core}{mark}{after}")
    return "".join(parts).strip()


def render(listed: ReadingList, references: Mapping[str, Runs], *, reports: Mapping[str, str]) -> str:
    """Return the list as Markdown; ``references`` holds a reference for every work on it."""
    words = Words(listed.lang)
    return "\n".join(_Page(words, references, reports).lines(listed)) + "\n"


class _Page:
    def __init__(self, words: Words, references: Mapping[str, Runs], reports: Mapping[str, str]) -> None:
        self.words, self.references, self.reports = words, references, reports

    def lines(self, listed: ReadingList) -> Iterator[str]:
        words = self.words
        count = words.count("references", sum(1 for _ in listed.entries()))
        made = words.fill("made", words.date(listed.date)) if listed.date else ""
        state = words[f"state.{listed.state}"] if listed.state else ""
        yield f"# {escape(listed.title)}"
        yield ""
        yield " · ".join(part for part in (count, made, state) if part)
        yield from _paragraphs(listed.intro)
        if listed.levels:
            yield ""
            for level in LEVELS:
                if level in listed.levels:
                    colon = f"{NBSP}:" if words.lang == "fr" else ":"
                    yield f"- **{words[level]}**{colon} {escape(listed.levels[level])}"
        for section in listed.sections:
            yield from self.section(section, 2)

    def section(self, section: Section, depth: int) -> Iterator[str]:
        yield ""
        yield f"{'#' * min(depth, 6)} {escape(section.title)}"
        yield from _paragraphs(section.intro)
        if section.entries:
            yield ""
        for entry in section.entries:
            yield from self.entry(entry)
        for inner in section.sections:
            yield from self.section(inner, depth + 1)
        if section.see_also:
            yield ""
            yield f"{self.words['see-also']}{NBSP if self.words.lang == 'fr' else ''}:"
            yield ""
            for work in section.see_also:
                yield f"- {reference(self.references[work.key])}"

    def entry(self, entry: Entry) -> Iterator[str]:
        words, work = self.words, entry.work
        shown = reference(self.references[work.key])
        if not any(run.href for run in self.references[work.key]) and (url := main_url(work)):
            shown = f"{shown} {link(words['link'], url)}"
        level = f"**[{words[entry.level]}]** " if entry.level else ""
        yield f"- {level}{shown}"
        if marks := " · ".join(self.marks(work)):
            yield f"  {marks}"
        for text in (entry.note, work.note):
            if text:
                yield f"  {escape(text)}"
        for reason in reasons(work, self.reports):
            where = reason.where(words)
            place = link(where, reason.href) if reason.href else escape(where)
            colon = f"{NBSP}:" if words.lang == "fr" else ":"
            yield f"  - {words['quoted']} {place}{colon} {_quoted(reason.quote, words)}"

    def marks(self, work: Work) -> Iterator[str]:
        words = self.words
        if work.access:
            yield words[f"access.{work.access}"]
        if work.open_url and work.open_url != main_url(work):
            yield link(words["open-copy"], work.open_url)
        yield from (link(words["review"], url) for url in reviews(work))
        yield from (escape(text) for text in (foreign_language(work, words), length(work, words)) if text)
        for note in link_notes(work, words):
            yield note.text + (f" ({link(note.archived_text, note.archived)})" if note.archived else "")


def _quoted(text: str, words: Words) -> str:
    if words.lang == "fr" and "«" not in text:
        return f"«{NBSP}{escape(text)}{NBSP}»"
    return f"“{escape(text)}”"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph:
            yield ""
            yield escape(paragraph)
