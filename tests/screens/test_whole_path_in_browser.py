"""From a resident's tap to the page in somebody's hand, in one browser after another, on the town and on Bath."""

from __future__ import annotations

import io
import re
import urllib.request

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from .by_hand import SOMEBODY_ELSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "Bench chat by the bridge"


@pytest.fixture(params=["own_address", pytest.param("own_bath_address", marks=pytest.mark.realdata)])
def place(request):
    """The address of an app one may write to, and a postcode or street near its middle."""
    return request.getfixturevalue(request.param), {"own_address": "Harbourside", "own_bath_address": "BA2 3QE"}[
        request.param
    ]


def test_a_resident_adds_a_steward_shows_and_a_link_worker_prints(browse, place):
    url, near = place
    # A resident on another computer: what they leave is looked at first.
    page = browse(f"{url}/add", extra_http_headers=SOMEBODY_ELSE, wait=".map[data-pins]")
    page.get_by_placeholder("Postcode or street").fill(near)
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator(".map[data-sketch=point]")).to_be_visible()
    page.get_by_label("What is it called?").fill(NAME)
    page.get_by_label("What is it called?").press("Tab")
    for chip in ("Groups and clubs", "Informal get-together", "Meeting people"):
        page.locator("[data-testid=stButtonGroup] button", has_text=chip).first.click()
    expect(page.locator(".kind_said")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.get_by_text("It will show to everybody once it has been checked")).to_be_visible()
    assert page.get_by_role("button", name="Show it now").count() == 0

    seen = browse(url, wait=".is-list li")
    assert NAME not in seen.locator(".is-list").inner_text()

    steward = browse(f"{url}/look_after", wait=".asset")
    for _ in range(12):
        if NAME in steward.locator(".asset h2").inner_text():
            break
        title = steward.locator(".asset h2").inner_text()
        steward.get_by_role("button", name=re.compile("^Later")).click()
        expect(steward.locator(".asset h2")).not_to_have_text(title)
    steward.get_by_role("button", name=re.compile("^Show it")).click()
    expect(steward.get_by_role("button", name="Undo").first).to_be_visible()

    seen = browse(url, wait=".map[data-pins]")
    expect(seen.locator(".is-list")).to_contain_text(NAME)

    page = browse(f"{url}/refer")
    page.get_by_label("A few words, and a postcode or street").fill(f"bench chat, {near}")
    page.get_by_label("A few words, and a postcode or street").press("Enter")
    expect(page.locator(".sheets img").first).to_have_attribute("alt", re.compile(NAME))
    link = page.get_by_role("link", name="Print")
    expect(link).to_be_visible()
    address = link.evaluate("(link) => link.href")
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # the loopback address
        text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.read())).pages)
    assert NAME in " ".join(text.split())
    assert near not in address
