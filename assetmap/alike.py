"""Is it this one? What stands nearby already under nearly the same name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from itertools import chain, combinations
from typing import TYPE_CHECKING

import shapely

from assetmap.crs import WGS84, metric_for, reproject, reproject_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

NEAR_M = 100
ALIKE = 0.7
"""Names that share this much are asked about: Karte von morgen asks at an edit distance of 30 % within 100 m."""
_COMMON = 40
"""What more than so many names without a place share tells none of them from another."""
_SMALL = frozenset({"the", "a", "an", "of", "at", "in", "and", "st"})


def alike(name: str, where: BaseGeometry | None, *, among: tuple[Asset, ...], but: str = "") -> list[Asset]:
    """
    Find what has nearly the same name within `NEAR_M`; what has no place is compared with what has none.

    Parameters
    ----------
    where
        EPSG:4326, or None.
    among
        Public assets: what others drafted is nobody else's business. Their places are measured once a tuple.
    but
        The id of the asset that is being changed.
    """
    key = _folded(name)
    if not key:
        return []
    if where is None:
        near = [asset for asset in among if asset.where is None]
    else:
        point = where.representative_point()
        metric = metric_for(point.x, point.y)
        placed, tree = _tree(_Among(among), metric)
        found = tree.query(reproject(where, WGS84, metric), predicate="dwithin", distance=NEAR_M)
        near = [placed[int(at)] for at in found]
    rated = [(max(_likeness(key, x) for x in _all_folded(asset)), asset) for asset in near if asset.id != but]
    rated.sort(key=lambda row: -row[0])
    return [asset for likeness, asset in rated if likeness >= ALIKE]


def pairs(among: tuple[Asset, ...]) -> Iterator[tuple[Asset, Asset, float]]:
    """
    Find every two that `alike` would ask about, each pair once, with the likeness of their names.

    Two without a place are compared where they share a word of their names, or all of it, that few others have.
    """
    folded = {asset.id: _folded(asset.name) for asset in among}
    for one, other in chain(_near_pairs(among), _placeless_pairs(among, folded)):
        likeness = _likeness(folded[one.id], folded[other.id])
        if one.said_in or other.said_in:
            likeness = max(_likeness(x, y) for x in _all_folded(one) for y in _all_folded(other))
        if likeness >= ALIKE:
            yield one, other, likeness


def _near_pairs(among: tuple[Asset, ...]) -> Iterator[tuple[Asset, Asset]]:
    first = next((asset.where for asset in among if asset.where is not None), None)
    if first is None:
        return
    point = first.representative_point()
    metric = metric_for(point.x, point.y)
    placed = [asset for asset in among if asset.where is not None]
    shapes = reproject_all([asset.where for asset in placed], WGS84, metric)
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=NEAR_M)
    for one, other in near.T.tolist():
        if one < other:
            yield placed[one], placed[other]


def _placeless_pairs(among: tuple[Asset, ...], folded: Mapping[str, str]) -> Iterator[tuple[Asset, Asset]]:
    sharing: dict[str, list[Asset]] = {}
    for asset in among:
        if asset.where is None:
            for word in {*folded[asset.id].split(), folded[asset.id]}:
                sharing.setdefault(word, []).append(asset)
    told = set()
    for assets in sharing.values():
        if len(assets) > _COMMON:
            continue
        for one, other in combinations(assets, 2):
            if (one.id, other.id) not in told:
                told.add((one.id, other.id))
                yield one, other


class _Among:
    """The very same tuple: ten thousand assets are not compared one by one to find their tree again."""

    def __init__(self, assets: tuple[Asset, ...]) -> None:
        self.assets = assets

    def __hash__(self) -> int:
        return id(self.assets)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Among) and self.assets is other.assets


@lru_cache(maxsize=2)
def _tree(among: _Among, metric: str) -> tuple[list[Asset], shapely.STRtree]:
    placed = [asset for asset in among.assets if asset.where is not None]
    return placed, shapely.STRtree(reproject_all([asset.where for asset in placed], WGS84, metric))


def _all_folded(asset: Asset) -> list[str]:
    """Fold its name in every language: who adds a place may call it as another language does."""
    return [_folded(name) for name in asset.every_text("name")]


def _folded(name: str) -> str:
    plain = "".join(x for x in unicodedata.normalize("NFKD", name) if not unicodedata.combining(x))
    words = re.sub(r"[^\w\s]", " ", plain.casefold().replace("'", "").replace("’", "")).split()
    return " ".join([word for word in words if word not in _SMALL] or words)


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if set(one.split()) == set(other.split()):
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
