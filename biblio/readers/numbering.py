"""Numbers of lists and headings as word processors print them, and the names of their heading styles."""

import re

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def numeral(number: int, style: str) -> str:
    """Return a list number as letter (``a``, ``A``), Roman (``i``, ``I``) or figures (any other style).

    >>> numeral(4, "I"), numeral(28, "a"), numeral(28, "1")
    ('IV', 'bb', '28')
    """
    if style in ("i", "I") and 0 < number < 4000:
        digits = ""
        for value, sign in _ROMAN:
            digits += sign * (number // value)
            number %= value
    elif style in ("a", "A") and 0 < number < 1000:
        digits = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        return str(number)
    return digits.upper() if style.isupper() else digits


HEADING_NAME = re.compile(
    r"(?:heading|titre|title|überschrift|t[íi]tulo|titolo|kop|rubrik)[ _]*([1-9])", re.IGNORECASE
)
"""Names of heading styles that declare no outline level, in the languages of western word processors."""
