"""Files to Documents: text, structure, and links with their offsets."""

from importlib import import_module
from pathlib import Path

from biblio.errors import ReportError
from biblio.model import Document
from biblio.readers.limits import Limits
from biblio.readers.sniff import sniff

__all__ = ["READERS", "Limits", "read", "read_bytes"]

READERS: dict[str, str] = {
    "markdown": "biblio.readers.markdown",
    "text": "biblio.readers.text",
    "html": "biblio.readers.html",
    "pdf": "biblio.readers.pdf",
    "docx": "biblio.readers.docx",
    "odt": "biblio.readers.odt",
}
"""Format → module with ``read(data, name, limits) -> Document``, imported only when a report of that format comes."""

_DEFAULTS = Limits()


def read(path: Path, limits: Limits = _DEFAULTS) -> Document:
    """Read the report at ``path``.

    Raises `ReportError` for what is missing, empty, binary, damaged, encrypted or not what its name claims,
    `LimitExceeded` beyond ``limits`` and `MissingExtra` where an optional package is wanting.
    """
    try:
        if path.is_dir():
            raise ReportError(f"{path}: a folder, not a report", f"name the reports in it: {path}/*")
        if path.exists() and not path.is_file():
            raise ReportError(f"{path}: not a regular file", "save the report as a file first")
        limits.check("file_bytes", path.stat().st_size, str(path), "the file is too large")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReportError(f"{path}: no such file", "check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"{path}: cannot be opened: {reason}", "check the file and its permissions") from error
    return read_bytes(data, path.name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = _DEFAULTS) -> Document:
    """Read a report that is already in memory; its format is told by its content and the suffix of ``name``.

    Raises as `read` does.
    """
    limits.check("file_bytes", len(data), name, "the file is too large")
    format = sniff(data, name)
    document: Document = import_module(READERS[format]).read(data, name, limits)
    if not document.text.strip():
        raise ReportError(f"{name}: there is no text in it", "check that the file is the one you mean")
    return document
