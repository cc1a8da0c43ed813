"""Which works of the library a list is made of."""

from dataclasses import dataclass

from biblio.lists.build import sort_of
from biblio.lists.references import year_of
from biblio.model import Work
from biblio.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which works of the library a list draws from; an empty sequence asks for nothing.

    ``themes`` are compared without case and accents, ``sessions`` are words of their titles, ``reports`` file names
    with or without suffix, ``kinds`` kinds, sections or CSL types.
    """

    themes: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    keys: tuple[str, ...] = ()

    def matches(self, work: Work) -> bool:
        """Tell whether ``work`` passes every part of the query; a work named by key always does."""
        named = {work.key, *work.aliases}
        if named.intersection(self.keys):
            return True
        if self.keys and not (self.themes or self.sessions or self.reports or self.kinds or any(self.years)):
            return False
        sessions = [fold(c.session.title) for c in work.citations if c.session]
        reports = {name for c in work.citations for name in (c.report, c.report.rpartition(".")[0])}
        kinds = {work.kind, sort_of(work), work.csl.get("type", "")}
        return (
            (not self.themes or not {fold(t) for t in self.themes}.isdisjoint(map(fold, work.themes)))
            and (not self.sessions or any(fold(words) in title for words in self.sessions for title in sessions))
            and (not self.reports or not reports.isdisjoint(self.reports))
            and (not self.kinds or not kinds.isdisjoint(self.kinds))
            and self._in_years(work)
        )

    def _in_years(self, work: Work) -> bool:
        first, last = self.years
        if first is None and last is None:
            return True
        year = year_of(work.csl)
        return year.isdigit() and (first or 0) <= int(year) <= (last or 9999)
