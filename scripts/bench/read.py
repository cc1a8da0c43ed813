"""Measure the readers: MB of file a second and peak memory, per format, beside what nobody can beat.

    python scripts/bench/read.py [--shared ../shared] [--megabytes 1 20] [--peers]

Each figure is the best of three runs in a process of its own, in CPU seconds. The text is that of the sample reports
(and of the real ones in ``--shared``, where they are), repeated up to the size asked; Word, ODT and HTML files are
made from it by the standard library, the PDF is a sample as it is. ``floor`` is reading and decoding the file (text),
the XML parser without handlers (DOCX, ODT), libxml2 without handlers (HTML), PDFium's raw text (PDF).
``--peers`` adds markdown-it-py and BeautifulSoup where they are installed, at 1 MB. Targets: Markdown >= 10 MB/s,
20 MB of it in < 500 MB.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "reports"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def seed(shared: Path) -> str:
    """Return the text of all Markdown reports at hand."""
    paths = [*sorted(SAMPLES.glob("*.md")), *sorted(shared.glob("reports/**/*.md"))]
    return "\n\n".join(path.read_text(encoding="utf-8") for path in paths)


def make(format: str, size: int, text: str, folder: Path) -> Path:
    """Write a report of about ``size`` bytes of text in a format and return its path."""
    body = text * (size // len(text.encode()) + 1)
    body = body.encode()[:size].decode("utf-8", "ignore")
    path = folder / f"{size}.{format}"
    if format in ("md", "txt"):
        path.write_text(body, encoding="utf-8")
    elif format == "html":
        lines = "".join(f"<p>{escape(line)}</p>\n" for line in body.splitlines() if line)
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{lines}", encoding="utf-8")
    elif format == "docx":
        lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in body.splitlines() if line)
        document = f'<w:document xmlns:w="{W}"><w:body>{lines}</w:body></w:document>'
        zipped(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": document})
    else:
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in body.splitlines() if line)
        names = f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0"'
        content = f"<office:d {names}><office:body><office:text>{lines}</office:text></office:body></office:d>"
        zipped(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    return path


def zipped(path: Path, parts: dict[str, str]) -> None:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def biblio(path: Path) -> int:
    """Read with this project."""
    from biblio.readers import Limits, read

    return len(read(path, Limits(ratio=5_000)).text)


def floor(path: Path) -> int:
    """Do what no reader can leave out."""
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as pdf:
            return sum(len(page.get_textpage().get_text_range()) for page in pdf)
    if path.suffix in (".docx", ".odt"):
        from xml.parsers import expat

        part = "word/document.xml" if path.suffix == ".docx" else "content.xml"
        parser = expat.ParserCreate(namespace_separator="}")
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            while chunk := stream.read(65_536):
                parser.Parse(chunk, False)
        return 1
    if path.suffix == ".html":
        from lxml import etree

        class Nothing:
            def close(self) -> None:
                pass

        nothing: Any = Nothing()
        etree.parse(str(path), etree.HTMLParser(target=nothing))
        return 1
    return len(path.read_bytes().decode())


def markdown_it(path: Path) -> int:
    """Read with markdown-it-py, which gives no offsets of links."""
    from markdown_it import MarkdownIt

    return len(MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")))


def soup(path: Path) -> int:
    """Read with BeautifulSoup's own parser."""
    from bs4 import BeautifulSoup

    return len(BeautifulSoup(path.read_bytes(), "html.parser").get_text())


READERS: dict[str, Callable[[Path], int]] = {
    "biblio": biblio,
    "floor": floor,
    "markdown-it-py": markdown_it,
    "beautifulsoup4": soup,
}


def run(reader: str, path: Path) -> tuple[float, int] | None:
    """Return the best CPU time of three and the peak memory in MB of a process that reads a file."""
    command = [sys.executable, __file__, "--one", reader, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def one(reader: str, path: Path) -> None:
    """Measure one reader in this process."""
    read = READERS[reader]
    seconds = []
    for _ in range(3 if path.stat().st_size < 5_000_000 else 1):
        start = time.process_time()
        read(path)
        seconds.append(time.process_time() - start)
    print(json.dumps([min(seconds), peak()]))


def peak() -> int:
    """Return the peak memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says begins at the size of the process that started this one
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one[0], Path(options.one[1]))
        return
    text = seed(options.shared)
    print(f"{'file':<22}{'reader':<18}{'s':>8}{'MB/s of file':>14}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        files = [
            make(format, megabytes * 1_000_000, text, Path(folder))
            for format in ("md", "txt", "html", "docx", "odt")
            for megabytes in options.megabytes
        ]
        for path in [*files, *sorted(SAMPLES.glob("*.pdf"))]:
            peers = (
                ["markdown-it-py"] if path.suffix == ".md" else ["beautifulsoup4"] if path.suffix == ".html" else []
            )
            small = path.name.startswith("1000000.") and options.peers
            for reader in ("biblio", "floor", *(peers if small else ())):
                if measured := run(reader, path):
                    seconds, memory = measured
                    size = path.stat().st_size / 1e6
                    print(f"{path.name[-20:]:<22}{reader:<18}{seconds:>8.3f}{size / seconds:>14.1f}{memory:>9}")


if __name__ == "__main__":
    main()
