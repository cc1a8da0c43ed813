"""`biblio check` and `biblio links` as a user runs them, on a local web."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.links.local import reply, web

FINE = reply(200, b"<title>Un monde vuln\xc3\xa9rable</title><h1>Un monde vuln\xc3\xa9rable</h1><p>Joan Tronto")
FAST = ("--allow-private", "--pause", "0", "--timeout", "2", "--retries", "0", "--no-copies")


def pages() -> dict[str, Any]:
    return {"/ok": FINE, "/gone": reply(410), "/moved": reply(301, b"", "Location: /ok"), "/lost": reply(404)}


def notes(base: str) -> str:
    return f"""# Journée du 12 mars 2021

SESSION 1 – La gestion de crise

RESSOURCES

- Joan Tronto, *Un monde vulnérable*, La Découverte, 2009 <{base}/ok>
- Rapport perdu, <{base}/lost>
- Rapport supprimé, <{base}/gone>
- Le site du laboratoire, <{base}/moved>
"""


def lines(text: str) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    return {entry["url"].rpartition("/")[2]: entry for entry in found}


def test_the_links_of_any_file_are_checked_without_a_database(biblio: Run, tmp_path: Path) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        result = biblio("check", "--from", "notes.md", "--format", "jsonl", *FAST)
    found = lines(result.stdout)
    assert {name: entry["verdict"] for name, entry in found.items()} == {
        "ok": "alive", "lost": "dead", "gone": "dead", "moved": "alive",
    }  # fmt: skip
    assert found["moved"]["final"] == f"{here.base}/ok"
    assert found["moved"]["permanent"] is True
    assert found["moved"]["hops"] == [{"url": f"{here.base}/moved", "status": 301}]
    assert set(found["ok"]) >= {
        "url", "state", "verdict", "final", "permanent", "fragment_missing", "status", "reason", "hops", "ms",
        "archived",
    }  # fmt: skip
    assert result.exit_code == 1
    assert not Path("biblio.db").exists()


def test_addresses_come_from_the_command_line_and_from_standard_input(biblio: Run) -> None:
    with web(pages()) as here:
        assert biblio("check", f"{here.base}/ok", *FAST).exit_code == 0
        result = biblio("check", "-", "--json", *FAST, input=f"Voir {here.base}/ok et {here.base}/moved.")
    assert sorted(lines(result.stdout)) == ["moved", "ok"]


def test_a_private_address_is_not_asked_unless_allowed(biblio: Run) -> None:
    with web(pages()) as here:
        result = biblio("check", f"{here.base}/ok", "--json")
        assert not here.asked
    assert lines(result.stdout)["ok"]["reason"] == "private"
    assert result.exit_code == 4


def test_a_night_tells_what_changed_once_and_then_is_silent(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        assert biblio("add", "notes.md").exit_code == 0
        first = biblio("check", "--due", "--digest", "digest.md", *FAST)
        assert first.exit_code == 1
        told = Path("digest.md").read_text("utf-8")
        assert f"{here.base}/gone" in told and f"{here.base}/moved" in told
        assert f"{here.base}/lost" not in told
        assert "notes.md:9" in told
        second = biblio("check", "--due", "--all", "--digest", "digest.md", *FAST)
        assert (second.exit_code, second.stdout) == (0, "")
        assert Path("digest.md").read_text("utf-8") == ""


def test_a_first_look_that_finds_only_doubts_says_so_by_its_exit_code(biblio: Run) -> None:
    with web({"/ok": FINE, "/lost": reply(404)}) as here:
        Path("notes.md").write_text(f"RESSOURCES\n\n- Un site, <{here.base}/lost>\n", "utf-8")
        biblio("add", "notes.md")
        assert biblio("check", "--due", "--digest", "digest.md", *FAST).exit_code == 4
        assert not Path("digest.md").exists()


def test_every_form_of_report_is_written(biblio: Run) -> None:
    names = ["r.html", "r.md", "r.json", "r.csv", "r.junit.xml"]
    with web(pages()) as here:
        options = [word for name in names for word in ("--report", name)]
        biblio("check", f"{here.base}/gone", *options, *FAST)
    assert all(f"{here.base}/gone" in Path(name).read_text("utf-8") for name in names)


def test_a_report_of_an_unknown_form_is_a_usage_error(biblio: Run) -> None:
    assert biblio("check", "--report", "r.pdf", "https://a.fr/").exit_code == 2


def test_options_that_need_the_library_are_refused_without_it(biblio: Run) -> None:
    assert biblio("check", "--digest", "d.md", "https://a.fr/").exit_code == 2


def test_known_trouble_muted_hosts_and_history(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        biblio("check", *FAST)
        assert biblio("links", "ack", f"{here.base}/gone").exit_code == 0
        (entry,) = json.loads(biblio("links", "--state", "dead", "--json").stdout)
        assert entry["acknowledged"] is True
        (check,) = json.loads(biblio("links", "--history", f"{here.base}/moved", "--json").stdout)
        assert check["status"] == 200
        assert check["hops"] == [{"url": f"{here.base}/moved", "status": 301}]
        host = here.base.partition("://")[2]
        biblio("links", "mute", host)
        here.asked.clear()
        biblio("check", "--due", *FAST)
        assert not here.asked
    assert biblio("links", "ack").exit_code == 2
    assert biblio("links", "purge", "hier").exit_code == 2


def test_what_hurts_an_essential_item_of_a_reading_list_is_told_as_such(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        works = json.loads(biblio("list", "--json").stdout)
        (key,) = [work["key"] for work in works if work["csl"].get("URL", "").endswith("/gone")]
        Path("l.toml").write_text(
            f'title = "Module 3"\n[[section]]\ntitle = "x"\n[[section.item]]\nkey = "{key}"\nlevel = "essentiel"\n',
            "utf-8",
        )
        result = biblio("check", "--list", "l.toml", "--report", "r.json", *FAST)
        assert "essentiel sur la liste La gestion de crise · Module 3" in result.stdout
        assert biblio("check", "--list", "absent.toml", *FAST).exit_code == 2


def test_a_new_address_is_written_as_a_decision_on_request(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        result = biblio("check", "--fix", *FAST)
        assert f"URL is now {here.base}/ok" in result.stderr


def test_a_run_that_was_killed_before_its_digest_reached_the_file_delivers_it_next_time(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        biblio("check", "--due", "--digest", "digest.md", *FAST)
        db = sqlite3.connect("biblio.db")
        db.execute("update digests set written = 0, text = '# Perdu'")
        db.commit()
        db.close()
        Path("digest.md").unlink()
        biblio("check", "--due", "--digest", "digest.md", *FAST)
        assert Path("digest.md").read_text("utf-8") == "# Perdu"


def test_the_neighbours_of_what_fails_are_looked_at_the_next_night(biblio: Run) -> None:
    with web({f"/{number}": FINE for number in range(8)}) as here:
        cited = "".join(f"- Site {number}, <{here.base}/{number}>\n" for number in range(9))
        Path("notes.md").write_text(f"RESSOURCES\n\n{cited}", "utf-8")
        biblio("add", "notes.md")
        biblio("check", *FAST)
        db = sqlite3.connect("biblio.db")
        with db:
            db.execute("update links set checked = checked - 90000 where state = 'ok'")
        db.close()
        here.asked.clear()
        biblio("check", "--due", *FAST)
        assert len({path for _, _, path in here.asked} - {"/robots.txt"}) == 3


def test_a_rest_that_is_no_number_of_days_is_a_usage_error(biblio: Run) -> None:
    biblio("add", "journee.md")
    Path("biblio.toml").write_text("[check]\nrest_days = 90\n", "utf-8")
    assert biblio("check").exit_code == 2


@pytest.mark.parametrize("option", [("--timeout", "-3"), ("--timeout", "0"), ("--pause", "-1"), ("--total", "0")])
def test_a_number_that_makes_no_sense_is_a_usage_error(biblio: Run, option: tuple[str, str]) -> None:
    assert biblio("check", "https://a.fr/", *option).exit_code == 2


@pytest.mark.parametrize("setting", ['timeout = "bald"', "pause = -1", "archive_pause = -1"])
def test_a_setting_that_makes_no_sense_is_a_usage_error(biblio: Run, setting: str) -> None:
    Path("biblio.toml").write_text(f"[check]\n{setting}\n", "utf-8")
    assert biblio("check", "https://a.fr/").exit_code == 2


@pytest.mark.parametrize("time", ["demain", "20x", "m", "-3m"])
def test_a_time_that_is_none_is_a_usage_error(biblio: Run, time: str) -> None:
    assert biblio("check", "--max-time", time, "https://a.fr/").exit_code == 2


def test_status_says_how_the_nightly_job_fares(biblio: Run) -> None:
    with web(pages()) as here:
        Path("notes.md").write_text(notes(here.base), "utf-8")
        biblio("add", "notes.md")
        biblio("check", *FAST)
    links = json.loads(biblio("status", "--json").stdout)["links"]
    assert links["hours_ago"] == 0.0
    assert links["overdue"] == 0
    assert links["running"] == []
    assert links["states"]["dead"] == 1


def test_two_runs_never_overlap_and_a_killed_one_is_resumed(biblio: Run, tmp_path: Path) -> None:
    def slow(connection: socket.socket, method: str) -> None:
        time.sleep(0.3)
        connection.sendall(FINE)

    with web({f"/{number}": slow for number in range(40)}) as here:
        cited = "".join(f"- Site {number}, <{here.base}/{number}>\n" for number in range(40))
        Path("notes.md").write_text(f"RESSOURCES\n\n{cited}", "utf-8")
        biblio("add", "notes.md")
        command = [sys.executable, "-m", "biblio", "check", "--per-host", "1", *FAST]
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while len(here.asked) < 4 and time.monotonic() < end:
            time.sleep(0.05)
        second = subprocess.run(command, capture_output=True, text=True)
        first.kill()
        first.wait()
        assert second.returncode == 3
        assert "another run" in second.stderr
        before = {path for _, _, path in here.asked}
        here.asked.clear()
        assert biblio("check", "--due", *FAST).exit_code == 0
        again = {path for _, _, path in here.asked} & before - {"/robots.txt"}
    # The one in hand, and those answered but not yet saved.
    assert len(again) <= 3
    db = sqlite3.connect("biblio.db")
    assert db.execute("select count(*), count(distinct link_id) from checks").fetchone() == (40, 40)
    db.close()


def test_the_copy_nearest_to_the_session_stands_beside_a_lost_link(biblio: Run) -> None:
    with web({"/lost": reply(404)}) as here:
        lost = f"{here.base}/lost"
        copy = f"/web/20210401000000/{lost}"
        with web(
            {
                f"/web/20210312/{lost}": reply(302, b"", f"Location: {copy}"),
                copy.replace("20210401000000", "20210401000000id_"): FINE,
            }
        ) as archive:
            Path("biblio.toml").write_text(f'[check]\narchives = ["{archive.base}/web/"]\n', "utf-8")
            text = f"SESSION 1 – Crise (12 mars 2021)\n\nRESSOURCES\n\n- Un rapport perdu, <{lost}>\n"
            Path("notes.md").write_text(text, "utf-8")
            biblio("add", "notes.md")
            options = [word for word in FAST if word != "--no-copies"]
            biblio("check", "--report", "r.md", *options)
            (entry,) = json.loads(biblio("links", "--json").stdout)
            assert archive.asked
        assert entry["archived"] == f"{archive.base}{copy}"
        assert entry["archived_date"] == "2021-04-01"
        assert "copie archivée du 2021-04-01" in Path("r.md").read_text("utf-8")
        assert entry["archived"] in biblio("reading-list").stdout
