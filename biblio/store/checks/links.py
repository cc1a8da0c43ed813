"""The links and what their checks add up to; hosts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from biblio.errors import UsageError
from biblio.model import LinkMemory, Standing
from biblio.store.checks.base import Opened

MEMORY = tuple(field.name for field in fields(LinkMemory))
_SELECT = f"select {', '.join(MEMORY)} from links"  # noqa: S608 (names of our own fields)


class Linked(Opened):
    """Which links there are, which are due, what is known of them."""

    def cite(self, urls: Iterable[str], host_of: Callable[[str], str], first: Callable[[int], Iterable[int]]) -> int:
        """Make the cited links those of ``urls``; return how many are new.

        ``first`` gives the first dates of so many new links. Links no longer cited keep their history and rest.
        """
        wanted = dict.fromkeys(urls)
        with self._writing():
            known = {url for (url,) in self._db.execute("select url from links")}
            self._db.execute("create temp table if not exists cited_now (url text primary key)")
            self._db.execute("delete from cited_now")
            self._db.conn.executemany("insert into cited_now values (?)", [(url,) for url in wanted])
            self._db.execute(
                "update links set cited = (url in (select url from cited_now)) "
                "where cited != (url in (select url from cited_now))"
            )
            new = [url for url in wanted if url not in known]
            self._db.conn.executemany(
                "insert into links (url, host, next_check) values (?, ?, ?)",
                [(url, host_of(url), date) for url, date in zip(new, first(len(new)), strict=True)],
            )
        return len(new)

    def due(self, now: int, beyond: int) -> list[LinkMemory]:
        """Return the cited links that are due, longest overdue first, muted hosts left out.

        A date after ``beyond`` was set by a clock that was wrong, and is due as well.
        """
        return self._memories(
            "where cited = 1 and (next_check <= ? or next_check > ?) "
            "and host not in (select host from link_hosts where muted = 1) order by next_check, id",
            (now, beyond),
        )

    def standings(self) -> Iterator[Standing]:
        """Yield where each cited link stands, muted hosts left out."""
        rows = self._db.execute(
            "select url, host, state, since, checked, next_check from links where cited = 1 "
            "and host not in (select host from link_hosts where muted = 1)"
        )
        return map(Standing._make, rows)

    def call(self, urls: Iterable[str], now: int) -> None:
        """Make links due now, before their date."""
        with self._writing():
            self._db.conn.executemany("update links set next_check = ? where url = ?", [(now, url) for url in urls])

    def memories(self, state: str = "", host: str = "") -> list[LinkMemory]:
        """Return what is known of the cited links, of one state or host if asked."""
        where, values = "where cited = 1", list[str]()
        for column, value in (("state", state), ("host", host)):
            if value:
                where += f" and {column} = ?"
                values.append(value)
        return self._memories(f"{where} order by id", values)

    def memory(self, url: str) -> LinkMemory:
        """Return what is known of one link; raises `UsageError` where there is none of that address."""
        found = self._memories("where url = ?", (url,))
        if not found:
            raise UsageError(f"{url}: no link of the library", "`biblio links` lists them")
        return found[0]

    def _memories(self, where: str, values: Sequence[Any]) -> list[LinkMemory]:
        return [
            LinkMemory(**dict(zip(MEMORY, row, strict=True)))
            for row in self._db.execute(f"{_SELECT} {where}", values)
        ]

    def load(self, now: int) -> dict[int, int]:
        """Return how many checks are due in each coming night (days since 1970)."""
        rows = self._db.execute(
            "select next_check / 86400, count(*) from links where cited = 1 and next_check > ? group by 1", (now,)
        )
        return dict(rows.fetchall())

    def set_archived(self, url: str, copy: str, date: str) -> None:
        """Note the archived copy of a link and its date; empty for *there is none* is not noted."""
        with self._writing():
            self._db.execute("update links set archived = ?, archived_date = ? where url = ?", (copy, date, url))

    def acknowledge(self, url: str) -> None:
        """Note that a person knows of a link's trouble: it is no finding any more until it has recovered."""
        self.memory(url)
        with self._writing():
            self._db.execute("update links set acknowledged = 1 where url = ?", (url,))

    def acknowledged(self) -> set[str]:
        """Return the links whose trouble is known."""
        return {url for (url,) in self._db.execute("select url from links where acknowledged = 1")}

    def mute(self, host: str, muted: bool = True) -> None:
        """Stop (or begin again) checking the links of a host."""
        with self._writing():
            self._db.execute(
                "insert into link_hosts (host, muted) values (?, ?) "
                "on conflict (host) do update set muted = excluded.muted",
                (host.lower(), int(muted)),
            )

    def muted(self) -> list[str]:
        """Return the hosts whose links are not checked."""
        return [host for (host,) in self._db.execute("select host from link_hosts where muted = 1 order by host")]

    def head_works(self) -> dict[str, bool]:
        """Return the hosts of which it is known whether they answer HEAD as they answer GET."""
        rows = self._db.execute("select host, head_works from link_hosts where head_works is not null")
        return {host: bool(works) for host, works in rows}

    def set_head_works(self, hosts: Mapping[str, bool]) -> None:
        """Note which hosts answer HEAD as they answer GET."""
        with self._writing():
            self._db.conn.executemany(
                "insert into link_hosts (host, head_works) values (?, ?) "
                "on conflict (host) do update set head_works = excluded.head_works",
                [(host, int(works)) for host, works in hosts.items()],
            )
