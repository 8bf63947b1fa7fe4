"""Two states of an asset are compared field by field, as a person reads them, and no true place comes out."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
import shapely

from assetmap.assets import Asset, OpenSpan
from assetmap.contributions.fieldwise import FIELDS, differences
from tests.contributions.town import GROUP, PARK, TRUE, WEST

NOON = (OpenSpan(byday=("TU",), opens_at="12:00", closes_at="14:00"),)


def one(before, after, **places):
    [row] = differences(before, after, **places)
    return (row.label, row.before, row.after)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Quay Gardens"}, ("What it is called", "Quay Park", "Quay Gardens")),
        ({"needs": ("food", "grief and loss")}, ("What it helps with", "", "food, grief and loss")),
        ({"schedules": NOON}, ("When", "", "Tuesdays, 12:00 to 14:00")),
        ({"step_free": "partly"}, ("Can you get in without steps", "Don’t know", "Partly")),
        ({"audience": "workshop"}, ("Who may see it", "Everybody", "Only the people who make this map")),
        ({"paused_until": date(2027, 1, 4)}, ("Paused until", "", "4 Jan 2027")),
        ({"status": "closed"}, ("Whether it is on", "Waits to be looked at", "It has closed")),
        ({"capacity": 12}, ("How many people there is room for", "", "12")),
    ],
)
def test_a_field_is_said_as_a_person_reads_it(fields, said):
    assert one(PARK, PARK.changed(**fields)) == said


def test_every_field_that_can_differ_has_a_name():
    assert set(FIELDS) == {x.name for x in dataclasses.fields(Asset)} - {"id", "short", "said_in"}


def test_what_is_said_in_other_languages_is_compared_text_by_text_beside_its_own():
    before = PARK.changed(said_in={"pl": {"name": "Park", "cost": "Za darmo"}})
    after = before.changed(name="Quay Gardens", **{"name:pl": "Ogrody", "name:zh-Hant": "公園"})
    assert [(x.field, x.label, x.before, x.after) for x in differences(before, after)] == [
        ("name", "What it is called", "Quay Park", "Quay Gardens"),
        ("name:pl", "What it is called (Polish)", "Park", "Ogrody"),
        ("name:zh-Hant", "What it is called (Chinese (Traditional))", "", "公園"),
    ]
    assert one(before, before.changed(**{"cost:pl": ""})) == ("What does it cost (Polish)", "Za darmo", "")


def test_how_far_it_moved_is_said_only_where_the_place_is_shown_exactly():
    near = shapely.Point(PARK.where.x, PARK.where.y + 0.00036)
    assert one(PARK, PARK.changed(where=near)) == ("Where it is", "", "moved 40 m")
    assert one(PARK, PARK.changed(where=None))[2] == "it has no place any more"
    hidden = GROUP.changed(where=WEST)
    assert one(hidden, hidden, was=TRUE, now=near)[2] == "its place was changed"
    assert differences(hidden, hidden, was=TRUE, now=TRUE) == []
    square = PARK.changed(where=PARK.where.buffer(0.001))
    assert one(PARK, square)[2] == "its outline was changed"
