"""A receipt opens its own asset and no other, however it is typed, also after a backup has been restored."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.contributions import (
    approve,
    by_receipt,
    change_by_receipt,
    merge,
    receipt,
    reject,
    submit,
    suggested,
    suggestions_by_receipt,
    take,
    three_way,
    undo,
    withdraw,
    withdraw_by_receipt,
)
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, restore
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, WEST, names, now

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture
def code(store):
    submit(store, PARK, by="resident")
    return receipt(store, PARK.id)


def test_a_receipt_begins_with_the_code_of_its_asset(store, code):
    assert re.fullmatch(rf"{PARK.short}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert receipt(store, PARK.short.lower()) == code
    with pytest.raises(StoreError, match="there is no asset"):
        receipt(store, GROUP.id)


def test_a_code_that_was_taken_is_not_the_one_on_the_receipt(store):
    store.write([Edit(asset=PARK.changed(short="AAAAAA"))], by="steward")
    store.write([Edit(asset=GROUP.changed(short="AAAAAA"))], by="steward")
    assert not receipt(store, GROUP.id).startswith("AAAAAA")
    assert by_receipt(store, receipt(store, GROUP.id)).asset.id == GROUP.id
    assert by_receipt(store, receipt(store, PARK.id)).asset.id == PARK.id


def test_it_is_read_however_it_is_typed(store):
    asset = PARK.changed(short="A01B1C")
    submit(store, asset, by="resident")
    code = receipt(store, asset.id)
    spoken = code.replace("0", "o").replace("1", "l")
    for typed in (code.lower(), f"  {code.replace('-', ' ')}\n", code.replace("-", ""), spoken, code.replace("-", "–")):
        assert by_receipt(store, typed).asset.id == asset.id
        assert by_receipt(store, typed.replace("1", "i")).asset.id == asset.id


def refused(store, typed):
    with pytest.raises(PermissionDeniedError) as said:
        by_receipt(store, typed)
    return str(said.value)


def test_a_wrong_code_says_the_same_whether_the_asset_exists_or_not(store, code):
    nobody = "ZZZZZZ-0000-0000"
    other = "Z" if code[-1] != "Z" else "Y"
    wrong = [code[:-1] + other, code[:-1], code + "0", code[:6], "", "-", "ı" * 14, "🐚" * 14, "a\0b", "\ud83c" * 14,
             "x" * 100_000, nobody]  # fmt: skip
    assert {refused(store, typed) for typed in wrong} == {refused(store, nobody)}
    assert "Nothing was changed" in refused(store, nobody)
    assert store.version() == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(proof=st.text(ALPHABET, min_size=8, max_size=8))
def test_a_guess_opens_nothing(store, code, proof):
    typed = f"{PARK.short}{proof}"
    if typed != code.replace("-", ""):
        refused(store, typed)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_a_sentence(store, code, typed):
    refused(store, typed)


def test_a_receipt_of_another_store_opens_nothing(store, code, tmp_path):
    other = GeoPackageStore.open(tmp_path / "other.gpkg")
    submit(other, PARK, by="resident")
    assert receipt(other, PARK.id) != code
    refused(other, code)
    other.close()


def test_a_draft_is_changed_and_stays_a_draft(store):
    submit(store, GROUP, by="resident", **LAYERS)
    code = receipt(store, GROUP.id)
    there = by_receipt(store, code)
    change_by_receipt(store, code, there.asset.changed(phone="01632 960001"), **LAYERS)
    assert (now(store, GROUP).phone, now(store, GROUP).status, now(store, GROUP).where) == (
        "01632 960001", "draft", WEST,
    )  # fmt: skip
    assert store.exact_place(GROUP.id) == TRUE
    last = store.history(GROUP.id)[-1]
    assert (last.by, last.what, last.why) == ("resident", "changed", "with a receipt")


def test_what_is_shown_stays_so_until_the_change_has_been_looked_at(store, code):
    approve(store, [PARK.id], by="steward")
    same = change_by_receipt(store, code, now(store, PARK))
    assert (same.versions, same.suggestion) == ({}, None)
    changed = change_by_receipt(store, code, now(store, PARK).changed(name="Quay Gardens"), key="form", expected=2)
    again = change_by_receipt(store, code, now(store, PARK).changed(name="Quay Gardens"), key="form", expected=2)
    assert (again.suggestion, again.repeated, len(suggested(store))) == (changed.suggestion, True, 1)
    assert (names(store), store.version()) == (["Quay Park"], 2)
    [waits] = suggestions_by_receipt(store, code)
    assert (waits.waits, waits.asset.name) == (True, "Quay Gardens")
    taken = take(store, waits.id, by="steward", seen=2)
    assert (names(store), [x.decided for x in suggestions_by_receipt(store, code)]) == (["Quay Gardens"], ["taken"])
    undo(store, taken.change, by="steward")
    assert (names(store), [x.id for x in suggested(store)]) == (["Quay Park"], [waits.id])


def test_to_be_shown_to_fewer_or_less_exactly_takes_effect_at_once_and_is_not_undone(store, code):
    approve(store, [PARK.id], by="steward")
    wish = now(store, PARK).changed(precision="neighbourhood", phone="01632 960001")
    done = change_by_receipt(store, code, wish, key="form", expected=2, **LAYERS)
    assert (now(store, PARK).precision, now(store, PARK).phone, now(store, PARK).status) == (
        "neighbourhood", "", "published",
    )  # fmt: skip
    assert store.exact_place(PARK.id) == PARK.where != now(store, PARK).where
    [row] = three_way(store, store.suggestions.get(done.suggestion)).rows
    assert (row.field, row.theirs, row.changed_since) == ("phone", "01632 960001", False)
    with pytest.raises(StoreError, match="asked for that"):
        undo(store, done.change, by="steward")
    away = change_by_receipt(store, code, now(store, PARK).changed(audience="workshop"), **LAYERS)
    assert (away.suggestion, names(store)) == (None, [])
    wider = change_by_receipt(store, code, now(store, PARK).changed(audience="public", precision="exact"), **LAYERS)
    assert names(store) == []
    assert {x.field for x in three_way(store, store.suggestions.get(wider.suggestion)).rows} >= {"audience"}


def test_how_it_is_known_checked_and_agreed_to_is_not_theirs_to_change(store):
    ours = PARK.changed(
        source="parks", source_id="7", source_licence="OGL", repairs="mended", checked_on=date(2026, 1, 1),
        how_checked="visited", checked_by="Sam", consent="agreed", consent_on=date(2026, 1, 1),
    )  # fmt: skip
    submit(store, ours, by="steward", publish=True)
    theirs = Asset(name="New", kind="hill or view", source="x", checked_on=date(2027, 1, 1), how_checked="phoned")
    sent = change_by_receipt(store, receipt(store, ours.id), theirs)
    wished = store.suggestions.get(sent.suggestion).asset
    assert wished == ours.changed(name="New", kind="hill or view", where=None, status="published")
    assert now(store, ours) == ours.changed(status="published")
    assert store.get(theirs.id) is None


def test_a_form_on_an_old_version_is_a_conflict_and_sent_twice_counts_once(store, code):
    first = change_by_receipt(store, code, PARK.changed(name="Mine"), key="form", expected=1)
    again = change_by_receipt(store, code, PARK.changed(name="Mine"), key="form", expected=1)
    assert (again.change, store.version()) == (first.change, 2)
    with pytest.raises(ConflictError):
        change_by_receipt(store, code, PARK.changed(name="Late"), expected=1)
    assert now(store, PARK).name == "Mine"


@pytest.mark.parametrize("status", ["withdrawn", "closed", "rejected"])
def test_what_is_out_is_not_changed_any_more(store, code, status):
    if status == "withdrawn":
        withdraw(store, PARK.id, by="steward")
    elif status == "rejected":
        reject(store, [PARK.id], by="steward")
    else:
        submit(store, PARK.changed(status="closed"), by="steward")
    was = store.get(PARK.id)
    with pytest.raises(StoreError, match="cannot be changed any more"):
        change_by_receipt(store, code, PARK.changed(name="Back"))
    assert store.get(PARK.id) == was


def test_it_withdraws_for_good_and_once(store, code):
    approve(store, [PARK.id], by="steward")
    gone = withdraw_by_receipt(store, code.lower())
    assert names(store) == []
    assert {str(x.record) for x in store.history(PARK.id)} == {"{}"}
    assert withdraw_by_receipt(store, code).versions == {}
    with pytest.raises(StoreError, match="a withdrawal is not undone"):
        undo(store, gone.change, by="steward")
    with pytest.raises(PermissionDeniedError):
        withdraw_by_receipt(store, code[:-1])


def test_a_receipt_is_good_after_its_store_was_restored_elsewhere(store, code, tmp_path):
    store.backup(tmp_path / "copy.gpkg")
    restore(tmp_path / "copy.gpkg", tmp_path / "elsewhere" / "assets.gpkg")
    elsewhere = GeoPackageStore.open(tmp_path / "elsewhere" / "assets.gpkg")
    assert by_receipt(elsewhere, code).asset == PARK
    elsewhere.close()


def test_a_receipt_is_good_after_a_restore_from_before_the_first_one(store, tmp_path):
    submit(store, PARK, by="resident")
    store.backup(tmp_path / "copy.gpkg")
    code = receipt(store, PARK.id)
    restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    assert by_receipt(store, code).asset == PARK


def test_what_was_asked_to_be_shown_less_exactly_stays_so_in_an_older_backup(store, code, tmp_path):
    approve(store, [PARK.id], by="steward")
    store.backup(tmp_path / "copy.gpkg")
    wish = now(store, PARK).changed(precision="neighbourhood", audience="partners")
    change_by_receipt(store, code, wish, **LAYERS)
    blurred = now(store, PARK)
    restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    there = now(store, PARK)
    assert (there.audience, there.precision, there.where) == ("partners", "neighbourhood", blurred.where)
    assert (store.exact_place(PARK.id), names(store)) == (PARK.where, [])


def test_what_was_merged_stands_for_itself_again_in_a_backup_from_before(store, code, tmp_path):
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    approve(store, [PARK.id], by="steward")
    store.backup(tmp_path / "copy.gpkg")
    merge(store, PARK.id, GROUP.id, by="steward", seen={}, **LAYERS)
    assert names(store) == ["Quay Park"]
    restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    assert names(store) == ["Grief circle", "Quay Park"]


def test_a_form_sent_again_after_its_draft_was_published_suggests_nothing(store):
    submit(store, PARK, by="resident", **LAYERS)
    code = receipt(store, PARK.id)
    mine = now(store, PARK).changed(phone="01632 960001")
    change_by_receipt(store, code, mine, key="once", expected=1, **LAYERS)
    approve(store, [PARK.id], by="steward")
    submit(store, now(store, PARK).changed(description="Swings"), by="steward", **LAYERS)
    again = change_by_receipt(store, code, mine, key="once", expected=1, **LAYERS)
    assert (again.repeated, again.suggestion, suggested(store)) == (True, None, [])
    assert now(store, PARK).description == "Swings"
