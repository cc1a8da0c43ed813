"""A small site of reading lists: a page a theme, an index with figures and a chart, a feed of what is new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from biblio.lists import html
from biblio.lists.assets import asset
from biblio.lists.chart import chart
from biblio.lists.feed import New, feed, newest, shown
from biblio.lists.pages import Page
from biblio.lists.references import year_of
from biblio.lists.rich import Runs
from biblio.lists.words import Words
from biblio.model import Work


def site(
    made: Sequence[Page],
    references: Mapping[str, Runs],
    *,
    title: str = "",
    lang: str = "fr",
    style: str = "iso690",
    reports: Mapping[str, str] | None = None,
    read_at: Mapping[str, str] | None = None,
    coins: Callable[[Work], str] | None = None,
    suffixes: Sequence[tuple[str, str]] = (),
    today: str = "",
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of the whole site.

    ``reports`` gives a report's address by its name, ``read_at`` the time it came in, which makes its works new;
    ``suffixes`` are (label, suffix) of the files that stand beside each page; ``today`` (ISO 8601) is printed on the
    index. With the same works and the same day the bytes are the same.
    """
    for page in made:
        files = [(label, page.name + suffix) for label, suffix in suffixes]
        text = html.render(
            page.listed, references, style=style, reports=reports or {}, coins=coins, files=files, home="index.html"
        )
        yield f"{page.name}.html", text.encode()
    words = Words(lang)
    news = newest(made, read_at or {})
    yield "index.html", index(made, news, references, words, title, today, suffixes).encode()
    yield "feed.xml", feed(news, references, words, title)


def index(
    made: Sequence[Page],
    news: Sequence[New],
    references: Mapping[str, Runs],
    words: Words,
    title: str,
    today: str,
    suffixes: Sequence[tuple[str, str]],
) -> str:
    """Return the page over all lists."""
    every = {work.key: work for page in made for work in page.works}
    free = sum(work.access == "open" for work in every.values())
    return (
        html.environment()
        .get_template("index.html.jinja")
        .render(
            title=title or words["index"],
            w=words,
            css=html.raw(asset("page.css")),
            policy=html.policy(""),
            facts=[
                words.count("references", len(every)),
                *([words.count("open", free)] if free else []),
                *([words.fill("made", words.date(today))] if today else []),
            ],
            rows=[_row(page) for page in made],
            suffixes=suffixes,
            chart=chart(made, words),
            news=[(words.date(new.time), new, shown(references[new.work.key], new.work)) for new in news[:10]],
            place=html.place,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    page: Page
    works: int
    free: int
    years: str


def _row(page: Page) -> _Row:
    works = page.works
    years = sorted(year for work in works if (year := year_of(work.csl)).isdigit() and len(year) == 4)
    span = years[0] if years and years[0] == years[-1] else f"{years[0]}–{years[-1]}" if years else ""
    return _Row(page=page, works=len(works), free=sum(work.access == "open" for work in works), years=span)
