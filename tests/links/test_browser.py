"""The HTML report in a real browser: it filters, and asks nothing of anybody."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from biblio.links.report import REPORTS, Report, Row

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_the_filter_hides_what_was_not_asked_for(tmp_path: Path) -> None:
    rows = [
        Row(url=f"https://a.fr/{number}", state=state, verdict="", reason="x", sentence="Été." if number else "Rien.")
        for number, state in enumerate(["ok", "dead", "ok", "moved"])
    ]
    page = REPORTS[".html"](Report(made="2026-11-23T03:00:00Z", rows=rows))
    typed = "<script>words.value='ete'; boxes.find(b => b.value === 'ok').checked = false; filter();</script></body>"
    (tmp_path / "r.html").write_text(page.replace("</body>", typed), "utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    dom = subprocess.run(
        [*command, "--dump-dom", f"file://{tmp_path}/r.html"], capture_output=True, text=True, timeout=60
    ).stdout
    assert ">2 sur 4</output>" in dom
    assert len(re.findall(r'<tr data-state="[a-z]+" hidden', dom)) == 2
