"""Saving once, showing, taking back, and what a receipt opens: on a store of one's own, without a screen."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from assetmap import contributions
from assetmap.errors import ConflictError, PermissionDeniedError
from assetmap.freshness import checked_text, is_overdue
from assetmap.place import open_place
from assetmap.screens.form import keeping, receipts
from assetmap.screens.form.keeping import Adding

TODAY = date(2026, 11, 21)
HERE = shapely.Point(-2.0, 50.5)


@pytest.fixture
def place(tmp_path, town):
    """The demo town's layers with a store of one's own."""
    import shutil

    home = tmp_path / "home"
    shutil.copytree(town, home, ignore=shutil.ignore_patterns("assets.gpkg*"))
    source = open_place(town)
    source.store.backup(home / "assets.gpkg")
    source.close()
    place = open_place(home)
    yield place
    place.close()


@pytest.fixture
def here(place):
    return place.layer("areas").geometry.iloc[0].representative_point()


@pytest.fixture
def adding(here):
    adding = Adding.begun()
    adding.answers.values |= {"name": "**Choir** {{7*7}}", "group": "groups_and_clubs", "kind": "group_or_club"}
    adding.answers.where = here
    return adding


def save(adding, place, role="resident"):
    keeping.save(adding, place=place, by=role, on=TODAY)


def test_a_residents_asset_is_a_draft_with_a_receipt(adding, place, here):
    save(adding, place)
    there = place.store.get(adding.saved.asset.id)
    assert (there.asset.status, there.asset.name, there.asset.where) == ("draft", "**Choir** {{7*7}}", here)
    assert place.store.history(there.asset.id)[-1].by == "resident"
    assert adding.saved.receipt.startswith(there.asset.short)
    assert [x.name for x in keeping.own_drafts(adding, place=place)] == ["**Choir** {{7*7}}"]


def test_what_a_resident_adds_is_not_checked_however_they_know_it_and_once_shown_neither(adding, place):
    adding.answers.values["how_checked"] = "visited"
    save(adding, place)
    asset_id = adding.saved.asset.id
    for _ in range(2):
        there = place.store.get(asset_id).asset
        assert (there.checked_on, there.how_checked) == (None, "visited")
        assert checked_text(there, on=TODAY) == "Not checked yet."
        assert is_overdue(there, on=TODAY)
        contributions.approve(place.store, [asset_id], by="steward")


def test_what_a_steward_adds_is_checked_as_they_say(adding, place):
    save(adding, place, "steward")
    there = adding.saved.asset
    assert (there.checked_on, there.how_checked) == (TODAY, "resident")


def test_the_day_of_a_consent_is_kept_without_a_check(adding, place):
    adding.answers.values |= {"group": "stories_and_skills", "kind": "person_with_a_skill", "agreed": True}
    save(adding, place)
    there = adding.saved.asset
    assert (there.consent_on, there.checked_on) == (TODAY, None)


def test_saved_twice_it_counts_once(adding, place):
    before = place.store.version()
    save(adding, place)
    save(adding, place)
    saved, adding.saved = adding.saved, None  # as if the answer had been lost on its way
    save(adding, place)
    assert adding.saved.asset.id == saved.asset.id
    assert place.store.version() == before + 1


def test_what_is_missing_is_not_saved_and_nothing_is_lost(adding, place):
    before = place.store.version()
    adding.answers.values["name"] = " "
    adding.answers.values["own_words"] = "kept"
    save(adding, place)
    assert adding.saved is None
    assert adding.answers.tried
    assert place.store.version() == before
    assert adding.answers.values["own_words"] == "kept"


def test_a_steward_shows_it_and_takes_it_off_again(adding, place):
    save(adding, place, "steward")
    keeping.show_now(adding, place=place, by="steward")
    assert adding.saved.asset.status == "published"
    assert keeping.own_drafts(adding, place=place) == ()
    asset_id = adding.saved.asset.id
    keeping.undo(adding, place=place, by="steward")
    assert place.store.get(asset_id).asset.status == "draft"
    assert adding.saved.asset.status == "draft"
    assert keeping.may_undo(adding.saved, by="steward")
    keeping.show_now(adding, place=place, by="steward")
    assert place.store.get(asset_id).asset.status == "published"
    keeping.undo(adding, place=place, by="steward")
    keeping.undo(adding, place=place, by="steward")
    assert place.store.get(asset_id).asset.status == "withdrawn"
    assert adding.saved is None
    assert adding.answers.values["name"] == "**Choir** {{7*7}}"


@pytest.mark.parametrize("role", ["resident", "steward"])
@pytest.mark.parametrize("publish", [True, False])
def test_what_somebody_has_changed_since_is_not_undone(adding, place, role, publish):
    save(adding, place, role)
    asset = adding.saved.asset
    contributions.submit(place.store, asset.changed(description="An hour's work"), by="steward", publish=publish)
    with pytest.raises(ConflictError, match="“Take it away”"):
        keeping.undo(adding, place=place, by=role)
    there = place.store.get(asset.id).asset
    assert (there.description, there.status) == ("An hour's work", "published" if publish else "draft")
    assert adding.saved is not None


def test_what_was_turned_away_meanwhile_is_said_so(adding, place):
    save(adding, place)
    contributions.reject(place.store, [adding.saved.asset.id], by="steward")
    with pytest.raises(ConflictError, match="taken away meanwhile"):
        keeping.undo(adding, place=place, by="resident")


def test_nobody_else_can_show_it(adding, place):
    save(adding, place)
    with pytest.raises(PermissionDeniedError):
        keeping.show_now(adding, place=place, by="resident")
    assert place.store.get(adding.saved.asset.id).asset.status == "draft"


@pytest.mark.parametrize("role", ["resident", "steward"])
def test_what_is_taken_back_stands_in_the_form_again_and_is_saved_anew(adding, place, role):
    save(adding, place, role)
    first = adding.saved.asset.id
    keeping.undo(adding, place=place, by=role)
    assert place.store.get(first).asset.status == "withdrawn"
    assert adding.saved is None
    assert adding.answers.values["name"] == "**Choir** {{7*7}}"
    assert adding.mine == []
    save(adding, place, role)
    assert adding.saved.asset.id != first
    assert adding.saved.asset.status == "draft"


def test_a_receipt_opens_the_form_and_keeps_what_was_begun(adding, place):
    save(adding, place)
    code = adding.saved.receipt
    adding.fresh()
    adding.answers.values["name"] = "Begun"
    receipts.open_receipt(adding, code.lower().replace("-", " "), place=place, now_s=0)
    assert adding.answers.values["name"] == "**Choir** {{7*7}}"
    assert not adding.was_shown
    adding.answers.values["own_words"] = "new words"
    save(adding, place)
    assert adding.saved.is_again
    assert place.store.get(adding.saved.asset.id).asset.own_words == "new words"
    keeping.stop_changing(adding)
    assert adding.answers.values["name"] == "Begun"
    assert adding.code == ""


def test_what_is_shown_stays_as_it_is_when_its_giver_changes_it(adding, place):
    save(adding, place, "steward")
    keeping.show_now(adding, place=place, by="steward")
    code = adding.saved.receipt
    adding.fresh()
    receipts.open_receipt(adding, code, place=place, now_s=0)
    assert adding.was_shown
    adding.answers.values["cost"] = "£3"
    save(adding, place)
    assert (adding.saved.is_suggested, adding.saved.asset.cost) == (True, "£3")
    assert place.store.get(adding.saved.asset.id).asset.cost == ""
    with pytest.raises(PermissionDeniedError):
        keeping.undo(adding, place=place, by="resident")


def changing(adding, place, role="resident"):
    """Save something, and open it again with its code; gives it as it is then."""
    save(adding, place, role)
    asset = adding.saved.asset
    code = adding.saved.receipt
    adding.fresh()
    receipts.open_receipt(adding, code, place=place, now_s=0)
    return asset


def test_somebody_elses_change_in_between_is_not_lost_and_it_is_said_whose(adding, place):
    asset = changing(adding, place)
    contributions.submit(place.store, asset.changed(cost="free"), by="steward")
    adding.answers.values["cost"] = "£3"
    before = keeping.shown(adding)
    save(adding, place)
    assert adding.saved is None
    assert adding.theirs.asset.cost == "free"
    assert keeping.shown(adding) != before
    assert place.store.get(asset.id).asset.cost == "free"
    assert adding.answers.values["cost"] == "£3"
    contributions.submit(place.store, asset.changed(cost="free of charge"), by="steward")
    keeping.save(adding, place=place, by="resident", on=TODAY, over=True)
    assert adding.saved is None, "what was shown as theirs is not theirs any more"
    assert adding.theirs.asset.cost == "free of charge"
    keeping.save(adding, place=place, by="resident", on=TODAY, over=True)
    assert adding.saved is not None
    assert place.store.get(asset.id).asset.cost == "£3"


def test_theirs_may_be_taken(adding, place):
    asset = changing(adding, place)
    contributions.submit(place.store, asset.changed(cost="free"), by="steward")
    adding.answers.values["cost"] = "£3"
    save(adding, place)
    keeping.take_theirs(adding)
    assert (adding.theirs, adding.code) == (None, "")
    assert place.store.get(asset.id).asset.cost == "free"


def test_who_only_decided_about_it_is_in_nobodys_way(adding, place):
    asset = changing(adding, place)
    adding.answers.values["own_words"] = "a long text they typed"
    contributions.approve(place.store, [asset.id], by="steward", how_checked="phoned", checked_on=TODAY)
    save(adding, place)
    assert adding.saved is not None
    assert "until your change has been looked at" in adding.said
    there = place.store.get(asset.id).asset
    assert (there.own_words, there.status, there.how_checked) == (asset.own_words, "published", "phoned")
    assert [x.asset.own_words for x in contributions.suggested(place.store)] == ["a long text they typed"]


def test_mine_over_theirs_keeps_the_true_place_that_they_put_right(adding, place, here):
    adding.answers.values["precision"] = "neighbourhood"
    asset = changing(adding, place)
    areas = place.layer("areas")
    moved = areas.geometry.iloc[5].representative_point()
    contributions.submit(place.store, asset.changed(where=moved), by="steward", areas=areas)
    adding.answers.values["cost"] = "£3"
    save(adding, place)
    assert adding.theirs is not None
    keeping.save(adding, place=place, by="resident", on=TODAY, over=True)
    assert place.store.get(asset.id).asset.cost == "£3"
    assert place.store.exact_place(asset.id) == moved


def test_a_change_keeps_the_true_place_behind_the_shown_one(adding, place, here):
    adding.answers.values["precision"] = "neighbourhood"
    adding.answers.where = here = shapely.Point(here.x + 0.0003, here.y)
    save(adding, place)
    asset_id = adding.saved.asset.id
    assert place.store.exact_place(asset_id) == here
    receipts.open_receipt(adding, adding.saved.receipt, place=place, now_s=0)
    assert adding.answers.where != here
    assert "others see it" in adding.answers.said
    adding.answers.values["cost"] = "£3"
    save(adding, place)
    assert place.store.exact_place(asset_id) == here


def test_a_receipt_takes_away_for_good(adding, place):
    save(adding, place)
    code, asset_id = adding.saved.receipt, adding.saved.asset.id
    adding.fresh()
    receipts.open_receipt(adding, code, place=place, now_s=0)
    receipts.take_away(adding, place=place)
    assert place.store.get(asset_id).asset.status == "withdrawn"
    assert "taken away" in adding.said
    receipts.open_receipt(adding, code, place=place, now_s=0)
    assert adding.receipt_problem == receipts.GONE
    assert keeping.own_drafts(adding, place=place) == ()


def test_what_others_gave_stays_where_a_receipt_takes_away_what_was_made_one_with_it(adding, place):
    save(adding, place)
    code, asset_id = adding.saved.receipt, adding.saved.asset.id
    there = next(x.asset for x in place.store.read() if x.asset.status == "published")
    contributions.merge(place.store, there.id, asset_id, by="steward", seen={})
    adding.fresh()
    receipts.open_receipt(adding, code, place=place, now_s=0)
    receipts.take_away(adding, place=place)
    assert "stays: others gave that" in adding.said
    assert place.store.get(there.id).asset.status == "published"


def test_wrong_codes_are_a_sentence_and_a_growing_pause(adding, place):
    receipts.open_receipt(adding, "AAAAAA-BBBB-CCCC", place=place, now_s=100)
    assert "opens nothing here" in adding.receipt_problem
    receipts.open_receipt(adding, "AAAAAA-BBBB-CCCC", place=place, now_s=100.5)
    assert "wait" in adding.receipt_problem
    receipts.open_receipt(adding, "AAAAAA-BBBB-CCCC", place=place, now_s=101)
    receipts.open_receipt(adding, "AAAAAA-BBBB-CCCC", place=place, now_s=102)
    assert "Please wait 1 second," in adding.receipt_problem
    adding.misses = 40
    receipts.open_receipt(adding, "AAAAAA-BBBB-CCCC", place=place, now_s=200)
    assert adding.not_before == 230
    assert "AAAA" not in adding.receipt_problem
    receipts.open_receipt(adding, "  ", place=place, now_s=300)
    assert "Type the code" in adding.receipt_problem


def test_a_place_far_outside_is_refused_with_a_sentence(adding, place):
    was = adding.answers.where
    adding.answers.put(shapely.Point(10, 10), place=place)
    assert adding.answers.where == was
    assert "outside this place" in adding.answers.wrong


def test_what_was_suggested_with_a_code_is_taken_back_while_it_waits(adding, place):
    save(adding, place)
    asset, code = adding.saved.asset, adding.saved.receipt
    contributions.approve(place.store, [asset.id], by="steward")
    contributions.change_by_receipt(place.store, code, asset.changed(name="Other", status="published"))
    receipts.open_receipt(adding, code, place=place, now_s=0)
    [number] = adding.waits
    receipts.take_back(adding, place=place)
    assert (adding.waits, adding.said.partition(":")[0]) == ((), "Taken back")
    assert place.store.suggestions.get(number).decided == "taken back"
    assert place.store.suggestions.count() == 0
    receipts.open_receipt(adding, code, place=place, now_s=9)
    assert adding.waits == ()


def test_what_was_decided_meanwhile_is_taken_back_no_more(adding, place):
    save(adding, place)
    asset, code = adding.saved.asset, adding.saved.receipt
    contributions.approve(place.store, [asset.id], by="steward")
    contributions.change_by_receipt(place.store, code, asset.changed(name="Other", status="published"))
    receipts.open_receipt(adding, code, place=place, now_s=0)
    contributions.turn_down(place.store, adding.waits[0], by="steward", why="not so")
    with pytest.raises(ConflictError, match="was turned down already"):
        receipts.take_back(adding, place=place)
