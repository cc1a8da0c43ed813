"""Rows of the database to values of `biblio.model` and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast

from biblio.model import Citation, Ids, Item, Mention, Origin, Record, Related, Session

Row = Mapping[str, Any]


def now() -> str:
    """Return the present moment, ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def dump(value: object) -> str:
    """Return ``value`` as compact JSON that is the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def mention_row(mention: Mention, line: int) -> dict[str, Any]:
    """Return the columns of a mention that depend on nothing but the report."""
    return {
        "start": mention.start,
        "end": mention.end,
        "line": line,
        "quote": mention.quote,
        "kind": mention.kind,
        "session": dump(asdict(mention.session)) if mention.session else None,
        "section": mention.section,
        "urls": dump(mention.urls),
        "ids": dump(mention.ids),
        "derived_ids": dump(mention.derived_ids),
        "csl": dump(mention.csl),
        "confidence": float(mention.confidence),
        "note": mention.note,
    }


def mention(row: Row) -> Mention:
    """Return the mention of a row that holds its report's name as ``report``."""
    return Mention(
        report=row["report"],
        session=session(row["session"]),
        section=row["section"],
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        kind=row["kind"],
        urls=tuple(json.loads(row["urls"])),
        ids=cast(Ids, json.loads(row["ids"])),
        derived_ids=cast(Ids, json.loads(row["derived_ids"])),
        csl=cast(Item, json.loads(row["csl"])),
        confidence=row["confidence"],
        note=row["note"],
    )


def session(text: str | None) -> Session | None:
    """Return the session of a JSON column."""
    return Session(**json.loads(text)) if text else None


def citation(row: Row) -> Citation:
    """Return the place of a mention's row."""
    return Citation(
        report=row["report"],
        session=session(row["session"]),
        section=row["section"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        line=row["line"],
        urls=tuple(json.loads(row["urls"])),
        note=row["note"],
    )


def record(row: Row) -> Record:
    """Return the record of a row; raw answers stay in the database."""
    return Record(
        source=row["source"],
        url=row["url"],
        time=row["time"],
        csl=cast(Item, json.loads(row["csl"])),
        ids=cast(Ids, json.loads(row["ids"])),
        urls=tuple(json.loads(row.get("urls", "[]"))),
        relation=row["relation"],
        kind=row.get("kind", ""),
        note=row["note"],
        private_note=row.get("private_note", ""),
    )


def imported(row: Row) -> list[Record]:
    """Return the records of an imported item: the item itself, and one for each that stands beside it."""
    beside = [
        Record(source="import", url=r.url, time=row["time"], csl=r.csl, relation=r.relation)
        for r in related(row["related"])
    ]
    return [record({**row, "source": "import", "url": row["file"], "relation": "same"}), *beside]


def origins(text: str) -> dict[str, Origin]:
    """Return the origins of a JSON column."""
    return {name: Origin(**value) for name, value in json.loads(text).items()}


def related(text: str) -> tuple[Related, ...]:
    """Return the related items of a JSON column."""
    return tuple(Related(**value) for value in json.loads(text))
