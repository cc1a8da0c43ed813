"""Works × sources → records with verdicts.

The loop asks every source what it can answer by identifier first, learns identifiers from accepted records, then
tries derived identifiers, then the spare and costly lookups, and words last, only for what nobody has found.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from biblio.enrich.accept import judge
from biblio.errors import BiblioError
from biblio.ids import ids_from_url
from biblio.model import Record, Work
from biblio.sources.base import Answers, Lookup, Request, Response, Source

Verdict = Literal["found", "different", "not found", "not checked"]

Fetch = Callable[[Request], Awaitable[Response]]

Asked = Mapping[tuple[str, str, str], str]
"""What was asked before: (work's key, source, question) → verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one source said to one question about one work.

    ``different`` means that there was an answer, but of another work; ``not checked`` that there was none, for the
    reason in ``note``. ``records`` are those worth keeping, each with its relation.
    """

    key: str
    source: str
    question: str
    verdict: Verdict
    time: str
    note: str = ""
    records: tuple[Record, ...] = ()


@dataclass(slots=True)
class _State:
    """What is known of one work while the loop runs."""

    work: Work
    asked: set[tuple[str, str]] = field(default_factory=set)
    accepted: list[Record] = field(default_factory=list)
    refuted: set[tuple[str, str]] = field(default_factory=set)
    beside: set[tuple[str, str]] = field(default_factory=set)
    told: set[tuple[str, str]] = field(default_factory=set)

    def known(self) -> Work:
        """Return the work with the identifiers of accepted records, without those that led elsewhere."""
        ids = {scheme: value for scheme, value in self.work.ids.items() if (scheme, value) not in self.refuted}
        for record in self.accepted:
            for scheme, value in record.ids.items():
                ids.setdefault(scheme, value)
        urls = [url for url in self.work.urls if not self.refuted.intersection(ids_from_url(url).items())]
        return replace(self.work, ids=ids, urls=tuple(urls))

    def remember(self, records: Sequence[Record]) -> None:
        """Take over what earlier runs kept."""
        self.accept([record for record in records if record.relation == "same"])
        others = {pair for record in records if record.relation != "same" for pair in record.ids.items()}
        self.beside |= others
        self.refuted |= others - {pair for record in self.accepted for pair in record.ids.items()}

    def accept(self, records: Sequence[Record]) -> None:
        """Take records as the work's own. A source need not be asked about identifiers that it has brought itself."""
        self.accepted += records
        self.told |= {(record.source, value) for record in records for value in record.ids.values()}

    def is_new(self, record: Record) -> bool:
        """Tell whether a record beside the work is not yet there; sources often hold the same review."""
        ids = set(record.ids.items())
        known = bool(ids & self.beside)
        self.beside |= ids
        return not known

    def is_found(self) -> bool:
        return any(record.csl.get("title") for record in self.accepted)


_Task = tuple[Source, Lookup, list[_State]]


async def enrich(
    works: Iterable[Work],
    sources: Sequence[Source],
    fetch: Fetch,
    *,
    asked: Asked | None = None,
    records: Mapping[str, Sequence[Record]] | None = None,
) -> AsyncIterator[list[Outcome]]:
    """Ask ``sources`` about ``works``; yield the outcomes of each conversation as it ends, to be saved at once.

    ``asked`` and ``records`` hold what earlier runs asked and kept: nothing is asked twice. ``fetch`` sends one
    request; it returns failures as responses.
    """
    states = [_State(work) for work in works if work.kind != "pointer"]
    by_key = {state.work.key: state for state in states}
    for key, source, question in asked or {}:
        if key in by_key:
            by_key[key].asked.add((source, question))
    for state in states:
        state.remember((records or {}).get(state.work.key, ()))
    while tasks := list(_next_tasks(states, sources)):
        running = [asyncio.ensure_future(_run(task, fetch)) for task in tasks]
        try:
            for done in asyncio.as_completed(running):
                yield await done
        finally:
            for one in running:
                one.cancel()


def _next_tasks(states: Sequence[_State], sources: Sequence[Source]) -> Iterator[_Task]:
    """Yield what can be asked now, in batches, each work at the first stage where it has an open question."""
    groups: dict[tuple[int, int], list[_State]] = defaultdict(list)
    for state in states:
        known = state.known()
        for how, spare in (("id", False), ("rule", False), ("id", True), ("text", True)):
            if spare and state.is_found():
                break
            chosen = [
                (place, index)
                for place, source in enumerate(sources)
                for index, lookup in enumerate(source.lookups)
                if (lookup.how, lookup.spare) == (how, spare)
                and (question := lookup.question(known))
                and (source.name, question) not in state.asked | state.told
            ]
            if chosen:
                for which in chosen[:1] if spare else chosen:
                    groups[which].append(state)
                break
    for (place, index), waiting in groups.items():
        lookup = sources[place].lookups[index]
        for start in range(0, len(waiting), lookup.batch):
            yield sources[place], lookup, waiting[start : start + lookup.batch]


async def _run(task: _Task, fetch: Fetch) -> list[Outcome]:
    source, lookup, states = task
    known = [state.known() for state in states]
    questions = [lookup.question(work) for work in known]
    answers, time, trouble = await converse(lookup, _unlike(known, questions), fetch)
    outcomes = []
    for state, work, question in zip(states, known, questions, strict=True):
        state.asked.add((source.name, question))
        outcomes.append(_settle(state, work, source, lookup, question, answers.get(question, ()), time, trouble))
    return outcomes


def _unlike(works: Sequence[Work], questions: Sequence[str]) -> list[Work]:
    """Return one work for each different question."""
    return list(dict(zip(questions, works, strict=True)).values())


async def converse(lookup: Lookup, works: Sequence[Work], fetch: Fetch) -> tuple[Answers, str, str]:
    """Hold a source's conversation; return its answers, the time of the last response and what went wrong."""
    talk, time, trouble = lookup.ask(works), "", ""
    try:
        request = next(talk)
        while True:
            response = await fetch(request)
            time = response.time or time
            trouble = trouble or response.problem
            request = talk.send(response)
    except StopIteration as end:
        return end.value or {}, time, trouble
    except BiblioError as error:
        return {}, time, str(error)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # Services change the shape of their answers; one that no longer fits must not end the run.
        return {}, time, f"the answer has another shape than expected ({type(error).__name__}: {error})"


def _settle(
    state: _State,
    work: Work,
    source: Source,
    lookup: Lookup,
    question: str,
    records: Sequence[Record],
    time: str,
    trouble: str,
) -> Outcome:
    kept, notes = [], []
    for record in records:
        judgement = judge(state.work.csl, work.ids, record, lookup.how)
        if judgement.relation == "stranger":
            continue
        retraction = record.csl.get("custom", {}).get("retraction", "")
        note = "; ".join(part for part in (retraction, record.note, judgement.reason) if part)
        # A site's page that has another title than the report's label is still that site: nothing to see besides.
        if state.work.kind == "resource" and judgement.relation != "same":
            notes.append(judgement.reason)
            continue
        notes.append(judgement.reason)
        if judgement.relation == "same" or state.is_new(record):
            kept.append(replace(record, relation=judgement.relation, note=note))
    accepted = [record for record in kept if record.relation == "same"]
    # One search that finds two different works for one citation has found none.
    if lookup.how == "text" and len(accepted) > 1 and not _one_work(accepted):
        kept = [replace(record, relation="candidate", note="several works fit") for record in kept]
        accepted, notes = [], ["several works fit"]
    if accepted:
        state.accept(accepted)
        verdict: Verdict = "found"
        notes = [accepted[0].note]
    elif notes:
        verdict = "different"
        if lookup.how == "id":
            state.refuted |= {pair for record in records for pair in record.ids.items()}
            state.refuted |= {(scheme, value) for scheme, value in work.ids.items() if value == question}
    elif trouble:
        verdict, notes = "not checked", [trouble]
    else:
        verdict = "not found"
    return Outcome(
        key=state.work.key,
        source=source.name,
        question=question,
        verdict=verdict,
        time=time,
        note=next(iter(notes), ""),
        records=tuple(kept),
    )


def _one_work(records: Sequence[Record]) -> bool:
    """Tell whether records that fit one citation are one work, by its identifiers or its year and place."""
    first = records[0]
    for other in records[1:]:
        shared = [scheme for scheme in first.ids if scheme in other.ids]
        if any(first.ids[scheme] == other.ids[scheme] for scheme in shared):
            continue
        if any(first.ids[scheme] != other.ids[scheme] for scheme in shared if scheme in ("doi", "isbn", "nnt")):
            return False
        if judge(first.csl, {}, other, "text").relation != "same":
            return False
    return True
