"""What makes two citations one, and which voice each field follows."""

from typing import Any

import pytest

from biblio.identity import contradicts, identity, other_version
from biblio.merge import candidates, derive
from biblio.model import Facts, Item, Mention, Origin, Record


def item(**fields: Any) -> Item:
    """Return an item; ``author`` may be a family name, ``year`` a number."""
    if author := fields.pop("author", None):
        fields["author"] = [{"family": author}] if isinstance(author, str) else author
    if year := fields.pop("year", None):
        fields["issued"] = {"date-parts": [[year]]}
    return Item(**{k.replace("_", "-"): v for k, v in fields.items()})  # type: ignore[typeddict-item]


def mention(*urls: str, confidence: float = 0.9, kind: Any = "work", **fields: Any) -> Mention:
    return Mention(
        report="cr.md",
        session=None,
        section="front",
        start=0,
        end=1,
        quote="q",
        kind=kind,
        urls=urls,
        ids=fields.pop("ids", {}),
        csl=item(**fields),
        confidence=confidence,
    )


def record(source: str, relation: str = "same", time: str = "2026-01-01", **fields: Any) -> Record:
    ids = fields.pop("ids", {})
    return Record(
        source=source, url=f"https://{source}.example", time=time, csl=item(**fields), ids=ids, relation=relation
    )


def test_the_item_identifier_and_the_address_identify() -> None:
    features = identity(
        "work", item(), {"doi": "10.1/A", "issn": "1234-5678"}, ["http://www.exemple.fr/x?utm_source=b"]
    )
    assert features == ("doi:10.1/a", "url:https://exemple.fr/x")


def test_the_isbn_of_the_book_does_not_identify_its_chapter() -> None:
    ids = {"isbn": "9782070368228"}
    assert identity("work", item(type="chapter", title="Un chapitre du livre"), ids, []) == (
        "title:un chapitre du livre||",
    )
    assert identity("work", item(type="book"), ids, []) == ("isbn:9782070368228",)


def test_a_title_that_recurs_needs_its_year() -> None:
    one = identity("work", item(title="Introduction", author="Roy", year=2001), {}, [])
    assert one != identity("work", item(title="Introduction", author="Roy", year=2002), {}, [])


def test_what_has_nothing_else_is_known_by_its_quote() -> None:
    assert identity("pointer", item(), {}, [], "Travaux de X") == ("quote:pointer:travaux de x",)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (item(title="Travail vivant", author="Dejours"), item(title="Compte rendu de lecture", author="Roy"), True),
        (item(title="Travail vivant", author="Dejours"), item(title="Le facteur humain", author="Dejours"), False),
        (item(title="Travail vivant", author="Dejourns"), item(title="Travail vivant. 1", author="Dejours"), False),
        (item(title="Travail vivant"), item(title="Autre chose"), False),
    ],
)
def test_descriptions_contradict_when_neither_title_nor_author_agree(a: Item, b: Item, expected: bool) -> None:
    assert contradicts(a, {}, b, {}) is expected
    assert contradicts(b, {}, a, {}) is expected


def test_different_identifiers_contradict() -> None:
    assert contradicts(item(), {"doi": "10.1/a"}, item(), {"doi": "10.1/b"})
    assert not contradicts(item(), {"doi": "10.1/a"}, item(), {"doi": "10.1/A"})


def test_a_record_wins_over_the_report_and_a_person_over_both() -> None:
    facts = Facts(
        mentions=(mention(title="Titre du CR", author="Dejourns", year=2008),),
        records=(record("crossref", title="Titre exact", author="Dejours"),),
        decisions={"issued": ({"date-parts": [[2009]]}, "2026-02-02")},
    )
    description = derive(facts)
    assert description.csl["title"] == "Titre exact"
    assert description.csl["issued"] == {"date-parts": [[2009]]}
    assert description.origins["title"] == Origin(
        source="crossref", detail="https://crossref.example", time="2026-01-01"
    )
    assert description.origins["issued"].source == "person"


def test_people_come_from_one_voice_only() -> None:
    facts = Facts(
        mentions=(mention(title="Un livre", editor=[{"family": "Dejours"}]),),
        records=(record("crossref", title="Un livre", author="Dejours"),),
    )
    assert "editor" not in derive(facts).csl


def test_a_review_is_kept_beside_and_never_merged_into_the_fields() -> None:
    facts = Facts(
        mentions=(mention("https://journals.openedition.org/lectures/1", title="Travail vivant", author="Dejours"),),
        records=(
            record("openedition", relation="review-of", title="Christophe Dejours, Travail vivant", author="Roy"),
        ),
    )
    description = derive(facts)
    assert description.csl["author"] == [{"family": "Dejours"}]
    assert [r.relation for r in description.related] == ["review-of"]


def test_the_surer_mention_speaks_first() -> None:
    facts = Facts(mentions=(mention(title="vague", confidence=0.4), mention(title="Sûr", confidence=0.9)))
    assert derive(facts).csl["title"] == "Sûr"


def test_a_telling_type_is_preferred_to_a_vague_one() -> None:
    facts = Facts(mentions=(mention(type="article-journal"),), records=(record("page", type="webpage"),))
    assert derive(facts).csl["type"] == "article-journal"


def test_identifiers_and_address_become_fields_with_an_origin() -> None:
    facts = Facts(mentions=(mention("http://pyramides.revues.org/997", ids={"openedition": "pyramides/997"}),))
    description = derive(facts)
    assert description.csl["URL"] == "https://journals.openedition.org/pyramides/997"
    assert description.origins["URL"].source == "report"
    facts = Facts(mentions=(mention(ids={"doi": "10.4000/pyramides.997"}),))
    assert derive(facts).csl["DOI"] == "10.4000/pyramides.997"


def test_a_person_takes_an_identifier_out_or_puts_one_in() -> None:
    facts = Facts(
        mentions=(mention(ids={"doi": "10.1/wrong", "hal": "hal-00000001"}),),
        decisions={"ids.doi": (None, ""), "ids.isbn": ("9782070368228", "")},
    )
    description = derive(facts)
    assert description.ids == {"hal": "hal-00000001", "isbn": "9782070368228"}
    assert "DOI" not in description.csl


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(mentions=(mention(kind="pointer"), mention(kind="resource"))), "resource"),
        (Facts(mentions=(mention(kind="resource"), mention(kind="work"))), "work"),
        (Facts(mentions=(mention(kind="pointer"),)), "pointer"),
        (Facts(mentions=(mention(kind="work"),), decisions={"kind": ("resource", "")}), "resource"),
        (Facts(mentions=(mention(kind="resource"),), records=(record("hal", type="article-journal"),)), "work"),
    ],
)
def test_the_kind_is_the_most_telling_one_or_the_decided_one(facts: Facts, kind: str) -> None:
    assert derive(facts).kind == kind


def test_every_voice_is_kept_in_the_order_of_trust() -> None:
    facts = Facts(
        mentions=(mention(title="CR"),),
        records=(record("import", title="Fichier"), record("hal", title="HAL")),
        decisions={"title": ("Main", "2026-02-02")},
    )
    assert [c.origin.source for c in candidates(facts)] == ["person", "hal", "import", "report"]


def test_a_whole_range_of_pages_is_preferred_to_its_first_page() -> None:
    records = (record("cairn", page="65"), record("crossref", page="65-92"), record("sudoc", page="70-71"))
    assert derive(Facts(records=records)).csl["page"] == "65-92"


ARTICLE = record(
    "crossref",
    type="article-journal",
    title="Le guichet",
    container_title="Sociologie du travail",
    volume="61",
    year=2019,
    ids={"doi": "10.4000/sdt.1"},
)


@pytest.mark.parametrize(
    "kind", [{"type": "article"}, {"type": "manuscript"}, {"type": "report", "genre": "Working paper"}]
)
def test_where_a_published_version_is_known_a_draft_does_not_say_where_and_when(kind: dict[str, str]) -> None:
    draft = record(
        "hal",
        title="Le guichet : une enquête",
        year=2017,
        publisher="LATTS",
        number="17",
        ids={"doi": "10.48/d"},
        **kind,
    )
    found = derive(Facts(records=(draft, ARTICLE)))
    assert found.csl["title"] == "Le guichet : une enquête"  # trusted more, and a title is no place
    assert (found.csl["type"], found.csl["issued"]) == ("article-journal", ARTICLE.csl["issued"])
    assert found.csl["DOI"] == found.ids["doi"] == "10.4000/sdt.1"
    assert found.csl.keys().isdisjoint({"publisher", "number", "genre"})


def test_a_draft_of_which_no_published_version_is_known_says_all_it_knows() -> None:
    found = derive(Facts(records=(record("hal", type="article", title="Le guichet", year=2017, publisher="LATTS"),)))
    assert (found.csl["publisher"], found.csl["issued"]) == ("LATTS", {"date-parts": [[2017]]})


def test_a_person_may_say_of_a_published_work_what_only_its_draft_said() -> None:
    draft = record("hal", type="manuscript", title="Le guichet", year=2017)
    found = derive(Facts(records=(draft, ARTICLE), decisions={"issued": ({"date-parts": [[2017]]}, "2026-01-01")}))
    assert found.csl["issued"] == {"date-parts": [[2017]]}


@pytest.mark.parametrize(
    "more",
    [{"edition": "2"}, {"year": 2003}, {"volume": "2", "year": 1997}],
)
def test_one_title_in_another_edition_year_or_volume_is_not_known_again_at_once(more: dict[str, Any]) -> None:
    one = item(title="Guide de l'enquête de terrain", author="Beaud", year=1997, volume="1")
    other = item(title="Guide de l'enquête de terrain", author="Beaud", **more)
    assert other_version(one, other)
    assert not other_version(one, item(title="Guide de l'enquête de terrain", author="Beaud"))
