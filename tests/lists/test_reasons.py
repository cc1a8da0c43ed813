import pytest

from biblio.lists.quotes import shorten
from biblio.lists.reasons import foreign_language, length, link_notes, reasons
from biblio.lists.words import Words
from biblio.model import Citation, Item, LinkState, Work

FR = Words("fr")
URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("ok", "lien vérifié le 2\u00a0mars 2026"),
        ("paywalled", "lien vérifié le 2\u00a0mars 2026"),
        ("moved", "lien déplacé, vérifié le 2\u00a0mars 2026"),
        ("dead", "lien mort, constaté le 2\u00a0mars 2026"),
        ("changed", "la page a changé, constaté le 2\u00a0mars 2026"),
        ("suspect", "lien incertain, essayé le 2\u00a0mars 2026"),
        ("blocked", "lien incertain, essayé le 2\u00a0mars 2026"),
        ("unsure", "lien incertain, essayé le 2\u00a0mars 2026"),
    ],
)
def test_states_of_links_are_told_in_words(state: str, text: str) -> None:
    link = LinkState(url=URL, state=state, checked="2026-03-02T05:00:00Z")
    (note,) = link_notes(Work(key="k", kind="work", csl={}, urls=(URL,), links=(link,)), FR)
    assert note.text == text


def test_links_that_were_never_checked_are_passed_over() -> None:
    links = (LinkState(url=URL, state="unsure"), LinkState(url="javascript:x", state="ok", checked="2026-03-02"))
    assert link_notes(Work(key="k", kind="work", csl={}, links=links), FR) == []


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"number-of-pages": "238"}, "238\u00a0p."),
        ({"page": "101-124"}, "24\u00a0p."),
        ({"page": "12"}, ""),
        ({"page": "124-101"}, ""),
        ({"dimensions": "12 min"}, "12 min"),
    ],
)
def test_length_is_told_where_it_is_known(item: Item, told: str) -> None:
    assert length(Work(key="k", kind="work", csl=item), FR) == told


@pytest.mark.parametrize(
    ("tag", "told"), [("en", "en anglais"), ("pt-BR", "en portugais"), ("fr-CA", ""), ("xx", ""), ("", "")]
)
def test_other_languages_are_named(tag: str, told: str) -> None:
    assert foreign_language(Work(key="k", kind="work", csl={"language": tag}), FR).split(" (")[0] == told


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("Sur le *care* : <https://x.org/a>", "Sur le care"),
        ("[Barron (2003)](https://x.org/a)", "Barron (2003)"),
        ("Bezes, *Réinventer l'État*[^1], PUF", "Bezes, Réinventer l'État, PUF"),
        ("36 | 2013, URL : https://x.org/a ; DOI : 10.1/x", "36 | 2013 ; DOI : 10.1/x"),
        ("https://x.org/a", "https://x.org/a"),
    ],
)
def test_quotes_are_printed_without_addresses_and_marks(quote: str, printed: str) -> None:
    assert shorten(quote) == printed


def test_long_quotes_end_at_a_word() -> None:
    assert shorten("un mot " * 100, 20) == "un mot un mot un […]"


def test_a_passage_is_opened_at_its_longest_run_of_words() -> None:
    quote = "*Joan Tronto*, Un monde vulnérable, La Découverte"
    cited = Citation(report="r.md", session=None, section="", quote=quote, start=0, end=9, line=3)
    (reason,) = reasons(Work(key="k", kind="work", csl={}, citations=(cited,)), {"r.md": "../r.md"})
    assert reason.href == "../r.md#:~:text=Un%20monde"
    assert reason.where(FR) == "r.md, l.\u00a03"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert (FR.count("references", 0), FR.count("references", 2)) == ("0 référence", "2 références")
    assert (Words("en").count("references", 0), Words("en").count("references", 1)) == ("0 references", "1 reference")
    assert (FR.date("2020-05"), FR.date("2020"), FR.date("hier")) == ("mai 2020", "2020", "hier")
