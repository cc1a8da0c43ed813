"""Works out of the library: deriving them from the facts, naming them, reading them."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from hashlib import blake2b
from typing import Any, cast

from sqlite_utils import Database

from biblio.identity import identity, original
from biblio.merge import Description, derive
from biblio.model import Citation, Facts, Ids, Item, Kind, Mention, RelatedWork, Work
from biblio.store import rows
from biblio.store.facts import MENTIONS, Gathered, gather, parts_of
from biblio.store.intake import chunks
from biblio.store.rows import dump
from biblio.text import fold

Citekey = Callable[[Item, Collection[str]], str]
"""Makes a citekey for an item, unlike all keys taken (compared without regard to case)."""

_CITED = """(exists (select 1 from mentions m where m.work_id = {0}.id and m.current = 1)
    or exists (select 1 from imports i where i.work_id = {0}.id))"""

LISTED = f"""
select w.* from works w where w.merged_into is null and w.hidden = 0 and ({_CITED.format("w")}
    or exists (select 1 from works part where part.merged_into = w.id and {_CITED.format("part")}))"""  # noqa: S608
"""The works there are: cited by a current report, or imported, themselves or a part of them."""


def regroup(db: Database, touched: Iterable[int]) -> set[int]:
    """Set ``merged_into`` from the decisions in force around the works ``touched``; return the roots to derive."""
    component = _component(db, touched)
    root = {work: work for work in component}
    members = {work: [work] for work in component}
    here = dump(sorted(component))
    for kept, other in db.execute(
        "select work_id, other_id from decisions where kind in ('same', 'identity') and undone is null "
        "and work_id in (select value from json_each(?)) order by id",
        (here,),
    ):
        winner, loser = root[kept], root[other]
        if winner != loser:
            moved = members.pop(loser)
            members[winner] += moved
            root.update(dict.fromkeys(moved, winner))
    db.conn.executemany(
        "update works set merged_into = ? where id = ? and merged_into is not ?",
        [(at if at != work else None, work, at if at != work else None) for work, at in root.items()],
    )
    rejected = {
        work
        for (work,) in db.execute(
            "select work_id from decisions where kind = 'reject' and undone is null "
            "and work_id in (select value from json_each(?))",
            (here,),
        )
    }
    db.conn.executemany(
        "update works set hidden = ? where id = ? and hidden != ?",
        [(hidden := int(work in rejected), work, hidden) for work in component],
    )
    return set(members)


def _component(db: Database, touched: Iterable[int]) -> set[int]:
    """Return the works that merges, in force or undone, connect with those touched."""
    found = db.execute(
        "with recursive near (id) as (select value from json_each(?) "
        "union select d.other_id from near join decisions d on d.work_id = near.id "
        "where d.kind in ('same', 'identity') "
        "union select d.work_id from near join decisions d on d.other_id = near.id "
        "where d.kind in ('same', 'identity')) select id from near",
        (dump(sorted(touched)),),
    )
    return {work for (work,) in found}


def rebuild(db: Database, touched: Iterable[int]) -> None:
    """Derive the descriptions, features and themes of the works that the facts of ``touched`` amount to."""
    roots = sorted(regroup(db, touched))
    renamed = theme_names(db)
    for chunk in chunks(roots):
        for work in gather(db, chunk):
            if not work.facts.mentions and not work.facts.records:
                # No longer cited: the description stays, so that the work is known again when it returns.
                db.execute("update works set digest = 0 where id = ?", (work.root,))
                continue
            description = derive(work.facts)
            _save(db, work, description)
            _save_features(db, work, description)
            _save_themes(db, work.root, [renamed.get(label, label) for label in work.themes])


def under_theme(db: Database, theme: str) -> set[int]:
    """Return the ids of the works cited under a theme."""
    return {work for (work,) in db.execute("select work_id from cited_under where theme = ?", (theme,))}


def retheme(db: Database, themes_of: Callable[[Mention], tuple[str, ...]]) -> None:
    """Find the themes of all current mentions again."""
    found = [
        (dump(themes_of(rows.mention(row))), row["id"])
        for row in db.query(
            "select m.*, r.name as report from mentions m join reports r on r.id = m.report_id where m.current = 1"
        )
    ]
    db.conn.executemany("update mentions set themes = ? where id = ?", found)
    rebuild(db, {work for (work,) in db.execute("select distinct work_id from mentions where current = 1")})


def theme_names(db: Database) -> dict[str, str]:
    """Return label → label for the themes a person renamed or merged, chains followed."""
    renamed = {
        old: json.loads(new)
        for old, new in db.execute(
            "select field, value from decisions where kind = 'theme' and undone is null order by id"
        )
    }
    for old in renamed:
        seen, label = {old}, renamed[old]
        while label in renamed and label not in seen:
            seen.add(label)
            label = renamed[label]
        renamed[old] = label
    return renamed


def _save(db: Database, work: Gathered, d: Description) -> None:
    csl, ids, urls = dump(d.csl), dump(d.ids), dump(d.urls)
    db.execute(
        "update works set kind = ?, csl = ?, ids = ?, urls = ?, origins = ?, related = ?, access = ?, open_url = ?, "
        "note = ?, private_note = ?, words = ?, digest = ? where id = ?",
        (
            d.kind,
            csl,
            ids,
            urls,
            dump({name: asdict(origin) for name, origin in d.origins.items()}),
            dump([asdict(r) for r in d.related]),
            d.access,
            d.open_url,
            d.note,
            d.private_note,
            _words(d, work.facts),
            _digest(csl, ids, urls) if d.kind != "pointer" and _is_cited(work.facts) else 0,
            work.root,
        ),
    )


def _is_cited(facts: Facts) -> bool:
    return bool(facts.mentions) or any(record.source == "import" for record in facts.records)


def _digest(*compared: str) -> int:
    """Return a number for what deduplication compares of a work; 0 is kept for works that it leaves alone."""
    return int.from_bytes(blake2b("\n".join(compared).encode("utf-8", "surrogatepass"), digest_size=7).digest()) + 1


def _save_features(db: Database, work: Gathered, d: Description) -> None:
    """Write under which features each part is recognised: parts keep their own, so that a merge can be undone."""
    features = {(feature, work.root) for feature in (*identity(d.kind, d.csl, d.ids, ()), original(d.csl)) if feature}
    for part, mentions in work.mentions.items():
        features |= {(f, part) for m in mentions for f in identity(m.kind, m.csl, m.ids, m.urls, m.quote)}
    for part, records in work.records.items():
        features |= {
            (f, part) for r in records if r.relation == "same" for f in identity("work", r.csl, r.ids, r.urls)
        }
    db.execute("delete from features where work_id in (select value from json_each(?))", (dump(list(work.mentions)),))
    db.conn.executemany("insert or ignore into features values (?, ?)", sorted(features))


def _save_themes(db: Database, work: int, labels: Iterable[str]) -> None:
    db.execute("delete from cited_under where work_id = ?", (work,))
    unique = enumerate(dict.fromkeys(filter(None, labels)))
    db.conn.executemany("insert into cited_under values (?, ?, ?)", [(work, n, label) for n, label in unique])


def _words(d: Description, facts: Facts) -> str:
    """Return what a work can be found by, folded; each word has a space before it."""
    people = [n.get("family") or n.get("literal") or "" for n in d.csl.get("author", []) + d.csl.get("editor", [])]
    texts = [d.csl.get("title", ""), d.csl.get("container-title", ""), *people, *(m.quote for m in facts.mentions)]
    return " " + fold(" ".join(texts))


def name_new(db: Database, citekey: Citekey) -> None:
    """Freeze a citekey for each listed work that has none yet."""
    nameless = list(db.query(LISTED + " and w.key is null order by w.id"))
    if not nameless:
        return
    taken = {key.lower() for (key,) in db.execute("select key from citekeys")}
    for row in nameless:
        key = citekey(cast(Item, json.loads(row["csl"])), taken)
        taken.add(key.lower())
        db.execute("update works set key = ? where id = ?", (key, row["id"]))
        db.execute("insert into citekeys values (?, ?)", (key, row["id"]))


def read(db: Database, where: str = "", values: Sequence[Any] = ()) -> list[Work]:
    """Return the listed works in the order they came, ``where`` narrowing them (SQL on ``w``)."""
    found = list(db.query(f"{LISTED} {where} order by w.id", list(values)))
    home = {part: root for root, members in parts_of(db, [r["id"] for r in found]).items() for part in members}
    everyone = dump(list(home))
    citations: dict[int, list[Citation]] = defaultdict(list)
    for row in db.query(MENTIONS, (everyone,)):
        citations[home[row["work_id"]]].append(rows.citation(row))
    themes: dict[int, list[str]] = defaultdict(list)
    for work, theme in db.execute(
        "select work_id, theme from cited_under where work_id in (select value from json_each(?)) "
        "order by work_id, position",
        (everyone,),
    ):
        themes[work].append(theme)
    keys: dict[int, list[str]] = defaultdict(list)
    for key, work in db.execute(
        "select key, work_id from citekeys where work_id in (select value from json_each(?)) order by rowid",
        (everyone,),
    ):
        keys[home[work]].append(key)
    near = _related_works(db, [row["id"] for row in found])
    return [_work(row, citations[row["id"]], themes[row["id"]], keys[row["id"]], near[row["id"]]) for row in found]


_RELATED = """
with related (work_id, other_id, relation) as (
    select p.work_id, p.other_id, p.relation from pairs p
    where p.relation != '' and p.work_id in (select value from json_each(:roots))
    union select p.other_id, p.work_id, p.relation from pairs p
    where p.relation != '' and p.other_id in (select value from json_each(:roots))
    union select f.work_id, t.work_id, 'translation' from features f join features t
    on t.feature between 'title:' || substr(f.feature, 10) and 'title:' || substr(f.feature, 10) || '9999'
    where f.feature between 'original:' and 'original;' and f.work_id in (select value from json_each(:roots))
    union select t.work_id, f.work_id, 'translation' from features t join features f
    on f.feature = 'original:' || rtrim(substr(t.feature, 7), '0123456789')
    where t.feature between 'title:' and 'title;' and t.work_id in (select value from json_each(:roots)))
select distinct r.work_id, r.relation, coalesce(w.key, '#' || w.id), coalesce(w.csl ->> '$.title', '')
from related r join works part on part.id = r.other_id join works w on w.id = coalesce(part.merged_into, part.id)
where w.hidden = 0 and w.id != r.work_id order by r.work_id, w.id"""


def _related_works(db: Database, roots: Sequence[int]) -> dict[int, list[RelatedWork]]:
    """Return for each work those near it: found by deduplication, or its original by title, or a translation."""
    near: dict[int, list[RelatedWork]] = defaultdict(list)
    for work, relation, key, title in db.execute(_RELATED, {"roots": dump(roots)}):
        near[work].append(RelatedWork(relation=relation, key=key, title=title))
    return near


def _work(
    row: rows.Row, citations: list[Citation], themes: list[str], keys: list[str], near: list[RelatedWork]
) -> Work:
    key = row["key"] or f"#{row['id']}"
    return Work(
        key=key,
        kind=cast(Kind, row["kind"]),
        csl=cast(Item, {"id": key} | json.loads(row["csl"])),
        ids=cast(Ids, json.loads(row["ids"])),
        urls=tuple(json.loads(row["urls"])),
        origins=rows.origins(row["origins"]),
        citations=tuple(citations),
        themes=tuple(themes),
        aliases=tuple(k for k in keys if k != key),
        related=rows.related(row["related"]),
        related_works=tuple(near),
        access=row["access"],
        open_url=row["open_url"],
        note=row["note"],
        private_note=row["private_note"],
    )
