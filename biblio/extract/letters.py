"""Character classes that ``re`` lacks: upper and lower case of the Latin, Greek and Cyrillic alphabets."""


def _class(test: str) -> str:
    """Return the ranges of a regular expression class whose characters satisfy the ``str`` method ``test``."""
    ranges: list[list[int]] = []
    for code in range(0x41, 0x530):
        if getattr(chr(code), test)():
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


UPPER = _class("isupper")
LOWER = _class("islower")
LETTER = UPPER + LOWER
