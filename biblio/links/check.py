"""From addresses to checks: one visit for all fragments of a page, one check for each address."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urldefrag

from biblio.links.judge import REASONS, Finding, assess
from biblio.links.queue import Queue
from biblio.links.target import UNKNOWN, Result, Target
from biblio.links.visit import Known
from biblio.model import Check

_NOTHING: Mapping[str, Known] = {}


def targets(urls: Iterable[str], known: Mapping[str, Known] = _NOTHING) -> dict[str, Target]:
    """Group addresses by page. ``known`` is by address; what is known of any of a page's addresses serves all."""
    pages: dict[str, Target] = {}
    for url in dict.fromkeys(urls):
        page, fragment = _defrag(url)
        target = pages.get(page)
        if target is None:
            target = pages[page] = Target(page, known=known.get(url, UNKNOWN))
        target.fragments += (fragment,)
    return pages


def _defrag(url: str) -> tuple[str, str]:
    if "#" not in url:
        return url, ""
    try:
        return urldefrag(url)
    except ValueError:
        return url, ""


def checks(result: Result, now: int) -> Iterator[Check]:
    """Yield the check of each address that a visit answers for, judged from this visit alone."""
    seen, finding = result.seen, result.finding
    for fragment in result.target.fragments:
        url = f"{result.target.url}#{fragment}" if fragment else result.target.url
        if seen is None:
            yield _check(url, finding, now)
            continue
        lost = fragment in seen.missing
        own = finding if finding.reason != "anchor" or lost else assess_without_anchor(result)
        yield _check(
            url,
            own,
            now,
            method=seen.method,
            status=seen.answer.status,
            final=seen.final if seen.hops or seen.retired else "",
            permanent=seen.permanent,
            fragment_missing=lost,
            hops=tuple(seen.hops),
            ms=seen.ms,
            size=seen.size,
        )


def assess_without_anchor(result: Result) -> Finding:
    """Judge a visit for an address whose own anchor, unlike another's, is there."""
    from dataclasses import replace

    assert result.seen is not None
    return assess(replace(result.seen, missing=frozenset()), result.target.known)


def _check(url: str, finding: Finding, now: int, **facts: object) -> Check:
    reason = REASONS[finding.reason]
    return Check(
        url=url,
        time=now,
        state=reason.state,
        verdict=reason.verdict,
        reason=finding.reason,
        detail=finding.sentence,
        **facts,  # type: ignore[arg-type]
    )


def check_urls(
    urls: Iterable[str], queue: Queue, deadline: float | None = None, clock: Callable[[], float] = time.time
) -> Iterator[Check]:
    """Check addresses that no library knows: each is judged from this one visit. Results come in no order."""
    for result in queue.run(targets(urls).values(), deadline):
        yield from checks(result, int(clock()))
