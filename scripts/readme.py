"""Keep the pages of `PAGES` true: run the commands of their ``console`` blocks and compare what they print.

usage: readme.py [--write] [FILE...]

Each line that begins with ``$ `` is run, in order, in one scratch folder that holds a copy of ``data/``; the lines
after it are what it must print (stdout and stderr together). ``--write`` puts the real output in their place. A block
opened with ```` ```console no-run ```` is left alone: what it shows needs a network or a desktop.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "dedupe.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIMEOUT = 300


def run(command: str, folder: Path) -> str:
    """Return what a shell command prints, run in ``folder`` with the project's programs first on the path."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(  # noqa: S602 (the commands are the README's own)
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT,
    )
    return done.stdout.rstrip() + "\n" if done.stdout.strip() else ""


def refresh(text: str, folder: Path) -> str:
    """Return ``text`` with the output of every command as it is now."""

    def renew(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{run(line[2:], folder)}" for line in commands) + "```"

    return BLOCK.sub(renew, text)


def main() -> None:
    """Check or rewrite the files named, by default the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the real output into the file")
    parser.add_argument("files", nargs="*", type=Path, default=list(PAGES))
    options = parser.parse_args()
    stale = 0
    for file in options.files:
        text = file.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            shutil.copytree(ROOT / "data", folder / "data")
            true = refresh(text, folder)
        if true == text:
            continue
        if options.write:
            file.write_text(true, encoding="utf-8")
            continue
        stale += 1
        from difflib import unified_diff

        diff = unified_diff(
            text.splitlines(), true.splitlines(), f"{file.name} says", "the program prints", lineterm=""
        )
        print("\n".join(diff))
    if stale:
        sys.exit("the text and the program differ: mend the program, or run scripts/readme.py --write")


if __name__ == "__main__":
    main()
