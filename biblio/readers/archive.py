"""Office files: a ZIP archive of XML parts, read as streams and never trusted.

Archives are bounded before they are unpacked, and a DOCTYPE is refused: without one there are no entities to expand
(https://docs.python.org/3/library/xml.html#xml-vulnerabilities).
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat

from biblio.errors import ReportError
from biblio.readers.limits import Limits

_CHUNK = 65_536
_SMALL = 16_000_000  # below this a high ratio is no danger: repetitive tables compress well
_SEPARATOR = "}"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


class Archive:
    """The parts of an office file called ``name``. ``kind`` (DOCX, ODT) is for messages."""

    def __init__(self, data: bytes, name: str, kind: str, limits: Limits) -> None:
        self.name = name
        self.kind = kind
        self.limits = limits
        with self._damage():
            self._zip = zipfile.ZipFile(BytesIO(data))
        limits.check("members", len(self._zip.infolist()), name, "the archive holds too many files")
        self._unpacked = 0

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise self.damaged(str(error).strip("'\"")) from error
        except RuntimeError as error:
            raise ReportError(f"{self.name}: the {self.kind} is encrypted", "save it without a password") from error

    def damaged(self, detail: str) -> ReportError:
        """Return the error that says so."""
        cure = "open it in a word processor and save it anew, or get it again"
        return ReportError(f"{self.name}: the {self.kind} is damaged: {detail}", cure)

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of a part; raises `LimitExceeded` before a bomb goes off, `ReportError` for damage."""
        with self._damage():
            info = self._zip.getinfo(part)
        self._unpacked += info.file_size
        self.limits.check("unpacked_bytes", self._unpacked, self.name, f"the {self.kind} unpacks to too many bytes")
        if info.file_size > _SMALL:
            ratio = info.file_size // max(1, info.compress_size)
            self.limits.check("ratio", ratio, self.name, f"'{part}' is compressed so much that it looks like a bomb")
        with self._damage(), self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def read(self, part: str) -> bytes:
        """Return the bytes of a part."""
        return b"".join(self.chunks(part))

    def parse(self, part: str, prefixes: Mapping[str, str], start: Start, end: End, data: Data) -> None:
        """Send the elements and the text of a part to three functions.

        Names of elements and attributes come as ``prefix:name`` with the prefixes of this program, whatever the file
        calls its namespaces; those of other namespaces as ``name``.
        """
        names: dict[str, str] = {}
        depth = 0

        def short(name: str) -> str:
            found = names.get(name)
            if found is None:
                space, _, local = name.rpartition(_SEPARATOR)
                found = names[name] = f"{prefixes[space]}:{local}" if space in prefixes else local
            return found

        def on_start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.limits.check("depth", depth, self.name, "elements are nested too deeply")
            start(short(name), {short(key): value for key, value in attributes.items()} if attributes else attributes)

        def on_end(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(short(name))

        def on_doctype(*_: object) -> None:
            raise ReportError(
                f"{self.name}: '{part}' declares a DOCTYPE, which no word processor writes", "do not trust this file"
            )

        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = on_start
        parser.EndElementHandler = on_end
        parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = on_doctype
        try:
            for chunk in self.chunks(part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.damaged(f"{part}: {error}") from error

    def title(self, part: str) -> str:
        """Return the Dublin Core title in a part with the file's properties, where there is one."""
        if part not in self:
            return ""
        words: list[str] = []
        inside = False

        def start(name: str, _: Mapping[str, str]) -> None:
            nonlocal inside
            inside = name == "dc:title"

        def end(_: str) -> None:
            nonlocal inside
            inside = False

        def data(text: str) -> None:
            if inside:
                words.append(text)

        self.parse(part, {"http://purl.org/dc/elements/1.1/": "dc"}, start, end, data)
        return " ".join("".join(words).split())
