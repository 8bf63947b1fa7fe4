"""The form as plain values: what people type, what an asset says, and what is told before saving."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pytest
import shapely

from assetmap.assets import Asset, OpenSpan, schedule_text
from assetmap.screens.form.more import FOLDS
from assetmap.screens.form.telling import saved_words, street_hides_it, who_will_see
from assetmap.screens.form.times import clock, read_rows, rows_of, span_of
from assetmap.screens.form.values import (
    ANSWERS,
    NUMBERS,
    TEXTS,
    empty,
    is_begun,
    kind_of,
    kinds_of,
    precision_of,
    precisions,
    read,
    still_to_do,
    values_of,
)
from assetmap.screens.form.words import EXAMPLES, GROUP_EXAMPLES, LABELS
from assetmap.vocabulary import vocabulary

HERE = shapely.Point(-2.36, 51.38)
TODAY = date(2026, 11, 21)


def filled(**fields):
    return empty() | {"name": "Chapel lunch", "group": "food_and_growing", "kind": "food_help"} | fields


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("", ""), ("10", "10:00"), ("10am", "10:00"), ("2.30pm", "14:30"), ("2", "14:00"), ("2:30", "14:30"),
        ("02:30", "02:30"), ("14:30", "14:30"), ("1430", "14:30"), ("12", "12:00"), ("12am", "00:00"),
        ("12 p.m.", "12:00"),
        ("noon", "12:00"), ("Midnight", "24:00"), (" 7 PM ", "19:00"), ("9", "09:00"), ("7h15", "07:15"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, time):
    assert clock(typed) == time


@pytest.mark.parametrize("typed", ["soon", "25", "10:75", "13pm", "0am", "10 m", "24:30", "10-12"])
def test_what_is_no_time_is_answered_with_how_to_write_one(typed):
    with pytest.raises(ValueError, match=r"10, 2\.30pm or 14:30"):
        clock(typed)


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("10", "12", "10:00 to 12:00"), ("7pm", "9", "19:00 to 21:00"), ("10", "2", "10:00 to 14:00"),
        ("20:00", "01:00", "20:00 to 1:00"), ("2", "4", "14:00 to 16:00"), ("11", "11.30", "11:00 to 11:30"),
        ("10", "", "from 10:00"), ("", "5pm", "until 17:00"), ("7pm", "12", "19:00 to 24:00"),
    ],
)  # fmt: skip
def test_from_and_to_are_read_together(opens, closes, said):
    assert schedule_text([span_of(["TU"], opens, closes)]) == f"Tuesdays, {said}"


def test_what_closes_before_it_opens_is_asked_about():
    with pytest.raises(ValueError, match="close before it opens"):
        span_of(["TU"], "14:00", "12pm")


def test_times_without_days_ask_for_the_days():
    with pytest.raises(ValueError, match="Which days"):
        span_of([], "10", "12")
    assert span_of([], "", "") is None


def test_days_stand_in_the_order_of_the_week():
    assert span_of(["TH", "MO"], "", "").byday == ("MO", "TH")


def test_spans_a_form_cannot_say_are_kept_as_they_are():
    plain = OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00")
    monthly = OpenSpan(byday=("1MO",), freq="MONTHLY")
    rows, words, kept = rows_of([plain, monthly])
    assert rows == [{"days": ["TU"], "opens": "10:00", "closes": "12:00", "only": ""}]
    assert (words, kept) == ("", (monthly,))


def test_one_row_that_is_wrong_leaves_the_others_read():
    values = {"rows": 2, "days_0": ["MO"], "opens_0": "x", "days_1": ["TU"], "opens_1": "10", "closes_1": "11"}
    spans, problems = read_rows(values)
    assert [span.byday for span in spans] == [("TU",)]
    assert list(problems) == ["row_0"]


def test_an_empty_form_says_what_is_needed_and_no_more():
    said = read(empty(), where=None, placed=False)
    assert said.asset is None
    assert set(said.problems) == {"name", "kind", "where"}
    assert not is_begun(empty())


def test_three_answers_are_enough():
    said = read(filled(), where=HERE, placed=True, asset_id="6f1d8a52-6a4f-4c43-9a4a-0d0e1a6f5f10", heard_on=TODAY)
    assert said.problems == {}
    assert (said.asset.name, said.asset.kind, said.asset.where) == ("Chapel lunch", "food_help", HERE)
    assert (said.asset.audience, said.asset.precision) == ("public", "exact")
    assert (said.asset.checked_on, said.asset.how_checked) == (TODAY, "resident")
    assert said.asset.id == "6f1d8a52-6a4f-4c43-9a4a-0d0e1a6f5f10"


def test_a_group_of_one_kind_has_chosen_it():
    assert kinds_of("classes") == ["class_or_activity"]
    assert kind_of({"group": "classes", "kind": None}) == "class_or_activity"
    assert kind_of({"group": "outdoors", "kind": "food_help"}) is None


@pytest.mark.parametrize(
    "words", ["  {{7*7}}\n<img src=x onerror=alert(1)> `**b**` :red[x] \u202eabc  ", "\tفى الصباح\n", "“We’re ‘mates’”"]
)
def test_own_words_are_kept_letter_for_letter(words):
    said = read(filled(own_words=words), where=HERE, placed=True)
    assert said.asset.own_words == words
    assert values_of(said.asset)["own_words"] == words


def test_a_name_is_kept_as_it_is_written():
    name = "{{7*7}} `x` **bold** :red[x] <img src=x onerror=alert(1)>"
    assert read(filled(name=f" {name} "), where=HERE, placed=True).asset.name == name


def test_an_asset_comes_back_from_its_own_form_unchanged():
    asset = Asset(
        name="Chapel lunch", kind="food help", where=HERE, needs=("food", "meeting people"), own_words=" good ",
        description="A lunch", organisation="Chapel", led_by="local residents", lived_experience="yes",
        run_by="volunteers", depends_on=2, funding_ends=date(2027, 3, 31), venue_security="at risk", takes_new="yes",
        schedules=(
            OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00", note="not in August"),
            OpenSpan(byday=("1MO",), freq="MONTHLY", opens_at="10:00", closes_at="11:00"),
        ),
        hours_text="see the door", address="1 High Street", postcode="BA1 1AA", contact_name="Sam",
        phone="01632 960 114", email="sam@example.org", website="www.example.org", cost="£3", free="no", booking="no",
        referral_needed="no", no_id_needed="yes", gets_in_touch="partly", min_age=18, max_age=99, only_for="carers",
        languages=("English", "Polish"), offered=("in person",), step_free="yes", accessible_toilet="partly",
        hearing_loop="no", bsl="no", quiet_space="yes", transport="Bus 7", precision="street", audience="partners",
        consent="agreed by letter", consent_on=date(2026, 1, 1), source="a list", source_id="7", capacity=12,
        checked_on=date(2026, 10, 1), how_checked="phoned", status="published",
    )  # fmt: skip
    assert read(values_of(asset), where=HERE, placed=True, base=asset).asset == asset


def test_words_are_said_with_the_times_and_alone_without_them():
    said = read(filled(days_0=["TU"], opens_0="10", closes_0="12", hours_text="not in August"), where=HERE, placed=True)
    assert schedule_text(said.asset.schedules, said.asset.hours_text) == "Tuesdays, 10:00 to 12:00 (not in August)"
    alone = read(filled(hours_text="first Monday of the month"), where=HERE, placed=True).asset
    assert schedule_text(alone.schedules, alone.hours_text) == "first Monday of the month"


def test_term_time_is_chosen_and_stays_when_the_form_is_opened_again():
    said = read(filled(days_0=["TU"], opens_0="10", closes_0="12", only_0="term_time"), where=HERE, placed=True)
    assert said.asset.schedules == (OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", only="term_time"),)
    assert values_of(said.asset)["only_0"] == "term_time"
    again = read(values_of(said.asset), where=HERE, placed=True, base=said.asset)
    assert again.asset.schedules == said.asset.schedules


def test_times_kept_from_before_can_be_taken_away():
    monthly = OpenSpan(byday=("1MO",), freq="MONTHLY")
    asset = Asset(name="Choir", kind="group or club", schedules=(monthly,))
    values = values_of(asset)
    assert read(values, where=None, placed=True, base=asset).asset.schedules == (monthly,)
    assert read(values | {"keep": False}, where=None, placed=True, base=asset).asset.schedules == ()
    noted = read(values | {"hours_text": "bring a cup"}, where=None, placed=True, base=asset).asset
    assert schedule_text(noted.schedules) == "First Monday of the month, bring a cup"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "sam", "name@example.org"), ("phone", "ring Sam", "digits"),
        ("website", "the web", "www.example.org"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(field, typed, sentence):
    said = read(filled(**{field: typed}), where=HERE, placed=True)
    assert said.asset is None
    assert sentence in said.problems[field]
    assert typed not in said.problems[field]


def test_ages_the_wrong_way_round_are_asked_about():
    assert "max_age" in read(filled(min_age=60, max_age=18), where=HERE, placed=True).problems


def test_people_are_never_an_exact_place_for_everybody():
    person = filled(group="stories_and_skills", kind="person_with_a_skill", precision="exact", agreed=True)
    assert precisions("person_with_a_skill", "public") == ["neighbourhood", "not_shown"]
    assert precision_of(person) == "neighbourhood"
    assert read(person, where=HERE, placed=True).asset.precision == "neighbourhood"
    assert "exact" in precisions("person_with_a_skill", "workshop")


def test_nobody_is_added_without_having_said_yes():
    person = filled(group="stories_and_skills", kind="person_with_a_skill")
    said = read(person, where=HERE, placed=True, heard_on=TODAY)
    assert said.asset is None
    assert "Ask this person first" in said.problems["agreed"]
    agreed = read(person | {"agreed": True}, where=HERE, placed=True, heard_on=TODAY).asset
    assert agreed.consent
    assert agreed.consent_on == TODAY


def test_what_keeps_a_form_from_being_saved_is_one_sentence():
    problems = read(empty() | {"email": "x", "rows": 1, "opens_0": "10"}, where=None, placed=False).problems
    assert still_to_do(problems) == (
        "Not saved yet. Please look again at where it is, its name, what it is, the email address and the times, above."
    )
    assert still_to_do({}) == ""


def test_who_will_see_it_is_said_exactly():
    said = {"audience": "public", "precision": "street", "kind": "food_help", "has_place": True, "is_steward": False}
    lines = who_will_see(**said)
    assert lines[0] == "Everybody can see it once it has been checked."
    assert lines[1].startswith("Only its street is shown")
    assert "After saving you can show it" in who_will_see(**said | {"is_steward": True})[0]
    assert "Only its neighbourhood" in who_will_see(**said, street_hides=False)[1]
    assert "stays there as it is until somebody has looked" in who_will_see(**said, was_shown=True)[0]
    assert "off the public map" in who_will_see(**said | {"audience": "partners"})[0]
    assert "no place on the map" in who_will_see(**said | {"has_place": False})[1]
    person = who_will_see(**said | {"kind": "person_with_a_skill", "precision": "neighbourhood"})
    assert "never shown at their own door" in person[-1]


def test_a_street_hides_a_door_only_where_it_is_long_enough():
    line = [
        shapely.LineString([(-2.36, 51.38), (-2.35, 51.38)]),
        shapely.LineString([(-2.36, 51.40), (-2.3599, 51.40)]),
    ]
    streets = gpd.GeoDataFrame({"name": ["Long Street", "Short Yard"]}, geometry=line, crs="EPSG:4326")
    assert street_hides_it(shapely.Point(-2.36, 51.38), streets=streets)
    assert not street_hides_it(shapely.Point(-2.36, 51.40), streets=streets)
    assert street_hides_it(None, streets=streets)


def test_what_was_saved_is_told_by_what_became_of_it():
    assert (
        saved_words(audience="public", status="draft") == "Saved. It will show to everybody once it has been checked."
    )
    assert saved_words(audience="public", status="published") == "Saved. Everybody can see it now."
    assert "off the public map" in saved_words(audience="partners", status="draft")


def test_every_kind_and_group_has_an_example_and_every_folded_field_a_question():
    assert set(EXAMPLES) == set(vocabulary().kinds)
    assert set(GROUP_EXAMPLES) == set(vocabulary().groups)
    folded = {name for names in FOLDS.values() for name in names}
    assert folded <= set(LABELS)
    asked = {"name", "own_words", "hours_text"}
    assert (set(TEXTS) | set(ANSWERS) | set(NUMBERS)) - asked <= folded


def test_what_is_said_in_other_languages_is_read_and_what_the_form_does_not_ask_stays():
    said = {"pl": {"name": "Obiad", "cost": "3 funty"}, "zh-Hant": {"transport": "右門"}}
    base = Asset(name="Chapel lunch", kind="food help", where=HERE, said_in=said)
    values = values_of(base)
    assert values["said_in"] == ("pl", "zh-Hant")
    assert read(values, where=HERE, placed=True, base=base).asset == base
    values |= {"said_in": ("pl", "zh-Hant", "ar"), "name:pl": " ", "own_words:pl": " Sam!\n", "name:ar": " غداء "}
    assert read(values, where=HERE, placed=True, base=base).asset.said_in == {
        "ar": {"name": "غداء"}, "pl": {"own_words": " Sam!\n", "cost": "3 funty"}, "zh-Hant": {"transport": "右門"},
    }  # fmt: skip
    new = filled(said_in=("cy", "so"), **{"name:cy": "Cinio", "name:so": ""})
    assert read(new, where=HERE, placed=True).asset.said_in == {"cy": {"name": "Cinio"}}
    assert is_begun(empty() | {"said_in": ("pl",)})


def test_a_text_in_another_language_may_be_as_long_as_its_field():
    values = filled(said_in=("ar",), **{"name:ar": "ل" * 162, "description:ar": "ل" * 4000})
    said = read(values, where=HERE, placed=True)
    assert said.problems == {"name:ar": "Too long by 2 letters. All of it is still here: please make it shorter."}
    assert still_to_do(said.problems) == "Not saved yet. Please look again at what is too long, above."
