"""
A change that somebody suggests to what is shown: it stays shown as it is until a steward has taken it.

A suggestion is compared three ways: the asset as it was when it was made, as it is now, as they would have it. What
somebody else has changed since is shown with both values, and nobody's words are lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.assets import Asset, named
from assetmap.contributions.comparing import NOT_THEIRS, three_way, value_of
from assetmap.contributions.edits import base_of, blurred_edit, leads_on, where_known
from assetmap.contributions.fieldwise import PLACE, fields_of
from assetmap.contributions.reasons import all_but
from assetmap.disclosure import AUDIENCES, SHOWN, disclosed
from assetmap.errors import ConflictError, StoreError
from assetmap.roles import Person, is_steward, need, need_steward
from assetmap.store.base import Edit, Stored, Written
from assetmap.store.suggested import TAKEN, TAKEN_BACK, TURNED_DOWN, WAITS, Decision, Suggested, Suggestion
from assetmap.wording import N_, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.roles import By
    from assetmap.store.base import Store

# translators: “this” is a change that somebody suggested
_DECIDED = {
    TAKEN: N_("this was taken already. Nothing was changed. Look at it again."),
    TURNED_DOWN: N_("this was turned down already. Nothing was changed. Look at it again."),
    TAKEN_BACK: N_("this was taken back already. Nothing was changed. Look at it again."),
}
_MAY_BE = frozenset({"published", "paused", "closed"})


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A suggestion was kept under `number`, or had been; None where nothing differs and nothing was kept."""

    number: int | None
    repeated: bool = False


def suggest(
    store: Store,
    asset: Asset,
    *,
    by: By,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
    key: str | None = None,
    seen: int | None = None,
    why: str = "",
) -> Sent:
    """
    Suggest a change of something that is shown.

    Parameters
    ----------
    asset
        As it shall be, made from what `by` was shown: what they were not shown stays as it is, unless they filled it
        in. Its place is the true one; what its precision hides is kept apart.
    key
        Idempotency key: sending the same form twice counts once.
    seen
        The version it was made from, or None for the newest.
    why
        In their own words: how they know.

    Raises
    ------
    PermissionDeniedError
        Whoever asks may only look.
    StoreError
        It is not shown to them (any more); too much comes at once. Nothing was kept.
    """
    need(by, "suggest")
    there = leads_on(store, asset.id)
    role, circle = ("steward" if is_steward(by) else "visitor"), (by.audience if isinstance(by, Person) else "public")
    base = _base(store, there, seen=seen) if there is not None and there.asset.status in SHOWN else None
    shown = disclosed([base.asset], audience=circle, role=role, statuses={base.asset.status}) if base else []
    if there is None or base is None or not disclosed([there.asset], audience=circle, role=role) or not shown:
        raise StoreError(_("it is not shown any more: nothing can be suggested about it. Nothing was kept."))
    return keep(
        store, there, asset, base=base, saw=shown[0], by=by, areas=areas, streets=streets, key=key, why=why,
    )  # fmt: skip


def keep(  # noqa: PLR0913  # `suggest`, and what it was made from
    store: Store,
    there: Stored,
    asset: Asset,
    *,
    base: Edit,
    saw: Asset,
    by: By,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
    key: str | None,
    why: str,
) -> Sent:
    """Keep a suggestion made from `base`, of which they saw `saw`; what they left as they saw it stays."""
    names = fields_of(base.asset, saw, asset)
    kept = {name: getattr(base.asset, name) for name in NOT_THEIRS}
    kept |= {name: base.asset.value(name) for name in names if asset.value(name) == saw.value(name)}
    status = asset.status if asset.status in _MAY_BE else base.asset.status
    edit = blurred_edit(
        asset.changed(**{"status": status, **kept}),
        areas=areas, streets=streets, shown=base.asset.where, exact=base.exact, was=base.asset.precision,
    )  # fmt: skip
    # Who fills in what is hidden from them and guesses right is not told so: it waits like any other.
    is_guess = any(saw.value(name) != base.asset.value(name) for name in names if name not in kept)
    if edit.asset == base.asset and edit.exact == base.exact and not is_guess:
        return Sent(number=None)
    seen = base.expected or 0
    number, repeated = store.suggestions.keep(
        Suggested(asset=edit.asset.changed(id=there.asset.id, short=there.asset.short), exact=edit.exact, seen=seen),
        by=by, key=key, why=why,
    )  # fmt: skip
    return Sent(number=number, repeated=repeated)


def proposed(
    base: Edit,
    new: Mapping[str, Any],
    *,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
) -> Suggested | None:
    """
    Make a suggestion for `Store.write` to keep with other edits; None where nothing would differ.

    Parameters
    ----------
    base
        The asset as it will be then; `expected` is its version then.
    new
        Field → what it should be instead; `where` is a true place.
    """
    asset = base.asset.changed(**{"where": where_known(base), **new})
    edit = blurred_edit(
        asset, areas=areas, streets=streets, shown=base.asset.where, exact=base.exact, was=base.asset.precision
    )  # fmt: skip
    if edit.asset == base.asset and edit.exact == base.exact:
        return None
    return Suggested(asset=edit.asset, exact=edit.exact, seen=base.expected or 0)


def suggested(store: Store, *, limit: int | None = None, ids: Collection[str] | None = None) -> list[Suggestion]:
    """
    List what waits, oldest first; what is not shown any more has fallen away.

    Parameters
    ----------
    ids
        Assets that it shall be about, also under what was made one with them.
    """
    there = [x for x in store.suggestions.waiting() if (now := leads_on(store, x.asset_id)) and _is_shown(now)]
    if ids is not None:
        wanted = set(ids)
        there = [x for x in there if x.asset_id in wanted or store.now_under(x.asset_id) in wanted]
    return there[:limit]


def take(
    store: Store,
    number: int,
    *,
    by: By,
    seen: int,
    fields: Collection[str] | None = None,
    values: Mapping[str, Any] | None = None,
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
) -> Written:
    """
    Take a suggestion, all of it or the fields that are chosen: from then on it is shown so.

    Parameters
    ----------
    seen
        The asset's version that was looked at (`three_way(…).there.version`).
    fields
        Names of rows of `three_way`; None for all of them.
    values
        Field → what it shall be instead of what they said; `where` is a true place.
    areas, streets
        The place's layers, which blurred points snap to; needed where the place or how it is shown changes.

    Raises
    ------
    ConflictError
        Somebody changed the asset in between, `theirs` is the asset as it is now; or somebody else was quicker to
        decide. Nothing was written.
    StoreError
        It does not wait (any more), or what it is about is not shown.
    """
    need_steward(by, "take what people suggest")
    suggestion = waiting(store, number)
    there = leads_on(store, suggestion.asset_id)
    if there is None or not _is_shown(there):
        raise StoreError(_("what this is about is not shown any more. Nothing was changed."))
    if there.version != seen:
        raise ConflictError(
            _(
                "{name} was changed by somebody else in between. Nothing was changed. Look at it again.",
                name=named(there.asset),
            ),
            theirs=there,
        )
    with speaking("en"):  # what is kept is in English, and said in any language by `reason_words`
        rows = {row.field: row for row in three_way(store, suggestion).rows}
    chosen = [name for name in rows if fields is None or name in fields]
    new = {name: value_of(Edit(asset=suggestion.asset, exact=suggestion.exact), name) for name in chosen}
    edit = _taken(store, there, suggestion, new | dict(values or {}), areas=areas, streets=streets)
    left_out = [row.label for name, row in rows.items() if name not in new and not row.is_so]
    decision = Decision(id=suggestion.id, decided=TAKEN, reason=all_but(left_out))
    if edit is None:
        store.suggestions.decide([decision], by=by)
        return store.write([], by=by)
    return store.write([edit], by=by, why=f"suggested by {suggestion.by}", deciding=[decision])


def turn_down(store: Store, number: int, *, by: By, why: str = "") -> None:
    """
    Turn a suggestion down; whoever made it can read why. `wait_again` takes that back.

    Raises
    ------
    ConflictError, StoreError
        It does not wait (any more).
    """
    need_steward(by, "decide about what people suggest")
    suggestion = waiting(store, number)
    store.suggestions.decide([Decision(id=suggestion.id, decided=TURNED_DOWN, reason=why)], by=by)


def wait_again(store: Store, number: int, *, by: By) -> None:
    """
    Let a suggestion wait again that was turned down.

    Raises
    ------
    ConflictError, StoreError
        It was not turned down.
    """
    need_steward(by, "decide about what people suggest")
    store.suggestions.decide([Decision(id=number, decided=WAITS, expected=TURNED_DOWN)], by=by)


def waiting(store: Store, number: int) -> Suggestion:
    """
    Find a suggestion that waits.

    Raises
    ------
    StoreError
        There is none of this number.
    ConflictError
        Somebody has decided about it; `theirs` is the suggestion as it is now.
    """
    there = store.suggestions.get(number)
    if there is None:
        raise StoreError(_("there is no such suggestion (any more). Nothing was changed."))
    if not there.waits:
        raise ConflictError(_(_DECIDED[there.decided]), theirs=there)
    return there


def taken_back(store: Store, suggestion: Suggestion, *, by: By) -> None:
    """Let whoever made a suggestion take it back while it waits; see `receipts.take_back`."""
    store.suggestions.decide([Decision(id=suggestion.id, decided=TAKEN_BACK)], by=by)


def narrower(asset: Asset, there: Asset) -> dict[str, Any]:
    """Say what of a change lets fewer people see an asset, or less exactly where it is: field → what it shall be."""
    out: dict[str, Any] = {}
    for name, order in (("audience", AUDIENCES), ("precision", _EXACTNESS)):
        if order.index(getattr(asset, name)) > order.index(getattr(there, name)):
            out[name] = getattr(asset, name)
    return out


_EXACTNESS = ("exact", "street", "neighbourhood", "not_shown")


def _base(store: Store, there: Stored, *, seen: int | None) -> Edit | None:
    if seen is None or seen == there.version:
        return Edit(asset=there.asset, exact=store.exact_place(there.asset.id), expected=there.version)
    was = base_of(store, there.asset.id, seen)
    return None if was is None else Edit(asset=was.asset, exact=was.exact, expected=seen)


def _is_shown(there: Stored) -> bool:
    return there.asset.status in SHOWN


def _taken(
    store: Store,
    there: Stored,
    suggestion: Suggestion,
    new: Mapping[str, Any],
    *,
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
) -> Edit | None:
    """Write what the asset shall be, or None where it is so already. A place that stays is not blurred anew."""
    exact = store.exact_place(there.asset.id)
    asset = there.asset.changed(**{name: value for name, value in new.items() if name != PLACE})
    if PLACE not in new and _blurs_alike(asset, there.asset):
        edit = Edit(asset=asset, exact=exact)
    else:
        place: BaseGeometry | None = new.get(PLACE, there.asset.where if exact is None else exact)
        theirs = Edit(asset=suggestion.asset, exact=suggestion.exact)
        if place is not None and place == where_known(theirs) and _blurs_alike(asset, suggestion.asset):
            edit = Edit(asset=asset.changed(where=suggestion.asset.where), exact=suggestion.exact)
        else:
            edit = blurred_edit(asset.changed(where=place), areas=areas, streets=streets)
    if edit.asset == there.asset and edit.exact == exact:
        return None
    return Edit(asset=edit.asset, exact=edit.exact, expected=there.version, what="changed")


def _blurs_alike(one: Asset, other: Asset) -> bool:
    """Say whether a place would be shown alike of both: how exactly also hangs on what it is, and for whom."""
    return (one.precision, one.kind, one.audience) == (other.precision, other.kind, other.audience)
