"""Files written by commands: whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from biblio.errors import BiblioError


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path``, replacing what is there only once everything is on disk.

    Missing folders are made. Raises `BiblioError` where the file cannot be written; the old one is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(chunks)
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BiblioError(f"{path}: {error.strerror}", "name a place that you may write to with -o") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
