"""A year of nights over a simulated web: who is called dead, when, how often, and how much work it is.

    python scripts/bench/links_year.py [--links 100000] [--hosts 3000] [--nights 365] [--seed 1] [--db FILE]
        [--rest-days 30] [--host-days 2]

Hosts fail for hours or days, put up walls, die slowly, lose their domain, are hijacked, are built anew and lose half
of their pages; links vanish, move, come back; single answers go wrong by chance; some nights our own network is
down. The judgement, the choice of links, the spreading over nights and the database are the program's own; the clock
and the answers are simulated, from the seed alone.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from biblio.links.judge import REASONS, Finding
from biblio.links.memory import DAY, RHYTHM, Nights, Rhythm, is_due
from biblio.links.night import observe, verdict_of
from biblio.links.rota import called
from biblio.model import Check, LinkMemory, Standing
from biblio.store.checks import Checks, open_checks

START = 20_000 * DAY + 3 * 3600
HOST_ENDS = ("no-domain", "timeout", "hijacked", "parked")
DEATHS = ("not-found", "gone", "no-domain", "timeout", "soft-404", "hijacked", "parked")
_ALARM = {reason: "dead" if REASONS[reason].effect != "changed" else "changed" for reason in DEATHS}


@dataclass(slots=True)
class Host:
    """A host: passing troubles as (from, to, reason) in nights; the slow death and the relaunch, if it has one."""

    troubles: list[tuple[float, float, str]] = field(default_factory=list)
    flaky: tuple[float, float] | None = None
    relaunch: float = float("inf")


@dataclass(slots=True)
class Link:
    """A link: its host, when it ends and how, when it comes back, when it moves. Nights; infinity for never."""

    url: str
    host: Host
    ends: float = float("inf")
    how: str = ""
    back: float = float("inf")
    moves: float = float("inf")

    def is_gone(self, night: float) -> bool:
        """Tell whether the link is truly gone."""
        return self.ends <= night < self.back


class World:
    """The simulated web, complete from the seed."""

    def __init__(self, links: int, hosts: int, nights: int, seed: int) -> None:
        self.random = rnd = random.Random(seed)  # noqa: S311 (no secret)
        self.nights = nights
        self.hosts = [self._host() for _ in range(hosts)]
        self.own_down = {rnd.randrange(nights) for _ in range(max(1, nights // 60))}
        weights = [1 / (rank + 5) ** 0.8 for rank in range(hosts)]
        chosen = rnd.choices(range(hosts), weights, k=links)
        ends = {index: self._end() for index in rnd.sample(range(hosts), max(1, hosts // 40))}
        for index, (night, how) in ends.items():
            if how == "timeout":
                self.hosts[index].flaky = (night - 20, night)
        for host in rnd.sample(self.hosts, hosts // 30):
            host.relaunch = rnd.uniform(0, nights)
        self.links = [self._link(number, index, ends.get(index)) for number, index in enumerate(chosen)]

    def _host(self) -> Host:
        rnd, host = self.random, Host()
        for _ in range(rnd.choice((0, 0, 1, 1, 2, 4))):
            start = rnd.uniform(0, self.nights)
            reason = rnd.choice(
                ("timeout", "server-error", "refused", "dns", "unreachable", "not-found", "reset", "empty")
            )
            longest = 4.0 if reason == "not-found" else 6.0
            host.troubles.append((start, start + min(longest, rnd.expovariate(1.2)), reason))
        if rnd.random() < 0.05:
            start = rnd.uniform(0, self.nights)
            reason = rnd.choice(("forbidden", "challenge", "throttled", "tls"))
            host.troubles.append((start, start + rnd.uniform(1, 200), reason))
        return host

    def _end(self) -> tuple[float, str]:
        return self.random.uniform(5, self.nights), self.random.choice(HOST_ENDS)

    def _link(self, number: int, index: int, end: tuple[float, str] | None) -> Link:
        rnd = self.random
        link = Link(f"https://h{index}.example/{number}", self.hosts[index])
        if end:
            link.ends, link.how = end
        elif link.host.relaunch < self.nights and rnd.random() < 0.5:
            link.ends, link.how = link.host.relaunch, rnd.choice(("not-found", "not-found", "soft-404"))
        elif rnd.random() < 0.05:
            link.ends = rnd.uniform(0, self.nights)
            link.how = rnd.choice(("not-found", "not-found", "not-found", "gone", "soft-404"))
            if rnd.random() < 0.05:
                link.back = link.ends + rnd.uniform(20, 120)
        if rnd.random() < 0.03:
            link.moves = rnd.uniform(0, self.nights)
        return link

    def answer(self, link: Link, night: int) -> str:
        """Return the reason that a visit of ``link`` finds on a night."""
        if night in self.own_down:
            return "own-network"
        if link.is_gone(night):
            return link.how
        moment = night + 0.1
        for start, end, reason in link.host.troubles:
            if start <= moment < end:
                return reason
        chance = self.random.random()
        if link.host.flaky and link.host.flaky[0] <= night < link.host.flaky[1]:
            begun, over = link.host.flaky
            if chance < 0.6 * (night - begun) / (over - begun):
                return "timeout"
        if chance < 0.004:
            return "timeout"
        if chance < 0.005:
            return "not-found"
        if chance < 0.0055:
            return "soft-404"
        return "moved" if night >= link.moves else "ok"


@dataclass(slots=True)
class Figures:
    """What a year shows."""

    checks: int = 0
    false_dead: int = 0
    deaths: int = 0
    told: int = 0
    told_twice: int = 0
    late: int = 0
    days_from_failure: list[int] = field(default_factory=list)
    days_from_death: list[int] = field(default_factory=list)
    days_from_host_end: list[int] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    own_down: set[int] = field(default_factory=set)
    events: Counter[str] = field(default_factory=Counter)

    def evenness(self, own_network: bool = False) -> tuple[float, float]:
        """Return the lowest and highest night as parts of the mean; nights without a network are left out."""
        loads = [n for night, n in enumerate(self.loads) if own_network or night not in self.own_down]
        mean = statistics.mean(loads)
        return min(loads) / mean, max(loads) / mean


def live(world: World, checks: Checks, rhythm: Rhythm = RHYTHM) -> Figures:
    """Go through the nights and return what they show."""
    figures = Figures(own_down=world.own_down)
    by_url = {link.url: link for link in world.links}
    nights = Nights(rest=rhythm.rest)
    checks.cite(by_url, lambda url: url.split("/")[2], lambda n: nights.first(n, START - START % DAY))
    memories = {memory.url: memory for memory in checks.memories()}
    first_failure: dict[str, int] = {}
    told: dict[str, int] = {}
    ever_told: set[str] = set()
    standings = {url: _standing(memory) for url, memory in memories.items()}
    for night in range(world.nights):
        now = START + night * DAY
        for url in called(standings.values(), now, rhythm):
            nights.load[standings[url].next_check // DAY] -= 1
            memories[url] = replace(memories[url], next_check=now)
            standings[url] = _standing(memories[url])
        due = [url for url, memory in memories.items() if is_due(memory, now)]
        figures.loads.append(len(due))
        run = checks.begin(now, 1, len(due), lambda pid: False)
        with checks.batch():
            for number, url in enumerate(due):
                link = by_url[url]
                memory = _visit(world, checks, figures, run, link, memories[url], nights, night, now + number // 4)
                _account(figures, link, memories[url], memory, night, first_failure, told)
                memories[url] = memory
                standings[url] = _standing(memory)
                ever_told.update(told.keys() & {url})
        checks.end(run, now + 3600, "done")
    figures.deaths = sum(link.ends < world.nights - 45 for link in world.links)
    figures.late = sum(
        1
        for link in world.links
        if link.ends < world.nights - 45 and link.back > link.ends + 45 and link.url not in ever_told
    )
    return figures


def _standing(memory: LinkMemory) -> Standing:
    host = memory.url.split("/")[2]
    return Standing(memory.url, host, memory.state, memory.since, memory.checked, memory.next_check)


def _visit(
    world: World, checks: Checks, figures: Figures, run: int, link: Link, memory: LinkMemory, nights: Nights,
    night: int, now: int,
) -> LinkMemory:  # fmt: skip
    finding = Finding(world.answer(link, night))
    check = Check(
        url=link.url,
        time=now,
        state="",
        verdict=verdict_of(memory.state, finding),
        reason=finding.reason,
        detail=finding.sentence,
        ms=200,
        size=20_000,
    )
    observed = observe(memory, check, finding, nights)
    checks.append(run, observed.check, observed.memory, observed.event, observed.old)
    figures.checks += 1
    if observed.event:
        figures.events[observed.event] += 1
    return observed.memory


def _account(
    figures: Figures, link: Link, old: LinkMemory, new: LinkMemory, night: int,
    first_failure: dict[str, int], told: dict[str, int],
) -> None:  # fmt: skip
    gone = link.is_gone(night)
    if gone and night not in figures.own_down:
        first_failure.setdefault(link.url, night)
    if new.state == old.state or new.state not in ("dead", "changed"):
        if not gone:
            first_failure.pop(link.url, None)
            told.pop(link.url, None)
        return
    if not gone:
        figures.false_dead += new.state == "dead"
        return
    if new.state != _ALARM[link.how]:
        return
    if link.url in told:
        figures.told_twice += 1
        return
    told[link.url] = night
    figures.told += 1
    figures.days_from_failure.append(night - first_failure[link.url])
    figures.days_from_death.append(night - int(link.ends))
    if link.how in HOST_ENDS:
        figures.days_from_host_end.append(night - int(link.ends))


def main() -> None:
    """Print the figures of a year."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", type=int, default=100_000)
    parser.add_argument("--hosts", type=int, default=3000)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--rest-days", type=int, default=RHYTHM.rest)
    parser.add_argument("--host-days", type=int, default=RHYTHM.host)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "year.db"
        start = time.perf_counter()
        checks = open_checks(path)
        world = World(options.links, options.hosts, options.nights, options.seed)
        figures = live(world, checks, Rhythm(rest=options.rest_days, host=options.host_days))
        checks.compact()
        size = path.stat().st_size
    took = time.perf_counter() - start
    print(f"{options.links} links, {options.hosts} hosts, {options.nights} nights, {took:.0f} s")
    print(f"rest                      a link up to {options.rest_days} days, a host {options.host_days}")
    print(f"checks                    {figures.checks} ({figures.checks / options.nights:.0f} a night)")
    print(f"false dead                {figures.false_dead}")
    print(
        f"real deaths and changes   {figures.deaths} (45 nights before the end or sooner), never told {figures.late}"
    )
    print(f"told                      {figures.told}, of these twice {figures.told_twice}")
    for name, days in (
        ("failing check", figures.days_from_failure),
        ("death itself", figures.days_from_death),
        ("a host's end", figures.days_from_host_end),
    ):
        if days:
            within = sum(day <= 10 for day in days) / len(days)
            print(f"days from {name:<16}median {statistics.median(days)}, longest {max(days)}, ≤ 10: {within:.1%}")
    low, high = figures.evenness()
    print(f"load per night            {low:.2f} to {high:.2f} of the mean (nights without a network left out)")
    print(f"told events               {dict(figures.events)}")
    print(f"database                  {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
