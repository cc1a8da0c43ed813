"""Text fit for any format: NFC, no control characters, sane spaces; addresses that break out of no field."""

import re
import unicodedata

# Out of every text: control characters, bidirectional overrides (they make a text read otherwise than it is stored),
# zero-width signs that nobody sees, halves of surrogate pairs and code points that are no characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAK = re.compile("[\r\n\v\f\x85\u2028\u2029]+")
_URL_UNSAFE = re.compile(r'[\x00-\x20\x7f"<>\\^`{|}\u0080-\u00a0\u2028\u2029]')


def line(text: str) -> str:
    """Return a text as one clean line: NFC, no control characters, single ordinary spaces, none at either end."""
    # isprintable is quick, and false for no-break spaces, which _ODD then lets pass.
    ends = text[:1].isspace() or text[-1:].isspace()
    tidy = "  " not in text and not ends and (text.isprintable() or not _ODD.search(text))
    if tidy and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    composed = unicodedata.normalize("NFC", _UNWANTED.sub("", _SPACES.sub(" ", text)))
    return _SPACES.sub(" ", composed).strip()


def prose(text: str) -> str:
    """Return a text as clean paragraphs, one line feed between two."""
    if text.isprintable() or not _ODD.search(text):
        return line(text)
    return "\n".join(paragraph for part in _BREAK.split(text) if (paragraph := line(part)))


def address(url: str) -> str:
    """Return a URL without characters that RFC 3986 forbids and that would break out of a field."""
    url = _UNWANTED.sub("", unicodedata.normalize("NFC", url)).strip()
    return _URL_UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
