"""
Is it this one? What seems to be the same thing: near, of nearly the same name, or with the same telephone.

Nothing here decides: pairs at or above `THRESHOLDS.ask` are shown to a person, each with its reasons.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.alike.comparing import Twin, compared
from assetmap.alike.finding import candidates, index_of, made_index, metric_of
from assetmap.alike.thresholds import THRESHOLDS, Thresholds
from assetmap.assets import Asset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from assetmap.alike.finding import Index

__all__ = ["THRESHOLDS", "Thresholds", "Twin", "alike", "couples", "pairs", "pairs_of", "twin_of", "twins"]

_ANY_KIND = "story_or_special_place"
"""An asset has one; of what is only a name so far it is not looked at."""


def alike(name: str, where: BaseGeometry | None, *, among: tuple[Asset, ...], but: str = "") -> list[Asset]:
    """
    Find what has nearly the same name close by, likeliest first; what has no place is compared with what has none.

    Parameters
    ----------
    where
        EPSG:4326, or None.
    among
        Public assets: what others drafted is nobody else's business. Their places are measured once a tuple.
    but
        The id of the asset that is being changed.
    """
    if not name.strip():
        return []
    asked = Asset(name=name, kind=_ANY_KIND, where=where)
    metric = metric_of((asked,), among)
    mine = made_index((asked,), metric)
    mine.all[0] = dataclasses.replace(mine.all[0], kind="")
    found = _found(mine, index_of(among, metric)).get(asked.id, ())
    return [x.asset for x in found if x.asset.id != but and (x.asset.where is None) is (where is None)]


def twins(asset: Asset, *, among: tuple[Asset, ...]) -> tuple[Twin, ...]:
    """
    Find what may be the same thing as `asset`, likeliest first.

    Parameters
    ----------
    among
        The very same tuple is read once, however many are looked for in it. `asset` itself is left out by its id.
    """
    return pairs_of((asset,), among).get(asset.id, ())


def pairs_of(coming: tuple[Asset, ...], among: tuple[Asset, ...]) -> Mapping[str, tuple[Twin, ...]]:
    """
    Find for each of `coming` what may be the same thing among others, likeliest first; what has none is left out.

    Returns
    -------
    twins
        Id of what is coming → its twins. Ten thousand against ten thousand take a few seconds.
    """
    metric = metric_of(among, coming)
    return _found(made_index(coming, metric), index_of(among, metric))


def _found(mine: Index, theirs: Index) -> dict[str, tuple[Twin, ...]]:
    found: dict[str, list[Twin]] = {}
    for one, other in candidates(mine, theirs):
        twin = compared(mine.all[one], theirs.all[other])
        if twin.score >= THRESHOLDS.ask and twin.asset.id != mine.all[one].asset.id:
            found.setdefault(mine.all[one].asset.id, []).append(twin)
    return {key: tuple(sorted(told, key=lambda x: (-x.score, x.asset.name))) for key, told in found.items()}


def twin_of(one: Asset, other: Asset) -> Twin:
    """Compare two, whatever comes of it: the twin is `other`."""
    index = made_index((one, other), metric_of((one, other)))
    return compared(*index.all)


def couples(among: tuple[Asset, ...]) -> Iterator[tuple[Asset, Twin]]:
    """Find every two of `among` that may be the same thing, each pair once."""
    index = made_index(among, metric_of(among))
    for one, other in candidates(index, index):
        twin = compared(index.all[one], index.all[other])
        if twin.score >= THRESHOLDS.ask:
            yield index.all[one].asset, twin


def pairs(among: tuple[Asset, ...]) -> Iterator[tuple[Asset, Asset, float]]:
    """Find every two that may be the same thing, each pair once, with the likeness of their names."""
    for one, twin in couples(among):
        yield one, twin.asset, twin.likeness
