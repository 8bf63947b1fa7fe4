"""Calls today, without a browser: what a row says, and what an answer leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.contributions.ringing import Seen, ToAsk, due
from assetmap.freshness import today
from assetmap.place import open_place
from assetmap.screens.doors import MAIN
from assetmap.screens.doors.page import MINUTES
from assetmap.screens.tending import calls
from assetmap.screens.tending.called import CallsPage
from assetmap.screens.tending.queue import Tending

from .conftest import troubles

HOSTILE = "**x** :red[y] [link](http://h.example) <b>z</b> <script>alert(1)</script>"
CHOIR = Asset(name="Choir", kind="group or club", phone="01632 960001", checked_on=date(2024, 1, 2))


def ask(asset: Asset, **said) -> ToAsk:
    return ToAsk(
        asset=asset, seen=Seen(version=1, call=0), **({"handed_out": 0, "tries": 0, "pause_over": False} | said)
    )


# What a row says


def test_a_row_says_whom_to_ring_what_stands_there_and_how_often_it_was_handed_out():
    row = calls._said(ask(CHOIR.changed(contact_name="Jo", how_checked="visited"), handed_out=12, tries=3))
    for words in (
        '<a href="tel:01632960001">01632 960001</a> · ask for Jo', "Group or club", "Not reached 3 times so far.",
        "Checked by a visit, 2 Jan 2024. Handed out on 12 pages in the last twelve months.",
    ):  # fmt: skip
        assert words in row
    assert "Ring before you go" not in row  # that is for who goes there


def test_what_people_wrote_is_no_markup():
    names = ("name", "description", "contact_name", "address", "own_words", "transport", "phone")
    row = calls._said(ask(CHOIR.changed(**dict.fromkeys(names, HOSTILE))))
    assert "<script" not in row
    assert "<b>z" not in row


def test_the_screen_says_how_many_are_left():
    def count(ringing, walking, later):
        there = calls.Round(to_ring=(), to_walk=(), ringing=ringing, walking=walking, later=later)
        return calls._count(there)

    assert "One call is due today.<" in count(1, 0, 0)
    assert "1,200 calls are due today, 3 to walk past.<" in count(1200, 3, 0)
    assert "Nothing is due today. 2 could not be reached" in count(0, 0, 2)


# The sheet


@pytest.fixture
def place(town):
    made = open_place(town)
    yield made
    made.close()


def test_the_sheet_is_made_when_somebody_asks_for_it_and_forgotten_with_it(place):
    page = CallsPage(place)
    assert page.size == 0
    assert page.is_fresh
    made, kind = page.read("print")
    assert (made[:4], kind) == (b"%PDF", "application/pdf")
    assert page.read("web") is None
    assert not page.is_fresh
    page.drop()
    assert page.read("print") is None


def test_a_sheet_is_not_made_for_who_comes_too_late(place):
    page = CallsPage(place)
    page.made_s -= MINUTES * 60 + 1
    assert page.read("print") is None


# The script


@pytest.fixture
def run(own_town, monkeypatch):
    from streamlit.testing.v1 import AppTest

    from assetmap.screens import session

    monkeypatch.setenv("ASSETMAP_HOME", str(own_town))
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    made = AppTest.from_file(str(MAIN), default_timeout=60)
    made.session_state["tending"] = Tending(part="calls")
    return made.switch_page("look_after.py").run()


def button(run, label):
    return next(x for x in run.button if x.label == label)


@pytest.mark.slow
def test_an_answer_is_kept_under_who_gave_it_and_the_next_one_stands_first(run, own_town):
    assert troubles(run) == []
    place = open_place(own_town)
    try:
        first, second = due(place.store, on=today()).to_ring[:2]
        button(run, "Still right").click()
        run.run()
        assert troubles(run) == []
        there = place.store.get(first.asset.id).asset
        assert (there.checked_on, there.checked_by) == (today(), "steward: Jo")
        assert [x.by for x in place.store.calls.about(first.asset.id)] == ["steward: Jo"]
        assert due(place.store, on=today()).to_ring[0].asset.id == second.asset.id
        button(run, "Could not reach").click()
        run.run()
        assert [x.answer for x in place.store.calls.about(second.asset.id)] == ["could_not_reach"]
        assert place.store.get(second.asset.id).asset.checked_on == second.asset.checked_on
        row = due(place.store, on=today()).to_ring[0]
        button(run, "Changed").click()
        run.run()
        assert troubles(run) == []
        assert run.session_state["tending"].form.opened.asset.id == row.asset.id
        later = due(place.store, on=today() + timedelta(days=3))
        assert second.asset.id in [x.asset.id for x in later.to_ring]
    finally:
        place.close()


@pytest.mark.slow
def test_what_was_refused_is_a_sentence(run, own_town):
    place = open_place(own_town)
    try:
        first = due(place.store, on=today()).to_ring[0]
        contributions.close(place.store, first.asset.id, by="steward")
        button(run, "Still right").click()
        run.run()
        assert any("is not on the map any more" in x for x in troubles(run))
    finally:
        place.close()
