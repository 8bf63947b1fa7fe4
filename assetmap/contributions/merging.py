"""Two assets that are one thing become one: the other is hidden, and its printed code leads to the one that stays."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.alike import couples
from assetmap.assets import named
from assetmap.assets.crediting import licensed
from assetmap.contributions.edits import blurred_edit, kept_edit, where_known
from assetmap.contributions.fieldwise import PLACE, fields_of
from assetmap.contributions.suggesting import narrower
from assetmap.disclosure import AUDIENCES, SHOWN
from assetmap.errors import ConflictError, StoreError
from assetmap.roles import need_steward
from assetmap.store.base import Edit
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geopandas import GeoDataFrame

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.base import Store, Stored, Written

UNITED = ("needs", "languages", "offered")
"""Of these the one that stays gets what both have."""
_OWN = frozenset({"status", "paused_until", "source", "source_id", "source_version", "source_licence", "repairs"})
"""How each stands and where it came from stays its own."""
_TOGETHER = (
    frozenset({"checked_on", "how_checked", "checked_by"}), frozenset({"consent", "consent_on"}),
    frozenset({PLACE, "precision"}),
)  # fmt: skip
"""What says nothing one without the other."""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Two assets that may be one thing, the one that is better known first; `likeness` and `score` are 0 to 1."""

    one: Stored
    other: Stored
    likeness: float
    score: float


def candidates(store: Store, *, limit: int | None = None) -> list[Alike]:
    """
    List pairs that may be one thing, likeliest first, by name, place and contact: see `assetmap.alike.THRESHOLDS`.

    What somebody said are two different things is left out. Drafts are compared too: for stewards.
    """
    there = {x.asset.id: x for x in store.read(statuses={*SHOWN, "draft"})}
    told = store.apart.pairs()
    out = []
    for one, twin in couples(tuple(x.asset for x in there.values())):
        if frozenset((one.id, twin.asset.id)) not in told:
            first, second = sorted((there[one.id], there[twin.asset.id]), key=_how_known)
            out.append(Alike(one=first, other=second, likeness=twin.likeness, score=twin.score))
    out.sort(key=lambda x: (-x.score, -x.likeness))
    return out[:limit]


def merge(
    store: Store,
    keep: str,
    gone: str,
    *,
    by: By,
    seen: Mapping[str, int],
    fields: Collection[str] = (),
    areas: GeoDataFrame | None = None,
    streets: GeoDataFrame | None = None,
) -> Written:
    """
    Make one of two assets, in one change. `undo` of it puts both back.

    What helps with what, languages and ways to take part are united. What was meant for fewer people is not shown to
    more by it: where something of the other is taken over, the one that stays is shown to as few people and no more
    exactly.

    Parameters
    ----------
    keep, gone
        Ids or short codes: which stays, and which is hidden. Prints, links and receipts of that lead to the first.
    seen
        Asset id → the version that was looked at, of both.
    fields
        Fields of `Asset` that are taken over from the other; `where` is its place, `name:pl` its name in Polish.
    areas, streets
        The place's layers, which blurred points snap to; needed where the place or how it is shown changes.

    Raises
    ------
    ConflictError
        Somebody changed one of them in between, `theirs` is that one; nothing was written.
    StoreError
        They are the same one, unknown, closed or away already.
    """
    need_steward(by, "make one of two")
    stays, goes = (_found(store, code, seen) for code in (keep, gone))
    if stays.asset.id == goes.asset.id:
        raise StoreError(_("that is one and the same already: choose two. Nothing was changed."))
    ours, theirs = (Edit(asset=x.asset, exact=store.exact_place(x.asset.id)) for x in (stays, goes))
    edit = joined(ours, theirs, fields=fields, areas=areas, streets=streets)
    edit = dataclasses.replace(edit, expected=stays.version)
    hidden = kept_edit(store, goes, status="withdrawn", what="merged")
    return store.write([edit, hidden], by=by, why=f"{goes.asset.short} is now {stays.asset.short}")


def two_things(store: Store, one: str, other: str, *, by: By) -> None:
    """Remember that two assets which look the same are two different things; `not_apart` forgets it."""
    need_steward(by, "say what is the same")
    store.apart.keep(one, other, by=by)


def not_apart(store: Store, one: str, other: str, *, by: By) -> None:
    """Forget that two assets were said to be two different things."""
    need_steward(by, "say what is the same")
    store.apart.forget(one, other, by=by)


_BY_NOW = {
    "closed": N_("{name} is closed by now. Nothing was changed."),
    "withdrawn": N_("{name} is withdrawn by now. Nothing was changed."),
}


def _found(store: Store, code: str, seen: Mapping[str, int]) -> Stored:
    there = store.get(code)
    if there is None:
        raise StoreError(_("one of the two is not there (any more). Nothing was changed. Look its code up again."))
    if seen.get(there.asset.id, there.version) != there.version:
        raise ConflictError(
            _(
                "{name} was changed by somebody else in between. Nothing was changed. Look at it again.",
                name=named(there.asset),
            ),
            theirs=there,
        )
    if there.asset.status not in {*SHOWN, "draft"}:
        raise StoreError(_(_BY_NOW[there.asset.status], name=named(there.asset)))
    return there


def joined(
    stays: Edit,
    goes: Edit,
    *,
    fields: Collection[str],
    areas: GeoDataFrame | None,
    streets: GeoDataFrame | None,
) -> Edit:
    """Write the one that stays, with what it gets of the other; `fields` as for `merge`."""
    ours, theirs = stays.asset, goes.asset
    exact, other = stays.exact, goes.exact
    chosen = {x for name in fields for x in (name, *_with(name)) if x in fields_of(ours, theirs)} - _OWN
    fewer = narrower(theirs, ours) if chosen else {}
    new: dict[str, Any] = {name: theirs.value(name) for name in chosen - {PLACE}}
    # Chosen or not, nobody sees more of either than they did.
    new |= {name: getattr(ours, name) for name in ("audience", "precision") if name in new and name not in fewer}
    new |= fewer
    if chosen:
        new |= licensed(ours, theirs)
    if AUDIENCES.index(theirs.audience) <= AUDIENCES.index(new.get("audience", ours.audience)):
        new |= {
            name: tuple(dict.fromkeys((*getattr(ours, name), *getattr(theirs, name))))
            for name in UNITED if name not in chosen
        }  # fmt: skip
    asset: Asset = ours.changed(**new)
    if ours.status == "draft" and theirs.status in SHOWN:
        asset = asset.changed(status=theirs.status, paused_until=theirs.paused_until)
    if PLACE in chosen:
        source = Edit(asset=theirs, exact=other)
        edit = blurred_edit(
            asset.changed(where=where_known(source)), areas=areas, streets=streets, shown=theirs.where, exact=other,
            was=theirs.precision,
        )  # fmt: skip
    else:
        edit = blurred_edit(
            asset, areas=areas, streets=streets, shown=ours.where, exact=exact, was=ours.precision
        )  # fmt: skip
    return dataclasses.replace(edit, what="joined")


def _with(name: str) -> frozenset[str]:
    return next((x for x in _TOGETHER if name in x and name != "precision"), frozenset())


def _how_known(there: Stored) -> tuple[bool, bool, int]:
    """Sort what is shown before drafts, what was checked before what was not, what is older first."""
    return there.asset.status == "draft", there.asset.checked_on is None, there.change
