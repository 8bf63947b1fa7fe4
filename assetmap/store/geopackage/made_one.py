"""What two assets that were made one hold of each other: the same change made one `merged` and the other `joined`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.assets import in_languages
from assetmap.store.base import Edit
from assetmap.store.geopackage import blobs, records, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    Place = tuple[bytes | None, bytes | None]

# What an asset was merged into, and what was merged into it; with the version that took the other in. A change that
# made many one says which went where; a file of an older form has no such column, and never such a change.
_INTO = """
SELECT k.asset_id, k.version FROM versions g JOIN versions k ON k.change = g.change AND k.what = 'joined'
JOIN assets a ON a.id = k.asset_id WHERE g.asset_id = ? AND g.what = 'merged' AND a.name <> '' AND {meant}
"""
_FROM = """
SELECT g.asset_id, k.version FROM versions k JOIN versions g ON g.change = k.change AND g.what = 'merged'
JOIN assets a ON a.id = g.asset_id WHERE k.asset_id = ? AND k.what = 'joined' AND a.status = 'withdrawn' AND {meant}
"""
_MEANT = "(g.into_id IS NULL OR g.into_id = k.asset_id)"
# How each is known, and who may see it, is the one's own, whatever it got of the other.
_OWN = frozenset({"id", "short", "status", "paused_until", "audience", "precision"})


def together(cursor: sqlite3.Cursor, ids: Sequence[str], *, also_into: bool = True) -> list[str]:
    """
    Add to assets what is one with them as things stand: the same thing under another code.

    Without `also_into` only what is hidden behind them goes along, and not what they are hidden behind.
    """
    found = dict.fromkeys(ids)
    left = list(found)
    while left:
        asset_id = left.pop()
        new: list[str] = []
        [status] = cursor.execute("SELECT status FROM assets WHERE id = ?", (asset_id,)).fetchone()
        if status == "withdrawn" and also_into:
            rows = _rows(cursor, _INTO, asset_id)
            new += [other for other, at in rows if _newest(cursor, other) in _standing_on(cursor, other, at)]
        rows = _rows(cursor, _FROM, asset_id)
        new += [other for other, at in rows if _newest(cursor, asset_id) in _standing_on(cursor, asset_id, at)]
        left += [x for x in new if x not in found]
        found |= dict.fromkeys(new)
    return list(found)


def alone(cursor: sqlite3.Cursor, ids: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """
    Say what goes where what assets were made one with shall stay, for others gave it.

    Returns
    -------
    gone
        The assets, and what is hidden behind them or between.
    stays
        What they are hidden behind: id → the version that took one of them in; for `part`.
    """
    gone, stays = dict.fromkeys(together(cursor, ids, also_into=False)), dict[str, int]()
    left = list(gone)
    while left:
        asset_id = left.pop()
        if _state(cursor, asset_id)[0] != "withdrawn":
            continue
        for other, at in _rows(cursor, _INTO, asset_id):
            if other in gone or _newest(cursor, other) not in _standing_on(cursor, other, at):
                continue
            # Itself hidden behind another one, or made of two rows of a list: it never was without this one.
            if _state(cursor, other) == ("withdrawn", "merged") or at == 1:
                gone[other] = None
                left.append(other)
            else:
                stays[other] = min(at, stays.get(other, at))
    return list(gone), {other: at for other, at in stays.items() if other not in gone}


def part(cursor: sqlite3.Cursor, asset_id: str, at: int, change: int) -> None:
    """Add a version of an asset without what version `at` took over from another one; what others wrote since stays."""
    before, joined = (_version(cursor, asset_id, x) for x in (at - 1, at))
    row, place = _version(cursor, asset_id, _newest(cursor, asset_id))
    row = _without(row, before[0], joined[0])
    shown, exact = place
    if _true(joined[1]) != _true(before[1]) and _true(place) == _true(joined[1]):
        if row.get("precision") in (joined[0].get("precision"), before[0].get("precision")):
            row["precision"], (shown, exact) = before[0].get("precision", "exact"), before[1]
        else:  # less exactly since: there is nothing here to blur it with
            shown, exact = None, _true(before[1])
    status, what = _state(cursor, asset_id)
    [where, true] = blobs.from_blobs([shown, exact])
    edit = Edit(
        asset=records.to_asset(row, where), exact=true, back_to=at - 1,
        what=what if status == "withdrawn" else "changed",
    )  # fmt: skip
    [written] = writing.prepared([edit])
    writing.keep(cursor, written, change)


def take_out(cursor: sqlite3.Cursor, asset_id: str, *, also_newest: bool) -> None:
    """
    Take out of the history of others what they had of an asset: those versions say what was there before.

    Parameters
    ----------
    also_newest
        Whether the other itself is put back, too, where it still stands on that: in a copy that was made then.
    """
    for other, at in _rows(cursor, _INTO, asset_id):
        if at == 1:  # it began as both, and goes with it
            continue
        versions = _standing_on(cursor, other, at)
        newest = _newest(cursor, other)
        if newest in versions and not also_newest:
            continue
        record, shape = cursor.execute(
            "SELECT record, geom FROM versions WHERE asset_id = ? AND version = ?", (other, at - 1)
        ).fetchone()
        exact = cursor.execute(
            "SELECT geom FROM exact_versions WHERE asset_id = ? AND version = ?", (other, at - 1)
        ).fetchone()
        _take_out_of_suggestions(cursor, other, at, versions)
        for version in sorted(versions):
            cursor.execute(
                "UPDATE versions SET record = ?, geom = ? WHERE asset_id = ? AND version = ?",
                (record, shape, other, version),
            )
            cursor.execute("DELETE FROM exact_versions WHERE asset_id = ? AND version = ?", (other, version))
            if exact is not None:
                cursor.execute("INSERT INTO exact_versions VALUES (?, ?, ?)", (other, version, exact[0]))
        if newest in versions:
            _put_back(cursor, other, record, shape, exact)


def _rows(cursor: sqlite3.Cursor, which: str, asset_id: str) -> list[tuple[str, int]]:
    columns = {name for _, name, *_ in cursor.execute("PRAGMA table_info(versions)")}
    meant = _MEANT if "into_id" in columns else "1"
    return cursor.execute(which.format(meant=meant), (asset_id,)).fetchall()


def _take_out_of_suggestions(cursor: sqlite3.Cursor, asset_id: str, at: int, versions: set[int]) -> None:
    """What was suggested meanwhile was made from a version that held the other's words."""
    before, joined = (_version(cursor, asset_id, x) for x in (at - 1, at))
    rows = cursor.execute(
        "SELECT id, seen, record, geom, exact FROM suggestions WHERE asset_id = ?", (asset_id,)
    ).fetchall()
    for number, seen, record, shown, exact in rows:
        if seen not in versions:
            continue
        [row] = records.from_texts([record])
        row, place = _without(row, before[0], joined[0]), (shown, exact)
        if _true(joined[1]) != _true(before[1]) and _true(place) == _true(joined[1]):
            row["precision"], place = before[0].get("precision", "exact"), before[1]
        text = records.to_text(records.to_asset(row, None))
        cursor.execute(
            "UPDATE suggestions SET record = ?, geom = ?, exact = ? WHERE id = ?", (text, *place, number)
        )  # fmt: skip


def _without(row: dict[str, Any], before: dict[str, Any], joined: dict[str, Any]) -> dict[str, Any]:
    """Put back in a record each field that was taken over; changed since or not, it came of the other's words."""
    row, before, joined = (_flat(x) for x in (row, before, joined))
    taken = {x for x in {*before, *joined} if before.get(x) != joined.get(x)} - _OWN
    out = {x: y for x, y in row.items() if x not in taken} | {x: y for x, y in before.items() if x in taken}
    said: dict[str, dict[str, str]] = {}
    for name in [x for x in out if ":" in x]:
        field, tag = in_languages.split(name)
        said.setdefault(tag, {})[field] = out.pop(name)
    return out | ({"said_in": said} if said else {})


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Lay the texts in further languages out as fields of their own: what others said in one stays."""
    further = in_languages.further(in_languages.known(row.get("said_in")))
    return {x: y for x, y in row.items() if x != "said_in"} | further


def _version(cursor: sqlite3.Cursor, asset_id: str, version: int) -> tuple[dict[str, Any], Place]:
    record, shown, exact = cursor.execute(
        "SELECT v.record, v.geom, e.geom FROM versions v LEFT JOIN exact_versions e "
        "ON e.asset_id = v.asset_id AND e.version = v.version WHERE v.asset_id = ? AND v.version = ?",
        (asset_id, version),
    ).fetchone()
    return records.from_texts([record])[0], (shown, exact)


def _true(place: Place) -> bytes | None:
    shown, exact = place
    return shown if exact is None else exact


def _state(cursor: sqlite3.Cursor, asset_id: str) -> tuple[str, str]:
    status, what = cursor.execute(
        "SELECT a.status, v.what FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
        "WHERE a.id = ?",
        (asset_id,),
    ).fetchone()
    return str(status), str(what)


def _newest(cursor: sqlite3.Cursor, asset_id: str) -> int:
    return int(cursor.execute("SELECT version FROM assets WHERE id = ?", (asset_id,)).fetchone()[0])


def _standing_on(cursor: sqlite3.Cursor, asset_id: str, first: int) -> set[int]:
    """Find the versions that came of one: made from it, or put back to what was."""
    rows = cursor.execute(
        "SELECT version, back_to FROM versions WHERE asset_id = ? AND version >= ? ORDER BY version", (asset_id, first)
    ).fetchall()
    on = {first}
    for version, back_to in rows:
        if (back_to or version - 1) in on:  # put back to 0: it went as it stood
            on.add(version)
    return on


def _put_back(
    cursor: sqlite3.Cursor, asset_id: str, record: str, shape: bytes | None, exact: tuple[bytes] | None
) -> None:
    [row] = records.from_texts([record])
    there = records.to_asset(row, None)
    cursor.execute(
        "UPDATE assets SET record = ?, geom = ?, name = ?, kind = ?, status = ?, audience = ?, shown_as = ?, "
        "source = ?, source_id = ? WHERE id = ?",
        (
            record, shape, records.plain(there.name), there.kind, there.status, there.audience, there.precision,
            records.plain(there.source), records.plain(there.source_id), asset_id,
        ),
    )  # fmt: skip
    cursor.execute("DELETE FROM exact_places WHERE asset_id = ?", (asset_id,))
    if exact is not None:
        cursor.execute("INSERT INTO exact_places VALUES (?, ?)", (asset_id, exact[0]))
