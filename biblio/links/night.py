"""One run over links that a library knows: what each visit changes in what is known of them. No own I/O."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from biblio.links.check import checks, targets
from biblio.links.hosts import host_of
from biblio.links.judge import REASONS, Finding
from biblio.links.memory import GOOD, Nights, postponed, remember, transition, window
from biblio.links.page import Fingerprint
from biblio.links.queue import Queue
from biblio.links.visit import Expected, Known
from biblio.model import Check, LinkMemory, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A check of a known link, what is known after it, and the change there is to tell (or an empty string)."""

    check: Check
    memory: LinkMemory
    event: str
    old: str


def expectations(works: Iterable[Work]) -> dict[str, list[Expected]]:
    """Return what each link should show: titles and authors' family names of the works behind it."""
    found: dict[str, list[Expected]] = {}
    for work in works:
        title = work.csl.get("title", "")
        if work.kind != "work" or not title:
            continue
        people = (*work.csl.get("author", ()), *work.csl.get("editor", ()))
        names = tuple(name.get("family") or name.get("literal", "") for name in people)
        for url in links_of(work):
            found.setdefault(url, []).append(Expected(title=title, authors=names))
    return found


def links_of(work: Work) -> list[str]:
    """Return the web addresses of a work and of the passages that cite it, each once."""
    urls = [*work.urls, *(url for citation in work.citations for url in citation.urls)]
    return [url for url in dict.fromkeys(urls) if url.lower().startswith(("http://", "https://"))]


def known_of(
    memories: Iterable[LinkMemory],
    expected: Mapping[str, list[Expected]] | None = None,
    head_works: Mapping[str, bool] | None = None,
) -> dict[str, Known]:
    """Return what a visit of each link should know beforehand."""
    return {
        memory.url: Known(
            expected=(expected or {}).get(memory.url, ()),
            last_good=Fingerprint.load(memory.fingerprint),
            head_works=(head_works or {}).get(host_of(memory.url)),
            fingerprint=True,
        )
        for memory in memories
    }


def run_night(
    memories: Iterable[LinkMemory],
    known: Mapping[str, Known],
    queue: Queue,
    nights: Nights,
    deadline: float | None = None,
    clock: Callable[[], float] = time.time,
) -> Iterator[Observed]:
    """Visit links and yield, as each visit ends, what it changes.

    Links that were not asked for lack of time are left out: they stay due.
    """
    by_url = {memory.url: memory for memory in memories}
    for result in queue.run(targets(by_url, known).values(), deadline):
        if result.finding.reason == "not-asked":
            continue
        for check in checks(result, int(clock())):
            seen = result.seen
            page = seen.fingerprint.dump() if seen and seen.fingerprint else ""
            finding = Finding(check.reason, result.finding.detail if check.reason == result.finding.reason else "")
            yield observe(by_url[check.url], check, finding, nights, page)


def observe(memory: LinkMemory, check: Check, finding: Finding, nights: Nights, page: str = "") -> Observed:
    """Judge a check over days: the new memory with the next date, and what there is to tell. Pure."""
    now = check.time
    new = remember(memory, finding, now)
    none = REASONS[finding.reason].effect == "none"
    # A link on trial keeps its date with the judge: what was not judged otherwise can wait some nights.
    later = none and new.state != "suspect"
    earliest, latest = postponed(now, nights.rest) if later else window(new, now, nights.rest)
    new = replace(
        new,
        next_check=nights.place(max(earliest, now + 1), max(latest, now + 1)),
        status=check.status or new.status,
        final=check.final or (new.final if none else ""),
        fingerprint=page if page and new.state in GOOD else new.fingerprint,
    )
    verdict = verdict_of(new.state, finding)
    return Observed(
        check=replace(check, state=new.state if not none else memory.state, verdict=verdict),
        memory=new,
        event=transition(memory.state, new.state),
        old=memory.state,
    )


def verdict_of(state: str, finding: Finding) -> str:
    """Return what a state, reached over days, says of a link: ``alive``, ``dead`` or ``unsure``."""
    if state in GOOD:
        return "alive"
    if state == "dead":
        return "dead"
    return REASONS[finding.reason].verdict if state == "changed" else "unsure"
