"""What reading a bibliography file gives, whatever its format."""

from dataclasses import dataclass, field

from biblio.model import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something of a file that was not taken as it stands: ``line`` (from 1), why, and the text itself."""

    line: int
    reason: str
    raw: str = ""


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """The works of a file in their order, the line each begins on (from 1), and what failed."""

    works: list[Work] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def add(self, work: Work, line: int) -> None:
        """Append a work that begins on ``line``."""
        self.works.append(work)
        self.lines.append(line)

    def fail(self, line: int, reason: str, raw: str = "") -> None:
        """Append a failure."""
        self.failures.append(Failure(line=line, reason=reason, raw=raw))


def text_of(data: bytes) -> str:
    r"""Return the text of a file: UTF-8 or UTF-16 with or without mark, else Windows-1252; line ends as ``\n``."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
