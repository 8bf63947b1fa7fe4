"""A list that was laid out comes in: one transaction, one change, which `undo` takes back as one."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

from assetmap.contributions.edits import blurred_edit, new_edit, where_known
from assetmap.contributions.fieldwise import fields_of
from assetmap.contributions.merging import joined
from assetmap.contributions.suggesting import proposed
from assetmap.errors import ConflictError, ExchangeError
from assetmap.roles import need_steward
from assetmap.staging.decisions import APART, LEAVE, Merge
from assetmap.staging.gone import gone_proposing
from assetmap.staging.report import WHY
from assetmap.staging.rows import CHANGED, NEW
from assetmap.store.base import Edit
from assetmap.store.lists import Remembered
from assetmap.store.suggested import TAKEN, Decision
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.staging.report import ImportReport
    from assetmap.staging.rows import StagedRow, Staging
    from assetmap.store.base import Stored
    from assetmap.store.suggested import Suggested, Suggestion

_AT_ONCE = 500


def commit(place: Place, staging: Staging, *, by: By) -> ImportReport:
    """
    Bring a list in as it was laid out, in one change.

    What people said of its columns is remembered with it, and stays where this is undone.

    Raises
    ------
    PermissionDeniedError
        `by` does not look after the map, or not any more.
    ExchangeError
        Its rows cannot be read yet (`Staging.trouble`).
    ConflictError
        Somebody changed one of the assets in between, `theirs` is that one; nothing was written.
    StoreError
        It could not be kept; nothing was.
    """
    need_steward(by, "bring in a list")
    if staging.prepared is None:
        raise ExchangeError(staging.trouble or f"{staging.name} cannot be read. Nothing was changed.")
    store, memory = place.store, staging.memory
    if store.mark() != staging.prepared.mark:
        _refuse_moved(place, staging)
    coming = [x for x in staging.rows if x.decision != LEAVE and x.asset is not None]
    edits = _edits(place, staging, coming)
    proposing = _proposing(place, coming, edits) | gone_proposing(place, staging.gone)
    apart = [(x.asset.id, y.asset.id) for x in coming if x.asset and x.decision == APART for y in x.twins]
    meanings = memory.kept(staging.meanings, accepted=staging.accepted)
    known, remembering = memory.known(staging.source), None
    if known is None or (known.source, dict(known.meanings), known.kind) != (
        staging.source, meanings, staging.kind or "",
    ):  # fmt: skip
        remembering = Remembered(
            shape=memory.shape, source=staging.source, meanings=meanings, kind=staging.kind or ""
        )  # fmt: skip
    if not edits and not proposing and not apart and remembering is None:
        return staging.report
    written = store.write(
        list(edits.values()), by=by, why=f"{WHY}: {staging.name}", proposing=proposing, apart=apart,
        remembering=remembering, deciding=_overtaken(place, coming, edits),
    )  # fmt: skip
    return dataclasses.replace(staging.report, change=written.change if edits else None)


def _refuse_moved(place: Place, staging: Staging) -> None:
    """Name what somebody has changed since the list was laid out; what does not concern it is no matter."""
    assert staging.prepared is not None
    seen: dict[str, int] = {x.asset.id: x.version for x in staging.prepared.known.values()}
    there = {x.here.asset.id: x.here for x in staging.prepared.known.values() if x.here is not None}
    seen |= {x: y.version for x, y in there.items()}
    into = {x.decision.into for x in staging.rows if isinstance(x.decision, Merge)}
    seen |= {x: y.version for x, y in staging.prepared.others.items() if x in into}
    for now in place.store.read():
        if now.asset.id in seen and now.version != seen[now.asset.id]:
            raise ConflictError(
                _(
                    "{name} was changed by somebody else in between. Nothing was changed. Look at the list again.",
                    name=f"“{now.asset.name[:60]}”",
                ),
                theirs=now,
            )


def _edits(place: Place, staging: Staging, coming: list[StagedRow]) -> dict[str, Edit]:
    """Write what shall be: id → edit. What is made one with something is joined to what that shall be."""
    areas, streets = place.layer("areas"), place.layer("streets")
    assert staging.prepared is not None
    known = staging.prepared.known
    edits: dict[str, Edit] = {}
    for row in coming:
        asset = row.asset
        assert asset is not None
        if row.what == NEW and not isinstance(row.decision, Merge):
            edit = new_edit(asset, publish=False, status=row.status, areas=areas, streets=streets)
            edits[asset.id] = dataclasses.replace(edit, expected=known[asset.id].version)
        elif row.what == CHANGED and row.after is not None and row.here is not None:
            before = edits.get(row.here.asset.id)
            if before is None:
                edits[row.here.asset.id] = _changed(place, row, row.here)
            else:  # two rows of one thing, that were made one here
                new = {name: row.after.value(name) for name in known[asset.id].news.taken if name != "where"}
                edits[row.here.asset.id] = dataclasses.replace(before, asset=before.asset.changed(**new))
    for row in coming:
        if not isinstance(row.decision, Merge) or row.asset is None:
            continue
        into = row.decision.into
        ours = edits.get(into) or _as_it_is(place, staging, into)
        theirs = new_edit(row.asset, publish=False, status="draft", areas=areas, streets=streets)
        edit = joined(ours, theirs, fields=row.decision.fields, areas=areas, streets=streets)
        edits[into] = dataclasses.replace(edit, expected=ours.expected, what="joined")
        edits[row.asset.id] = dataclasses.replace(
            theirs, asset=theirs.asset.changed(status="withdrawn"), expected=known[row.asset.id].version, what="merged",
            into=into,
        )  # fmt: skip
    return edits


def _changed(place: Place, row: StagedRow, here: Stored) -> Edit:
    assert row.after is not None
    exact = place.store.exact_place(here.asset.id) if here.asset.precision != "exact" else None
    # At its true place: whoever writes it blurs it again.
    after = row.after if row.after.where is not here.asset.where else row.after.changed(where=exact or here.asset.where)
    edit = blurred_edit(
        after, areas=place.layer("areas"), streets=place.layer("streets"), shown=here.asset.where, exact=exact,
        was=here.asset.precision,
    )  # fmt: skip
    what = "approved" if row.after.status != here.asset.status else "changed"
    return dataclasses.replace(edit, expected=here.version, what=what)


def _as_it_is(place: Place, staging: Staging, asset_id: str) -> Edit:
    assert staging.prepared is not None
    there = staging.prepared.others.get(asset_id)
    if there is None:
        there = next(
            x.here for x in staging.prepared.known.values() if x.here is not None and x.here.asset.id == asset_id
        )
    return Edit(asset=there.asset, exact=place.store.exact_place(asset_id), expected=there.version)


def _proposing(place: Place, coming: list[StagedRow], edits: dict[str, Edit]) -> dict[str, Suggested]:
    """Make suggestions of what people changed here and the list would have otherwise: key → suggestion."""
    out: dict[str, Suggested] = {}
    for row in coming:
        if not row.asked or row.here is None:
            continue
        asset_id = row.here.asset.id
        base = edits.get(asset_id)
        if base is None:
            base = Edit(asset=row.here.asset, exact=place.store.exact_place(asset_id), expected=row.here.version)
        else:
            base = dataclasses.replace(base, expected=row.here.version + 1)
        made = proposed(base, row.asked, areas=place.layer("areas"), streets=place.layer("streets"))
        if made is not None:
            out[_key(asset_id, row.asked)] = made
    return out


def _overtaken(place: Place, coming: list[StagedRow], edits: Mapping[str, Edit]) -> list[Decision]:
    """Take off the table what lists have proposed of assets and is so by now: the news was shown after all."""
    ids = [x.here.asset.id for x in coming if x.what == CHANGED and x.after is not None and x.here is not None]
    out: list[Decision] = []
    for at in range(0, len(ids), _AT_ONCE):
        out += [
            Decision(id=x.id, decided=TAKEN)
            for x in place.store.suggestions.of(ids[at : at + _AT_ONCE])
            if x.waits and x.why.startswith(WHY) and _is_so(place, x, edits[x.asset_id])
        ]
    return out


def _is_so(place: Place, suggestion: Suggestion, edit: Edit) -> bool:
    """Say whether all that a suggestion would change is as it says."""
    was = place.store.versions(suggestion.asset_id).get(suggestion.seen)
    if was is None:
        return False
    names = {x for x in fields_of(was.asset, suggestion.asset) if was.asset.value(x) != suggestion.asset.value(x)}
    if (was.exact, was.asset.where) != (suggestion.exact, suggestion.asset.where):
        names.discard("where")
        if where_known(edit) != where_known(Edit(asset=suggestion.asset, exact=suggestion.exact)):
            return False
    return all(edit.asset.value(x) == suggestion.asset.value(x) for x in names)


def _key(asset_id: str, asked: Any) -> str:
    """Name a proposal so that the same again is the same: no word of it can be read from that."""
    said = "\0".join(f"{name}={value.wkt if name == 'where' else value!r}" for name, value in sorted(asked.items()))
    return f"list-{asset_id}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
