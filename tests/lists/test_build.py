import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from biblio.lists import reading_list, works_on
from biblio.lists.build import Anchors, alphabetical, slug, sort_of
from biblio.model import Citation, Session, Work


def named(key: str, family: str, **more: object) -> Work:
    csl = {"type": "book", "title": key, "author": [{"family": family}]}
    return Work(key=key, kind="work", csl=csl, **more)  # type: ignore[arg-type]


def test_the_whole_library_is_listed_by_theme_then_by_sort_with_leads_last(works: list[Work]) -> None:
    listed = reading_list(works)
    assert [section.title for section in listed.sections] == [
        "La gestion de crise",
        "Le care et l’éthique du soin",
        "Pistes à suivre",
    ]
    assert [section.title for section in listed.sections[0].sections] == [
        "Articles",
        "Ouvrages et chapitres",
        "Rapports, guides et textes officiels",
        "Presse et web",
        "Vidéos et enregistrements",
        "Sites, projets et outils",
    ]


def test_every_work_stands_on_the_list_once(works: list[Work]) -> None:
    assert sorted(entry.work.key for entry in reading_list(works).entries()) == sorted(work.key for work in works)


def test_a_theme_begins_with_the_works_cited_most(works: list[Work]) -> None:
    def cite(work: Work, times: int) -> Work:
        sessions = [Session(title=f"Séance {number}") for number in range(times)]
        cited = tuple(
            Citation(report="r.md", session=session, section="", quote="q", start=0, end=1) for session in sessions
        )
        return dataclasses.replace(work, citations=cited)

    counted = [cite(work, {"book": 2, "chapter": 3}.get(work.key, 1)) for work in works]
    first = reading_list(counted, theme="Gestion de crise").sections[0]
    assert (first.title, [entry.work.key for entry in first.entries]) == ("Pour commencer", ["chapter", "book"])


def test_a_work_of_two_themes_is_pointed_to_from_the_second(works: list[Work]) -> None:
    both = named("both", "Zola", themes=("La gestion de crise", "Le care et l'éthique du soin"))
    listed = reading_list([*works, both])
    assert [work.key for work in listed.sections[1].see_also] == ["both"]
    assert "both" in {work.key for work in works_on(listed)}


def test_names_are_sorted_as_in_french() -> None:
    names = ["Zola", "Œuvrard", "N'Guyen", "Étienne", "Çelik", "Castel", "Dumas", "Ofman", "Nguyen", "Odin"]
    ordered = sorted((named(name, name) for name in names), key=alphabetical)
    assert [work.key for work in ordered] == [
        "Castel", "Çelik", "Dumas", "Étienne", "N'Guyen", "Nguyen", "Odin", "Œuvrard", "Ofman", "Zola",
    ]  # fmt: skip


def test_works_without_type_find_a_section() -> None:
    assert sort_of(Work(key="k", kind="work", csl={"title": "T"}, urls=("https://x.org",))) == "press"
    assert sort_of(Work(key="k", kind="work", csl={"title": "T"}, ids={"isbn": "978"})) == "books"
    assert sort_of(Work(key="k", kind="resource", csl={})) == "sites"
    assert sort_of(Work(key="k", kind="pointer", csl={"type": "book"})) == "leads"


@given(st.lists(st.text(max_size=80), max_size=8))
def test_anchors_are_unique_and_ascii(titles: list[str]) -> None:
    anchors = Anchors()
    made = [anchors(title) for title in titles]
    assert len(set(made)) == len(titles)
    assert all(name.isascii() and name == slug(name) for name in made)
