"""French text: folding for comparison, spaces and quotes."""

import re
import unicodedata

_WORDS = re.compile(r"\w+")
_MARKS = re.compile("[\u0300-\u036f]+")  # the accents of Latin script, ten times faster than asking each character
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_LIGATURE = re.compile("[œŒæÆß]")
_MAY_COMBINE = re.compile("[^\x00-\u02ff\u2000-\u20cf]")  # beyond Latin letters, quotes, dashes, spaces and signs


def fold(text: str) -> str:
    """Return ``text`` without case, accents, punctuation and superfluous spaces, for comparison.

    >>> fold("L’Œuvre  d'État : 2ᵉ éd.")
    'l oeuvre d etat 2e ed'
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))
    if _LIGATURE.search(text):
        text = text.translate(_LIGATURES)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    if _MAY_COMBINE.search(bare):
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(bare.casefold()))
