"""What meeting another copy does to the assets of this one, worked out before anything is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from assetmap.assets import short_of
from assetmap.disclosure import AUDIENCES, SHOWN, blurred_as, shown_as
from assetmap.errors import StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import blobs, meeting_registers, meeting_strands, reading, records
from assetmap.store.geopackage.meeting_registers import OUT, UNITED
from assetmap.store.geopackage.meeting_strands import CHECKED, SOURCE, STATUS, WHERE, Known, Step, Values, row_of
from assetmap.store.meetings import MINE, THEIRS, Question

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.store.geopackage.meeting_registers import Stand

UNASKED_FIELDS = frozenset({CHECKED, SOURCE, "repairs", *UNITED})
"""Of these the newer counts, or both, and nobody is asked."""
_AHEAD = timedelta(days=1)
_ATTEMPTS = 100


@dataclass(kw_only=True)
class Turn:
    """
    What becomes of one asset here.

    Attributes
    ----------
    new
        Steps that only the other copy knew.
    target
        How it shall stand; `decided` are the fields of it that somebody, or a rule, set in this meeting.
    lost
        Field, step and value that do not count though they were set without knowing of what does.
    into
        What it is made one with.
    is_joined
        Whether something is made one with it.
    is_narrowed
        Whether whoever gave it asked the other copy to show it to fewer people, or less exactly.
    """

    asset_id: str
    short: str
    ours: Known
    new: list[Step]
    target: Values
    decided: set[str] = field(default_factory=set)
    lost: list[tuple[str, Step, Any]] = field(default_factory=list)
    into: str | None = None
    is_joined: bool = False
    is_narrowed: bool = False

    @property
    def status(self) -> str:
        return str(self.target[STATUS][0])

    @property
    def is_other(self) -> bool:
        """Whether it becomes another thing here."""
        return self.target != self.ours.values

    @property
    def is_written(self) -> bool:
        """Whether it is, for what is made one with it is written too, or somebody decided that it stays as it is."""
        return self.is_other or self.is_joined or bool(self.decided)


@dataclass(kw_only=True)
class Plan:
    """All turns by id, in the order in which they are written, and what is asked."""

    turns: dict[str, Turn] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    same: list[tuple[str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


def plan(
    mine: sqlite3.Connection,
    theirs: sqlite3.Connection,
    *,
    gone: Collection[str],
    choices: Mapping[str, str],
    now: datetime,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
) -> Plan:
    """
    Work out what becomes of assets here; see `store.meetings.Meetings.put_together`.

    Parameters
    ----------
    gone
        Ids of what was taken away for good, here or there.
    """
    out = Plan()
    here, there = meeting_strands.marks(mine), meeting_strands.marks(theirs)
    shorts = dict(theirs.execute("SELECT id, short FROM assets ORDER BY fid").fetchall())
    differing = [x for x in shorts if there.get(x) != here.get(x) and x not in gone]
    ours, others = meeting_strands.known(mine, differing), meeting_strands.known(theirs, differing)
    own = dict(mine.execute("SELECT id, short FROM assets").fetchall())
    taken = {short: x for x, short in own.items()}
    for asset_id in differing:
        one, other = ours.get(asset_id, Known()), others[asset_id]
        new = [other.steps[x] for x in other.steps if x not in one.steps]
        if not new:
            continue
        stand = meeting_registers.stand(one.steps | {x.mark: x for x in new})
        if not {"name", "kind", STATUS, WHERE} <= stand.values.keys():
            raise StoreError("the other copy holds something without a name or a kind: it is damaged.")
        short = own.get(asset_id) or _free(taken, asset_id, shorts[asset_id], out.codes)
        turn = Turn(asset_id=asset_id, short=short, ours=one, new=new, target=dict(stand.values))
        turn.is_narrowed = bool(one.version) and any(x.what == "narrowed" for x in new)
        turn.into = stand.last[STATUS][0].into if turn.target[STATUS][2] == "merged" else None
        out.turns[asset_id] = turn
        if one.steps:
            _ask(out, turn, other, stand, choices=choices, now=now)
    known = {x.key for x in out.questions}
    if strange := sorted(choices.keys() - known):
        raise StoreError(
            f"nothing is asked about “{strange[0][:80]}” (any more): look at the summary again. Nothing was changed."
        )
    _one_by_number(mine, out)
    _lead(mine, out)
    for turn in out.turns.values():
        _cover(turn, areas=areas, streets=streets)
    return out


def asset_of(values: Values, *, asset_id: str, short: str) -> Edit:
    """Make the asset of what stands in its fields, with its true place."""
    row, shown, exact = row_of(values, asset_id=asset_id, short=short)
    where, true = blobs.from_blobs([shown, exact])
    return Edit(asset=records.to_asset(row, where), exact=true)


def _free(taken: dict[str, str], asset_id: str, short: str, codes: dict[str, str]) -> str:
    """Choose the code of an asset that is new here; where its own stands for something else, another one."""
    free = short
    for attempt in range(_ATTEMPTS):
        if free not in taken:
            break
        free = short_of(asset_id, attempt=attempt)
    if free != short:
        codes[short] = free
    taken[free] = asset_id
    return free


def _ask(
    out: Plan, turn: Turn, other: Known, stand: Stand, *, choices: Mapping[str, str], now: datetime
) -> None:  # fmt: skip
    """Find what both changed, and settle it by what was chosen, or by what is proposed."""
    for name in stand.last:
        sides = None if name in UNASKED_FIELDS else _sides(turn, other, stand, name)
        if sides is None:
            continue
        mine, theirs, values = sides
        question = _question(turn, name, mine, theirs, values=values, now=now)
        choice = choices.get(question.key, question.proposal)
        if choice not in {MINE, THEIRS}:
            raise StoreError(f"choose “{MINE}” or “{THEIRS}” for {question.key}. Nothing was changed.")
        out.questions.append(question)
        value = values[choice == THEIRS]
        # Whether it is on follows from what both know, unless somebody says otherwise: the same wherever they meet.
        if question.key in choices or (name != STATUS and value != turn.target.get(name)):
            turn.decided.add(name)
            turn.target = _with(turn.target, name, value)
            if name == STATUS:
                chosen = mine if choice == MINE else theirs
                turn.into = chosen.into if value[2] == "merged" else None
    turn.lost = [
        (name, x, x.sets[name][1])
        for name, last in stand.last.items() if name not in UNASKED_FIELDS and (len(last) > 1 or name == STATUS)
        for x in last if name in x.sets and x.sets[name][1] not in (None, turn.target.get(name))
    ]  # fmt: skip


def _sides(turn: Turn, other: Known, stand: Stand, name: str) -> tuple[Step, Step, tuple[Any, Any]] | None:
    """Say who set a field here and who there, neither knowing of the other, and to what; None where nobody did."""
    last = stand.last[name]
    mine, theirs = ([x for x in last if (x.mark in turn.ours.steps) == is_ours] for is_ours in (True, False))
    if name == STATUS:
        if not _is_asked(turn, mine, theirs, stand):
            return None
        values = (turn.ours.values[STATUS], other.values[STATUS])
        mine, theirs = (x or list(stand.contested) or list(last) for x in (mine, theirs))
    elif mine and theirs:
        values = (mine[0].sets[name][1], theirs[0].sets[name][1])
    else:
        return None
    return None if values[0] == values[1] else (mine[0], theirs[0], values)


def _with(values: Values, name: str, value: Any) -> Values:
    """Put a value in a field; None takes what stands there out."""
    out = {x: y for x, y in values.items() if x != name}
    return out if value is None else out | {name: value}


def _is_asked(turn: Turn, mine: list[Step], theirs: list[Step], stand: Stand) -> bool:
    """Say whether this meeting brings two opinions on whether it is on."""
    if mine and theirs:
        return True
    known = [x.mark in turn.ours.steps for x in stand.contested]
    return bool(stand.contested) and ((bool(mine) and not all(known)) or (bool(theirs) and any(known)))


def _question(
    turn: Turn, name: str, mine: Step, theirs: Step, *, values: tuple[Any, Any], now: datetime
) -> Question:  # fmt: skip
    sides = [asset_of(_with(turn.target, name, x), asset_id=turn.asset_id, short=turn.short) for x in values]
    proposal = MINE if turn.target.get(name) == values[0] else THEIRS
    if name == STATUS and turn.target[name] not in values:
        proposal = MINE if values[0][0] not in OUT else THEIRS
    my_on, their_on = datetime.fromisoformat(mine.on), datetime.fromisoformat(theirs.on)
    ahead = [x > now + _AHEAD for x in (my_on, their_on)]
    is_told = name not in {STATUS, WHERE, "audience"}  # what is kept, or shown to fewer, is so by no clock
    if is_told and ahead[0] != ahead[1]:
        proposal = THEIRS if ahead[0] else MINE
    asset = sides[0].asset
    return Question(
        asset_id=turn.asset_id, short=turn.short, name=asset.name, kind=asset.kind, field=name,
        mine=sides[0], theirs=sides[1], my_by=mine.by, my_on=my_on, their_by=theirs.by, their_on=their_on,
        proposal=proposal, is_ahead=any(ahead),
    )  # fmt: skip


def _one_by_number(mine: sqlite3.Connection, out: Plan) -> None:
    """Make one what came in on both sides from the same list under the same number, and has two ids."""
    numbers: dict[tuple[str, str], list[str]] = {}
    for turn in out.turns.values():
        if not turn.ours.version and turn.status != "withdrawn" and (number := _number(turn.target)):
            numbers.setdefault(number, []).append(turn.asset_id)
    for number, ids in numbers.items():
        there = mine.execute(
            "SELECT id FROM assets WHERE source = ? AND source_id = ? AND status <> 'withdrawn'",
            [records.plain(x) for x in number],
        ).fetchall()
        for other in [x for (x,) in there if x not in ids]:
            keep, goes = sorted((other, ids[0]))
            for asset_id in (keep, goes):
                if asset_id not in out.turns and (as_it_is := _as_it_is(mine, asset_id)) is not None:
                    out.turns[asset_id] = as_it_is
            _made_one(out.turns[keep], out.turns[goes])
            out.same.append((keep, goes))


def _number(values: Values) -> tuple[str, str] | None:
    source = values.get(SOURCE)
    return (source[0], source[1]) if source and source[0] and source[1] else None


def _made_one(keep: Turn, goes: Turn) -> None:
    """Let one stand for both: what it does not say, it gets of the other."""
    for name, value in goes.target.items():
        if name not in keep.target and name not in {STATUS, WHERE, "audience"}:
            keep.target[name] = value
            keep.decided.add(name)
    narrow = max(keep.target.get("audience") or "public", goes.target.get("audience") or "public", key=_width)
    if narrow != (keep.target.get("audience") or "public"):
        keep.target["audience"] = narrow
        keep.decided.add("audience")
    if keep.status == "draft" and goes.status in SHOWN:
        keep.target[STATUS] = goes.target[STATUS]
        keep.decided.add(STATUS)
    goes.target[STATUS] = ["withdrawn", None, "merged"]
    goes.decided.add(STATUS)
    goes.into = keep.asset_id


def _width(audience: str) -> int:
    return AUDIENCES.index(audience)


def _lead(mine: sqlite3.Connection, out: Plan) -> None:
    """Let what was made one lead to where that ends here; both are written in the same change."""
    if not out.turns:
        return
    hidden = [
        x for (x,) in mine.execute(
            "SELECT a.id FROM assets a JOIN versions v ON v.asset_id = a.id AND v.version = a.version "
            "WHERE a.status = 'withdrawn' AND v.what = 'merged'"
        ) if x not in out.turns
    ]  # fmt: skip
    known = meeting_strands.known(mine, hidden)
    into = {x.asset_id: x.into for x in out.turns.values() if x.target[STATUS][2] == "merged"}
    for asset_id, one in known.items():
        last = meeting_registers.stand(one.steps).last.get(STATUS, ()) if one.steps else ()
        into[asset_id] = last[0].into if last else None
    for asset_id in into:
        end = _end(into, asset_id)
        if asset_id in out.turns:
            out.turns[asset_id].into = end
        there = None if end is None else out.turns.get(end) or _as_it_is(mine, end)
        if end is None or there is None or there.status == "withdrawn":
            continue
        turn = out.turns.get(asset_id) or _as_it_is(mine, asset_id)
        was = reading.now_under(mine, asset_id) if turn is not None and turn.ours.version else None
        if turn is None or (was == end and turn.target == turn.ours.values):
            continue
        turn.into = end
        turn.is_joined = there.is_joined = True
        out.turns |= {asset_id: turn, end: there}


def _end(into: Mapping[str, str | None], asset_id: str) -> str | None:
    """Follow what was made one to its end; None where it leads nowhere, or in a circle."""
    at, seen = into[asset_id], {asset_id}
    while at is not None and at in into and at not in seen:
        seen.add(at)
        at = into[at]
    return None if at in seen else at


def _as_it_is(mine: sqlite3.Connection, asset_id: str) -> Turn | None:
    """Give an asset of which nothing new is known; None where there is none, or it was taken away for good."""
    row = mine.execute("SELECT short FROM assets WHERE id = ? AND name <> ''", (asset_id,)).fetchone()
    if row is None:
        return None
    one = meeting_strands.known(mine, [asset_id])[asset_id]
    return Turn(asset_id=asset_id, short=row[0], ours=one, new=[], target=dict(one.values))


def _cover(turn: Turn, *, areas: GeoDataFrame | None, streets: GeoDataFrame | None) -> None:
    """Blur what would be shown more exactly than what it is by now may be."""
    if turn.target == turn.ours.values:
        return
    edit = asset_of(turn.target, asset_id=turn.asset_id, short=turn.short)
    asset: Asset = edit.asset
    precision = shown_as(asset)
    if precision == asset.precision:
        return
    true = asset.where if edit.exact is None else edit.exact
    shown, precision = blurred_as(true, precision, areas=areas, streets=streets)
    turn.target[WHERE] = [precision, *(None if x is None else x.hex() for x in blobs.to_blobs([shown, true]))]
    turn.decided.add(WHERE)


def decided_text(names: Iterable[str]) -> str:
    """Write which fields somebody decided, as the store keeps it."""
    return json.dumps(sorted(names))
