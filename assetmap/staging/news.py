"""What a row says anew of something that is here, and what of it may be taken over without asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.assets import CARD, Asset, in_languages
from assetmap.exchange.extracts import is_untimed
from assetmap.exchange.outward.tables import lon_lat
from assetmap.exchange.outward.workbooks import cut
from assetmap.staging.report import WHY
from assetmap.vocabulary import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.store.base import Change, Store, Stored

# What a list may not decide about an asset that is already here: which one it is, who may see it, how we know.
_OURS = frozenset(
    {
        "id", "short", "status", "audience", "precision", "consent", "consent_on", "source", "source_id",
        "source_version", "checked_by", "how_checked", "repairs",
    }
)  # fmt: skip
_PLACE = frozenset({"where", "address", "postcode", "transport"})
_SAME_DEGREES = 1e-7
"""About a centimetre: less is the rounding of another program."""


@dataclass(frozen=True)
class News:
    """
    Field → its new value; `where` is a true place.

    `taken` is taken over: nobody here has touched it since the list gave it. `asked` is proposed: somebody has.
    """

    taken: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.taken or self.asked)


NOTHING = News()
"""Of most rows, most of the time."""


def news_of(store: Store, stored: Stored, asset: Asset, *, own: bool = False, under: Asset | None = None) -> News:
    """
    Say what an incoming row knows anew since its list was here last; an empty cell is not news.

    Parameters
    ----------
    own
        Whether the file is an export of ours that somebody worked on: what it says anew is meant. What a table had
        to cut, a text or an outline for which a point stands, is not.
    under
        The row as the list gave it when it was made one with `stored`, where it was.
    """
    blurred = asset.precision != "exact"  # an export of ours, from which the place and the ways in are gone
    fields = [*(x for x in CARD if x not in _OURS and x != "said_in"), *asset.further_texts()]
    fields = [x for x in fields if not (blurred and in_languages.split(x)[0] in _PLACE)]
    changed = {
        name: new
        for name in fields
        if (new := asset.value(name)) not in (None, "", (), NOT_KNOWN)
        and new != (old := stored.asset.value(name))
        and not (own and isinstance(old, str) and new == cut(old))
    }
    untimed = is_untimed(asset) and bool(stored.asset.schedules)
    if untimed:  # new hours that cannot be read as times: the old times are wrong by now
        changed["schedules"] = ()
    here = store.exact_place(stored.asset.id) or stored.asset.where
    moved = not blurred and not same_place(asset.where, here) and not (own and _stands_for(asset.where, here))
    if not changed and not moved:
        return NOTHING
    history = store.history(stored.asset.id)
    is_joined = under is not None or any(x.what == "joined" for x in history)
    coming, news = asset.to_record(), News()
    for name, new in changed.items():
        said = in_languages.recorded(coming, name)
        known = _Known.of(history, name, under=under, is_joined=is_joined)
        if said not in known.values:
            (news.taken if own or known.is_the_list_s else news.asked)[name] = new
    if untimed:
        news.asked.pop("schedules", None)  # the times that people here wrote stay
    if moved:
        _moved(store, stored, asset, history=history, news=news, own=own, under=under)
    return news


def _stands_for(point: BaseGeometry | None, shape: BaseGeometry | None) -> bool:
    """Say whether a point is the one that a table of ours has beside a shape, alone where that is too long."""
    return point is not None and point.geom_type == "Point" and lon_lat(point) == lon_lat(shape)


@dataclass(frozen=True)
class _Known:
    """What a field has been, as far as a list's word about it is no news; whether it stands as the list gave it."""

    values: Sequence[object]
    is_the_list_s: bool

    @classmethod
    def of(cls, history: Sequence[Change], name: str, *, under: Asset | None, is_joined: bool) -> _Known:
        """
        Look a field's past up.

        A field is the list's doing where an import altered it. What a list never gave is whatever it ever was here:
        an old export of ours is no news. Where several lists speak of one thing, none of them is news that was told.
        """
        values = [in_languages.recorded(x.record, name) for x in history]
        given = _given(history, values)
        if under is None:
            since = values[given[-1] if given else 0 :]
            return cls(values if is_joined else since, is_the_list_s=bool(since) and since[0] == values[-1])
        theirs = in_languages.recorded(under.to_record(), name)
        joined_at = next((n for n, x in enumerate(history) if x.what == "joined"), len(history))
        told = [theirs, *(values[x] for x in given if x > joined_at)]
        return cls([*values, theirs], is_the_list_s=values[-1] in told)


def _given(history: Sequence[Change], values: Sequence[object]) -> list[int]:
    return [n for n, x in enumerate(history) if x.why.startswith(WHY) and (n == 0 or values[n] != values[n - 1])]


def _moved(
    store: Store,
    stored: Stored,
    asset: Asset,
    *,
    history: Sequence[Change],
    news: News,
    own: bool,
    under: Asset | None,
) -> None:
    """Say whether a new place is taken over: where people here have moved it since, theirs stays until they say so."""
    new = {"where": asset.where, "repairs": asset.repairs}
    if all(x.what != "changed" or x.why.startswith(WHY) for x in history) and under is None:
        news.taken.update(new)
        return
    if own:
        return
    by_list = {x.version for x in history if x.why.startswith(WHY)}
    places = {n: x.asset.where if x.exact is None else x.exact for n, x in store.versions(stored.asset.id).items()}
    order = sorted(places)
    given = [
        n for at, n in enumerate(order)
        if n in by_list and (at == 0 or not same_place(places[n], places[order[at - 1]]))
    ]  # fmt: skip
    since = [places[x] for x in order if not given or x >= given[-1]]
    told = [*since, *([under.where] if under is not None else [])]
    if any(same_place(asset.where, x) for x in told):
        return
    now = places[order[-1]]
    is_the_list_s = (under is None and same_place(since[0], now)) or (
        under is not None and same_place(under.where, now)
    )
    (news.taken if is_the_list_s else news.asked).update(new if is_the_list_s else {"where": asset.where})


def same_place(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    """Say whether what a list says of a place is what it is; a list that says nothing does not take it away."""
    if one is None or other is None:
        return one is None
    return one.equals_exact(other, _SAME_DEGREES) or one.equals(other)
