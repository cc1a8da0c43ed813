"""YouTube: title and channel of a video, through oEmbed (https://oembed.com)."""

from collections.abc import Generator
from urllib.parse import urlencode

from biblio.model import Name, Record, Work
from biblio.sources import clean
from biblio.sources.base import Lookup, Pace, Request, Response, Source, by_id, record, single

NAME = "youtube"
BASE = "https://www.youtube.com/oembed"


def _talk(work: Work) -> Generator[Request, Response, list[Record]]:
    video = work.ids["youtube"]
    address = f"https://www.youtube.com/watch?v={video}"
    response = yield Request(url=f"{BASE}?{urlencode({'url': address, 'format': 'json'})}", accept="application/json")
    if not response.ok:
        return []
    answer = response.json()
    channel = clean.plain(answer.get("author_name"))
    item = clean.compact(
        type="motion_picture",
        title=clean.title(answer.get("title")),
        author=[Name(literal=channel)] if channel else [],
        container_title="YouTube",
        URL=address,
    )
    return [record(NAME, response, item, {"youtube": video})] if item.get("title") else []


SOURCE = Source(
    name=NAME,
    title="YouTube",
    bases=(BASE,),
    pace=Pace(per_second=1, parallel=1),
    lookups=(Lookup(how="id", question=by_id("youtube"), ask=single(by_id("youtube"), _talk)),),
)
