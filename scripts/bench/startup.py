"""CPU time of ``biblio --version`` and ``biblio --help`` beside a bare Python, and other programs if named.

usage: startup.py [-n RUNS] [NAME=COMMAND ...]
"""

import argparse
import resource
import shlex
import statistics
import subprocess
import sys
from pathlib import Path


def cpu_ms(command: list[str]) -> float:
    """Return the user and system time of one run, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Print the median of each command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-n", type=int, default=21)
    parser.add_argument("others", nargs="*", metavar="NAME=COMMAND")
    options = parser.parse_args()
    biblio = str(Path(sys.executable).with_name("biblio"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "biblio --version": [biblio, "--version"],
        "biblio --help": [biblio, "--help"],
    }
    commands |= {name: shlex.split(command) for name, _, command in (o.partition("=") for o in options.others)}
    for name, command in commands.items():
        times = [cpu_ms(command) for _ in range(options.n + 1)][1:]
        print(
            f"{name:24} median {statistics.median(times):6.1f} ms CPU   min {min(times):6.1f}   max {max(times):6.1f}"
        )


if __name__ == "__main__":
    main()
