"""Whose failure is it? Failures by which nobody answered are held back until it is clear. Pure."""

from collections.abc import Iterator

from biblio.links.judge import Finding
from biblio.links.target import Result

SILENT = frozenset({"timeout", "unreachable", "dns", "no-domain"})
"""Errors by which nobody answered: the host's or our own, for without a network no domain is found either."""
_SOME, _MANY = 5, 20
_WITNESSES = 3


class Network:
    """Remembers who answered last and holds silent failures back.

    A few hosts silent between two answers are their own trouble. When `suspicious`, somebody who answered before is
    to be asked again: if he still answers the failures stand (`release`), else they are ours (`condemn`).
    """

    def __init__(self) -> None:
        self.held: list[Result] = []
        self.good: dict[str, str] = {}
        self._silent: set[str] = set()

    def hold(self, result: Result, host: str) -> None:
        """Keep a failure back; what is known good of its host no longer is."""
        self.held.append(result)
        self._silent.add(host)
        self.good.pop(host, None)

    def answered(self, host: str, url: str) -> None:
        """Note that a host answered; the last few are kept as witnesses."""
        self.good.pop(host, None)
        self.good[host] = url
        if len(self.good) > _WITNESSES:
            del self.good[next(iter(self.good))]

    @property
    def many(self) -> bool:
        """Tell whether more hosts are silent than chance would have it."""
        return len(self._silent) >= _SOME

    @property
    def suspicious(self) -> bool:
        """Tell whether it is time to ask a witness, or, where nobody ever answered, to give up."""
        return self.many if self.good else len(self._silent) >= _MANY

    def release(self) -> Iterator[Result]:
        """Yield what was held back, as it was judged."""
        held, self.held = self.held, []
        self._silent.clear()
        yield from held

    def condemn(self) -> Iterator[Result]:
        """Yield what was held back as failures of our own network."""
        held, self.held = self.held, []
        self._silent.clear()
        yield from (
            Result(result.target, Finding("own-network", result.finding.reason), result.seen) for result in held
        )

    def settle(self) -> Iterator[Result]:
        """Yield what is left at the end of a run: ours if several hosts were asked and none ever answered.

        That a domain is gone is believed of no one while nobody else has answered.
        """
        unproven = any(result.finding.reason == "no-domain" for result in self.held)
        alone = not self.good and (len(self._silent) > 1 or unproven)
        yield from self.condemn() if alone else self.release()
