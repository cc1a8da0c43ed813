"""References in a CSL style, rendered by pandoc (https://pandoc.org/MANUAL.html#citations) in one batch.

A reference on a list stands alone: readers filter and re-order the page. So the copy of the style that is handed to
pandoc has no year suffixes (2010a), no dashes for repeated authors and no sort order; references are then
independent of each other, and a large batch is shared out over the processors.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from biblio.errors import BiblioError, FormatError, UsageError
from biblio.lists.rich import Run, Runs, is_web
from biblio.model import Item

STYLES: Mapping[str, str] = {
    "iso690": "iso690-author-date-fr-no-abstract.csl",
    "apa": "apa.csl",
    "chicago": "chicago-author-date.csl",
    "chicago-fr": "chicago-author-date-fr.csl",
    "rfap": "revue-francaise-d-administration-publique.csl",
}
"""Name of a style on the command line → its file in ``styles/``; the first is the default."""

STYLE_TITLES: Mapping[str, str] = {
    "iso690": "ISO 690",
    "apa": "APA",
    "chicago": "Chicago",
    "chicago-fr": "Chicago (français)",
    "rfap": "Revue française d’administration publique",
}

BATCH = 250
"""Items handed to one run of pandoc: enough to hide its start and its style (20 ms), few enough for 200 MB."""

TIMEOUT = 60.0
"""Seconds a run of pandoc on one batch may take; a thousand times what it needs."""


@cache
def pandoc() -> str:
    """Return the path of pandoc: that of the package pypandoc-binary, else that of the system, else ``""``."""
    try:
        import pypandoc  # type: ignore[import-untyped]

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        return shutil.which("pandoc") or ""


def run_pandoc(arguments: Sequence[str], given: bytes, folder: Path) -> bytes:
    """Run pandoc in ``folder`` and return what it prints.

    Raises `BiblioError` where it is missing, fails or takes too long.
    """
    if not pandoc():
        raise BiblioError("pandoc is not installed", "pip install 'biblio[lists]'")
    try:
        done = subprocess.run(  # noqa: S603 (our own arguments; all content goes through files and stdin)
            [pandoc(), *arguments], input=given, cwd=folder, capture_output=True, check=True, timeout=TIMEOUT
        )
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()
        raise BiblioError(f"pandoc failed: {reason[0] if reason else error.returncode}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BiblioError(f"pandoc failed: {error}") from error
    return done.stdout


def read_style(name: str, lang: str = "fr") -> str:
    """Return the CSL style called ``name`` in `STYLES`, or in the file of that path.

    ISO 690 has its terms written into the style, hence one file for each language of lists.

    Raises `UsageError` for a name that is neither, `FormatError` for a file that is no independent CSL style.
    """
    if name in STYLES:
        file = "iso690-author-date-en.csl" if (name, lang) == ("iso690", "en") else STYLES[name]
        return (resources.files("biblio.lists") / "styles" / file).read_text(encoding="utf-8")
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"no citation style {name!r}", f"choose one of {', '.join(STYLES)}, or name a .csl file")
    try:
        style = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: {error}", "name a .csl file in UTF-8") from error
    if "http://purl.org/net/xbiblio/csl" not in style:
        raise FormatError(f"{path}: this is no CSL style", "find styles at https://www.zotero.org/styles")
    if "<bibliography" not in style:
        raise FormatError(f"{path}: this style formats no bibliography", "name the style that it depends on")
    return style


_CONTEXT = re.compile(
    r"\s(?:disambiguate-add-(?:names|givenname|year-suffix)|givenname-disambiguation-rule|collapse"
    r"|subsequent-author-substitute(?:-rule)?)\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)
_SORT = re.compile(r"<sort>.*?</sort>", re.DOTALL)


# Some styles print an edition as it stands: "2." where "2e éd." is meant.
_BARE_EDITION = re.compile(r"<text variable=\"edition\"(?: form=\"\w+\")?/>")
_EDITION = (
    '<choose><if is-numeric="edition"><group delimiter="&#160;"><number variable="edition" form="ordinal"/>'
    '<text term="edition" form="short"/></group></if><else><text variable="edition"/></else></choose>'
)


def standing_alone(style: str) -> str:
    """Return ``style`` without what makes one reference depend on its neighbours, and with editions told as such."""
    return _BARE_EDITION.sub(_EDITION, _SORT.sub("", _CONTEXT.sub("", style)))


def render(items: Sequence[Item], style: str, lang: str) -> Iterator[Runs | None]:
    """Yield each item as the runs of its reference, in the order given; None where the engine refused it.

    ``style`` is the text of a CSL style, ``lang`` the language of its terms (``fr``, ``en``).
    Raises `BiblioError` where pandoc is missing.
    """
    size = max(1, min(BATCH, -(-len(items) // _workers())))
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    with TemporaryDirectory(prefix="biblio-") as name, ThreadPoolExecutor(_workers()) as pool:
        folder = Path(name)
        (folder / "style.csl").write_text(standing_alone(style), encoding="utf-8")
        page = f'---\nlang: {"fr-FR" if lang == "fr" else "en-US"}\nnocite: "@*"\n---\n'.encode()
        done = pool.map(lambda numbered: _batch(numbered[1], page, folder, str(numbered[0])), enumerate(batches))
        for batch in done:
            yield from batch


def _workers() -> int:
    return min(8, os.cpu_count() or 1)


def _batch(items: Sequence[Item], page: bytes, folder: Path, name: str) -> list[Runs | None]:
    """Render a batch; where pandoc refuses it, halve it until the item at fault stands alone."""
    numbered = [{**item, "id": f"i{number}"} for number, item in enumerate(items)]
    (folder / f"{name}.json").write_text(json.dumps(numbered, ensure_ascii=False), encoding="utf-8")
    arguments = ("+RTS", "-A32m", "-RTS", "--citeproc", "--bibliography", f"{name}.json", "--csl", "style.csl")
    try:
        answer = run_pandoc((*arguments, "-f", "markdown", "-t", "json"), page, folder)
    except BiblioError:
        if not pandoc():
            raise
        if len(items) == 1:
            return [None]
        half = len(items) // 2
        return [
            *_batch(items[:half], page, folder, f"{name}a"),
            *_batch(items[half:], page, folder, f"{name}b"),
        ]
    found = dict(_entries(json.loads(answer)["blocks"]))
    return [found.get(f"ref-i{number}") for number in range(len(items))]


def _entries(blocks: Iterable[Any]) -> Iterable[tuple[str, Runs]]:
    for block in blocks:
        if block["t"] != "Div":
            continue
        (identifier, classes, _), inner = block["c"]
        if "csl-entry" in classes:
            yield identifier, _joined(_runs(_inlines(inner), _PLAIN, ""))
        else:
            yield from _entries(inner)


def _inlines(blocks: Iterable[Any]) -> list[Any]:
    """Return the inlines of an entry, one space between its blocks."""
    inlines: list[Any] = []
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            inlines += [*([{"t": "Space"}] if inlines else []), *block["c"]]
        elif block["t"] == "Div":
            inlines += [*([{"t": "Space"}] if inlines else []), *_inlines(block["c"][1])]
    return inlines


_MARKS = {
    "Emph": "em",
    "Strong": "strong",
    "Superscript": "sup",
    "Subscript": "sub",
    "SmallCaps": "small-caps",
    "Underline": "u",
    "Strikeout": "s",
}


_PLAIN: frozenset[str] = frozenset()

_Piece = tuple[str, frozenset[str], str]
"""Text, marks, address: a `Run` in the making."""


def _joined(pieces: Iterable[_Piece]) -> Runs:
    """Return ``pieces`` as runs, neighbours of one format made one."""
    return tuple(
        Run("".join(text for text, _, _ in group), marks, href)
        for (marks, href), group in groupby(pieces, key=itemgetter(1, 2))
    )


def _runs(inlines: Iterable[Any], marks: frozenset[str], href: str) -> Iterator[_Piece]:
    for inline in inlines:
        tag, content = inline["t"], inline.get("c")
        if tag == "Str":
            yield content, marks, href
        elif tag in ("Space", "SoftBreak", "LineBreak"):
            yield " ", marks, href
        elif tag in _MARKS:
            yield from _runs(content, marks ^ {_MARKS[tag]} if tag == "Emph" else marks | {_MARKS[tag]}, href)
        elif tag == "Span":
            # A numeric style's [1] counts through a list that is filtered and divided: the margin is left out.
            if "csl-left-margin" not in content[0][1]:
                yield from _runs(
                    content[1], marks | ({"small-caps"} if "smallcaps" in content[0][1] else set()), href
                )
        elif tag == "Link":
            target = content[2][0]
            yield from _runs(content[1], marks, target if is_web(target) else "")
        elif tag == "Quoted":
            yield ("“" if content[0]["t"] == "DoubleQuote" else "‘", marks, href)
            yield from _runs(content[1], marks, href)
            yield ("”" if content[0]["t"] == "DoubleQuote" else "’", marks, href)
        elif tag in ("Code", "RawInline", "Math"):
            yield (content[1], marks, href)
