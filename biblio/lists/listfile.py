"""The list file: a TOML file in which a trainer shapes a reading list.

Written and merged with tomlkit, which keeps comments, order and layout: what a person wrote is never touched, new
works are only added.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from biblio.errors import FormatError
from biblio.lists.assets import asset
from biblio.lists.build import Anchors, Entry, ReadingList, Section, by_sort, slug
from biblio.lists.own import own_work, strings
from biblio.lists.query import Query
from biblio.lists.references import people, year_of
from biblio.lists.words import LEVELS, Words
from biblio.model import Work

STATES = ("draft", "reviewed", "published")

_LEVEL_WORDS = {Words(lang)[level]: level for lang in ("fr", "en") for level in LEVELS} | {x: x for x in LEVELS}
_STATE_WORDS = {Words(lang)[f"state.{state}"]: state for lang in ("fr", "en") for state in STATES} | {
    x: x for x in STATES
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(slots=True)
class ListFile:
    """A list file as it was read; `merge` adds works to it, `text` is what to write back."""

    document: tomlkit.TOMLDocument
    name: str = "list.toml"
    added: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str, name: str = "list.toml") -> "ListFile":
        """Read a list file. Raises `FormatError`, naming the line, for what cannot be one."""
        try:
            made = cls(tomlkit.parse(text), name)
        except TOMLKitError as error:
            raise FormatError(f"{name}: {error}", "mend that line; strings stand in quotes") from error
        made._check()
        return made

    @classmethod
    def create(
        cls,
        works: Iterable[Work],
        *,
        title: str = "",
        query: Query | None = None,
        lang: str = "fr",
        style: str = "iso690",
        today: date | None = None,
    ) -> "ListFile":
        """Return a new list of ``works`` in sections by sort, ready to be edited."""
        words, query = Words(lang), query or Query()
        document = tomlkit.document()
        for line in asset(f"list-file.{lang}.txt").splitlines():
            document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
        document["title"] = _one_line(title or ", ".join(query.themes) or words["title"])
        document["introduction"] = ""
        document["state"] = words["state.draft"]
        document["date"] = today or date.today()
        document["language"] = lang
        document["style"] = style
        document.add(tomlkit.nl())
        document["query"] = _query_table(query)
        document["levels"] = _levels_table(words)
        made = cls(document)
        sections = by_sort([Entry(work=work) for work in works], words, Anchors())
        for section in sections:
            table = made._new_section(section.title, section.sort, section.intro)
            for entry in section.entries:
                made._put(table, entry.work, words)
        return made

    def merge(self, works: Iterable[Work], *, today: date | None = None) -> int:
        """Add the works that the query asks for and the file does not hold yet; return how many.

        Each goes to the end of the section that receives its sort; a sort without a section gets one.
        Works are known by their keys, old keys included.
        """
        words, held, before = Words(self.lang), self._keys(), len(self.added)
        fresh = [work for work in works if self.query.matches(work) and held.isdisjoint({work.key, *work.aliases})]
        for work in by_sort([Entry(work=work) for work in fresh], words, Anchors(), start=False):
            for entry in work.entries:
                self._put(self._section_for(work.sort, words), entry.work, words, new=today or date.today())
                self.added.append(entry.work.key)
        return len(self.added) - before

    def duplicate(self, *, title: str = "", today: date | None = None) -> "ListFile":
        """Return a copy for the next course: a draft of today, everything else as it is."""
        copy = ListFile.parse(self.text(), self.name)
        copy.document["state"] = Words(self.lang)["state.draft"]
        copy.document["date"] = today or date.today()
        if title:
            copy.document["title"] = _one_line(title)
        return copy

    def text(self) -> str:
        """Return the file's text."""
        return tomlkit.dumps(self.document)

    @property
    def lang(self) -> str:
        """The list's language."""
        return str(self.document.get("language") or "fr")

    @property
    def query(self) -> Query:
        """The works the list draws from."""
        table = self.document.get("query", {})
        first, _, last = str(table.get("years", "")).partition("-")
        span = (first, last if "-" in str(table.get("years", "")) else first)
        years = tuple(int(year) if year.strip().isdigit() else None for year in span)
        return Query(
            themes=strings(table.get("themes", ())),
            sessions=strings(table.get("sessions", ())),
            reports=strings(table.get("reports", ())),
            kinds=strings(table.get("kinds", ())),
            years=(years[0], years[1]),
            keys=strings(table.get("keys", ())),
        )

    def missing(self, works: Iterable[Work]) -> list[str]:
        """Return the keys the file names that none of ``works`` has, as key or old key."""
        known = {key for work in works for key in (work.key, *work.aliases)}
        return [key for key in self._keys() if key not in known]

    def reading_list(self, works: Iterable[Work], *, title: str = "", lang: str = "") -> ReadingList:
        """Return the list that the file describes; hidden items are left out, as are keys nobody knows."""
        words = Words(str(self.document.get("language") or lang or "fr"))
        by_key = {key: work for work in works for key in (work.key, *work.aliases)}
        anchors = Anchors()
        sections = []
        for number, table in enumerate(self._sections()):
            entries = tuple(self._entries(table, by_key, number))
            if entries or table.get("introduction"):
                name = str(table.get("title", ""))
                sections.append(
                    Section(
                        title=name or words["own"],
                        anchor=anchors(name or words["own"]),
                        intro=str(table.get("introduction", "")),
                        sort=str(table.get("sort", "")),
                        entries=entries,
                    )
                )
        used = {entry.level for section in sections for entry in section.entries}
        meanings = self.document.get("levels", {})
        day = self.document.get("date", "")
        return ReadingList(
            title=title or str(self.document.get("title") or words["title"]),
            lang=words.lang,
            intro=str(self.document.get("introduction", "")),
            state=_STATE_WORDS[str(self.document["state"])] if self.document.get("state") else "",
            date=day.isoformat() if isinstance(day, date) else str(day),
            style=str(self.document.get("style", "")),
            levels={level: str(meanings.get(level) or words[f"{level}.means"]) for level in LEVELS if level in used},
            sections=tuple(sections),
        )

    def _entries(self, section: Mapping[str, Any], by_key: Mapping[str, Work], number: int) -> Iterator[Entry]:
        for position, item in enumerate(section.get("item", ())):
            if item.get("hidden"):
                continue
            work = (
                by_key.get(str(item["key"]))
                if item.get("key")
                else own_work(item, f"own-{number + 1}-{position + 1}")
            )
            if work:
                yield Entry(
                    work=work,
                    level=_LEVEL_WORDS[str(item["level"])] if item.get("level") else "",
                    note=str(item.get("note", "")),
                    private_note=str(item.get("private_note", "")),
                )

    def _sections(self) -> Sequence[Table]:
        sections: Sequence[Table] = self.document.get("section", ())
        return sections

    def _new_section(self, title: str, sort: str, intro: str) -> Table:
        if not self._sections():  # an empty array of tables would be written as "section = []"
            self.document.pop("section", None)
            self.document["section"] = tomlkit.aot()
        self.document["section"].append(_section_table(title, sort, intro))
        return self._sections()[-1]

    def _items(self) -> Iterator[Mapping[str, Any]]:
        for section in self._sections():
            yield from section.get("item", ())

    def _keys(self) -> set[str]:
        return {str(item["key"]) for item in self._items() if item.get("key")}

    def _section_for(self, sort: str, words: Words) -> Table:
        for section in self._sections():
            if section.get("sort") == sort:
                return section
        return self._new_section(words[sort], sort, words["leads.intro"] if sort == "leads" else "")

    def _put(self, section: Table, work: Work, words: Words, *, new: date | None = None) -> None:
        item = tomlkit.table()
        note = _remark(work, words)
        if new:
            note = f"{note}  [+ {new.isoformat()}]"
        item.add(tomlkit.comment(note))
        item["key"] = work.key
        for name in ("level", "note", "private_note"):
            item[name] = ""
        item["hidden"] = False
        if "item" not in section:
            section["item"] = tomlkit.aot()
        section["item"].append(item)

    def _check(self) -> None:
        """Raise `FormatError` for values that would be misread."""
        document = self.document
        if document.get("section") and not isinstance(document["section"], AoT):
            raise FormatError(f"{self.name}: sections are tables", "write each as [[section]]")
        if self.lang not in ("fr", "en"):
            raise FormatError(f"{self.name}: language {self.lang!r}", 'write "fr" or "en"')
        if (state := str(document.get("state") or "")) and state not in _STATE_WORDS:
            raise FormatError(f"{self.name}: state {state!r}", f"write one of {', '.join(_STATE_WORDS)}")
        for name in ("query", "levels"):
            if not isinstance(document.get(name, {}), dict):
                raise FormatError(f"{self.name}: {name} is a table", f"write [{name}] on a line of its own")
        for section in self._sections():
            if not isinstance(section.get("item", tomlkit.aot()), AoT):
                raise FormatError(f"{self.name}: items are tables", "write each as [[section.item]]")
            for item in section.get("item", ()):
                self._check_item(item)

    def _check_item(self, item: Any) -> None:
        if not isinstance(item, dict) or not (item.get("key") or item.get("title")):
            raise FormatError(f"{self.name}: an item has neither key nor title", "write each as [[section.item]]")
        called = item.get("key") or item.get("title")
        if (level := str(item.get("level") or "")) and level not in _LEVEL_WORDS:
            raise FormatError(
                f"{self.name}: {called}: level {level!r}", f"write one of {', '.join(_LEVEL_WORDS)}, or nothing"
            )


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _remark(work: Work, words: Words) -> str:
    title = work.csl.get("title") or (work.citations[0].quote if work.citations else "")
    parts = (people(work.csl, words), year_of(work.csl), " ".join(title.split())[:120])
    return _one_line(", ".join(part for part in parts if part)) or slug(work.key)


def _query_table(query: Query) -> Table:
    table = tomlkit.table()
    for name in ("themes", "sessions", "reports", "kinds", "keys"):
        table[name] = list(getattr(query, name))
    first, last = query.years
    table["years"] = f"{first or ''}-{last or ''}" if first or last else ""
    return table


def _levels_table(words: Words) -> Table:
    table = tomlkit.table()
    for level in LEVELS:
        table[level] = words[f"{level}.means"]
    table.add(tomlkit.nl())
    return table


def _section_table(title: str, sort: str, intro: str) -> Table:
    table = tomlkit.table()
    table["title"] = title
    table["introduction"] = intro
    table["sort"] = sort
    table.add(tomlkit.nl())
    return table
