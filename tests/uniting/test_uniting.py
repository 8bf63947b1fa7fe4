"""Two rucksacks meet: what is said first, what is asked, what is done, and what nobody brings back."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from assetmap import contributions, uniting
from assetmap.assets import Asset
from assetmap.errors import ExchangeError, PermissionDeniedError, StoreError
from assetmap.packing import laid_open
from assetmap.store.meetings import MINE, THEIRS
from assetmap.store.sessions import Category, Note, Session
from tests.contributions.town import GROUP, LAYERS, PARK
from tests.uniting.conftest import ANN, BEN
from tests.uniting.histories import clock, differing

CLUB = Asset(name="Lunch club", kind="group or club", where=shapely.Point(-2.004, 51.003), phone="01632 960001")


def changed(place, asset, by, **fields):
    there = place.store.get(asset.id)
    return contributions.submit(
        place.store, there.asset.changed(**fields), by=by, expected=there.version, **LAYERS
    )  # fmt: skip


def now(place, asset):
    return place.store.get(asset.id).asset


def both_ways(two):
    here, there = two
    uniting.unite(here, there.home, by=ANN)
    uniting.unite(there, here.home, by=BEN)
    uniting.unite(here, there.home, by=ANN)
    assert differing(here.store, there.store) == []


def test_what_is_new_or_changed_there_comes_and_the_same_again_does_nothing(two, packed):
    here, there = two
    changed(there, PARK, BEN, phone="01632 960002")
    contributions.submit(there.store, CLUB, by=BEN, **LAYERS)
    there.store.calls.note(PARK.id, "still_right", by=BEN)
    meeting = uniting.compare(here, packed(), by=ANN)
    assert [x.name for x in meeting.those("new")] == ["Lunch club"]
    assert [(x.name, x.fields) for x in meeting.those("changed")] == [("Quay Park", ("phone",))]
    assert (meeting.met.drafts, meeting.met.questions, meeting.met.rows["call"]) == (1, (), 1)
    assert here.store.get(CLUB.id) is None
    united = uniting.unite(here, packed(), by=ANN)
    assert united.is_done
    assert (now(here, PARK).phone, now(here, CLUB).status) == ("01632 960002", "draft")
    assert united.kept.is_file()
    before = here.store.mark()
    again = uniting.unite(here, packed(), by=ANN)
    assert not again.is_done
    assert (again.kept, here.store.mark()) == (None, before)
    both_ways(two)


def test_it_is_one_change_that_is_undone_as_one_and_may_be_done_again(two):
    here, there = two
    changed(there, PARK, BEN, phone="01632 960002")
    contributions.submit(there.store, CLUB, by=BEN, publish=True, **LAYERS)
    united = uniting.unite(here, there.home, by=ANN)
    contributions.undo(here.store, united.together.change, by=ANN)
    assert (now(here, PARK).phone, now(here, CLUB).status) == ("", "withdrawn")
    assert now(there, PARK).phone == "01632 960002"
    uniting.unite(there, here.home, by=BEN)  # who took it back only here has not said that it is wrong there
    assert now(there, PARK).phone == "01632 960002"
    assert uniting.unite(here, there.home, by=ANN).is_done
    assert (now(here, PARK).phone, now(here, CLUB).status) == ("01632 960002", "published")
    both_ways(two)


def test_of_what_both_changed_the_later_is_proposed_and_the_other_waits_as_a_suggestion(two):
    here, there = two
    changed(here, PARK, ANN, phone="01632 960001", cost="Free")
    changed(there, PARK, BEN, phone="01632 960002", description="By the water.")
    [question] = uniting.compare(here, there.home, by=ANN).met.questions
    mine, theirs = uniting.sides(question)
    assert (uniting.said_of(question), mine.says, theirs.says) == ("Telephone", "01632 960001", "01632 960002")
    assert (mine.by, theirs.by, theirs.is_proposed) == (ANN, BEN, True)
    uniting.unite(here, there.home, by=ANN)
    park = now(here, PARK)
    assert (park.phone, park.cost, park.description) == ("01632 960002", "Free", "By the water.")
    [waiting] = here.store.suggestions.waiting()
    assert (waiting.asset.phone, waiting.by) == ("01632 960001", ANN)
    both_ways(two)
    assert len(there.store.suggestions.waiting()) == 1


@pytest.mark.parametrize("how", ["choices", "keep"])
def test_what_somebody_chose_counts_on_both(two, how):
    here, there = two
    changed(here, PARK, ANN, phone="01632 960001")
    changed(there, PARK, BEN, phone="01632 960002")
    said = {"choices": {f"{now(here, PARK).short}:phone": MINE}} if how == "choices" else {"keep": MINE}
    uniting.unite(here, there.home, by=ANN, **said)
    assert now(here, PARK).phone == "01632 960001"
    met = uniting.compare(there, here.home, by=BEN).met
    assert met.questions == ()  # it was answered once
    both_ways(two)
    assert now(there, PARK).phone == "01632 960001"


def test_a_choice_about_nothing_that_is_asked_changes_nothing(two):
    here, there = two
    changed(there, PARK, BEN, phone="01632 960002")
    for choices in ({f"{PARK.id}:phone": THEIRS}, {"nobody:name": MINE}):
        with pytest.raises(StoreError, match="answers nothing that is asked"):
            uniting.unite(here, there.home, choices=choices, by=ANN)
    assert now(here, PARK).phone == ""


def test_words_that_both_added_to_a_list_stand_there_together(two):
    here, there = two
    changed(here, PARK, ANN, needs=("moving more",))
    changed(there, PARK, BEN, needs=("sleep and rest",))
    assert uniting.compare(here, there.home, by=ANN).met.questions == ()
    both_ways(two)
    assert set(now(here, PARK).needs) == {"moving_more", "sleep_and_rest"}


@pytest.mark.parametrize("answer", [None, MINE])
def test_what_one_took_out_and_the_other_changed_stays_unless_somebody_says_otherwise(two, answer):
    here, there = two
    contributions.close(here.store, PARK.id, by=ANN)
    changed(there, PARK, BEN, phone="01632 960002")
    [question] = uniting.compare(here, there.home, by=ANN).met.questions
    assert (question.field, question.proposal) == ("status", THEIRS)
    choices = {question.key: answer} if answer else {}
    uniting.unite(here, there.home, choices=choices, by=ANN)
    assert now(here, PARK).status == ("closed" if answer else "published")
    assert now(here, PARK).phone == "01632 960002"
    both_ways(two)
    assert now(there, PARK).status == ("closed" if answer else "published")


def test_what_was_taken_out_and_nobody_changed_goes(two):
    here, there = two
    contributions.close(there.store, PARK.id, by=BEN)
    meeting = uniting.compare(here, there.home, by=ANN)
    assert ([x.name for x in meeting.those("out")], meeting.met.questions) == (["Quay Park"], ())
    both_ways(two)
    assert now(here, PARK).status == "closed"


def test_what_somebody_asked_to_forget_is_forgotten_on_both_whoever_changed_it(two):
    here, there = two
    changed(here, GROUP, ANN, phone="01632 960001")
    contributions.withdraw(there.store, GROUP.id, by=BEN, why="asked")
    assert len(uniting.compare(here, there.home, by=ANN).met.gone) == 1
    united = uniting.unite(here, there.home, by=ANN)
    assert [x.asset_id for x in here.store.taken_away(9)] == [GROUP.id]
    for path in [here.home / "assets.gpkg", united.kept]:
        content = path.read_bytes()
        assert b"Grief circle" not in content
        assert b"01632 960001" not in content
    uniting.unite(there, here.home, by=BEN)
    both_ways(two)


def test_what_was_forgotten_here_does_not_come_back_in_the_words_of_the_other(two):
    here, there = two
    session = Session(id="00000000-0000-4000-8000-000000000009", short="", name="Hall", on=date(2026, 11, 22))
    there.store.sessions.begin(session, by=BEN)
    note = Note(
        id="n1", session=session.id, what="story", words="We go to the Grief circle together", about=(GROUP.id,)
    )  # fmt: skip
    there.store.sessions.say(note, by=BEN)
    contributions.withdraw(here.store, GROUP.id, by=ANN, why="asked")
    uniting.unite(here, there.home, by=ANN)
    [said] = here.store.sessions.notes(session.id, by=ANN)
    assert (said.words, said.about) == ("We go to the … together", ())
    assert here.store.get(GROUP.id).asset.name == ""


def test_nobody_sees_more_of_it_by_a_meeting(two):
    here, there = two
    changed(here, PARK, ANN, audience="partners", precision="not shown")
    with clock(timedelta(hours=1)):
        changed(there, PARK, BEN, where=shapely.Point(-2.006, 51.004))
    uniting.unite(here, there.home, by=ANN)
    assert (now(here, PARK).audience, now(here, PARK).precision, now(here, PARK).where) == (
        "partners",
        "not_shown",
        None,
    )
    both_ways(two)


def test_a_clock_that_is_years_ahead_proposes_nothing_and_does_not_win_for_ever(two):
    here, there = two
    changed(here, PARK, ANN, phone="01632 960001")
    with clock(timedelta(days=3 * 365)):
        changed(there, PARK, BEN, phone="01632 960002")
    met = uniting.compare(here, there.home, by=ANN).met
    assert met.clock_ahead_s > 2 * 365 * 86400
    assert [(x.proposal, x.is_ahead) for x in met.questions] == [(MINE, True)]
    uniting.unite(here, there.home, keep=THEIRS, by=ANN)
    assert now(here, PARK).phone == "01632 960002"
    changed(here, PARK, ANN, phone="01632 960003")  # who knows what stood there is believed, whatever a clock said
    assert uniting.compare(there, here.home, by=BEN).met.questions == ()
    both_ways(two)
    assert now(there, PARK).phone == "01632 960003"


def test_the_same_row_of_the_same_list_is_known_again_under_two_ids(two):
    here, there = two
    row = {"name": "Library", "kind": "group or club", "source": "groups", "source_id": "7"}
    one, other = Asset(**row, phone="01632 960001"), Asset(**row, cost="Free")
    contributions.submit(here.store, one, by=ANN, publish=True, **LAYERS)
    contributions.submit(there.store, other, by=BEN, publish=True, **LAYERS)
    met = uniting.unite(here, there.home, by=ANN).together.met
    keep, goes = sorted((one.id, other.id))
    assert met.same == ((keep, goes),)
    both_ways(two)
    stays = here.store.get(keep).asset
    assert (stays.status, stays.phone, stays.cost) == ("published", "01632 960001", "Free")
    assert {x.store.now_under(goes) for x in two} == {keep}


def test_what_both_added_and_may_be_one_thing_is_proposed_and_not_made_one(two):
    here, there = two
    contributions.submit(here.store, CLUB, by=ANN, publish=True, **LAYERS)
    twin = replace(CLUB, id=Asset(name="x", kind="green place").id, short="")
    contributions.submit(there.store, twin, by=BEN, publish=True, **LAYERS)
    united = uniting.unite(here, there.home, by=ANN)
    assert [set(x) for x in united.alike] == [{CLUB.id, twin.id}]
    assert {now(here, CLUB).status, now(here, twin).status} == {"published"}


def test_a_code_that_stands_for_two_things_is_told(two):
    here, there = two
    one, other = CLUB, Asset(name="Choir", kind="group or club", short=CLUB.short)
    contributions.submit(here.store, one, by=ANN, publish=True, **LAYERS)
    contributions.submit(there.store, other, by=BEN, publish=True, **LAYERS)
    told = uniting.compare(here, there.home, by=ANN).met.codes
    uniting.unite(here, there.home, by=ANN)
    assert told == {CLUB.short: now(here, other).short}
    assert now(here, one).short == CLUB.short


def test_categories_that_both_made_are_there_and_what_was_unsaid_stays_unsaid(two):
    here, there = two
    session = Session(id="00000000-0000-4000-8000-000000000009", short="", name="Hall", on=date(2026, 11, 22))
    here.store.sessions.begin(session, by=ANN)
    here.store.sessions.say(Note(id="n1", session=session.id, what="story", words="She sang"), by=ANN)
    uniting.unite(there, here.home, by=BEN)
    for place, by, key, colour in ((here, ANN, "warm", "red"), (there, BEN, "quiet", "blue")):
        known = place.store.sessions.get(session.id)
        new = Category(key=key, label=key, colour=colour, shape="circle")
        place.store.sessions.change(replace(known, categories=(*known.categories, new)), by=by)
    here.store.sessions.unsay("n1", by=ANN)
    both_ways(two)
    assert {x.key for x in there.store.sessions.get(session.id).categories} == {"warm", "quiet"}
    assert there.store.sessions.notes(session.id, by=BEN) == []


def test_receipts_of_what_came_along_open_it_and_people_and_their_passphrases_stay_where_they_are(two):
    here, there = two
    contributions.submit(there.store, CLUB, by="resident: Jo", **LAYERS)
    code = contributions.receipt(there.store, CLUB.id)
    uniting.unite(here, there.home, by=ANN)
    assert contributions.by_receipt(here.store, code).asset.id == CLUB.id
    assert not uniting.compare(here, there.home, by=ANN).met.has_own_secret


def test_only_who_looks_after_the_map_brings_copies_together(two):
    here, there = two
    for by in ("visitor", "resident: Jo", "contributor"):
        with pytest.raises(PermissionDeniedError):
            uniting.compare(here, there.home, by=by)
        with pytest.raises(PermissionDeniedError):
            uniting.unite(here, there.home, by=by)


def test_what_is_no_copy_of_a_map_says_so_and_changes_nothing(two, tmp_path):
    here, there = two
    before = here.store.mark()
    (tmp_path / "list.csv").write_text("name\nPark\n")
    (tmp_path / "broken.gpkg").write_bytes((there.home / "assets.gpkg").read_bytes()[:9000])
    strange = tmp_path / "strange.gpkg"
    there.store.backup(strange)
    other = sqlite3.connect(strange)
    other.execute("CREATE TRIGGER evil AFTER INSERT ON keys BEGIN DELETE FROM changes; END")
    other.commit()
    other.close()
    for path, said in (
        (tmp_path / "nowhere", "no copy of a map"), (tmp_path / "list.csv", "no copy of a map"),
        (here.home, "this place itself"), (tmp_path / "broken.gpkg", "damaged"), (strange, "no store of ours"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=said):
            uniting.unite(here, path, by=ANN)
    (tmp_path / "bad.assetmap").write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(ExchangeError, match="not a packed place"), laid_open(tmp_path / "bad.assetmap", here.home):
        pass
    assert here.store.mark() == before
    assert not [x for x in here.home.iterdir() if x.name.startswith(".")]


def test_power_that_fails_in_the_middle_leaves_all_or_nothing(two, monkeypatch):
    from assetmap.store.geopackage import meetings

    here, there = two
    changed(there, PARK, BEN, phone="01632 960002")
    contributions.withdraw(there.store, GROUP.id, by=BEN, why="asked")

    def fails(*_args, **_kwargs):
        raise sqlite3.OperationalError("the power failed")

    monkeypatch.setattr(meetings.copies, "carry", fails)
    before = here.store.mark()
    with pytest.raises(StoreError):
        uniting.unite(here, there.home, by=ANN)
    assert (here.store.mark(), now(here, GROUP).name, now(here, PARK).phone) == (before, "Grief circle", "")


def test_two_maps_that_did_not_begin_as_one_say_so(two, tmp_path):
    here, _ = two
    from assetmap.store.geopackage import GeoPackageStore

    with GeoPackageStore.open(tmp_path / "else.gpkg") as store:
        contributions.submit(store, CLUB, by=BEN, publish=True, **LAYERS)
    met = uniting.compare(here, tmp_path / "else.gpkg", by=ANN).met
    assert (met.is_kin, met.has_own_secret, len(met.changed)) == (False, True, 1)


def test_the_shell_says_first_asks_and_does_it(two, capsys):
    from assetmap.cli.app import application

    here, there = two
    changed(here, PARK, ANN, phone="01632 960001")
    changed(there, PARK, BEN, phone="01632 960002")
    short = now(here, PARK).short
    command, _, ends = application()

    def ran(*words):
        with contextlib.suppress(*ends):
            command([*words, "--home", str(here.home)], standalone_mode=False)
        return capsys.readouterr().out

    told = ran("merge", str(there.home))
    assert "1 changed by both" in told
    assert f"{short}:phone" in told
    assert "Nothing was changed" in told
    said = json.loads(ran("merge", str(there.home), "--take", f"{short}:phone=mine", "--yes", "--json"))
    assert (said["merged"], said["both"], said["questions"][0]["theirs"]["says"]) == (True, 1, "01632 960002")
    assert now(here, PARK).phone == "01632 960001"
    assert json.loads(ran("merge", str(there.home), "--json"))["questions"] == []


def test_a_home_that_is_open_elsewhere_is_read_as_it_is_at_that_moment(two, tmp_path):
    here, there = two
    changed(there, PARK, BEN, phone="01632 960002")  # still in its log
    copy = tmp_path / "copied"
    shutil.copytree(there.home, copy)
    assert len(uniting.compare(here, copy, by=ANN).met.changed) == 1
