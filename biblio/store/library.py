"""The library of one user or team: everything the commands ask of the database."""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from biblio.identity import identity
from biblio.merge import Candidate, candidates
from biblio.model import Document, Mention, Work
from biblio.store import works
from biblio.store.checks import with_links
from biblio.store.decisions import Deciding
from biblio.store.facts import facts
from biblio.store.intake import Added, Recognition, ThemesOf, add_report
from biblio.store.rows import dump, now
from biblio.store.schema import table
from biblio.store.themes import Themed
from biblio.text import fold


class Library(Deciding, Themed):
    """A library in one SQLite file: reports and items in, works out, decisions and themes."""

    def add_report(self, document: Document, mentions: Sequence[Mention], address: str, themes_of: ThemesOf) -> Added:
        """Store a report with its mentions and derive the works they touch, all or nothing.

        ``address`` is where the report was read (path or URL): a report with a known address is a new version.
        """
        with self.db.atomic():
            added = add_report(self.db, document, mentions, address, themes_of)
            works.rebuild(self.db, added.touched)
        return added

    def import_items(self, items: Iterable[Work], file: str) -> tuple[int, int]:
        """Store imported items; return how many there were and how many works are new.

        The keys of the file are kept where they are free: people have cited them.
        """
        entries = list(items)
        with self.db.atomic():
            recognition = Recognition(self.db)
            features = [identity("work", e.csl, e.ids, e.urls) for e in entries]
            recognition.prepare(feature for found in features for feature in found)
            touched = set()
            for entry, found in zip(entries, features, strict=True):
                work = recognition.work_for(found, entry.csl, entry.ids, "work")
                touched.add(work)
                self._import(entry, work, file)
                for key in filter(None, (entry.key, *entry.aliases)):
                    self.db.execute("insert or ignore into citekeys values (?, ?)", (key, work))
                    self.db.execute("update or ignore works set key = ? where id = ? and key is null", (key, work))
            works.rebuild(self.db, touched | recognition.joined)
        return len(entries), len(recognition.created)

    def _import(self, entry: Work, work: int, file: str) -> None:
        row = {
            "work_id": work,
            "file": file,
            "kind": entry.kind,
            "csl": dump(entry.csl),
            "ids": dump(entry.ids),
            "urls": dump(entry.urls),
            "themes": dump(entry.themes),
            "note": entry.note,
            "private_note": entry.private_note,
            "related": dump([asdict(related) for related in entry.related]),
        }
        same = " and ".join(f"{name} = :{name}" for name in row)
        if not self.db.execute(f"select 1 from imports where {same}", row).fetchone():  # noqa: S608
            table(self.db, "imports").insert(row | {"time": now()})

    def name_new(self) -> None:
        """Give each work that has no key yet its key, for ever."""
        with self.db.atomic():
            works.name_new(self.db, self.citekey)

    def works(
        self,
        *,
        theme: str = "",
        report: str = "",
        session: str = "",
        kind: str = "",
        keys: Collection[str] = (),
        text: str = "",
        named: bool = True,
    ) -> list[Work]:
        """Return the works that match everything given, in the order they came into the library.

        ``theme`` and ``session`` are compared without case and accents; ``text`` is searched for in titles, names,
        containers and quotes. Works without a key get theirs now, unless ``named`` is false.
        """
        if named:
            self.name_new()
        where, values = "", list[Any]()
        if kind:
            where, values = " and w.kind = ?", [kind]
        for word in fold(text).split():
            where += " and instr(w.words, ?)"
            values.append(f" {word}")
        if keys:
            where += " and w.id in (select value from json_each(?))"
            values.append(dump([self._id(key) for key in keys]))
        found = works.read(self.db, where, values)
        found = with_links(self.db, found)
        if theme:
            wanted = self.theme(theme)
            found = [w for w in found if wanted in w.themes]
        if report:
            found = [w for w in found if any(report in (c.report, Path(c.report).stem) for c in w.citations)]
        if session:
            told = fold(session)
            found = [w for w in found if any(c.session and told in fold(c.session.title) for c in w.citations)]
        return found

    def work(self, key: str) -> Work:
        """Return the work of a key or alias; raises `UsageError` with near keys where there is none."""
        return self.works(keys=[key])[0]

    def candidates(self, key: str) -> list[Candidate]:
        """Return every voice on a work, most trusted first: what the choice of its fields was made from."""
        return candidates(facts(self.db, self._id(key)))

    def reports(self) -> list[dict[str, Any]]:
        """Return the current reports: name, address, format, title, date, read_at, mentions, works."""
        return list(
            self.db.query(
                "select r.name, r.address, r.format, r.title, r.date, r.read_at, count(m.id) as mentions, "
                "count(distinct m.work_id) as works from reports r "
                "left join mentions m on m.report_id = r.id and m.current = 1 "
                "where r.current = 1 group by r.id order by r.id"
            )
        )

    def report_text(self, address: str) -> str:
        """Return the text of a report as it was last read; empty where it is unknown."""
        row = self.db.execute(
            "select text from reports where current = 1 and (address = ? or name = ?)", (address, address)
        ).fetchone()
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else ""

    def counts(self) -> dict[str, int]:
        """Return how many reports, mentions, works, resources and pointers there are."""
        kinds = Counter(kind for (kind,) in self.db.execute(works.LISTED.replace("w.*", "w.kind", 1)))
        return {
            "reports": table(self.db, "reports").count_where("current = 1"),
            "mentions": table(self.db, "mentions").count_where("current = 1"),
            "works": kinds["work"],
            "resources": kinds["resource"],
            "pointers": kinds["pointer"],
        }
