"""Time and memory of `biblio dedupe` in a library of 100,000 works: everything, nothing new, ten new works.

    python scripts/bench/dedupe_library.py --data DIR [--shared ../shared] [--records 190000] [--seed 505]

DIR receives generated French records and the library made of them, which later runs use again; of 190,000 records
some 100,000 works are left. Each run is a process of its own, on a copy of the library: wall time, processor time and
peak memory are those of the whole program.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from biblio.dedupe import csvfile
from biblio.exports.citekeys import FORMULA, citekey
from biblio.model import Work
from biblio.store import Library
from biblio.store.comparisons import Comparisons

ROOT = Path(__file__).resolve().parents[2]
NEW = 10


def opened(path: Path) -> Library:
    """Open a library as the program does."""
    return Library(path, partial(citekey, formula=FORMULA))


def records(data: Path, shared: Path, count: int, seed: int) -> tuple[list[Work], list[Work]]:
    """Return generated records as items to import: those the library begins with, and ten that come later."""
    folder = data / f"fr_{count}_s{seed}"
    if not (folder / "records.csv").exists():
        maker = shared / "bench" / "dedup" / "make_corpus.py"
        options = ["--n", str(count), "--seed", str(seed), "--out", str(folder)]
        subprocess.run([sys.executable, maker, *options], check=True, stdout=subprocess.DEVNULL)
    with (folder / "records.csv").open(encoding="utf-8", newline="") as lines:
        found = [Work(key="", kind="work", csl=e.csl, ids=e.ids, urls=e.urls) for e in csvfile.read_csv(lines, "")]
    step = len(found) // NEW
    return [work for k, work in enumerate(found) if k % step], found[::step][:NEW]


def run(name: str, library: Path, *options: str) -> None:
    """Print what one run of ``biblio dedupe`` costs."""
    before = opened(library)
    waiting = len(Comparisons(before.db).changed())
    before.db.close()
    start = time.perf_counter()
    command: list[str | Path] = [sys.executable, "-m", "biblio", "-q", "--db", library, "dedupe", *options]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 4):
        raise SystemExit(f"failed: {name}")
    after = opened(library)
    works = len(Comparisons(after.db).everyone())
    after.db.close()
    processor = usage.ru_utime + usage.ru_stime
    print(
        f"{name:24} {waiting:7} new {works:7} works left {wall:8.2f} s wall {processor:8.2f} s cpu "
        f"{usage.ru_maxrss / 1024:6.0f} MiB",
        flush=True,
    )


def fill(library: Path, source: Callable[[], tuple[list[Work], list[Work]]], new: bool) -> None:
    """Import the records that the library begins with, or those that come later."""
    target = opened(library)
    target.import_items(source()[new], "generated")
    target.name_new()
    target.db.close()


def apart(act: Callable[..., None], *arguments: object) -> None:
    """Do something in a process of its own: what a child is said to use at most includes what its parent held."""
    child = get_context("spawn").Process(target=act, args=arguments)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(child.exitcode)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--records", type=int, default=190_000)
    parser.add_argument("--seed", type=int, default=505)
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    source = partial(records, options.data, options.shared, options.records, options.seed)
    library = options.data / f"library_{options.records}_s{options.seed}.db"
    if not library.exists():
        filling = library.with_suffix(".part")
        apart(fill, filling, source, False)
        run("everything, at first", filling)
        filling.rename(library)
    copy = library.with_suffix(".copy")
    shutil.copyfile(library, copy)
    run("nothing new", copy)
    apart(fill, copy, source, True)
    run("ten new", copy)
    run("everything, --all", copy, "--all")
    copy.unlink()


if __name__ == "__main__":
    main()
