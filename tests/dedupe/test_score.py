"""Pairs and their bits."""

import numpy as np

from biblio.dedupe.describe import describe
from biblio.dedupe.score import DOUBTFUL, Scored, score
from biblio.dedupe.table import Table
from tests.dedupe.test_engine import corpus


def pairs(scored: Scored) -> dict[tuple[int, int], tuple[float, bool, int]]:
    columns = (scored.i, scored.j, scored.score, scored.apart, scored.relation)
    return {(i, j): (bits, apart, how) for i, j, bits, apart, how in zip(*(c.tolist() for c in columns), strict=True)}


def test_what_is_left_out_reaches_too_few_bits_and_the_rest_is_judged_alike() -> None:
    table = Table.of(map(describe, corpus()))
    i, j = (side.astype(np.int32) for side in np.triu_indices(len(table), 1))
    full, some = pairs(score(table, i, j)), pairs(score(table, i, j, least=DOUBTFUL))
    assert len(some) < len(full) / 4
    assert some == {pair: full[pair] for pair in some}
    assert all(bits < DOUBTFUL or apart for pair, (bits, apart, _) in full.items() if pair not in some)
