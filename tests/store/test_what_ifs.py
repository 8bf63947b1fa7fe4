"""What-ifs kept in the store: by name, for stewards, in backups, and without what was taken away."""

from __future__ import annotations

import pytest

from assetmap.assets import Asset
from assetmap.errors import PermissionDeniedError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, restore

RECORD = {"added": [{"name": "Beside the Elm choir", "lon": -2.3, "lat": 51.4}], "asked": {"minutes": 15}}


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    yield made
    made.close()


def names(store):
    return [one.name for one in store.what_ifs.all(by="steward")]


def test_it_comes_back_as_it_was_kept(store):
    store.what_ifs.keep("Without the hall", assets={"a": None, "b": 12.5}, record=RECORD, by="steward: Jo")
    [one] = store.what_ifs.all(by="steward")
    assert (one.name, one.by, one.gone) == ("Without the hall", "steward: Jo", 0)
    assert one.assets == {"a": None, "b": 12.5}
    assert one.record == RECORD


def test_the_same_name_replaces_capitals_aside(store):
    store.what_ifs.keep("Cwmdŵr", assets={}, record={"n": 1}, by="steward")
    store.what_ifs.keep("CWMDŴR", assets={"a": None}, record={"n": 2}, by="steward")
    store.what_ifs.keep("another", assets={}, record={}, by="steward")
    assert names(store) == ["another", "CWMDŴR"]
    assert store.what_ifs.forget("cwmdŵr", by="steward")
    assert not store.what_ifs.forget("cwmdŵr", by="steward")
    assert names(store) == ["another"]


@pytest.mark.parametrize("by", ["resident", "contributor: Sam", "visitor"])
def test_it_is_for_stewards_alone(store, by):
    with pytest.raises(PermissionDeniedError):
        store.what_ifs.keep("x", assets={}, record={}, by=by)
    with pytest.raises(PermissionDeniedError):
        store.what_ifs.all(by=by)
    with pytest.raises(PermissionDeniedError):
        store.what_ifs.forget("x", by=by)


def test_what_is_taken_away_goes_out_of_it_and_out_of_its_words_also_in_kept_copies(store, tmp_path):
    choir, hall = (Asset(name=x, kind="group or club", status="published") for x in ("Elm choir", "The hall"))
    store.write([Edit(asset=choir), Edit(asset=hall)], by="steward")
    store.what_ifs.keep("If Elm Choir ended", assets={choir.id: None, hall.id: 9.0}, record=RECORD, by="steward")
    (tmp_path / "backups").mkdir()
    store.backup(tmp_path / "backups" / "monday.gpkg")
    store.erase([choir.id], by="steward")
    kept = GeoPackageStore.open(tmp_path / "backups" / "monday.gpkg")
    for each in (store, kept):
        [one] = each.what_ifs.all(by="steward")
        assert (one.name, one.gone, one.assets) == ("If … ended", 1, {hall.id: 9.0})
        assert one.record["added"][0]["name"] == "Beside the …"
    kept.close()
    assert b"elm choir" not in b"".join(x.read_bytes().lower() for x in tmp_path.rglob("*.gpkg"))


def test_a_backup_brings_it_back(store, tmp_path):
    store.what_ifs.keep("Then", assets={"a": None}, record={}, by="steward")
    store.backup(tmp_path / "copy.gpkg")
    store.what_ifs.forget("Then", by="steward")
    restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    assert names(store) == ["Then"]
