"""What a source is: a module that knows one service, and does no input or output itself.

A source offers lookups. A lookup says what it would ask of a work (its *question*, empty where it has nothing to
ask) and holds the conversation as a generator: it yields requests, receives responses and returns the records that
answer each question. Whoever drives it (`biblio.enrich`) sends the requests, so that pacing, caching, retries and the
address guard exist once, and tests need no network.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from biblio.errors import FormatError
from biblio.model import Ids, Item, Record, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A GET of ``url``; ``accept`` is the Accept header."""

    url: str
    accept: str = "*/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back from ``url``, decompressed; ``final`` is the address after redirects.

    ``problem`` says why there is no answer (timeout, blocked, offline …); then ``status`` may be 0. ``time`` is ISO
    8601 (UTC), ``cached`` tells an answer that was already there.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    final: str = ""
    time: str = ""
    problem: str = ""
    cached: bool = False

    @property
    def ok(self) -> bool:
        """Whether the service answered with a document."""
        return not self.problem and 200 <= self.status < 300

    @property
    def searched(self) -> bool:
        """Whether a search was answered; raises `FormatError` where the service refused the question itself.

        A search that finds nothing answers 200. Anything else must not read as "not found".
        """
        if self.ok or self.problem:
            return self.ok
        raise FormatError(f"{self.url.partition('?')[0]}: HTTP {self.status}")

    def json(self) -> Any:
        """Return the body as JSON; raises `FormatError` for anything else, such as a page of HTML."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            where = self.url.partition("?")[0]
            raise FormatError(f"{where}: no JSON ({self.content_type or 'type unknown'})") from error


Answers = Mapping[str, Sequence[Record]]
"""Question → the records that answer it, best first. A question may be absent: nothing was found."""

Conversation = Generator[Request, Response, Answers]

How = Literal["id", "rule", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One way to ask a source.

    ``how`` tells what a record found this way proves: ``id`` the identifier or address stands in the report, ``rule``
    it was only derived, ``text`` words were searched. A ``spare`` lookup costs a request for a single work and is
    asked only while no better source has found it. ``batch`` is the number of questions one request can hold.
    """

    how: How
    question: Callable[[Work], str]
    ask: Callable[[Sequence[Work]], Conversation]
    batch: int = 1
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a host may be asked: requests per second, and how many at a time."""

    per_second: float = 1.0
    parallel: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A system asked for metadata.

    ``bases`` are the beginnings of its addresses, which the configuration may replace; ``pace`` holds for each of
    their hosts.
    """

    name: str
    title: str
    bases: tuple[str, ...]
    lookups: tuple[Lookup, ...]
    pace: Pace = Pace()


def record(source: str, response: Response, csl: Item, ids: Ids, raw: Any = None, note: str = "") -> Record:
    """Return a `Record` of what ``response`` says; ``raw`` is the part of a batch answer that speaks of the work."""
    part = response.body if raw is None else json.dumps(raw, ensure_ascii=False).encode()
    return Record(
        source=source,
        url=response.url,
        time=response.time,
        csl=csl,
        ids={scheme: value for scheme, value in ids.items() if value},
        raw=part,
        note=note,
    )


def single(
    question: Callable[[Work], str], talk: Callable[[Work], Generator[Request, Response, list[Record]]]
) -> Callable[[Sequence[Work]], Conversation]:
    """Turn a conversation about one work into one about a batch of one."""

    def ask(works: Sequence[Work]) -> Conversation:
        answers: dict[str, Sequence[Record]] = {}
        for work in works:
            answers[question(work)] = yield from talk(work)
        return answers

    return ask


def by_id(scheme: str) -> Callable[[Work], str]:
    """Return a question that is the work's identifier of ``scheme``."""

    def question(work: Work) -> str:
        return work.ids.get(scheme, "")

    return question
