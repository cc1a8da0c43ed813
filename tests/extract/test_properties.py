"""What must hold for any text: no crash, quotes agree with offsets, every address comes back once."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.extract.mentions import extract
from biblio.model import Mention
from biblio.readers.markdown import parse

SLOW = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    [
        *"*_[]()<>«»“”\"'|#-:;,.!?&\\`~+=→•\n\t\u00a0\u202f\u0301\u200b aÉ\U0001f1eb\U0001f1f7",
        *("\n\n", "\n- ", "\n1. ", "\n## ", "**", "***", " : ", " – ", "](", "[^1]", "[^1]: ", "![", "<i>", "</i>"),
        *(
            "<br>",
            "<a href=",
            "www.example.org/a",
            "doi:10.1353/tech.2007.0040",
            "<https://hal.science/hal-01636953>",
        ),
        *("https://www.cairn.info/revue-etudes-2010-12-page-631.htm", "Michel Callon", "LATOUR, Bruno", "et al."),
        *(
            "J.-F. Le Crosnier",
            "(dir.)",
            "dans",
            "In ",
            "*La distinction*",
            "« Genre et Internet »",
            "2014",
            "(2003)",
        ),
        *("12 mai 2020", "p. 12-18", "vol. 3", "n° 2", "op. cit.", "Ibid.", "Loi n° 78-17 du 6 janvier 1978"),
        *("Cour d'appel de Pau", "SESSION 1 – La crise", "RESSOURCES", "Sommaire", "........ 3", "Sur le care"),
        *("<!-- biblio:off -->", "<!-- biblio:on -->", "Travaux de ", "intitulé ", "| A | B |\n|---|---|\n| "),
    ]
)
JUMBLE = st.lists(PIECES, max_size=60).map("".join)


def mentions_of(text: str) -> list[Mention]:
    return extract(parse(text, "any.md"))


@SLOW
@given(st.one_of(JUMBLE, st.text(max_size=400)))
def test_any_text_is_read_and_quotes_agree_with_offsets(text: str) -> None:
    document = parse(text, "any.md")
    found = extract(document)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(document.text)
        assert document.text[mention.start : mention.end] == mention.quote
        assert 0 <= mention.confidence <= 1
    assert [m.start for m in found] == sorted(m.start for m in found)


@SLOW
@given(JUMBLE)
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    assert mentions_of(text) == mentions_of(text)


WORDS = st.sampled_from(
    [
        "Voir",
        "le dossier",
        "Sur la crise :",
        "M. Callon, « Titre » :",
        "*Titre*, 2014,",
        "Projet ANR :",
        "travaux de Luc Boltanski :",
        "et",
        "→",
    ]
)
LINE = st.tuples(
    st.sampled_from(["- ", "", "1. ", "• ", "## "]),
    st.lists(WORDS, max_size=3),
    st.sampled_from(["<{}>", "{}", "[texte]({})", "[{0}]({0})"]),
)


@SLOW
@given(st.lists(LINE, min_size=1, max_size=12))
def test_every_address_of_a_report_belongs_to_one_mention(lines: list[tuple[str, list[str], str]]) -> None:
    urls = [f"https://site{i}.example.org/page-{i}" for i in range(len(lines))]
    text = "\n\n".join(
        f"{mark}{' '.join(words)} {form.format(url)}" for (mark, words, form), url in zip(lines, urls, strict=True)
    )
    assert Counter(url for mention in mentions_of(text) for url in mention.urls) == Counter(urls)


@SLOW
@given(st.lists(LINE, min_size=1, max_size=8), st.sampled_from([" ; ", " / ", ", ", " et ", ". ", "\n"]))
def test_every_address_of_a_line_belongs_to_one_mention(lines: list[tuple[str, list[str], str]], join: str) -> None:
    urls = [f"https://site{i}.example.org/page-{i}" for i in range(len(lines))]
    text = join.join(
        f"{' '.join(words)} {form.format(url)}" for (_, words, form), url in zip(lines, urls, strict=True)
    )
    assert Counter(url for mention in mentions_of(text) for url in mention.urls) == Counter(urls)
