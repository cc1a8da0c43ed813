"""What every form of the report is written from. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from biblio.links.hosts import host_of
from biblio.links.memory import ALARMS
from biblio.links.night import links_of
from biblio.links.report.words import WORDS, sentence
from biblio.model import Check, LinkMemory, Work

ORDER = ("dead", "changed", "suspect", "moved", "blocked", "unsure", "paywalled", "ok", "new")
"""States, what needs a person first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """A work behind a link, at one place that cites it; ``lists`` are the reading lists it stands on."""

    key: str
    title: str
    report: str = ""
    line: int = 0
    session: str = ""
    lists: tuple[str, ...] = ()
    essential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One link of a report. Dates are ISO 8601 or empty; ``event`` is what changed since the last report."""

    url: str
    state: str
    verdict: str
    reason: str
    sentence: str
    status: int = 0
    final: str = ""
    archived: str = ""
    archived_date: str = ""
    since: str = ""
    checked: str = ""
    fails: int = 0
    event: str = ""
    acknowledged: bool = False
    hurts: tuple[Hurt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is reported. ``history`` holds, per finished run, its date and the number of links by state."""

    made: str
    rows: Sequence[Row]
    history: Sequence[tuple[str, Mapping[str, int]]] = field(default=())
    lang: str = "fr"

    def word(self, name: str, *values: object) -> str:
        """Return a word or phrase in the report's language."""
        return WORDS[self.lang][name].format(*values)

    def said(self, row: Row) -> str:
        """Return the reason of a row in the report's language."""
        return sentence(row.reason, row.sentence, self.lang)

    @property
    def states(self) -> dict[str, int]:
        """The number of links by state, what needs a person first."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ORDER if found[state]}

    @property
    def hosts(self) -> list[tuple[str, dict[str, int]]]:
        """The number of links by state for each host with trouble, the worst first."""
        by_host: dict[str, Counter[str]] = {}
        for row in self.rows:
            by_host.setdefault(host_of(row.url), Counter())[row.state] += 1
        bad = [
            (host, {state: states[state] for state in ORDER if states[state]})
            for host, states in by_host.items()
            if trouble(states)
        ]
        return sorted(bad, key=lambda pair: (-trouble(pair[1]), pair[0]))

    def changed(self, event: str) -> list[Row]:
        """Return the rows with one kind of change, those that hurt essential works first."""
        return sorted((row for row in self.rows if row.event == event), key=_weight)

    @property
    def troubled(self) -> list[Row]:
        """The rows that need a person: dead, changed, suspect, moved; what hurts most first."""
        bad = [row for row in self.rows if row.state in (*ALARMS, "suspect", "moved")]
        return sorted(bad, key=lambda row: (ORDER.index(row.state), _weight(row)))


def trouble(states: Mapping[str, int]) -> int:
    """Return how many links of a count by state are dead, changed or suspect."""
    return sum(states.get(state, 0) for state in ("dead", "changed", "suspect"))


def _weight(row: Row) -> tuple[bool, int, str]:
    return not any(hurt.essential for hurt in row.hurts), -len(row.hurts), row.url


def day(seconds: int) -> str:
    """Return an ISO date for seconds since 1970, an empty string for 0."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else ""


def hurts(
    works: Iterable[Work], essential: Iterable[str] = (), lists: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[Hurt, ...]]:
    """Return, for each link, the works and places that lose something with it, essential ones first.

    ``essential`` holds keys; ``lists`` the titles of reading lists by key, beside the themes a work stands under.
    """
    vital = set(essential)
    found: dict[str, list[Hurt]] = {}
    for work in works:
        common: dict[str, Any] = {
            "key": work.key,
            "title": work.csl.get("title", ""),
            "lists": tuple(dict.fromkeys((*work.themes, *(lists or {}).get(work.key, ())))),
            "essential": work.key in vital,
        }
        for url in links_of(work):
            citing = [citation for citation in work.citations if url in citation.urls] or work.citations
            places = [
                Hurt(
                    report=citation.report,
                    line=citation.line,
                    session=citation.session.title if citation.session else "",
                    **common,
                )
                for citation in citing
            ]
            found.setdefault(url, []).extend(places or [Hurt(**common)])
    return {url: tuple(sorted(places, key=lambda hurt: not hurt.essential)) for url, places in found.items()}


def of_checks(checks: Iterable[Check], made: str, lang: str = "fr") -> Report:
    """Return the report of a stand-alone run."""
    rows = [
        Row(
            url=check.url,
            state=check.state,
            verdict=check.verdict,
            reason=check.reason,
            sentence=check.detail,
            status=check.status,
            final=check.final,
            archived=check.archived,
            archived_date=check.archived_date,
            checked=day(check.time),
        )
        for check in checks
    ]
    return Report(made=made, rows=rows, lang=lang)


def of_memories(
    memories: Iterable[LinkMemory],
    made: str,
    *,
    events: Mapping[str, str] | None = None,
    hurt: Mapping[str, tuple[Hurt, ...]] | None = None,
    acknowledged: Iterable[str] = (),
    history: Sequence[tuple[str, Mapping[str, int]]] = (),
    lang: str = "fr",
) -> Report:
    """Return the report of a library: every link with its state, what changed, whom it hurts."""
    known = set(acknowledged)
    rows = [
        Row(
            url=memory.url,
            state=memory.state,
            verdict="dead" if memory.state == "dead" else "alive" if memory.state in ("ok", "moved") else "unsure",
            reason=memory.reason,
            sentence=memory.detail,
            status=memory.status,
            final=memory.final,
            archived=memory.archived,
            archived_date=memory.archived_date,
            since=day(memory.since),
            checked=day(memory.checked),
            fails=memory.fails,
            event=(events or {}).get(memory.url, ""),
            acknowledged=memory.url in known,
            hurts=(hurt or {}).get(memory.url, ()),
        )
        for memory in memories
    ]
    return Report(made=made, rows=rows, history=history, lang=lang)
