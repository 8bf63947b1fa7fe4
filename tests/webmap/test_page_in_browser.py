"""The saved page in a real browser with no network: it draws, it filters, and nothing that was typed runs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from shapely import Point

from assetmap.assets import Asset
from assetmap.webmap import web_page

from .conftest import HOSTILE, hostile_assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
DAY = date(2026, 11, 21)


@pytest.fixture
def window(chromium) -> Iterator[Page]:
    """A page of which every request and error is kept; no request is let out."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.route("http*://**", lambda route: route.abort())
    yield page
    page.close()


def opened(window, tmp_path, html: str) -> None:
    path = tmp_path / "map.html"
    path.write_text(html, encoding="utf-8")
    window.goto(path.as_uri())
    window.wait_for_selector("body[data-ready]")


def test_hostile_texts_are_shown_and_nothing_runs_or_is_asked_for(place, window, tmp_path):
    assets = hostile_assets()
    opened(window, tmp_path, web_page(assets, place=place, overlay="imd", title=HOSTILE[3], on=DAY))
    assert window.get_by_role("heading", level=1).inner_text() == HOSTILE[3]
    for i, text in enumerate(HOSTILE[:8]):
        item = window.locator(f"#a-{assets[i].short}")
        assert item.locator("summary b").inner_text() == f"n{i} {text}"
        item.locator("summary").click()
        if assets[i].where is not None:
            popup = window.locator(".leaflet-popup .card strong", has_text=f"n{i} ")
            assert popup.text_content() == f"n{i} {text}"
    assert window.evaluate("window.ran") is None
    assert window.locator("img[src=x]").count() == 0
    assert [url for url in window.asked if not url.startswith(("data:", "file:"))] == []
    assert window.errors == []


def test_a_pin_on_the_map_opens_its_row_and_its_words(place, window, tmp_path):
    club = Asset(name="Chapel club", kind="group or club", where=Point(-2.36, 51.36), phone="01632 960 114")
    walk = Asset(name="Long walk", kind="walk or route", where=Point(-2.34, 51.35))
    opened(window, tmp_path, web_page([club, walk], place=place, on=DAY))
    at = window.evaluate("id => assetmapPage.pixelOf(id)", club.short)
    window.locator(".folium-map").click(position=at)
    assert window.locator(".leaflet-popup .card").inner_text().startswith("Chapel club")
    assert window.locator(f"#a-{club.short} details").get_attribute("open") is not None


def test_words_and_chips_choose_what_the_list_shows(place, window, tmp_path):
    club = Asset(name="Chapel club", kind="group or club", where=Point(-2.36, 51.36))
    walk = Asset(name="Long walk", kind="walk or route", where=Point(-2.34, 51.35))
    opened(window, tmp_path, web_page([club, walk], place=place, on=DAY))
    window.get_by_label("Find by words").fill("chapel")
    assert window.locator("#count").inner_text() == "1 of 2 shown"
    assert not window.locator(f"#a-{walk.short}").is_visible()
    window.get_by_label("Find by words").fill("")
    window.get_by_label("Outdoors").check()
    assert window.locator(f"#a-{walk.short}").is_visible()
    assert not window.locator(f"#a-{club.short}").is_visible()


def test_streets_and_colours_are_drawn(place, window, tmp_path):
    opened(window, tmp_path, web_page([], place=place, overlay="imd", on=DAY))
    colours = """() => {
      const canvas = document.querySelector('.leaflet-tile-pane canvas');
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return [...seen].map((x) => '#' + x.toString(16).padStart(6, '0').toUpperCase());
    }"""
    with_overlay = set(window.evaluate(colours))
    window.get_by_label("Show the colours").uncheck()
    without = set(window.evaluate(colours))
    assert "#FBE9B7" in without  # a main street
    assert "#D3E7C4" in without  # green
    assert with_overlay - without  # and the most deprived area's violet is gone
    assert window.locator(".legend").inner_text().count("deprived tenth") == 2


def test_on_a_narrow_screen_the_legend_is_a_button_until_asked_for(place, window, tmp_path):
    window.set_viewport_size({"width": 375, "height": 720})
    opened(window, tmp_path, web_page(hostile_assets(), place=place, overlay="imd", on=DAY))
    box, seen = window.locator(".legend"), window.locator(".folium-map").bounding_box()
    shut = box.bounding_box()
    assert shut["width"] * shut["height"] < seen["width"] * seen["height"] * 0.05
    button = window.get_by_role("button", name="Colours")
    assert button.bounding_box()["height"] >= 44
    assert button.get_attribute("aria-expanded") == "false"
    assert not window.get_by_label("Show the colours").is_visible()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    window.get_by_label("Show the colours").uncheck()
    assert box.inner_text().count("deprived tenth") == 2
    button.click()
    assert box.bounding_box() == shut
    window.set_viewport_size({"width": 1280, "height": 800})
    assert not window.get_by_label("Show the colours").is_visible()  # it stays as somebody left it
    button.click()
    assert window.get_by_label("Show the colours").is_visible()


def test_the_list_is_complete_without_scripts(place, chromium, tmp_path):
    path = tmp_path / "map.html"
    path.write_text(web_page(hostile_assets(), place=place, on=DAY), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("#places > li").count() == len(HOSTILE)
    page.locator("#places summary").first.click()
    assert page.locator("#places details[open] p").first.is_visible()
    context.close()


def test_a_tap_on_an_area_tells_its_name_and_its_tenth(place, window, tmp_path):
    opened(window, tmp_path, web_page([], place=place, overlay="imd", on=DAY))
    map_ = window.locator(".folium-map").bounding_box()
    window.mouse.click(map_["x"] + map_["width"] * 0.35, map_["y"] + map_["height"] * 0.35)
    said = window.locator(".leaflet-popup.area")
    assert re.search(r"the (most|least) deprived tenth|tenth \d of 10", said.inner_text())
    assert said.locator("strong").inner_text() in set(place.layer("areas")["name"])
    said.get_by_label("Close popup").click()
    window.get_by_label("Show the colours").uncheck()
    window.mouse.click(map_["x"] + map_["width"] * 0.35, map_["y"] + map_["height"] * 0.35)
    expect(said).to_have_count(0)
