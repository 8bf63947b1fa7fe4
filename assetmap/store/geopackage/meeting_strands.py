"""
What two copies of a store know of an asset, as single steps, so that what both know can be told from what one does.

A step is a version that somebody made: what it set, and the steps it was made on. A version that only put together what
two copies knew is none, unless somebody decided something with it. Steps of the other copy are kept as *strands*.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.assets import in_languages
from assetmap.store.geopackage import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

WHERE, STATUS, CHECKED, CONSENT, SOURCE = "where", "status", "checked_on", "consent", "source"
GROUPS = {
    CHECKED: ("checked_on", "how_checked", "checked_by"),
    CONSENT: ("consent", "consent_on"),
    SOURCE: ("source", "source_id", "source_version", "source_licence"),
}
"""Fields of which one says nothing without the others: they go together, under the first one's name."""
_IN_GROUPS = frozenset(x for names in GROUPS.values() for x in names)
_APART = frozenset({"id", "short", "said_in", "status", "paused_until", "precision"}) | _IN_GROUPS
_VERSIONS = """
SELECT v.asset_id, v.version, m.mark, v.what, v.record, v.geom, e.geom, v.back_to, v.into_id, c.made_by, c.made_on,
  c.why, d.decided, v.change
FROM versions v JOIN changes c ON c.change = v.change JOIN change_marks m ON m.change = v.change
LEFT JOIN exact_versions e ON e.asset_id = v.asset_id AND e.version = v.version
LEFT JOIN met_versions d ON d.asset_id = v.asset_id AND d.version = v.version
WHERE v.asset_id IN ({}) ORDER BY v.asset_id, v.version
"""
_STRANDS = """
SELECT asset_id, mark, since, at, parents, what, into_id, made_by, made_on, why, sets FROM strands
WHERE asset_id IN ({}) ORDER BY asset_id, met, rowid
"""
_AT_ONCE = 500

Values = dict[str, Any]
"""Field (or the first of a group) → what stands in it as plain JSON; what stands at its default is left out."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody did to an asset. `sets`: field → what stood there before, and what it was set to."""

    mark: str
    parents: tuple[str, ...]
    what: str
    by: str
    on: str
    why: str
    sets: Mapping[str, tuple[Any, Any]]
    into: str | None = None

    @property
    def counts(self) -> bool:
        """Whether something was done to it that its being taken out elsewhere would undo; a mere meeting is not."""
        return (bool(self.sets) and self.what != "met") or self.what == "joined"


@dataclass(kw_only=True)
class Known:
    """What a copy knows of one asset: its steps by mark, and how it stands in the newest `version` (0: not there)."""

    steps: dict[str, Step] = field(default_factory=dict)
    version: int = 0
    values: Values = field(default_factory=dict)
    what: str = ""
    by: str = ""
    on: str = ""


def values_of(record: str, shown: bytes | None, exact: bytes | None, *, what: str) -> Values:
    """Lay a version out by fields and groups."""
    [row] = records.from_texts([record])
    out: Values = {name: value for name, value in row.items() if name not in _APART}
    out |= in_languages.further(in_languages.known(row.get("said_in")))
    for name, names in GROUPS.items():
        if any(row.get(x) for x in names):
            out[name] = [row.get(x) for x in names]
    status = row.get("status", "draft")
    out[STATUS] = [status, row.get("paused_until"), what if status == "withdrawn" else ""]
    out[WHERE] = [row.get("precision", "exact"), *(None if x is None else x.hex() for x in (shown, exact))]
    return out


def row_of(values: Mapping[str, Any], *, asset_id: str, short: str) -> tuple[Values, bytes | None, bytes | None]:
    """Put a record together again; with the place that is shown and the true one behind it."""
    row: Values = {"id": asset_id, "short": short}
    said: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        if name in GROUPS:
            row |= {x: y for x, y in zip(GROUPS[name], value, strict=True) if y is not None}
        elif ":" in name:
            one, tag = in_languages.split(name)
            said.setdefault(tag, {})[one] = value
        elif name not in {WHERE, STATUS}:
            row[name] = value
    if said:
        row["said_in"] = said
    row["status"], row["paused_until"] = values[STATUS][:2]
    row["precision"] = values[WHERE][0]
    shown, exact = (None if x is None else bytes.fromhex(x) for x in values[WHERE][1:])
    return row, shown, exact


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Say what is another thing now: field → before and after."""
    names = [*before, *(x for x in after if x not in before)]
    return {x: (before.get(x), after.get(x)) for x in names if before.get(x) != after.get(x)}


def marks(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """
    Say by which steps each asset came, quickly, to pass over those of which two copies know the same.

    Where something that was put together was undone since, what is said is nobody else's.
    """
    out: defaultdict[str, set[str]] = defaultdict(set)
    own = (
        "SELECT v.asset_id, m.mark FROM versions v JOIN change_marks m ON m.change = v.change "
        "LEFT JOIN met_versions d ON d.asset_id = v.asset_id AND d.version = v.version "
        "WHERE d.decided IS NULL OR d.decided <> '[]'"
    )
    for said in (own, "SELECT asset_id, mark FROM strands"):
        for asset_id, mark in connection.execute(said):
            out[asset_id].add(mark)
    undone = (
        "SELECT DISTINCT v.asset_id FROM versions v JOIN met_versions d ON d.asset_id = v.asset_id "
        "WHERE v.back_to NOT NULL AND v.version > d.version"
    )
    for (asset_id,) in connection.execute(undone):
        out[asset_id].add("undone here")
    return {asset_id: frozenset(found) for asset_id, found in out.items()}


def known(connection: sqlite3.Connection, asset_ids: Collection[str]) -> dict[str, Known]:
    """Fetch what a copy knows of assets; those it does not have are left out."""
    out: dict[str, Known] = {}
    ids = sorted(asset_ids)
    for at in range(0, len(ids), _AT_ONCE):
        batch = ids[at : at + _AT_ONCE]
        holes = ", ".join("?" * len(batch))
        versions: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in connection.execute(_VERSIONS.format(holes), batch):
            versions[row[0]].append(row)
        strands: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in connection.execute(_STRANDS.format(holes), batch):
            strands[row[0]].append(row)
        for asset_id, rows in versions.items():
            out[asset_id] = _of_one(connection, rows, strands[asset_id])
    return out


def keep(cursor: sqlite3.Cursor, asset_id: str, steps: Sequence[Step], *, since: int, at: int, met: int) -> None:
    """Keep steps of the other copy; `at` is the version they made here in change `met`, or 0."""
    cursor.executemany(
        "INSERT INTO strands (asset_id, mark, met, since, at, parents, what, into_id, made_by, made_on, why, sets) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                asset_id, x.mark, met, since, at, json.dumps(list(x.parents)), x.what, x.into, x.by, x.on, x.why,
                json.dumps({name: list(pair) for name, pair in x.sets.items()}, ensure_ascii=True),
            )
            for x in steps
        ],
    )  # fmt: skip


def take_out(cursor: sqlite3.Cursor, asset_id: str) -> None:
    """Take out of the strands of others what they had of an asset that is forgotten, before its own rows go."""
    made_one = (
        "SELECT m.mark FROM versions v JOIN change_marks m ON m.change = v.change "
        "WHERE v.asset_id = ?1 AND v.what = 'merged' "
        "UNION SELECT mark FROM strands WHERE asset_id = ?1 AND what = 'merged'"
    )
    others = cursor.execute(
        f"SELECT asset_id, mark, sets FROM strands WHERE what = 'joined' AND asset_id <> ?1 AND mark IN ({made_one})",
        (asset_id,),
    ).fetchall()
    for other, mark, sets in others:
        taken = json.loads(sets)
        cursor.execute("UPDATE strands SET sets = '{}' WHERE asset_id = ? AND mark = ?", (other, mark))
        rows = cursor.execute("SELECT rowid, sets FROM strands WHERE asset_id = ?", (other,)).fetchall()
        for number, text in rows:
            later = json.loads(text)
            if any(pair[0] is not None for name, pair in later.items() if name in taken):
                clean = {name: [None if name in taken else was, new] for name, (was, new) in later.items()}
                cursor.execute("UPDATE strands SET sets = ? WHERE rowid = ?", (json.dumps(clean), number))


def _of_one(
    connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], strands: Sequence[tuple[Any, ...]]
) -> Known:
    came: defaultdict[tuple[int, bool], list[Step]] = defaultdict(list)  # with a version, or once that was there
    for row in strands:
        came[row[3] or row[2], bool(row[3])].append(_strand(row))
    targets = {row[7] for row in rows if row[7] is not None}
    all_steps: dict[str, Step] = {}
    now: frozenset[str] | set[str] = set()
    then: dict[int, frozenset[str]] = {0: frozenset()}
    theirs: set[str] = set()
    heads: set[str] = set()
    before: Values = {}
    ways: dict[int, tuple[str, str | None]] = {}
    for _, version, mark, what, record, shown, exact, back_to, named, by, on, why, decided, change in rows:
        # An undo stands for what it put back.
        how, into = ways.get(back_to, (what, None)) if back_to else (what, None)
        if how == "merged" and not back_to:
            into = _into(connection, rows[0][0], change, named)
        ways[version] = how, into
        values = values_of(record, shown, exact, what=how)
        made: Step | None = None
        if decided is not None:
            new = came.pop((version, True), [])
            all_steps |= {x.mark: x for x in new}
            theirs |= {x.mark for x in new}
            now = {*now, *(x.mark for x in new)}
            heads = _heads(now, all_steps)
            if names := json.loads(decided):
                sets = {x: (before.get(x), values.get(x)) for x in names}
                parents = tuple(sorted(heads))
                made = Step(mark=mark, parents=parents, what="met", by=by, on=on, why=why, sets=sets, into=into)
                theirs.add(mark)
        elif back_to is not None and (back := then[back_to]) != now and (set(now) - back) <= theirs:
            now = set(back)
            heads = _heads(now, all_steps)
        else:
            sets = difference(before if now else {}, values)
            made = Step(mark=mark, parents=tuple(sorted(heads)), what=what, by=by, on=on, why=why, sets=sets, into=into)
        if made is not None:
            all_steps[made.mark] = made
            now = {*now, made.mark}
            heads = {made.mark}
        if (version, False) in came:  # known since, though nothing here became another thing by it
            new = came.pop((version, False))
            all_steps |= {x.mark: x for x in new}
            theirs |= {x.mark for x in new}
            now = {*now, *(x.mark for x in new)}
            heads = _heads(now, all_steps)
        if version in targets:
            then[version] = frozenset(now)
        before = values
    last = rows[-1]
    return Known(
        steps={x: all_steps[x] for x in all_steps if x in now}, version=last[1], values=before, what=last[3],
        by=last[9], on=last[10],
    )  # fmt: skip


def _heads(now: Collection[str], steps: Mapping[str, Step]) -> set[str]:
    under = {x for mark in now for x in steps[mark].parents}
    return set(now) - under


def _strand(row: tuple[Any, ...]) -> Step:
    _, mark, _, _, parents, what, into, by, on, why, sets = row
    return Step(
        mark=mark, parents=tuple(json.loads(parents)), what=what, by=by, on=on, why=why, into=into,
        sets={name: (pair[0], pair[1]) for name, pair in json.loads(sets).items()},
    )  # fmt: skip


def _into(connection: sqlite3.Connection, asset_id: str, change: int, into: str | None) -> str | None:
    """Say what an asset was made one with: where a change made only two one, the version does not name the other."""
    if into is not None:
        return into
    found = connection.execute(
        "SELECT asset_id FROM versions WHERE change = ? AND what = 'joined' AND asset_id <> ?", (change, asset_id)
    ).fetchone()
    return None if found is None else str(found[0])
