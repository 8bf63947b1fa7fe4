"""Two copies of a place that went their own ways, each in a home."""

from __future__ import annotations

import shutil

import pytest

from assetmap import contributions
from assetmap.packing import laid_open, pack, unpack
from assetmap.place import open_place
from assetmap.settings import PlaceSettings, write_place
from assetmap.store.geopackage import GeoPackageStore
from tests.contributions.town import AREAS, GROUP, LAYERS, PARK, STREETS

ANN, BEN = "steward: Ann", "steward: Ben"


@pytest.fixture(scope="session")
def parted(tmp_path_factory):
    """A park and a group whose place is hidden, packed on one computer and unpacked on another."""
    folder = tmp_path_factory.mktemp("parted")
    here = folder / "here"
    (here / "layers").mkdir(parents=True)
    write_place(here, PlaceSettings(name="Quay", invented=True))
    AREAS.to_parquet(here / "layers" / "areas.parquet")
    STREETS.to_parquet(here / "layers" / "streets.parquet")
    with GeoPackageStore.open(here / "assets.gpkg") as store:
        for asset in (PARK, GROUP):
            contributions.submit(store, asset, by=ANN, publish=True, **LAYERS)
    place = open_place(here)
    pack(place, folder / "quay.assetmap")
    place.close()
    unpack(folder / "quay.assetmap", folder / "there")
    return folder


@pytest.fixture
def two(parted, tmp_path):
    """Here and there, open."""
    for name in ("here", "there"):
        shutil.copytree(parted / name, tmp_path / name)
    place, other = (open_place(tmp_path / name) for name in ("here", "there"))
    yield place, other
    for one in (place, other):
        assert one.store.check().problems == ()
        one.close()


@pytest.fixture
def packed(two, tmp_path):
    """Give what the other place packs now, laid open."""
    stack = []

    def made():
        path = tmp_path / f"again-{len(stack)}.assetmap"
        pack(two[1], path)
        opening = laid_open(path, two[0].home)
        stack.append(opening)
        return opening.__enter__()

    yield made
    for opening in stack:
        opening.__exit__(None, None, None)
