"""Stories, fields, reasons and refusals are said in the language spoken; what is kept of them stays in English."""

from __future__ import annotations

from datetime import date

import pytest

from assetmap.assets import Asset
from assetmap.contributions import (
    approve,
    bring_back,
    checked,
    merge,
    pause,
    receipt_of,
    reject,
    submit,
    suggest,
    suggestions_by_receipt,
    take,
    turn_down,
    undo,
)
from assetmap.contributions.fieldwise import FIELDS, differences, fields_of
from assetmap.contributions.reasons import NOT_SHOWN, NOT_TAKEN, all_but, reason_words
from assetmap.contributions.story import became_words, story
from assetmap.errors import AssetMapError
from tests.bracketed import beside, brackets
from tests.contributions.town import PARK, now

JO = "steward: Jo"


def test_every_sentence_of_a_story_is_one_that_can_be_said_in_any_language(store, monkeypatch):
    other = Asset(name="Kay Park", kind="green place")
    submit(store, PARK, by="resident: Sam")
    approve(store, [PARK.id], by=JO, how_checked="phoned", checked_on=date(2026, 11, 3))
    submit(store, now(store, PARK).changed(phone="01632 960000", cost="£1", website="a.example", name="P"), by=JO)
    undo(store, store.version(), by=JO)
    pause(store, PARK.id, by=JO, until=date(2027, 1, 4))
    checked(store, PARK.id, how="visited", on=date(2026, 11, 20), by=JO)
    sent = [
        suggest(store, now(store, PARK).changed(cost=f"£{n}", phone=f"01632 96000{n}"), by="resident: Sam")
        for n in range(2)
    ]
    take(store, sent[0].number, by=JO, seen=store.get(PARK.id).version, fields=["cost"])
    turn_down(store, sent[1].number, by=JO, why=NOT_TAKEN[0])
    submit(store, other, by="import", publish=False)
    reject(store, [other.id], by=JO, why=NOT_SHOWN[0])
    bring_back(store, other.id, by=JO)
    merge(store, PARK.id, other.id, by=JO, seen={})
    with brackets(monkeypatch):
        told = [x for y in (PARK, other) for x in story(store, y.id, role="steward")]
        told += story(store, PARK.id)
        became = [became_words(suggestions_by_receipt(store, receipt_of(store, x.number))[0]) for x in sent]
    assert len(told) > 12
    assert [beside(x.said) for x in told] == [""] * len(told)
    assert [beside(x).strip() for x in became] == ["", ""]


def test_a_reason_is_kept_in_english_and_said_in_any_language(monkeypatch):
    left_out = all_but([FIELDS["description"], FIELDS["phone"]])
    assert left_out == "All but: More about it, in a sentence or two, Telephone."
    assert [reason_words(x) for x in (left_out, NOT_SHOWN[0], "")] == [left_out, NOT_SHOWN[0], ""]
    with brackets(monkeypatch):
        assert beside(reason_words(left_out)) == beside(reason_words(NOT_TAKEN[2])) == ""
        for own in ("It is right", "All but: Fish.", f"{left_out} And so on.", ""):
            assert reason_words(own) == own


def test_a_suggestion_taken_in_part_keeps_its_reason_in_english(store, monkeypatch):
    submit(store, PARK, by=JO, publish=True)
    sent = suggest(store, now(store, PARK).changed(cost="£1", phone="01632 960000"), by="resident")
    with brackets(monkeypatch):
        take(store, sent.number, by=JO, seen=store.get(PARK.id).version, fields=["cost"])
    assert store.suggestions.get(sent.number).reason == "All but: Telephone."


def test_fields_and_their_answers_are_said_in_the_language_spoken(monkeypatch):
    after = PARK.changed(
        kind="group or club", status="closed", needs=("meeting_people",), offered=("online",), audience="partners",
        precision="street", how_checked="visited", free="yes", run_by="volunteers",
    )  # fmt: skip
    assert list(fields_of(PARK)) == list(FIELDS)
    assert fields_of(PARK) == FIELDS
    with brackets(monkeypatch):
        rows = differences(PARK, after)
        assert len(rows) == 9
        assert [beside(f"{x.label}{x.before}{x.after}") for x in rows] == [""] * 9


def test_how_many_it_depends_on_is_a_number_and_no_day():
    [row] = differences(PARK.changed(depends_on=1), PARK.changed(depends_on=3))
    assert (row.before, row.after) == ("1", "3")


@pytest.mark.parametrize("by", ["resident", JO])
def test_what_is_refused_is_said_in_the_language_spoken(store, by, monkeypatch):
    submit(store, PARK, by="resident")
    reject(store, [PARK.id], by=JO)
    with brackets(monkeypatch), pytest.raises(AssetMapError) as caught:
        approve(store, [PARK.id], by=by)
    assert beside(str(caught.value)) == ""
    with pytest.raises(AssetMapError) as caught:
        approve(store, [PARK.id], by=by)
    assert str(caught.value) in {
        "“Quay Park” is withdrawn: it cannot be approved. Nothing was changed.",
        "only whoever looks after this map may approve drafts: ask them. Nothing was changed.",
    }
