"""The workshop's screen and the scribe's page: begun, led through its stages, found again, ended; and who may not."""

from __future__ import annotations

import dataclasses
import shutil
import uuid

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from assetmap.crs import WGS84, reproject_all
from assetmap.errors import StoreError
from assetmap.screens import session
from assetmap.screens.doors import MAIN
from assetmap.screens.hall import counting, desk, keeping, mattering, squares
from assetmap.store.sessions import Belongs, Category
from tests.screens.conftest import troubles

LON, LAT = -2.005, 51.004
MIDDLE = "Merrowcombe Library"


@pytest.fixture
def home(town, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    shutil.copytree(town, copy)
    monkeypatch.setenv("ASSETMAP_HOME", str(copy))
    monkeypatch.setattr(session, "by", lambda: "steward")
    yield copy
    for _, place, _ in session._open.values():
        place.close()
    session._open.clear()


@pytest.fixture
def place(home):
    return session.opened()


def page(name="workshop.py", *, opened=""):
    run = AppTest.from_file(str(MAIN), default_timeout=60)
    if opened:
        run.session_state[opened] = True
    return run.switch_page(name).run()


def html(run):
    return " ".join(str(getattr(x, "value", "") or x.proto.body) for x in run.get("html"))


def press(run, label):
    next(x for x in run.button if x.label == label).click()
    return run.run()


def write(run, label, text):
    next(x for x in [*run.text_input, *run.text_area] if x.label == label).set_value(text)


def begun(place, **fields):
    from assetmap import workshop

    return workshop.begin(place, **({"name": "Tea and maps", "question": "What helps?", "by": "steward"} | fields))


def test_a_workshop_is_begun_by_its_name_alone_and_found_again_in_another_window(home, place):
    run = page()
    press(run, "Start the workshop")
    assert troubles(run) == ['<p class="wrong" role="alert">Give it a name, so that you find it again.</p>']
    write(run, "What is it called?", "Tea <b>and</b> maps")
    press(run, "Start the workshop")
    assert not run.exception
    assert not troubles(run)
    [on] = place.store.sessions.all(by="steward")
    assert (on.name, on.question, on.stage, on.audience) == (
        "Tea <b>and</b> maps", "What helps you feel well here?", "listen", "workshop",
    )  # fmt: skip
    another = html(page())
    assert "Tea &lt;b&gt;and" in another
    assert "What helps you feel well here?" in another


def test_a_tapped_word_moves_the_workshop_on_and_back(home, place):
    on = begun(place)
    run = page()
    for stage in ("purpose", "listen", "mobilise", "connect"):
        next(x for x in run.button_group if x.key == "hall_stage_workshop").set_value(stage)
        run.run()
        assert not run.exception
        assert place.store.sessions.get(on.id).stage == stage


def test_a_workshop_ends_after_one_question_and_goes_on_again(home, place):
    on = begun(place)
    run = press(page(), "End the workshop")
    assert place.store.sessions.get(on.id).closed_on is None
    press(run, "Yes, end it")
    assert place.store.sessions.get(on.id).closed_on is not None
    assert "Open it again below" in html(run)
    press(run, "Open it again")
    assert place.store.sessions.get(on.id).closed_on is None
    press(run, "All workshops")
    assert press(run, "Open Tea and maps")
    assert not run.exception


def test_residents_make_their_own_category_with_a_word_a_colour_and_a_shape(home, place):
    on = begun(place)
    run = page()
    for word in ("where we meet", "quiet corners"):
        write(run, "Their word", word)
        press(run, "Add the category")
        assert not troubles(run)
    first, second = place.store.sessions.get(on.id).categories
    assert (first.label, second.label) == ("where we meet", "quiet corners")
    assert first.colour != second.colour


@pytest.mark.parametrize("name", ["workshop.py", "scribe.py"])
def test_who_does_not_look_after_the_map_is_told_kindly(home, place, monkeypatch, name):
    begun(place)
    monkeypatch.setattr(session, "by", lambda: "contributor")
    run = page(name)
    assert not run.exception
    assert "the code on the wall" in html(run)
    assert not [x for x in run.button if "workshop" in x.label.lower()]


# What the scribe's desk sends


def entry(**said):
    return {"id": str(uuid.uuid4()), **said}


def sent(*entries):
    return keeping.read_entries({"turn": 1, "entries": list(entries)})


def test_what_a_browser_sends_that_is_no_entry_is_left_out():
    assert keeping.read_entries(None) == keeping.read_entries({"entries": "x"}) == []
    assert sent({"id": "../x", "what": "y"}, 7, {"what": "no id"}) == []
    [one] = sent(entry(what="  a \n b ", at=[True, 2], which=3, hide="yes"))
    assert (one.what, one.at, one.which, one.hide) == ("a b", None, "", False)


def test_what_is_typed_is_kept_once_with_its_place_and_category(home, place):
    on = begun(place, categories=[Category(key="meet", label="Where we meet", colour="red", shape="star")])
    [one] = sent(entry(what="Bench", at=[LON, LAT], which="own:meet"))
    keeping.keep(place, on, one, by="steward")
    assert keeping.keep(place, on, one, by="steward")[0].repeated
    [(id_, member)] = place.store.sessions.members(on.id).items()
    assert (id_, member.category, member.how, member.shown) == (one.id, "meet", "scribe", True)
    asset = place.store.get(id_).asset
    assert (asset.name, asset.where.x, asset.status, asset.audience) == ("Bench", LON, "draft", "workshop")


def test_a_place_that_is_not_known_is_kept_in_its_words(home, place):
    on = begun(place)
    [one] = sent(entry(what="Bench", where="by the big tree", which="kind:green_place"))
    keeping.keep(place, on, one, by="steward")
    [member] = place.store.sessions.members(on.id).values()
    assert member.said_where == "by the big tree"
    keeping.put(place, one.id, (LON, LAT), by="steward")
    assert place.store.get(one.id).asset.where.y == LAT


def test_a_home_has_no_place_that_anybody_is_shown(home, place):
    on = begun(place, audience="public")
    [one] = sent(entry(what="Tea at a neighbour’s", at=[LON, LAT], which="kind:informal_get_together", hide=True))
    keeping.keep(place, on, one, by="steward")
    asset = place.store.get(one.id).asset
    assert (asset.where, asset.precision, asset.audience) == (None, "not_shown", "workshop")


def test_the_last_one_is_taken_back_and_then_the_one_before(home, place):
    on = begun(place)
    at = desk.Desk(session_id=on.id)
    for what in ("Bench", "Choir"):
        desk._do(place, on, at, sent(entry(what=what, which="kind:group_or_club"))[0])
    for left in (["Bench"], []):
        desk._do(place, on, at, sent(entry(undo=True))[0])
        assert [place.store.get(x).asset.name for x in place.store.sessions.members(on.id)] == left
    desk._do(place, on, at, sent(entry(undo=True))[0])
    assert at.told[1:] == ("There is nothing to take back.", True)


def test_what_an_ended_workshop_refuses_comes_back_with_its_words(home, place):
    on = place.store.sessions.close(begun(place).id, by="steward")
    at = desk.Desk(session_id=on.id)
    [one] = sent(entry(what="Bench", where="Quay", which="kind:green_place"))
    desk._do(place, on, at, one)
    assert [(x.what, x.where) for x, _why in at.refused.values()] == [("Bench", "Quay")]
    assert not place.store.sessions.members(on.id)


def test_a_draft_from_a_phone_waits_is_shown_or_not_and_is_put_on_the_map(home, place):
    from assetmap.assets import Asset
    from assetmap.store.base import Edit

    on = begun(place)
    for name in ("Choir", "Rude word"):
        asset = Asset(name=name, kind="group or club", source="workshop", own_words="Ring Jo on 07700 900123")
        place.store.write(
            [Edit(asset=asset, expected=0, what="added")], by="steward",
            belongs={asset.id: Belongs(session=on.id, how="phone", said_where="behind the chapel")},
        )  # fmt: skip
    run = page("scribe.py")
    assert not run.exception
    assert "behind the chapel" in html(run)
    assert html(run).count("A number or e-mail stands in it.") == 2
    next(x for x in run.text_area if x.label == "In their own words").set_value("Ask at the door")
    press(run, "Save the change")
    assert [place.store.get(x).asset.own_words for x in place.store.sessions.members(on.id)] == [
        "Ask at the door", "Ring Jo on 07700 900123",
    ]  # fmt: skip
    assert html(run).count("A number or e-mail stands in it.") == 1
    next(x for x in run.button if x.label == "Show").click()
    run.run()
    assert [x.shown for x in place.store.sessions.members(on.id).values()] == [True, False]
    next(x for x in run.button if x.label == "Not this").click()
    run.run()
    assert [place.store.get(x).asset.name for x in place.store.sessions.members(on.id)] == ["Choir"]
    press(run, "Put it on the map")
    write(run, "Tap the map, or type a street, a postcode or a name", MIDDLE)
    press(run, "Find")
    assert not run.exception
    [left] = place.store.sessions.members(on.id)
    assert place.store.get(left).asset.where is not None


# What is said besides


def choose(run, label, asset_id):
    next(x for x in run.selectbox if x.label == label).select(asset_id)


def two_things(place, on):
    for what in ("Lunch club", "Chapel hall"):
        [one] = sent(entry(what=what, at=[LON, LAT], which="kind:group_or_club"))
        keeping.keep(place, on, one, by="steward")


def said(place, on, what):
    return place.store.sessions.notes(on.id, what=what, by="steward")


def test_a_story_keeps_its_words_and_who_told_it_stays_private(home, place):
    from assetmap import workshop

    on = begun(place)
    run = page()
    write(run, "The story, in their own words", "The bench saved  me.")
    write(run, "Who told it? (private: never on the big screen, never on paper)", "Margaret Pike")
    press(run, "Keep the story")
    assert not troubles(run)
    [story] = said(place, on, "story")
    assert (story.words, story.shown, dict(story.private)) == (
        "The bench saved  me.", False, {"told_by": "Margaret Pike"},
    )  # fmt: skip
    assert not workshop.shown(place, on, audience="workshop").stories
    press(run, "Show it to the room")
    [shown] = workshop.shown(place, on, audience="workshop").stories
    assert not shown.private
    press(run, "Take it back")
    assert not said(place, on, "story")
    press(run, "Undo")
    assert len(said(place, on, "story")) == 1
    assert not run.exception


def test_a_link_is_a_sentence_of_two_different_things(home, place):
    on = begun(place, audience="public")
    two_things(place, on)
    place.store.sessions.change(dataclasses.replace(on, stage="connect"), by="steward")
    club, hall = place.store.sessions.members(on.id)
    run = page()
    choose(run, "This one", club)
    choose(run, "that one?", club)
    press(run, "Keep the link")
    assert "Choose two different things" in troubles(run)[0]
    choose(run, "that one?", hall)
    write(run, "does what with", "uses")
    press(run, "Keep the link")
    assert not troubles(run)
    [link] = said(place, on, "link")
    assert link.words == "Lunch club uses Chapel hall"
    assert link.about == (club, hall)
    assert not run.exception


def test_a_story_is_on_the_big_screen_at_once_where_that_is_ticked(home, place):
    on = begun(place)
    run = page()
    write(run, "The story, in their own words", "The bench saved me.")
    next(x for x in run.checkbox if x.label == "Show it on the big screen").check()
    press(run, "Keep the story")
    assert [x.shown for x in said(place, on, "story")] == [True]


def test_a_dot_without_a_name_is_no_thing_of_the_room_yet(home, place):
    from assetmap.assets import Asset
    from assetmap.store.base import Edit

    on = begun(place)
    asset = Asset(name="Blue circle, square B2", kind="group or club", source="workshop")
    place.store.write(
        [Edit(asset=asset, expected=0, what="added")], by="steward",
        belongs={asset.id: Belongs(session=on.id, how="paper")},
    )  # fmt: skip
    there = html(page())
    assert "One dot waits on the paper desk." in there
    assert "Blue circle" not in there
    assert mattering.targets(place, on) == []


def test_dots_on_paper_are_counted_in_and_ranked_with_how_many_people(home, place):
    on = begun(place, budget=5)
    two_things(place, on)
    place.store.sessions.change(dataclasses.replace(on, stage="purpose"), by="steward")
    run = page(opened="hall_count")
    write(run, "What do people miss?", "somewhere warm")
    press(run, "Keep it")
    assert [x.words for x in said(place, on, "gap")] == ["somewhere warm"]
    fields = {x.label: x for x in run.number_input}
    fields["Dots on Lunch club"].set_value(12)
    fields["People who put dots on Lunch club"].set_value(4)
    fields["Dots on somewhere warm"].set_value(7)
    press(run, "Save the count")
    assert not troubles(run)
    tally = place.store.sessions.tally(on.id)
    assert sorted((x.dots, x.people) for x in tally.values()) == [(7, 7), (12, 4)]
    shown = html(run)
    assert shown.index("12 dots from 4 people") < shown.index("7 dots from 7 people")
    fields = {x.label: x for x in run.number_input}
    assert fields["Dots on Lunch club"].value == 12
    fields["Dots on Lunch club"].set_value(2)
    fields["People who put dots on Lunch club"].set_value(2)
    press(run, "Save the count")
    assert sorted((x.dots, x.people) for x in place.store.sessions.tally(on.id).values()) == [(2, 2), (7, 7)]


@pytest.mark.parametrize(
    ("dots", "people", "budget", "wanted"),
    [(0, 0, 5, []), (3, 0, 5, [1, 1, 1]), (7, 3, 5, [3, 2, 2]), (5, 1, 5, [5]), (9, 2, None, [5, 4])],
)
def test_dots_are_shared_out_among_people_nobody_knows(dots, people, budget, wanted):
    assert counting.shared(dots, people, budget=budget) == wanted


@pytest.mark.parametrize(("dots", "people"), [(2, 3), (11, 2)])
def test_a_count_that_cannot_be_is_refused(dots, people):
    with pytest.raises(StoreError):
        counting.shared(dots, people, budget=5)


def test_what_is_agreed_shows_the_group_and_never_the_person(home, place):
    from assetmap import workshop

    on = begun(place)
    place.store.sessions.change(dataclasses.replace(on, stage="mobilise"), by="steward")
    run = page()
    write(run, "What will be done?", "open the hall on Thursdays")
    write(run, "Which group or role does it? (the room sees it)", "the chapel")
    write(run, "Whose name goes with it? (private: never on the big screen, never on paper)", "Ada Byron")
    press(run, "Keep it")
    assert not troubles(run)
    [plan] = workshop.shown(place, on, audience="workshop").plans
    assert (plan.words, plan.who, dict(plan.private)) == ("open the hall on Thursdays", "the chapel", {})
    assert "Private: Ada Byron" in html(run)
    write(run, "What will be done?", "ask Ada for the key")
    press(run, "Keep it")
    assert len(workshop.shown(place, on, audience="workshop").plans) == 1
    assert "Kept from the big screen and from paper" in html(run)


# What goes out


def test_the_papers_and_the_page_to_take_home_are_made_when_asked_for(home, place):
    begun(place, audience="public")
    run = press(page(opened="hall_leave_True"), "Make the papers")
    assert not troubles(run)
    assert "pages are ready." in html(run)
    press(run, "Make the page")
    assert not troubles(run)
    assert not run.exception
    assert "The page is ready." in html(run)
    labels = {x.label for x in run.get("download_button")}
    assert {"Save the papers (PDF)", "Save the page (PDF)", "All of it, with what is private"} <= labels


def test_a_whole_workshop_is_taken_back_once_its_name_is_typed(home, place):
    on = begun(place)
    two_things(place, on)
    run = page(opened="hall_leave_True")
    write(run, "The name of the workshop", "another")
    press(run, "Take the whole workshop back")
    assert "That is not its name" in troubles(run)[0]
    write(run, "The name of the workshop", "tea and maps")
    press(run, "Take the whole workshop back")
    assert not run.exception
    assert place.store.sessions.all(by="steward") == []
    assert "was taken back, with everything" in html(run)


def test_phones_are_let_in_with_a_code_and_shut_out_again(home, place):
    on = begun(place)
    run = press(page(), "Let phones in")
    code = place.store.sessions.get(on.id).code
    assert code
    assert code in html(run)
    assert "assetmap serve --share" in html(run)
    press(run, "Let no more phones in")
    assert not run.exception
    assert place.store.sessions.get(on.id).code == ""


def test_somebody_new_begins_a_workshop_from_the_first_screen(home, place):
    run = AppTest.from_file(str(MAIN), default_timeout=60).run()
    press(run, "Start a workshop")
    assert not run.exception
    assert "Start the workshop" in [x.label for x in run.button]


def test_a_square_of_the_paper_map_is_a_place_where_that_map_hangs(home, place):
    from assetmap.printing.workshop import workshop_papers

    on = begun(place, bounds=(-2.01, 51.0, -1.99, 51.01))
    assert squares.square_at(place, on, "C4", sheet=None) is None
    code = next(x for x in workshop_papers(place, on, paper="A3", lines=0).codes if x.kind == "map")
    west, south, east, north = code.bounds
    lon, lat = squares.square_at(place, on, "c 4", sheet=("A3", 1))
    [there] = reproject_all([shapely.Point(lon, lat)], WGS84, place.settings.metric_crs)
    across, down = (8, 6) if code.landscape else (6, 8)
    assert there.x == pytest.approx(west + 2.5 * (east - west) / across, abs=0.5)
    assert there.y == pytest.approx(north - 3.5 * (north - south) / down, abs=0.5)
    assert all(squares.square_at(place, on, x, sheet=("A3", 1)) is None for x in ("Z4", "C9", "2 C4", "C4x", ""))


def test_a_window_stays_at_its_workshop_when_another_is_begun_elsewhere(home, place):
    begun(place, name="Tea and maps")
    run = page("scribe.py")
    begun(place, name="Soup and maps")
    run.run()
    assert not run.exception
    assert "Tea and maps" in html(run)
    assert "Soup and maps" not in html(run)
