"""Ringing round in a real browser: one decision a row, undone, by keyboard, on a phone, two at once, and on paper."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
import shapely
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.freshness import day_text, today
from assetmap.place import open_place

from .by_hand import at_rest, elsewhere, serious, until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "**x** :red[y] [link](http://h.example) ![](http://h.example/x.png) <b>z</b> {{7*7}} $e^x$ `c`"
SAID = ".st-key-look_done .said"
OLD = date(2024, 1, 2)


@pytest.fixture
def store(own_town: Path):
    place = open_place(own_town)
    yield place.store
    place.close()


@pytest.fixture
def only(store):
    """Show these and nothing else."""

    def show(*assets: Asset) -> None:
        for there in list(store.read(statuses=["published", "paused"])):
            contributions.close(store, there.asset.id, by="steward")
        for asset in assets:
            contributions.submit(store, asset, by="steward", publish=True)

    return show


def club(name: str, **more: object) -> Asset:
    fields: dict[str, object] = {
        "kind": "group or club", "phone": "01632 960001", "checked_on": OLD, "how_checked": "visited",
        "where": shapely.Point(-3.2, 50.505), "description": "Tea and songs",
    }  # fmt: skip
    return Asset(name=name, **(fields | more))


@pytest.fixture
def opened(browse, own_address):
    def open_(width: int = 1280, height: int = 800) -> Page:
        page = browse(f"{own_address}/look_after", width, height, wait=".st-key-look_part")
        at_rest(page)
        page.locator(".st-key-look_part").get_by_text("Calls today").click()
        expect(page.locator(".st-key-calls_top")).to_be_visible()
        at_rest(page)
        return page

    return open_


def row(page: Page, name: str):
    return page.locator('[class*="st-key-call_"]').filter(has=page.locator(".call h3", has_text=name)).last


def names(page: Page) -> list[str]:
    return page.locator(".call h3").all_inner_texts()


def press(page: Page, name: str, answer: str) -> None:
    row(page, name).get_by_role("button", name=answer).click()


def checked(store, asset: Asset) -> date | None:
    return store.get(asset.id).asset.checked_on


def test_each_answer_does_what_it_says_and_is_undone(opened, only, store):
    choir, lunch, club_, hill = (
        club("Choir"),
        club("Lunch"),
        club("Walkers"),
        club("Gull Head", kind="hill or view", phone="", checked_on=date(2010, 1, 2)),
    )
    only(choir, lunch, club_, hill)
    page = opened()
    expect(page.locator(".st-key-calls_top .count")).to_have_text("3 calls are due today, 1 to walk past.")
    assert names(page) == ["Choir", "Lunch", "Walkers", "Gull Head"]

    press(page, "Choir", "Still right")
    expect(page.locator(SAID)).to_have_text("“Choir” is checked. Thank you.")
    assert store.get(choir.id).asset.how_checked == "phoned"
    assert checked(store, choir) == today()
    expect(row(page, "Choir")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Choir")).to_be_visible()
    assert checked(store, choir) == OLD

    press(page, "Lunch", "Closed")
    expect(page.locator(SAID)).to_contain_text("“Lunch” has closed: it is off the map.")
    assert store.get(lunch.id).asset.status == "closed"

    press(page, "Walkers", "Could not reach")
    expect(page.locator(SAID)).to_contain_text("“Walkers” could not be reached.")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)  # nothing was changed
    expect(page.locator(".st-key-calls_top .count")).to_contain_text("1 could not be reached")
    assert checked(store, club_) == OLD

    press(page, "Gull Head", "Still right")
    expect(row(page, "Gull Head")).to_have_count(0)
    assert store.get(hill.id).asset.how_checked == "visited"
    assert page.errors == []


def test_what_has_changed_is_put_right_in_the_form_and_is_checked_then(opened, only, store):
    choir = club("Choir", website="https://choir.example")
    only(choir)
    page = opened()
    press(page, "Choir", "Changed")
    name = page.get_by_label("What is it called?", exact=False).first
    expect(name).to_be_visible()
    name.fill("Choir and band")
    name.press("Tab")
    at_rest(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(SAID)).to_contain_text("“Choir and band” is changed.")
    there = store.get(choir.id).asset
    assert (there.name, there.how_checked, there.checked_on) == ("Choir and band", "phoned", today())
    expect(page.locator(".st-key-calls_top")).to_contain_text("Nothing is due today.")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Choir")).to_be_visible()
    assert store.get(choir.id).asset.name == "Choir"


def test_the_keyboard_is_enough(opened, only, store):
    first, second, third = club("A choir"), club("B choir"), club("C choir")
    only(first, second, third)
    page = opened()
    page.keyboard.press("Tab")  # on from the row of parts, which has the arrows and Enter for itself
    page.keyboard.press("Control+Enter")
    expect(page.locator(SAID)).to_contain_text("“A choir” is checked.")
    at_rest(page)
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator(SAID)).to_contain_text("“B choir” could not be reached.")
    at_rest(page)
    page.keyboard.press("Control+ArrowDown")
    expect(page.locator(SAID)).to_contain_text("“C choir” has closed")
    at_rest(page)
    page.keyboard.press("Control+z")
    expect(row(page, "C choir")).to_be_visible()
    assert store.get(third.id).asset.status == "published"
    assert len(store.calls.about(second.id)) == 1


def test_the_second_of_two_is_told_that_somebody_has_just_rung(opened, only, store):
    choir = club("Choir")
    only(choir)
    mine, theirs = opened(), opened()
    press(theirs, "Choir", "Could not reach")
    expect(theirs.locator(SAID)).to_be_visible()
    press(mine, "Choir", "Still right")
    expect(mine.locator(".st-key-look_after .wrong")).to_contain_text("omebody has rung “Choir” at ")
    assert checked(store, choir) == OLD
    assert len(store.calls.about(choir.id)) == 1


def test_a_pause_whose_day_has_come_asks_whether_it_is_on_again(opened, only, store):
    choir = club("Choir", checked_on=today() - timedelta(days=3))
    only(choir)
    yesterday = today() - timedelta(days=1)
    contributions.pause(store, choir.id, until=yesterday, by="steward")
    page = opened()
    expect(row(page, "Choir")).to_contain_text(f"It was paused until {day_text(yesterday)}: is it on again?")
    press(page, "Choir", "It is on again")
    expect(page.locator(SAID)).to_be_visible()
    assert store.get(choir.id).asset.status == "published"


def test_on_a_phone_one_taps_to_ring_and_to_answer(opened, only, store):
    choir = club("Choir", phone="+44 1632 960 001", contact_name=HOSTILE)
    only(choir, club(HOSTILE, phone=HOSTILE, description=HOSTILE, address=HOSTILE, audience="workshop"))
    page = opened(375, 740)
    assert row(page, "Choir").locator(".tel a").get_attribute("href") == "tel:+441632960001"
    assert row(page, "Choir").locator(".tel a").bounding_box()["height"] >= 40
    for button in row(page, "Choir").get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert names(page) == [HOSTILE, "Choir"]
    expect(row(page, HOSTILE)).to_contain_text("Only the people who make this map see it")
    page.locator(".call summary").first.click()
    expect(page.locator(".call details p").first).to_be_visible()
    assert serious(page) == []
    assert [url for url in page.asked if "h.example" in url] == []
    press(page, "Choir", "Still right")
    expect(page.locator(SAID)).to_contain_text("“Choir” is checked.")
    assert checked(store, choir) == today()


def test_these_calls_are_printed_in_a_tab_with_only_what_everybody_may_see(opened, only, own_address):
    only(club("Choir"), club("Refuge", audience="workshop"))
    page = opened()
    link = page.get_by_role("link", name="Print these calls")
    assert link.get_attribute("target") == "_blank"
    answer = page.request.get(own_address + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    text = " ".join(x.extract_text() for x in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert "1. Choir" in text
    assert "Refuge" not in text
    assert elsewhere(page, own_address) == []


def test_a_page_that_is_handed_to_somebody_is_counted_once_for_them(browse, own_address, only, store):
    choir = club("Choir")
    only(choir)
    month = today().replace(day=1)
    page = browse(f"{own_address}/refer", wait=".st-key-refer_where", permissions=["clipboard-write"])

    def ask() -> None:
        page.get_by_label("A few words, and a postcode or street").fill("choir")
        page.get_by_label("A few words, and a postcode or street").press("Enter")
        page.wait_for_selector(".sheets[data-shown]")
        at_rest(page)

    ask()
    assert store.calls.counts(since=month) == {}  # a page to look at was handed to nobody
    with page.context.expect_page():
        page.locator("a.print").click()
    until(page, lambda: store.calls.counts(since=month) == {choir.id: 1}, "the page was not counted")
    at_rest(page)
    page.get_by_role("button", name="Copy as text").click()
    expect(page.locator(".paper .status")).not_to_be_empty()
    at_rest(page)
    assert store.calls.counts(since=month) == {choir.id: 1}
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("a.print")).to_have_count(0)
    ask()
    page.get_by_role("button", name="Copy as text").click()
    until(page, lambda: store.calls.counts(since=month) == {choir.id: 2}, "the second page was not counted")
