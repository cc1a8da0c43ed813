"""Work on parts in forked processes: same results in the same order, whatever their number."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

MOST = 8
"""Processes that are used unless more are asked for: what is not shared costs memory in each of them."""

AHEAD = 2
"""Parts for each process that are under way, so that none waits and memory is bounded."""

Part = TypeVar("Part")
Result = TypeVar("Result")


def available() -> int:
    """Return how many processes this machine can run at once, at most `MOST`."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(count, MOST)


def parts(items: Iterable[Part], size: int) -> Iterator[list[Part]]:
    """Yield items in lists of ``size``; the last one may be shorter."""
    items = iter(items)
    while part := list(islice(items, size)):
        yield part


def mapped(work: Callable[[Part], Result], parts: Iterable[Part], processes: int) -> Iterator[Result]:
    """Yield what ``work`` makes of each part, in order; a single part is not worth a process.

    Children are forked, so ``work`` may be a closure over whole tables, which are not copied. Where a system cannot
    fork, everything is done in this process.
    """
    rest = iter(parts)
    first = list(islice(rest, 2))
    every = chain(first, rest)
    if processes < 2 or len(first) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, every)
        return
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _start, (work,))
    waiting: deque[Future[Result]] = deque()
    try:
        for part in every:
            waiting.append(pool.submit(_run, part))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_work: Callable[[Any], Any]
"""What this child does, set once after the fork."""


def _start(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    gc.freeze()  # a collection would write to, and so copy, all that is shared with the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends its children


def _run(part: Any) -> Any:
    return _work(part)
