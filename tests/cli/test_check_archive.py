"""Archived copies beside what is lost, and pages handed in, as a user sees them, on local archives."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_check import FAST, FINE, lines, notes, pages
from tests.links.local import Web, reply, web

LOOK = tuple(word for word in FAST if word != "--no-copies")


def archive_of(lost: str, day: str) -> dict[str, Any]:
    """The pages of an archive with one copy, found by who asks for the one nearest to a day."""
    copy = f"/web/20210401000000/{lost}"
    return {
        f"/web/{day}/{lost}": reply(302, b"", f"Location: {copy}"),
        copy.replace("20210401000000", "20210401000000id_"): FINE,
    }


def configure(archive: Web, *more: str) -> None:
    settings = [f'archives = ["{archive.base}/web/"]', "archive_pause = 0", *more]
    Path("biblio.toml").write_text("\n".join(["[check]", *settings, ""]), "utf-8")


def test_a_lost_link_of_a_file_gets_the_copy_nearest_to_the_date_in_the_file(biblio: Run) -> None:
    with web({"/lost": reply(404), "/ok": FINE}) as here, web(archive_of(f"{here.base}/lost", "20210312")) as archive:
        configure(archive)
        text = f"# Journée du 12 mars 2021\n\n- <{here.base}/lost>\n- <{here.base}/ok>\n"
        Path("notes.md").write_text(text, "utf-8")
        result = biblio("check", "--from", "notes.md", "--json", "--report", "r.md", "--copies", *LOOK)
        assert not [path for _, _, path in archive.asked if path.endswith("/ok")]
    found = lines(result.stdout)
    assert found["lost"]["archived"] == f"{archive.base}/web/20210401000000/{here.base}/lost"
    assert found["lost"]["archived_date"] == "2021-04-01"
    assert found["ok"]["archived"] is None
    assert "copie archivée du 2021-04-01" in Path("r.md").read_text("utf-8")


def test_a_lost_address_gets_the_copy_nearest_to_today_after_its_verdict(biblio: Run) -> None:
    today = time.strftime("%Y%m%d", time.gmtime())
    with web({"/lost": reply(404)}) as here, web(archive_of(f"{here.base}/lost", today)) as archive:
        configure(archive)
        result = biblio("check", f"{here.base}/lost", *LOOK)
    assert result.stdout.index("dead") < result.stdout.index("archived copy of 2021-04-01")


def test_no_archive_is_asked_where_it_was_forbidden_or_for_lists_that_did_not_ask_for_it(biblio: Run) -> None:
    with web({"/lost": reply(404)}) as here, web({}) as archive:
        configure(archive)
        biblio("check", f"{here.base}/lost", *FAST)
        biblio("check", "-", *LOOK, input=f"{here.base}/lost")
        assert archive.asked == []


def test_an_archive_that_is_silent_costs_no_verdict_and_is_named(biblio: Run) -> None:
    with web() as gone:
        pass
    configure(gone)
    with web({"/a": reply(404), "/b": reply(404)}) as here:
        result = biblio("check", f"{here.base}/a", f"{here.base}/b", "--json", *LOOK)
    assert [entry["verdict"] for entry in lines(result.stdout).values()] == ["dead", "dead"]
    assert f"{gone.base.partition('://')[2]}: no archived copies from there" in result.stderr


def test_no_more_copies_are_looked_for_than_the_budget_says(biblio: Run) -> None:
    with web({"/a": reply(404), "/b": reply(404)}) as here, web() as archive:
        configure(archive, "archive_budget = 1")
        result = biblio("check", f"{here.base}/a", f"{here.base}/b", "--json", *LOOK)
        assert len(archive.asked) == 1
    assert sorted(lines(result.stdout)) == ["a", "b"]


def saver(states: dict[str, list[dict[str, Any]]], user: dict[str, Any]) -> dict[str, Any]:
    """An archive that takes pages in: a job for each, whose states follow one another."""
    jobs = iter(states)

    def body(said: dict[str, Any]) -> bytes:
        return reply(200, json.dumps(said).encode(), kind="application/json")

    def turns(job: str) -> Any:
        told = iter(states[job])
        return lambda connection, method: connection.sendall(body(next(told)))

    return {
        "/save": lambda connection, method: connection.sendall(body({"url": "x", "job_id": next(jobs)})),
        "/save/status/user": body(user),
        **{f"/save/status/{job}": turns(job) for job in states},
    }


def test_sound_pages_are_kept_as_many_as_the_archive_takes(biblio: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIBLIO_ARCHIVE_KEY", "acces:secret")
    monkeypatch.setattr("biblio.links.saving.EVERY", 0.0)
    kept = {"status": "success", "timestamp": "20261122101500", "original_url": "https://revue.fr/1"}
    blocked = {"status": "error", "status_ext": "error:too-many-requests", "message": "The host is blocking it."}
    jobs = {"one": [{"status": "pending"}, kept], "two": [blocked], "three": [kept]}
    user = {"available": 2, "daily_captures": 0, "daily_captures_limit": 100, "processing": 0}
    with web({f"/{number}": FINE for number in range(5)}) as here, web(saver(jobs, user)) as archive:
        configure(archive, f'archive_save = "{archive.base}/save"')
        cited = "".join(f"- Site {number}, <{here.base}/{number}>\n" for number in range(5))
        Path("notes.md").write_text(f"RESSOURCES\n\n{cited}", "utf-8")
        biblio("add", "notes.md")
        result = biblio("check", "--archive", *FAST)
        assert len([path for _, method, path in archive.asked if method == "POST"]) == 2
    (copy,) = [entry for entry in json.loads(biblio("links", "--json").stdout) if entry["archived"]]
    assert copy["archived"] == "https://web.archive.org/web/20261122101500/https://revue.fr/1"
    assert copy["archived_date"] == "2026-11-22"
    assert "not saved: The host is blocking it." in result.stderr


def test_an_archive_whose_day_is_used_up_is_handed_nothing(biblio: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIBLIO_ARCHIVE_KEY", "acces:secret")
    user = {"available": 8, "daily_captures": 10199, "daily_captures_limit": 10000, "processing": 0}
    with web(pages()) as here, web(saver({}, user)) as archive:
        configure(archive, f'archive_save = "{archive.base}/save"')
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        result = biblio("check", "--archive", *FAST)
        assert [path for _, _, path in archive.asked] == ["/save/status/user"]
    assert "no page was saved: the captures of today are used up" in result.stderr


def test_without_keys_nothing_is_handed_in_and_the_reason_is_said(
    biblio: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BIBLIO_ARCHIVE_KEY", raising=False)
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        assert "BIBLIO_ARCHIVE_KEY" in biblio("check", "--archive", *FAST).stderr
