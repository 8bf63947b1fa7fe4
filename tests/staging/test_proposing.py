"""What people here changed is not overwritten by a list: it is proposed to them, once."""

import pytest

from assetmap.contributions import suggested, take, three_way, turn_down, undo
from assetmap.staging import CHANGED, SAME, WAITS, Merge
from assetmap.store.base import Edit
from tests.staging.conftest import STEWARD

LIST = "name,lat,lon,phone,cost\nElm Garden,51.38,-2.36,01225 111111,£1\n"
NEWER = LIST.replace("111111", "999999").replace("£1", "£5")


def changed_here(desk, **values):
    there = desk.assets()["Elm Garden"]
    desk.place.store.write([Edit(asset=there.changed(**values), what="changed")], by="resident")


@pytest.fixture
def touched(desk):
    desk.bring(LIST)
    changed_here(desk, phone="01225 555555")
    return desk


def test_a_field_that_nobody_touched_is_taken_over_and_one_that_somebody_did_is_proposed(touched):
    staging = touched.lay(NEWER)
    [row] = staging.rows
    assert row.what == CHANGED
    assert [(x.field, x.after) for x in row.changes] == [("cost", "£5")]
    assert [(x.field, x.before, x.after) for x in row.proposed] == [("phone", "01225 555555", "01225 999999")]
    report = touched.commit(staging)
    assert (report.updated, report.proposed) == (1, 1)
    store = touched.place.store
    there = touched.assets()["Elm Garden"]
    assert (there.cost, there.phone) == ("£5", "01225 555555")
    [waiting] = suggested(store)
    [asked] = three_way(store, waiting).rows
    assert (asked.field, asked.now, asked.theirs, asked.changed_since) == (
        "phone", "01225 555555", "01225 999999", False,
    )  # fmt: skip
    take(store, waiting.id, by=STEWARD, seen=store.get(there.id).version)
    assert touched.assets()["Elm Garden"].phone == "01225 999999"
    assert touched.lay(NEWER).rows[0].what == SAME


def test_it_is_proposed_once_and_not_again_when_it_was_turned_down(touched):
    touched.bring(NEWER)
    assert touched.bring(NEWER).proposed == 0
    store = touched.place.store
    [waiting] = suggested(store)
    turn_down(store, waiting.id, by=STEWARD, why="we rang")
    assert touched.bring(NEWER).proposed == 0
    assert suggested(store) == []
    assert touched.bring(NEWER.replace("999999", "444444")).proposed == 1


def test_what_is_only_proposed_is_kept_without_a_change(touched):
    newer = LIST.replace("111111", "999999")
    report = touched.bring(newer, publish=False)
    assert (report.proposed, report.change) == (1, None)
    assert len(suggested(touched.place.store)) == 1


def test_undo_of_the_list_takes_what_it_proposed_with_it(touched):
    store = touched.place.store
    report = touched.bring(NEWER)
    undone = undo(store, report.change, by=STEWARD)
    assert suggested(store) == []
    assert touched.assets()["Elm Garden"].cost == "£1"
    undo(store, undone.change, by=STEWARD)
    assert len(suggested(store)) == 1
    assert touched.assets()["Elm Garden"].cost == "£5"


def test_a_place_that_somebody_moved_is_proposed_too(desk):
    from shapely import Point

    numbered = "uprn,name,lat,lon\n7001,Elm Garden,51.38,-2.36\n"
    desk.bring(numbered)
    changed_here(desk, where=Point(-2.37, 51.38))
    assert desk.lay(numbered).rows[0].what == SAME
    moved = numbered.replace("-2.36", "-2.365")
    assert desk.bring(moved).proposed == 1
    [waiting] = suggested(desk.place.store)
    assert waiting.asset.where == Point(-2.365, 51.38)
    assert desk.assets()["Elm Garden"].where == Point(-2.37, 51.38)


def test_of_a_draft_it_is_told_and_theirs_stays(desk):
    desk.bring(LIST, publish=False)
    changed_here(desk, phone="01225 555555")
    staging = desk.lay(LIST.replace("111111", "999999"), publish=False)
    assert [x.what for x in staging.rows[0].problems] == ["changed here"]
    desk.commit(staging)
    assert desk.assets()["Elm Garden"].phone == "01225 555555"


def test_what_another_list_says_of_what_it_was_made_one_with_is_proposed(desk):
    desk.bring(LIST)
    here = desk.assets()["Elm Garden"].id
    other = "name,lat,lon,phone\nThe Elm Garden,51.38001,-2.36,01225 777777\n"
    desk.commit(desk.decide(desk.lay(other, "other.csv"), {2: Merge(here)}))
    assert desk.bring(other, "other.csv").proposed == 0
    assert desk.bring(other.replace("777777", "666666"), "other.csv").proposed == 1
    assert desk.assets()["Elm Garden"].phone == "01225 111111"


def test_news_of_what_is_shown_waits_as_a_suggestion_and_is_told_once(desk):
    desk.bring(LIST)
    staging = desk.lay(NEWER, publish=False)
    [row] = staging.rows
    assert row.what == WAITS
    assert "“Elm Garden”" in row.problems[0].mend
    assert "it waits in Look after" in row.problems[0].mend
    report = desk.commit(staging)
    assert (report.updated, report.proposed, report.waiting, report.change) == (0, 1, 1, None)
    store = desk.place.store
    [waiting] = suggested(store)
    assert {x.field: x.theirs for x in three_way(store, waiting).rows} == {"phone": "01225 999999", "cost": "£5"}
    again = desk.bring(NEWER, publish=False)
    assert again.proposed == 0
    assert "told before" in again.problems[0].mend
    turn_down(store, waiting.id, by=STEWARD)
    assert desk.bring(NEWER, publish=False).proposed == 0
    assert desk.assets()["Elm Garden"].phone == "01225 111111"


def test_news_that_waits_is_off_the_table_when_the_list_is_shown_and_on_it_when_that_is_undone(desk):
    desk.bring(LIST)
    desk.bring(NEWER, publish=False)
    store = desk.place.store
    report = desk.bring(NEWER)
    assert (report.updated, report.proposed) == (1, 0)
    assert suggested(store) == []
    assert desk.assets()["Elm Garden"].phone == "01225 999999"
    undo(store, report.change, by=STEWARD)
    assert len(suggested(store)) == 1
    assert desk.assets()["Elm Garden"].phone == "01225 111111"


def test_news_that_waits_is_taken_by_whoever_looks_after_the_map(desk):
    desk.bring(LIST)
    desk.bring(NEWER, publish=False)
    store = desk.place.store
    [waiting] = suggested(store)
    take(store, waiting.id, by=STEWARD, seen=store.get(desk.assets()["Elm Garden"].id).version)
    assert desk.assets()["Elm Garden"].phone == "01225 999999"
    assert desk.lay(NEWER, publish=False).rows[0].what == SAME
