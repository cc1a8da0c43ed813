"""What an address confirms: that a name in the text is the name of the site or page it leads to."""

import re
from functools import lru_cache
from urllib.parse import unquote

from rapidfuzz.fuzz import ratio

from biblio.ids.address import parse_url
from biblio.text import fold

_SUFFIXES = frozenset(
    """
    com org net fr eu info gouv edu gov uk ac io xyz co be ch ca qc de it es us html htm php aspx www
    """.split()
)
_FILE_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|pdf|docx?|odt)$", re.I)
_TOKEN = re.compile(r"[^\s,;:.()«»“”\"]+")


class Confirmation:
    """The letters of an address' host and of its path; ``serial`` tells the site of a newspaper."""

    __slots__ = ("_parts", "_path", "labels", "serial")

    def __init__(self, labels: tuple[str, ...] = (), path: str = "", *, serial: bool = False) -> None:
        self.labels = labels
        self.serial = serial
        self._path = path
        self._parts: tuple[str, ...] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The letters of the last parts of the path."""
        if self._parts is None:
            names = [_FILE_SUFFIX.sub("", part).replace("_", " ") for part in self._path.rstrip("/").split("/")[-4:]]
            self._parts = tuple(filter(None, (fold(unquote(name)).replace(" ", "") for name in names)))
        return self._parts

    def host(self, name: str) -> bool:
        """Tell whether ``name`` is the name of the site (*Le Monde* for lemonde.fr)."""
        if not self.labels or not name or len(name) > 60:
            return False
        squeezed = _squeeze(name)
        if len(squeezed) < 3:
            return False
        return any(
            squeezed == label
            or (
                len(squeezed) >= 4
                and (label.startswith(squeezed) or (squeezed.startswith(label) and len(label) >= 4))
            )
            for label in self.labels
        )

    def path(self, name: str) -> bool:
        """Tell whether the path begins a part with ``name`` (a shop's *Learning-Experience-Design-Create-…*)."""
        squeezed = _squeeze(name)
        return len(squeezed) >= 8 and any(
            part.startswith(squeezed) and len(part.rstrip("0123456789")) > len(squeezed) + 3 for part in self.parts
        )

    def name(self, clause: str) -> str:
        """Return the words of ``clause`` that are the name of the site or page, or ``""``.

        A run of words counts when its letters are a whole label of the host or nearly the whole last part of the
        path (*Riposte créative Bretagne* for ripostecreativebretagne.xyz).
        """
        words = list(_TOKEN.finditer(clause))
        if not words or len(words) > 60 or not self.labels:
            return ""
        folded = [_squeeze(w[0]) for w in words]
        targets = [*self.labels, *self.parts]
        joined = ["".join(self.labels[:1]) + part for part in self.parts[-1:]]
        letters = " ".join(targets)
        longest = max(map(len, targets + joined)) + 3
        best, size = "", 0
        for i in range(len(words)):
            if folded[i][:4] not in letters:
                continue
            run = ""
            for j in range(i, min(len(words), i + 14)):
                run += folded[j]
                if len(run) > longest:
                    break
                if len(run) < 4 or len(run) <= size:
                    continue
                if ((j > i or _alone(clause, words[i])) and any(_same(run, target) for target in targets)) or (
                    j > i and run in joined
                ):
                    best, size = clause[words[i].start() : words[j].end()], len(run)
        if best.count("(") > best.count(")"):
            best = f"{best})"
        return best if best[:1].isupper() or best[:1].isdigit() or "-" in best else ""


@lru_cache(maxsize=4096)
def _squeeze(word: str) -> str:
    """Return the letters and digits of a word, folded."""
    return fold(word).replace(" ", "")


def _alone(clause: str, word: re.Match[str]) -> bool:
    """Tell whether a word begins ``clause`` and is set off from what follows."""
    return not clause[: word.start()].strip(' «“"') and clause[word.end() : word.end() + 2].lstrip(' »”"')[:1] in {
        "",
        ",",
        "(",
        ".",
        "»",
    }


def _same(run: str, target: str) -> bool:
    """Tell whether two runs of letters are one name: equal but for a plural, a letter or a short extension."""
    if run == target:
        return True
    if len(run) < 9:
        return False
    if (target.startswith(run) and len(run) * 2 >= len(target)) or (
        target.endswith(run) and len(run) * 4 >= len(target) * 3
    ):
        return True
    return abs(len(run) - len(target)) <= 2 and ratio(run, target) >= 94


def confirmation(url: str, *, serial: bool = False) -> Confirmation:
    """Read what ``url`` confirms; nothing where it is no address."""
    address = parse_url(url)
    if address is None:
        return Confirmation()
    labels = tuple(
        squeezed
        for label in address.host.split(".")
        if label not in _SUFFIXES and not label.startswith("www") and len(squeezed := _squeeze(label)) > 2
    )
    return Confirmation(labels, address.path, serial=serial)


NOTHING = Confirmation()
