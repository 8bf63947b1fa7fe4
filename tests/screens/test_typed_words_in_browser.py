"""What somebody typed or pasted stays, however long it is and however soon they leave the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .adding import call_it, choose
from .by_hand import SOMEBODY_ELSE, at_rest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OWN = "In your own words, what is good about it?"


@pytest.fixture
def somebody(browse, own_address) -> Page:
    """A page of somebody who is no steward."""
    return browse(f"{own_address}/add", 375, 812, wait=".map[data-pins]", extra_http_headers=SOMEBODY_ELSE)


def paste(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).click()
    page.keyboard.insert_text(text)
    page.keyboard.press("Tab")


def look_at(page: Page, screen: str) -> None:
    page.locator(".st-key-phone_menu").get_by_role("link", name=screen, exact=True).click()


def test_what_is_pasted_and_too_long_stays_and_it_is_said_by_how_much(somebody):
    paste(somebody, "What is it called?", "n" * 2000)
    expect(somebody.get_by_text("Too long by 1,840 letters", exact=False)).to_be_visible()
    expect(somebody.get_by_label("What is it called?")).to_have_value("n" * 2000)
    paste(somebody, OWN, "w" * 9000)
    somebody.get_by_role("button", name="Save", exact=True).click()
    expect(somebody.get_by_text("Too long by 5,000 letters", exact=False)).to_be_visible()
    expect(somebody.get_by_label(OWN)).to_have_value("w" * 9000)
    expect(somebody.get_by_text(re.compile("It needs a name"))).to_have_count(0)


@pytest.mark.parametrize("pause", [0, 1500], ids=["at-once", "after-a-while"])
def test_own_words_stay_when_one_looks_at_another_screen(somebody, pause):
    call_it(somebody, "The reading bench")
    choose(somebody, "Classes")
    expect(somebody.locator(".kind_said")).to_be_visible()
    at_rest(somebody)
    paste(somebody, OWN, "my story")
    somebody.wait_for_timeout(pause)
    look_at(somebody, "Explore")
    expect(somebody.get_by_label("Find by words")).to_be_visible()
    look_at(somebody, "Add")
    expect(somebody.get_by_label("What is it called?")).to_have_value("The reading bench")
    expect(somebody.get_by_label(OWN)).to_have_value("my story")


def test_what_is_still_being_typed_stays_when_one_looks_at_another_screen(somebody):
    somebody.get_by_label(OWN).click()
    somebody.keyboard.insert_text("half a story")
    look_at(somebody, "Explore")
    expect(somebody.get_by_label("Find by words")).to_be_visible()
    look_at(somebody, "Add")
    expect(somebody.get_by_label(OWN)).to_have_value("half a story")
