"""``biblio edit``: a person's word on the fields of a work."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from biblio.cli.app import App, pass_app
from biblio.errors import UsageError
from biblio.model import Name

if TYPE_CHECKING:
    from biblio.model import Work

PEOPLE = frozenset({"author", "editor", "translator", "director", "container-author", "contributor"})
DATES = frozenset({"issued", "accessed", "original-date", "event-date"})
NOT_EDITED = frozenset({"id", "custom"})


@click.command()
@click.argument("key")
@click.option("--set", "assignments", multiple=True, metavar="FIELD=VALUE", help="Set a CSL field; repeatable.")
@click.option("--unset", multiple=True, metavar="FIELD", help="Take a field out, whatever the sources say.")
@click.option("--json", "from_json", is_flag=True, help="Read a JSON object of CSL fields from stdin.")
@pass_app
def command(app: App, key: str, assignments: tuple[str, ...], unset: tuple[str, ...], from_json: bool) -> None:
    """Correct the work KEY; what you say wins over every source, for ever (`biblio undo` takes it back).

    People are written "Nom, Prénom; Nom, Prénom" (without comma: an organisation), dates 2020, 2020-05 or 2020-05-20.
    Besides CSL fields: kind, note, private_note, ids.doi, ids.hal … Without options the work opens in your editor.
    """
    work = app.library.work(key)
    changes: dict[str, Any] = dict.fromkeys(unset)
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name:
            raise UsageError(f"--set {assignment}: not FIELD=VALUE", "for example --set title='Le titre'")
        changes[name.strip()] = parse_value(name.strip(), value.strip())
    if from_json:
        changes |= _json_object(sys.stdin.read())
    if not (assignments or unset or from_json):
        changes = _in_editor(work)
    for name, value in changes.items():
        app.library.decide(work.key, name, value)
        app.say(f"{work.key}: {name} {'taken out' if value is None else 'set'}")


def parse_value(field: str, text: str) -> Any:
    """Return the CSL value that a person's ``text`` means for ``field``; raises `UsageError`."""
    if field in NOT_EDITED:
        raise UsageError(f"{field} cannot be set", "keys are frozen; other fields can be set")
    if field == "kind" and text not in ("work", "resource", "pointer"):
        raise UsageError(f"kind={text}: no such kind", "work, resource or pointer")
    if field in PEOPLE:
        return names(text)
    if field in DATES:
        parts = text.split("-")
        if all(part.isdigit() for part in parts) and len(parts) <= 3:
            return {"date-parts": [[int(part) for part in parts]]}
        return {"literal": text}
    return text


def names(text: str) -> list[Name]:
    """Return names written as ``Nom, Prénom; Nom, Prénom``; without comma, an organisation."""
    people = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        family, comma, given = part.partition(",")
        people.append(Name(family=family.strip(), given=given.strip()) if comma else Name(literal=part))
    return people


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UsageError(f"not JSON: {error}", 'for example {"title": "Le titre"}') from error
    if not isinstance(value, dict):
        raise UsageError("not a JSON object", 'for example {"title": "Le titre"}')
    return {name: field for name, field in value.items() if name not in NOT_EDITED}


def _in_editor(work: Work) -> dict[str, Any]:
    before = {name: value for name, value in work.csl.items() if name not in NOT_EDITED}
    text = click.edit(json.dumps(before, ensure_ascii=False, indent=2), extension=".json")
    if text is None:
        return {}
    after = _json_object(text)
    removed = {name: None for name in before if name not in after}
    return {name: value for name, value in after.items() if before.get(name) != value} | removed
