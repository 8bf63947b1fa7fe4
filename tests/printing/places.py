"""An invented place in memory: streets on a grid, a park, a pond, and assets whose distances one can count."""

from __future__ import annotations

from datetime import date
from functools import cache

import geopandas as gpd
import shapely

from assetmap.assets import Asset, OpenSpan
from assetmap.crs import reproject_all
from assetmap.printing.entries import Entry
from assetmap.settings import CrisisLine, PlaceSettings

ON = date(2026, 11, 21)
EAST, NORTH = 375_000.0, 165_000.0  # a corner in metres of EPSG:27700


def at(x: float, y: float) -> shapely.Point:
    """A point `x` metres east and `y` metres north of the corner, in EPSG:4326."""
    return reproject_all([shapely.Point(EAST + x, NORTH + y)], "EPSG:27700", "EPSG:4326")[0]


def area(x: float, y: float, side: float) -> shapely.Polygon:
    """A square of `side` metres, in EPSG:4326."""
    return reproject_all(
        [shapely.box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side)], "EPSG:27700", "EPSG:4326"
    )[0]


@cache
def layers() -> dict[str, gpd.GeoDataFrame]:
    lines, names, classes = [], [], []
    for i in range(11):
        for along in (0, 1):
            start, end = ((0, i * 200), (2000, i * 200)) if along else ((i * 200, 0), (i * 200, 2000))
            lines.append(shapely.LineString([(EAST + start[0], NORTH + start[1]), (EAST + end[0], NORTH + end[1])]))
            names.append(f"{'Long' if along else 'Cross'} Street {i}")
            classes.append("A Road" if i == 5 else "Local Road")
    streets = gpd.GeoDataFrame({"name": names, "class": classes}, geometry=lines, crs="EPSG:27700").to_crs("EPSG:4326")
    green = gpd.GeoDataFrame(
        {"id": ["1"], "name": ["Gull Park"], "what": ["park"]}, geometry=[area(820, 820, 160)], crs="EPSG:4326"
    )
    water = gpd.GeoDataFrame({"name": ["The Pond"]}, geometry=[area(1220, 420, 160)], crs="EPSG:4326")
    return {"streets": streets, "green": green, "water": water}


class TestPlace:
    """Stands in for a `Place`: settings and layers, no store."""

    __test__ = False

    def __init__(self, *, with_layers: bool = True, **settings: object) -> None:
        values: dict[str, object] = {
            "name": "Gullhaven",
            "crisis_lines": (CrisisLine(name="Listening line", contact="01632 960 116", note="Free, day and night"),),
            "tell": "the library desk, 01632 960 200",
            "attributions": ("Invented by us, CC0",),
        }
        self.settings = PlaceSettings(**(values | settings))
        self._layers = layers() if with_layers else {}

    def layer(self, name: str) -> gpd.GeoDataFrame | None:
        return self._layers.get(name)


def asset(name: str, x: float, y: float, **fields: object) -> Asset:
    values: dict[str, object] = {
        "kind": "group or club", "where": at(x, y), "status": "published",
        "checked_on": date(2026, 11, 3), "how_checked": "phoned",
    }  # fmt: skip
    return Asset(name=name, **(values | fields))


def some_entries() -> list[Entry]:
    """Three assets with a place and one without."""
    lunch = asset(
        "Chapel lunch club", 1000, 1300, needs=("meeting people", "food"), description="A friendly lunch",
        own_words="You walk in alone  and walk out\nwith three people who know yer name.", phone="01632 960 114",
        contact_name="Sam", address="12 Chapel Row", cost="£3", step_free="yes",
        schedules=(OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00"),),
    )  # fmt: skip
    park = asset("Gull Park", 0, 0, kind="green place", where=area(820, 820, 160), how_checked="visited")
    repair = asset(
        "Repair café", 1600, 1000, kind="shop or exchange", checked_on=date(2024, 1, 5), phone="01632 960 115"
    )
    line = asset(
        "Evening phone line",
        0,
        0,
        kind="online or phone help",
        where=None,
        offered=("by phone",),
        phone="01632 960 777",
    )
    return [Entry(park, 100.0, None), Entry(lunch, 300.0, None), Entry(repair, 620.0, 9.0), Entry(line, None, None)]


ORIGIN = at(1000, 1000)
