"""Measure reading lists: references in ISO 690, a whole site, a long page in a browser.

    python scripts/bench/lists.py [--shared ../shared] [--chromium /usr/bin/chromium]

Targets: 500 references rendered in <= 0.5 s (pandoc alone is timed beside it) with no fault of French typography by
``bench/csl/french.py``; a site of 5,000 works and 40 themes in <= 30 s; a page of 2,000 items painted in < 1 s and
filtered in < 100 ms.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from biblio import lists
from biblio.lists import engine
from biblio.lists.build import Entry, alphabetical
from biblio.lists.pages import pages
from biblio.lists.references import references
from biblio.lists.rich import plain
from biblio.lists.site import site
from biblio.model import Citation, Item, LinkState, Origin, Session, Work

WORDS = ["action", "publique", "territoire", "crise", "usage", "numérique", "soin", "care", "citoyenne", "médiation"]
WORDS += ["travail", "enquête", "hôpital", "collectivités", "gouvernance", "données", "égalité", "éthique"]
FAMILIES = ["Castel", "Callon", "Weller", "Tronto", "Brugère", "Œuvrard", "Çelik", "Étienne", "D'Almeida", "Müller"]
TYPES = ("article-journal", "book", "chapter", "report", "thesis", "webpage", "motion_picture", "article-newspaper")


def generated(count: int, themes: int, seed: int = 1) -> list[Work]:
    """Return ``count`` works under ``themes`` themes, each with a quote, links, and here and there an abstract."""
    rng = random.Random(seed)  # noqa: S311

    def phrase(length: int) -> str:
        return " ".join(rng.choices(WORDS, k=length))

    labels = [f"{phrase(3).capitalize()} {number}" for number in range(themes)]
    made = []
    for number in range(count):
        session = Session(title=rng.choice(labels), date=f"20{rng.randint(15, 21)}-0{rng.randint(1, 9)}-12")
        title = f"{phrase(4).capitalize()} : {phrase(4)}"
        url = f"https://www.example.org/{number}/article.html"
        item: Item = {
            "type": rng.choice(TYPES),
            "title": title,
            "author": [{"family": rng.choice(FAMILIES), "given": "Jean-Marc"} for _ in range(rng.randint(1, 3))],
            "issued": {"date-parts": [[rng.randint(1980, 2021)]]},
            "container-title": phrase(3).capitalize(),
            "volume": str(rng.randint(1, 90)),
            "issue": str(rng.randint(1, 4)),
            "page": f"{number}-{number + 20}",
            "publisher": "La Découverte",
            "publisher-place": "Paris",
            "URL": url,
            "language": "fr",
        }
        if rng.random() < 0.3:
            item["abstract"] = phrase(120)
        quote = f"Sur {phrase(12)} : {title}, {url}"
        made.append(
            Work(
                key=f"w{number}",
                kind="work",
                csl=item,
                urls=(url,),
                origins={"title": Origin(source="report", time=f"2026-01-{rng.randint(1, 28):02}T10:00:00Z")},
                citations=(
                    Citation(
                        report="r.md", session=session, section="", quote=quote, start=0, end=len(quote), line=number
                    ),
                ),
                themes=(session.title,) if rng.random() < 0.8 else (session.title, rng.choice(labels)),
                links=(LinkState(url=url, state=rng.choice(("ok", "ok", "dead")), checked="2026-03-02"),),
                access=rng.choice(("open", "closed", "")),
            )
        )
    return made


def timed(what: str, runs: int, call: object, target: str) -> None:
    """Print the median and range of the wall time of ``call``, and the processor time, that of children included."""
    times, used = [], []
    for _ in range(runs):
        start, before = time.perf_counter(), sum(os.times()[:4])
        call()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
        used.append(sum(os.times()[:4]) - before)
    print(
        f"{what:<40} {median(times):6.3f} s ({min(times):.3f}-{max(times):.3f}, {runs} runs), "
        f"processor {median(used):.2f} s; target {target}"
    )


def iso690(shared: Path) -> None:
    """Render the 500 entries of the shared generator; count the faults; time pandoc on the same entries."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        items = folder / "c500.json"
        maker = shared / "bench" / "make_bib.py"
        subprocess.run([sys.executable, maker, "500", items, "--csl", "--dup", "0"], check=True)
        works = [Work(key=item["id"], kind="work", csl=item) for item in json.loads(items.read_text())]
        timed("500 references, ISO 690 fr", 7, lambda: references(works), "0.5 s")
        style = folder / "style.csl"
        style.write_text(engine.read_style("iso690"))
        page = b'---\nlang: fr-FR\nnocite: "@*"\n---\n'
        command = ("--citeproc", "--bibliography", str(items), "--csl", "style.csl", "-t", "plain", "--wrap=none")
        timed("  pandoc alone, as text, unmended", 7, lambda: engine.run_pandoc(command, page, folder), "peer")
        formatted = references(works)
        ordered = sorted((Entry(work=work) for work in works), key=lambda entry: alphabetical(entry.work))
        rendered = folder / "ours.txt"
        rendered.write_text("\n".join(plain(formatted[entry.work.key]) for entry in ordered))
        (folder / "pandoc.txt").write_bytes(engine.run_pandoc(command, page, folder))
        for file in (rendered, folder / "pandoc.txt"):
            judge = [sys.executable, str(shared / "bench" / "csl" / "french.py"), str(file)]
            print(f"{file.stem}: {subprocess.run(judge, capture_output=True, text=True, check=True).stdout.rstrip()}")


def whole_site() -> None:
    """Time a site of 5,000 works and 40 themes, references included."""
    works = generated(5_000, 40)

    def make() -> None:
        made = pages(works)
        formatted = references(works)
        size = sum(len(data) for _, data in site(made, formatted, today="2026-01-31"))
        print(f"  {len(made)} pages, {size / 1e6:.1f} MB")

    timed("site of 5,000 works, 40 themes", 1, make, "30 s")


def browser(chromium: str) -> None:
    """Open a page of 2,000 items in a browser: first paint, then filters.

    Beside the wall time stands the processor time of the page's main thread, which other work on the machine and the
    pace of frames leave alone.
    """
    from playwright.sync_api import sync_playwright

    works = generated(2_000, 1, seed=2)
    with TemporaryDirectory() as name, sync_playwright() as play:
        file = Path(name) / "list.html"
        file.write_bytes(lists.render(lists.reading_list(works, theme="T"), format="html"))
        print(f"page of 2,000 items, {file.stat().st_size / 1e6:.1f} MB")
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = started.new_page()
        page.goto(file.as_uri())
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        print(f"  first paint {paint:.0f} ms; target 1000")
        page.wait_for_timeout(1_500)
        for field, value in (
            ("text", "crise"),
            ("text", "crise care"),
            ("access", "open"),
            ("text", ""),
            ("access", ""),
        ):
            started.start_tracing(page=page, categories=["devtools.timeline", "toplevel"])
            wall = page.evaluate(FILTER, [field, value])
            events = json.loads(started.stop_tracing())["traceEvents"]
            used = sum(event.get("tdur", 0) for event in events if event["name"] in MAIN_THREAD) / 1_000
            print(f"  filter {field} = {value!r}: {wall:.0f} ms, processor {used:.0f} ms; target 100")
        started.close()


MAIN_THREAD = {"FunctionCall", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"}

FILTER = """async ([name, value]) => {
  const form = document.getElementById("filter"), start = performance.now();
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def main() -> None:
    """Run all measurements that this machine has the means for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    if options.shared.is_dir():
        iso690(options.shared)
    whole_site()
    if Path(options.chromium).exists():
        browser(options.chromium)


if __name__ == "__main__":
    main()
