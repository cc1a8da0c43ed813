"""Which words with dots in them are hosts, though no scheme stands before them."""

import re
from functools import lru_cache
from pathlib import Path

# Endings that French reports write without "www." or path. Others count with a path only, if they are registered.
_COMMON = re.compile(
    "com|org|net|info|eu|edu|gov|int|coop|museum|bzh|paris|alsace|corsica|quebec|asso|fr|be|ch|ca|lu|mc|uk|ie|es|pt|nl|dk"
    "|se|fi|pl|cz|at|hu|gr|ro|tn|dz|sn|ci|cm|bf|ml|ga|cg|mg|re|nc|pf|gp|mq|gf|pm|wf|yt|io|co|tv|xyz|blog|cloud"
)
# Endings that are also a word of French or English or a kind of file: "parlé.de", "README.md".
_AMBIGUOUS = re.compile(
    "de|la|et|me|ma|sa|se|si|ne|no|au|il|es|as|am|an|be|us|my|do|at|in|is|it|to|so|by|or|tu|pm|re|py|md|rs|sh|pl|ps|zip"
    "|mov|cc|ai|ml"
)
_ABBREVIATIONS = re.compile(
    "etc|cf|art|vol|al|ex|no|op|cit|ibid|id|pp?|dir|éds?|eds?|coll|chap|fig|trad|réf|ref|av|apr|env|max|min|tél|tel"
    "|mm?|mme|mlle|dr|pr|ste?"
)
_WWW = re.compile(r"www\d?", re.I)
_PORT = re.compile(r":\d{2,5}(?![\d.])")


def host_end(text: str, start: int, end: int) -> int | None:
    """Return the end of the host that begins at ``start``, or ``None`` where ``text[start:end]`` is none."""
    labels = text[start:end].rstrip("_-").split(".")
    # "www.exemple.fr.Ensuite": the blank after the full stop is missing.
    while len(labels) > 2 and labels[-1].istitle() and labels[-2].islower():
        labels.pop()
    host = ".".join(labels)
    end = start + len(host)
    ending = labels[-1]
    if len(host) > 253 or any(not label or len(label) > 63 for label in labels):
        return None
    if not ending.islower() and not (host.isupper() and ending != "NET"):
        return None
    if _WWW.fullmatch(labels[0]):
        return end if len(labels) > 2 and ending.isalpha() and len(ending) > 1 else None
    return end if _is_host([label.lower() for label in labels], path=has_path(text, end)) else None


def has_path(text: str, end: int) -> bool:
    """Tell whether a port, a path, a query or a fragment follows a host that ends at ``end``."""
    port = _PORT.match(text, end)
    following = text[end : end + 2]
    if port is not None or following[:1] == "/":
        return following != "//"
    return following[:1] in ("?", "#") and following[1:].isalnum()


def _is_host(labels: list[str], *, path: bool) -> bool:
    name, ending = labels[-2:]
    if "_" in name + ending or name.startswith("-") or name.endswith("-"):
        return False
    common = _COMMON.fullmatch(ending) is not None
    if path:
        return common or ending in _registered()
    if not common or (len(labels) == 2 and _AMBIGUOUS.fullmatch(ending)):
        return False
    return len(name) > 1 and any(c.isalpha() for c in name) and not _ABBREVIATIONS.fullmatch(labels[0])


@lru_cache(maxsize=1)
def _registered() -> frozenset[str]:
    """Return the top-level domains of the Public Suffix List, read when a rare ending first asks for them."""
    from publicsuffixlist import PSLFILE

    with Path(PSLFILE).open(encoding="utf-8") as lines:
        rules = (line.strip().lstrip("!*.") for line in lines if not line.startswith("//"))
        return frozenset(rule for rule in rules if rule and "." not in rule)
