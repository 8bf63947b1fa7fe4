"""The names that a place's layers have: one thing each, or several things of one name in different villages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from assetmap.crs import WGS84, transformer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame
    from shapely import Point

APART_M = 1_500
"""Pieces of one name with a gap this wide between are separate things: the next village has a Church Lane."""
IN_M = 3_000
"""So far from a village's own point one of its streets may lie."""
CLEARLY = 1.5
"""Of two things of one name the nearer is meant where the other is so much further away."""
KINDS = (("names", "place"), ("streets", "street"), ("green", "green place"), ("areas", "neighbourhood"))
_VILLAGES = frozenset({"place", "neighbourhood"})
_LONG_DEGREES = 0.01
"""About a kilometre: a street as long as this has no one point."""
_SHORT = {"rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "sq": "square"}
_SHORT |= {"tce": "terrace", "terr": "terrace", "cres": "crescent", "gdns": "gardens", "pl": "place", "dr": "drive"}


class HasLayers(Protocol):
    """A place, as far as finding in it needs one."""

    def layer(self, name: str) -> GeoDataFrame | None:
        """Return one of its reference layers, EPSG:4326."""


@dataclass(frozen=True)
class Spot:
    """Where one thing of a name is: EPSG:4326, and in metres. `rough`: it is long, and the point only near it."""

    point: Point
    metres: tuple[float, float]
    rough: bool


@dataclass(frozen=True)
class Named:
    """What has one name: its kind as in `KINDS`, and where it is; more than one spot where villages share the name."""

    name: str
    kind: str
    spots: tuple[Spot, ...]

    @property
    def is_one(self) -> bool:
        """Whether the name alone says which is meant."""
        return len(self.spots) == 1


def folded(name: str) -> str:
    """Write a name as it is compared: no case, accents or signs; a last “Rd” is a Road."""
    plain = "".join(x for x in unicodedata.normalize("NFKD", name) if not unicodedata.combining(x))
    words = re.sub(r"[^\w\s]", " ", plain.casefold().replace("'", "").replace("’", "")).split()
    if len(words) > 1 and words[-1] in _SHORT:
        words[-1] = _SHORT[words[-1]]
    return " ".join(words)


def named_in(place: HasLayers, metric: str) -> dict[str, Named]:
    """Index the names of the layers by `folded`; of two layers with one name the first counts."""
    index: dict[str, Named] = {}
    to_metres = transformer(WGS84, metric)
    for layer, kind in KINDS:
        frame = place.layer(layer)
        if frame is None or frame.empty or "name" not in frame:
            continue
        names = frame[frame["name"].fillna("").astype(str).str.strip() != ""]
        keys = [folded(str(x)) for x in names["name"]]
        shapes = names.geometry.to_numpy()
        measured = names.geometry.to_crs(metric).to_numpy()
        groups: dict[str, list[int]] = {}
        for at, key in enumerate(keys):
            groups.setdefault(key, []).append(at)
        for key, rows in groups.items():
            if not key or key in index:
                continue
            spots = []
            for pieces in _hanging_together(measured[rows]):
                point, rough = _middle(shapes[rows][pieces])
                x, y = to_metres.transform(point.x, point.y)
                spots.append(Spot(point, (float(x), float(y)), rough))
            index[key] = Named(str(names["name"].iloc[rows[0]]).strip(), kind, tuple(spots))
    return index


def in_village(thing: Named, village: str, *, names: Mapping[str, Named]) -> tuple[Spot, str] | None:
    """
    Choose the one of several of a name that is in a village, or beside it.

    Returns
    -------
    spot, name
        And the village's own name; None where there is no such village, none is near, or two are about as near.
    """
    there = names.get(folded(village))
    if there is None or there.kind not in _VILLAGES:
        return None
    far = sorted((min(_apart_m(spot, x) for x in there.spots), at) for at, spot in enumerate(thing.spots))
    if far[0][0] > IN_M or (len(far) > 1 and far[1][0] < CLEARLY * far[0][0]):
        return None
    return thing.spots[far[0][1]], there.name


def with_villages(thing: Named, *, names: Mapping[str, Named]) -> Iterator[str]:
    """Say each of several of a name with the village that tells it from the others: `High Street, Keynsham`."""
    villages = [x for x in names.values() if x.kind == "place" and x.is_one]
    for spot in thing.spots:
        near = sorted((_apart_m(spot, x.spots[0]), at) for at, x in enumerate(villages))
        for far, at in near[:3]:
            if far > IN_M:
                break
            found = in_village(thing, villages[at].name, names=names)
            if found is not None and found[0] is spot:
                yield f"{thing.name}, {villages[at].name}"
                break


def _apart_m(one: Spot, other: Spot) -> float:
    return float(np.hypot(one.metres[0] - other.metres[0], one.metres[1] - other.metres[1]))


def _middle(shapes: np.ndarray) -> tuple[Point, bool]:
    """Return the point of what has one name that is nearest to its middle, and whether it is long."""
    box = shapely.bounds(shapes)
    middle = shapely.Point((box[:, 0].min() + box[:, 2].max()) / 2, (box[:, 1].min() + box[:, 3].max()) / 2)
    nearest = shapes[int(np.argmin(shapely.distance(shapes, middle)))]
    if nearest.geom_type in ("Polygon", "MultiPolygon"):
        point = nearest.representative_point()
    else:
        point = shapely.get_point(shapely.shortest_line(nearest, middle), 0)
    return point, float(np.hypot(np.ptp(box[:, [0, 2]]), np.ptp(box[:, [1, 3]]))) > _LONG_DEGREES


def _hanging_together(shapes: np.ndarray) -> list[list[int]]:
    """Put together the pieces (metres) between which one can go without a gap of `APART_M`."""
    if len(shapes) == 1:
        return [[0]]
    beside: list[list[int]] = [[] for _ in shapes]
    for one, other in shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=APART_M).T.tolist():
        beside[one].append(other)
    left = set(range(len(shapes)))
    out = []
    while left:
        begun = [min(left)]
        left.discard(begun[0])
        for at in begun:  # grows while it is gone through
            new = [x for x in beside[at] if x in left]
            left.difference_update(new)
            begun += new
        out.append(sorted(begun))
    return out
