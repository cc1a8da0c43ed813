import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.errors import LimitExceeded, MissingExtra, ReportError
from biblio.readers import Limits, read, read_bytes
from tests.readers.pdfs import Page, pdf

pytest.importorskip("pypdfium2", reason="needs the extra 'pdf'")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "data" / "reports" / "2022-05-19-rencontres-inclusion.pdf"
URL = re.compile(r"https?://[^\s<>\"]+[\w/]")

# lines of ten points that all reach the same right margin, at about 525 points
FULL = "La participation ne se mesure pas au nombre de mains levées dans une salle, mais aux suites données à"
REST = "ce qui s'y est dit."


def document(*pages):
    return read_bytes(pdf(*pages), "x.pdf")


def page(*lines, x=70.0, y=780.0):
    made = Page()
    made.lines(x, y, list(lines))
    return made


def blocks(found):
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks]


def links(found):
    return [(found.text[link.start : link.end], link.url, link.hidden) for link in found.links]


def test_lines_that_were_full_are_joined_and_short_ones_end_a_paragraph():
    assert document(page(FULL, FULL, REST, FULL, REST)).text == f"{FULL} {FULL} {REST}\n\n{FULL} {REST}"


def test_a_wider_distance_parts_paragraphs():
    made = page(FULL, FULL)
    made.lines(70, 740, [FULL, REST])
    assert document(made).text == f"{FULL} {FULL}\n\n{FULL} {REST}"


def test_a_hyphenated_word_is_joined_and_a_compound_keeps_its_hyphen():
    first = FULL[:-2] + "parti-"
    second = "cipation" + FULL[4:-4] + " celui-"
    found = document(page(FULL, first, second, "ci, sans doute."))
    assert "participation " in found.text
    assert "celui-ci, sans doute." in found.text


def test_a_compound_known_from_elsewhere_keeps_its_hyphen():
    line = FULL[:-10] + " le porte-"
    found = document(page(FULL, line, "parole. Le porte-parole, lui,"))
    assert found.text.count("porte-parole") == 2


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("https://www.exemple.fr/revue-2019-", "3-page-12.htm"),
        ("https://www.exemple.fr/revue/", "article-long-et-detaille/2019/12"),
        ("https://www.exemple.fr/?page=", "12&lang=fr"),
        ("https://www.exemple.fr/un_titre_", "coupe.html"),
        ("https://doi.org/", "10.4000/revue.1234"),
    ],
)
def test_an_address_that_breaks_over_a_line_is_whole(head, tail):
    filler = FULL[: 101 - len(head)].rsplit(" ", 1)[0]
    found = document(page(FULL, f"{filler} {head}", f"{tail}, consulté hier."))
    assert head + tail + "," in found.text


def test_an_address_that_ends_its_line_does_not_swallow_the_next_word():
    filler = FULL[:70].rsplit(" ", 1)[0]
    found = document(page(FULL, f"{filler} https://www.exemple.fr/revue", "Territoires et démocratie en débat"))
    assert "https://www.exemple.fr/revue Territoires" in found.text.replace("\n\n", " ")


def test_a_link_has_its_words_and_its_target():
    made = page("Voir le rapport en ligne, utile.", FULL)
    made.links.append((90, 777, 133, 790, "https://ex.org/r"))
    assert links(document(made)) == [("le rapport", "https://ex.org/r", True)]


def test_a_link_over_two_lines_is_one_and_its_target_wins():
    made = page(FULL, FULL[:60] + " https://www.exemple.fr/un-tres-", "long-chemin. Fin")
    for y, right in ((765, 540), (753, 125)):
        made.links.append((325 if y == 765 else 65, y, right, y + 13, "https://www.exemple.fr/un-tres-long-chemin"))
    found = document(made)
    assert len(found.links) == 1
    words, url, _ = links(found)[0]
    assert url == "https://www.exemple.fr/un-tres-long-chemin"
    assert url in words
    assert "\n" not in words


def test_two_columns_are_read_one_after_the_other():
    left = [f"gauche {n} avec assez de mots pour" for n in range(12)]
    right = [f"droite {n} avec assez de mots pour" for n in range(12)]
    made = Page()
    made.write(
        70, 800, "Un titre sur toute la largeur de la page, comme dans les revues de sciences humaines et sociales."
    )
    made.lines(70, 770, left)
    made.lines(320, 770, right)
    text = document(made).text
    places = [text.index(line[:10].strip()) for line in (*left, *right)]
    assert places == sorted(places)


def test_headers_footers_and_page_numbers_do_not_interrupt_a_sentence():
    pages = []
    for number in range(1, 5):
        made = Page()
        made.write(70, 810, "Compte rendu du séminaire, version provisoire", 8)
        made.lines(70, 780, [f"{letter}{FULL[1:]}" for letter in "ABCDEFGHIJKLMNOPQRST"[5 * number - 5 : 5 * number]])
        made.write(290, 30, f"{number} / 4", 8)
        pages.append(made)
    found = document(*pages)
    assert found.text == " ".join(f"{letter}{FULL[1:]}" for letter in "ABCDEFGHIJKLMNOPQRST")


def test_a_lone_page_number_is_dropped():
    made = page(*[FULL] * 5)
    made.write(290, 30, "7", 8)
    assert document(made).text == " ".join([FULL] * 5)


def test_larger_lines_are_headings():
    made = Page()
    made.write(70, 800, "Un grand titre", 18)
    made.write(70, 770, "Un titre", 14)
    made.lines(70, 740, [FULL] * 8)
    assert [(h.level, h.text) for h in document(made).headings] == [(1, "Un grand titre"), (2, "Un titre")]


def test_bullets_and_numbers_begin_items():
    made = Page()
    y = made.lines(70, 780, [FULL, REST])
    for marker in ("\x95", "\x95"):
        made.write(80, y, marker)
        made.write(95, y, f"un livre de {FULL[:70]}")
        y -= 12
    y = made.lines(80, y, ["1. premier", "2. second"])
    made.lines(70, y - 10, [FULL])
    kinds = [(kind, level) for kind, level, _ in blocks(read_bytes(pdf(made).replace(b"(?)", b"(\\225)"), "x.pdf"))]
    assert kinds == [("paragraph", 0), ("item", 1), ("item", 1), ("item", 1), ("item", 1), ("paragraph", 0)]


def test_a_note_follows_the_paragraph_that_calls_it():
    made = Page()
    made.write(70, 780, "Le guichet a une histoire")
    made.write(183, 784, "1", 6)
    made.write(187, 780, ", disent-ils.")
    y = made.lines(70, 768, [FULL, REST])
    made.lines(70, y - 12, [FULL, REST])
    made.write(70, 104, "1", 5)
    made.write(76, 100, "Vincent Dubois, La vie au guichet, 1999.", 8)
    found = document(made)
    assert found.text.splitlines()[0] == "Le guichet a une histoire[^1], disent-ils."
    note = next(b for b in found.blocks if b.kind == "note")
    assert found.text[note.start - 6 : note.end] == "[^1]: Vincent Dubois, La vie au guichet, 1999."


def test_the_mark_of_a_note_is_told_from_the_year_before_it():
    made = Page()
    made.write(70, 780, "Bezes, PUF, 2009")
    made.write(150, 784, "1", 6)
    made.write(70, 768, REST)
    made.write(70, 104, "1", 5)
    made.write(76, 100, "Voir aussi la revue.", 10)
    assert "PUF, 2009[^1]" in document(made).text


def test_cells_of_a_table_are_parted_by_tabs():
    made = page(FULL, REST)
    for row, words in enumerate([("Auteur", "Titre"), ("Ostrom", "Governing the Commons"), ("Lipsky", "Guichets")]):
        made.write(70, 740 - 14 * row, words[0])
        made.write(250, 740 - 14 * row, words[1])
    rows = [words for kind, _, words in blocks(document(made)) if kind == "row"]
    assert rows == ["Auteur\tTitre", "Ostrom\tGoverning the Commons", "Lipsky\tGuichets"]


def test_italics_are_remembered():
    made = Page()
    made.write(70, 780, "Lipsky,")
    made.write(105, 780, "Street-Level Bureaucracy", font="I")
    made.write(218, 780, ", 1980.")
    found = document(made)
    assert [found.text[start:end] for start, end in found.emphasis] == ["Street-Level Bureaucracy"]


def test_a_page_without_text_is_told():
    found = document(page(FULL), Page())
    assert found.warnings == ("no text on 1 of 2 pages: 2",)


def test_a_scan_says_what_to_do():
    with pytest.raises(ReportError, match="no text, only images") as caught:
        document(Page(), Page())
    assert "OCR" in caught.value.cure


def test_an_encrypted_file_says_so():
    with pytest.raises(ReportError, match="encrypted"):
        read(HERE / "cases" / "encrypted.pdf")


def test_a_damaged_file_is_told():
    with pytest.raises(ReportError, match="damaged"):
        read_bytes(b"%PDF-1.7\n" + b"\xff" * 2000, "x.pdf")


def test_too_many_pages_are_refused():
    with pytest.raises(LimitExceeded, match="too many pages"):
        read_bytes(pdf(*[page(FULL)] * 5), "x.pdf", Limits(pages=4))


def test_without_the_extra_the_cure_is_its_name(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtra) as caught:
        document(page(FULL))
    assert caught.value.cure == "pip install 'biblio[pdf]'"


def urls_of(path):
    return {url.rstrip(".,;:)]}/") for url in URL.findall(path.read_text(encoding="utf-8"))}


def addresses(found):
    return {url.rstrip(".,;:/") for url in (*(link.url for link in found.links), *URL.findall(found.text))}


def test_every_address_of_the_sample_comes_back():
    source = ROOT / "scripts" / "sample_reports" / "2022-05-19-rencontres-inclusion.md"
    assert urls_of(source) <= addresses(read(SAMPLE))


@pytest.mark.parametrize("name", ["2021-10-14-journee-numerique.docx", "2022-02-03-seminaire-management.odt"])
def test_the_pdf_of_a_word_processor_has_every_address(name, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (Debian: libreoffice-writer-nogui)")
    report = ROOT / "data" / "reports" / name
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    source = ROOT / "scripts" / "sample_reports" / report.with_suffix(".md").name
    found = read(tmp_path / report.with_suffix(".pdf").name)
    assert urls_of(source) <= addresses(found)
    assert [h.text for h in found.headings][-3:] == [h.text for h in read(report).headings][-3:]


def test_a_tagged_pdf_has_the_blocks_of_its_document(tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (Debian: libreoffice-writer-nogui)")
    report = ROOT / "data" / "reports" / "2022-02-03-seminaire-management.odt"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    target = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(tmp_path), str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert blocks(read(tmp_path / report.with_suffix(".pdf").name)) == blocks(read(report))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(data):
    whole = bytearray(pdf(page(FULL, FULL, REST)))
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_bytes(bytes(whole), "x").text
    except ReportError as error:
        assert error.cure


def test_a_page_of_very_many_words_is_read():
    made = Page()
    for number in range(20_000):
        made.write(10 + number % 200 * 2.5, 800 - number // 200 * 7, "ab", 2)
    assert document(made).text.count("ab") == 20_000


WORDS = st.text(alphabet="abcdeé -/.:1[]()•", min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(10, 800), st.sampled_from([4, 8, 10, 20]), WORDS), max_size=40
    )
)
def test_words_at_any_place_are_read_once_and_offsets_agree(places):
    made = page("debut")
    for x, y, size, text in places:
        made.write(x, y, text, size)
    found = document(made)
    end = 0
    for block in found.blocks:
        assert end <= block.start < block.end <= len(found.text)
        end = block.end
    assert "debut" in found.text
