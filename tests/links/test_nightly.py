"""The jobs that check links every night are in the form that their schedulers read, and do what they say."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from biblio.cli.check import command
from biblio.cli.checking import seconds
from tests.links.local import Web, reply, web

FOLDER = Path(__file__).parents[2] / "scripts" / "nightly"
JOBS = ["biblio-check.service", "crontab", "github.yml", "gitlab-ci.yml"]


@pytest.mark.parametrize("name", JOBS)
def test_every_option_of_a_job_exists(name: str) -> None:
    line = re.search(r"biblio (?:-q )?check (.*?)(?:['|;]|$)", (FOLDER / name).read_text("utf-8"), re.MULTILINE)
    assert line
    known = {option for parameter in command.params for option in parameter.opts}
    words = shlex.split(line[1])
    assert {word for word in words if word.startswith("--")} <= known
    assert seconds(words[words.index("--max-time") + 1]) > 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units() -> None:
    units = [str(FOLDER / f"biblio-check.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert not [line for line in done.stderr.splitlines() if "biblio-check" in line]


@pytest.fixture
def site() -> Iterator[Web]:
    """A web with a sound page and one that was removed."""
    with web({"/ok": reply(200, b"<title>Un site</title><p>Bonjour"), "/gone": reply(410)}) as here:
        yield here


@pytest.fixture
def place(site: Web, tmp_path: Path) -> Path:
    """A home whose folder ``biblio`` holds a library that cites both, and the programs of a job in ``bin``."""
    folder, programs = tmp_path / "biblio", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    (folder / "biblio.toml").write_text("[http]\nallow_private = true\n", "utf-8")
    (folder / "notes.md").write_text(f"RESSOURCES\n\n- A <{site.base}/ok>\n- B <{site.base}/gone>\n", "utf-8")
    program(programs / "biblio", f'exec {sys.executable} -m biblio "$@"')
    program(programs / "pip", "exit 0")
    program(programs / "gh", 'printf "%s\\n" "$@" > "$HOME/told"; cat "${@: -1}" >> "$HOME/told"')
    run("biblio add notes.md", folder)
    return folder


def program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/bash\n{text}\n", "utf-8")
    path.chmod(0o755)


def run(script: str, folder: Path, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    home = folder.parent
    env = {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "BIBLIO": "x",
        "LANG": "C.UTF-8",
    }
    return subprocess.run([shell, "-c", script], cwd=folder, env=env, capture_output=True, text=True)


def test_the_service_writes_digest_and_report_and_its_findings_are_no_failure(place: Path) -> None:
    unit = (FOLDER / "biblio-check.service").read_text("utf-8")
    (start,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    (fine,) = re.findall(r"^SuccessExitStatus=(.*)$", unit, re.MULTILINE)
    assert str(run(start, place).returncode) in fine.split()
    assert "/gone" in (place / "digest.md").read_text("utf-8")
    assert (place / "links.html").exists()


def test_the_crontab_line_mails_what_changed_once_and_errors_but_no_old_digest(place: Path) -> None:
    line = (FOLDER / "crontab").read_text("utf-8").splitlines()[-1].split(" * * * ", 1)[1]
    first = run(line, place, "sh")
    assert "/gone" in first.stdout
    assert run(line, place, "sh").stdout == ""
    (place / "digest.md").write_text("hier", "utf-8")
    (place / "biblio.db").unlink()
    failed = run(line, place, "sh")
    assert failed.stdout == ""
    assert "no library here" in failed.stderr


def steps(job: str) -> list[str]:
    """The commands of the ``run:`` steps of a GitHub job."""
    found = re.findall(r"^( *)(?:- )?run: (\|\n(?:\1 +.*\n|\n)*|.*\n?)", job, re.MULTILINE)
    return [
        textwrap.dedent(text[2:]) if text.startswith("|") else json.loads(text) if text.startswith('"') else text
        for _, text in found
    ]


def test_the_github_job_keeps_the_library_and_tells_what_changed_in_a_fresh_clone(place: Path) -> None:
    run(
        "git init -q --bare -b main ../remote.git && git init -q -b main . && git remote add origin ../remote.git",
        place,
    )
    run("git add . && git -c user.name=x -c user.email=x@y.fr commit -qm x && git push -qu origin main", place)
    clone = place.parent / "clone"
    run(f"git clone -q remote.git {clone}", place.parent)
    for step in steps((FOLDER / "github.yml").read_text("utf-8")):
        done = run(f"set -eo pipefail\n{step}", clone)
        assert done.returncode == 0, done.stderr
    assert "/gone" in (place.parent / "told").read_text("utf-8")
    log = run("git log --format=%s main", place.parent / "remote.git").stdout.split("\n")
    assert log[0] == "Links checked"


def test_the_gitlab_job_ends_with_a_code_that_it_allows_and_its_artifacts_are_there(place: Path) -> None:
    job = (FOLDER / "gitlab-ci.yml").read_text("utf-8")
    script = re.findall(r"^    - (.*)$", job[job.index("  script:") : job.index("  allow_failure:")], re.MULTILINE)
    (allowed,) = re.findall(r"exit_codes: \[(.*)\]", job)
    assert run("set -e\n" + "\n".join(script), place).returncode in map(int, allowed.split(", "))
    (paths,) = re.findall(r"    paths: \[(digest.*)\]", job)
    for name in (*paths.split(", "), "links.junit.xml"):
        assert (place / name).exists()


def test_the_help_names_the_exit_codes() -> None:
    assert "4 only doubtful ones" in CliRunner().invoke(command, ["--help"]).output
