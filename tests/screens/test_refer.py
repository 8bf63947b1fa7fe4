"""The Refer screen's own questions, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import shapely

from assetmap.assets import Asset, OpenSpan
from assetmap.disclosure import SHOWN, disclosed
from assetmap.gazetteer import Located
from assetmap.referral import Found, Shortlist
from assetmap.screens.doors import MAIN
from assetmap.screens.handover import Sought, letters, reason, ticked
from assetmap.screens.handover.asking import understood
from assetmap.screens.handover.box import read_box, with_place
from assetmap.screens.handover.ticks import read_ticks, row_sent
from assetmap.search.index import Index

from .conftest import troubles

ON = date(2026, 11, 21)


def found(name: str, *, distance_m: float | None = 120.0, why: str = "", **fields: object) -> Found:
    values: dict[str, object] = {"kind": "group or club", "status": "published", "checked_on": ON}
    asset = Asset(name=name, where=None if distance_m is None else shapely.Point(-2.36, 51.38), **(values | fields))
    return Found(asset=asset, distance_m=distance_m, lon=None, lat=None, overdue=False, open_now=None, why=why)


def test_the_first_few_are_ticked_unless_paused_and_the_hand_counts_more():
    near = tuple(found(str(i), status="paused" if i == 1 else "published") for i in range(8))
    elsewhere = tuple(found(f"line {i}", distance_m=None) for i in range(3))
    listed = Shortlist(near=near, elsewhere=elsewhere)
    assert [row.asset.name for row in ticked(listed, {})] == ["0", "2", "3", "4", "line 0"]
    hand = {near[0].asset.short: False, near[7].asset.short: True, elsewhere[0].asset.short: False, "GONE99": True}
    assert [row.asset.name for row in ticked(listed, hand)] == ["2", "3", "4", "7"]


def test_what_has_no_room_or_almost_fits_is_ticked_by_hand_alone():
    full = replace(found("full"), busy="It was handed out 3 times this month and has room for 3: ask first.")
    almost = replace(found("almost"), lacks="There are steps.")
    listed = Shortlist(near=(full, found("free")), almost=(almost,))
    assert [row.asset.name for row in ticked(listed, {})] == ["free"]
    hand = {full.asset.short: True, almost.asset.short: True}
    assert [row.asset.name for row in ticked(listed, hand)] == ["full", "free", "almost"]
    row = row_sent(almost, ticked=False, number=None, on=ON, review_weeks={})
    assert (row["lacks"], row["busy"]) == ("There are steps.", "")
    assert row_sent(full, ticked=True, number=1, on=ON, review_weeks={})["busy"].startswith("It was handed out 3")


def test_what_the_browser_sends_is_taken_only_of_this_person_and_only_as_ticks():
    assert read_ticks({"epoch": 3, "by_hand": {"ABC234": True, "x" * 50: True, "DEF": "yes"}}, epoch=3) == {
        "ABC234": True
    }
    for said in (None, "x", {"epoch": 2, "by_hand": {"ABC234": True}}, {"epoch": 3}, {"epoch": 3, "by_hand": []}):
        assert read_ticks(said, epoch=3) is None


def test_the_reason_leaves_out_how_far_it_is_for_that_stands_beside_it():
    assert reason(found("a", why="It helps with food and is 120 m away.")) == "It helps with food."
    assert reason(found("a", why="Online or phone help, 120 m away.")) == "Online or phone help."
    line = "It helps with food and has no place on the map, but it has a waiting list."
    assert reason(found("a", distance_m=None, why=line)) == "It helps with food, but it has a waiting list."


def test_a_row_says_everything_in_words_and_keeps_hostile_names_letter_for_letter():
    name = "**x** :red[y] [link](http://host) <img src=x> $a$ :material/home: `b`"
    spans = (OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),)
    row = row_sent(
        found(name, schedules=spans, how_checked="phoned"), ticked=True, number=3, on=ON, review_weeks={}
    )  # fmt: skip
    assert row["name"] == name
    assert row["far"] == "120 m in a straight line"
    assert row["when"] == "Tuesdays, 12:00 to 14:00"
    assert row["checked"] == "Checked by phone, 21 Nov 2026."
    assert row["symbol"].startswith("data:image/svg+xml;base64,")


def test_a_blurred_place_is_about_so_far():
    row = row_sent(found("a", distance_m=800.0, precision="street"), ticked=False, number=None, on=ON, review_weeks={})
    assert row["far"] == "about 800 m in a straight line"


@pytest.fixture
def run(town, monkeypatch):
    """The app on the demo town, on the Refer screen."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    return AppTest.from_file(str(MAIN), default_timeout=60).run().switch_page("refer.py").run()


def words(run) -> str:
    markup = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
    return " ".join(markup.sub(" ", str(x.proto.body)) for x in run.get("html"))


@pytest.mark.slow
def test_nothing_typed_is_an_explanation_and_no_error(run):
    assert troubles(run) == []
    assert not run.exception
    assert "Type where somebody sets out" in words(run)
    assert "The page comes here" in words(run)
    assert run.text_input(key="refer_where").proto.autocomplete == "off"
    assert [x.proto.autocomplete for x in run.text_input] == ["off"]


@pytest.mark.slow
def test_an_unknown_postcode_is_a_sentence_that_does_not_repeat_it(run):
    run.text_input(key="refer_where").set_value("SW1A 2AA").run()
    assert not run.exception
    assert "We do not know that postcode" in words(run)
    assert "SW1A" not in words(run)


@pytest.mark.slow
def test_a_chip_alone_lists_what_fits_best(run):
    run.pills(key="refer_needs").set_value(["food"]).run()
    assert not run.exception
    assert "The best fit first" in words(run)
    assert re.search(r"\d+ of \d+ are on the page", words(run))


@pytest.mark.slow
def test_where_nothing_fits_it_says_which_chip_to_take_away_and_takes_it(run):
    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    run.pills(key="refer_needs").set_value(["grief_and_loss"])
    run.pills(key="refer_groups").set_value(["play_and_sport"]).run()
    assert not run.exception
    said = re.search(r"Nothing fits all of this. Without “([^”]+)” (one thing fits|\d+ things fit)", words(run))
    assert said is not None, words(run)
    assert not said[2].startswith("0")
    run.button(key="refer_take_away").click().run()
    assert not run.exception
    assert "nearest first, from ZZ1 1AA" in words(run)


@pytest.mark.slow
def test_where_no_single_thing_taken_away_helps_each_part_can_be_cleared(run):
    run.text_input(key="refer_where").set_value("xylophone, ZZ1 1AA")
    run.pills(key="refer_needs").set_value(["grief_and_loss", "food", "sleep_and_rest"]).run()
    assert not run.exception
    assert "Nothing fits all of this. Look for less at once" in words(run)
    assert "chip" not in words(run)
    labels = [button.label for button in run.button if str(button.key).startswith("refer_clear_")]
    assert labels == ["Clear “What would help?”", "Clear the words"]
    run.button(key="refer_clear_needs").click().run()
    assert run.pills(key="refer_needs").value == []
    assert "Nothing fits" in words(run)
    run.button(key="refer_take_away").click().run() if "Without the words" in words(run) else run.button(
        key="refer_clear_words"
    ).click().run()
    assert run.text_input(key="refer_where").value == "ZZ1 1AA"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "said"), [("library", "Do they set out from here?"), ("Merrowcombe Librari", "for example “ZZ1 1AA”")]
)
def test_what_may_be_meant_is_offered_and_tapped_and_is_in_no_error(run, typed, said):
    run.text_input(key="refer_where").set_value(typed).run()
    assert said in words(run)
    assert typed not in words(run)
    assert "Library" not in words(run)
    offered = {button.label: button for button in run.button if str(button.key).startswith("refer_meant_")}
    offered["Merrowcombe Library"].click().run()
    assert not run.exception
    assert "from Merrowcombe Library. " in words(run)
    assert not [button for button in run.button if str(button.key).startswith("refer_meant_")]


def test_a_name_on_a_button_is_no_markup():
    assert letters("**x** :red[y] $a$ [l](http://h) `c`  d") == (
        r"\*\*x\*\* \:red\[y\] \$a\$ \[l\]\(http\:\/\/h\) \`c\` d"
    )


@pytest.mark.slow
def test_words_that_nothing_has_are_to_be_taken_away(run):
    run.text_input(key="refer_where").set_value("xylophone from ZZ1 1AA").run()
    assert "Without the words" in words(run)
    assert "xylophone" not in words(run)
    run.button(key="refer_take_away").click().run()
    assert run.text_input(key="refer_where").value == "ZZ1 1AA"
    assert "Nearest first" in words(run)


@pytest.mark.slow
def test_start_again_empties_everything_and_lets_the_page_go(run):
    run.text_input(key="refer_where").set_value("ZZ1 1AA")
    run.pills(key="refer_needs").set_value(["food"]).run()
    (held,) = run.session_state["refer_pages"]
    assert held.size > 0
    run.button(key="refer_again").click().run()
    assert not run.exception
    assert held.size == 0
    assert run.text_input(key="refer_where").value == ""
    assert run.pills(key="refer_needs").value == []
    assert "Type where somebody sets out" in words(run)
    assert "ZZ1" not in repr(run.session_state)


@pytest.mark.slow
def test_leaving_the_screen_forgets_what_was_typed_and_lets_the_page_go(run):
    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    (held,) = run.session_state["refer_pages"]
    run.switch_page("explore.py").run()
    assert held.size == 0
    assert "ZZ1" not in repr(run.session_state)
    assert "refer_" not in repr(run.session_state)
    run.switch_page("refer.py").run()
    assert run.text_input(key="refer_where").value == ""


@pytest.mark.slow
def test_another_place_typed_is_another_person_and_the_page_before_is_let_go(run):
    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    (held,) = run.session_state["refer_pages"]
    run.text_area(key="refer_greeting").set_value("Dear Xanthe").run()
    run.session_state["refer_by_hand"] = {"ABC234": True}
    run.text_input(key="refer_where").set_value("lonely, ZZ1 1AA").run()
    assert run.text_area(key="refer_greeting").value == "Dear Xanthe"
    run.text_input(key="refer_where").set_value("lonely, ZZ1 1AB").run()
    assert run.text_area(key="refer_greeting").value == ""
    assert "Xanthe" not in repr(run.session_state)
    assert held.size == 0
    assert "ABC234" not in repr(run.session_state)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "value", "seen"), [("refer_page", "touch", b"Keeping in touch"), ("refer_format", "large", b"")]
)
def test_each_choice_changes_the_page(run, key, value, seen):
    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    before = run.session_state["refer_pages"][-1].parts
    run.segmented_control(key=key).set_value(value).run()
    assert not run.exception
    after = run.session_state["refer_pages"][-1].parts
    assert after["print"] != before["print"]
    assert seen in after["web"][0]


@pytest.mark.slow
def test_you_are_here_may_be_left_off(run):
    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    assert b"You are here" in run.session_state["refer_pages"][-1].parts["web"][0]
    run.checkbox(key="refer_here").uncheck().run()
    assert b"You are here" not in run.session_state["refer_pages"][-1].parts["web"][0]


@pytest.mark.slow
def test_words_of_somebody_in_danger_bring_the_crisis_lines_at_once(run):
    run.text_input(key="refer_where").set_value("lonely").run()
    assert "01632 960999" not in words(run)
    run.text_input(key="refer_where").set_value("i want to die").run()
    assert "In a crisis: Merrow Bay urgent help 01632 960999" in words(run)


def test_a_question_without_a_chip_is_the_rest_of_it():
    origin = Located(shapely.Point(0, 0), "x", "point")
    sought = Sought(origin=origin, needs=("food",), groups=("health",), words="tea")
    assert sought.without("food") == Sought(origin=origin, groups=("health",), words="tea")
    assert sought.without("") == Sought(origin=origin, needs=("food",), groups=("health",))
    assert not Sought(origin=None, words=" ").is_anything


@pytest.fixture(scope="module")
def place(town):
    from assetmap.place import open_place

    place = open_place(town)
    yield place
    place.close()


@pytest.fixture(scope="module")
def index(place):
    shown = tuple(disclosed(row.asset for row in place.store.read(statuses=SHOWN)))
    return Index.of(shown, metric_crs=place.settings.metric_crs)


@pytest.mark.parametrize(
    ("typed", "words", "where"),
    [
        ("lonely, ZZ1 1AA", "lonely", "ZZ1 1AA"),
        ("zz11aa lonely since my husband died", "lonely since my husband died", "ZZ1 1AA"),
        ("somewhere warm near Marine Parade", "somewhere warm", "Marine Parade"),
        ("somewhere warm, Marine Parade", "somewhere warm", "Marine Parade"),
        ("Marine Parade", "", "Marine Parade"),
        ("lunch, singing", "lunch, singing", None),
        ("walk 50.5, -3.2", "walk", None),
        ("  ", "", None),
    ],
)
def test_one_box_holds_words_and_a_place(place, index, typed, words, where):
    box = read_box(typed, place=place, index=index)
    assert box.words == words
    assert (box.origin.label if box.origin and where else where) == where


def test_another_place_leaves_the_words(place, index):
    box = read_box("lonely, Marin Parade", place=place, index=index)
    assert (box.words, box.spelt, box.meant[0]) == ("lonely", "Marin Parade", "Marine Parade")
    assert "Marin" not in box.problem
    assert with_place("lonely, Marin Parade", box, "Marine Parade") == "lonely, Marine Parade"
    assert with_place("lonely", read_box("lonely", place=place, index=index), "50.5, -3.2") == "lonely, 50.5, -3.2"
    half = read_box("lonely ZZ1", place=place, index=index)
    assert "a whole postcode has two parts" in half.problem
    assert half.words == "lonely"


def test_what_was_understood_is_said_in_our_own_words():
    origin = Located(shapely.Point(0, 0), "Marine Parade", "street")
    said = understood(Sought(origin=origin, needs=("food",), groups=("health",), words="qwertz"))
    assert said == "We look for health, with help for food, by your words, from Marine Parade."
    assert understood(Sought(origin=origin)) == "We look for what is there, from Marine Parade."


@pytest.mark.slow
def test_what_the_words_ask_for_is_a_chip_that_one_takes_away(run):
    run.text_input(key="refer_where").set_value("free lunch on Tuesday, ZZ1 1AA").run()
    assert not run.exception
    assert [x.label for x in run.button if str(x.key).startswith("refer_no_")] == ["✕ Open on Tuesdays", "✕ Free"]
    run.button(key="refer_no_free").click().run()
    run.button(key="refer_no_day").click().run()
    assert not [x for x in run.button if str(x.key).startswith("refer_no_")]
    run.pills(key="refer_must").set_value(["step_free"])
    run.selectbox(key="refer_day").set_value("WE").run()
    run.selectbox(key="refer_hour").set_value(14).run()
    run.number_input(key="refer_age").set_value(70).run()
    labels = [x.label for x in run.button if str(x.key).startswith("refer_no_")]
    assert labels == [r"✕ Open Wednesday at 14\:00", "✕ No steps", "✕ For age 70"]
    assert not run.exception
    run.button(key="refer_again").click().run()
    assert not [x for x in run.button if str(x.key).startswith("refer_no_")]
    assert (run.selectbox(key="refer_day").value, run.number_input(key="refer_age").value) == ("", None)


@pytest.mark.slow
def test_a_page_is_changed_for_this_print_and_all_of_it_forgotten(run):
    def page() -> str:
        return run.session_state["refer_pages"][-1].parts["web"][0].decode()

    run.text_input(key="refer_where").set_value("ZZ1 1AA").run()
    code = run.selectbox(key="refer_lines_of").value
    assert "When and cost" in str(run.pills(key=f"refer_lines_{code}").options)
    assert run.selectbox(key="refer_lines_of").options[0].startswith("1. ")
    run.pills(key=f"refer_lines_{code}").set_value(["where"]).run()
    run.text_area(key="refer_greeting").set_value("Dear qwertz <b>you</b>").run()
    run.segmented_control(key="refer_page").set_value("touch").run()
    for key, typed in (("refer_who", "Xanthe"), ("refer_when", "Zondag"), ("refer_reach", "0999")):
        assert run.text_input(key=key).proto.autocomplete == "off"
        run.text_input(key=key).set_value(typed)
    run.segmented_control(key="refer_format").set_value("easy").run()
    run.selectbox(key="refer_language").set_value("ar").run()
    assert not run.exception
    assert troubles(run) == []
    assert "No native reader" in words(run)
    made = page()
    assert 'lang="ar"' in made
    assert 'dir="rtl"' in made
    for typed in ("qwertz", "Xanthe", "Zondag", "0999"):
        assert typed in made
    assert "<b>you" not in made
    assert list(run.session_state["refer_left_out"][code])
    run.button(key="refer_again").click().run()
    kept = repr(run.session_state)
    assert not [x for x in ("qwertz", "Xanthe", "Zondag", "0999", code) if x in kept]
