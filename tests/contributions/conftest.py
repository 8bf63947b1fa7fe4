"""A real store, looked over when a test has ended."""

from __future__ import annotations

import pytest

from assetmap.store.geopackage import GeoPackageStore


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    yield made
    assert made.check().problems == ()
    made.close()
