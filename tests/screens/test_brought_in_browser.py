"""On a phone, whoever taps something far down is brought to the sentence that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .adding import add, another, choose, is_called, open_receipt
from .by_hand import SOMEBODY_ELSE, at_rest, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def somebody(browse, own_address) -> Page:
    """A page of somebody who is no steward."""
    return browse(f"{own_address}/add", 375, 812, wait=".map[data-pins]", extra_http_headers=SOMEBODY_ELSE)


def test_a_refused_save_leads_to_the_first_fault(somebody):
    choose(somebody, "Outdoors")
    expect(somebody.locator(".kind_said")).to_be_visible()
    somebody.get_by_role("button", name="Save", exact=True).click()
    first = somebody.locator(".st-key-add_all .wrong").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(somebody.get_by_text("Tap one of these", exact=False)).to_be_visible()
    somebody.get_by_role("button", name="Save", exact=True).click()
    expect(first).to_be_in_viewport()


def test_what_a_code_opens_is_in_view_with_its_two_ways_out_and_so_is_its_end(somebody):
    code = add(somebody, "Bench by the bandstand")
    expect(somebody.locator(".saved")).to_be_in_viewport()
    another(somebody)
    pins = int(somebody.locator(".map").get_attribute("data-pins"))
    open_receipt(somebody, code)
    is_called(somebody, "Bench by the bandstand")
    expect(somebody.locator(".map")).to_have_attribute("data-pins", str(pins - 1))  # the pin stands for it
    expect(somebody.locator(".add_title")).to_be_focused()
    expect(somebody.locator(".add_title")).to_be_in_viewport()
    expect(somebody.get_by_role("button", name="Leave it as it is")).to_be_in_viewport()
    away = somebody.get_by_role("button", name="Take it away")
    expect(away).to_be_in_viewport()
    away.click()
    somebody.get_by_role("button", name="Yes, take it away").click()
    said = somebody.locator(".st-key-add_where p.said")
    expect(said).to_contain_text("taken away")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()


def test_who_waits_for_a_code_is_told_so_and_its_button_is_no_smaller(somebody):
    somebody.get_by_text("I have a code", exact=True).click()
    opens = somebody.get_by_role("button", name="Open it")
    expect(opens.locator("p")).to_have_css("font-size", "16px")
    beside = somebody.locator(".st-key-add_again [data-testid=stFormSubmitButton]")
    shown = "(x) => [getComputedStyle(x, '::after').content, getComputedStyle(x, '::after').opacity]"
    at_rest(somebody)
    assert beside.evaluate(shown) == ['"One moment …"', "0"]
    somebody.locator(".stApp").evaluate("(app) => app.setAttribute('data-test-script-state', 'running')")
    until(somebody, lambda: beside.evaluate(shown)[1] == "1", "nobody is told to wait")
