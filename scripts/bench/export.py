"""BibTeX beside the peers, in the same run: write, read and write; biber's warnings; round trips.

    python scripts/bench/export.py [--size 100000] [--peers DIR] [--shared ../shared] [--biber 10000] [--runs 1]

Every tool runs in a process of its own, on the same file, in turn: seconds of CPU for reading and for writing, whole
process wall and peak memory. bibtexparser 2 runs from this environment where it is installed; pybtex and bibtex-tidy
from --peers, the folder that ``../shared/bench/install_peers.sh`` fills (left out where they are not there). The file
is made by ``make_bib.py`` of --shared.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PYTHON_PEERS = {
    "bibtexparser 2": """
import sys, time, logging
logging.disable(logging.WARNING)
import bibtexparser
t = time.process_time()
db = bibtexparser.parse_file(sys.argv[1])
t1 = time.process_time()
bibtexparser.write_file(sys.argv[2], db)
print(f"{t1 - t:.2f} {time.process_time() - t1:.2f} {len(db.entries)}")
""",
    "pybtex": """
import sys, time
from pybtex.database import parse_file
t = time.process_time()
db = parse_file(sys.argv[1], bib_format="bibtex", encoding="utf-8")
t1 = time.process_time()
db.to_file(sys.argv[2], "bibtex", encoding="utf-8")
print(f"{t1 - t:.2f} {time.process_time() - t1:.2f} {len(db.entries)}")
""",
}


def ours(source: Path, target: Path) -> None:
    """Read a .bib file into works and write them as biblatex; print seconds of reading, of writing, entries."""
    from biblio.exports import EXPORTERS
    from biblio.imports import bibtex

    start = time.process_time()
    works = bibtex.read(source.read_bytes()).works
    middle = time.process_time()
    with target.open("wb") as file:
        file.writelines(EXPORTERS["biblatex"].chunks(works))
    print(f"{middle - start:.2f} {time.process_time() - middle:.2f} {len(works)}")


def peak(command: list[str]) -> tuple[str, float, float]:
    """Return what a command prints, its wall time in seconds and its peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told, errors = process.communicate() if os.name == "nt" else _communicate(process)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command[0]}: {errors[-500:]}")
    return told.strip(), wall, _peak_mb


_peak_mb = 0.0


def _communicate(process: subprocess.Popen[str]) -> tuple[str, str]:
    global _peak_mb
    assert process.stdout and process.stderr
    told, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    _peak_mb = usage.ru_maxrss / 1024
    return told, errors


def tools(peers: Path, source: Path, target: Path) -> dict[str, list[str]]:
    """Return the command of each tool that is there."""
    found = {"biblio": [sys.executable, __file__, "--ours", str(source), str(target)]}
    interpreters = {"bibtexparser 2": peers / "bib2/bin/python", "pybtex": peers / "bibp/bin/python"}
    for name, code in PYTHON_PEERS.items():
        python = str(interpreters[name]) if interpreters[name].exists() else sys.executable
        if subprocess.run([python, "-c", f"import {name.split()[0]}"], capture_output=True).returncode == 0:
            found[name] = [python, "-c", code, str(source), str(target)]
    tidy = peers / "npm/node_modules/bibtex-tidy/bin/bibtex-tidy"
    if tidy.exists() and shutil.which("node"):
        heap = "--max-old-space-size=12000"
        found["bibtex-tidy"] = ["node", heap, str(tidy), str(source), "--v2", "-o", str(target)]
    return found


def compare(size: int, peers: Path, shared: Path, runs: int, work: Path) -> None:
    """Print one line a tool: reading and writing the same entries."""
    source = work / f"{size}.bib"
    subprocess.run([sys.executable, shared / "bench/make_bib.py", str(size), source], check=True)
    print(f"{size:,} entries, {source.stat().st_size / 1e6:.0f} MB: read, write (CPU s), whole process")
    for _ in range(runs):
        for name, command in tools(peers, source, work / "out.bib").items():
            told, wall, memory = peak(command)
            read, written = told.split()[:2] if name != "bibtex-tidy" else ("-", "-")
            print(
                f"  {name:15} read {read:>6}  write {written:>6}  wall {wall:6.1f} s  peak {memory:6.0f} MB",
                flush=True,
            )


def biber(number: int, work: Path) -> None:
    """Print how many warnings and errors biber has over generated works."""
    if not shutil.which("biber"):
        print("biber: not installed")
        return
    from biblio.exports import EXPORTERS, Options
    from tests.works import generated

    file = work / "generated.bib"
    options = Options(profile="private", pointers=True)
    file.write_bytes(b"".join(EXPORTERS["biblatex"].chunks(generated(number), options)))
    command = ["biber", "--tool", "--validate-datamodel", "--output-file", str(work / "biber.bib"), str(file)]
    start = time.perf_counter()
    told = subprocess.run(command, capture_output=True, text=True, cwd=work)
    lines = [line for line in told.stdout.splitlines() if not line.startswith("INFO")]
    seconds = time.perf_counter() - start
    print(f"biber over {number:,} generated works: {len(lines)} warnings and errors ({seconds:.0f} s)")
    for line in lines[:5]:
        print(f"  {line}")


def round_trips(number: int) -> None:
    """Print how many of the generated works come back the same from biblatex and CSL-JSON."""
    from biblio.exports import EXPORTERS, Options
    from biblio.formats.normal import held
    from biblio.imports import bibtex, csljson
    from tests.works import generated

    works = list(generated(number))
    wanted = [held(work) for work in works]
    options = Options(profile="private", pointers=True)
    readers: dict[str, Callable[[bytes], object]] = {"biblatex": bibtex.read, "csl-json": csljson.read}
    for name, read in readers.items():
        back = read(b"".join(EXPORTERS[name].chunks(works, options))).works  # type: ignore[attr-defined]
        same = sum(one == other for one, other in zip(wanted, back, strict=True))
        print(f"works → {name} → works: {same:,} of {number:,} the same")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument(
        "--biber", type=int, default=10_000, help="generated works for biber and round trips; 0: none"
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--peers", type=Path, default=Path("../shared/peers"))
    parser.add_argument("--ours", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    if asked.ours:
        ours(*asked.ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        if asked.size:
            compare(asked.size, asked.peers.resolve(), asked.shared.resolve(), asked.runs, Path(folder))
        if asked.biber:
            round_trips(asked.biber)
            biber(asked.biber, Path(folder))


if __name__ == "__main__":
    main()
