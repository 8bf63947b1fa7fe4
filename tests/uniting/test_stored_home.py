"""A stored home of form 7, the last before copies could meet: it opens, and two copies of it meet."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assetmap.store.geopackage import GeoPackageStore
from tests.uniting.histories import differing, meet

LUNCH, OTHER, CIRCLE, HALL = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))


def stored(path):
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parents[1] / "store" / "store_v7.sql").read_text(encoding="utf-8"))
    old.close()
    return GeoPackageStore.open(path)


@pytest.fixture
def two(tmp_path):
    stores = [stored(tmp_path / f"{name}.gpkg") for name in ("one", "other")]
    yield stores
    for store in stores:
        assert store.check().problems == ()
        store.close()


def test_a_stored_home_of_form_7_opens(two):
    store, _ = two
    assert store.now_under(OTHER) == LUNCH
    assert [x.asset.phone for x in store.suggestions.waiting()] == ["01225 222222"]
    assert [x.words for x in store.sessions.notes(HALL, by="steward")] == ["She sang"]


def test_two_copies_that_were_brought_forward_apart_know_each_other_again(two, tmp_path):
    one, other = two
    assert meet(one, other, tmp_path).repeated
    other.sessions.unsay(CIRCLE, by="steward")
    edit = other.versions(LUNCH)[1]
    other.write([type(edit)(asset=other.get(LUNCH).asset.changed(phone="01225 333333"))], by="steward")
    done = meet(one, other, tmp_path)
    assert [x.what for x in done.met.changed] == ["changed"]
    assert done.met.questions == ()
    assert meet(other, one, tmp_path).met.changed == ()
    assert one.get(LUNCH).asset.phone == "01225 333333"
    assert one.sessions.notes(HALL, by="steward") == []
    assert differing(one, other) == []
