import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biblio.errors import LimitExceeded
from biblio.readers import read_bytes


def page(body, head=""):
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")


def blocks(document):
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def links(document):
    return [(document.text[link.start : link.end], link.url, link.hidden) for link in document.links]


def test_headings_paragraphs_and_lists_keep_their_order_and_depth():
    document = page("<h1>A</h1><p>b<ul><li>c<ol start=3><li>d<li>e</ol></li></ul><h3>F</h3>")
    assert blocks(document) == [
        ("heading", 1, "A"),
        ("paragraph", 0, "b"),
        ("item", 1, "c"),
        ("item", 2, "d"),
        ("item", 2, "e"),
        ("heading", 3, "F"),
    ]
    assert document.text == "A\n\nb\n\n- c\n  3. d\n  4. e\n\nF"


def test_links_come_with_their_words():
    document = page(
        '<p>Voir <a href=" https://ex.org/a ">ce <i>livre</i> </a>, <a href="https://ex.org/b">ex.org/b</a>'
    )
    assert links(document) == [("ce livre", "https://ex.org/a", True), ("ex.org/b", "https://ex.org/b", False)]


def test_italics_are_remembered():
    document = page("<p><em>La </em><em>vie</em> au <cite>guichet</cite>")
    assert [document.text[start:end] for start, end in document.emphasis] == ["La vie", "guichet"]


def test_a_row_joins_its_cells_by_tabs():
    document = page("<table><tr><th>A<th>B<tr><td><p>c</p><p>d</p><td><a href='https://ex.org'>e</a></table>")
    assert blocks(document) == [("row", 0, "A\tB"), ("row", 0, "c\nd\te")]
    assert links(document) == [("e", "https://ex.org", True)]


def test_spaces_around_the_paragraphs_of_a_cell_are_nothing():
    document = page("<table>\n<tr>\n<td>\n<p>a</p>\n</td>\n<td>\n <p>b</p>\n\t<p>c</p></td>\n</tr></table>")
    assert document.text == "a\tb\nc"


def test_a_table_that_lays_out_the_page_is_no_row():
    document = page("<table><tr><td>menu<td><h2>Titre</h2><ul><li>a</ul><p>b</table>")
    assert [kind for kind, _, _ in blocks(document)] == ["row", "heading", "item", "paragraph"]


def test_lines_of_a_pad_are_lines_and_empty_ones_part_paragraphs():
    document = page("un<br>deux<br/><br>trois")
    assert blocks(document) == [("paragraph", 0, "un\ndeux"), ("paragraph", 0, "trois")]


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>X</nav>",
        "<script>X</script>",
        "<style>X</style>",
        "<footer>X</footer>",
        "<div role=navigation>X</div>",
        "<div class='site-footer y'>X</div>",
        "<div hidden>X</div>",
        "<p style='display: none'>X</p>",
        "<span class=mw-editsection>X</span>",
        "<noscript>X</noscript>",
        "<form><button>X</button></form>",
        "<!-- X -->",
    ],
)
def test_what_is_no_part_of_the_text_is_left_out(chrome):
    assert page(f"<p>avant</p>{chrome}<p>après</p>").text == "avant\n\naprès"


def test_the_footer_of_an_article_is_part_of_it():
    assert "note" in page("<article><p>a</p><footer>note</footer></article>").text


def test_frames_are_links():
    document = page("<p>a</p><iframe src='//www.youtube.com/embed/abc'></iframe>")
    url = "https://www.youtube.com/embed/abc"
    assert links(document) == [(url, url, False)]


def test_addresses_that_lead_nowhere_are_no_links():
    assert links(page("<a href='#'>a</a><a href='javascript:x()'>b</a><a href=''>c</a><a>d</a>")) == []


def test_relative_addresses_are_joined_to_a_declared_base():
    document = page("<a href='b'>x</a> <a href='mailto:a@ex.org'>y</a>", "<base href='https://ex.org/a/'>")
    assert [url for _, url, _ in links(document)] == ["https://ex.org/a/b", "mailto:a@ex.org"]


def test_title_and_date_come_from_the_head():
    head = "<title> Un\n titre</title><meta property='article:published_time' content='2020-05-20'>"
    document = page("<p>a", head)
    assert (document.title, document.date) == ("Un titre", "2020-05-20")


def test_marks_for_this_program_are_kept_and_invisible():
    document = page("<p>a</p><!-- biblio:off --><p>b</p><!-- biblio:on --><p>c</p>")
    assert document.text == "a\n\n<!-- biblio:off -->\n\nb\n\n<!-- biblio:on -->\n\nc"
    assert len(document.invisible) == 2
    assert len(document.blocks) == 3


def test_the_text_is_composed_and_offsets_follow():
    document = page("<p>De\u0301compose\u0301 <a href='https://ex.org'>e\u0301<i>t</i>e\u0301</a>")
    assert document.text == "Décomposé été"
    assert links(document) == [("été", "https://ex.org", True)]


def test_special_spaces_and_hyphens_stay():
    assert page("<p>a\u00a0: « b\u00adc\u202f»  d").text == "a\u00a0: « b\u00adc\u202f» d"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_declared_encoding_is_believed(charset):
    data = f"<html><head><meta charset='{charset}'></head><p>Été – ça".replace("–", "-").encode(charset)
    assert read_bytes(data, "x.html").text == "Été - ça"


def test_deep_nesting_is_refused_in_one_line():
    with pytest.raises(LimitExceeded, match="nested too deeply"):
        read_bytes(b"<html>" + b"<div>" * 100_000 + b"x", "x.html")


NASTY = [b"<", b"<a ", b"<a href='x", b"<!--", b"&", b"&#", b"<p", b"</", b"<p><li>", b"<td>", b"<table>", b"</div>"]


@pytest.mark.parametrize("piece", NASTY)
def test_a_megabyte_of_bad_markup_is_read_or_refused(piece):
    data = b"<html><p>debut</p>" + piece * (1_000_000 // len(piece))
    try:
        assert read_bytes(data, "x.html").text.startswith("debut")
    except LimitExceeded as error:
        assert "depth" in error.cure


NAMES = "p div ul ol li table tr td h2 a i br pre code blockquote nav article footer span section"
TAGS = st.sampled_from(NAMES.split())
TOKEN = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.just('<a href="https://ex.org/é">'),
    st.text(alphabet="ab \n\té\u0301&<>", max_size=8),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TOKEN, max_size=40))
def test_any_page_is_read_and_all_offsets_lie_in_it(tokens):
    document = page("<p>debut" + "".join(tokens))
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        words = document.text[block.start : block.end]
        assert words == words.strip()
        end = block.end
    for link in document.links:
        assert document.text[link.start : link.end].strip()


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<sup><a href='#fn1'>1</a></sup> b</p><ol><li id=fn1><p>La note. <a href='#ref1'>↩︎</a></p></li></ol>",
        "<p>a<a href='#n1' id=r1>[1]</a> b</p><p><a href='#r1' id=n1>[1]</a> La note.</p>",
        "<p>a<sup id=r><a href='#c1'><span>[</span>1<span>]</span></a></sup> b</p><ul><li id=c1>"
        "<span><a href='#r'>↑</a></span> La note.</li></ul>",
        "<p>a<a name=r1 href='#n1'><sup>1</sup></a> b</p><div><p><a name=n1 href='#r1'>1</a> La note.</div>",
    ],
)
def test_notes_are_marked_where_they_are_called_and_where_they_stand(markup):
    document = page(markup)
    assert document.text == "a[^1] b\n[^1]: La note."
    assert blocks(document)[-1] == ("note", 0, "La note.")
    assert links(document) == []


def test_other_links_into_the_page_are_words():
    assert page("<p><a href='#s1'>Session 1</a> <a href='#haut'>↑").text == "Session 1"
