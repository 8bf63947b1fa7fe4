"""A small place, and lists to lay out in it."""

import geopandas as gpd
import pytest
from shapely import box

from assetmap.exchange.sheets import Row, Sheet, Sheets
from assetmap.place import Place
from assetmap.settings import PlaceSettings
from assetmap.staging import commit, decided, stage
from assetmap.store.geopackage import GeoPackageStore

STEWARD = "steward: Jo"


@pytest.fixture
def place(tmp_path):
    """Bath's bounds, one neighbourhood, nothing in it."""
    store = GeoPackageStore.open(tmp_path / "assets.gpkg")
    layers = dict.fromkeys(("areas", "streets", "postcodes"))
    layers["areas"] = gpd.GeoDataFrame(
        {"code": ["E1"], "name": ["One"]}, geometry=[box(-2.4, 51.3, -2.3, 51.4)], crs=4326
    )
    yield Place(
        home=tmp_path, settings=PlaceSettings(name="Bath", bounds=(-2.7, 51.2, -2.2, 51.5)), store=store, _layers=layers
    )
    store.close()


def sheets(text, *, table=""):
    """Read a table of commas; a real file goes through `read_strange`."""
    lines = [x.split(",") for x in text.strip().splitlines()]
    rows = tuple(
        Row(number, {h: c or None for h, c in zip(lines[0], cells, strict=True)})
        for number, cells in enumerate(lines[1:], start=2)
    )
    return Sheets((Sheet(headings=tuple(lines[0]), rows=rows, table=table),))


class Desk:
    """Lays lists out and brings them in, as a steward does on the screen."""

    def __init__(self, place):
        self.place = place

    def lay(self, text, name="groups.csv", **options):
        """Lay a list out."""
        options = {"kind": "growing space", "publish": True, "by": STEWARD} | options
        return stage(self.place, sheets(text), name, **options)

    def bring(self, text, name="groups.csv", **options):
        """Lay a list out and bring it in."""
        return commit(self.place, self.lay(text, name, **options), by=STEWARD)

    def decide(self, staging, decisions):
        """Decide about rows."""
        return decided(self.place, staging, by=STEWARD, decisions=decisions)

    def commit(self, staging):
        """Bring in what was laid out."""
        return commit(self.place, staging, by=STEWARD)

    def assets(self):
        """What is here, by name; what was withdrawn too."""
        return {x.asset.name: x.asset for x in self.place.store.read()}

    def shown(self):
        """The names of what is shown."""
        return sorted(x.asset.name for x in self.place.store.read(statuses={"published"}))


@pytest.fixture
def desk(place):
    return Desk(place)
