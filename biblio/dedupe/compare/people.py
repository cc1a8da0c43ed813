"""Lists of names of two works."""

from collections.abc import Callable

import numpy as np

from biblio.dedupe import names
from biblio.dedupe.columns import Ints
from biblio.dedupe.compare.levels import CODE, Codes
from biblio.dedupe.table import Table


def authors(table: Table, i: Ints, j: Ints) -> Codes:
    """Compare the lists of names of pairs; lists without a common name are told apart in arrays."""
    people, judge, short = table.people, table.judged, table.plain["abridged"]
    found = np.full(len(i), CODE["authors"]["others"], np.int8)
    some = np.flatnonzero(~table.names.strangers(i, j))
    i, j = i[some], j[some]
    pairs = (some, i, j, short[i] | short[j])
    for k, a, b, abridged in zip(*(side.tolist() for side in pairs), strict=True):
        found[k] = _lists(people[a], people[b], judge, bool(abridged))
    return found


_TELLING = 4
"""Names of the shorter list after which two lists without a common name are held for different."""


def _lists(a: tuple[int, ...], b: tuple[int, ...], judge: Callable[[int, int], int], abridged: bool) -> int:
    levels = CODE["authors"]
    if not a or not b:
        return levels["missing"]
    if a == b:
        return levels["all equal" if len(a) > 1 else "equal"]
    if len(a) > len(b):
        a, b = b, a
    left = list(b)
    found = []
    for position, one in enumerate(a, start=1):
        best, at = names.OTHER, -1
        for k, other in enumerate(left):
            how = names.SAME if one == other else judge(one, other) if one < other else judge(other, one)
            if how > best:
                best, at = how, k
                if best >= names.COMPATIBLE:  # lists keep their order as a rule: the first match is the one
                    break
        if best:
            found.append(best)
            del left[at]
        elif not found and position >= _TELLING:
            break
    if not found:
        return levels["others"]
    complete = len(found) == len(a) and (len(a) == len(b) or abridged)
    if complete:
        worst = min(found)
        if worst == names.SAME:
            return levels["all equal" if len(found) > 1 else "equal"]
        if worst == names.COMPATIBLE:
            return levels["all but initials" if len(found) > 1 else "initials"]
        return levels["misspelt"]
    if len(found) == len(a):
        return levels["a shorter list"]
    return levels["some of them" if 2 * len(found) >= len(a) else "few of them"]
