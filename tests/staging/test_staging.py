"""A list is laid out row by row before anything is kept."""

import pytest

from assetmap.contributions import undo, withdraw
from assetmap.errors import ConflictError, ExchangeError, PermissionDeniedError
from assetmap.staging import APART, BRING, CHANGED, LEAVE, NEW, OUT, SAME, WAITS, WITHDRAWN, Merge, commit, stage
from assetmap.store.base import Edit
from tests.staging.conftest import STEWARD, sheets

LIST = "name,lat,lon,phone\nElm Garden,51.38,-2.36,01225 111111\nAsh Orchard,51.39,-2.36,01225 222222\n"


def whats(staging):
    return {x.number: x.what for x in staging.rows}


def test_rows_are_told_as_new_then_as_the_same(desk):
    staging = desk.lay(LIST)
    assert whats(staging) == {2: NEW, 3: NEW}
    assert (staging.report.added, staging.report.change) == (2, None)
    assert desk.shown() == []
    report = desk.commit(staging)
    assert (report.added, report.change) == (2, 1)
    assert desk.shown() == ["Ash Orchard", "Elm Garden"]
    again = desk.lay(LIST)
    assert whats(again) == {2: SAME, 3: SAME}
    assert desk.commit(again).change is None


def test_a_changed_row_says_what_would_be_different(desk):
    desk.bring(LIST)
    staging = desk.lay(LIST.replace("01225 111111", "01225 999999"))
    [row] = [x for x in staging.rows if x.what == CHANGED]
    assert row.number == 2
    assert [(x.field, x.before, x.after) for x in row.changes] == [("phone", "01225 111111", "01225 999999")]
    assert desk.commit(staging).updated == 1
    assert desk.assets()["Elm Garden"].phone == "01225 999999"


def test_news_of_what_is_shown_waits_unless_that_row_is_brought(desk):
    desk.bring(LIST)
    text = LIST.replace("111111", "999999").replace("222222", "888888")
    staging = desk.lay(text, publish=False)
    assert whats(staging) == {2: WAITS, 3: WAITS}
    assert "import it with --publish" in staging.rows[0].problems[0].mend
    staging = desk.decide(staging, {3: BRING})
    assert whats(staging) == {2: WAITS, 3: CHANGED}
    desk.commit(staging)
    assert {x.phone for x in desk.assets().values()} == {"01225 111111", "01225 888888"}


def test_a_row_that_stays_out_says_why(desk):
    staging = desk.lay("name,lat,lon\n,51.38,-2.36\nElm Garden,51.38,-2.36\n")
    assert whats(staging) == {2: OUT, 3: NEW}
    assert [x.what for x in staging.rows[0].problems] == ["no name"]
    assert staging.report.left_out == 1


def test_what_was_taken_out_on_purpose_stays_out(desk):
    desk.bring(LIST)
    withdraw(desk.place.store, desk.assets()["Elm Garden"].id, by=STEWARD)
    staging = desk.lay(LIST)
    assert whats(staging) == {2: WITHDRAWN, 3: SAME}
    assert desk.commit(staging).change is None


def test_a_row_that_is_left_stays_out_this_time(desk):
    staging = desk.decide(desk.lay(LIST), {2: LEAVE})
    assert (staging.report.added, staging.report.left_out) == (1, 1)
    desk.commit(staging)
    assert desk.shown() == ["Ash Orchard"]
    assert whats(desk.lay(LIST)) == {2: NEW, 3: SAME}


def test_a_list_without_a_column_of_names_shows_its_columns_for_correction(desk):
    text = "wer,lat,lon\nElm Garden,51.38,-2.36\n"
    staging = desk.lay(text)
    assert "has no column of names" in staging.trouble
    assert [(x.heading, x.meaning, x.samples) for x in staging.columns] == [
        ("wer", "", ("Elm Garden",)), ("lat", "latitude", ("51.38",)), ("lon", "longitude", ("-2.36",)),
    ]  # fmt: skip
    with pytest.raises(ExchangeError, match="no column of names"):
        desk.commit(staging)
    assert whats(desk.lay(text, meanings={"wer": "name"})) == {2: NEW}


def test_what_was_said_of_columns_and_kind_is_remembered_for_the_next_file_of_that_shape(desk):
    text = "wer,lat,lon,note\nElm Garden,51.38,-2.36,Bring gloves\n"
    desk.bring(text, "a.csv", meanings={"wer": "name", "note": "description"})
    staging = desk.lay("wer,lat,lon,note\nAsh Orchard,51.39,-2.36,Ring first\n", "another.csv", kind=None)
    assert (staging.kind, staging.kind_remembered) == ("growing_space", True)
    assert [x.what for x in staging.problems] == ["as last time"]
    assert "“growing space”, as in the last list" in staging.problems[0].mend
    assert {x.heading: (x.meaning, x.remembered) for x in staging.columns} == {
        "wer": ("name", True), "lat": ("latitude", False), "lon": ("longitude", False), "note": ("description", True),
    }  # fmt: skip
    assert staging.rows[0].asset.description == "Ring first"
    corrected = desk.lay("wer,lat,lon,note\nAsh Orchard,51.39,-2.36,Ring first\n", "another.csv", meanings={"note": ""})
    assert corrected.rows[0].asset.description == ""
    assert not corrected.columns[3].remembered


def test_nothing_of_a_file_s_headings_is_kept_in_clear(desk, tmp_path):
    desk.bring("Mrs Ada Byron,lat,lon\nElm Garden,51.38,-2.36\n", meanings={"Mrs Ada Byron": "name"})
    desk.place.store.backup(tmp_path / "copy.gpkg")
    assert b"byron" not in (tmp_path / "copy.gpkg").read_bytes().lower()


def test_a_newer_form_under_another_name_is_asked_about_and_does_not_come_in_twice(desk):
    desk.bring(LIST, "groups-2025.csv")
    newer = LIST + "Oak Beds,51.385,-2.365,01225 333333\n"
    staging = desk.lay(newer, "groups-2026.csv")
    assert staging.perhaps == "groups_2025"
    same = desk.lay(newer, "groups-2026.csv", source=staging.perhaps)
    assert (whats(same), same.perhaps) == ({2: SAME, 3: SAME, 4: NEW}, None)


def test_many_lists_have_the_same_headings_and_only_what_shares_names_is_asked_about(desk):
    desk.bring(LIST, "groups.csv")
    assert desk.lay("name,lat,lon,phone\nSoup,51.38,-2.30,1\n", "kitchens.csv").perhaps is None
    assert desk.lay("name,lat,lon,phone\nelm garden,51.38,-2.30,1\n", "kitchens.csv").perhaps == "groups"


def test_a_proposal_is_carried_out_only_where_its_key_is_accepted(desk):
    text = "name,lat,lon\nElm Garden,-2.36,51.38\n"
    staging = desk.lay(text)
    assert whats(staging) == {2: OUT}
    assert {x: len(y) for x, y in staging.proposals.items()} == {"swapped": 1}
    [proposal] = staging.rows[0].proposals
    assert (round(proposal.where.x, 2), round(proposal.where.y, 2)) == (-2.36, 51.38)
    accepted = desk.lay(text, accepted={"swapped"})
    assert whats(accepted) == {2: NEW}
    assert accepted.rows[0].asset.where.x == -2.36


def test_the_same_list_twice_adds_nothing_after_a_proposal_was_accepted(desk):
    text = "name,lat,lon\nElm Garden,-2.36,51.38\n"
    first = desk.bring(text, accepted={"swapped"})
    assert [(x.mend, x.kept) for x in first.problems] == [
        ("latitude and longitude were put in each other's place.", True)
    ]
    again = desk.lay(text)
    assert whats(again) == {2: SAME}
    assert again.accepted_before == {"swapped"}
    assert "as last time" in {x.what for x in again.problems}
    assert desk.commit(again).added == 0
    assert desk.lay(text, "other.csv").accepted == frozenset()
    refused = desk.lay(text, again=False)
    assert whats(refused) == {2: OUT}
    desk.commit(refused)
    assert desk.lay(text).accepted == frozenset()


def test_a_file_is_called_by_its_own_name_where_it_does_not_say_what_its_assets_are(desk):
    said = desk.lay("name,lat,lon\nElm Garden,51.38,-2.36\n", "mess of 2026.CSV", kind=None)
    assert said.trouble.startswith("mess of 2026.CSV does not say what its assets are")


def test_only_who_looks_after_the_map_lays_a_list_out_or_brings_it_in(desk):
    with pytest.raises(PermissionDeniedError):
        stage(desk.place, sheets(LIST), "x.csv", kind="growing space", by="resident")
    with pytest.raises(PermissionDeniedError):
        commit(desk.place, desk.lay(LIST), by="resident: Sam")


def test_what_somebody_changed_in_between_is_named_and_nothing_is_written(desk):
    desk.bring(LIST)
    staging = desk.lay(LIST.replace("111111", "999999"))
    there = desk.assets()["Elm Garden"]
    desk.place.store.write([Edit(asset=there.changed(cost="£2"), what="changed")], by=STEWARD)
    with pytest.raises(ConflictError, match="“Elm Garden” was changed by somebody else") as caught:
        desk.commit(staging)
    assert caught.value.theirs.asset.cost == "£2"
    assert desk.assets()["Elm Garden"].phone == "01225 111111"


def test_what_somebody_changed_in_between_elsewhere_is_no_matter(desk):
    desk.bring(LIST)
    staging = desk.lay(LIST.replace("111111", "999999"))
    desk.bring("name,lat,lon\nSoup,51.38,-2.30\n", "kitchens.csv")
    assert desk.commit(staging).updated == 1


def test_two_who_bring_the_same_list_in_do_not_bring_it_in_twice(desk):
    one, other = desk.lay(LIST), desk.lay(LIST)
    desk.commit(one)
    with pytest.raises(ConflictError):
        desk.commit(other)
    assert desk.shown() == ["Ash Orchard", "Elm Garden"]


def test_what_came_from_the_list_once_and_is_not_in_it_now_is_named_and_stays(desk):
    desk.bring(LIST)
    shorter = desk.lay("name,lat,lon,phone\nElm Garden,51.38,-2.36,01225 111111\n")
    assert [x.what for x in shorter.problems] == ["not in it any more"]
    assert '1 that came from this list once: "Ash Orchard".' in shorter.problems[0].mend
    assert desk.commit(shorter).change is None
    assert desk.lay(LIST).problems == ()
    assert desk.lay("name,lat,lon\nSoup,51.38,-2.30\n").problems == ()  # another list under the same name


# Duplicates


TWICE = "name,lat,lon,phone,cost\nElm Gardens,51.38001,-2.36001,01225 111111,£3\n"


def test_what_is_here_already_is_shown_beside_the_row(desk):
    desk.bring(LIST)
    staging = desk.lay(TWICE, "other.csv")
    [twin] = staging.rows[0].twins
    assert twin.asset.id == desk.assets()["Elm Garden"].id
    assert staging.report.alike == ("Elm Gardens",)


def test_a_row_is_made_one_with_what_is_here_and_both_histories_stay(desk):
    desk.bring(LIST)
    here = desk.assets()["Elm Garden"].id
    staging = desk.lay(TWICE, "other.csv")
    row = staging.rows[0].asset.id
    staging = desk.decide(staging, {2: Merge(here, frozenset({"cost"}))})
    assert (staging.report.added, staging.report.merged) == (0, 1)
    report = desk.commit(staging)
    store = desk.place.store
    one = store.get(here).asset
    assert (one.name, one.cost, one.phone) == ("Elm Garden", "£3", "01225 111111")
    assert desk.shown() == ["Ash Orchard", "Elm Garden"]
    assert store.now_under(row) == here
    assert [x.what for x in store.history(here)] == ["added", "joined"]
    assert [x.what for x in store.history(row)] == ["merged"]
    undo(store, report.change, by=STEWARD)
    assert store.get(here).asset.cost == ""
    assert store.now_under(row) is None
    assert store.check().problems == ()


def test_a_merged_row_comes_again_and_brings_up_to_date_what_it_was_made_one_with(desk):
    desk.bring(LIST)
    here = desk.assets()["Elm Garden"].id
    desk.commit(desk.decide(desk.lay(TWICE, "other.csv"), {2: Merge(here, frozenset({"cost"}))}))
    assert whats(desk.lay(TWICE, "other.csv")) == {2: SAME}
    newer = desk.lay(TWICE.replace("£3", "£4"), "other.csv")
    assert whats(newer) == {2: CHANGED}
    desk.commit(newer)
    assert desk.place.store.get(here).asset.cost == "£4"
    assert desk.place.store.get(here).asset.phone == "01225 111111"
    assert whats(desk.lay(TWICE.replace("£3", "£4"), "other.csv")) == {2: SAME}
    assert whats(desk.lay(LIST)) == {2: SAME, 3: SAME}


def test_many_rows_are_made_one_with_many_by_one_change_and_each_leads_to_its_own(desk):
    desk.bring(LIST)
    ids = [desk.assets()[x].id for x in ("Elm Garden", "Ash Orchard")]
    staging = desk.lay("name,lat,lon\nThe Elm Garden,51.38,-2.36\nThe Ash Orchard,51.39,-2.36\n", "other.csv")
    rows = [x.asset.id for x in staging.rows]
    report = desk.commit(desk.decide(staging, {2: Merge(ids[0]), 3: Merge(ids[1])}))
    store = desk.place.store
    assert [store.now_under(x) for x in rows] == ids
    undone = undo(store, report.change, by=STEWARD)
    assert [store.now_under(x) for x in rows] == [None, None]
    undo(store, undone.change, by=STEWARD)
    assert [store.now_under(x) for x in rows] == ids
    store.erase([ids[0]], by=STEWARD)
    assert [store.get(x).asset.name for x in (ids[0], rows[0])] == ["", ""]
    assert store.get(ids[1]).asset.name == "Ash Orchard"
    assert store.check().problems == ()


def test_two_rows_of_one_list_are_made_one(desk):
    text = "name,lat,lon,phone\nElm Garden,51.38,-2.36,\nThe Elm Garden,51.38001,-2.36,01225 1\n"
    staging = desk.lay(text)
    assert [len(x.twins) for x in staging.rows] == [0, 1]
    [twin] = staging.rows[1].twins
    assert staging.row_of[twin.asset.id] == 2
    desk.commit(desk.decide(staging, {3: Merge(twin.asset.id, frozenset({"phone"}))}))
    assert desk.shown() == ["Elm Garden"]
    assert desk.assets()["Elm Garden"].phone == "01225 1"
    assert whats(desk.lay(text)) == {2: SAME, 3: SAME}
    store = desk.place.store
    store.erase([twin.asset.id], by=STEWARD)
    assert {x.asset.name for x in store.read()} == {""}
    assert store.check().problems == ()


def test_a_pair_that_was_judged_different_is_not_asked_about_again(desk):
    desk.bring(LIST)
    staging = desk.decide(desk.lay(TWICE, "other.csv"), {2: APART})
    assert staging.report.alike == ()
    report = desk.commit(staging)
    assert len(desk.shown()) == 3
    from assetmap.contributions import candidates

    assert candidates(desk.place.store) == []
    undo(desk.place.store, report.change, by=STEWARD)
    again = desk.lay(TWICE, "other.csv")
    assert (whats(again), again.rows[0].twins) == ({2: NEW}, ())


def test_a_row_cannot_be_made_one_with_what_does_not_come_in(desk):
    text = "name,lat,lon\nElm Garden,51.38,-2.36\nThe Elm Garden,51.38,-2.36\n"
    staging = desk.lay(text)
    [twin] = staging.rows[1].twins
    with pytest.raises(ExchangeError, match=r"\[row 3\] what it was to be made one with does not come in"):
        desk.decide(staging, {2: LEAVE, 3: Merge(twin.asset.id)})


def test_an_evening_is_undone_with_both_halves_of_each_merge_or_neither(desk):
    from datetime import UTC, datetime, timedelta

    from assetmap.contributions import undo_evening

    desk.bring(LIST)
    ids = [desk.assets()[x].id for x in ("Elm Garden", "Ash Orchard")]
    staging = desk.lay("name,lat,lon\nThe Elm Garden,51.38,-2.36\nThe Ash Orchard,51.39,-2.36\n", "other.csv")
    rows = [x.asset.id for x in staging.rows]
    desk.commit(desk.decide(staging, {2: Merge(ids[0]), 3: Merge(ids[1])}))
    store = desk.place.store
    store.write([Edit(asset=store.get(ids[1]).asset.changed(cost="£2"), what="changed")], by="steward: Ana")
    now = datetime.now(UTC)
    undo_evening(store, STEWARD, now - timedelta(hours=1), now + timedelta(hours=1), by_whom="steward: Ana")
    assert [store.now_under(x) for x in rows] == [None, ids[1]]
    assert {x: store.get(x).asset.status for x in ids} == {ids[0]: "withdrawn", ids[1]: "published"}


def test_two_rows_that_were_one_come_again_after_they_were_undone(desk):
    text = "name,lat,lon\nElm Garden,51.38,-2.36\nThe Elm Garden,51.38001,-2.36\n"
    staging = desk.lay(text)
    [twin] = staging.rows[1].twins
    report = desk.commit(desk.decide(staging, {3: Merge(twin.asset.id)}))
    undo(desk.place.store, report.change, by=STEWARD)
    again = desk.lay(text)
    assert whats(again) == {2: NEW, 3: NEW}
    desk.commit(desk.decide(again, {3: Merge(again.rows[1].twins[0].asset.id)}))
    assert desk.shown() == ["Elm Garden"]
    assert whats(desk.lay(text)) == {2: SAME, 3: SAME}
    assert desk.place.store.check().problems == ()
