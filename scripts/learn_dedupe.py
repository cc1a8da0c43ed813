"""Learn the weights of `biblio.dedupe` from labelled records and write them as a table.

    python scripts/learn_dedupe.py data/fr_20k_s3=16000 data/stroke=3000 … > biblio/dedupe/weights.py

Each argument is a folder with ``records.csv`` and ``truth.csv`` (columns as `biblio dedupe` reads them;
``record_id,cluster_id``) and the weight of the set in true pairs. Candidate pairs that neither identifiers nor vetoes
decide are fitted by logistic regression (iteratively reweighted least squares with a ridge, McCullagh and Nelder
1989), one indicator a level, so the result is a sum that a reader can check. Only counts of levels leave the data.

The table in the project was learned from: generated French records (20,000 each of seeds 3 and 7, weight 16000 each)
and the labelled sets stroke, haematology, respiratory, cytology_screening, diabetes, neuroimaging, digital_work,
cardiac and srsr of the package bib-dedupe 0.7.2 (MIT; weight 3000 each).
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biblio.dedupe.block import candidates
from biblio.dedupe.compare import LEVELS, compare
from biblio.dedupe.csvfile import read_csv
from biblio.dedupe.describe import describe
from biblio.dedupe.table import Table
from biblio.dedupe.vetoes import VETOES, Found, joined

RIDGE = 1.0
"""Weight of the pull towards zero, in true pairs: a level seen less often than this stays near zero."""

LEAST = 0.05
"""Weights below this are left out."""

Floats = NDArray[np.float64]
INDICATORS = [(name, level) for name, levels in LEVELS.items() for level in levels[1:]]


def pairs_of(folder: Path, weight: float) -> tuple[Floats, Floats, Floats]:
    """Return indicators, labels and sample weights of the undecided candidate pairs of one set."""
    with (folder / "records.csv").open(encoding="utf-8", newline="") as lines:
        table = Table.of(map(describe, read_csv(lines, folder.name)))
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as lines:
        cluster = {row["record_id"]: row["cluster_id"] for row in csv.DictReader(lines)}
    label = np.unique([cluster[name] for name in table.ids], return_inverse=True)[1]
    i, j = candidates(table)
    levels = compare(table, i, j)
    found = Found(table, i, j, levels)
    decided = joined(found)
    for rule in VETOES.values():
        decided |= rule(found)
    columns = [levels[name] == LEVELS[name].index(level) for name, level in INDICATORS]
    seen = np.stack(columns, axis=1)[~decided].astype(np.float64)
    true = (label[i] == label[j])[~decided].astype(np.float64)
    print(f"{folder.name}: {len(true)} undecided pairs, {int(true.sum())} true", file=sys.stderr)
    return seen, true, np.full(len(true), weight / max(1.0, true.sum()))


def fit(seen: Floats, true: Floats, weight: Floats, rounds: int = 50) -> Floats:
    """Return the coefficients in natural log-odds, the constant last."""
    seen = np.hstack([seen, np.ones((len(seen), 1))])
    ridge = np.full(seen.shape[1], RIDGE)
    ridge[-1] = 1e-6
    found = np.zeros(seen.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(seen @ found, -500, 500)))
        slope = seen.T @ (weight * (chance - true)) + ridge * found
        curve = (seen * (weight * chance * (1 - chance))[:, None]).T @ seen + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-4:
            break
    return found


def table_of(found: Floats) -> str:
    """Return the module text: weights in bits (base 2), one decimal."""
    bits = np.round(found / np.log(2), 1)
    lines = [
        '"""The weight of each level of each comparison, in bits of log-odds; written by scripts/learn_dedupe.py."""',
        "",
        "from collections.abc import Mapping",
        "",
        f"PRIOR = {bits[-1]}",
        '"""Log-odds of a candidate pair of which nothing is known."""',
        "",
        "WEIGHTS: Mapping[str, Mapping[str, float]] = {",
    ]
    for name in LEVELS:
        lines.append(f'    "{name}": {{')
        for (other, level), value in zip(INDICATORS, bits, strict=False):
            if other == name and abs(value) > LEAST:
                lines.append(f'        "{level}": {value},')
        lines.append("    },")
    lines += [
        "}",
        '"""Comparison → level → weight; a level that is not named weighs nothing, or a veto decides it."""',
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the sets, fit, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="FOLDER=WEIGHT")
    parts = []
    for text in parser.parse_args().sets:
        folder, _, weight = text.partition("=")
        parts.append(pairs_of(Path(folder), float(weight or 1000)))
    seen, true, weight_ = (np.concatenate(column) for column in zip(*parts, strict=True))
    sys.stdout.write(table_of(fit(seen, true, weight_)))


if __name__ == "__main__":
    main()
