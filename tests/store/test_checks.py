"""Link checks in a real database: remembered, told once, never lost."""

import multiprocessing
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from biblio.errors import StoreError, UsageError
from biblio.links.hosts import host_of
from biblio.links.judge import Finding
from biblio.links.memory import DAY, Nights
from biblio.links.night import Observed, observe
from biblio.model import Check, Hop, Work
from biblio.store.checks import STUCK, Checks, open_checks, with_links

NOW = 20_000 * DAY
URLS = [f"https://h{number % 3}.fr/{number}" for number in range(12)]


@pytest.fixture
def checks(tmp_path: Path) -> Iterator[Checks]:
    opened = open_checks(tmp_path / "l.db")
    opened.cite(URLS, host_of, lambda n: [NOW] * n)
    yield opened
    opened._db.conn.close()


def alive(pid: int) -> bool:
    return True


def seen(checks: Checks, url: str, reason: str, now: int) -> Observed:
    check = Check(url=url, time=now, state="", verdict="", reason=reason, detail="", hops=(Hop(url=url, status=301),))
    return observe(checks.memory(url), check, Finding(reason), Nights())


def save(checks: Checks, run: int, url: str, reason: str, now: int) -> None:
    o = seen(checks, url, reason, now)
    checks.save(run, o.check, o.memory, o.event, o.old)


def test_cited_links_are_due_and_those_no_longer_cited_rest(checks: Checks) -> None:
    assert len(checks.due(NOW, NOW + 99 * DAY)) == 12
    assert checks.cite(URLS[:5], host_of, lambda n: [NOW] * n) == 0
    assert len(checks.due(NOW, NOW + 99 * DAY)) == 5
    assert checks.cite([*URLS, "https://neuf.fr/"], host_of, lambda n: [NOW] * n) == 1
    assert len(checks.due(NOW, NOW + 99 * DAY)) == 13


def test_a_check_is_remembered_as_it_was(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "not-found", NOW)
    ((number, check),) = checks.history(URLS[0])
    assert number == run
    assert check == replace(seen(checks, URLS[0], "not-found", NOW).check, state="suspect", verdict="unsure")
    memory = checks.memory(URLS[0])
    assert (memory.state, memory.fails) == ("suspect", 1)
    assert memory.next_check >= NOW + DAY // 2
    assert URLS[0] not in [m.url for m in checks.due(NOW, NOW + 99 * DAY)]


def test_a_change_is_told_once(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "gone", NOW)
    (event,) = checks.untold()
    assert (event["url"], event["kind"]) == (URLS[0], "dead")
    number = checks.tell([event["id"]], NOW, "d.md", "text")
    assert checks.untold() == []
    assert checks.unwritten("d.md") == [(number, "text")]
    checks.written([number])
    assert checks.unwritten("d.md") == []
    save(checks, run, URLS[0], "gone", NOW + DAY)
    assert checks.untold() == []


def test_known_trouble_is_not_told_until_it_has_recovered(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    checks.acknowledge(URLS[0])
    save(checks, run, URLS[0], "gone", NOW)
    assert checks.untold() == []
    save(checks, run, URLS[0], "ok", NOW + DAY)
    assert [event["kind"] for event in checks.untold()] == ["recovered"]
    save(checks, run, URLS[0], "gone", NOW + 2 * DAY)
    assert [event["kind"] for event in checks.untold()] == ["recovered", "dead"]


def test_a_muted_host_is_not_due(checks: Checks) -> None:
    checks.mute("H0.fr")
    assert checks.muted() == ["h0.fr"]
    assert len(checks.due(NOW, NOW + 99 * DAY)) == 8
    checks.mute("h0.fr", False)
    assert len(checks.due(NOW, NOW + 99 * DAY)) == 12


def test_what_is_known_of_head_survives_muting(checks: Checks) -> None:
    checks.set_head_works({"h0.fr": False})
    checks.mute("h0.fr")
    assert checks.head_works() == {"h0.fr": False}


def test_an_unknown_link_is_a_usage_error(checks: Checks) -> None:
    with pytest.raises(UsageError):
        checks.memory("https://ailleurs.fr/")


def test_two_runs_never_overlap(checks: Checks) -> None:
    checks.begin(NOW, 1, 12, alive)
    with pytest.raises(StoreError, match="another run"):
        checks.begin(NOW + 60, 2, 12, alive)


def test_a_run_whose_process_is_gone_is_taken_over(checks: Checks) -> None:
    first = checks.begin(NOW, 1, 12, alive)
    checks.begin(NOW + 60, 2, 12, lambda pid: False)
    assert [run["outcome"] for run in checks.runs()] == ["interrupted", ""]
    with pytest.raises(StoreError, match="took over"):
        checks.beat(first, NOW + 61)


def test_a_stuck_run_is_noticed_and_taken_over(checks: Checks) -> None:
    checks.begin(NOW, 1, 12, alive)
    assert checks.health(NOW + STUCK, alive)["running"][0]["stuck"]
    second = checks.begin(NOW + STUCK, 2, 12, alive)
    assert checks.runs()[0]["outcome"] == "stuck"
    checks.end(second, NOW + STUCK + 5, "done")
    health = checks.health(NOW + STUCK + 7205, alive)
    assert health["hours_ago"] == 2.0
    assert health["running"] == []


def test_a_clock_set_back_does_not_lock_for_ever(checks: Checks) -> None:
    checks.begin(NOW + 400 * DAY, 1, 12, alive)
    checks.begin(NOW, 2, 12, alive)


def test_a_date_of_a_clock_that_ran_ahead_is_due(checks: Checks) -> None:
    run = checks.begin(NOW + 400 * DAY, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "ok", NOW + 400 * DAY)
    assert URLS[0] in [m.url for m in checks.due(NOW, NOW + 32 * DAY)]


def test_a_link_that_is_called_is_due_before_its_day(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    for url in URLS:
        save(checks, run, url, "ok", NOW)
    assert checks.due(NOW + DAY, NOW + 32 * DAY) == []
    checks.call(URLS[:2], NOW + DAY)
    assert [m.url for m in checks.due(NOW + DAY, NOW + 32 * DAY)] == URLS[:2]


def test_neighbours_are_those_of_hosts_that_are_not_muted(checks: Checks) -> None:
    checks.mute("h0.fr")
    assert {standing.host for standing in checks.standings()} == {"h1.fr", "h2.fr"}


def test_what_is_overdue_is_counted(checks: Checks) -> None:
    assert checks.health(NOW + DAY - 1, alive)["overdue"] == 0
    assert checks.health(NOW + 2 * DAY, alive)["overdue"] == 12


def test_old_checks_are_forgotten_on_request_and_what_they_add_up_to_stays(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "gone", NOW)
    assert checks.purge(NOW + 1) == 1
    assert list(checks.history(URLS[0])) == []
    assert checks.memory(URLS[0]).state == "dead"


def test_exports_get_state_and_copy_of_each_link(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "gone", NOW)
    checks.set_archived(URLS[0], "https://web.archive.org/web/2021/x", "2021-04-01")
    (work,) = with_links(checks._db, [Work(key="k", kind="work", csl={}, urls=(URLS[1], URLS[0]))])
    (state,) = work.links
    assert (state.url, state.state, state.archived_date) == (URLS[0], "dead", "2021-04-01")
    assert state.checked == time.strftime("%Y-%m-%d", time.gmtime(NOW))


def test_a_reader_does_not_stop_the_checks(checks: Checks, tmp_path: Path) -> None:
    reader = sqlite3.connect(tmp_path / "l.db")
    reader.execute("begin")
    assert reader.execute("select count(*) from checks").fetchone() == (0,)
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "gone", NOW)
    assert reader.execute("select count(*) from checks").fetchone() == (0,)
    reader.close()
    assert checks.memory(URLS[0]).state == "dead"


def test_a_full_disk_loses_nothing_and_tells_nothing_twice(checks: Checks) -> None:
    run = checks.begin(NOW, os.getpid(), 12, alive)
    save(checks, run, URLS[0], "gone", NOW)
    checks._db.execute("pragma journal_mode = delete")
    pages = checks._db.execute("pragma page_count").fetchone()[0]
    checks._db.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"):
        for number in range(2000):
            save(checks, run, URLS[1], "gone" if number % 2 else "ok", NOW + number * DAY)
    checks._db.execute("pragma max_page_count = 1000000")
    events = checks.untold()
    kept = [check for _, check in checks.history(URLS[1])]
    told = [event for event in events if event["url"] == URLS[1]]
    # Every check that stands changed the state of the one before, except the first.
    assert len(told) == len(kept) - 1
    assert checks.memory(URLS[1]).checked == kept[0].time
    save(checks, run, URLS[2], "gone", NOW)


def work(path: Path, ready: Connection) -> None:
    """Check all that is due, as a run of its own."""
    checks = open_checks(path)
    due = checks.due(NOW, NOW + 99 * DAY)
    run = checks.begin(NOW, os.getpid(), len(due), lambda pid: False)
    for number, memory in enumerate(due):
        if number == 20:
            ready.send_bytes(b"ready")
        save(checks, run, memory.url, "gone", NOW)
    checks.end(run, NOW, "done")


def test_twenty_kills_lose_nothing_and_tell_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    opened = open_checks(path)
    opened.cite([f"https://h{number}.fr/" for number in range(1500)], host_of, lambda n: [NOW] * n)
    opened._db.conn.close()
    context = multiprocessing.get_context("fork")
    for number in range(21):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(path, there))
        process.start()
        there.close()
        assert here.recv_bytes() == b"ready"
        if number < 20:
            time.sleep(random.uniform(0, 0.02))
            process.kill()
        process.join()
    opened = open_checks(path)
    assert [run["outcome"] for run in opened.runs()] == ["interrupted"] * 20 + ["done"]
    assert opened._db.execute("select count(*), count(distinct link_id) from checks").fetchone() == (1500, 1500)
    assert opened._db.execute("select count(*), count(distinct link_id) from events").fetchone() == (1500, 1500)
    assert {memory.state for memory in opened.memories()} == {"dead"}
    assert opened._db.execute("pragma integrity_check").fetchone() == ("ok",)
