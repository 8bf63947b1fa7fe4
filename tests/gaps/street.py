"""A place along one straight street, that one can walk in one's head: 80 metres are a minute."""

import geopandas as gpd
import numpy as np
import shapely

from assetmap.access.found import Pairs
from assetmap.assets import Asset
from assetmap.crs import WGS84, reproject, reproject_all
from assetmap.deprivation import Need
from assetmap.gaps import Model
from assetmap.homes import Homes
from assetmap.network import make_graph, profile_of

CRS = "EPSG:27700"
EAST, NORTH = 375_000.0, 165_000.0


def at(x, y=0.0):
    return reproject(shapely.Point(EAST + x, NORTH + y), CRS, WGS84)


def street(*lines_of_points, **told):
    """A graph of straight pieces, given as lists of (x, y); equal ends are one node."""
    nodes = {}
    points, first, ends = [], [0], []
    for line in lines_of_points:
        points += [(EAST + x, NORTH + y) for x, y in line]
        first.append(len(points))
        ends.append([nodes.setdefault(line[0], len(nodes)), nodes.setdefault(line[-1], len(nodes))])
    return make_graph(crs=CRS, points=points, first=first, ends=ends, **told)


def areas(**boxes):
    shapes = [shapely.box(EAST + a, NORTH + b, EAST + c, NORTH + d) for a, b, c, d in boxes.values()]
    return gpd.GeoDataFrame(
        {"code": list(boxes), "name": [f"The {x}" for x in boxes]},
        geometry=list(reproject_all(shapes, CRS, WGS84)), crs=WGS84,
    )  # fmt: skip


def postcodes(*rows):
    """Rows of (area, x) or (area, x, y)."""
    return gpd.GeoDataFrame({"area": [x[0] for x in rows]}, geometry=[at(*x[1:]) for x in rows], crs=WGS84)


def population(people, **more):
    table = {"code": list(people), "population": list(people.values())} | more
    return gpd.GeoDataFrame(table, geometry=[None] * len(people), crs=WGS84)


def named(**points):
    return gpd.GeoDataFrame({"name": list(points)}, geometry=[at(*x) for x in points.values()], crs=WGS84)


def asset(kind, x, y=0.0, **more):
    return Asset(**{"name": f"{kind} {x}", "kind": kind, "status": "published", "where": at(x, y)} | more)


def need(codes, deciles):
    decile = np.array(deciles, dtype=float)
    return Need(
        codes=tuple(codes), decile=decile, weight=(11 - decile) / 10, index="imd", label="All kinds",
        source="Invented, 2025", nation="England", year=2025, carried=np.zeros(len(decile), dtype=bool),
    )  # fmt: skip


class Town:
    """As much of a place as its gaps need."""

    def __init__(self, graph, ground=None, **layers):
        self._graph, self._ground, self._layers = graph, ground, layers

    def layer(self, name):
        return self._layers.get(name)

    def network(self):
        return self._graph

    def ground(self):
        return self._ground

    def sources(self):
        return {}


def made_model(minutes, *, area, people, assets, known=None, to_edge_m=None, shared=None):
    """
    A model without streets: `minutes` (assets, homes) on foot, NaN where one does not come; `area` (homes), rising.

    Assets stand nowhere in particular.
    """
    table = np.asarray(minutes, dtype=float).reshape(len(assets), len(area))
    mm = np.where(np.isnan(table), -1, np.rint(table * 80_000)).astype(np.int64)
    rows = [
        sorted((int(mm[i, j]), j) for j in range(mm.shape[1]) if 0 <= mm[i, j] <= 4_800_000) for i in range(len(mm))
    ]
    n, p = len(people), len(area)
    boxes = {f"A{x}": (1000 * x, 0, 1000 * x + 999, 999) for x in range(n)}
    return Model(
        areas=areas(**boxes), assets=tuple(assets), placeless=(),
        homes=Homes(xy=np.zeros((p, 2)), area=np.asarray(area, dtype=np.int64), taken_from=("postcodes",) * n),
        pairs=Pairs(
            head=np.cumsum([0, *map(len, rows)]).astype(np.int64), nodes=p, limit_mm=4_800_000,
            node=np.array([y for row in rows for _, y in row], dtype=np.int32),
            mm=np.array([x for row in rows for x, _ in row], dtype=np.int32),
        ),
        people=np.asarray(people, dtype=float),
        shared=np.zeros(n, dtype=bool) if shared is None else np.asarray(shared, dtype=bool),
        profile=profile_of("walking"), walked=None, stand=None,
        is_known=np.ones(p, dtype=bool) if known is None else np.asarray(known, dtype=bool),
        to_edge_m=np.full(p, np.inf) if to_edge_m is None else np.asarray(to_edge_m, dtype=float),
        inside=np.full(len(assets), -1), about=np.zeros(len(assets), dtype=bool), wards=("",) * n, called=("",) * n,
    )  # fmt: skip


def with_point(model, place, minutes):
    """Let a model know how far its homes (minutes, NaN no way) are from a place that is not there yet."""
    one = made_model([minutes], area=model.homes.area, people=model.people, assets=[asset("growing space", 0)])
    model._kept.setdefault("points", {})[place.lon, place.lat] = one.pairs
    return model
