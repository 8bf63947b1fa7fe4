"""Opening a home."""

import shutil

import pytest

from assetmap.demo import make_demo
from assetmap.errors import LayerError, SettingsError, StoreError
from assetmap.place import open_place


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("place") / "town")


@pytest.fixture
def town(made, tmp_path):
    shutil.copytree(made, tmp_path / "town")
    return tmp_path / "town"


def test_a_home_opens_with_its_settings_layers_and_assets(town):
    place = open_place(town)
    assert place.settings.name == "Merrowcombe"
    assert len(place.layer("areas")) == 24
    assert sum(1 for _ in place.store.read()) > 100
    place.close()


def test_a_folder_without_a_place_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="assetmap setup"):
        open_place(tmp_path)


@pytest.mark.parametrize("left", [None, b""])
def test_assets_that_are_gone_are_never_taken_for_an_empty_place(town, left):
    (town / "assets.gpkg").unlink()
    if left is not None:
        (town / "assets.gpkg").write_bytes(left)
    with pytest.raises(StoreError, match="assetmap restore"):
        open_place(town)


def test_a_layer_nobody_knows_is_refused(town):
    place = open_place(town)
    with pytest.raises(LayerError, match="the layers are"):
        place.layer("secrets")
    place.close()
