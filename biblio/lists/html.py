"""A reading list as one HTML page that needs nothing else: no request leaves it.

Links carry the Robust Links attributes (https://robustlinks.mementoweb.org/spec/) where an archived copy is known.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from biblio.lists.assets import asset
from biblio.lists.build import Entry, ReadingList, Section, sort_of
from biblio.lists.engine import STYLE_TITLES
from biblio.lists.reasons import LinkNote, Reason, foreign_language, length, link_notes, reasons, reviews
from biblio.lists.references import main_url, plain_line
from biblio.lists.rich import NBSP, Run, Runs, is_web, plain
from biblio.lists.schema import describe
from biblio.lists.words import LEVELS, Words
from biblio.model import Work

Mark = tuple[str, str, str]
"""What kind of remark (a CSS class), its text, where it leads (may be empty)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An entry as the template prints it."""

    anchor: str
    type: str
    access: str
    reference: Markup
    coins: Markup
    about: Markup
    marks: list[Mark]
    links: list[LinkNote]
    notes: list[str]
    reasons: list[Reason]
    more: list[Reason]
    more_label: str
    abstract: str
    abstract_lang: str


def render(
    listed: ReadingList,
    references: Mapping[str, Runs],
    *,
    style: str,
    reports: Mapping[str, str],
    coins: Callable[[Work], str] | None = None,
    files: Sequence[tuple[str, str]] = (),
    home: str = "",
) -> str:
    """Return the page; ``references`` holds a reference for every work on it, ``home`` the address of an index."""
    words = Words(listed.lang)
    page = _Page(words, references, reports, coins)
    script = asset("page.js")
    return (
        environment()
        .get_template("list.html.jinja")
        .render(
            listed=listed,
            w=words,
            levels=LEVELS,
            files=files,
            home=home,
            css=raw(asset("page.css")),
            script=raw(script),
            policy=policy(script),
            schema=raw(script_json(describe(listed, references))),
            facts=_facts(listed, words),
            filters=_filters(listed, words),
            forms=json.dumps(words.forms("shown"), ensure_ascii=False),
            colon=colon(words),
            made_with=words.fill("style", STYLE_TITLES.get(style, style.rsplit("/", 1)[-1].removesuffix(".csl"))),
            paragraphs=paragraphs,
            view=page.view,
            short=page.short,
            place=place,
        )
    )


@cache
def environment() -> Environment:
    """Return the templates, which escape all that they print."""
    return Environment(
        loader=PackageLoader("biblio.lists"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def raw(text: str) -> Markup:
    """Mark what the program wrote itself (style, script, `script_json`, COinS spans) as needing no escape."""
    return Markup(text)  # noqa: S704


def policy(script: str) -> str:
    """Return a content security policy that lets ``script`` alone run and nothing be loaded."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def script_json(value: Any) -> str:
    """Return ``value`` as JSON that cannot close the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def colon(words: Words) -> str:
    """Return a colon with the space that goes before it."""
    return f"{NBSP}:" if words.lang == "fr" else ":"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, divided by empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def place(work: Work) -> str:
    """Return the anchor of a work on a page."""
    return f"ref-{work.key}"


def _facts(listed: ReadingList, words: Words) -> list[str]:
    entries = list(listed.entries())
    free = sum(1 for entry in entries if entry.work.access == "open")
    return [
        text
        for text in (
            words.count("references", len(entries)),
            words.count("open", free) if free else "",
            words.fill("made", words.date(listed.date)) if listed.date else "",
            words[f"state.{listed.state}"] if listed.state else "",
        )
        if text
    ]


def _filters(listed: ReadingList, words: Words) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return (name, label, word for all, choices) of each filter that has something to choose."""
    entries = list(listed.entries())
    types = {sort_of(entry.work) for entry in entries}
    levels = {entry.level for entry in entries}
    access = {entry.work.access or "unknown" for entry in entries}
    choices: dict[str, list[tuple[str, str]]] = {
        "section": list(_sections(listed.sections)),
        "level": [(level or "none", words[level or "filter.none"]) for level in (*LEVELS, "") if level in levels],
        "access": [(name, words[f"access.{name}"]) for name in ("open", "closed", "unknown") if name in access],
        "type": [
            (sort, words[f"type.{sort}"])
            for sort in ("articles", "books", "reports", "theses", "press", "media", "sites", "leads")
            if sort in types
        ],
    }
    labels = {
        "section": (words["filter.section"], words["filter.all-f"]),
        "level": (words["filter.level"], words["filter.all"]),
        "access": (words["access"], words["filter.all"]),
        "type": (words["filter.type"], words["filter.all"]),
    }
    return [(name, *labels[name], options) for name, options in choices.items() if len(options) > 1]


def _sections(sections: Sequence[Section], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for section in sections:
        found.append((section.anchor, before + section.title))
        found += _sections(section.sections, f"{before}{NBSP}{NBSP}")
    return found


class _Page:
    def __init__(
        self,
        words: Words,
        references: Mapping[str, Runs],
        reports: Mapping[str, str],
        coins: Callable[[Work], str] | None,
    ) -> None:
        self.words, self.references, self.reports, self.coins = words, references, reports, coins

    def view(self, entry: Entry) -> View:
        work, words = entry.work, self.words
        found = list(reasons(work, self.reports))
        links = link_notes(work, words)
        abstract = str(work.csl.get("abstract", ""))
        language = str(work.csl.get("language", ""))
        return View(
            anchor=place(work),
            type=sort_of(work),
            access=work.access or "unknown",
            reference=self.reference(work, links),
            coins=raw(self.coins(work).strip() if self.coins and work.kind == "work" else ""),
            about=Markup(' aria-describedby="{}"').format(f"t-{work.key}"),
            marks=self.marks(work),
            links=links,
            notes=[note for note in (entry.note, work.note) if note],
            reasons=found[:1],
            more=found[1:],
            more_label=words.count("more", len(found) - 1),
            abstract=abstract,
            abstract_lang=language if language and not language.lower().startswith(words.lang) else "",
        )

    def reference(self, work: Work, links: Sequence[LinkNote]) -> Markup:
        runs = self.references[work.key]
        if not any(run.href for run in runs) and (url := main_url(work)):
            runs = (*runs, Run(" "), Run(self.words["link"], href=url))
        archived = {state.url: state for state in work.links if is_web(state.archived)}
        parts = [_run(run, archived.get(run.href)) for run in runs]
        return Markup('<span id="t-{}">{}</span>').format(work.key, Markup("").join(parts))

    def marks(self, work: Work) -> list[Mark]:
        words = self.words
        marks: list[Mark] = [("type", words[f"type.{sort_of(work)}"], "")]
        if work.kind != "pointer":
            access = work.access or "unknown"
            marks.append((access, words[f"access.{access}"], ""))
        if is_web(work.open_url) and work.open_url != main_url(work):
            marks.append(("copy", words["open-copy"], work.open_url))
        marks += [("review", words["review"], url) for url in reviews(work)]
        marks += [("", text, "") for text in (foreign_language(work, words), length(work, words)) if text]
        return marks

    def short(self, work: Work) -> str:
        return plain(plain_line(work, self.words)).split(" http")[0]


_ELEMENTS = ("strong", "em", "sup", "sub", "u", "s")


def _run(run: Run, state: Any = None) -> Markup:
    html = escape(run.text)
    for element in _ELEMENTS:
        if element in run.marks:
            html = raw(f"<{element}>{{}}</{element}>").format(html)
    if "small-caps" in run.marks:
        html = Markup('<span class="sc">{}</span>').format(html)
    if run.lang:
        html = Markup('<span lang="{}">{}</span>').format(run.lang, html)
    if run.href:
        robust = (
            Markup(' data-versionurl="{}" data-versiondate="{}"').format(state.archived, state.archived_date[:10])
            if state
            else Markup("")
        )
        html = Markup('<a href="{}"{}>{}</a>').format(run.href, robust, html)
    return html
