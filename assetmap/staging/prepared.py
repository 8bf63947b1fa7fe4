"""A list as it was read, beside what is here: all that does not hang on what is decided about its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.contributions import was_undone
from assetmap.disclosure import SHOWN, needs_consent
from assetmap.exchange.extracts import is_older
from assetmap.exchange.limits import stricter_in
from assetmap.staging.news import NOTHING, News, news_of
from assetmap.staging.twins import twins_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetmap.alike import Twin
    from assetmap.assets import Asset
    from assetmap.exchange.inward import Read
    from assetmap.store.base import Store, Stored


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """
    A row's asset beside what is here of it.

    Attributes
    ----------
    here
        None where it is new.
    version
        That of its own id: 0 where the store has never had it.
    news
        What it says anew of what is here.
    stricter
        Limits that the list wants narrower than they are.
    """

    asset: Asset
    here: Stored | None = None
    version: int = 0
    news: News = NOTHING
    stricter: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """
    A list beside what is here.

    Attributes
    ----------
    known
        Id → the row's asset beside what is here; in the order of the file.
    others
        Id → what is here and is no row of this list: what a row may be made one with.
    twins
        Id of a new row's asset → what it may be the same as.
    held
        Ids of what must not be published by this.
    earlier
        Id of an asset of the list's → source, for a list under another name.
    mark
        The store's, when it was looked at.
    """

    read: Read
    known: Mapping[str, Known]
    others: Mapping[str, Stored]
    twins: Mapping[str, tuple[Twin, ...]]
    held: frozenset[str]
    names: Mapping[str, set[str]]
    mark: str


def prepare(store: Store, read: Read) -> Prepared:
    """Look up what is here of a list's rows, and what each new one may be the same as."""
    from assetmap.exchange.headings import folded

    mark = store.mark()
    there = {x.asset.id: x for x in store.read()}
    gone = store.taken_numbers({(x.source, x.source_id) for x in read.assets if x.source and x.source_id})
    own = read.columns.is_own
    known = {x.id: _known(store, x, there=there, gone=gone, own=own) for x in read.assets}
    matched = {x.here.asset.id for x in known.values() if x.here is not None}
    others = {
        x: y for x, y in there.items()
        if x not in matched and x not in known and (y.asset.status in SHOWN or y.asset.status == "draft")
    }  # fmt: skip
    new = tuple(x.asset for x in known.values() if x.here is None)
    names: dict[str, set[str]] = {}
    for one in there.values():
        if one.asset.source:
            names.setdefault(one.asset.source, set()).add(folded(one.asset.name))
    return Prepared(
        read=read, known=known, others={**others, **{x: there[x] for x in matched if x not in known}},
        twins=twins_of(new, tuple(x.asset for x in others.values()), apart=store.apart.pairs()),
        held=read.held | {x.id for x in read.assets if needs_consent(x)}, names=names, mark=mark,
    )  # fmt: skip


def _known(
    store: Store, asset: Asset, *, there: Mapping[str, Stored], gone: Mapping[tuple[str, str], str], own: bool
) -> Known:
    stored = there.get(asset.id) or there.get(gone.get((asset.source, asset.source_id), ""))
    if stored is None:
        return Known(asset=asset)
    under = None
    if stored.asset.status == "withdrawn":
        now = store.now_under(stored.asset.id)
        if now is not None and now in there and not was_undone(store, there[now]):
            under, stored = stored.asset, there[now]
        elif now is not None or was_undone(store, stored):
            return Known(asset=asset, version=stored.version)
    if stored.asset.status == "withdrawn":
        return Known(asset=asset, here=stored, version=stored.version)
    if is_older(asset, stored.asset):
        return Known(asset=asset, here=stored, version=stored.version)
    news = news_of(store, stored, asset, own=own, under=under)
    stricter = () if under is not None else stricter_in(asset, stored.asset)
    return Known(asset=asset, here=stored, version=stored.version, news=news, stricter=stricter)


def told_before(store: Store, ids: Sequence[str]) -> Mapping[str, list[Asset]]:
    """Return what lists have proposed of assets so far, whatever became of it: id → assets as they would have them."""
    from assetmap.staging.report import WHY

    out: dict[str, list[Asset]] = {}
    for at in range(0, len(ids), 500):
        for x in store.suggestions.of(ids[at : at + 500]):
            if x.why.startswith(WHY):
                place = x.asset.where if x.exact is None else x.exact
                out.setdefault(x.asset_id, []).append(x.asset.changed(where=place))
    return out
