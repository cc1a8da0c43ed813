"""Versions of one work: which is cited, and what one record keeps of all."""

from typing import Any, cast

from biblio.dedupe import cited_first, merged
from biblio.model import Item, Work


def work(key: str, **more: Any) -> Work:
    csl = {"type": "article-journal", "title": "Le travail"} | more.pop("csl", {})
    return Work(key=key, kind="work", csl=cast(Item, csl), **more)


ARTICLE = work("article", csl={"container-title": "Empan", "DOI": "10.3917/empa.001"}, urls=("https://a.fr/1",))
TALK = work("talk", csl={"type": "paper-conference", "container-title": "Colloque"})
PREPRINT = work("preprint", csl={"type": "article"}, ids={"hal": "hal-01234567"}, urls=("https://hal.science/x",))
PAGE = work("page", csl={"type": "webpage"}, urls=("http://www.a.fr/1#x",))


def test_the_published_version_is_cited_then_talk_preprint_and_page() -> None:
    order = [one.key for one in cited_first([PAGE, PREPRINT, TALK, ARTICLE])]
    assert order == ["article", "talk", "preprint", "page"]


def test_the_order_of_versions_does_not_depend_on_theirs() -> None:
    assert cited_first([TALK, ARTICLE, PAGE]) == cited_first([PAGE, TALK, ARTICLE])


def test_a_merged_record_unites_keys_identifiers_and_addresses() -> None:
    one = merged([PAGE, PREPRINT, ARTICLE])
    assert one.key == "article"
    assert one.aliases == ("preprint", "page")
    assert one.ids == {"hal": "hal-01234567"}
    assert one.urls == ("https://a.fr/1", "https://hal.science/x")


def test_fields_come_from_the_cited_version_first() -> None:
    one = merged([work("a", csl={"volume": "12", "DOI": "10.1/x"}), work("b", csl={"volume": "13", "page": "3-9"})])
    assert one.csl.get("volume") == "12"
    assert one.csl.get("page") == "3-9"


def test_names_come_from_one_record_only() -> None:
    one = merged(
        [
            work("a", csl={"author": [{"family": "Roux"}], "DOI": "10.1/x"}),
            work("b", csl={"editor": [{"family": "Blanc"}]}),
        ]
    )
    assert one.csl.get("author") == [{"family": "Roux"}]
    assert "editor" not in one.csl


def test_keywords_and_notes_of_all_are_kept() -> None:
    one = merged([work("a", csl={"keyword": "x", "note": "lu"}), work("b", csl={"keyword": "y", "note": "lu"})])
    assert one.csl.get("keyword") == "x, y"
    assert one.csl.get("note") == "lu"
