"""LaTeX escapes: whatever is written is read back, and nothing of it is a command."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from biblio.formats.clean import line, prose
from biblio.formats.latex import decode, escape, escape_ascii, escape_zotero
from tests.works import HOSTILE

TEXTS = st.text(max_size=60).map(prose) | st.sampled_from(HOSTILE).map(prose)
ESCAPES = pytest.mark.parametrize("write", [escape, escape_ascii, escape_zotero])


@ESCAPES
@given(TEXTS)
@settings(max_examples=300, deadline=None)
@example("--- -- `` '' << >> ,, ?` !`")
@example("\\{}^~#$%&_")
@example("«\u00a0L’été\u202f!\u00a0» œuvre Œ ç ñ ÿ ø ł – — … °")
def test_a_text_comes_back(write, text: str) -> None:
    if write is escape_zotero:
        text = line(text)  # paragraphs are blank lines there
    assert decode(write(text)) == text


@ESCAPES
@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_braces_balance_and_no_command_is_from_the_text(write, text: str) -> None:
    written = write(text)
    depth = 0
    for sign in written:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"\\(?:input|write|include|def|catcode|immediate)(?![a-z])", written)


@given(st.text(alphabet="éèêëàâîïôöûùüçœæÉÀÇŒñøł°«»’– aZ", max_size=40).map(line))
def test_french_is_pure_ascii_in_classic_bibtex(text: str) -> None:
    assert escape_ascii(text).isascii()
