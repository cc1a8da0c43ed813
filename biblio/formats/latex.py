r"""LaTeX escapes, both ways: what `escape` or `escape_ascii` writes, `decode` reads back to the letter.

`decode` also reads what other hands write: accents in every spelling, symbols, ``\emph{…}``, ``\og … \fg{}``.
"""

import re
import unicodedata
from functools import cache, lru_cache

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "\u00a0": "~",
    "\u202f": r"\,",
    "\u2009": r"\thinspace{}",
    "\u00ad": r"\-",
    "\n": r"\par{}",
}
"""Braces never become ``\\{``: BibTeX counts them even behind a backslash, other readers do not."""

_TABLE = str.maketrans(_ESCAPES)
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)|(?<=[?!])(?=`)")


def escape(text: str) -> str:
    r"""Return text for a UTF-8 file: LaTeX's special characters escaped, ligatures broken, the rest as it is.

    >>> escape("10 % d'*énergie* {x}")
    "10 \\% d'*énergie* \\textbraceleft{}x\\textbraceright{}"
    """
    if _SPECIAL.search(text):
        text = text.translate(_TABLE)
    return _LIGATURE.sub("{}", text) if _has_pair(text) else text


def _has_pair(text: str) -> bool:
    """Tell whether LaTeX would draw two signs as another; plain searches, four times as quick as one pattern."""
    return (
        "--" in text or "''" in text or "``" in text or "<<" in text or ">>" in text or ",," in text
        or "?`" in text or "!`" in text
    )  # fmt: skip


_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_SYMBOLS = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ß": "ss",
    "ı": "i",
    "ȷ": "j",
    "«": "guillemotleft",
    "»": "guillemotright",
    "‹": "guilsinglleft",
    "›": "guilsinglright",
    "“": "textquotedblleft",
    "”": "textquotedblright",
    "„": "quotedblbase",
    "‚": "quotesinglbase",
    "‘": "textquoteleft",
    "’": "textquoteright",
    "–": "textendash",
    "—": "textemdash",
    "…": "textellipsis",
    "°": "textdegree",
    "§": "S",
    "¶": "P",
    "©": "copyright",
    "®": "textregistered",
    "™": "texttrademark",
    "€": "texteuro",
    "£": "pounds",
    "×": "texttimes",
    "·": "textperiodcentered",
    "•": "textbullet",
    "ª": "textordfeminine",
    "º": "textordmasculine",
    "¿": "textquestiondown",
    "¡": "textexclamdown",
}


class _AsciiTable(dict[int, str]):
    """A table for `str.translate` that fills itself: each character is worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = spelling = _ascii(chr(code))
        return spelling


def _ascii(char: str) -> str:
    if char.isascii():
        return _ESCAPES.get(char, char)
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in _SYMBOLS:
        return rf"{{\{_SYMBOLS[char]}}}"
    base, marks = (decomposed := unicodedata.normalize("NFD", char))[0], decomposed[1:]
    if len(marks) == 1 and base.isascii() and marks in _ACCENTS:
        accent = _ACCENTS[marks]
        return rf"{{\{accent}{{{base}}}}}" if accent.isalpha() else rf"{{\{accent}{base}}}"
    return char


_ASCII = _AsciiTable()


_ZOTERO = str.maketrans(
    {char: f"{{{spelling[:-2]}}}" if spelling.endswith("{}") else spelling for char, spelling in _ESCAPES.items()}
    | {"\u202f": "\u202f", "\u2009": "\u2009", "\u00ad": "\u00ad", "\n": "\n\n"}
)


def escape_zotero(text: str) -> str:
    r"""Return text as Zotero's importer reads it: ``{\textbackslash}``, its braces outside, and raw thin spaces.

    A line never begins with ``@``, which readers take for an entry.
    """
    text = text.replace("\n@", " @")
    if _SPECIAL.search(text):
        text = text.translate(_ZOTERO)
    return _LIGATURE.sub("{}", text) if _has_pair(text) else text


def escape_ascii(text: str) -> str:
    r"""Return text for a file that classic BibTeX reads: every letter and sign that LaTeX can spell is spelt so.

    A character that has no spelling (other scripts) stays as it is.

    >>> print(escape_ascii("L’Œuvre à Nîmes"))
    L{\textquoteright}{\OE}uvre {\`a} N{\^i}mes
    """
    if not text.isascii() or _SPECIAL.search(text):
        text = text.translate(_ASCII)
    return _LIGATURE.sub("{}", text) if _has_pair(text) else text


_COMMANDS = (
    {name: char for char, name in _SYMBOLS.items()}
    | {spelling[1:-2]: char for char, spelling in _ESCAPES.items() if spelling.endswith("{}")}
    | {
        "aa": "å",
        "AA": "Å",
        "og": "«\u00a0",
        "fg": "\u00a0»",
        "guillemetleft": "«",
        "guillemetright": "»",
        "lbrace": "{",
        "rbrace": "}",
        "ldots": "…",
        "dots": "…",
        "degree": "°",
        "euro": "€",
        "No": "N°",
        "no": "n°",
        "newline": "\n",
        "textquotedbl": '"',
        "textquotesingle": "'",
        "textbar": "|",
        "textless": "<",
        "textgreater": ">",
        "textunderscore": "_",
        "textdollar": "$",
        "nobreakspace": "\u00a0",
        "space": " ",
        "slash": "/",
        "ier": "er",
        "iere": "re",
        "ieme": "e",
    }
)
_SIGNS = {
    "~": "\u00a0",
    "{": "",
    "}": "",
    "$": "",
    "---": "—",
    "--": "–",
    "``": "“",
    "''": "”",
    "<<": "«",
    ">>": "»",
    ",,": "„",
    "?`": "¿",
    "!`": "¡",
}
_AFTER_BACKSLASH = {",": "\u202f", "-": "\u00ad", "\\": "\n", " ": " ", ";": " ", ":": " ", "!": "", "/": "", "@": ""}
_FORMATTING_NAMES = """
emph enquote ensuremath foreignlanguage href hbox mathrm mbox mkbibemph mkbibquote mkbibbold mkbibitalic
newblock normalfont protect relax rm bf it em sc sf tt small textbf textit textmd textnormal textrm textsc
textsf textsl textsubscript textsuperscript texttt textup underline up uppercase url textquote bibstring
"""
_FORMATTING = frozenset(_FORMATTING_NAMES.split())
_COMBINING = {accent: mark for mark, accent in _ACCENTS.items()}
_TOKEN = re.compile(
    r"""\{\\['`^"~=.]\\?[A-Za-z]\}"""
    r"""|\\(?P<sign>['`^"~=.])\ *(?:\{\ *(?P<in_sign>\\?[A-Za-z])\ *\}|(?P<at_sign>\\[ij](?![A-Za-z])|[A-Za-z]))"""
    r"""|\\(?P<letter>[cvukHrdb])(?:\ *\{\ *(?P<in_letter>\\?[A-Za-z])\ *\}|\ +(?P<at_letter>[A-Za-z]))"""
    r"""|\\(?P<command>[A-Za-z]+)\*?(?:\{\}|\ +)?"""
    r"""|\\(?P<char>.)|---?|``|''|<<|>>|,,|[?!]`|[~{}$]""",
    re.VERBOSE | re.DOTALL,
)
_CODED = re.compile(r"[\\~{}$]")


def _composed(accent: str, base: str) -> str:
    return unicodedata.normalize("NFC", base.removeprefix("\\") + _COMBINING[accent])


@cache
def _other_command(name: str) -> str:
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    spec = get_default_latex_context_db().get_macro_spec(name)
    symbol = getattr(spec, "simplify_repl", None)
    return symbol if isinstance(symbol, str) and "%" not in symbol else f"\\{name}"


def _decoded(match: re.Match[str]) -> str:
    return _meaning(match[0])


@lru_cache(maxsize=4096)
def _meaning(token: str) -> str:
    """Return what one token of `_TOKEN` means."""
    match = _TOKEN.fullmatch(token)
    assert match
    if token[0] == "{" and len(token) > 1:
        return _composed(token[2], token[3:-1])
    if accent := match["sign"]:
        return _composed(accent, match["in_sign"] or match["at_sign"])
    if accent := match["letter"]:
        return _composed(accent, match["in_letter"] or match["at_letter"])
    if name := match["command"]:
        if name in _FORMATTING:
            return ""
        return _COMMANDS.get(name) or _other_command(name)
    if (char := match["char"]) is not None:
        return _AFTER_BACKSLASH.get(char, char)
    return _SIGNS[match[0]]


def decode(text: str) -> str:
    r"""Return the text that a BibTeX value means: accents composed, commands resolved, braces gone.

    A command that nobody knows stays as it is written.

    >>> decode(r"{\'E}tat, {\oe}uvre et \emph{care}~: \og oui \fg{}")
    'État, œuvre et care\xa0: «\xa0oui\xa0»'
    """
    if not _CODED.search(text) and not _has_pair(text):
        return text
    return _TOKEN.sub(_decoded, text).replace(" \u00a0»", "\u00a0»")
