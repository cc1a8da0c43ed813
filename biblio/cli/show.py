"""``biblio show``: one work, with the origin of every field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from biblio.cli.app import App, pass_app

if TYPE_CHECKING:
    from biblio.merge import Candidate
    from biblio.model import Origin, Work


@click.command()
@click.argument("key")
@click.option("--provenance", is_flag=True, help="All values that were offered for each field, and by whom.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with everything known.")
@pass_app
def command(app: App, key: str, provenance: bool, as_json: bool) -> None:
    """Show the work KEY: its fields, identifiers, themes, related items."""
    from biblio.cli.listing import work_object

    work = app.library.work(key)
    voices = app.library.candidates(key) if provenance else []
    if as_json:
        offered = {"offered": _offered_object(voices)} if provenance else {}
        click.echo(json.dumps(work_object(work) | offered, ensure_ascii=False, indent=2))
        return
    _echo_fields(work, voices, provenance)
    _echo_rest(work)


def _echo_fields(work: Work, voices: list[Candidate], provenance: bool) -> None:
    also = f"  (also {', '.join(work.aliases)})" if work.aliases else ""
    click.echo(click.style(work.key, bold=True) + f"  [{work.kind}]{also}")
    for name, value in work.csl.items():
        if name in ("id", "custom"):
            continue
        origin = work.origins.get(name)
        click.echo(f"  {name:18} {readable(value)}" + (f"  ← {describe(origin)}" if origin else ""))
        if not provenance:
            continue
        for voice in voices:
            other = voice.csl.get(name)
            if other and (voice.origin != origin or other != value):
                click.echo(
                    f"  {'':18} {'=' if other == value else '≠'} {readable(other)}  ← {describe(voice.origin)}"
                )


def _echo_rest(work: Work) -> None:
    for scheme, identifier in work.ids.items():
        click.echo(f"  {scheme:18} {identifier}")
    for url in work.urls:
        click.echo(f"  {'cited as':18} {url}")
    if work.themes:
        click.echo(f"  {'themes':18} {' · '.join(work.themes)}")
    if work.access or work.open_url:
        click.echo(f"  {'access':18} {' '.join(filter(None, (work.access, work.open_url)))}")
    for related in work.related:
        click.echo(f"  {related.relation:18} {related.csl.get('title', '')} {related.url}  ← {related.source}")
    for other in work.related_works:
        click.echo(f"  {other.relation:18} {other.key}  {other.title}")
    for name, note in (("note", work.note), ("private note", work.private_note)):
        if note:
            click.echo(f"  {name:18} {note}")


def _offered_object(voices: list[Candidate]) -> list[dict[str, Any]]:
    return [
        {
            "source": v.origin.source,
            "detail": v.origin.detail,
            "time": v.origin.time,
            "csl": v.csl,
            "ids": dict(v.ids),
        }
        for v in voices
    ]


def describe(origin: Origin) -> str:
    """Return an origin in a few words: who said it, where, when."""
    return " ".join(filter(None, (origin.source, origin.detail, origin.time[:10])))


def readable(value: Any) -> str:
    """Return a CSL value as a person would write it."""
    if isinstance(value, dict):
        parts = ["-".join(f"{n:02}" for n in part) for part in value.get("date-parts", [])]
        return "/".join(parts) or str(value.get("literal") or value.get("raw") or "")
    if isinstance(value, list):
        return "; ".join(
            n.get("literal")
            or " ".join(filter(None, (n.get("given"), n.get("non-dropping-particle"), n.get("family"))))
            for n in value
        )
    return " ".join(str(value).split())
