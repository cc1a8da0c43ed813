import pytest

from biblio.errors import ReportError
from biblio.readers import read_bytes
from biblio.readers.decode import decode

TEXT = "Été « ça » — œuvre\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_is_recognised(encoding):
    assert decode(TEXT.encode(encoding), "x.txt")[0] == TEXT


def test_a_utf_16_file_with_its_mark_is_read_in_either_order():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "x.txt")[0] == TEXT


def test_one_bad_byte_does_not_spoil_the_file():
    text, warnings = decode("avant été ".encode() + b"\xe9t\xe9" + " après été".encode(), "x.txt")
    assert text == "avant été été après été"
    assert "Windows-1252" in warnings[0]


def test_bytes_without_meaning_are_kept_apart():
    assert decode(b"a\x81b\xe9", "x.txt")[0] == "a\x81bé"


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01\0\0\0", bytes(range(1, 32)) * 20, b"texte\0texte"])
def test_binary_data_is_refused(data):
    with pytest.raises(ReportError, match=r"x\.txt: binary data"):
        decode(data, "x.txt")


def test_damaged_utf_16_is_refused():
    with pytest.raises(ReportError, match="damaged UTF-16-LE"):
        decode(b"\xff\xfea\0\0\xd8a\0", "x.txt")


def test_the_reader_says_what_it_had_to_guess():
    assert read_bytes(TEXT.encode("cp1252"), "x.md").warnings
