"""Measure link checks against a local web of 48 kinds of good and bad behaviour, beside lychee and LinkChecker.

    python scripts/bench/links.py [--shared ../shared] [--peers DIR] [--work DIR] [--only NAME,...] [--runs 1]

``--peers`` is the folder of virtual environments that the shared ``bench/install_peers.sh`` makes (``link``, and
``linkweb`` for a fast server). Targets: no live link called dead, no dead one alive, best verdict >= 99 %; mixed
20,000 in <= 0.7 x the faster peer with the same time-out; clean 20,000 without pacing in <= 1.5 x lychee and <= 0.1 x
LinkChecker; peak memory <= lychee's; 100 URLs of a host that allows ten a second all alive in <= 12 s.

Politeness is counted by the server ("over the limit": requests beyond ten a second to the host that allows ten) and
belongs to the runs at the ordinary pace, ``burst`` and ``paced``. The others switch the pace off to race the peers;
there a host's limit shows only in its first 429, after what was under way by then.
"""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

PORT, PORT_LINKCHECKER = 8840, 8850
HURRY = "--pause 0 --per-host 64 --total 128"


@dataclass(frozen=True)
class Case:
    """One command on one list: ``{list}`` and ``{report}`` are filled in; the report is read by ``tool``'s reader."""

    name: str
    profile: str
    number: int
    tool: str
    command: str
    port: int = PORT
    suffix: str = "txt"


def cases(peers: Path | None, work: Path) -> list[Case]:
    """Return ours, and the peers' where they are installed."""
    biblio = f"{sys.executable} -m biblio -q check --allow-private --json --from {{list}}"
    found = []
    for number in (2000, 20000):
        found.append(Case(f"biblio clean {number}", "clean", number, "jsonl", f"{biblio} {HURRY}"))
        found.append(
            Case(f"biblio mixed {number}", "mixed", number, "jsonl", f"{biblio} {HURRY} --timeout 5 --retries 1")
        )
    found.append(Case("biblio burst 100", "burst", 100, "jsonl", biblio))
    paced = f"{biblio} --timeout 5 --retries 1"
    found.append(Case("biblio mixed 2000 paced", "mixed", 2000, "jsonl", paced))
    lychee = peers / "link" / "bin" / "lychee" if peers else None
    if lychee and lychee.exists():
        base = f"{lychee} --no-progress --format json -v -o {{report}} {{list}}"
        fast = f"{base} --host-request-interval 0s --host-concurrency 64"
        for number in (2000, 20000):
            found.append(Case(f"lychee clean {number}", "clean", number, "lychee", fast, suffix="md"))
            mixed = f"{fast} -t 5 --max-retries 1"
            found.append(Case(f"lychee mixed {number}", "mixed", number, "lychee", mixed, suffix="md"))
        found.append(Case("lychee burst 100", "burst", 100, "lychee", base, suffix="md"))
    checker = peers / "link" / "bin" / "linkchecker" if peers else None
    if checker and checker.exists():
        rc = work / "linkchecker.rc"
        rc.write_text(
            "[checking]\nmaxrequestspersecond=100000\nmaxfilesizeparse=50000000\nmaxfilesizedownload=50000000\n"
        )
        base = f"{checker} --check-extern --no-status -v -r1 -o csv -f {rc} {{list}}"
        lifted: dict[str, Any] = {"port": PORT_LINKCHECKER, "suffix": "html"}
        found.append(Case("linkchecker clean 20000", "clean", 20000, "linkchecker", base, **lifted))
        mixed = f"{base} --timeout 5 -t 100"
        found.append(Case("linkchecker mixed 20000", "mixed", 20000, "linkchecker", mixed, **lifted))
    return found


def get(port: int, what: str) -> dict[str, Any]:
    """Ask the local web for its counters, or reset them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__{what}") as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def serve(linkweb: Path, peers: Path | None, port: int, header: str, work: Path) -> subprocess.Popen[bytes]:
    """Start the local web and wait until it listens."""
    fast = peers / "linkweb" / "bin" / "python" if peers else None
    python = str(fast) if fast and fast.exists() else sys.executable
    ready = work / f"ready-{port}"
    ready.unlink(missing_ok=True)
    server = subprocess.Popen(
        [python, str(linkweb / "server.py"), "--port", str(port), "--ready", str(ready)],
        env={"LINKWEB_HEADER": header, "PATH": os.environ["PATH"]},
    )
    for _ in range(100):
        if ready.exists():
            return server
        time.sleep(0.1)
    server.kill()
    raise SystemExit(f"no local web on port {port}")


def timed(command: list[str], output: Path, limit: float) -> tuple[float, float, float]:
    """Run a command; return wall seconds, CPU seconds and peak MiB of the whole process."""
    start = time.monotonic()
    with output.open("wb") as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True)
    while True:
        pid, _, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - start > limit:
            os.killpg(child.pid, signal.SIGKILL)
            os.wait4(child.pid, 0)
            return limit, 0.0, 0.0
        time.sleep(0.005)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(case: Case, linkweb: Path, work: Path, runs: int) -> dict[str, Any]:
    """Run one case and score its report; the figures of the median run."""
    stem = work / f"{case.profile}-{case.number}-{case.port}"
    for suffix in ("txt", case.suffix):
        target = stem.with_suffix(f".{suffix}")
        if not target.exists():
            make = [sys.executable, str(linkweb / "make_urls.py"), str(case.number), str(target)]
            subprocess.run([*make, "--profile", case.profile, "--port", str(case.port)], check=True)
    report = work / "report"
    own_report = "{report}" in case.command
    filled = case.command.format(list=stem.with_suffix(f".{case.suffix}"), report=report)
    taken = []
    for _ in range(runs):
        get(case.port, "reset")
        report.unlink(missing_ok=True)
        taken.append(timed(shlex.split(filled), work / "stdout" if own_report else report, 400))
    stats = get(case.port, "stats")
    scored = work / "score.json"
    score = [sys.executable, str(linkweb / "score.py"), case.tool, str(report), str(stem.with_suffix(".txt"))]
    subprocess.run([*score, "--json", str(scored)], check=True, stdout=subprocess.DEVNULL)
    totals = json.loads(scored.read_text())["totals"]
    wall, cpu, peak = (median(run[i] for run in taken) for i in range(3))
    return {"wall": wall, "cpu": cpu, "peak": peak, "stats": stats, **totals}


def main() -> None:
    """Print a line for each case, and the ratios that are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--peers", type=Path)
    parser.add_argument(
        "--work", type=Path, help="A folder that every user may read (LinkChecker drops root's rights)."
    )
    parser.add_argument("--only", default="", help="Beginnings of names, with commas.")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    linkweb = options.shared.resolve() / "bench" / "linkweb"
    if not linkweb.is_dir():
        raise SystemExit(f"{linkweb}: the local web is not there; name its folder with --shared")
    with TemporaryDirectory() as made:
        work = (options.work or Path(made)).resolve()
        work.chmod(0o755)
        peers = options.peers.resolve() if options.peers else None
        chosen = [c for c in cases(peers, work) if c.name.startswith(tuple(options.only.split(",")))]
        servers = [
            serve(linkweb, peers, PORT, "", work),
            serve(linkweb, peers, PORT_LINKCHECKER, "LinkChecker: 1", work),
        ]
        try:
            results = {case.name: told(case, measure(case, linkweb, work, options.runs)) for case in chosen}
        finally:
            for server in servers:
                server.terminate()
                server.wait(10)
    compare(results)


def told(case: Case, found: dict[str, Any]) -> dict[str, Any]:
    """Print the figures of one case and return them."""
    print(
        f"{case.name:<26} wall {found['wall']:7.2f} s  cpu {found['cpu']:6.2f} s  peak {found['peak']:5.0f} MiB  "
        f"best {found['best'] / found['n']:6.1%}  not wrong {found['ok'] / found['n']:6.1%}  "
        f"live called dead {found.get('false_dead', 0)}  dead called alive {found.get('false_alive', 0)}  "
        f"most requests/s to a host {found['stats']['peak_requests_per_second_per_host']}  "
        f"over the limit {found['stats']['polite_over']}",
        flush=True,
    )
    return found


def compare(results: dict[str, dict[str, Any]]) -> None:
    """Print the ratios that the targets name."""
    for name, peers, bound in (
        ("biblio clean 20000", ("lychee clean 20000",), 1.5),
        ("biblio clean 20000", ("linkchecker clean 20000",), 0.1),
        ("biblio mixed 20000", ("lychee mixed 20000", "linkchecker mixed 20000"), 0.7),
    ):
        there = [results[peer]["wall"] for peer in peers if peer in results]
        if name in results and there:
            ratio = results[name]["wall"] / min(there)
            print(f"{name} / {' or '.join(peers)}: {ratio:.2f} (wanted <= {bound})")


if __name__ == "__main__":
    main()
