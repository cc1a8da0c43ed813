"""arXiv: preprints by identifier, in batches.

https://info.arxiv.org/help/api/user-manual.html
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from biblio.model import Item, Work
from biblio.sources import clean, xml
from biblio.sources.base import Conversation, Lookup, Pace, Request, Source, by_id, record

NAME = "arxiv"
BASE = "https://export.arxiv.org/api/query"


def _ask(works: Sequence[Work]) -> Conversation:
    wanted = [work.ids["arxiv"] for work in works]
    response = yield Request(url=f"{BASE}?{urlencode({'id_list': ','.join(wanted), 'max_results': len(wanted)})}")
    if not response.searched:
        return {}
    answers = {}
    for entry in xml.every(xml.parse(response), "entry"):
        number = re.sub(r"v\d+$", "", xml.text(entry, "id").partition("/abs/")[2]).lower()
        if number in wanted:
            item = parse(entry, number)
            ids = {"arxiv": number, "doi": item.get("DOI", "")}
            answers[number] = [record(NAME, response, item, ids, raw=xml.text(entry, "id"))]
    return answers


def parse(entry: Element, number: str) -> Item:
    """Return the CSL item of an Atom entry; its date is that of the first version."""
    return clean.flagged(
        clean.compact(
            type="article",
            title=clean.title(xml.text(entry, "title")),
            author=clean.names(xml.texts(entry, "name")),
            issued=clean.date(xml.text(entry, "published")),
            publisher="arXiv",
            number=f"arXiv:{number}",
            DOI=xml.text(entry, "doi").lower(),
            URL=f"https://arxiv.org/abs/{number}",
            abstract=clean.abstract(xml.text(entry, "summary")),
        ),
        access="open",
        open_url=f"https://arxiv.org/pdf/{number}",
    )


SOURCE = Source(
    name=NAME,
    title="arXiv",
    bases=(BASE,),
    # "no more than one request every three seconds" (https://info.arxiv.org/help/api/tou.html)
    pace=Pace(per_second=1 / 3, parallel=1),
    lookups=(Lookup(how="id", question=by_id("arxiv"), ask=_ask, batch=50),),
)
