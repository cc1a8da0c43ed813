"""Make the sample reports in data/reports that are no text files from their Markdown sources.

    python scripts/make_sample_reports.py

Needs pandoc on the PATH (DOCX, ODT) and WeasyPrint in the interpreter (PDF; BSD-3, https://weasyprint.org). The same
versions of the tools and fonts give the same bytes: all dates come from SOURCE_DATE_EPOCH, and where pandoc does not
heed it (ODT) the archive is written anew.
"""

import os
import re
import subprocess
import zipfile
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sample_reports"
TARGET = HERE.parent / "data" / "reports"
EPOCH = "1653004800"  # 2022-05-20, after the last of these meetings

FORMATS = {
    "2021-10-14-journee-numerique": "docx",
    "2022-02-03-seminaire-management": "odt",
    "2022-05-19-rencontres-inclusion": "pdf",
}

STYLE = """
@page { size: A4; margin: 25mm 30mm;
  @top-center { content: "Rencontres de l'inclusion – actes résumés"; font-size: 8pt }
  @bottom-center { content: "page " counter(page) " / " counter(pages); font-size: 8pt }
  @footnote { border-top: 0.5pt solid } }
body { font: 11pt/1.4 "Liberation Serif", serif; hyphens: auto; text-align: justify }
h1 { font-size: 16pt } h2 { font-size: 13pt } .title { font-size: 22pt }
.note { float: footnote; font-size: 9pt; text-align: left; hyphens: manual }
li { margin-bottom: 1mm }
"""


def pandoc(source: Path, *arguments: str) -> bytes:
    """Return what pandoc makes of a source."""
    command = ["pandoc", "-f", "markdown-smart", str(source), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def steady(path: Path) -> None:
    """Write an ODT anew with one date in it, the files in their order and the type first and unpacked."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: (archive.read(info), info.compress_type) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, (content, compression) in parts.items():
            if name == "meta.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2022-05-20T00:00:00Z", content)
            archive.writestr(zipfile.ZipInfo(name, (2022, 5, 20, 0, 0, 0)), content, compression)


def main() -> None:
    """Write one file a format."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    for name, suffix in FORMATS.items():
        source, target = SOURCES / f"{name}.md", TARGET / f"{name}.{suffix}"
        if suffix == "pdf":
            weasyprint = import_module("weasyprint")
            page = pandoc(source, "-t", "html", "-s").decode()
            page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)  # pandoc's own is for screens
            sheet = weasyprint.CSS(string=STYLE)
            weasyprint.HTML(string=page).write_pdf(str(target), stylesheets=[sheet], full_fonts=False)
        else:
            pandoc(source, "-o", str(target))
        if suffix == "odt":
            steady(target)
        print(target.relative_to(HERE.parent), target.stat().st_size)


if __name__ == "__main__":
    main()
