"""A chart of works per theme and year, as SVG that stands in a page."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from markupsafe import Markup

from biblio.lists import html
from biblio.lists.pages import Page
from biblio.lists.references import year_of
from biblio.lists.words import Words
from biblio.model import Work

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
