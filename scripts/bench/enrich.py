"""Requests and wall time of enriching works with HAL identifiers and DOIs, beside the naive way and the limit.

Runs against the replay web on loopback, at the pace that the real services allow: the limit is the pacing, not the
network. The naive way asks HAL and Crossref once for each work, one after the other, at the same pace; its wall time
is measured on a hundred works and multiplied. Usage: python scripts/bench/enrich.py [WORKS]
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from biblio.exports.citekeys import citekey  # noqa: E402
from biblio.http import Client  # noqa: E402
from biblio.model import Document, Mention  # noqa: E402
from biblio.sources import SOURCES, Request  # noqa: E402
from biblio.store import Library  # noqa: E402
from tests.replay import invented  # noqa: E402
from tests.replay.proxy import Proxy  # noqa: E402
from tests.replay.world import World  # noqa: E402

SAMPLE = 100


def fill(path: Path, count: int) -> None:
    """Write a library that cites ``count`` works."""
    mentions = [
        Mention(
            report="cr.md",
            session=None,
            section="",
            start=number,
            end=number + 1,
            quote=work.urls[0],
            kind="work",
            urls=work.urls,
            ids=work.ids,
            csl=work.csl,
        )
        for number in range(count)
        for work in [invented.work(number)]
    ]
    library = Library(path, citekey)
    library.add_report(Document(name="cr.md", text="x", format="text"), mentions, "/cr.md", lambda mention: ())
    library.name_new()
    library.db.conn.close()


def run(db: Path) -> tuple[float, float]:
    """Run the command in a process of its own; return the seconds it took, and those of the processor."""
    environment = {**os.environ, "BIBLIO_HTTP_CONTACT": "team@example.org"}
    start, used = time.perf_counter(), _processor()
    command = [sys.executable, "-m", "biblio", "--db", str(db), "-q", "enrich"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return time.perf_counter() - start, _processor() - used


def _processor() -> float:
    times = os.times()
    return times.children_user + times.children_system


async def naive(count: int) -> float:
    """Ask HAL and Crossref for each work alone, one after the other."""
    paces = {"api.archives-ouvertes.fr": SOURCES[0].pace}
    start = time.perf_counter()
    async with Client(contact="team@example.org", paces=paces) as client:
        for number in range(count):
            ids = invented.work(number).ids
            await client.fetch(
                Request(url=f'https://api.archives-ouvertes.fr/search/?q=halId_s:"{ids["hal"]}"&wt=json')
            )
            await client.fetch(Request(url=f"https://api.crossref.org/works/{quote(ids['doi'], safe='')}"))
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = World(invented.truth(number) for number in range(count))
        with Proxy(world, folder) as proxy:
            os.environ.update(proxy.environment)
            db = folder / "b.db"
            fill(db, count)
            first, first_cpu = run(db)
            asked = dict(world.asked)
            sent = len(proxy.log)
            second, second_cpu = run(db)
            again = len(proxy.log) - sent
            sample = min(SAMPLE, count)
            one_by_one = asyncio.run(naive(sample)) * count / sample
    paces = {base.split("/")[2]: source.pace for source in SOURCES for base in source.bases}
    limit = max((asked[host] - 1) / paces[host].per_second for host in asked if host in paces)
    told = ", ".join(f"{host} {number}" for host, number in sorted(asked.items()))
    print(f"works                {count}")
    print(f"requests             {sent}  ({told})")
    print(f"wall time            {first:.1f} s ({first_cpu:.1f} s processor), of which pacing alone {limit:.1f} s")
    print(f"second run           {again} requests, {second:.2f} s ({second_cpu:.2f} s processor)")
    print(f"one by one           {2 * count} requests, {one_by_one:.0f} s (measured on {sample} works)")


if __name__ == "__main__":
    main()
