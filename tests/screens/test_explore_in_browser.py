"""The first screen as people see it, in a real browser that may speak to nobody but the app."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .by_hand import ALONE, PIXEL_OF, colour_by, elsewhere, until, zoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browse, address) -> Callable[[int, int], Page]:
    return lambda width, height: browse(address, width, height, wait=".map[data-pins]")


def numbers(page: Page) -> tuple[int, int]:
    said = re.match(r"(\d+) of (\d+) shown", page.locator(".count").inner_text())
    assert said is not None
    return int(said[1]), int(said[2])


def colours(page: Page) -> set[int]:
    """Name the colours that cover at least a thousandth of the base map."""
    many = """(canvas) => {
      const { width, height } = canvas, all = canvas.getContext("2d").getImageData(0, 0, width, height).data;
      const seen = new Map();
      for (let i = 0; i < all.length; i += 4) {
        const one = (all[i] << 16) | (all[i + 1] << 8) | all[i + 2];
        seen.set(one, (seen.get(one) || 0) + 1);
      }
      return [...seen].filter(([, times]) => times > (width * height) / 1000).map(([one]) => one);
    }"""
    return set(page.locator(".leaflet-tile-pane canvas").evaluate(many))


def test_map_list_and_count_agree_and_no_other_host_is_asked(opened, address):
    page = opened(1280, 800)
    shown, everything = numbers(page)
    assert shown == everything > 100
    expect(page.locator(".is-list li:visible")).to_have_count(everything)
    without = re.search(r"(\d+) of them without a place", page.locator(".count").inner_text())
    pins = everything - int(without[1] if without else 0)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(pins))
    assert elsewhere(page, address) == []
    assert page.errors == []


def test_the_town_is_said_to_be_invented(opened):
    expect(opened(1280, 800).get_by_text("everything in it are invented")).to_be_visible()


def test_a_chip_filters_map_and_list_alike(opened):
    page = opened(1280, 800)
    _, everything = numbers(page)
    page.get_by_role("button", name="Food and growing").click()
    expect(page.locator(".count")).not_to_contain_text(f"{everything} of")
    shown, _ = numbers(page)
    assert 0 < shown < everything
    expect(page.locator(".is-list li:visible")).to_have_count(shown)
    without = re.search(r"(\d+) of them without a place", page.locator(".count").inner_text())
    pins = shown - int(without[1] if without else 0)
    assert pins > 0
    expect(page.locator(".map")).to_have_attribute("data-pins", str(pins))


def test_words_filter_and_stay_out_of_the_address(opened):
    page = opened(1280, 800)
    page.get_by_label("Find by words").fill("lunch")
    page.get_by_label("Find by words").press("Enter")
    expect(page.locator(".count")).not_to_contain_text("146 of")
    assert "lunch" not in page.url
    assert not [url for url in page.asked if "lunch" in url]
    assert page.get_by_label("Find by words").get_attribute("autocomplete") == "off"


def test_a_row_of_the_list_chooses_it_on_the_map_and_shows_its_card(opened):
    page = opened(1280, 800)
    row = page.locator(".is-list li button").nth(3)
    name = row.locator("b").inner_text()
    row.click()
    expect(page.locator(".st-key-card_above .asset h2")).to_have_text(name)
    expect(row).to_have_attribute("aria-pressed", "true")
    short = page.locator(".st-key-card_above .asset").get_attribute("data-short")
    expect(page.locator(".map")).to_have_attribute("data-chosen", short)


def test_the_keyboard_alone_can_choose_a_row(opened):
    page = opened(1280, 800)
    row = page.locator(".is-list li button").nth(1)
    row.focus()
    row.press("Enter")
    expect(page.locator(".st-key-card_above .asset h2")).to_have_text(row.locator("b").inner_text())


def test_a_pin_chooses_its_row_and_the_view_stays(opened):
    page = opened(1280, 800)
    zoom(page)
    target = page.locator(".map").evaluate(ALONE)
    page.locator(".map").click(position=target["at"])
    expect(page.locator(".st-key-card_above .asset")).to_have_attribute("data-short", target["id"])
    after = page.locator(".map").evaluate(PIXEL_OF, target["id"])
    assert abs(after["x"] - target["at"]["x"]) < 2  # neither zoom nor view was lost with the rerun
    assert abs(after["y"] - target["at"]["y"]) < 2
    page.get_by_role("button", name="Close").first.click()
    expect(page.locator(".st-key-card_above .asset")).to_have_count(0)


def test_colours_come_with_a_legend_and_go_again(opened):
    page = opened(1280, 800)
    colour_by(page)
    legend = page.locator(".legend")
    expect(legend).to_contain_text("most deprived tenth")
    expect(legend).to_contain_text("least deprived tenth")
    expect(legend).to_contain_text("2026")
    colour_by(page, "Colours: none")
    expect(legend).to_have_count(0)


@pytest.mark.realdata
def test_the_areas_of_bath_are_coloured_by_its_own_figures(browse, bath_address):
    page = browse(bath_address, wait=".map[data-pins]")
    bare = colours(page)
    colour_by(page)
    legend = page.locator(".legend")
    expect(legend).to_contain_text("most deprived tenth")
    expect(legend).to_contain_text("2025")
    expect(page.locator(".map")).to_have_attribute("data-overlay", re.compile("deprivation"))
    until(page, lambda: len(colours(page) - bare) >= 5, "the areas were not coloured")
    assert page.errors == []


def test_the_page_and_the_data_are_made_when_asked(opened, tmp_path):
    page = opened(1280, 800)
    with page.expect_download() as got:
        page.get_by_role("button", name="Save this map as a page").click()
    path = tmp_path / got.value.suggested_filename
    got.value.save_as(path)
    assert path.name == "map.html"
    assert "Content-Security-Policy" in path.read_text(encoding="utf-8")
    page.get_by_role("button", name="Save as data").click()
    for label, begins in (("Data for web maps", b'{"type": "FeatureCo'), ("Calendar of what is on", b"BEGIN:VCAL"),
                          ("Table for Excel", b"PK"), ("Map for QGIS", b"SQLite")):  # fmt: skip
        with page.expect_download() as got:
            page.get_by_role("button", name=label).click()
        got.value.save_as(tmp_path / "data")
        assert (tmp_path / "data").read_bytes().startswith(begins)


def test_on_a_phone_map_and_list_are_two_tabs_and_nothing_is_wider_than_the_page(opened):
    page = opened(375, 800)
    assert page.locator(".map").is_visible()
    assert not page.locator(".is-list").is_visible()
    page.get_by_text("List", exact=True).click()
    expect(page.locator(".is-list")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.locator(".is-list li button").nth(2).click()
    expect(page.locator(".st-key-card_below .asset")).to_be_visible()


def test_what_is_in_walking_distance_is_asked_and_put_away_by_keyboard_alone(opened):
    page = opened(1280, 800)
    everything = numbers(page)
    button = page.get_by_role("button", name="In walking distance?")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_have_attribute("aria-label", re.compile("begins the walk in the middle"))
    page.locator(".map").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_have_attribute("data-reach", "5 10 15")
    expect(page.locator(".on_foot_said")).to_contain_text("From where you tapped: ")
    head = page.locator(".is-list .head").first
    expect(head).to_have_text(re.compile(r"^Within \d+ minutes \(\d+\)$"))
    expect(page.locator(".is-list li:not(.head) .walk").first).to_have_text(
        re.compile(r"^(About )?\d+ minutes?' walk$")
    )
    assert 0 < numbers(page)[0] < everything[0]
    drawn = page.locator(".map .leaflet-overlay-pane path").count()
    page.locator(".is-list li:not(.head) button").first.press("Enter")  # a card, and the areas stay
    expect(page.locator(".st-key-card_above .asset")).to_be_visible()
    assert page.locator(".map .leaflet-overlay-pane path").count() == drawn > 0
    page.get_by_role("button", name="Everything again").press("Enter")
    expect(page.locator(".map")).to_have_attribute("data-reach", "")
    expect(page.locator(".count")).to_contain_text(f"{everything[0]} of {everything[1]} shown")
    assert page.errors == []


def test_another_tap_is_another_start_and_a_pin_is_still_a_pin(opened):
    page = opened(1280, 800)
    page.get_by_role("button", name="In walking distance?").click()
    page.locator(".map.puts").click(position={"x": 340, "y": 190})
    expect(page.locator(".map")).to_have_attribute("data-reach", "5 10 15")
    first = page.locator(".map .leaflet-overlay-pane path").first
    before = first.get_attribute("d")
    page.locator(".map").click(position={"x": 300, "y": 200})
    expect(first).not_to_have_attribute("d", before)
    page.locator(".st-key-on_foot_where input").fill("ZZ1 1AA")
    page.keyboard.press("Enter")
    expect(page.locator(".on_foot_said")).to_contain_text("From ZZ1 1AA: ")
    page.locator(".is-list .head").first.wait_for()
    pin = page.locator(".map").evaluate(ALONE)["at"]
    page.locator(".map").click(position={"x": pin["x"], "y": pin["y"]})
    expect(page.locator(".st-key-card_above .asset")).to_be_visible()
    expect(page.locator(".on_foot_said")).to_contain_text("From ZZ1 1AA: ")
