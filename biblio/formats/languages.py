"""Languages: ISO 639-1 codes and the names babel has for them (biblatex's ``langid``)."""

_TABLE = """
ar arabic, bg bulgarian, br breton, ca catalan, cs czech, cy welsh, da danish, de german, el greek, en
english, eo esperanto, es spanish, et estonian, eu basque, fa persian, fi finnish, fr french, ga irish, gl
galician, he hebrew, hr croatian, hu hungarian, is icelandic, it italian, la latin, lt lithuanian, lv latvian,
nl dutch, no norsk, oc occitan, pl polish, pt portuguese, ro romanian, ru russian, sk slovak, sl slovene, sq
albanian, sr serbian, sv swedish, tr turkish, uk ukrainian
"""

LANGID: dict[str, str] = {}
"""ISO 639-1 → babel's name."""
for _row in _TABLE.replace("\n", " ").split(","):
    _code, _name = _row.split()
    LANGID[_code] = _name

_CODE = {name: code for code, name in LANGID.items()} | {
    "francais": "fr",
    "français": "fr",
    "frenchb": "fr",
    "acadian": "fr",
    "canadien": "fr",
    "american": "en",
    "british": "en",
    "usenglish": "en",
    "ukenglish": "en",
    "anglais": "en",
    "ngerman": "de",
    "allemand": "de",
    "espagnol": "es",
    "italien": "it",
    "fre": "fr",
    "fra": "fr",
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "spa": "es",
    "ita": "it",
}


def langid(language: str) -> str | None:
    """Return babel's name of a BCP 47 language (``fr-FR`` → ``french``), None where babel has none."""
    return LANGID.get(language.split("-")[0].lower())


def code(name: str) -> str:
    """Return the code of a language that babel, a library or a person names; the name itself where unknown."""
    return _CODE.get(name.casefold(), name)
