"""Quality, time and memory of `biblio dedupe`, beside the peers, on generated and on real labelled records.

    python scripts/bench/dedupe.py --data DIR [--shared ../shared] [--peers DIR] [--sets fr_10k_s101,stroke] [--curve]

DIR receives generated French records on demand (sets named ``fr_<N>_s<SEED>``) and must hold the real sets that
``../shared/bench/dedup/prepare_real.py`` prepares. Seeds 3 and 7 served to learn the weights, seeds 1, 11 and 12 to
develop: any other one is unseen. Of the real sets, the first nine served to learn and all but cora_large were looked
at while developing; the weights were never learned from depression, mis_quarterly, dblp_acm, dblp_scholar_pairs and
cora.

Each run is a process of its own, ``biblio dedupe records.csv -o clusters.csv``: wall time and peak memory are those
of the whole program. Peers run where ``--peers`` names a folder with a virtual environment each (``bibdedupe``,
``splink``, ``rapidfuzz``); figures marked * are quoted from the design notes (measured on such a machine, not here).
All figures are pairwise: the count of removed records hides false merges. `dedupe_library.py` measures the library.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REAL = (
    "stroke",
    "haematology",
    "respiratory",
    "cytology_screening",
    "diabetes",
    "neuroimaging",
    "digital_work",
    "cardiac",
    "srsr",
    "depression",
    "mis_quarterly",
    "dblp_acm",
    "dblp_scholar_pairs",
    "cora",
    "cora_large",
)
FRENCH = ("fr_10k_s101", "fr_10k_s202", "fr_100k_s101")
QUOTED = {
    "fr_10k": "dedupe 0.847*, splink 0.755*, bib-dedupe 0.674*",
    "fr_100k": "dedupe 0.763*, bib-dedupe 0.683*, splink 0.580*",
    "fr_1000k": "rapidfuzz rule 0.715*",
    "cytology_screening": "bib-dedupe 0.992* (0 fp)",
    "haematology": "bib-dedupe 0.906* (0 fp)",
    "respiratory": "splink 0.981* (18 fp), bib-dedupe 0.961* (0 fp)",
    "stroke": "bib-dedupe 0.998* (0 fp)",
    "cardiac": "bib-dedupe 0.997* (1 fp)",
    "depression": "bib-dedupe 0.996* (0 fp), 394 s, 3854 MiB",
    "diabetes": "bib-dedupe 1.000* (0 fp)",
    "neuroimaging": "bib-dedupe 0.997* (0 fp)",
    "srsr": "bib-dedupe 0.996* (0 fp)",
    "digital_work": "bib-dedupe 0.999* (0 fp)",
    "mis_quarterly": "bib-dedupe 0.983* (92 fp)",
    "dblp_acm": "rapidfuzz rule 0.818*",
    "dblp_scholar_pairs": "recordlinkage 0.757*, splink at its best threshold 0.851*",
    "cora": "splink 0.816*",
    "cora_large": "recordlinkage 0.884*",
}
"""Pairwise F1 of the best peers, from ../shared/design/dedup.md."""

SIZES = {"k": 1000, "m": 1_000_000}


def folder_of(data: Path, name: str, shared: Path) -> Path | None:
    """Return the folder of a set, generated where it is French and missing."""
    folder = data / name
    french = re.fullmatch(r"fr_(\d+)([km])_s(\d+)", name)
    if french and not (folder / "records.csv").exists():
        count = int(french[1]) * SIZES[french[2]]
        maker = shared / "bench" / "dedup" / "make_corpus.py"
        subprocess.run(
            [sys.executable, maker, "--n", str(count), "--seed", french[3], "--out", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder if (folder / "records.csv").exists() else None


def timed(command: Sequence[str | Path]) -> tuple[float, float, float]:
    """Run a command; return wall seconds, seconds of processor time and peak memory in MiB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = wait(child.pid)
    if status:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    """Wait for one child and return its own use of resources."""
    return os.wait4(pid, 0)


def judged(shared: Path, folder: Path, clusters: Path) -> dict[str, Any]:
    """Return the pairwise figures of the evaluator."""
    pairs = folder / "pairs.csv"
    truth: list[str | Path] = ["--pairs", pairs] if pairs.exists() else ["--truth", folder / "truth.csv"]
    evaluator = shared / "bench" / "dedup" / "evaluate.py"
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        files: list[str | Path] = ["--json", answer.name, "--text", "/dev/null"]
        subprocess.run(
            [sys.executable, evaluator, "--records", folder / "records.csv", *truth, "--pred", clusters, *files],
            check=True,
        )
        found: dict[str, Any] = json.load(answer)
    return found


def line(name: str, who: str, result: dict[str, Any], used: tuple[float, float, float], note: str = "") -> str:
    """Return one line of the table."""
    pair = result["pairwise"]
    figures = f"P {pair['precision']:.4f}  R {pair['recall']:.4f}  F1 {pair['f1']:.4f}  fp {pair['fp']:5}"
    wall, processor, memory = used
    return f"{name:20} {who:11} {figures}  {wall:7.1f} s wall {processor:7.1f} s cpu {memory:6.0f} MiB  {note}"


THRESHOLDS = (-4.0, -3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)


def curve(name: str, folder: Path, shared: Path) -> None:
    """Print precision against recall as the threshold of one pair moves; clusters are settled anew for each."""
    from biblio.dedupe import block, clusters, csvfile, describe, score, table

    with (folder / "records.csv").open(encoding="utf-8", newline="") as lines:
        rows = table.Table.of(map(describe.describe, csvfile.read_csv(lines, name)))
    i, j = block.candidates(rows)
    scored = score.score(rows, i, j, least=THRESHOLDS[0])
    for threshold in THRESHOLDS:
        ruling = clusters.Ruling(len(rows), set(), set())
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
            file.write("record_id,cluster_id\n")
            for members in clusters.groups(rows, scored, ruling, same=threshold):
                file.writelines(f"{rows.ids[k]},{rows.ids[members[0]]}\n" for k in members)
            file.flush()
            pair = judged(shared, folder, Path(file.name))["pairwise"]
        figures = f"P {pair['precision']:.4f}  R {pair['recall']:.4f}  F1 {pair['f1']:.4f}  fp {pair['fp']:5}"
        print(f"{name:20} from {threshold:4.1f}   {figures}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--sets", default=",".join((*FRENCH, *REAL)))
    parser.add_argument("--processes", default="1")
    parser.add_argument("--curve", action="store_true", help="Precision against recall, instead of the table.")
    options = parser.parse_args()
    for name in options.sets.split(","):
        folder = folder_of(options.data, name, options.shared)
        if folder is None:
            print(f"{name:20} not here; see {options.shared}/bench/dedup/README.md")
            continue
        if options.curve:
            curve(name, folder, options.shared)
            continue
        with tempfile.NamedTemporaryFile(suffix=".csv") as clusters:
            records = folder / "records.csv"
            command: list[str | Path] = [sys.executable, "-m", "biblio", "-q", "dedupe", records, "-o", clusters.name]
            used = timed([*command, "--processes", options.processes])
            note = QUOTED.get(name) or QUOTED.get(name.rpartition("_")[0], "")
            print(line(name, "biblio", judged(options.shared, folder, Path(clusters.name)), used, note))
            sys.stdout.flush()
            for peer in sorted(options.peers.iterdir()) if options.peers else ():
                runner = options.shared / "bench" / "dedup" / "peers" / f"run_{peer.name}.py"
                if not runner.exists():
                    continue
                try:
                    used = timed([peer / "bin" / "python", runner, "--records", records, "--out", clusters.name])
                except SystemExit:
                    print(f"{name:20} {peer.name:11} failed")
                    continue
                print(line(name, peer.name, judged(options.shared, folder, Path(clusters.name)), used))
                sys.stdout.flush()


if __name__ == "__main__":
    main()
