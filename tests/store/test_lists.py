"""What is remembered of lists: for stewards, in backups, replaced by what is said next."""

import pytest

from assetmap.assets import Asset
from assetmap.errors import PermissionDeniedError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, restore
from assetmap.store.suggested import Suggested

HALL = Asset(name="The hall", kind="indoor place", status="published", phone="1")


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    yield made
    made.close()


def known(store, shape="s"):
    return [(x.source, dict(x.meanings), x.kind) for x in store.lists.of(shape)]


def test_what_was_said_last_of_a_list_counts_and_the_newest_list_comes_first(store):
    lists = store.lists
    lists.keep("s", "parks", meanings={"a": "name"}, kind="", by="steward: Jo")
    lists.keep("s", "groups", meanings={}, kind="green_place", by="steward: Jo")
    lists.keep("s", "parks", meanings={"a": ""}, kind="", by="steward: Jo")
    lists.keep("other", "parks", meanings={}, kind="", by="steward: Jo")
    assert known(store) == [("parks", {"a": ""}, ""), ("groups", {}, "green_place")]
    assert lists.of("s")[0].by == "steward: Jo"


@pytest.mark.parametrize("by", ["resident", "contributor: Sam", "visitor"])
def test_only_stewards_are_heard(store, by):
    with pytest.raises(PermissionDeniedError):
        store.lists.keep("s", "parks", meanings={}, kind="", by=by)
    assert known(store) == []


def test_a_backup_brings_it_back(store, tmp_path):
    store.lists.keep("s", "parks", meanings={"a": "name"}, kind="", by="steward")
    store.backup(tmp_path / "copy.gpkg")
    store.lists.keep("s", "parks", meanings={}, kind="", by="steward")
    restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    assert known(store) == [("parks", {"a": "name"}, "")]


def test_what_comes_with_a_write_is_there_with_it_or_not_at_all(store):
    store.write([Edit(asset=HALL)], by="steward")
    wanted = {"k": Suggested(asset=HALL.changed(phone="2"), exact=None, seen=1)}
    pair = (HALL.id, "00000000-0000-4000-8000-000000000001")
    from assetmap.errors import ConflictError

    with pytest.raises(ConflictError):
        store.write([Edit(asset=HALL, expected=7)], by="steward", proposing=wanted, apart=[pair])
    assert (store.suggestions.count(), store.apart.pairs()) == (0, set())
    written = store.write([Edit(asset=HALL.changed(cost="£1"))], by="steward", proposing=wanted, apart=[pair], why="w")
    [born] = store.suggestions.born(written.change)
    assert (born.asset.phone, born.why, born.waits) == ("2", "w", True)
    assert store.apart.pairs() == {frozenset(pair)}
    assert store.write([], by="steward", proposing=wanted).change == written.change
    assert store.suggestions.count() == 1  # the same key again is the same


def test_what_is_taken_away_takes_along_what_a_list_proposed_of_it(store):
    written = store.write(
        [Edit(asset=HALL)], by="steward", proposing={"k": Suggested(asset=HALL.changed(phone="2"), exact=None, seen=1)}
    )
    store.erase([HALL.id], by="steward")
    assert store.suggestions.born(written.change) == []
