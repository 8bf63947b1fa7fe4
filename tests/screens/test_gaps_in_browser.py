"""Gaps as people see it: map and table are equals, a place is supposed by tapping, and a phone holds all of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .by_hand import at_rest, elsewhere, tap

pytestmark = pytest.mark.browser
MAP = ".map[data-shaded][data-zoom]"
CHOSEN = ".is-table tbody button[aria-current]"


@pytest.mark.slow
def test_table_and_map_choose_the_same_neighbourhood_and_a_tap_supposes_a_place(browse, address):
    page = browse(f"{address}/gaps", 1280, 900, wait=MAP)
    expect(page.locator(".gaps-head")).to_contain_text("Where is need high and reach low")
    first = page.locator(".is-table tbody button").first
    first.focus()
    page.keyboard.press("Enter")
    story = page.locator(".gaps-story")
    expect(story).to_contain_text("How the figure comes about")
    expect(story.locator("h3")).to_have_text(first.inner_text())
    expect(page.locator(".map")).not_to_have_attribute("data-area", "-1")
    # By keyboard the table is one stop: arrows go through it, Enter chooses, Tab leaves it.
    for key, row in (("ArrowDown", 1), ("ArrowDown", 2), ("Home", 0), ("ArrowDown", 1)):
        page.keyboard.press(key)
        expect(page.locator(".is-table tbody button").nth(row)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".is-table tbody button").last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.locator("th[aria-sort] button")).to_be_focused()
    expect(page.locator('.is-table [tabindex="0"]')).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(".is-table :focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("th[aria-sort] button")).to_be_focused()
    expect(page.locator(CHOSEN)).to_have_text(story.locator("h3").inner_text())
    page.get_by_role("button", name="Missing").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    page.locator(".map").evaluate("(map) => map.scrollIntoView({ block: 'center' })")
    tap(page, 0.35, 0.6)
    expect(story.locator("h3")).not_to_have_text(first.inner_text())
    expect(page.locator(CHOSEN)).to_have_text(story.locator("h3").inner_text())
    page.locator(".st-key-gaps_close button").evaluate("(button) => button.click()")  # seen on a phone alone
    expect(page.locator(".map")).to_have_attribute("data-area", "-1")
    page.locator(".map").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).not_to_have_attribute("data-area", "-1")
    at_rest(page)
    # A place is supposed by a tap, and taken back.
    as_it_is = page.locator(".map").get_attribute("data-shaded")
    page.get_by_role("button", name="Put it on the map").click()
    expect(page.locator(".map")).to_have_attribute("data-mode", "put")
    page.locator(".map").evaluate("(map) => map.scrollIntoView({ block: 'center' })")
    tap(page, 0.5, 0.5)
    expect(page.locator(".gaps-changed").filter(has_text="All gaps together go from")).to_be_visible()
    expect(page.locator(".spot .added")).to_have_text("+")
    expect(page.locator(".map")).not_to_have_attribute("data-shaded", as_it_is)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".map")).to_have_attribute("data-shaded", as_it_is)
    expect(page.locator(".spot")).to_have_count(0)
    assert elsewhere(page, address) == []
    assert page.errors == []


def test_on_a_phone_the_map_the_table_and_the_choices_stand_one_at_a_time(browse, address):
    page = browse(f"{address}/gaps", 375, 780, wait=MAP)
    at_rest(page)
    page.get_by_text("Table", exact=True).click()
    expect(page.locator(".map")).to_be_hidden()
    page.locator(".is-table tbody button").nth(2).click()
    expect(page.locator(".gaps-story")).to_be_in_viewport()
    at_rest(page)
    page.get_by_role("button", name="Close").click()
    page.get_by_text("Choose", exact=True).click()
    expect(page.get_by_text(re.compile("Need, by the index of"))).to_be_visible()
    expect(page.locator(".is-table")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
