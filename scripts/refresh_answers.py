"""Ask the services today what was asked before, save their answers, and say what has changed.

    python scripts/refresh_answers.py [SOURCE ...] [--write] [--contact MAIL] [--folder DIR]

For each work of ``tests/sources/live/works.json`` the source is asked as `biblio enrich` would ask it. The *shape* of
each answer (keys of JSON, elements of XML, names of meta tags) and the records read from it are compared with those
saved in the same folder; with ``--write`` today's are saved. Needs the internet. Exit code 1 where anything changed.
"""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from biblio.enrich.loop import converse
from biblio.errors import FormatError
from biblio.http import Client
from biblio.model import Work
from biblio.sources import SOURCES, Request, Response, xml

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "sources" / "live"
_META = re.compile(rb"""<meta\s[^>]{0,300}?(?:name|property)=["']([^"']{1,60})["']""", re.I)


def shape(response: Response) -> list[str]:
    """Return the names that structure an answer, each once, sorted; values do not count."""
    if response.problem or not response.body:
        return [f"status {response.status} {response.problem}".strip()]
    start = response.body.lstrip()[:1]
    try:
        if start in b"{[":
            names = set(_json_paths(response.json(), ""))
        elif b"<html" in response.body[:2000].lower():
            names = {name.decode("utf-8", "replace").lower() for name in _META.findall(response.body)}
        else:
            names = {xml.local(element) for element in xml.parse(response).iter()}
    except FormatError as error:
        names = {str(error)}
    return [f"status {response.status}", *sorted(names)]


def _json_paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _json_paths(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_paths(inner, f"{path}[]")
    else:
        yield f"{path}: {type(value).__name__}"


async def ask(client: Client, about: dict[str, Any]) -> dict[str, Any]:
    """Ask one source about one work; return its answers' shapes and the records read from them."""
    source = next(source for source in SOURCES if source.name == about["source"])
    lookup = source.lookups[about.get("lookup", 0)]
    work = Work(
        key="w", kind="work", csl=about.get("csl", {}), ids=about.get("ids", {}), urls=tuple(about.get("urls", []))
    )
    answers: list[dict[str, Any]] = []

    async def fetch(request: Request) -> Response:
        response = await client.fetch(request)
        answers.append({"url": request.url, "shape": shape(response)})
        return response

    found, _, trouble = await converse(lookup, [work], fetch)
    records = [{"csl": record.csl, "ids": dict(record.ids)} for record in found.get(lookup.question(work), ())]
    return {"trouble": trouble, "answers": answers, "records": records}


def changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Yield what differs between two results, one line each."""
    if before["trouble"] != after["trouble"]:
        yield f"trouble: {before['trouble'] or 'none'} → {after['trouble'] or 'none'}"
    for old, new in zip(before["answers"], after["answers"], strict=False):
        host = urlsplit(new["url"]).netloc
        if old["url"] != new["url"]:
            yield f"asks {new['url']} instead of {old['url']}"
        yield from (f"{host}: − {name}" for name in old["shape"] if name not in new["shape"])
        yield from (f"{host}: + {name}" for name in new["shape"] if name not in old["shape"])
    if len(before["answers"]) != len(after["answers"]):
        yield f"{len(after['answers'])} requests instead of {len(before['answers'])}"
    if before["records"] != after["records"]:
        yield f"records: {_short(before['records'])} → {_short(after['records'])}"


def _short(records: Any) -> str:
    return json.dumps(records, ensure_ascii=False, sort_keys=True)[:2000]


async def refresh(folder: Path, names: Sequence[str], contact: str, write: bool) -> int:
    """Ask, compare, save; return how many works have changed."""
    paces = {urlsplit(base).netloc: source.pace for source in SOURCES for base in source.bases}
    changed = 0
    async with Client(contact=contact, paces=paces) as client:
        for about in json.loads((folder / "works.json").read_text(encoding="utf-8")):
            if names and about["source"] not in names:
                continue
            today = await ask(client, about)
            saved = folder / f"{about['name']}.answer.json"
            lines = ["nothing saved yet"]
            if saved.exists():
                lines = list(changes(json.loads(saved.read_text(encoding="utf-8")), today))
            print(f"{about['source']}/{about['name']}: {'unchanged' if not lines else ''}".rstrip())
            for line in lines:
                print(f"  {line}")
            changed += bool(lines)
            if write:
                text = json.dumps(today, ensure_ascii=False, indent=1, sort_keys=True)
                saved.write_text(text + "\n", encoding="utf-8")
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", metavar="SOURCE")
    parser.add_argument("--write", action="store_true", help="save today's answers")
    parser.add_argument("--contact", default="", help="mail address for the User-Agent")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    return 1 if asyncio.run(refresh(options.folder, options.sources, options.contact, options.write)) else 0


if __name__ == "__main__":
    sys.exit(main())
