"""``biblio enrich`` as a user runs it, on a library, behind the replay web."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from biblio.cli import cli
from biblio.exports.citekeys import citekey
from biblio.model import Document, Mention
from biblio.store import Library
from tests.replay import invented
from tests.replay.conftest import Start
from tests.replay.proxy import Answer, Proxy
from tests.replay.world import World

WORKS = 60
REVIEW = {
    "url": "https://journals.openedition.org/lectures/5555",
    "platform": "openedition-journals",
    "ids": {"openedition": "lectures/5555", "doi": "10.4000/lectures.5555"},
    "type": "review-book",
    "title": "Anne Toussaint, Les rivages de l'action",
    "authors": [{"family": "Lecteur", "given": "Paul"}],
    "container": "Lectures",
    "year": "2012",
    "volume": None,
    "issue": None,
    "pages": None,
}
BOOK = {
    "url": "https://example.org/livre",
    "platform": "sudoc",
    "ids": {"isbn": "9782130565727"},
    "type": "book",
    "title": "Les rivages de l'action",
    "subtitle": "une enquête",
    "authors": [{"family": "Toussaint", "given": "Anne"}],
    "publisher": "Un éditeur",
    "container": None,
    "year": "2011",
    "volume": None,
    "issue": None,
    "pages": None,
}


def fill(path: Path, count: int = WORKS, extra: tuple[Mention, ...] = ()) -> None:
    """Write a library that cites ``count`` invented articles."""
    mentions = []
    for number in range(count):
        work = invented.work(number)
        quote = f"{work.csl['title']} {work.urls[0]}"
        mentions.append(
            Mention(
                report="cr.md",
                session=None,
                section="",
                start=number,
                end=number + 1,
                quote=quote,
                kind="work",
                urls=work.urls,
                ids=work.ids,
                csl=work.csl,
            )
        )
    library = Library(path, citekey)
    document = Document(name="cr.md", text="texte", format="markdown")
    library.add_report(document, [*mentions, *extra], "/cr.md", lambda mention: ())
    library.name_new()
    library.db.conn.close()


@pytest.fixture
def proxy(start: Start) -> Proxy:
    return start(World([*(invented.truth(number) for number in range(WORKS)), REVIEW, BOOK]))


def enrich(db: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(db), "enrich", *options], catch_exceptions=False)


def test_works_are_found_in_batches_and_a_second_run_sends_nothing(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db)
    first = enrich(db)
    assert first.exit_code == 0, first.output
    assert f"HAL: {WORKS} found" in first.stderr
    assert f"Crossref: {WORKS} found" in first.stderr
    assert len(proxy.log) <= 6
    before = len(proxy.log)
    second = enrich(db)
    assert "0 requests sent" in second.stderr
    assert len(proxy.log) == before


def test_offline_sends_nothing_and_asks_later(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db, 3)
    assert enrich(db, "--offline").exit_code == 0
    assert not proxy.log
    assert "HAL: 3 found" in enrich(db).stderr


def test_a_dry_run_shows_a_difference_and_writes_nothing(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db, 2)
    shown = enrich(db, "--dry-run")
    assert "container-title: Revue des guichets  [hal]" in shown.stdout
    tables = ("records", "verdicts", "lookups", "answers")
    with sqlite3.connect(db) as connection:
        counts = [connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]
    assert counts == [0, 0, 0, 0]


def test_a_link_to_a_review_leaves_the_book_and_finds_it_in_a_catalogue(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    csl = {"title": "Les rivages de l'action", "author": [{"family": "Toussaint", "given": "A."}]}
    book = Mention(
        report="cr.md", session=None, section="", start=900, end=901, quote="A. Toussaint, Les rivages de l'action",
        kind="work", urls=(REVIEW["url"],), ids={"openedition": "lectures/5555"}, csl=csl,  # type: ignore[arg-type]
    )  # fmt: skip
    fill(db, 0, (book,))
    enrich(db)
    library = Library(db, citekey)
    (work,) = library.works()
    assert work.csl["title"] == "Les rivages de l'action : une enquête"
    assert work.csl["publisher"] == "Un éditeur"
    assert work.origins["publisher"].source == "sudoc"
    assert "review-of" in {related.relation for related in work.related}
    assert "10.4000/lectures.5555" not in work.ids.values()
    assert "0 requests sent" in enrich(db).stderr


def test_verdicts_are_listed_as_json(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db, 2)
    lines = [json.loads(line) for line in enrich(db, "--json").stdout.splitlines()]
    assert {(line["source"], line["verdict"]) for line in lines} >= {("hal", "found"), ("crossref", "found")}


def test_a_service_that_is_down_is_not_checked_and_the_others_go_on(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db, 2)
    proxy.web.failures["api.archives-ouvertes.fr"] = lambda _: Answer(status=400, body=b"<html>")  # type: ignore[attr-defined]
    proxy.web.failures["api.crossref.org"] = lambda _: Answer(body=b'{"message": 3}', pause=0.01)  # type: ignore[attr-defined]
    assert "Traceback" not in enrich(db).output
    proxy.web.failures.clear()  # type: ignore[attr-defined]
    assert "HAL: 2 found" in enrich(db, "--refresh").stderr


def test_an_unknown_source_is_a_usage_error(tmp_path: Path) -> None:
    assert enrich(tmp_path / "b.db", "--source", "gale").exit_code == 2


def test_killed_at_any_point_nothing_is_lost_and_nothing_asked_twice(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db)
    config = tmp_path / "biblio.toml"
    config.write_text('[http]\ncontact = "team@example.org"\n', encoding="utf-8")
    proxy.web.failures["api.archives-ouvertes.fr"] = lambda _: None  # type: ignore[attr-defined]
    command = [sys.executable, "-m", "biblio", "--db", str(db), "--config", str(config), "enrich"]
    chance = random.Random(20)
    for _ in range(20):
        process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with sqlite3.connect(db) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    done = enrich(db)
    assert done.exit_code == 0, done.output
    asked = Counter(one.url for one in proxy.log)
    # Each kill may catch one answer on its way; what has arrived is never asked again.
    assert sum(asked.values()) - len(asked) <= 20
    library = Library(db, citekey)
    assert all(work.origins["container-title"].source == "hal" for work in library.works())


def test_an_interrupted_run_keeps_what_has_arrived(proxy: Proxy, tmp_path: Path) -> None:
    db = tmp_path / "b.db"
    fill(db, 3)
    proxy.web.failures["api.crossref.org"] = lambda _: Answer(pause=20)  # type: ignore[attr-defined]
    command = [sys.executable, "-m", "biblio", "--db", str(db), "enrich"]
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        if any(one.host == "api.crossref.org" for one in proxy.log):
            break
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 3
    assert "interrupted" in told
    assert "Traceback" not in told
    assert Library(db, citekey).works()[0].origins["container-title"].source == "hal"
