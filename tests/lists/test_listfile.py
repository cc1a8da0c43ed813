import tomllib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biblio.errors import FormatError
from biblio.lists import reading_list, render
from biblio.lists.listfile import ListFile
from biblio.lists.query import Query
from biblio.model import Work

TODAY = date(2026, 11, 23)


@pytest.fixture
def made(works: list[Work]) -> ListFile:
    return ListFile.create(works[:6], title="Gestion de crise", query=Query(), today=TODAY)


def test_a_new_list_file_is_toml_that_says_everything(made: ListFile) -> None:
    read = tomllib.loads(made.text())
    assert (read["title"], read["state"], read["date"], read["style"]) == (
        "Gestion de crise", "brouillon", TODAY, "iso690",
    )  # fmt: skip
    assert [(section["title"], len(section["item"])) for section in read["section"]] == [
        ("Articles", 3), ("Ouvrages et chapitres", 3),
    ]  # fmt: skip


def test_merging_again_changes_no_byte(made: ListFile, works: list[Work]) -> None:
    file = ListFile.parse(made.text())
    assert file.merge(works[:6]) == 0
    assert file.text() == made.text()


def test_what_was_edited_stays_to_the_letter(made: ListFile, works: list[Work]) -> None:
    edited = (
        made.text()
        .replace('level = ""', 'level   =  "essentiel"   # à débattre', 1)
        .replace('note = ""', 'note = """\nDeux lignes,\nde ma main."""', 1)
        .replace("[[section]]", "# --- ma rubrique ---\n[[section]]", 1)
        .replace("hidden = false", "hidden = true", 1)
    )
    file = ListFile.parse(edited)
    assert file.merge(works, today=TODAY) == len(works) - 6
    kept = iter(file.text().splitlines())
    assert all(line in kept for line in edited.splitlines() if line.strip())


def test_hidden_items_are_not_printed_and_do_not_come_back(made: ListFile, works: list[Work]) -> None:
    file = ListFile.parse(made.text().replace("hidden = false", "hidden = true", 1))
    hidden = tomllib.loads(made.text())["section"][0]["item"][0]["key"]
    assert file.merge(works[:6]) == 0
    assert hidden not in {entry.work.key for entry in reading_list(works, list_file=file).entries()}


def test_old_keys_are_known(works: list[Work]) -> None:
    import dataclasses

    file = ListFile.create([works[0]], today=TODAY)
    renamed = dataclasses.replace(works[0], key="newKey", aliases=(works[0].key,))
    assert file.merge([renamed]) == 0
    assert file.missing([renamed]) == []
    assert [entry.work.key for entry in file.reading_list([renamed]).entries()] == ["newKey"]


def test_keys_nobody_knows_are_named(made: ListFile) -> None:
    assert len(made.missing([])) == 6
    assert list(made.reading_list([]).entries()) == []


def test_levels_and_notes_are_printed_and_private_notes_never(made: ListFile, works: list[Work]) -> None:
    text = (
        made.text()
        .replace('level = ""', 'level = "essentiel"', 1)
        .replace('\nnote = ""', '\nnote = "Lire le chapitre 2."', 1)
        .replace('private_note = ""', 'private_note = "SECRET"', 1)
    )
    listed = reading_list(works, list_file=ListFile.parse(text))
    assert listed.levels == {"essential": "à lire avant la séance"}
    for form in ("md", "html"):
        page = render(listed, format=form).decode()
        assert "à lire avant la séance" in page
        assert "Lire le chapitre 2" in page
        assert "SECRET" not in page


def test_own_additions_stand_on_the_list(works: list[Work]) -> None:
    file = ListFile.parse(
        """
        [[section]]
        title = "Mes ajouts"
        [[section.item]]
        title = "L'État au concret"
        author = ["Padioleau, Jean-Gustave"]
        year = 1982
        publisher = "PUF"
        level = "pour aller plus loin"
        """
    )
    (entry,) = reading_list(works, list_file=file).entries()
    assert entry.level == "further"
    assert entry.work.csl["author"] == [{"family": "Padioleau", "given": "Jean-Gustave"}]
    assert "Padioleau" in render(reading_list(works, list_file=file), format="md").decode().title()


def test_a_duplicate_is_a_draft_of_today_with_the_same_items(made: ListFile) -> None:
    published = ListFile.parse(made.text().replace('state = "brouillon"', 'state = "publiée"'))
    copy = published.duplicate(title="Promotion 2027", today=date(2027, 1, 4))
    old, new = tomllib.loads(published.text()), tomllib.loads(copy.text())
    assert (new["title"], new["state"], new["date"]) == ("Promotion 2027", "brouillon", date(2027, 1, 4))
    assert new["section"] == old["section"]
    assert published.text() == made.text().replace('state = "brouillon"', 'state = "publiée"')


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        "section = 3",
        "[[section]]\ntitle = 'x'\n[[section.item]]\nlevel = 'essentiel'",
        "[[section]]\n[[section.item]]\nkey = 'k'\nlevel = 'urgent'",
        "[[section]]\nitem = 3",
        "state = 'fini'",
        "language = 'de'",
        "query = 'x'",
    ],
)
def test_what_is_no_list_file_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        ListFile.parse(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml")
    assert caught.value.cure


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (Query(themes=("le care et l'ethique du soin",)), {"book", "chapter", "thesis"}),
        (Query(sessions=("La gestion de crise",), kinds=("thesis", "report")), {"report"}),
        (Query(kinds=("pointer",)), {"lead"}),
        (Query(years=(2020, 2020), kinds=("press",)), {"press", "magazine", "blog"}),
        (Query(years=(None, 1990)), {"article-doi", "book-particle"}),
        (Query(keys=("book",)), {"book"}),
        (Query(reports=("other.md",)), set()),
    ],
)
def test_queries_choose(works: list[Work], query: Query, keys: set[str]) -> None:
    assert {work.key for work in works if query.matches(work)} >= keys
    if query != Query(sessions=("La gestion de crise",), kinds=("thesis", "report")):
        assert {work.key for work in works if query.matches(work)} == keys


def test_the_query_survives_the_file() -> None:
    query = Query(themes=("L'« État »",), reports=("a.md",), years=(2010, None), keys=("k",))
    assert ListFile.parse(ListFile.create([], query=query).text()).query == query


TEXT = st.text(max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5), TEXT)
def test_any_text_makes_a_file_that_reads_back(parts: list[tuple[str, str, str]], title: str) -> None:
    works = [
        Work(key=f"k{number}", kind="work", csl={"type": kind, "title": name, "author": [{"literal": author}]})
        for number, (name, author, kind) in enumerate(parts)
    ]
    file = ListFile.create(works, title=title, query=Query(themes=(title,) if title else ()), today=TODAY)
    again = ListFile.parse(file.text())
    assert {entry.work.key for entry in again.reading_list(works).entries()} == {work.key for work in works}
