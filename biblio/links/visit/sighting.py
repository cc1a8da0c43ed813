"""What is known before a visit, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from biblio.links.hosts import HostRule
from biblio.links.page import Fingerprint, Page
from biblio.links.transport import Answer
from biblio.model import Hop

_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the page behind a link should show: the cited work's title and the family names of its authors."""

    title: str
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the visit: the works behind the link, its last good page, its host's answer to HEAD."""

    expected: Sequence[Expected] = ()
    last_good: Fingerprint | None = None
    head_works: bool | None = None
    fingerprint: bool = False


@dataclass(slots=True)
class Sighting:
    """What a visit showed: facts only, judged by `biblio.links.judge`.

    ``url`` bears no fragment; ``missing`` holds those of the wanted fragments that the page lacks. ``registered``
    tells of a DOI whether its registry knows it. ``head_failed`` says that HEAD misled and GET did not.
    """

    url: str
    final: str = ""
    method: str = "GET"
    answer: Answer = field(default_factory=Answer)
    hops: list[Hop] = field(default_factory=list)
    page: Page | None = None
    missing: frozenset[str] = frozenset()
    fingerprint: Fingerprint | None = None
    registered: bool | None = None
    retired: bool = False
    loop: bool = False
    too_many: bool = False
    unchanged: bool = False
    head_failed: bool | None = None
    random_page: Fingerprint | None = None
    rule: HostRule | None = None
    ms: int = 0
    size: int = 0

    @property
    def permanent(self) -> bool:
        """Tell whether every redirect said that the page has moved for good."""
        return bool(self.hops) and all(hop.status in _PERMANENT for hop in self.hops)

    def count(self, answer: Answer) -> None:
        """Add the time and the bytes that an answer took."""
        self.ms += answer.ms
        self.size += answer.size
