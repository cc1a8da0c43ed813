"""A small site of reading lists: a page a theme, an index with figures and a chart, a feed of what is new."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sqrt
from xml.etree import ElementTree

from markupsafe import Markup

from biblio.lists import html
from biblio.lists.build import Anchors, Entry, ReadingList, by_sort, slug
from biblio.lists.listfile import ListFile
from biblio.lists.references import main_url, year_of
from biblio.lists.rich import Runs, fine, plain
from biblio.lists.words import Words
from biblio.model import Work

NEW_AT_MOST = 50
"""Entries of the feed: what a reader that looks in once a month may have missed."""

_NAMESPACE = uuid.UUID("b3c2a0de-5a0f-4c7e-9d53-6f0a9d3c8a11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One list of the site: its works, and the name of its files without suffix."""

    title: str
    name: str
    listed: ReadingList

    @property
    def works(self) -> list[Work]:
        """The works on the list, in its order."""
        return [entry.work for entry in self.listed.entries()]


def pages(
    works: Iterable[Work], *, lang: str = "fr", list_files: Mapping[str, ListFile] | None = None
) -> tuple[Page, ...]:
    """Return a page for each theme, in alphabetical order, and a last one for works without.

    A work stands in full on the page of each of its themes. ``list_files`` gives the list file of a page by its name.
    """
    words = Words(lang)
    everything = list(works)
    themes: dict[str, list[Work]] = {}
    for work in everything:
        for theme in work.themes or ("",):
            themes.setdefault(theme, []).append(work)
    anchors = Anchors()
    anchors("index")
    made = []
    for theme in sorted(themes, key=lambda theme: (not theme, slug(theme), theme)):
        title = theme or words["other"]
        name = anchors(title)
        file = (list_files or {}).get(name)
        if file:
            listed = file.reading_list(everything, lang=lang)
        else:
            entries = [Entry(work=work) for work in themes[theme]]
            listed = ReadingList(title=fine(title, lang), lang=lang, sections=by_sort(entries, words, Anchors()))
        made.append(Page(title=listed.title, name=name, listed=listed))
    return tuple(made)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A work that came into the library at ``time`` (ISO 8601), and the page it stands on."""

    work: Work
    page: Page
    time: str


def newest(made: Iterable[Page], read_at: Mapping[str, str]) -> list[New]:
    """Return the works that came last, newest first."""
    found: dict[str, New] = {}
    for page in made:
        for work in page.works:
            if work.key not in found and (time := first_known(work, read_at)):
                found[work.key] = New(work=work, page=page, time=time)
    return sorted(found.values(), key=lambda new: (new.time, new.work.key), reverse=True)[:NEW_AT_MOST]


def first_known(work: Work, read_at: Mapping[str, str]) -> str:
    """Return when the first report that cites ``work`` was read, else when any source first told of it."""
    cited = [read_at[citation.report] for citation in work.citations if citation.report in read_at]
    return min(cited or [origin.time for origin in work.origins.values() if origin.time], default="")


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
    return (
        html.environment()
        .get_template("index.html.jinja")
        .render(
            title=title or words["index"],
            w=words,
            css=html.raw(html.asset("page.css")),
            policy=html.policy(""),
            facts=[
                words.count("references", len(every)),
                words.count("open", sum(work.access == "open" for work in every.values())),
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


def shown(runs: Runs, work: Work) -> str:
    """Return a reference as one line of text, without its address."""
    text = plain([run for run in runs if not run.href]) if runs else work.citations[0].quote if work.citations else ""
    for tail in ("Disponible à l’adresse\u00a0:", "Available from:"):
        text = text.strip().removesuffix(tail)
    return text.strip() or work.key


YEARS_SHOWN = 20
ROW, COLUMN, LABEL = 26, 34, 300


def chart(made: Sequence[Page], words: Words) -> Markup:
    """Return a chart of works per theme (rows) and year (columns): the area of a disc is the number of works.

    Years before the last twenty share one column, as do works without a year.
    """
    counts = {page.name: Counter(_year(work) for work in page.works) for page in made}
    years = [year for count in counts.values() for year in count if year]
    if not years:
        return Markup("")
    last = max(years)
    first = max(min(years), last - YEARS_SHOWN + 1)
    columns = [*([first - 1] if min(years) < first else []), *range(first, last + 1)]
    if any(count[0] for count in counts.values()):
        columns.append(0)
    bins = {name: Counter(dict.fromkeys(columns, 0)) for name in counts}
    for name, count in counts.items():
        for year, number in count.items():
            bins[name][max(year, first - 1) if year else 0] += number
    most = max(number for count in bins.values() for number in count.values())
    heads = [
        words["undated"] if not year else words.fill("chart.older", first) if year < first else str(year)
        for year in columns
    ]
    columned = list(zip(columns, heads, strict=True))
    rows = [
        (page.title, [(bins[page.name][year], _radius(bins[page.name][year], most), head) for year, head in columned])
        for page in made
    ]
    picture = (
        html.environment()
        .get_template("chart.svg.jinja")
        .render(
            heads=heads,
            rows=rows,
            label=words["chart"],
            row=ROW,
            column=COLUMN,
            left=LABEL,
            width=LABEL + COLUMN * len(columns) + 60,
            height=ROW * len(rows) + 90,
            top=80,
        )
    )
    return html.raw(picture)


def _year(work: Work) -> int:
    year = year_of(work.csl)
    return int(year) if year.isdigit() and len(year) == 4 else 0


def _radius(number: int, most: int) -> float:
    return round(max(2.0, (ROW / 2 - 1) * sqrt(number / most)), 1) if number else 0.0


ATOM = "http://www.w3.org/2005/Atom"


def feed(news: Sequence[New], references: Mapping[str, Runs], words: Words, title: str = "") -> bytes:
    """Return an Atom feed (RFC 4287) of what is new; its links are relative to the feed."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": words.lang})

    def put(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        node = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        node.text = _xml(text) or None
        return node

    heading = title or words["index"]
    put(root, "title", heading)
    put(root, "id", uuid.uuid5(_NAMESPACE, heading).urn)
    put(root, "updated", _rfc3339(news[0].time if news else ""))
    put(root, "link", rel="self", href="feed.xml")
    put(root, "link", rel="alternate", type="text/html", href="index.html")
    put(put(root, "author"), "name", heading)
    for new in news:
        entry = put(root, "entry")
        put(
            entry, "title", " ".join((new.work.csl.get("title") or shown(references[new.work.key], new.work)).split())
        )
        put(entry, "id", uuid.uuid5(_NAMESPACE, new.work.key).urn)
        put(entry, "updated", _rfc3339(new.time))
        put(entry, "link", rel="alternate", type="text/html", href=f"{new.page.name}.html#{html.place(new.work)}")
        if url := main_url(new.work):
            put(entry, "link", rel="related", href=url)
        for theme in new.work.themes:
            put(entry, "category", term=_xml(theme))
        put(entry, "summary", plain(references[new.work.key]))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _xml(text: str) -> str:
    """Return ``text`` without the characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _rfc3339(time: str) -> str:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
