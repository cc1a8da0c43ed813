"""Draw the pictures of reading lists in docs/images: desktop, phone, a DOCX page.

    python scripts/pictures.py [--chromium /usr/bin/chromium]

Needs Chromium, LibreOffice and pdftoppm.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SCREENS = (("list-desktop", 1280, 1000), ("list-phone", 390, 844))
LEVELS = ("essentiel", "recommandé", "pour aller plus loin", "recommandé")
NOTE = "À lire avant la première séance : l’échelle de participation est le point de départ du débat."


def listed() -> object:
    """Return the list of the twenty works of the tests, as a trainer would have edited it."""
    sys.path.insert(0, str(ROOT))
    from biblio.lists import reading_list
    from biblio.lists.listfile import ListFile
    from tests.lists.library import works

    text = ListFile.create(works(), title="Gérer une crise, prendre soin").text()
    for level in LEVELS:
        text = text.replace('level = ""', f'level = "{level}"', 1)
    text = text.replace('\nnote = ""', f'\nnote = "{NOTE}"', 1)
    text = re.sub('introduction = ""', 'introduction = "Pour les ateliers du printemps."', text, count=1)
    return reading_list(works(), list_file=ListFile.parse(text.replace("brouillon", "publiée")))


def main() -> None:
    """Write the three pictures."""
    from playwright.sync_api import sync_playwright

    from biblio.lists import render

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        for form in ("html", "docx"):
            (folder / f"list.{form}").write_bytes(render(listed(), format=form))  # type: ignore[arg-type]
        browser = play.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        for picture, width, height in SCREENS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((folder / "list.html").as_uri())
            page.screenshot(path=IMAGES / f"{picture}.png")
        browser.close()
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, f"{name}/list.docx"]
        subprocess.run(convert, check=True, capture_output=True)
        draw = ["pdftoppm", "-r", "72", "-png", "-singlefile", f"{name}/list.pdf", str(IMAGES / "list-docx")]
        subprocess.run(draw, check=True)


if __name__ == "__main__":
    main()
