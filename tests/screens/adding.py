"""Filling in the form of Add, for the browser tests that need something added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from .by_hand import at_rest, tap

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def find(page: Page, typed: str) -> None:
    page.get_by_label("Its postcode or street").fill(typed)
    page.get_by_role("button", name="Find", exact=True).click()


def choose(page: Page, name: str) -> None:
    page.locator("[data-testid=stButtonGroup] button", has_text=name).first.click()


def call_it(page: Page, name: str) -> None:
    field = page.get_by_label("What is it called?")
    field.fill(name)
    field.press("Tab")


def is_called(page: Page, name: str) -> None:
    """Wait until the form shows a name; while it is drawn anew the old field may stand beside it."""
    expect(page.get_by_label("What is it called?").first).to_have_value(name)
    expect(page.get_by_label("What is it called?")).to_have_count(1)


def another(page: Page) -> None:
    page.get_by_role("button", name="Add another").click()
    expect(page.locator(".saved")).to_have_count(0)
    is_called(page, "")


def save(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile("^Save")).click()
    saved = page.locator(".saved")
    expect(saved).to_be_visible()
    return saved


def add(page: Page, name: str, group: str = "Classes") -> str:
    """Add something by tap and return its receipt."""
    tap(page)
    expect(page.locator(".placed")).to_be_visible()
    call_it(page, name)
    choose(page, group)
    expect(page.locator(".kind_said")).to_be_visible()
    save(page)
    return page.locator(".st-key-add_receipt code").inner_text().strip()


def open_receipt(page: Page, code: str) -> None:
    at_rest(page)  # what is drawn anew stands there twice for a moment
    page.get_by_text("I have a code", exact=True).click()
    page.get_by_label("The code you wrote down").fill(code)
    page.get_by_role("button", name="Open it").click()
