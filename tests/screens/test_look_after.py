"""Looking after: which draft comes next, what is said about it, and what a steward alone may do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import geopandas as gpd
import pytest
import shapely

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.screens.doors import MAIN
from assetmap.screens.tending import words
from assetmap.screens.tending.queue import ELSEWHERE, PARTS, Tending, put_off, settled, tried, waiting
from assetmap.store.base import Summary
from assetmap.store.geopackage import GeoPackageStore

PARK = Asset(name="Quay Park", kind="green place", where=shapely.Point(-2.005, 51.004))
LUNCH = Asset(name="Chapel lunch", kind="food help", source="lists", source_id="7")
CHOIR = Asset(name="Choir", kind="group or club", phone="01632 960001")
HOSTILE = "**x** :red[y] [link](http://h.example) ![](http://h.example/x.png) <b>z</b> {{7*7}} $e^x$ `c`"


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    yield made
    made.close()


def leave(store, *assets):
    for asset in assets:
        contributions.submit(store, asset, by="resident")


def shown(store, tending):
    now = waiting(store, tending)
    return now.draft.asset.name if now.draft else None


# The queue


def test_what_people_left_comes_before_what_lists_brought_each_in_its_order(store):
    leave(store, LUNCH, PARK, CHOIR)
    tending, seen = Tending(), []
    for _ in range(3):
        now = waiting(store, tending)
        seen.append((now.draft.asset.name, now.waiting, now.later))
        put_off(tending, now.draft.asset.id)
    assert seen == [("Quay Park", 3, 0), ("Choir", 3, 1), ("Chapel lunch", 3, 2)]
    last = waiting(store, tending)
    assert (last.draft, last.waiting, last.later) == (None, 3, 3)
    tending.later.clear()
    assert shown(store, tending) == "Quay Park"


def test_the_draft_that_is_looked_at_stays_while_others_come(store):
    leave(store, LUNCH)
    tending = Tending()
    assert shown(store, tending) == "Chapel lunch"
    leave(store, PARK)
    assert shown(store, tending) == "Chapel lunch"


def test_what_somebody_else_decided_is_said_and_the_queue_goes_on(store):
    leave(store, PARK, CHOIR)
    mine, theirs = Tending(), Tending()
    assert shown(store, mine) == shown(store, theirs) == "Quay Park"
    contributions.approve(store, [PARK.id], by="steward")
    settled(theirs, said="Shown.")
    assert (shown(store, mine), mine.said) == ("Choir", ELSEWHERE)
    assert (shown(store, theirs), theirs.said) == ("Choir", "Shown.")


def test_a_decision_about_an_older_version_is_a_sentence(store):
    leave(store, PARK)
    tending = Tending()
    seen = {PARK.id: waiting(store, tending).draft.version}
    contributions.submit(store, PARK.changed(name="Other"), by="steward: Ann")
    tried(tending, lambda: contributions.approve(store, [PARK.id], by="steward", seen=seen))
    assert tending.problem.startswith("“Other” was changed or decided by somebody else")
    assert shown(store, tending) == "Other"
    leave(store, CHOIR)
    contributions.approve(store, [PARK.id], by="steward")
    tried(tending, lambda: contributions.reject(store, [PARK.id], by="steward"))
    assert tending.problem.startswith("“Other” is published, no draft that waits.")
    assert (shown(store, tending), tending.said) == ("Choir", "")  # one sentence, not two


def test_nothing_waits_in_a_new_store(store):
    now = waiting(store, Tending())
    assert (now.draft, now.waiting, now.later) == (None, 0, 0)


# The words


ON = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        (PARK, []),  # its card says that it is not checked
        (CHOIR.changed(where=PARK.where), ["Not checked yet: you could ring them before you show it."]),
        (PARK.changed(where=None, checked_on=ON), ["It has no place on the map."]),
        (CHOIR.changed(where=PARK.where, checked_on=date(2024, 1, 2)), ["You could ring them before you show it."]),
        (LUNCH.changed(where=PARK.where, checked_on=ON),
         ["There is no telephone number, email or website: nobody can ask there."]),
        (Asset(name="A line", kind="online or phone help", phone="111", checked_on=ON), []),
        (Asset(name="Jo", kind="person with a skill", phone="111", where=PARK.where, checked_on=ON),
         ["This is about a person. Did they say yes to being on the map?"]),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_is_said(asset, said):
    assert words.to_notice(asset, None, on=ON) == said


def test_a_hidden_place_is_a_place():
    hidden = PARK.changed(where=None, precision="not_shown", checked_on=ON)
    assert words.to_notice(hidden, PARK.where, on=ON) == []
    assert words.will_show(hidden, PARK.where, streets=None)[1] == "Nobody is shown where it is."


def test_who_will_see_it_and_how_exactly_is_said_as_it_will_be():
    street = gpd.GeoDataFrame(
        {"name": ["Long Road"]}, geometry=[shapely.LineString([(-2.02, 51.004), (-2.0, 51.004)])], crs="EPSG:4326"
    )
    on_street = PARK.changed(precision="street")
    assert words.will_show(PARK, None, streets=None) == ["Everybody will see it.", "It is shown exactly where it is."]
    assert "Only its street is shown" in words.will_show(on_street, PARK.where, streets=street)[1]
    assert "Only its neighbourhood" in words.will_show(on_street, PARK.where, streets=None)[1]
    nowhere = PARK.changed(where=None, audience="partners")
    assert words.will_show(nowhere, None, streets=None) == [
        "Only organisations we work with will see it: it stays off the public map.",
        "It has no place on the map: it stands in the list.",
    ]
    outside = PARK.changed(where=None, precision="neighbourhood")
    assert words.will_show(outside, PARK.where, streets=None)[1] == "Nobody is shown where it is."


@pytest.mark.parametrize(
    ("by", "said"),
    [("steward", "whoever looks after this map"), ("resident: Jo", "a resident (Jo)"), ("Contributor", "a resident"),
     ("workshop: 3", "workshop (3)"), ("", "somebody")],
)  # fmt: skip
def test_who_did_it_is_a_role_and_an_alias(by, said):
    assert words.who(by) == said


def test_when_is_said_as_people_say_it_in_their_own_time():
    now = datetime(2026, 11, 21, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert words.when(datetime(2026, 11, 20, 22, 5, tzinfo=UTC), now=now) == "today at 0:05"
    assert words.when(datetime(2026, 11, 20, 12, 5, tzinfo=UTC), now=now) == "yesterday at 14:05"
    assert words.when(datetime(2026, 11, 3, tzinfo=UTC), now=now) == "3 Nov 2026"


def test_what_was_done_is_said_with_its_number_its_list_and_its_reason(store):
    leave(store, PARK)
    many = [Asset(name=f"G {n}", kind="growing space", source="g", source_id=str(n)) for n in range(500)]
    contributions.submit_many(store, many, by="steward", why="import of a list: groups.csv")
    contributions.reject(store, [PARK.id], by="steward", why=words.REASONS[0])
    contributions.withdraw(store, many[0].id, by="steward")
    contributions.undo(store, 3, by="steward")
    said = [(words.done(x), words.why_not(x)) for x in store.recent(9)]
    assert said == [
        ("Quay Park: put back as it was", ""),
        ("Something that was taken away: taken away", "Somebody asked for this. It is not undone."),
        ("Quay Park: not shown (it is on the map already)", "Undone."),
        ("499 added from groups.csv", ""),
        ("Quay Park: added", ""),
    ]


def test_a_change_of_several_names_the_first(store):
    contributions.submit_many(store, [PARK, CHOIR, LUNCH], by="steward")
    assert words.done(store.recent(1)[0]) == "3 added: Quay Park and 2 more"
    contributions.undo(store, store.recent(1)[0].change, by="steward")
    assert words.done(store.recent(1)[0]) == "3 put back as they were: Quay Park and 2 more"


def test_what_a_card_leaves_out_is_said_to_whoever_looks_after_the_map():
    held = PARK.changed(led_by="local residents", depends_on=1, consent="They said yes.", consent_on=date(2026, 11, 3),
                        funding_ends=date(2027, 3, 31), repairs="an edge")  # fmt: skip
    assert words.kept(PARK) == []
    assert words.kept(held) == [
        ("Who leads it", "local residents"), ("Depends on", "one person"), ("Its money ends", "31 Mar 2027"),
        ("Agreed to", "They said yes. 3 Nov 2026"), ("Mended when it came in", "an edge"),
    ]  # fmt: skip


def test_how_whoever_added_it_knows_is_said_until_somebody_has_checked():
    told = PARK.changed(how_checked="visited")
    assert words.kept(told) == [("How whoever added it knows", "I went there")]
    assert words.kept(told.changed(checked_on=ON)) == []


def test_a_change_that_is_not_shown_leaves_what_was_there():
    assert words.not_shown_words(PARK, was_shown=False) == "“Quay Park” will not be shown."
    assert words.not_shown_words(PARK, was_shown=True) == "The change is not shown: “Quay Park” is as it was before."


def test_drafts_that_came_with_others_of_one_list_say_so(store):
    many = [Asset(name=f"G {n}", kind="growing space", source="g", source_id=str(n)) for n in range(173)]
    contributions.submit_many(store, many, by="steward", why="import of a list: pubs.csv")
    assert words.together(store.recent(1)[0]) == "This one and 172 others came together, from pubs.csv."
    contributions.approve(store, [x.id for x in many[2:]], by="steward")
    assert words.together(store.recent(1, before=2)[0]) == "This one and one other came together, from pubs.csv."
    contributions.approve(store, [many[0].id], by="steward")
    assert words.together(store.recent(1, before=2)[0]) == ""
    contributions.submit_many(store, [PARK, CHOIR], by="steward")
    assert words.together(store.recent(1)[0]) == ""


def test_going_on_says_nothing_of_what_was_before():
    tending = Tending(said="Shown.", change=3, problem="No.", asking=(3, "undo"))
    tending.hush()
    assert (tending.said, tending.change, tending.problem, tending.asking) == ("", None, "", None)


def test_what_stays_off_the_public_map_is_not_said_to_be_shown():
    assert words.is_shown_words(PARK) == "“Quay Park” is shown now."
    assert words.is_shown_words(PARK.changed(audience="partners")).endswith("It stays off the public map.")


def test_a_reason_that_is_not_ours_is_not_said(store):
    leave(store, PARK)
    contributions.reject(store, [PARK.id], by="steward", why="anything else")
    assert words.done(store.recent(1)[0]) == "Quay Park: not shown"


# The script


def script(home, monkeypatch, *, role="steward", **state):
    from streamlit.testing.v1 import AppTest

    from assetmap.screens import session

    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    monkeypatch.setattr(session, "by", lambda: role)
    run = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in state.items():
        run.session_state[name] = value
    return run.switch_page("look_after.py").run()


def labels(run):
    return [x.label for x in run.button]


@pytest.mark.slow
def test_a_contributor_is_told_kindly_and_sees_no_draft(town, monkeypatch):
    run = script(town, monkeypatch, role="contributor")
    assert not run.exception
    assert not {"Show it", "Do not show", "Undo"} & set(labels(run))
    assert any("for whoever looks after this map" in x.proto.body for x in run.get("html"))


@pytest.mark.slow
def test_a_copy_of_the_day_that_could_not_be_kept_is_said_quietly(town, monkeypatch):
    from assetmap.screens import safekeeping

    said = []
    for why in ("", "backups: the disk is full."):
        monkeypatch.setattr(safekeeping, "trouble", lambda _, why=why: why)
        run = script(town, monkeypatch)
        assert not run.exception
        said.append([x.proto.body for x in run.get("html") if "copy of the day" in x.proto.body])
    assert said[0] == []
    assert len(said[1]) == 1
    assert 'role="note"' in said[1][0]
    assert "backups: the disk is full." in said[1][0]


@pytest.mark.slow
def test_a_role_that_was_lost_meanwhile_decides_nothing(town, monkeypatch):
    from assetmap.place import open_place
    from assetmap.screens import session

    run = script(town, monkeypatch)
    assert {"Show it", "Do not show", "Later", "Change"} <= set(labels(run))
    place = open_place(town)
    was = place.store.version()
    monkeypatch.setattr(session, "by", lambda: "contributor")
    next(x for x in run.button if x.label == "Show it").click().run()
    assert place.store.version() == was
    place.close()
    assert not run.exception
    assert "Show it" not in labels(run)


@pytest.mark.slow
def test_a_hostile_name_is_in_no_label(own_town, monkeypatch):
    from assetmap.place import open_place

    place = open_place(own_town)
    store, by = place.store, f"resident: {HOSTILE}"
    contributions.submit(store, PARK.changed(name=HOSTILE), by=by)
    shown_, gone = (Asset(name=HOSTILE, kind="green place", phone="01632 960001", where=PARK.where) for _ in range(2))
    for asset in (shown_, gone):
        contributions.submit(store, asset, by="steward", publish=True)
    contributions.suggest(store, shown_.changed(own_words=HOSTILE, cost=HOSTILE), by=by, why=HOSTILE)
    store.copies.add("page", f"{HOSTILE}.html", [gone.id])
    contributions.withdraw(store, gone.id, by="steward")
    turned = Asset(name=HOSTILE, kind="green place")
    contributions.submit(store, turned, by=by)
    contributions.reject(store, [turned.id], by="steward", why=HOSTILE)
    place.close()
    for part in PARTS:
        run = script(own_town, monkeypatch, tending=Tending(part=part, current=PARK.id, suggestion=1))
        assert not run.exception
        spoken = [*run.markdown, *run.error, *run.caption, *run.button, *run.button_group]
        assert not any("h.example" in str(x.proto) for x in spoken)
        assert "<b>z</b>" not in "".join(x.proto.body for x in run.get("html"))


def test_what_a_list_proposes_says_which_list_and_not_that_somebody_suggested_it(store):
    from assetmap.contributions.comparing import three_way
    from assetmap.contributions.suggesting import suggested
    from assetmap.screens.tending import changes
    from assetmap.staging import WHY
    from assetmap.store.base import Edit
    from assetmap.store.suggested import Suggested

    park = PARK.changed(status="published")
    store.write(
        [Edit(asset=park)], by="steward: Jo", why=f"{WHY}: parks <b>2026</b>.csv",
        proposing={"k": Suggested(asset=park.changed(cost="£2"), exact=None, seen=1)},
    )  # fmt: skip
    [waits] = suggested(store)
    said = changes._about(three_way(store, waits))
    assert "The list parks &lt;b&gt;2026&lt;/b&gt;.csv says otherwise; brought in by" in said
    assert "suggested by" not in said
    assert "<q" not in said


def test_of_a_list_each_doing_is_told_once_and_what_still_waits_is_counted():
    row = Summary(
        change=3, by="steward", on=datetime.now(UTC), why="import of a list: gp.csv",
        counts={"added": 29, "joined": 1, "merged": 1}, latest=31, undone=0, drafts=2, asset_id="a", name="",
    )  # fmt: skip
    assert words.done(row) == "29 added, 1 made one with another from gp.csv"
    assert words.show_all(row.drafts, of=31) == "Show the 2 still waiting"
    assert words.show_all(2, of=2) == "Show all 2"
