"""The jobs that check links every night are in the form that their schedulers read, and their command line exists."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from biblio.cli.check import command
from biblio.cli.checking import seconds

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


def test_the_crontab_line_is_silent_when_nothing_changed(tmp_path: Path) -> None:
    line = (FOLDER / "crontab").read_text("utf-8").splitlines()[-1]
    shell = line.split(" * * * ", 1)[1].replace("nice biblio", "true")
    (tmp_path / "biblio").mkdir()
    run = subprocess.run(
        ["sh", "-c", shell], env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, capture_output=True
    )
    assert (run.stdout, run.stderr) == (b"", b"")
    (tmp_path / "biblio" / "digest.md").write_text("# Links\n")
    run = subprocess.run(
        ["sh", "-c", shell], env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, capture_output=True
    )
    assert run.stdout == b"# Links\n"


def test_the_help_names_the_exit_codes() -> None:
    assert "4 only doubtful ones" in CliRunner().invoke(command, ["--help"]).output
