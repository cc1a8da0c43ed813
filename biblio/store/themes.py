"""The themes of a library: session titles and terms of a vocabulary, renamed and merged by people."""

import sys

from biblio.errors import UsageError
from biblio.store import works
from biblio.store.base import Opened
from biblio.store.intake import ThemesOf
from biblio.text import fold


class Themed(Opened):
    """The themes of a library."""

    def themes(self) -> list[tuple[str, int]]:
        """Return the themes with the number of works under each, in the order in which the reports cite them."""
        first: dict[str, int] = {}
        renamed = works.theme_names(self.db)
        for rank, (label,) in enumerate(
            self.db.execute(
                "select t.value from mentions m, json_each(m.themes) t where m.current = 1 "
                "group by t.value order by min(m.id), t.key"
            )
        ):
            first.setdefault(renamed.get(label, label), rank)
        counted = self.db.execute(
            "select c.theme, count(distinct c.work_id) from cited_under c join works w on w.id = c.work_id "
            "where w.merged_into is null and w.hidden = 0 group by c.theme order by min(c.work_id)"
        ).fetchall()
        return sorted(counted, key=lambda row: first.get(row[0], sys.maxsize))

    def theme(self, label: str) -> str:
        """Return the theme as it is written in the library; raises `UsageError` with near ones."""
        labels = {fold(name): name for name, _ in self.themes()}
        if (found := labels.get(fold(label))) is not None:
            return found
        within = [name for folded, name in labels.items() if fold(label) in folded]
        if len(within) == 1:
            return within[0]
        cure = f"did you mean {' · '.join(within)}?" if within else "`biblio themes` lists them"
        raise UsageError(f"no theme '{label}'", cure)

    def rename_theme(self, old: str, new: str) -> None:
        """Call a theme differently from now on; where the new name exists, the two become one."""
        label = self.theme(old)
        existing = {fold(name): name for name, _ in self.themes()}
        with self.db.atomic():
            self._decide("theme", None, field=label, value=existing.get(fold(new), new))
            works.rebuild(self.db, works.under_theme(self.db, label))

    def retheme(self, vocabulary: str, themes_of: ThemesOf) -> bool:
        """Find the themes of all mentions again if the vocabulary (its digest) is another one than last time."""
        row = self.db.execute("select value from settings where name = 'vocabulary'").fetchone()
        if row and row[0] == vocabulary:
            return False
        with self.db.atomic():
            works.retheme(self.db, themes_of)
            self.db.execute("insert or replace into settings values ('vocabulary', ?)", (vocabulary,))
        return bool(self.db.execute("select 1 from mentions limit 1").fetchone())
