"""Measure extraction: megabytes of report text per second of CPU time on one core, linearity, memory.

    python scripts/bench/extract.py [--shared ../shared] [--megabytes 20]

The text is that of the reports of ``shared/reports`` (else of ``data/reports``), repeated to size; every repetition
gets addresses and years of its own, so that no cache answers for work not done. Targets: >= 2 MB/s, 20 MB within 1.5
times the time per megabyte of 1 MB, < 500 MB. Beside them: reading the file alone (the physical limit), and what
peers were measured at on a 66 kB report (whole process): AnyStyle 0.12 MB/s on given lines, refextract 0.004.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
_NUMBER = re.compile(r"(?<=/)([\w-]*?\w)(?=[>\s)\]])|(?<= )(20[01]\d)(?=[,. ])")


def report_text(shared: Path) -> str:
    """Return the reports' text, one after the other."""
    folder = shared / "reports" if (shared / "reports").is_dir() else HERE.parents[2] / "data" / "reports"
    return "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.[mt][dx]*")))


def grown(text: str, size: int) -> str:
    """Repeat ``text`` to ``size`` bytes, each time with other addresses and years."""
    parts: list[str] = []
    length = 0
    while length < size:
        mark = str(len(parts))
        parts.append(_NUMBER.sub(lambda m, mark=mark: f"{m[1]}-{mark}" if m[1] else m[2], text))  # type: ignore[misc]
        length += len(parts[-1].encode())
    return "\n\n".join(parts)


def measure(path: Path) -> dict[str, float]:
    """Read and extract one file in this process; CPU seconds, mentions, peak memory in megabytes."""
    from biblio.extract.mentions import extract
    from biblio.readers import Limits, read

    started = time.process_time()
    path.read_bytes().decode()
    plain = time.process_time() - started
    started = time.process_time()
    document = read(path, Limits(file_bytes=1 << 30))
    reading = time.process_time() - started
    mentions = extract(document)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "reading": reading, "plain": plain, "mentions": len(mentions), "peak": peak}


def fresh(path: Path) -> dict[str, float]:
    """Run `measure` in a process of its own."""
    done = subprocess.run([sys.executable, str(HERE), "--measure", str(path)], check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[3] / "shared")
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    text = report_text(options.shared)
    per_megabyte: dict[float, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (0.066, 1, options.megabytes):
            path = Path(folder) / "report.md"
            path.write_text(grown(text, int(size * 1e6)), encoding="utf-8")
            megabytes = path.stat().st_size / 1e6
            runs = [fresh(path) for _ in range(1 if size > 1 else 3)]
            best = min(runs, key=lambda run: run["seconds"])
            per_megabyte[size] = best["seconds"] / megabytes
            print(
                f"{megabytes:7.2f} MB: {megabytes / best['seconds']:5.2f} MB/s (target 2), "
                f"{best['mentions']:.0f} mentions, "
                f"{best['peak']:4.0f} MB (target < 500); reading {megabytes / max(best['reading'], 1e-9):5.1f} MB/s, "
                f"plain decoding {megabytes / max(best['plain'], 1e-9):6.0f} MB/s"
            )
    ratio = per_megabyte[options.megabytes] / per_megabyte[1]
    print(f"time per MB, {options.megabytes} MB over 1 MB: {ratio:.2f} (target <= 1.5)")
    print("peers on a 66 kB report, whole process: AnyStyle 0.12 MB/s on given lines, refextract 0.004 MB/s")


if __name__ == "__main__":
    main()
