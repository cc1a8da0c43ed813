"""Measure the URL finder and the reading of identifiers, beside other finders where they are installed.

    python scripts/bench/urls.py [--shared ../shared] [--megabytes 2]

Prints, per finder: cases right of ``bench/extract/hard_urls.jsonl`` and of the project's own cases, megabytes of
UTF-8 per second of CPU time on French prose without URLs, on a report full of links, on repetitions made to be slow.
Targets: all hard cases; >= 20 MB/s on prose, >= 5 MB/s on links; hostile text within 10 s a megabyte. Peers:
linkify-it-py, urlextract.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from biblio.extract.urls import find_urls
from biblio.ids import canonical_url, ids_from_url
from biblio.ids.platforms import _resolve

Finder = Callable[[str], Iterable[str]]
OWN_CASES = Path(__file__).resolve().parents[2] / "tests" / "extract" / "cases" / "urls.jsonl"

PROSE = (
    "La conduite de l’action publique s’appuie sur des savoirs que les chercheurs produisent avec les agents ; "
    "p. 12. M. Dupont (2014) l’a montré : « le soin » n’est pas un luxe. Voir la loi n° 2004-575, etc.\n"
)
LINKS = (
    "- Dupont M., *Le travail du soin*, 2014, https://www.exemple.fr/revue-du-soin-2014-3-page-12.htm, p. 12-34.\n"
    "- Sur l’enquête : [guide](https://exemple.org/guide_(2020)?page=2&amp;lang=fr) (doi:10.1234/abc.2020.012).\n"
)
HOSTILE = ["a.fr/(", "a.fr/)", "*a.fr/", "https://a;", "www.a.fr ", "a.fr/_ ", "a@a.fr", "<https://a\n", "a.fr/&lt;"]


def ours(text: str) -> list[str]:
    """Return the URLs of a text as the project finds them."""
    return [found.url for found in find_urls(text)]


def finders() -> dict[str, Finder]:
    """Return our finder and those peers that are installed."""
    found: dict[str, Finder] = {"biblio": ours}
    with suppress(ImportError):
        linkify: Any = import_module("linkify_it").LinkifyIt()
        found["linkify-it-py"] = lambda text: [m.raw for m in linkify.match(text) or [] if m.schema != "mailto:"]
    with suppress(ImportError):
        found["urlextract"] = import_module("urlextract").URLExtract().find_urls
    return found


def right(finder: Finder, path: Path) -> str:
    """Return how many cases of a file a finder gets all right."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return f"{sum(Counter(finder(case['text'])) == Counter(case['urls']) for case in cases)}/{len(cases)}"


def speed(finder: Finder, unit: str, megabytes: float) -> float:
    """Return megabytes of UTF-8 per second of CPU time on repetitions of ``unit``."""
    text = unit * int(megabytes * 1e6 / len(unit.encode()))
    begin = time.process_time()
    for _ in finder(text):
        pass
    return len(text.encode()) / 1e6 / (time.process_time() - begin)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--megabytes", type=float, default=2.0)
    options = parser.parse_args()
    hard = options.shared / "bench" / "extract" / "hard_urls.jsonl"
    heads = ("hard cases", "own cases", "prose MB/s", "links MB/s", "slowest")
    print(f"{'finder':14}", *(f"{head:>11}" for head in heads))
    for name, finder in finders().items():
        # Peers are given less text: some of them need minutes for what is made to be slow.
        size = options.megabytes if name == "biblio" else min(options.megabytes, 0.2)
        hostile = min(size, 1.0 if name == "biblio" else 0.01)
        slowest = min(speed(finder, unit, hostile) for unit in HOSTILE)
        hard_right = right(finder, hard) if hard.is_file() else "-"
        rates = (speed(finder, PROSE, size), speed(finder, LINKS, size), slowest)
        print(f"{name:14} {hard_right:>11} {right(finder, OWN_CASES):>11}", *(f"{rate:11.3g}" for rate in rates))
    cases = options.shared / "cases" / "url_ids.jsonl"
    if cases.is_file():
        known = [json.loads(line) for line in cases.read_text(encoding="utf-8").split("\n") if line]
        correct = sum(ids_from_url(case["url"]) == case["ids_from_url"] for case in known)
        _resolve.cache_clear()
        begin = time.process_time()
        for case in known:
            canonical_url(case["url"])
        cold = (time.process_time() - begin) / len(known)
        print(f"\nidentifiers: {correct}/{len(known)} addresses right, {cold * 1e6:.0f} µs for a new address")


if __name__ == "__main__":
    main()
