"""Reports as Markdown, JSON, CSV and JUnit XML, and the digest of what changed. Pure."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from biblio.links.report.rows import Hurt, Report, Row
from biblio.links.report.words import EVENTS

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def digest(report: Report) -> str:
    """Return what changed since the last digest as Markdown, or an empty string when nothing did."""
    if not any(row.event in EVENTS for row in report.rows):
        return ""
    return f"# {report.word('title', report.made[:10])}\n\n{_changes(report)}"


def markdown(report: Report) -> str:
    """Return the report as Markdown: changes, counts, every link that needs a person."""
    word = report.word
    parts = [f"# {word('title', report.made[:10])}\n"]
    if changes := _changes(report):
        parts.append(changes)
    states = _table((word(state), number) for state, number in report.states.items())
    parts.append(f"## {word('states')}\n\n| {word('state')} | {word('links')} |\n| --- | ---: |\n{states}")
    if report.hosts:
        lines = _table(
            (host, ", ".join(f"{number} {word(state)}" for state, number in states.items()))
            for host, states in report.hosts
        )
        parts.append(f"## {word('hosts')}\n\n| {word('host')} | {word('links')} |\n| --- | --- |\n{lines}")
    if rows := report.troubled:
        parts.append(f"## {word('look')}\n\n" + "".join(_item(report, row) for row in rows))
    return "\n".join(parts)


def _table(rows: Iterable[tuple[str, object]]) -> str:
    return "".join(f"| {_plain(name)} | {value} |\n" for name, value in rows)


def _changes(report: Report) -> str:
    parts = []
    for event in EVENTS:
        if rows := report.changed(event):
            items = "".join(_item(report, row) for row in rows)
            parts.append(f"## {report.word(f'event.{event}')} ({len(rows)})\n\n{items}")
    return "\n".join(parts)


def _item(report: Report, row: Row) -> str:
    colon = report.word("colon")
    lines = [f"- <{_address(row.url)}> **{report.word(row.state)}**{colon} {_plain(report.said(row))}"]
    if row.final and row.state == "moved":
        lines.append(f"  - {report.word('new-address')}{colon} <{_address(row.final)}>")
    if row.archived:
        lines.append(f"  - {archived(report, row)}{colon} <{_address(row.archived)}>")
    lines += [f"  - {_plain(place(report, hurt))}" for hurt in row.hurts]
    return "\n".join(lines) + "\n"


def archived(report: Report, row: Row) -> str:
    """Return the words before an archived copy, with its date where it is known."""
    return report.word("archived-of", row.archived_date[:10]) if row.archived_date else report.word("archived")


def place(report: Report, hurt: Hurt) -> str:
    """Return where a link hurts in one line: ``key, title; report:line, session; on the list …``."""
    where = f"{hurt.report}:{hurt.line}" if hurt.line else hurt.report
    parts = [", ".join(filter(None, (hurt.key, hurt.title))), ", ".join(filter(None, (where, hurt.session)))]
    if hurt.lists:
        parts.append(report.word("essential" if hurt.essential else "on", " · ".join(hurt.lists)))
    return "; ".join(filter(None, parts))


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _address(url: str) -> str:
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~|éèêëàâäîïôöùûüç")


def json_(report: Report) -> str:
    """Return the report as one JSON object."""
    whole = {
        "made": report.made,
        "states": report.states,
        "hosts": dict(report.hosts),
        "links": [asdict(row) for row in report.rows],
        "history": [{"date": date, "states": dict(states)} for date, states in report.history],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def csv_(report: Report) -> str:
    """Return one line a link; cells that a spreadsheet would take for a formula are quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [
        "url",
        "state",
        "verdict",
        "reason",
        "sentence",
        "status",
        "final",
        "archived",
        "since",
        "checked",
        "event",
    ]
    writer.writerow([*names, "works", "places"])
    for row in report.rows:
        works = " ".join(dict.fromkeys(hurt.key for hurt in row.hurts))
        places = "; ".join(f"{hurt.report}:{hurt.line}" for hurt in row.hurts if hurt.report)
        writer.writerow([_cell(getattr(row, name)) for name in names] + [_cell(works), _cell(places)])
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def junit(report: Report) -> str:
    """Return JUnit XML: dead and changed links as failures, suspects and what cannot be told as skipped."""
    bad = {"dead", "changed"}
    failures = sum(row.state in bad and not row.acknowledged for row in report.rows)
    skipped = sum(row.state in ("suspect", "unsure", "blocked") for row in report.rows)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="links" tests="{len(report.rows)}" failures="{failures}" skipped="{skipped}" '
        f"timestamp={_attribute(report.made.rstrip('Z'))}>",
    ]
    for row in report.rows:
        file = next((hurt.report for hurt in row.hurts if hurt.report), "")
        lines.append(f"<testcase classname={_attribute(file or 'links')} name={_attribute(row.url)}>")
        if row.state in bad and not row.acknowledged:
            where = _text("\n".join(place(report, hurt) for hurt in row.hurts))
            kind, message = _attribute(row.reason), _attribute(report.said(row))
            lines.append(f"<failure type={kind} message={message}>{where}</failure>")
        elif row.state in ("suspect", "unsure", "blocked"):
            lines.append(f"<skipped message={_attribute(report.said(row))}/>")
        lines.append("</testcase>")
    return "\n".join([*lines, "</testsuite>", ""])


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
