"""The index of a place follows its store, and nothing is left in it of what may not be seen any more."""

import gc
import pickle

import pytest

from assetmap.assets import Asset
from assetmap.contributions import withdraw
from assetmap.place import Place
from assetmap.screens import indexed
from assetmap.screens.everybody import Everybody
from assetmap.search.meaning import Question, Wanted
from assetmap.settings import PlaceSettings
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore


@pytest.fixture
def place(tmp_path):
    store = GeoPackageStore.open(tmp_path / "assets.gpkg")
    store.write([Edit(asset=Asset(name="Library", kind="indoor place", status="published"), expected=0)], by="steward")
    opened = Place(home=tmp_path, settings=PlaceSettings(name="Smalltown"), store=store)
    yield opened
    opened.close()
    indexed.let_go_of_all()


def found(index, word):
    rows = index.fits(Question(words=(Wanted(stem=word, endings=("",)),))).rows
    return [index.assets[i].name for i in rows]


def test_it_is_made_once_follows_what_is_added_and_lets_go_of_what_is_withdrawn(place):
    everybody = Everybody(place, stamp="x")

    def index():
        return indexed.index_for(place, everybody.assets(), audience="public")

    first = index()
    assert index() is first
    assert len(first.assets) == len(everybody.assets())

    there = Asset(name="Quagga yard", kind="green place", status="published", description="Okapi on Sundays")
    place.store.write([Edit(asset=there, expected=0, what="added")], by="steward")
    second = index()
    assert second is not first
    assert found(second, "quagga") == found(second, "okapi") == ["Quagga yard"]
    assert found(first, "quagga") == []

    changed = there.changed(description="Gerenuk on Sundays")
    place.store.write([Edit(asset=changed, expected=1, what="changed")], by="steward")
    third = index()
    assert found(third, "gerenuk") == ["Quagga yard"]
    assert "okapi" not in third.words
    assert b"kapi" not in pickle.dumps(third)

    withdraw(place.store, there.id, by="steward")
    everybody.assets()
    assert not indexed._kept
    assert found(index(), "quagga") == []
    del first, second, third
    gc.collect()
    assert b"uagga" not in pickle.dumps(index())
