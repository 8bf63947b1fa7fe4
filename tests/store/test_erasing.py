"""What somebody asked to be forgotten: what remains, what can bring it back, and what the bytes say."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import merge, submit_many, undo, withdraw
from assetmap.errors import StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, blobs, restore
from assetmap.store.suggested import Suggested
from tests.torture.erasing import a_home, withdrawn_words
from tests.torture.searching import found_in, needles

WORD = "Zqkanari"
HILL = Asset(name=f"{WORD} Hill", kind="hill or view", where=shapely.Point(-2.3512345, 51.3912345), status="published")
PARK = Asset(name="Quay Park", kind="green place", where=shapely.Point(-2.005, 51.004), status="published")
TRUE = shapely.Point(-2.3587654, 51.3987654)
WANTED = needles([WORD], [HILL.where, TRUE])


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "home" / "assets.gpkg")
    made.write([Edit(asset=PARK, what="added")], by="steward", key="park")
    made.write([Edit(asset=HILL, exact=TRUE, what="added")], by=f"resident: {WORD}", key=f"{WORD} key", why=WORD)
    yield made
    assert made.check().problems == ()
    made.close()


def left(store):
    return found_in(store._pool.path.parent, WANTED)


def test_of_what_was_erased_the_id_the_code_and_the_day_remain(store):
    on = datetime(2026, 11, 21, 9, tzinfo=UTC)
    short = store.get(HILL.id).asset.short
    erased = store.erase([HILL.id], by="steward: Jo", why="asked by phone", on=on)
    assert (erased.versions, erased.waits, erased.unreached) == ({HILL.id: 2}, False, ())
    there = store.get(short)
    assert (there.asset.id, there.asset.short, there.asset.status, there.version) == (HILL.id, short, "withdrawn", 2)
    assert (there.asset.name, there.asset.kind, there.asset.where, store.exact_place(HILL.id)) == ("", "", None, None)
    [change] = store.history(HILL.id)
    assert (change.what, change.by, change.on, change.why, change.record) == (
        "withdrawn", "steward: Jo", on, "asked by phone", {})  # fmt: skip
    assert [(x.asset_id, x.what) for x in store.changes_since(2)] == [(HILL.id, "withdrawn")]
    assert [x.change for x in store.recent(10)] == [3, 1]
    assert [x.asset.id for x in store.read()] == [PARK.id, HILL.id]
    assert store.ids() == [PARK.id]
    assert store.before(2) == {}
    [away] = store.taken_away(5)
    assert (away.asset_id, away.short, away.on, away.by, away.waits) == (HILL.id, short, on, "steward: Jo", False)
    assert store.erasures() == 1
    assert left(store) == []


def test_nothing_that_is_written_later_brings_it_back(store):
    store.suggestions.keep(Suggested(asset=HILL, exact=None, seen=1), by="resident")
    store.erase([HILL.id], by="steward")
    with pytest.raises(StoreError, match="taken away for good"):
        store.write([Edit(asset=HILL)], by="steward")
    with pytest.raises(StoreError, match="taken away for good"):
        store.suggestions.keep(Suggested(asset=HILL, exact=None, seen=2), by="resident")
    with pytest.raises(StoreError):
        store.calls.note(HILL.id, "still_right", by="steward")
    store.calls.handed_out([HILL.id, PARK.id], date(2026, 11, 1))
    assert set(store.calls.counts(since=date(2026, 1, 1))) == {PARK.id}
    assert store.suggestions.of([HILL.id]) == []
    assert store.erase([HILL.id], by="steward").versions == {}
    with pytest.raises(StoreError, match="there is no asset"):
        store.erase([PARK.id, "nobody"], by="steward")
    assert store.get(PARK.id).asset.name == "Quay Park"


def test_a_change_that_concerned_others_too_keeps_its_words_until_they_are_gone_as_well(store):
    both = store.write(
        [Edit(asset=x, what="changed") for x in (HILL, PARK)], by=f"steward: {WORD}", why=WORD, key=f"both {WORD}"
    )
    store.erase([HILL.id], by="steward")
    assert [x.why for x in store.changes_since(0) if x.change == both.change] == [WORD]
    store.erase([PARK.id], by="steward")
    assert left(store) == []


def test_why_others_were_changed_too_is_kept_without_its_name(store):
    before = store.get(HILL.id).asset
    store.write([Edit(asset=before.changed(name=WORD), exact=TRUE)], by="steward")
    both = store.write(
        [Edit(asset=x) for x in (store.get(HILL.id).asset, PARK)], by="steward", why=f"{WORD.lower()} hill has moved"
    )
    store.erase([HILL.id], by="steward")
    assert [x.why for x in store.changes_since(0) if x.change == both.change] == ["… has moved"]
    assert left(store) == []


def test_a_list_that_comes_again_under_other_ids_is_known_by_its_number(store):
    listed = Asset(name=f"{WORD} choir", kind="support group", source="Bath choirs", source_id="17")
    other = Asset(name="Other choir", kind="support group", source="Bath choirs", source_id="18")
    assert submit_many(store, [listed, other], by="steward", publish=True).added == 2
    withdraw(store, listed.id, by="steward")
    again = [listed.changed(id=x, short="") for x in ("99999999-0000-4000-8000-000000000000", listed.id)]
    for asset in again:
        assert submit_many(store, [asset, other], by="steward", publish=True).added == 0
    assert store.taken_numbers({("Bath choirs", "17"), ("Bath choirs", "18")}) == {("Bath choirs", "17"): listed.id}
    store.erase([HILL.id], by="steward")
    assert left(store) == []


def test_while_somebody_reads_it_is_said_to_wait_and_the_next_write_finishes_it(store):
    reader = sqlite3.connect(store._pool.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM assets").fetchone()
    assert store.erase([HILL.id], by="steward").waits
    assert [x.waits for x in store.taken_away(1)] == [True]
    assert store.get(HILL.id).asset.name == ""
    reader.execute("COMMIT")
    store.write([Edit(asset=PARK.changed(name="Quay Gardens"))], by="steward")
    assert [x.waits for x in store.taken_away(1)] == [False]
    assert left(store) == []
    reader.close()


def test_what_waits_is_finished_when_the_store_is_next_opened(store):
    reader = sqlite3.connect(store._pool.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM assets").fetchone()
    assert store.erase([HILL.id], by="steward").waits
    reader.close()
    GeoPackageStore.open(store._pool.path).close()
    assert left(store) == []


def test_every_copy_kept_in_the_home_forgets_it_and_stays_as_old_as_it_was(store):
    home = store._pool.path.parent
    (home / "backups").mkdir()
    for copy in (home / "monday.gpkg", home / "backups" / "tuesday.gpkg", home / "backups" / "wednesday"):
        store.backup(copy)
    old = (home / "monday.gpkg").stat().st_mtime_ns
    assert store.erase([HILL.id], by="steward").unreached == ()
    assert left(store) == []
    assert (home / "monday.gpkg").stat().st_mtime_ns == old
    with GeoPackageStore.open(home / "monday.gpkg") as copy:
        assert copy.get(PARK.id).asset == PARK
        assert copy.get(HILL.id).asset.status == "withdrawn"
        assert copy.check().problems == ()


def test_a_copy_that_cannot_be_opened_is_named_and_tried_again_at_the_next_opening(store):
    home = store._pool.path.parent
    (home / "backups").mkdir()
    store.backup(home / "backups" / "good.gpkg")
    whole = (home / "backups" / "good.gpkg").read_bytes()
    (home / "backups" / "bad.gpkg").write_bytes(b"not a store at all " + WORD.encode())
    assert store.erase([HILL.id], by="steward").unreached == ("bad.gpkg",)
    assert left(store) == [f"backups/bad.gpkg: “{WORD}”"]
    (home / "backups" / "bad.gpkg").write_bytes(whole)
    GeoPackageStore.open(store._pool.path).close()
    assert left(store) == []
    assert store.erase([HILL.id], by="steward").unreached == ()


def test_what_a_writer_left_half_done_is_swept_up_when_it_has_ended(store):
    home = store._pool.path.parent
    store.backup(home / ".new-999999999-abc.gpkg")
    (home / ".new-1-abc.gpkg").write_bytes(b"somebody writes this one")
    GeoPackageStore.open(store._pool.path).close()
    assert sorted(x.name for x in home.glob(".new-*")) == [".new-1-abc.gpkg"]


def test_a_restore_forgets_in_what_is_restored_what_the_store_had_forgotten(store, tmp_path):
    store.backup(tmp_path / "before.gpkg")
    late = Asset(name=f"{WORD} late", kind="support group", source="list", source_id=WORD)
    store.write([Edit(asset=late)], by="steward")
    store.copies.add("data", "late.csv", [late.id, PARK.id, HILL.id])
    store.erase([HILL.id, late.id], by="steward: Jo", on=datetime(2026, 11, 1, tzinfo=UTC))
    restore(tmp_path / "before.gpkg", store._pool.path)
    assert left(store) == []
    assert {x.asset_id: (x.by, x.on.day, x.waits) for x in store.taken_away(9)} == {
        HILL.id: ("steward: Jo", 1, False), late.id: ("steward: Jo", 1, False)}  # fmt: skip
    assert [x.name for x in store.copies.of(late.id)] == [x.name for x in store.copies.of(HILL.id)] == ["late.csv"]
    assert store.taken_numbers({("list", WORD)}) == {("list", WORD): late.id}
    new = Asset(name="New", kind="green place")
    store.write([Edit(asset=new)], by="steward")
    assert store.copies.of(new.id) == []  # nothing else gets its place in the list


def test_what_an_older_form_had_withdrawn_on_request_is_erased_when_the_file_is_brought_forward(tmp_path):
    path = tmp_path / "home" / "assets.gpkg"
    path.parent.mkdir()
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "store_v1.sql").read_text(encoding="utf-8"))
    blobs.register(old)
    rows = old.execute("SELECT id, name, version FROM assets").fetchall()
    (asked, name, version), (hidden, _, also) = rows[:2]
    for asset_id, at, what in ((asked, version, "withdrawn"), (hidden, also, "rejected")):
        old.execute("UPDATE versions SET what = ? WHERE asset_id = ? AND version = ?", (what, asset_id, at))
        old.execute("UPDATE assets SET status = 'withdrawn' WHERE id = ?", (asset_id,))
    old.commit()
    old.close()
    before = found_in(path.parent, needles([name], []))
    with GeoPackageStore.open(path) as store:
        assert [x.asset_id for x in store.taken_away(9)] == [asked]
        assert store.get(hidden).asset.name
        assert store.check().problems == ()
    assert before
    assert found_in(path.parent, needles([name], [])) == []


def test_a_copy_is_found_by_what_it_holds_until_somebody_says_that_it_is_gone(store):
    both = store.copies.add("backup", "C:\\own\\monday.gpkg", [PARK.id, HILL.id])
    one = store.copies.add("data", "/home/jo/parks.csv", [PARK.id, "nobody"])
    assert store.copies.add("data", "parks.csv", [PARK.id]) == one  # the same again on the same day
    assert [(x.name, x.what, x.assets) for x in store.copies.of(PARK.id)] == [
        ("parks.csv", "data", 1), ("monday.gpkg", "backup", 2)]  # fmt: skip
    assert [x.id for x in store.copies.of(HILL.id)] == [both]
    done = withdraw(store, HILL.id, by="steward")
    assert [x.name for x in done.copies] == ["monday.gpkg"]
    store.copies.gone(both)
    assert store.copies.of(HILL.id) == []
    assert [x.id for x in store.copies.lately(1)] == [one]
    assert datetime.now(UTC) - store.copies.lately(2)[1].gone_on < timedelta(minutes=5)
    with pytest.raises(StoreError):
        store.copies.gone(99)


def test_what_was_made_one_with_it_goes_with_it(store):
    other = Asset(name="The hill", kind="hill or view", status="published", organisation=WORD)
    store.write([Edit(asset=other)], by="steward")
    seen = {HILL.id: 1, other.id: 1}
    merge(store, other.id, HILL.id, by="steward", seen=seen, fields=["name", "where", "precision"])
    store.write([Edit(asset=store.get(other.id).asset.changed(phone="1"))], by="steward")
    assert set(store.erase([HILL.id], by="steward").versions) == {HILL.id, other.id}
    assert left(store) == []


def test_of_what_was_made_one_and_apart_again_only_the_one_goes_out_of_both_histories(store, tmp_path):
    home = store._pool.path.parent
    plain = store.get(PARK.id).asset
    made = merge(store, PARK.id, HILL.id, by="steward", seen={HILL.id: 1, PARK.id: 1}, fields=["name", "where"])
    store.write([Edit(asset=store.get(PARK.id).asset.changed(phone="1"), exact=TRUE)], by="steward")
    store.backup(home / "then.gpkg")
    store.backup(tmp_path / "elsewhere.gpkg")
    undo(store, store.version(), by="steward")
    undo(store, made.change, by="steward")
    assert store.get(PARK.id).asset == plain
    assert set(store.erase([HILL.id], by="steward").versions) == {HILL.id}
    assert left(store) == []
    assert store.get(PARK.id).asset == plain
    with GeoPackageStore.open(home / "then.gpkg") as copy:
        assert copy.get(PARK.id).asset == plain
        assert copy.check().problems == ()
    restore(tmp_path / "elsewhere.gpkg", home / "assets.gpkg")
    assert store.get(PARK.id).asset == plain
    assert left(store) == []


def test_words_that_came_back_into_an_empty_row_are_damage(tmp_path):
    store = GeoPackageStore.open(tmp_path / "assets.gpkg")
    store.write([Edit(asset=HILL)], by="steward")
    store.erase([HILL.id], by="steward")
    other = sqlite3.connect(tmp_path / "assets.gpkg")
    blobs.register(other)
    other.execute("UPDATE assets SET source = 'back'")
    other.commit()
    other.close()
    [problem] = store.check().problems
    assert "taken away for good and is not empty" in problem
    store.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_home(tmp_path_factory.mktemp("made"), edits=6)


@pytest.mark.parametrize("more", [{}, {"readers": 1}, {"kill_after_s": 0.08}], ids=["quietly", "read", "killed"])
def test_no_word_and_no_place_of_it_is_left_in_any_file_of_a_home(made, tmp_path, more):
    traces = withdrawn_words(tmp_path, made=made, **more)
    assert {x.partition(":")[0].partition("/")[0] for x in traces.before} == {"assets.gpkg", "backups", "monday.gpkg"}
    assert (traces.elsewhere, traces.after, traces.problems, traces.unreached) == ((), (), (), ())


def test_what_it_said_in_other_languages_is_forgotten_too_with_its_names_in_what_others_were_changed_for(store):
    there = store.get(HILL.id).asset
    store.write([Edit(asset=there.changed(said_in={"pl": {"name": f"{WORD}owo", "cost": WORD}}), exact=TRUE)], by="s")
    asset = store.get(HILL.id).asset
    store.suggestions.keep(Suggested(asset=asset.changed(**{"name:cy": WORD}), exact=None, seen=2), by="resident")
    both = store.write([Edit(asset=x) for x in (asset, PARK)], by="steward", why=f"{WORD}owo was moved")
    store.erase([HILL.id], by="steward")
    assert [x.why for x in store.changes_since(0) if x.change == both.change] == ["… was moved"]
    assert left(store) == []
