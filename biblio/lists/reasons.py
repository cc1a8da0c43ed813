"""What stands under a reference: why it is here, how its links are, how long it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from biblio.lists.quotes import shorten
from biblio.lists.references import main_url
from biblio.lists.rich import NBSP, fine, is_web
from biblio.lists.words import Words
from biblio.model import Citation, LinkState, Work

_FINE = frozenset({"ok", "alive", "moved", "paywalled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One place where a work was cited, ready to print; ``href`` leads to the passage or is empty."""

    quote: str
    session: str
    date: str
    report: str
    line: int
    href: str

    def where(self, words: Words) -> str:
        """Return "La gestion de crise, 20 mai 2020, l. 12"."""
        parts = (fine(self.session, words.lang) or self.report, self.date and words.date(self.date))
        line = words.fill("line", self.line).replace(" ", NBSP) if self.line else ""
        return ", ".join(part for part in (*parts, line) if part)


def reasons(work: Work, reports: Mapping[str, str]) -> Iterator[Reason]:
    """Yield where ``work`` was cited; ``reports`` gives the address of a report by its name."""
    for citation in work.citations:
        yield Reason(
            quote=shorten(citation.quote),
            session=citation.session.title if citation.session else "",
            date=citation.session.date if citation.session else "",
            report=citation.report,
            line=citation.line,
            href=_passage(citation, reports.get(citation.report, "")),
        )


_WORD_RUNS = re.compile(r"[^\W_]+(?:[ \-’'][^\W_]+)*")


def _passage(citation: Citation, address: str) -> str:
    """Return the address of the report with a text fragment that opens it at the quote.

    https://wicg.github.io/scroll-to-text-fragment/: browsers that do not know it open the report at its top.
    The longest run of plain words is taken: marks of emphasis and addresses differ between file and page.
    """
    if not address:
        return ""
    runs = _WORD_RUNS.findall(citation.quote[:1_000])
    words = max(runs, key=len, default="")[:80].rsplit(" ", 1)[0] if runs else ""
    fragment = quote(words, safe="").replace("-", "%2D")
    return f"{address}#:~:text={fragment}" if words and "#" not in address else address


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNote:
    """What to say of a link: ``kind`` is ``ok moved changed dead unsure``, ``text`` the sentence."""

    kind: str
    text: str
    url: str
    archived: str
    archived_text: str


def link_kind(state: LinkState) -> str:
    """Return the state of a link in the few words a reader needs."""
    if state.state == "dead":
        return "dead"
    if state.state in _FINE:
        return "moved" if state.state == "moved" else "ok"
    # A suspect has failed for some nights: no more is known, and a bad night is no news for readers.
    return "changed" if state.state == "changed" else "unsure"


def link_notes(work: Work, words: Words) -> list[LinkNote]:
    """Return a note on each checked link of ``work``, its main address first."""
    main = main_url(work)
    checked = [state for state in work.links if state.checked and is_web(state.url)]
    checked.sort(key=lambda state: state.url != main)
    return [_link_note(state, words) for state in checked]


def _link_note(state: LinkState, words: Words) -> LinkNote:
    kind = link_kind(state)
    archived = state.archived if is_web(state.archived) else ""
    dated = words.fill("link.archived-date", words.date(state.archived_date)) if state.archived_date else ""
    return LinkNote(
        kind=kind,
        text=words.fill(f"link.{kind}", words.date(state.checked)),
        url=state.url,
        archived=archived,
        archived_text=dated or words["link.archived"],
    )


def reviews(work: Work) -> list[str]:
    """Return the addresses of the reviews of ``work`` that sources named."""
    found = (item.csl.get("URL") or item.url for item in work.related if item.relation == "review-of")
    return list(dict.fromkeys(url for url in found if is_web(url)))


_PAGES = re.compile(r"\s*(\d{1,6})\s*[-–‑]\s*(\d{1,6})\s*")


def length(work: Work, words: Words) -> str:
    """Return the number of pages or the duration, or an empty string where neither is known."""
    pages = work.csl.get("number-of-pages", "")
    if str(pages).isdigit():
        return words.fill("pages", pages).replace(" ", NBSP)
    if (span := _PAGES.fullmatch(str(work.csl.get("page", "")))) and int(span[1]) <= int(span[2]):
        return words.fill("pages", int(span[2]) - int(span[1]) + 1).replace(" ", NBSP)
    return str(work.csl.get("dimensions", ""))


def foreign_language(work: Work, words: Words) -> str:
    """Return "en anglais" for a work in another language than the list's, or an empty string."""
    tag = str(work.csl.get("language", ""))
    if not tag or tag.split("-")[0].lower() == words.lang:
        return ""
    name = words.language_name(tag)
    return words.fill("language", name) if name else ""
