"""Score extraction against annotated reports: mentions, addresses, fields, per report.

    python scripts/bench/extract_quality.py [--gold FILE --reports DIR] [--errors]

The default is the reports of tests/extract/held_back, written and annotated before the rules were tuned and never
tuned to. A gold line holds ``report, start, end, kind, type, authors, editors, title, container, year, volume, issue,
pages, urls, ids, theme, section``; a list is several accepted values, an absent field must stay empty.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from biblio.extract.mentions import extract
from biblio.model import Mention
from biblio.readers import read
from biblio.text import fold

HELD_BACK = Path(__file__).resolve().parents[2] / "tests" / "extract" / "held_back"
FIELDS = ("type", "title", "authors", "editors", "container", "year", "volume", "issue", "pages")
_ADDRESS = re.compile(r"https?://")


def found(mention: Mention) -> dict[str, Any]:
    """Return a mention's fields in the gold's terms, folded."""
    csl = mention.csl
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    values: dict[str, Any] = {
        "type": csl.get("type", ""),
        "title": csl.get("title", ""),
        "container": csl.get("container-title", ""),
        "year": str(parts[0][0]) if parts[0] else "",
        "volume": csl.get("volume", ""),
        "issue": csl.get("issue", ""),
        "pages": csl.get("page", ""),
    }
    folded: dict[str, Any] = {name: fold(value) for name, value in values.items()}
    folded["authors"] = _people(csl.get("author", []))
    folded["editors"] = _people(csl.get("editor", []))
    return folded


def _people(names: Any) -> frozenset[str]:
    return frozenset(fold(name.get("family") or name.get("literal") or "") for name in names)


def accepted(gold: dict[str, Any], name: str) -> list[Any]:
    """Return the values of a field that count as right."""
    value = gold.get(name)
    if name in {"authors", "editors"}:
        several = value if value and isinstance(value[0], list) else [value or []]
        return [_people(names) for names in several]
    return [fold(str(v or "")) for v in (value if isinstance(value, list) else [value])]


def align(golds: list[dict[str, Any]], mentions: list[Mention]) -> list[tuple[int, int]]:
    """Pair gold and mentions: by a shared address, else by overlap of at least half the shorter one."""
    candidates = []
    for i, gold in enumerate(golds):
        for j, mention in enumerate(mentions):
            shared = len(set(gold.get("urls", [])) & set(mention.urls))
            low, high = max(gold["start"], mention.start), min(gold["end"], mention.end)
            size = min(gold["end"] - gold["start"], mention.end - mention.start)
            span = (high - low) / size if high > low and size else 0.0
            if shared or (span >= 0.5 and not (gold.get("urls") and mention.urls)):
                candidates.append((-shared, -span, i, j))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return sorted(pairs.items())


def score(gold_file: Path, reports: Path, *, errors: bool = False) -> dict[str, dict[str, float]]:
    """Return and print the figures of each report and of all together."""
    by_report: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in gold_file.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        by_report[gold["report"]].append(gold)
    total: Counter[str] = Counter()
    figures: dict[str, dict[str, float]] = {}
    for name, golds in sorted(by_report.items()):
        counts = _count(golds, extract(read(reports / name)), errors)
        figures[name] = _ratios(counts)
        total += counts
    figures["all"] = _ratios(total)
    for name, row in figures.items():
        print(f"{name:32}", " ".join(f"{key}={value:.3f}" for key, value in row.items()))
    return figures


def _count(golds: list[dict[str, Any]], mentions: list[Mention], errors: bool) -> Counter[str]:
    pairs = align(golds, mentions)
    counts: Counter[str] = Counter(gold=len(golds), predicted=len(mentions), paired=len(pairs))
    wanted = Counter(url for gold in golds for url in gold.get("urls", []))
    got = Counter(url for mention in mentions for url in mention.urls)
    counts.update(urls_gold=wanted.total(), urls_predicted=got.total(), urls_right=(wanted & got).total())
    for i, j in pairs:
        gold, mention = golds[i], mentions[j]
        values = found(mention)
        for name in FIELDS:
            if name == "type" and gold["kind"] == "pointer":
                continue
            right = values[name] in accepted(gold, name)
            if any(accepted(gold, name)) or values[name]:
                counts.update(fields=1, fields_right=int(right))
            if errors and not right:
                print("WRONG", name, "|", gold["quote"][:70], "|", accepted(gold, name), "|", values[name])
        kinds = gold["kind"] if isinstance(gold["kind"], list) else [gold["kind"]]
        theme = mention.session.title if mention.session else ""
        counts.update(
            kind=int(mention.kind in kinds),
            theme=int(fold(theme) == fold(gold.get("theme") or "")),
            ids=int(
                all(str(mention.ids.get(k, "")).casefold() == v.casefold() for k, v in gold.get("ids", {}).items())
            ),
        )
        if errors and mention.kind not in kinds:
            print("WRONG kind |", gold["quote"][:70], "|", kinds, "|", mention.kind)
    if errors:
        for i in set(range(len(golds))) - {i for i, _ in pairs}:
            print("MISSED", golds[i]["quote"][:100])
        for j in set(range(len(mentions))) - {j for _, j in pairs}:
            print("EXTRA", repr(mentions[j].quote[:100]))
    return counts


def _ratios(counts: Counter[str]) -> dict[str, float]:
    paired = counts["paired"] or 1
    both = counts["gold"] + counts["predicted"]
    return {
        "f1": 2 * counts["paired"] / both if both else 1.0,
        "url_recall": counts["urls_right"] / (counts["urls_gold"] or 1),
        "url_precision": counts["urls_right"] / (counts["urls_predicted"] or 1),
        "fields": counts["fields_right"] / (counts["fields"] or 1),
        "kind": counts["kind"] / paired,
        "theme": counts["theme"] / paired,
        "ids": counts["ids"] / paired,
    }


def main() -> None:
    """Print the figures of the held-back reports, or of another gold file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=HELD_BACK / "gold.jsonl")
    parser.add_argument("--reports", type=Path, default=HELD_BACK)
    parser.add_argument("--errors", action="store_true", help="list misses, extras and wrong fields")
    options = parser.parse_args()
    score(options.gold, options.reports, errors=options.errors)


if __name__ == "__main__":
    main()
