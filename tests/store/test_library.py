"""What goes into the library comes out, once, with its history."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from biblio.errors import StoreError, UsageError
from biblio.exports import EXPORTERS, Options
from biblio.imports import read
from biblio.model import Item, Related, Work
from biblio.store import Library
from tests.store.conftest import add, cite, citekey, themes_of

HAL = "https://shs.hal.science/halshs-00000001"


def dump(library: Library) -> list[str]:
    """Return the database as text, without the log of decisions."""
    return [line for line in library.db.conn.iterdump() if 'INTO "decisions"' not in line]


def test_a_mention_becomes_a_work_with_its_quote(library: Library) -> None:
    add(library, cite("J. Dupont, Un titre", author="Dupont", title="Un titre"))
    (work,) = library.works()
    assert (work.key, work.csl["title"], work.citations[0].quote) == ("dupont1", "Un titre", "J. Dupont, Un titre")


def test_every_field_names_the_report_as_its_origin(library: Library) -> None:
    add(library, cite("J. Dupont, Un titre", HAL, author="Dupont", title="Un titre"))
    (work,) = library.works()
    told = {name: (o.source, o.detail) for name, o in work.origins.items()}
    assert told == dict.fromkeys(("author", "title", "URL"), ("report", "cr.md"))


def test_adding_the_same_report_twice_changes_nothing(library: Library) -> None:
    mentions = [cite("J. Dupont, Un titre", author="Dupont", title="Un titre"), cite("un site", HAL)]
    add(library, *mentions)
    library.works()
    before = dump(library)
    assert add(library, *mentions).unchanged  # type: ignore[attr-defined]
    assert dump(library) == before


def test_the_same_address_in_two_sessions_is_one_work_with_two_mentions_and_themes(library: Library) -> None:
    add(library, cite("lien A", HAL, session="Crise"), cite("lien B", HAL + "v2/document", session="Lien social"))
    (work,) = library.works()
    assert len(work.citations) == 2
    assert work.themes == ("Crise", "Lien social")


def test_same_title_and_author_are_one_work(library: Library) -> None:
    add(library, cite("a", author="Tronto", title="Un monde vulnérable"))
    add(library, cite("b", author="TRONTO", title="Un monde vulnerable"), name="autre.md", text="autre")
    assert len(library.works()) == 1


def test_a_review_with_the_address_that_a_book_was_cited_with_stays_apart(library: Library) -> None:
    add(
        library,
        cite("le livre", HAL, author="Dejours", title="Travail vivant"),
        cite("le compte rendu", HAL, author="Martin", title="Comptes rendus critiques de lecture"),
    )
    assert len(library.works()) == 2


def test_an_identifier_that_leads_to_two_works_joins_them_and_keeps_both_keys(library: Library) -> None:
    add(library, cite("par doi", author="Weller", ids={"doi": "10.1/a"}), cite("par lien", HAL, title="État"))
    assert len(library.works()) == 2
    both = cite("les deux", HAL, ids={"doi": "10.1/a"})
    add(library, both, name="b.md", text="b")
    (work,) = library.works()
    assert (work.key, work.aliases) == ("weller1", ("etat1",))


def test_a_new_version_of_a_report_replaces_its_mentions_and_keeps_the_keys(library: Library) -> None:
    add(library, cite("ancien", author="Dupont", title="Titre ancien"), cite("reste", author="Roy", title="Il reste"))
    keys = [w.key for w in library.works()]
    added = add(library, cite("reste", author="Roy", title="Il reste toujours"), text="version deux")
    assert [w.key for w in library.works()] == keys[1:]
    assert library.work("roy1").csl["title"] == "Il reste toujours"
    assert added.gone_mentions == 1  # type: ignore[attr-defined]


def test_a_work_cited_again_after_it_had_gone_has_its_old_key(library: Library) -> None:
    dupont = cite("q", author="Dupont", title="Un long titre")
    add(library, dupont)
    library.works()
    add(library, text="vide")
    assert library.works() == []
    add(library, dupont, text="retour")
    assert [w.key for w in library.works()] == ["dupont1"]


def test_keys_are_compared_without_regard_to_case(library: Library) -> None:
    add(library, cite("q", author="Dupont", title="Un titre"))
    library.works()
    assert library.work("DUPONT1").key == "dupont1"


def test_an_unknown_key_is_refused_with_near_ones(library: Library) -> None:
    add(library, cite("q", author="Dupont", title="Un titre"))
    library.works()
    with pytest.raises(UsageError) as caught:
        library.work("dupond1")
    assert "dupont1" in caught.value.cure


def test_search_folds_accents_and_finds_beginnings_of_words(library: Library) -> None:
    add(library, cite("q", author="Élie", title="Les œuvres de l’État"))
    assert library.works(text="etat")
    assert library.works(text="ELI œuvr")
    assert not library.works(text="absent")


@pytest.mark.parametrize("text", ['"', "a OR b*", "title:", "", "'; drop table works"])
def test_search_takes_any_text_as_words(library: Library, text: str) -> None:
    add(library, cite("q", title="Un titre"))
    library.works(text=text)


def test_works_can_be_narrowed_by_theme_report_session_and_kind(library: Library) -> None:
    add(library, cite("a", title="Premier titre", session="Gestion de crise"), cite("b", HAL, kind="resource"))
    assert [w.csl["title"] for w in library.works(theme="gestion de CRISE")] == ["Premier titre"]
    assert len(library.works(report="cr.md")) == len(library.works(report="cr")) == 2
    assert len(library.works(session="gestion")) == 1
    assert [w.kind for w in library.works(kind="resource")] == ["resource"]


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreError):
        Library(path, citekey)


def test_a_failure_in_the_middle_leaves_nothing_half_stored(library: Library) -> None:
    def failing(mention: object) -> tuple[str, ...]:
        raise RuntimeError("vocabulary broken")

    from biblio.model import Document

    with pytest.raises(RuntimeError):
        library.add_report(Document(name="x", text="x", format="text"), [cite("q")], "/x", failing)
    assert library.counts()["reports"] == 0


def test_another_process_can_read_while_the_library_is_open(library: Library) -> None:
    add(library, cite("q", title="Un titre"))
    other = sqlite3.connect(library.path)
    assert other.execute("select count(*) from mentions").fetchone() == (1,)


def test_themes_are_found_again_when_the_vocabulary_has_changed(library: Library) -> None:
    add(library, cite("q", title="Un titre"))
    assert library.retheme("v1", lambda m: (*themes_of(m), "Numérique"))
    assert library.works()[0].themes == ("Crise", "Numérique")
    assert not library.retheme("v1", themes_of)


def test_a_theme_renamed_stays_renamed_for_reports_to_come(library: Library) -> None:
    add(library, cite("q", title="Un titre", session="Crise"))
    library.rename_theme("crise", "Gestion de crise")
    add(library, cite("r", title="Autre titre", session="Crise"), name="b.md", text="b")
    assert library.themes() == [("Gestion de crise", 2)]


def test_an_imported_resource_stays_a_resource_and_importing_twice_changes_nothing(library: Library) -> None:
    item = Item(type="entry-encyclopedia", title="Retour d'expérience")
    site = Work(key="retour", kind="resource", csl=item, urls=("https://exemple.fr/retex",))
    assert library.import_items([site], "refs.bib") == (1, 1)
    before = dump(library)
    assert library.import_items([site], "refs.bib") == (1, 0)
    assert dump(library) == before
    (work,) = library.works()
    assert (work.key, work.kind) == ("retour", "resource")


def test_a_library_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    assert Library(tmp_path / "new" / "folder" / "library.db", citekey).works() == []


def test_the_notes_of_an_imported_item_and_what_stands_beside_it_are_kept_once(library: Library) -> None:
    review = Related(relation="review-of", csl=Item(type="review-book", title="Compte rendu"), url="https://a.fr/1")
    item = Item(type="book", title="Un titre", author=[{"family": "Weller"}])
    work = Work(key="weller", kind="work", csl=item, note="à lire\nvite", private_note="prêté", related=(review,))
    for file in ("a.bib", "a.bib", "copie.bib"):
        library.import_items([work], file)
    library.import_items([replace(work, key="", note="vite\nlu")], "b.bib")
    (found,) = library.works()
    assert (found.note, found.private_note) == ("à lire\nvite\nlu", "prêté")
    assert found.related == (replace(review, source="import"),)


def test_a_decision_on_a_note_wins_over_the_imported_one(library: Library) -> None:
    item = Item(type="book", title="Un titre")
    library.import_items([Work(key="k", kind="work", csl=item, note="ancienne", private_note="secret")], "a.bib")
    library.decide("k", "note", "nouvelle")
    library.decide("k", "private_note", None)
    (work,) = library.works()
    assert (work.note, work.private_note) == ("nouvelle", "")


@pytest.mark.parametrize("name", ["biblatex", "csl-json"])
def test_a_private_export_read_into_a_fresh_library_keeps_notes_and_what_stands_beside(
    library: Library, tmp_path: Path, name: str
) -> None:
    review = Related(relation="review-of", csl=Item(type="review-book", title="Compte rendu"), source="hal")
    library.import_items(
        [
            Work(
                key="k",
                kind="work",
                csl=Item(type="book", title="T"),
                note="a\nb",
                private_note="c",
                related=(review,),
            )
        ],
        "a.bib",
    )
    exported = EXPORTERS[name].text(library.works(), Options(profile="private"))
    fresh = Library(tmp_path / "fresh.db", citekey)
    fresh.import_items(read(exported.encode()).works, "export")
    (before,), (after,) = library.works(), fresh.works()
    assert (after.note, after.private_note, after.related) == (before.note, before.private_note, before.related)
    assert after.note == "a\nb" and after.private_note == "c" and len(after.related) == 1
