"""Lists of names without a common person, told by compiled code: most pairs need no look at names one by one.

Two lists are strangers where no name of one shares a word with a name of the other, not even a misspelt one. What is
said here must hold for `names.match`: of strangers it never makes one person.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from biblio.dedupe.names import ERRORS, Person, misspelt, traits

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Mask = NDArray[np.bool_]

CHUNK = 1 << 20
"""Pairs of words that are compared at a time, so that memory is bounded however long the lists are."""

MOST_LETTERS = 2 * ERRORS
"""Letters that only one of two words has, at most, where `ERRORS` tell them apart: a wrong letter counts for two."""


class Lists:
    """A list of numbers for each row, in one array."""

    def __init__(self, counts: Longs, values: Ints) -> None:
        self.counts, self.values = counts, values
        self.starts = np.cumsum(counts) - counts

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> "Lists":
        """Return lists in this form."""
        counts = np.fromiter(map(len, lists), np.int64, len(lists))
        return cls(counts, np.fromiter(chain.from_iterable(lists), np.int32, int(counts.sum())))

    def take(self, rows: Ints) -> tuple[Longs, Ints]:
        """Return the values of some rows one after the other, each with the position of its row in ``rows``."""
        counts = self.counts[rows]
        owner = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return owner, self.values[self.starts[rows][owner] + within]

    def through(self, inner: "Lists") -> "Lists":
        """Return for each row the values that ``inner`` lists for the row's values."""
        owner, values = inner.take(self.values)
        rows = np.repeat(np.arange(len(self.counts)), self.counts)[owner]
        return Lists(np.bincount(rows, minlength=len(self.counts)), values)

    def crossed(self, i: Ints, j: Ints) -> tuple[Longs, Ints, Ints]:
        """Return each value of row ``i[k]`` with each of row ``j[k]``, and ``k``."""
        outer, left = self.take(i)
        inner, right = self.take(j[outer])
        return outer[inner], left[inner], right


class Names:
    """The names of entries, ready to be told apart."""

    def __init__(self, people: Sequence[Sequence[int]], persons: Sequence[Person]) -> None:
        self._words: dict[str, int] = {}
        words = Lists.of([[self._number(word) for word in one.words] for one in persons])
        told = Lists.of([[self._number(trait) for trait in traits(one)] for one in persons])
        lists = Lists.of(people)
        self.words, self.traits = lists.through(words), lists.through(told)
        self.texts = list(self._words)
        self.letters = np.array([_letters(text) for text in self.texts], np.uint32)

    def _number(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words))

    def strangers(self, i: Ints, j: Ints) -> Mask:
        """Tell which pairs of entries have no person in common for sure; entries without names tell nothing."""
        answer = np.empty(len(i), np.bool_)
        for part in _parts(self.traits.counts[i] * self.traits.counts[j]):
            answer[part] = self._strangers(i[part], j[part])
        return answer & (self.words.counts[i] > 0) & (self.words.counts[j] > 0)

    def _strangers(self, i: Ints, j: Ints) -> Mask:
        known = np.zeros(len(i), np.bool_)
        pair, left, right = self.traits.crossed(i, j)
        known[pair[left == right]] = True
        rest = np.flatnonzero(~known)
        pair, left, right = self.words.crossed(i[rest], j[rest])
        known[rest[pair[self._near(left, right)]]] = True
        return ~known

    def _near(self, a: Ints, b: Ints) -> Mask:
        """Tell which words differ by errors only: letters are compared first, then each pair of words once."""
        alike = np.flatnonzero(np.bitwise_count(self.letters[a] ^ self.letters[b]) <= MOST_LETTERS)
        codes = a[alike].astype(np.int64) << 32 | b[alike]
        once, which = np.unique(codes, return_inverse=True)
        left = [self.texts[code] for code in (once >> 32).tolist()]
        right = [self.texts[code] for code in (once & 0xFFFFFFFF).tolist()]
        near = cpdist(left, right, scorer=OSA.distance, score_cutoff=ERRORS, dtype=np.int8) <= ERRORS
        for k in np.flatnonzero(near).tolist():
            near[k] = misspelt(left[k], right[k])
        answer = np.zeros(len(a), np.bool_)
        answer[alike] = near[which]
        return answer


def _parts(sizes: Longs) -> Iterator[slice]:
    """Yield slices of rows that take about `CHUNK` together."""
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // CHUNK)) + 1
    for start, end in pairwise((0, *cuts.tolist(), len(sizes))):
        yield slice(start, end)


def _letters(text: str) -> int:
    """Return the set of a word's letters as bits; letters that share one are taken for equal."""
    found = 0
    for letter in text:
        found |= 1 << (ord(letter) & 31)
    return found
