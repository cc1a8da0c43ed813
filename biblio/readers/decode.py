"""Bytes to text: UTF-8 with or without BOM, UTF-16, Windows-1252."""

import codecs

from biblio.errors import ReportError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROLS = bytes(set(range(32)) - {*b"\t\n\v\f\r\x1b"}) + b"\x7f"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_windows_1252(byte) for byte in bad), error.end


def _windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there; browsers take them as C1 controls too
        return chr(byte)


codecs.register_error("biblio.windows-1252", _as_windows_1252)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` without its BOM, and warnings.

    What is not UTF-8 is read byte for byte as Windows-1252, so that one bad byte does not spoil a whole file.
    Raises `ReportError` for binary data.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name)
    if encoding := _utf16_without_bom(data[:_SAMPLE]):
        return _strict(data, encoding, name)
    if is_binary(data):
        raise ReportError(f"{name}: binary data, not text", "give a report in Markdown, text, HTML, PDF, DOCX or ODT")
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return data.decode(errors="biblio.windows-1252"), ("not all UTF-8: the other bytes read as Windows-1252",)


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    if encoding == "utf-8":
        return data.decode(errors="biblio.windows-1252"), ()
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        cure = "save the file again as UTF-8"
        raise ReportError(f"{name}: damaged {encoding.upper()} text at byte {error.start}", cure) from error


def _utf16_without_bom(sample: bytes) -> str:
    """Guess by where the zero bytes stand: Latin letters have one in two."""
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.05 else ""


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` has a zero byte, or more than one other control character in a hundred bytes."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in data or controls > len(sample) / 100
