"""The map in a real browser: it follows the store, keeps its view, and can be used without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from shapely import Point

from assetmap.assets import Asset
from assetmap.contributions import submit, withdraw
from assetmap.place import open_place

pytestmark = pytest.mark.browser
WAIT = 20_000
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
    page.get_by_label("Find by words").fill("")
    page.get_by_label("Find by words").press("Enter")
    page.get_by_role("button", name="Health", exact=True).click()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Health", exact=True).click()


def test_what_others_add_comes_as_a_small_difference_and_the_view_stays(page, store):
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(500)
    before, zoom = int(page.locator(".map").get_attribute("data-pins")), page.locator(".map").get_attribute("data-zoom")
    came = []
    page.on("response", lambda answer: came.append(answer) if "/places" in answer.url else None)
    new = Asset(name="A bench by the sea", kind="green place", where=Point(-2.0, 50.6))
    submit(store, new, by="steward", publish=True)
    again(page)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(before + 1), timeout=WAIT)
    assert page.locator(".map").get_attribute("data-zoom") == zoom
    assert came
    assert all("/places/since" in answer.url for answer in came)
    assert sum(len(answer.body()) for answer in came) < 20_000
    withdraw(store, new.id, by="steward")
    again(page)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(before), timeout=WAIT)
    assert page.errors == []


def test_a_hostile_name_is_letters_on_map_list_and_card(page, store):
    submit(store, Asset(name=HOSTILE, kind="green place", where=Point(-2.0, 50.6)), by="steward", publish=True)
    again(page)
    row = page.locator(".is-list li", has_text="{{7*7}}")
    expect(row).to_have_count(1, timeout=WAIT)
    # What turns the reading round is taken out on the way to the screen; every letter stays.
    assert row.locator("b").inner_text() == HOSTILE.replace("\u202e", "")
    row.locator("button").click()
    card = page.locator(".st-key-card_above .asset h2")
    expect(card).to_contain_text("{{7*7}} <img src=x onerror=alert(1)>", timeout=WAIT)
    assert page.locator("img[src=x]").count() == 0
    assert page.errors == []


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
    expect(page.locator(".st-key-card_above .asset h2")).to_be_visible(timeout=WAIT)
    name = page.locator(".st-key-card_above .asset h2").inner_text().strip()
    assert name in first


def test_the_keyboard_moves_and_zooms_the_map(page):
    div = page.locator(".map")
    zoom = float(div.get_attribute("data-zoom"))
    div.focus()
    div.press("+")
    expect(div).not_to_have_attribute("data-zoom", str(zoom))
    assert float(div.get_attribute("data-zoom")) > zoom


def test_a_number_opens_until_its_places_stand_apart(page):
    div = page.locator(".map")
    crowd = """(map) => {
      const list = [...document.querySelectorAll('*')].find((x) => x.shadowRoot?.querySelector('.is-list'));
      const ids = [...list.shadowRoot.querySelectorAll('li')].map((x) => x.dataset.id);
      const all = ids.map((id) => map.pixelOf(id)).filter((at) => at && at.x > 80 && at.y > 60
        && at.x < map.clientWidth - 80 && at.y < map.clientHeight - 60);
      const near = (a) => all.filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < 12).length;
      return all.sort((a, b) => near(b) - near(a))[0];
    }"""
    zoom = float(div.get_attribute("data-zoom"))
    div.click(position=div.evaluate(crowd))
    several = page.locator(".leaflet-popup.several")
    expect(several.or_(page.locator(f".map:not([data-zoom='{zoom:g}'])")).first).to_be_visible(timeout=WAIT)
    if several.count():
        several.locator("button").first.press("Enter")
        expect(page.locator(".st-key-card_above .asset")).to_be_visible(timeout=WAIT)


def test_needs_and_groups_together_leave_what_fits_both(page):
    page.get_by_role("button", name="What it helps with").click()
    page.get_by_role("button", name="meeting people").click()
    page.keyboard.press("Escape")
    expect(page.locator(".count")).not_to_contain_text("146 of", timeout=WAIT)
    some = int(page.locator(".count").inner_text().split()[0])
    page.get_by_role("button", name="Groups and clubs").click()
    expect(page.locator(".count")).not_to_contain_text(f"{some} of", timeout=WAIT)
    fewer = int(page.locator(".count").inner_text().split()[0])
    assert 0 < fewer < some
    expect(page.locator(".is-list ul")).to_have_attribute("data-count", str(fewer), timeout=WAIT)
