"""The ground within 15 minutes' walk, against every street in reach buffered by 25 m and dissolved."""

from __future__ import annotations

import os
import statistics
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.isochrone import buffered_streets, isochrone
from assetmap.access.outline import CELL_M
from assetmap.bench.access.town import Town, assets, standing
from assetmap.bench.access.turns import timed
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assetmap.access.spots import Spots
    from assetmap.network import Walked

GOAL, ALIKE = 10, 0.98
MINUTES = 15
CELLS_M = (3.0, 5.0, CELL_M, 12.0, 16.0)
"""The curve: how fast and how true at each spacing of the grid."""
BATH, BATH_CRS = "streets/bath_ne_somerset_os_roads.geojson", "EPSG:27700"
_IN_BATH = (375_100.0, 164_700.0, 1_500.0)
"""Around the Abbey, metres: out in the country there is hardly a street to draw."""


def rows(town: Town, *, short: bool = False) -> Iterator[Row]:
    """Measure a town over the grid's spacings, three times at once, and Bath where the real files are."""
    many = 3 if short else 24
    at = assets(town.graph, 50 * many)
    node = town.graph.ends[np.searchsorted(town.graph.first, at, side="right") - 1, 0]
    at = at[town.graph.part[node] == 0][:: len(at) // many][:many]  # a start on an island would be a small drawing
    walked, spots = town.graph.walked(), standing(town.graph, at)
    for cell_m in (CELL_M,) if short else CELLS_M:
        yield _row(town, walked, spots, cell_m=cell_m)
    yield _row(town, walked, spots, minutes=(5, 10, MINUTES))
    if not short and (bath := _bath()) is not None:
        here, at = bath
        yield _row(here, here.graph.walked(), standing(here.graph, at[:: len(at) // many][:many]))


def _row(
    town: Town, walked: Walked, spots: Spots, *, cell_m: float = CELL_M, minutes: tuple[int, ...] = (MINUTES,)
) -> Row:
    def ours(one: Spots) -> list[Any]:
        return isochrone(walked, one, minutes, cell_m=cell_m)

    def theirs(one: Spots) -> list[Any]:
        return [buffered_streets(walked, one, x) for x in minutes]

    starts = [spots.of(x) for x in range(spots.owners)]
    ours(starts[0]), theirs(starts[0])
    seconds: dict[Callable[[Spots], list[Any]], list[float]] = {ours: [], theirs: []}
    alike: list[float] = []
    sound = True
    for start in starts:
        given = {}
        for work, taken in seconds.items():
            took, given[work] = timed(lambda work=work, start=start: work(start))  # type: ignore[misc]
            taken.append(took)
        alike += [_alike(one, other) for one, other in zip(given[ours], given[theirs], strict=True)]
        sound &= all(x.is_valid for x in given[ours])
        sound &= all(small.difference(large).area < 1e-3 for small, large in pairwise(given[ours]))
    mine, other = (statistics.median(x) * 1000 for x in seconds.values())
    is_set = cell_m == CELL_M
    return Row(
        work=f"{town.name}: the ground within {', '.join(map(str, minutes))} minutes, grid {cell_m:g} m",
        peer="buffered streets (GEOS)", ours=mine, theirs=other, unit="ms", ratio=other / mine,
        goal=f"≥ {GOAL} × at IoU ≥ {ALIKE}" if is_set else "the curve",
        equal=(sound and min(alike) >= ALIKE) if is_set else None,
        note="; ".join(x for x in (
            town.note, f"IoU {min(alike):.3f} at least, {statistics.median(alike):.3f} median",
            f"{len(starts)} starts; both search, cut and draw",
        ) if x),
    )  # fmt: skip


def _alike(one: Any, other: Any) -> float:
    """Return the area of what both cover, as a share of what either covers."""
    return float(shapely.area(one.intersection(other)) / shapely.area(one.union(other)))


def _bath() -> tuple[Town, Any] | None:
    """Make Bath's streets from plain lines, and list the bends in town."""
    path = Path(os.environ.get("ASSETMAP_REALDATA") or "") / BATH
    if not os.environ.get("ASSETMAP_REALDATA") or not path.is_file():
        return None
    import geopandas as gpd

    from assetmap.network.from_lines import graph_from_lines

    graph = graph_from_lines(gpd.read_file(path), crs=BATH_CRS)
    x, y, wide = _IN_BATH
    return Town(graph=graph, name="Bath"), np.flatnonzero(np.abs(graph.points - (x, y)).max(axis=1) < wide)
