"""A town of four streets that one can walk in one's head: 80 metres are a minute."""

import numpy as np
import shapely
from shapely import Point

from assetmap.assets import Asset
from assetmap.crs import WGS84, reproject
from assetmap.network import make_graph
from assetmap.network.profiles import STEPS

GRID = "EPSG:27700"
EAST, NORTH = 375_000, 165_000


def at(x, y):
    """A point x metres east and y north of home."""
    return shape(Point(x, y))


def shape(geometry):
    moved = shapely.transform(geometry, lambda xy: xy + np.array([EAST, NORTH]))
    return reproject(moved, GRID, WGS84)


def asset(name, where, kind="group or club", **fields):
    return Asset(name=name, kind=kind, where=where, status="published", **fields)


def town(*, knows_steps=True):
    """
    High Street runs 1600 m east from home, Back Lane 800 m north from its end, and steps 240 m north from its middle
    (800 m). Island Road lies 1000 m south of it and is joined to nothing.
    """
    lines = [
        ("High Street", 0, "residential", 0, 1, [(0, 0), (800, 0)]),
        ("High Street", 0, "residential", 1, 2, [(800, 0), (1600, 0)]),
        ("Back Lane", 0, "residential", 2, 3, [(1600, 0), (1600, 800)]),
        ("", STEPS, "steps", 1, 4, [(800, 0), (800, 240)]),
        ("Top Row", 0, "residential", 4, 3, [(800, 240), (800, 800), (1600, 800)]),
        ("Island Road", 0, "residential", 5, 6, [(0, -1000), (800, -1000)]),
    ]
    names = ["", *sorted({x[0] for x in lines} - {""})]
    return make_graph(
        crs=GRID, points=[(EAST + x, NORTH + y) for line in lines for x, y in line[5]],
        first=np.cumsum([0, *(len(x[5]) for x in lines)]), ends=[x[3:5] for x in lines],
        flags=[x[1] for x in lines], ways=["residential", "steps"], way=[int(x[2] == "steps") for x in lines],
        names=names, name=[names.index(x[0]) for x in lines], source={"knows_steps": knows_steps},
    )  # fmt: skip


HOME = at(0, 0)
