"""Nothing serious that a machine can find stands in the way of somebody who sees, hears or points differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import shapely
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.place import open_place

from .adding import choose
from .by_hand import at_rest, colour_by, serious

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MAP = ".map[data-pins]"


def fits_both(page):
    """Look at what is on the page as a phone has it, then as it was."""
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        at_rest(page)
        assert (width, serious(page)) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    ("screen", "ready"),
    [
        ("", MAP), ("add", MAP), ("refer", ".st-key-refer_where"), ("gaps", ".map[data-shaded]"),
        ("look_after", ".st-key-draft_card .asset"), ("your_place", ".st-key-part"),
    ],
)  # fmt: skip
def test_every_screen_as_it_opens(browse, address, screen, ready, width):
    page = browse(f"{address}/{screen}", width, wait=f"{ready} >> visible=true")
    at_rest(page)
    assert page.get_by_text("Page not found").count() == 0
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
def test_explore_with_colours_and_a_card(browse, address, width):
    page = browse(address, width, wait=MAP)
    if width < 640:
        page.get_by_text("Filter", exact=True).click()
    colour_by(page)
    if width < 640:
        page.get_by_text("List", exact=True).click()
    page.locator(".is-list li button").nth(2).click()
    card = ".st-key-card_below .asset" if width < 640 else ".st-key-card_above .asset"
    expect(page.locator(card)).to_be_visible()
    at_rest(page)
    assert serious(page) == []


@pytest.mark.parametrize("width", [1280, 375])
def test_explore_with_what_is_in_walking_distance(browse, address, width):
    page = browse(address, width, wait=MAP)
    page.get_by_role("button", name="In walking distance?").click()
    page.locator(".st-key-on_foot_where input").fill("ZZ1 1AA")
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_have_attribute("data-reach", "5 10 15")
    at_rest(page)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 640:
        page.get_by_text("List", exact=True).click()
        expect(page.locator(".is-list .head").first).to_be_visible()
        at_rest(page)
        assert serious(page) == []


def test_refer_with_the_choice_of_how_somebody_walks(browse, address):
    page = browse(f"{address}/refer", wait=".st-key-refer_where >> visible=true")
    page.locator(".st-key-refer_where input").fill("ZZ1 1AA")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="On foot").click()
    expect(page.get_by_text("How do they walk?")).to_be_visible()
    fits_both(page)


def test_add_half_filled_with_its_folds_open_and_saved(browse, own_address):
    page = browse(f"{own_address}/add", wait=MAP)
    page.get_by_role("button", name=re.compile("^Save")).click()  # and what is missing is said
    expect(page.locator(".wrong").first).to_be_visible()
    page.locator(".map").click(position={"x": 150, "y": 120})
    expect(page.locator(".placed")).to_be_visible()
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible()
    folds = page.locator(".st-key-add_rest details:not([open]) > summary")
    for still_shut in reversed(range(folds.count())):
        folds.first.click()
        expect(folds).to_have_count(still_shut)
    fits_both(page)
    page.get_by_role("textbox", name="What is it called?").fill("The open fold")
    page.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".st-key-add_receipt code")).to_be_visible()
    fits_both(page)


def test_look_after_while_something_is_changed_and_what_was_done_lately(browse, address):
    page = browse(f"{address}/look_after", wait=".st-key-draft_card .asset")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_role("textbox", name="What is it called?")).to_be_visible()
    fits_both(page)
    page.goto(f"{address}/look_after")
    page.get_by_text("What was done", exact=True).click()
    expect(page.locator(".change").first).to_be_visible()
    fits_both(page)


def test_every_part_of_look_after_with_something_in_it(browse, own_town, own_address):
    _something_in_every_part(own_town)
    page = browse(f"{own_address}/look_after", wait=".st-key-look_part >> visible=true")
    for part, ready in (
        ("Calls today", ".st-key-calls .call"), ("Drafts", ".st-key-draft_card .asset"),
        ("Changes people suggest", ".st-key-suggestion .both"), ("Looks the same", ".st-key-pair .both"),
        ("What was done", ".st-key-lately .change"), ("Taken away", ".st-key-copies_out .change"),
    ):  # fmt: skip
        at_rest(page)
        page.locator(".st-key-look_part button", has_text=part).click()
        expect(page.locator(ready).first).to_be_visible()
        fits_both(page)


def _something_in_every_part(home: Path) -> None:
    place = open_place(home)
    store = place.store
    here = {"kind": "green place", "where": shapely.Point(-3.2, 50.505)}
    one, gone = (
        Asset(name=f"{name} {store.version()} wood", phone="01632 960002", **here) for name in ("Long " * 20, "Gone")
    )
    for asset in (one, gone):
        contributions.submit(store, asset, by="steward", publish=True)
    contributions.submit(store, Asset(name=one.name, phone="01632 960001", **here), by="resident: Jo")
    contributions.suggest(store, one.changed(cost="£2", own_words="**x** <b>y</b>"), by="contributor: Ann", why="Seen.")
    store.copies.add("page", "a-map-for-the-hall-of-the-chapel-by-the-river.html", [gone.id])
    contributions.withdraw(store, gone.id, by="steward")
    place.close()


def test_the_rules_are_really_run(browse, address):
    page = browse(address, wait=MAP)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\"><button></button>')")
    assert any(said.startswith("button-name") for said in serious(page))
