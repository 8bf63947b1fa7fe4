"""Two neighbourhoods, a park and a group whose place is hidden: what the tests of contributions are about."""

from __future__ import annotations

import geopandas as gpd
import shapely

from assetmap.assets import Asset
from assetmap.disclosure import disclosed

# Two neighbourhoods side by side, each with one street through its middle.
AREAS = gpd.GeoDataFrame(
    {"code": ["W", "E"]},
    geometry=[shapely.box(-2.02, 51, -2.01, 51.01), shapely.box(-2.01, 51, -2, 51.01)],
    crs="EPSG:4326",
)
STREETS = gpd.GeoDataFrame(
    {"name": ["Long Road"]}, geometry=[shapely.LineString([(-2.02, 51.005), (-2.0, 51.005)])], crs="EPSG:4326"
)
LAYERS = {"areas": AREAS, "streets": STREETS}
TRUE = shapely.Point(-2.0151, 51.0021)
WEST = AREAS.geometry.iloc[0].representative_point()

PARK = Asset(name="Quay Park", kind="green place", where=shapely.Point(-2.005, 51.004))
GROUP = Asset(name="Grief circle", kind="support group", where=TRUE, precision="neighbourhood")


def names(store):
    return sorted(x.name for x in disclosed(x.asset for x in store.read()))


def now(store, asset):
    return store.get(asset.id).asset
