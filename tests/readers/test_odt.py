import pytest

from biblio.errors import LimitExceeded, ReportError
from biblio.readers import read_bytes
from tests.readers.office import odt, zipped


def document(body, styles="", **parts):
    return read_bytes(odt(body, styles, **parts), "x.odt")


def blocks(found):
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks]


def links(found):
    return [(found.text[link.start : link.end], link.url, link.hidden) for link in found.links]


def test_headings_have_the_level_of_their_outline_or_style():
    found = document('<text:h text:outline-level="3">Un</text:h><text:p text:style-name="P1">Deux</text:p>')
    assert [(h.level, h.text) for h in found.headings] == [(3, "Un"), (2, "Deux")]


def test_chapter_numbers_are_said():
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-prefix="SESSION " style:num-suffix=" –"/></text:outline-style>'
    )
    heading = '<text:h text:outline-level="1">{}</text:h>'
    found = document(heading.format("Crise") + heading.format("Inclusion"), styles)
    assert [h.text for h in found.headings] == ["SESSION 1 – Crise", "SESSION 2 – Inclusion"]


def test_lists_have_bullets_numbers_and_levels():
    found = document(
        '<text:list text:style-name="L1"><text:list-item><text:p>a</text:p><text:list>'
        "<text:list-item><text:p>b</text:p><text:p>b2</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<text:list text:style-name="L2"><text:list-item><text:p>c</text:p></text:list-item>'
        "<text:list-item><text:p>d</text:p></text:list-item></text:list>"
    )
    assert blocks(found) == [
        ("item", 1, "a"),
        ("item", 2, "b"),
        ("paragraph", 2, "b2"),
        ("item", 1, "c"),
        ("item", 1, "d"),
    ]
    assert found.text == "- a\n  - b\n\nb2\n\n[27] c\n[28] d"


def test_links_lead_to_their_target():
    found = document(
        '<text:p>Voir <text:a xlink:href="https://ex.org/a"><text:span>ce</text:span> livre</text:a> '
        '<text:a xlink:href="#bas">bas</text:a></text:p>'
    )
    assert links(found) == [("ce livre", "https://ex.org/a", True)]


def test_notes_follow_the_paragraph_that_calls_them():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>7</text:note-citation><text:note-body>'
        '<text:p>Voir <text:a xlink:href="https://ex.org/b">https://ex.org/b</text:a></text:p><text:list><text:list-item>'
        "<text:p>deux</text:p></text:list-item></text:list></text:note-body></text:note>"
    )
    item = "<text:list><text:list-item><text:p>a{} fin</text:p></text:list-item></text:list>"
    found = document(item.format(note) + "<text:p>b</text:p>")
    assert found.text == "- a[^1] fin\n[^1]: Voir https://ex.org/b\ndeux\n\nb"
    assert links(found) == [("https://ex.org/b", "https://ex.org/b", False)]


def test_white_space_is_that_of_the_specification():
    found = document(
        "<text:p>  a\n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e<text:span> f</text:span></text:p>"
    )
    assert found.text == "a b   c\td\ne f"


def test_a_space_of_a_million_signs_is_shortened():
    assert len(document('<text:p>a<text:s text:c="1000000000"/>b</text:p>').text) < 2000


def test_deletions_comments_and_descriptions_are_left_out():
    found = document(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>X</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>a<office:annotation><text:p>Y</text:p></office:annotation>b</text:p>"
    )
    assert found.text == "ab"


def test_rows_join_cells_by_tabs():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('a')}{cell.format('b')}</table:table-row>"
    assert blocks(document(f"<table:table>{row}</table:table>")) == [("row", 0, "a\tb")]


def test_italics_are_remembered():
    found = document('<text:p>a <text:span text:style-name="T1">Le livre</text:span> b</text:p>')
    assert [found.text[start:end] for start, end in found.emphasis] == ["Le livre"]


def test_the_title_comes_from_the_properties():
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Compte  rendu</dc:title></m>'
    assert document("<text:p>a</text:p>", meta_xml=meta).title == "Compte rendu"


def test_the_style_title_gives_the_title():
    found = document('<text:p text:style-name="Title">Compte <text:span>rendu</text:span></text:p><text:p>a</text:p>')
    assert found.title == "Compte rendu"
    assert found.headings == ()


def test_an_encrypted_file_says_so():
    manifest = {"META-INF/manifest.xml": '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>'}
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b"\x01\x02", **manifest})
    with pytest.raises(ReportError, match="encrypted"):
        read_bytes(data, "x.odt")


def test_a_doctype_is_refused():
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<!DOCTYPE a><a/>"})
    with pytest.raises(ReportError, match="DOCTYPE"):
        read_bytes(data, "x.odt")


def test_deep_nesting_is_refused():
    with pytest.raises(LimitExceeded, match="nested too deeply"):
        document("<text:section>" * 2000)


@pytest.mark.parametrize("content", ["<a><b></a>", "", "texte"])
def test_a_damaged_file_is_told(content):
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    with pytest.raises(ReportError, match="damaged"):
        read_bytes(data, "x.odt")


def test_a_file_without_text_part_is_told():
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text"})
    with pytest.raises(ReportError, match="damaged"):
        read_bytes(data, "x.odt")
