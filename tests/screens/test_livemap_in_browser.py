"""The map in a real browser: it follows the store, keeps its view, and can be used without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from shapely import Point

from assetmap.assets import Asset
from assetmap.contributions import submit, withdraw
from assetmap.place import open_place

from .by_hand import ALONE, CROWD, PIXEL_OF, until, zoom

pytestmark = pytest.mark.browser
HOSTILE = "{{7*7}} <img src=x onerror=alert(1)> `${1+1}` \\ **bold** :red[x] \u202egnp.exe"


@pytest.fixture
def store(own_town):
    place = open_place(own_town)
    yield place.store
    place.close()


@pytest.fixture
def page(browse, own_address):
    return browse(own_address, wait=".map[data-pins]")


def again(page):
    """Let Streamlit run the screen once more, as any tap does."""
    chip = page.locator(".st-key-groups button").first
    before, everything = page.locator(".count").inner_text(), page.locator(".is-list ul").get_attribute("data-count")
    chip.click()
    expect(page.locator(".count")).not_to_have_text(before)
    expect(page.locator(".is-list ul")).not_to_have_attribute("data-count", everything)
    chip.click()
    expect(page.locator(".count")).to_have_text(re.compile(r"^(\d+) of \1 "))


def test_what_others_add_comes_as_a_small_difference_and_the_view_stays(page, store):
    zoom(page)
    before, near = int(page.locator(".map").get_attribute("data-pins")), page.locator(".map").get_attribute("data-zoom")
    came = []
    page.on("response", lambda answer: came.append(answer) if "/places" in answer.url else None)
    new = Asset(name="A bench by the sea", kind="green place", where=Point(-2.0, 50.6))
    submit(store, new, by="steward", publish=True)
    again(page)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(before + 1))
    assert page.locator(".map").get_attribute("data-zoom") == near
    assert came
    assert all("/places/since" in answer.url for answer in came)
    assert sum(len(answer.body()) for answer in came) < 20_000
    withdraw(store, new.id, by="steward")
    again(page)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(before))
    assert page.errors == []


def test_a_hostile_name_is_letters_on_map_list_and_card(page, store):
    new = Asset(name=HOSTILE, kind="green place", where=Point(-2.0, 50.6))
    submit(store, new, by="steward", publish=True)
    again(page)
    row = page.locator(".is-list li", has_text="{{7*7}}")
    expect(row).to_have_count(1)
    # What turns the reading round is taken out on the way to the screen; every letter stays.
    assert row.locator("b").inner_text() == HOSTILE.replace("\u202e", "")
    row.locator("button").click()
    card = page.locator(".st-key-card_above .asset h2")
    expect(card).to_contain_text("{{7*7}} <img src=x onerror=alert(1)>")
    assert page.locator("img[src=x]").count() == 0
    assert page.errors == []
    withdraw(store, new.id, by="steward")


def test_the_keyboard_steps_through_the_places_in_view_and_opens_one(page):
    div = page.locator(".map")
    div.focus()
    div.press("n")
    said = page.locator(".said")
    expect(said).to_contain_text("1 of")
    first = said.inner_text()
    div.press("n")
    expect(said).to_contain_text("2 of")
    div.press("p")
    expect(said).to_have_text(first)
    div.press("Enter")
    expect(page.locator(".st-key-card_above .asset h2")).to_be_visible()
    name = page.locator(".st-key-card_above .asset h2").inner_text().strip()
    assert name in first


def test_the_keyboard_moves_and_zooms_the_map(page):
    div = page.locator(".map")
    before = float(div.get_attribute("data-zoom"))
    div.focus()
    div.press("+")
    expect(div).not_to_have_attribute("data-zoom", f"{before:g}")
    assert float(div.get_attribute("data-zoom")) > before
    pin = div.evaluate(ALONE)
    div.press("ArrowRight")  # the view goes to the right, what is on it to the left
    until(page, lambda: div.evaluate(PIXEL_OF, pin["id"])["x"] < pin["at"]["x"] - 40, "the map did not move")
    assert abs(div.evaluate(PIXEL_OF, pin["id"])["y"] - pin["at"]["y"]) < 2


def test_a_number_opens_until_its_places_stand_apart(page):
    div = page.locator(".map")
    before = float(div.get_attribute("data-zoom"))
    div.click(position=div.evaluate(CROWD)["at"])
    several = page.locator(".leaflet-popup.several")
    expect(several.or_(page.locator(f".map:not([data-zoom='{before:g}'])")).first).to_be_visible()
    if several.count():
        several.locator("button").first.press("Enter")
        expect(page.locator(".st-key-card_above .asset")).to_be_visible()


def test_needs_and_groups_together_leave_what_fits_both(page):
    everything = page.locator(".count").inner_text()
    page.get_by_role("button", name="What it helps with").click()
    page.get_by_role("button", name="meeting people").click()
    page.keyboard.press("Escape")
    expect(page.locator(".count")).not_to_have_text(everything)
    some = int(page.locator(".count").inner_text().split()[0])
    page.get_by_role("button", name="Groups and clubs").click()
    expect(page.locator(".count")).not_to_contain_text(f"{some} of")
    fewer = int(page.locator(".count").inner_text().split()[0])
    assert 0 < fewer < some
    expect(page.locator(".is-list ul")).to_have_attribute("data-count", str(fewer))
