import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.errors import LimitExceeded, ReportError
from biblio.readers import Limits, read_bytes
from tests.readers.office import docx, p, r, zipped

LINK = {"r1": "https://ex.org/a?b=1&amp;c=2", "r2": "https://ex.org/b"}


def document(body, **parts):
    return read_bytes(docx(body, LINK, **parts), "x.docx")


def blocks(found):
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks]


def links(found):
    return [(found.text[link.start : link.end], link.url, link.hidden) for link in found.links]


def test_headings_come_from_styles_and_outline_levels():
    found = document(
        p("Un", "Titre1")
        + p("Deux", "Session")
        + p("Trois", "T2")
        + p("Quatre", properties='<w:outlineLvl w:val="3"/>')
        + p("corps", "Titre1", '<w:outlineLvl w:val="9"/>')
    )
    assert [(h.level, h.text) for h in found.headings] == [(1, "Un"), (1, "Deux"), (2, "Trois"), (4, "Quatre")]
    assert blocks(found)[-1] == ("paragraph", 0, "corps")


def test_the_style_title_gives_the_title():
    found = document(p("Compte rendu", "Title") + p("a"))
    assert found.title == "Compte rendu"
    assert found.headings == ()


def test_numbered_headings_say_their_number():
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    found = document(p("Crise", "Titre1", number) + p("x") + p("Inclusion", "Titre1", number))
    assert [h.text for h in found.headings] == ["SESSION I – Crise", "SESSION II – Inclusion"]


def test_lists_have_bullets_numbers_and_levels():
    def item(words, list_id, level=0):
        return p(words, "", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')

    found = document(p("a", "Puces") + item("b", 1, 1) + item("c", 2) + item("d", 2) + item("e", 0))
    assert blocks(found) == [
        ("item", 1, "a"),
        ("item", 2, "b"),
        ("item", 1, "c"),
        ("item", 1, "d"),
        ("paragraph", 0, "e"),
    ]
    assert found.text == "- a\n  - b\n[27] c\n[28] d\n\ne"


def test_hyperlinks_lead_to_their_relation():
    found = document(p(f'{r("Voir ")}<w:hyperlink r:id="r1">{r("ce ")}{r("livre")}</w:hyperlink>{r(".")}'))
    assert links(found) == [("ce livre", "https://ex.org/a?b=1&c=2", True)]


def test_a_place_in_the_target_is_kept_and_inner_links_are_none():
    outer = f'<w:hyperlink r:id="r2" w:anchor="p3">{r("x")}</w:hyperlink>'
    inner = f'<w:hyperlink w:anchor="_Toc1">{r("y")}</w:hyperlink>'
    assert links(document(p(outer + inner))) == [("x", "https://ex.org/b#p3", True)]


def field(code, words):
    def char(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{char('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char('separate')}{r(words)}{char('end')}"


@pytest.mark.parametrize(
    ("code", "url"),
    [
        (' HYPERLINK "https://ex.org/c" ', "https://ex.org/c"),
        ("hyperlink https://ex.org/c", "https://ex.org/c"),
        ('HYPERLINK "https://ex.org/c" \\l "bas" \\o "bulle"', "https://ex.org/c#bas"),
    ],
)
def test_field_codes_are_links(code, url):
    assert links(document(p(field(code, "mots") + r(" suite")))) == [("mots", url, True)]
    simple = code.replace('"', "&quot;")
    assert links(document(p(f'<w:fldSimple w:instr="{simple}">{r("mots")}</w:fldSimple>'))) == [("mots", url, True)]


@pytest.mark.parametrize("code", ['HYPERLINK \\l "_Toc1"', "PAGE", "ADDIN ZOTERO_ITEM CSL_CITATION {}"])
def test_other_fields_are_text(code):
    found = document(p(field(code, "mots")))
    assert (found.text, links(found)) == ("mots", [])


def test_a_code_that_word_has_cut_in_pieces_is_one():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    pieces = "".join(
        f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("HYPER", 'LINK "https://', 'ex.org"')
    )
    end = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("a")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert links(document(p(begin + pieces + end))) == [("a", "https://ex.org", True)]


def note(kind, identifier, inner):
    return f'<w:{kind} w:id="{identifier}">{p(inner)}</w:{kind}>'


def test_notes_follow_the_paragraph_that_calls_them():
    body = p(
        f'{r("Un")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(" deux")}<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    footnotes = '<w:footnote w:type="separator" w:id="0"/>' + note(
        "footnote", 2, f'<w:r><w:footnoteRef/></w:r>{r(" Voir ")}<w:hyperlink r:id="r2">{r("ici")}</w:hyperlink>'
    )
    found = document(body + p("Trois"), footnotes=footnotes, endnotes=note("endnote", 1, r("Fin")))
    assert found.text == "Un[^1] deux[^2]\n[^1]: Voir ici\n[^2]: Fin\n\nTrois"
    assert [kind for kind, _, _ in blocks(found)] == ["paragraph", "note", "note", "paragraph"]
    assert links(found) == [("ici", "https://ex.org/b", True)]


def test_a_note_called_in_a_table_follows_its_row():
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(p('a'), p(call))}{row.format(p('b'), p('c'))}</w:tbl>"
    found = document(table, footnotes=note("footnote", 2, r("n")))
    assert found.text == "a\t[^1]\n[^1]: n\nb\tc"


def test_rows_join_cells_by_tabs_and_paragraphs_by_lines():
    table = f"<w:tbl><w:tr><w:tc>{p('a')}{p('b')}</w:tc><w:tc>{p('c')}</w:tc></w:tr></w:tbl>"
    assert blocks(document(p("x") + table + p("y"))) == [
        ("paragraph", 0, "x"),
        ("row", 0, "a\nb\tc"),
        ("paragraph", 0, "y"),
    ]


def test_a_table_that_lays_out_the_page_is_no_row():
    table = f"<w:tbl><w:tr><w:tc>{p('Titre', 'Titre1')}{p('a', 'Puces')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    assert [kind for kind, _, _ in blocks(document(table))] == ["heading", "item", "paragraph"]


def test_deletions_and_old_copies_are_left_out():
    body = (
        f"{r('a')}<w:del>{r('X')}<w:r><w:delText>Y</w:delText></w:r></w:del><w:ins>{r('b')}</w:ins>"
        f"<w:moveFrom>{r('Z')}</w:moveFrom><mc:AlternateContent><mc:Fallback>{r('F')}</mc:Fallback></mc:AlternateContent>"
        f"{r('caché', '<w:vanish/>')}"
    )
    assert document(p(body)).text == "ab"


def test_an_old_style_kept_for_revisions_does_not_count():
    change = '<w:pPrChange><w:pPr><w:pStyle w:val="Titre1"/></w:pPr></w:pPrChange>'
    assert blocks(document(p("a", properties=change))) == [("paragraph", 0, "a")]


def test_special_characters_are_text():
    first = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/></w:r>"
    )
    assert document(p(first + r("e"))).text == "a\tb\nc-d\u00ade"


def test_italics_are_remembered():
    runs = r("a ") + r("Le ", "<w:i/>") + r("livre", '<w:rStyle w:val="Accent"/>') + r(" b", '<w:i w:val="0"/>')
    found = document(p(runs, properties="<w:rPr><w:i/></w:rPr>"))
    assert [found.text[start:end] for start, end in found.emphasis] == ["Le livre"]


def test_a_doctype_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    data = zipped({"[Content_Types].xml": "", "word/document.xml": bomb})
    with pytest.raises(ReportError, match="DOCTYPE"):
        read_bytes(data, "x.docx")


def test_a_bomb_is_not_unpacked():
    data = zipped({"[Content_Types].xml": "", "word/document.xml": b"<a>" + b" " * 40_000_000})
    with pytest.raises(LimitExceeded, match="bomb"):
        read_bytes(data, "x.docx")


def test_an_oversized_archive_is_refused():
    with pytest.raises(LimitExceeded, match="too many bytes"):
        read_bytes(docx(p("a" * 5000)), "x.docx", Limits(unpacked_bytes=4000))


def test_an_archive_of_too_many_files_is_refused():
    data = zipped({"[Content_Types].xml": "", "word/document.xml": "<a/>", **{f"f{n}": "" for n in range(50)}})
    with pytest.raises(LimitExceeded, match="too many files"):
        read_bytes(data, "x.docx", Limits(members=20))


def test_deep_nesting_is_refused():
    with pytest.raises(LimitExceeded, match="nested too deeply"):
        document("<w:sdt>" * 2000)


def damaged():
    whole = docx(p("un texte " * 2000))
    yield whole[: len(whole) // 2]
    yield whole[:1000] + b"\0" * 200 + whole[1200:]
    yield zipped({"[Content_Types].xml": "", "word/other.xml": ""})
    yield zipped({"[Content_Types].xml": "", "word/document.xml": "<a><b></a>"})
    yield b"PK\x03\x04" + b"\xff" * 500


@pytest.mark.parametrize("data", list(damaged()))
def test_a_damaged_file_is_told_in_one_line(data):
    with pytest.raises(ReportError, match="damaged") as caught:
        read_bytes(data, "x.docx")
    assert "\n" not in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(data):
    whole = bytearray(docx(p(f'<w:hyperlink r:id="r1">{r("a")}</w:hyperlink>') + p("b", "Puces"), LINK))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_bytes(bytes(whole), "x.docx").text
    except ReportError as error:
        assert error.cure
