"""What happened is told in plain words: all of it to whoever looks after the map, and to everybody else only when."""

from __future__ import annotations

from datetime import date

import pytest

from assetmap.assets import Asset, OpenSpan
from assetmap.contributions import (
    approve,
    change_by_receipt,
    checked,
    close,
    merge,
    open_again,
    pause,
    receipt,
    reject,
    submit,
    submit_many,
    suggest,
    suggestions_by_receipt,
    take,
    turn_down,
    undo,
    withdraw,
)
from assetmap.contributions.story import became_words, story
from tests.contributions.town import GROUP, LAYERS, PARK, now

JO = "steward: Jo"
JO_WHO = "Jo, who looks after this map,"


def told(store, asset=PARK):
    return [x.said for x in story(store, asset.id, role="steward")]


def times(day):
    return (OpenSpan(byday=(day,), opens_at="12:00", closes_at="14:00"),)


def test_a_story_reads_as_one(store):
    submit(store, PARK.changed(schedules=times("TU")), by="resident")
    approve(store, [PARK.id], by=JO, how_checked="phoned", checked_on=date(2026, 11, 3))
    submit(store, now(store, PARK).changed(schedules=times("TH")), by=JO)
    pause(store, PARK.id, by="steward", until=date(2027, 1, 4))
    open_again(store, PARK.id, by=JO)
    checked(store, PARK.id, how="visited", on=date(2026, 11, 20), by=JO)
    closed = close(store, PARK.id, by=JO)
    undo(store, closed.change, by=JO)
    assert told(store) == [
        "A resident added it.",
        f"{JO_WHO} showed it, and made sure that it is right, by phone.",
        f"{JO_WHO} changed “When”: Tuesdays, 12:00 to 14:00 → Thursdays, 12:00 to 14:00.",
        "Whoever looks after this map paused it until 4 Jan 2027.",
        f"{JO_WHO} opened it again.",
        f"{JO_WHO} made sure that it is right, by a visit.",
        f"{JO_WHO} said that it has closed.",
        f"{JO_WHO} put it back as it was before.",
    ]
    first = story(store, PARK.short.lower(), role="steward")[0]
    assert first.text == f"{first.on.day} {first.on:%b %Y}: A resident added it."


def test_why_it_was_not_shown_and_what_people_suggested_is_told(store):
    submit(store, PARK, by="resident: Sam")
    reject(store, [PARK.id], by=JO, why="It is on the map already")
    assert told(store)[-1] == f"{JO_WHO} did not show it, because: It is on the map already."
    undo(store, 2, by=JO)
    approve(store, [PARK.id], by=JO)
    one, two = (suggest(store, now(store, PARK).changed(phone=f"01632 96000{n}"), by="resident: Sam") for n in (1, 2))
    turn_down(store, one.number, by=JO, why="It could not be confirmed")
    take(store, two.number, by=JO, seen=4)
    assert told(store)[-2:] == [
        f"{JO_WHO} did not take a change that a resident (Sam) suggested, because: It could not be confirmed.",
        f"{JO_WHO} took what a resident (Sam) suggested: they changed “Telephone”: nothing → 01632 960002.",
    ]


def test_two_that_became_one_name_each_other(store):
    other = Asset(name="The Quay Park", kind="green place", where=PARK.where)
    submit_many(store, [PARK], by=JO, why="import of a list: parks.csv", publish=True)
    submit(store, other, by=JO, publish=True)
    merge(store, PARK.id, other.id, by=JO, seen={})
    assert told(store)[0] == f"{JO_WHO} added it, from parks.csv, and showed it."
    assert told(store)[-1] == f"{JO_WHO} made it one with another that was the same thing ({other.short})."
    assert told(store, other)[-1] == f"{JO_WHO} made it one with another that is the same thing ({PARK.short})."


def test_everybody_is_told_when_and_how_often_and_nothing_of_what_it_said(store):
    submit(store, GROUP.changed(own_words="at Rosa’s house", address="1 Long Road"), by="resident: Sam", **LAYERS)
    approve(store, [GROUP.id], by=JO, how_checked="phoned", checked_on=date(2026, 11, 3))
    for words in ("in a kitchen", "quiet"):
        submit(store, now(store, GROUP).changed(own_words=words), by=JO, **LAYERS)
    public = story(store, GROUP.id)
    assert sorted(x.said for x in public) == [
        "It was added.", "It was changed twice, the last time on this day.",
        "It was last checked on 3 Nov 2026, by phone.",
    ]  # fmt: skip
    assert all(not x.who and not x.rows for x in public)
    submit(store, now(store, GROUP).changed(audience="partners"), by=JO, **LAYERS)
    assert story(store, GROUP.id) == []
    assert len(story(store, GROUP.id, audience="partners")) == 3
    assert story(store, GROUP.id, role="contributor") == []


@pytest.mark.parametrize("role", ["steward", "visitor"])
def test_no_coordinate_of_a_hidden_place_is_ever_told(store, role):
    submit(store, GROUP, by=JO, publish=True, **LAYERS)
    submit(store, now(store, GROUP).changed(where=PARK.where), by=JO, **LAYERS)
    said = str(story(store, GROUP.id, role=role))
    assert "51.0" not in said
    assert "-2.0" not in said
    assert (" m)" in said, "where it is (its place was changed)" in said) == (False, role == "steward")


def test_of_what_was_taken_away_only_that_is_told(store):
    submit(store, PARK.changed(own_words="Rosa"), by="resident")
    withdraw(store, PARK.id, by=JO)
    [last] = story(store, PARK.id, role="steward")
    assert last.said == f"{JO_WHO} took it away, for somebody asked for it."
    assert story(store, PARK.id) == story(store, "ZZZZZZ", role="steward") == []


def test_whoever_suggested_it_is_told_what_became_of_it(store):
    submit(store, PARK, by="resident")
    approve(store, [PARK.id], by=JO)
    code = receipt(store, PARK.id)
    sent = change_by_receipt(store, code, now(store, PARK).changed(phone="01632 960001"))
    [waits] = suggestions_by_receipt(store, code)
    assert became_words(waits).endswith("waits to be looked at.")
    turn_down(store, sent.suggestion, by=JO, why="It is right as it stands")
    [no] = suggestions_by_receipt(store, code)
    assert became_words(no).endswith("was not taken, because: It is right as it stands.")
