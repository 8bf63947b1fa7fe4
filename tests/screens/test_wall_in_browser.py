"""The big screen in a real browser: new pins come by themselves, the map keeps its place, no menu is there."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assetmap import contributions, workshop
from assetmap.assets import Asset
from assetmap.place import open_place
from assetmap.store.sessions import Belongs, Category

from .by_hand import serious

if TYPE_CHECKING:
    from shapely import Point

    from assetmap.place import Place
    from assetmap.store.sessions import Session

pytestmark = pytest.mark.browser
_ODD = "**x** :red[y] <b>z</b> ![](http://host/x.png)"


@pytest.fixture
def place(own_town):
    there = open_place(own_town)
    yield there
    there.close()


def said(place: Place, on: Session, name: str, where: Point) -> None:
    asset = Asset(name=name, kind="indoor_place", where=where, audience="workshop", source="workshop")
    contributions.submit(
        place.store, asset, by="steward", areas=place.layer("areas"), streets=place.layer("streets"),
        belongs=Belongs(session=on.id, category="sweet", shown=True),
    )  # fmt: skip


def test_what_is_said_comes_onto_the_wall_by_itself_and_the_map_stays_where_it_was(place, own_address, browse):
    sweet = Category(key="sweet", label="Sweet spots", colour="red", shape="star", kind="indoor_place")
    on = workshop.begin(
        place, name="Tea and maps", question="What helps you feel well?", categories=(sweet,), by="steward"
    )
    there = [x.asset.where for x in place.store.read(statuses={"published"}) if x.asset.where is not None]
    said(place, on, "Tea hut", there[0].representative_point())
    page = browse(f"{own_address}/big_screen?workshop={on.short}", 1024, 768, wait=".is-wall .map[data-drawn='1']")
    expect(page.get_by_role("heading", name="What helps you feel well?")).to_be_visible()
    expect(page.get_by_text("1 thing said", exact=True).first).to_be_visible()
    expect(page.locator(".stages .now")).to_have_text("Listen")
    for around in ("[data-testid=stHeader]", ".place", ".st-key-language_box", ".st-key-phone_menu"):
        assert not page.locator(around).filter(visible=True).count()
    page.get_by_role("button", name="Zoom in").click()
    zoom = page.locator(".is-wall .map").get_attribute("data-zoom")
    said(place, on, _ODD, there[1].representative_point())
    page.wait_for_selector(".is-wall .map[data-drawn='2']")
    expect(page.locator(".pin.new")).to_have_count(1)
    expect(page.locator(".part.names li").first).to_have_text(_ODD)
    assert page.locator(".is-wall .map").get_attribute("data-zoom") == zoom
    at_stage = place.store.sessions.get(on.id)
    place.store.sessions.change(dataclasses.replace(at_stage, stage="mobilise"), by="steward")
    expect(page.locator(".stages .now")).to_have_text("Mobilise")
    expect(page.locator(".pin.new")).to_have_count(1)
    for box in (".question", ".stages", ".side", ".signs"):
        seen = page.locator(f".is-wall {box}").bounding_box()
        assert seen["x"] >= 0
        assert seen["y"] >= 0
        assert seen["x"] + seen["width"] <= 1024
        assert seen["y"] + seen["height"] <= 768
    assert not [url for url in page.asked if own_address not in url and not url.startswith(("data:", "blob:"))]
    assert serious(page) == []
    assert not page.errors
