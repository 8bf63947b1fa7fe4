"""When the program ends, the page says so; when it is back, the line goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_page_says_that_nothing_can_be_saved_when_the_program_has_ended(browse, town, tmp_path):
    with served(town, tmp_path / "app.log") as url:
        page = browse(f"{url}/add", wait=".map[data-pins]")
        page.wait_for_timeout(500)
        assert page.locator("#assetmap-gone").count() == 0
    expect(page.locator("#assetmap-gone")).to_contain_text("nothing more can be saved", timeout=40_000)


def test_a_language_that_was_chosen_is_spoken_by_a_page_that_is_loaded_again(browse, address):
    page = browse(f"{address}/refer", wait=".st-key-language_box", locale="en-GB")  # a visitor of its own
    page.locator(".st-key-language_box").get_by_role("combobox").click()
    page.get_by_role("option", name="العربية").click()
    page.locator("html[lang=ar]").wait_for(state="attached")
    page.goto(f"{address}/add")
    page.locator("html[lang=ar]").wait_for(state="attached")
    assert page.locator(".stMainBlockContainer").evaluate("(main) => getComputedStyle(main).direction") == "rtl"
