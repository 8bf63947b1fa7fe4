"""Which rows of an index may be suggested, what is known of them, and which have been handed out often enough."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import numpy as np

from assetmap.freshness import due_on
from assetmap.referral.filters import YES_OR_NO, Filters, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.hours import Terms
    from assetmap.search.index import Index

SUGGESTED = frozenset({"published", "paused"})
"""Statuses that are ever suggested to anybody."""

_TIMES = ("schedules", "status", "paused_until")
_READ: dict[str, tuple[str, ...]] = {
    **{name: (field, "offered") for name, field in YES_OR_NO.items()},
    "open_at": _TIMES, "day": _TIMES, "takes_new": ("takes_new",), "age": ("min_age", "max_age"),
    "language": ("languages",), "offered": ("offered",),
}  # fmt: skip
"""Filter → the fields that its answer is read from."""

# What the assets alone say, worked out once for each index. Nothing that anybody typed comes in here.
_suggested: WeakKeyDictionary[Index, NDArray[np.bool_]] = WeakKeyDictionary()
_due: WeakKeyDictionary[Index, dict[tuple[tuple[str, int], ...], NDArray[np.int32]]] = WeakKeyDictionary()
_together: WeakKeyDictionary[Index, dict[tuple[str, ...], tuple[NDArray[np.int64], list[tuple[Any, ...]]]]] = (
    WeakKeyDictionary()
)
_paused: WeakKeyDictionary[Index, NDArray[np.int32]] = WeakKeyDictionary()
_NEVER, _NO_DAY = 0, 2**31 - 1


def make_ready(index: Index, *, review_weeks: Mapping[str, int] | None = None) -> Index:
    """Work out now what every shortlist of an index needs, so that nobody waits for it later."""
    suggested(index)
    paused_until(index)
    due(index, review_weeks=review_weeks)
    for fields in {*_READ.values(), ("precision",)}:
        _said(index, fields)
    return index


def is_suggested(asset: Asset) -> bool:
    """Say whether an asset may be suggested to anybody: it goes on, or will, and is not full."""
    return asset.status in SUGGESTED and asset.takes_new != "full"


def suggested(index: Index) -> NDArray[np.bool_]:
    """Say of each row whether it may be suggested, bool (n,)."""
    found = _suggested.get(index)
    if found is None:
        _suggested[index] = found = _by_value(index, ("status", "takes_new"), is_suggested).astype(bool)
    return found


def answered(index: Index, filters: Filters, *, on: date, terms: Terms = ()) -> dict[str, NDArray[np.int8]]:
    """Say of each thing asked for whether each row meets it: 1, −1, or 0 where nobody knows; int8 (n,)."""

    def known(name: str) -> NDArray[np.int8]:
        def value(asset: Asset) -> int:
            met = answer(name, filters, asset, on=on, terms=terms)
            return 0 if met is None else (1 if met else -1)

        return _by_value(index, _READ[name], value).astype(np.int8)

    return {name: known(name) for name in filters.asked}


def due(index: Index, *, review_weeks: Mapping[str, int] | None) -> NDArray[np.int32]:
    """Give the last day for which the check of each row holds, an ordinal, int32 (n,); 0 where there is none."""
    weeks = tuple(sorted((review_weeks or {}).items()))
    kept = _due.setdefault(index, {})
    if weeks not in kept:

        def ordinal(asset: Asset) -> int:
            day = due_on(asset, dict(weeks))
            return _NEVER if day is None else day.toordinal()

        kept[weeks] = _by_value(index, ("kind", "checked_on", "status", "paused_until"), ordinal).astype(np.int32)
    return kept[weeks]


def paused_until(index: Index) -> NDArray[np.int32]:
    """Give the day on which what is paused goes on, an ordinal, int32 (n,); 0 where it is not paused."""

    def ordinal(asset: Asset) -> int:
        if asset.status != "paused":
            return _NEVER
        return _NO_DAY if asset.paused_until is None else asset.paused_until.toordinal()

    found = _paused.get(index)
    if found is None:
        _paused[index] = found = _by_value(index, ("status", "paused_until"), ordinal).astype(np.int32)
    return found


def busy(index: Index, handed: Mapping[str, int] | None) -> NDArray[np.bool_]:
    """Say of each row whether it was handed out this month as often as it has room for, bool (n,)."""
    found = np.zeros(len(index.assets), dtype=bool)
    for asset_id, times in (handed or {}).items():
        row = index.row.get(asset_id)
        if row is not None:
            found[row] = is_busy(index.assets[row], times)
    return found


def is_busy(asset: Asset, times: int) -> bool:
    """Say whether so many times this month are as often as it has room for."""
    return asset.capacity is not None and 0 < times >= asset.capacity


def _by_value(index: Index, fields: tuple[str, ...], value: Callable[[Asset], int]) -> NDArray[np.int64]:
    """Work out a number for each row, once for all rows that say the same in these fields."""
    codes, values = _said(index, fields)
    numbers = [value(_record(fields, x)) for x in values]
    return np.array(numbers, dtype=np.int64)[codes] if numbers else np.zeros(0, dtype=np.int64)


def _said(index: Index, fields: tuple[str, ...]) -> tuple[NDArray[np.int64], list[tuple[Any, ...]]]:
    """Say what rows say in several fields together: each row's is `values[codes[row]]`. Worked out once."""
    kept = _together.setdefault(index, {})
    if fields not in kept:
        said = [index.said(field) for field in fields]
        mixed = np.zeros(len(index.assets), dtype=np.int64)
        for one in said:
            mixed = mixed * len(one.values) + one.codes
        _, firsts, codes = np.unique(mixed, return_index=True, return_inverse=True)
        kept[fields] = codes, [tuple(one.values[one.codes[row]] for one in said) for row in firsts.tolist()]
    return kept[fields]


def _record(fields: tuple[str, ...], values: tuple[Any, ...]) -> Asset:
    """Make what has just the fields that an answer is read from."""
    return cast("Asset", SimpleNamespace(**dict(zip(fields, values, strict=True))))
