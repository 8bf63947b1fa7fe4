"""Nothing serious that a machine can find stands in the way of somebody who sees, hears or points differently."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAIT = 20_000


def serious(page):
    """What axe calls serious or critical, each with the element it is about."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("screen", ["", "add", "refer", "look_after", "your_place"])
def test_every_screen_as_it_opens(browse, address, screen, width):
    page = browse(f"{address}/{screen}", width, wait=".place h1")
    page.wait_for_timeout(2_500)
    assert page.get_by_text("Page not found").count() == 0
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
def test_explore_with_colours_and_a_card(browse, address, width):
    page = browse(address, width, wait=".map[data-pins]")
    if width < 640:
        page.get_by_text("Filter", exact=True).click()
    page.locator(".st-key-overlay [role=combobox], .st-key-overlay input").first.click()
    page.get_by_role("option", name="All kinds of deprivation together").click()
    if width < 640:
        page.get_by_text("List", exact=True).click()
    page.locator(".is-list li button").nth(2).click()
    card = ".st-key-card_below .asset" if width < 640 else ".st-key-card_above .asset"
    expect(page.locator(card)).to_be_visible(timeout=WAIT)
    assert serious(page) == []


def test_the_rules_are_really_run(browse, address):
    page = browse(address, wait=".map[data-pins]")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\"><button></button>')")
    assert any(said.startswith("button-name") for said in serious(page))
