"""Whether two titles name the same thing: French-aware, subtitle-tolerant, strict about parts and numbers."""

import re
from typing import Literal

from rapidfuzz.distance import OSA, DamerauLevenshtein

from biblio.text import fold

Agreement = Literal["same", "main", "vague", "none"]
"""``same`` the titles agree; ``main`` they do, one of them without its subtitle; ``vague`` the words of the shorter
one all stand in the longer one; ``none`` they contradict each other."""

LONGEST = 500
"""Characters of a title that are compared: what is longer is an abstract in the wrong field, or an attack."""

_BREAK = re.compile(r"\s*(?: [:–—-] |(?<=\w) ?: (?=\S)|(?<=[\w»\"”)])[.;] +(?=\S)|(?<=[?!…]) +(?=\S)| ?[(\[])\s*")
_STOP = frozenset(
    str.split(
        "a au aux avec ce ces cette d dans de des du en et l la le les leur leurs n ou par pour qu que qui s sa se "
        "ses son sur un une vers y the of and or in on at to for from with an its le das der die und el los las y "
        "del"
    )
)
# Two titles are compared without articles; "en" and "et" make two titles of one author.
_ARTICLES = frozenset(str.split("a au aux d de des du l la le les un une the an of der die das el los las del"))
# A title that is only such a word names no work by itself: every journal has one an issue.
_GENERIC = frozenset(
    str.split(
        "introduction editorial edito conclusion preface postface avant propos post scriptum presentation compte "
        "comptes rendu rendus note notes lecture lectures recension recensions varia sommaire resume abstract "
        "bibliographie index annexe annexes remerciements memoriam hommage entretien chronique chroniques actualite "
        "actualites dossier numero revue table matieres review reviews book foreword afterword acknowledgements "
        "general generale partie chapitre part chapter tome volume vol no livre cahier saison episode"
    )
)
_LABELS = frozenset(
    str.split(
        "article texte lien ici voir lire site page pdf document source reference acces link here read see more plus"
    )
)
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "un une premier premiere 1er 1re 1ere one first i",
            "deux deuxieme second seconde 2e 2eme 2nd two ii",
            "trois troisieme 3e 3eme 3rd three third iii",
            "quatre quatrieme 4e 4eme 4th four fourth iv",
            "cinq cinquieme 5e 5eme 5th five fifth v",
            "six sixieme 6e 6eme 6th sixth vi",
            "sept septieme 7e 7eme 7th seven seventh vii",
            "huit huitieme 8e 8eme 8th eight eighth viii",
            "neuf neuvieme 9e 9eme 9th nine ninth ix",
            "dix dixieme 10e 10eme 10th ten tenth x",
        ),
        start=1,
    )
    for word in words.split()
}
_PART = re.compile(
    r"^(?:(?:tome|t|vol|volume|part|partie|livre|cahier|chap|chapitre|chapter|episode|saison|n|no|numero)\b.{0,3}"
    r"(?:\d{1,4}|[ivx]{1,5}|[a-h]|one|two|three|un|deux|trois)\b|(?:\d{1,4}|[ivx]{1,5}|[a-h])(?:\b|$)"
    r"|(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|first|second|third) )"
)


def main_title(title: str) -> str:
    """Return a title without its subtitle."""
    return _BREAK.split(title.strip(), maxsplit=1)[0]


def content_words(title: str) -> list[str]:
    """Return the words that carry a title's meaning, folded, in order."""
    return [word for word in fold(title[:LONGEST]).split() if word not in _STOP]


def names_something(title: str) -> bool:
    """Tell whether a title is more than the label of a link ("ici", "lire l'article")."""
    return any(word not in _LABELS for word in content_words(title))


def is_generic(title: str) -> bool:
    """Tell whether a title is too common to name a work by itself ("Introduction", "Éditorial", "Négociation")."""
    telling = [word for word in content_words(title) if word not in _GENERIC and not word.isdigit() and len(word) > 1]
    return len(telling) < 2


def agreement(cited: str, found: str) -> Agreement:
    """Return how the title of a citation stands to that of a record.

    >>> agreement("Le décor peint", "Le décor peint : de la conception à la réception")
    'main'
    >>> agreement("Histoire de la vie privée, tome 1", "Histoire de la vie privée, tome 2")
    'none'
    """
    if not cited or not found:
        return "none"
    cited, found = cited[:LONGEST], found[:LONGEST]
    if _alike(cited, found):
        return "same"
    if _without_one_subtitle(cited, found):
        return "main"
    return "vague" if _within(cited, found) else "none"


def _without_one_subtitle(one: str, other: str) -> bool:
    for short, long in ((one, other), (other, one)):
        start = 0
        # Every break of the longer title may be where the shorter one ends.
        for gap in _BREAK.finditer(long):
            head, tail = long[start : gap.start()], long[gap.end() :]
            if _alike(short, head) and not _PART.match(fold(tail)):
                return True
            if gap.end() > 400:
                break
    return False


def _words(title: str) -> list[str]:
    folded = fold(title.replace("&", " et ")).split()
    return ["et" if word == "and" else word for word in folded if word not in _ARTICLES]


def _alike(one: str, other: str) -> bool:
    left, right = _words(one), _words(other)
    if left == right and left:
        return True
    if not left or not right:
        return fold(one) == fold(other) != ""
    if _numbers(left) != _numbers(right):
        return False
    joined_left, joined_right = "".join(left), "".join(right)
    if joined_left == joined_right:
        return True
    if abs(len(left) - len(right)) > 1:
        return False
    if len(left) == len(right):
        return _mistyped(left, right)
    # One blank too many or too few: "e mail" / "email", "bien être" / "bienêtre".
    return len(joined_left) > 8 and OSA.distance(joined_left, joined_right, score_cutoff=1) <= 1


def _mistyped(left: list[str], right: list[str]) -> bool:
    """Tell whether two lists of words differ only by misspellings: one word in six, each by a letter or two."""
    unlike = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(unlike) <= max(1, len(left) // 6) and all(nearly(a, b) for a, b in unlike)


def nearly(one: str, other: str) -> bool:
    """Tell whether one folded word is a misspelling of the other, its first letter right."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 4 or one[0] != other[0] or any(char.isdigit() for char in one + other):
        return False
    allowed = 1 if shorter < 8 else 2
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def _numbers(words: list[str]) -> list[str]:
    return sorted(_ORDINALS.get(word, word) for word in words if word[0].isdigit() or word in _ORDINALS)


def telling_words(title: str) -> set[str]:
    """Return the words of a title that tell it from others."""
    return {word for word in content_words(title) if word not in _GENERIC and len(word) > 2}


def same_numbers(one: str, other: str) -> bool:
    """Tell whether two titles hold the same numbers, years apart: part 1 is not part 2."""
    left, right = ([n for n in _numbers(content_words(title)) if len(n) != 4] for title in (one, other))
    return left == right


def _within(cited: str, found: str) -> bool:
    short, long = sorted((content_words(cited), content_words(found)), key=len)
    telling = [word for word in short if word not in _GENERIC and len(word) > 2]
    if not telling or (_numbers(short) and _numbers(short) != _numbers(long)):
        return False
    if len(telling) < 3:
        return all(any(_related(word, other) for other in long) for word in telling)
    # Many words of one field, in another order, are another title of the same author.
    rest = iter(long)
    return all(any(_related(word, other) for other in rest) for word in telling)


def _related(one: str, other: str) -> bool:
    # usager / usagers, apprendre / apprentissage stay apart: only endings of number and gender count.
    return (
        one == other
        or nearly(one, other)
        or (min(len(one), len(other)) > 3 and one.rstrip("sxe") == other.rstrip("sxe"))
    )
