from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from biblio.lists import reading_list, render
from biblio.lists.markdown import escape, reference
from biblio.lists.references import plain_line
from biblio.lists.rich import Run
from biblio.lists.words import Words
from biblio.model import Citation, Work


def test_a_list_says_what_why_and_where(works: list[Work], without_pandoc: None) -> None:
    page = render(reading_list(works), format="md").decode()
    assert "## La gestion de crise\n\n### Articles\n" in page
    assert "  libre accès · 19\u00a0p. · lien vérifié le 2\u00a0mars 2026\n" in page
    assert (
        "Cité dans Le care et l’éthique du soin, 3\u00a0juin 2020, l.\u00a012\u00a0: «\u00a0Sur le care : Joan"
        in page
    )
    assert (
        "lien mort, constaté le 2\u00a0mars 2026 ([copie archivée du 1er\u00a0juin 2020](https://web.archive" in page
    )
    assert "sur abonnement · [version en libre accès](https://hal.science/hal-00000001)" in page
    assert page.index("## Pistes à suivre") > page.index("## Le care")


def test_an_english_list_speaks_english(works: list[Work], without_pandoc: None) -> None:
    page = render(reading_list(works, lang="en"), format="md").decode()
    assert "21 references" in page
    assert "Cited in La gestion de crise, May 20, 2020, line\u00a012: “" in page


def test_one_reference_is_counted_in_the_singular(works: list[Work], without_pandoc: None) -> None:
    assert "\n1 référence\n" in render(reading_list(works[:1]), format="md").decode()
    assert "\n0 référence\n" in render(reading_list([]), format="md").decode()


def test_formats_become_marks() -> None:
    runs = (Run("A. "), Run("Titre ", frozenset({"em"})), Run("x", href="https://x.org/(a)"))
    assert reference(runs) == "A. *Titre* [x](https://x.org/%28a%29)"


def text_of(markdown: str) -> str:
    """Return what a CommonMark reader shows, without formats."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    inline = [child for token in tokens if token.children for child in token.children]
    assert not any(child.type in ("html_inline", "image") for child in inline)
    assert not any(token.type in ("html_block", "fence", "code_block") for token in tokens)
    return "".join(child.content if child.type == "text" else " " for child in inline)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("*_`[]()<>!#&|~\\-+=.1 \n"), st.characters()), max_size=60))
def test_any_text_shows_as_it_is(text: str) -> None:
    shown = text_of(f"- x {escape(text)}")
    assert [c for c in shown if not c.isspace()] == ["x", *(c for c in text if not c.isspace() and c != "\0")] or (
        "\0" in text or "\ufffd" in shown or any(c in text for c in "\x1c\x1d\x1e\x1f\x85\u2028\u2029")
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=40), quote=st.text(max_size=60), url=st.text(max_size=30))
def test_hostile_works_cannot_open_a_block(without_pandoc: None, title: str, quote: str, url: str) -> None:
    cited = Citation(report="r", session=None, section="", quote=quote, start=0, end=1)
    work = Work(
        key="k", kind="work", csl={"title": title, "URL": url}, urls=(url,), citations=(cited,), themes=(title,)
    )
    page = render(reading_list([work], title=title), format="md").decode()
    tokens = MarkdownIt("commonmark").parse(page)
    assert not any(token.type in ("html_block", "fence", "code_block", "hr") for token in tokens)
    assert sum(token.type == "heading_open" for token in tokens) <= 3
    assert plain_line(work, Words("fr"))
