"""Signing in with a passphrase as one does it: on a page without a script, and again where what was typed stays."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from assetmap.place import open_place

from .by_hand import SOMEBODY_ELSE, at_rest, serious, until
from .conftest import WAIT

pytestmark = pytest.mark.browser
PASSPHRASE = "rosemary poplar spiral plank moon"  # noqa: S105  # a test's


@pytest.fixture(scope="module")
def people(own_town):
    place = open_place(own_town)
    place.store.people.add("Jo", role="steward", passphrase=PASSPHRASE, by="steward")
    place.store.people.add("Sam", role="contributor", passphrase=PASSPHRASE, by="steward")
    yield place.store.people
    place.close()


@pytest.fixture
def fresh(browse):
    """Open an address in a browser in which nobody has signed in, also at a second go."""

    def fresh(url, *size, **options):
        page = browse(url, *size, **options)
        page.context.clear_cookies()
        page.goto(url)
        page.wait_for_selector("a.sign_in")
        return page

    return fresh


def sign_in(page, name):
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".who")).to_have_text(name)
    at_rest(page)


def test_at_this_computer_too_one_signs_in_to_look_after_the_map(people, own_address, fresh):
    page = fresh(f"{own_address}/look_after", 375, 740)
    expect(page.get_by_text("This page is for whoever looks after this map")).to_be_visible()
    expect(page.get_by_role("link", name="Your place")).to_have_count(0)
    page.get_by_role("link", name="Sign in").first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not serious(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Your name here").fill("Jo")
    page.get_by_label("Your passphrase").fill("something else altogether")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Your name here")).to_have_value("Jo")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_have_text("Jo")
    expect(page.get_by_role("link", name="Your place").first).to_be_visible()
    assert page.url.startswith(f"{own_address}/look_after")
    assert page.evaluate("document.cookie").find("assetmap_sign_in") < 0
    at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_role("link", name="Your place")).to_have_count(0)


def test_who_is_signed_out_in_the_middle_of_typing_signs_in_again_and_loses_nothing(
    people, own_town, own_address, fresh
):
    page = fresh(f"{own_address}/add", extra_http_headers=SOMEBODY_ELSE)
    sign_in(page, "Sam")
    name = page.get_by_label("What is it called?")
    name.fill("Sam's bench by the quay")
    name.press("Tab")
    at_rest(page)
    [sam] = [x for x in people.everybody() if x.alias == "Sam"]
    people.renew(sam.id, passphrase=PASSPHRASE, by="steward")  # which signs them out everywhere
    page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_text("You have been signed out. Sign in again; what you typed is still here.").first
    expect(told).to_be_visible(timeout=WAIT)
    expect(name).to_have_value("Sam's bench by the quay")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".who")).to_have_text("Sam")
    expect(name).to_have_value("Sam's bench by the quay")


def test_somebody_is_added_and_their_passphrase_is_shown_once(people, own_address, fresh):
    page = fresh(f"{own_address}/your_place", locale="en-GB")
    sign_in(page, "Jo")
    page.get_by_role("radio", name="People").click()
    name = f"Ana {''.join(secrets.choice('abcdefgh') for _ in range(6))}"
    page.get_by_label("Their first name").fill(name)
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_text(f"{name} may sign in now, with this passphrase.")).to_be_visible()
    until(page, lambda: any(x.alias == name for x in people.everybody()), "she was not added")
    shown = page.locator(".st-key-people_made_box")
    passphrase = " ".join(shown.locator("code").first.inner_text().split())
    assert people.sign_in(name.upper(), passphrase)
    page.get_by_role("button", name="It is written down").click()
    expect(shown).to_have_count(0)
    at_rest(page)
    assert not serious(page)
