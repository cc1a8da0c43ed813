"""What all exporters share: their options, and the sentence that says where a work was cited."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from biblio.formats.clean import line
from biblio.model import Citation, Work

Writer = Callable[[Iterable[Work], "Options"], Iterator[str] | Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How works are exported.

    ``profile`` ``public`` leaves out private notes and where works were cited; ``cited`` asks for the latter
    in the private profile. ``pointers`` keeps those who are only named, works to be found yet: no bibliography has a
    place for them, so that they are left out unless asked for. ``lang`` (``fr`` or ``en``) is the language of what
    is written around the data.
    """

    profile: Literal["public", "private"] = "public"
    cited: bool = True
    pointers: bool = False
    lang: Literal["fr", "en"] = "fr"

    @property
    def private(self) -> bool:
        """Tell whether private notes may be written."""
        return self.profile == "private"

    @property
    def tells_citations(self) -> bool:
        """Tell whether the places where a work was cited are written."""
        return self.private and self.cited


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format: the function ``function`` of ``biblio.exports.<module>``, imported when it is first used."""

    module: str
    function: str
    suffix: str
    title: str

    def write(self, works: Iterable[Work], options: Options) -> Iterator[str] | Iterator[bytes]:
        """Yield the file piece by piece, text (UTF-8) or bytes."""
        function: Writer = getattr(import_module(f"biblio.exports.{self.module}"), self.function)
        return function(works if options.pointers else [w for w in works if w.kind != "pointer"], options)

    def chunks(self, works: Iterable[Work], options: Options | None = None) -> Iterator[bytes]:
        """Yield the file as bytes; the same works and options always give the same bytes."""
        for chunk in self.write(works, options or Options()):
            yield chunk.encode() if isinstance(chunk, str) else chunk

    def text(self, works: Iterable[Work], options: Options | None = None) -> str:
        """Return the whole file as text; only for formats that are text."""
        return b"".join(self.chunks(works, options)).decode()


_CITED = {"fr": ("Cité dans", "séance"), "en": ("Cited in", "session")}


def cited_in(citations: Iterable[Citation], lang: str) -> str:
    """Return where a work was cited, one paragraph a place: report, session with its date, quote."""
    words, session_word = _CITED[lang]
    places = []
    for citation in citations:
        place, quote = line(citation.report), line(citation.quote)
        if citation.session:
            date = f" ({line(citation.session.date)})" if citation.session.date else ""
            place += f", {session_word} « {line(citation.session.title)} »{date}"
        places.append(f"{words} {place} : « {quote} »" if quote else f"{words} {place}")
    return "\n".join(places)
