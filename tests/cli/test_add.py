"""``biblio add``: what a new version of a report adds."""

from pathlib import Path

from tests.cli.conftest import REPORT, Run


def added(run: Run, report: Path, text: str) -> list[str]:
    """Return what follows the summary line when the report has become ``text``."""
    report.write_text(text, encoding="utf-8")
    result = run("add", "journee.md")
    assert result.exit_code == 0
    assert result.stdout == ""
    return result.stderr.splitlines()[1:]


def test_a_first_version_shows_no_lines(biblio: Run) -> None:
    assert len(biblio("add", "journee.md").stderr.splitlines()) == 1


def test_a_later_version_shows_its_new_lines_in_order(filled: Run, report: Path) -> None:
    head, tail = "Une note du secrétariat.\n\n", "- M. Crozier, *Le Phénomène bureaucratique*, Seuil, 1963\n"
    assert added(filled, report, head + REPORT + tail) == [f"  + {head.strip()}", f"  + {tail.strip()}"]


def test_lines_that_moved_or_went_are_not_shown(filled: Run, report: Path) -> None:
    title, *rest = REPORT.splitlines()
    assert added(filled, report, "\n".join([*rest[4:], title])) == []


def test_twenty_lines_are_shown_and_the_others_counted(filled: Run, report: Path) -> None:
    lines = added(filled, report, REPORT + "".join(f"Ajout {n}.\n\n" for n in range(25)))
    assert lines == [*(f"  + Ajout {n}." for n in range(20)), "  … and 5 more new lines"]


def test_a_long_line_is_cut_and_nothing_in_it_moves_the_cursor(filled: Run, report: Path) -> None:
    (line,) = added(filled, report, f"{REPORT}\n\x1b[2Jmot{' mot' * 100}\n")
    assert line.startswith("  + [2Jmot mot")
    assert line.endswith("…")
    assert len(line) <= 104
