"""A scribe at her desk in a hall: without the mouse, never disturbed, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from assetmap import workshop
from assetmap.assets import Asset
from assetmap.place import open_place
from assetmap.store.base import Edit
from assetmap.store.sessions import Belongs, Category
from tests.screens.by_hand import serious

pytestmark = pytest.mark.browser

MEET = Category(key="meet", label="Where we **meet**", colour="red", shape="star")


@pytest.fixture
def place(own_town):
    made = open_place(own_town)
    yield made
    made.close()


def names(place, on):
    return {place.store.get(x).asset.name: y for x, y in place.store.sessions.members(on.id).items()}


def test_a_scribe_types_three_things_without_the_mouse_undoes_one_and_a_phone_comes_in(place, own_address, browse):
    on = workshop.begin(place, name="Tea and maps", question="What helps?", categories=[MEET], by="steward")
    page = browse(f"{own_address}/scribe", wait=".desk")
    what, where, status = (page.locator(f".desk {x}") for x in (".what input", ".where input", ".status"))
    expect(what).to_be_focused()
    expect(page.locator(".choice").first).to_have_text("1Where we **meet**")
    keys = page.keyboard
    keys.type("Lunch <b>club</b>\n")
    expect(where).to_be_focused()
    keys.type("Merrowcombe Library\n")
    keys.press("1")
    expect(what).to_be_focused()
    # The second goes on before anything has been answered.
    keys.type("Bench\nby the big tree\n")
    keys.press("v")
    keys.type("Choir\n\n")
    keys.press("0")
    keys.press("g")
    expect(status).to_have_text("Saved: Choir")
    there = names(place, on)
    assert [(x, there[x].category) for x in there] == [("Lunch <b>club</b>", "meet"), ("Bench", ""), ("Choir", "")]
    assert there["Bench"].said_where == "by the big tree"
    by_name = {x: place.store.get(y.asset_id).asset for x, y in there.items()}
    assert by_name["Lunch <b>club</b>"].where is not None
    assert by_name["Choir"].precision == "not_shown"
    keys.press("Control+z")
    expect(status).to_have_text("Taken back: Choir")
    assert set(names(place, on)) == {"Lunch <b>club</b>", "Bench"}

    keys.type("The quay in the eve")
    sessions = place.store.sessions
    phone = sessions.let_in(sessions.open_door(on.id, by="steward").code, now=datetime.now(UTC))
    asset = Asset(name="Skate corner", kind="play or sport place", source="workshop", own_words="it is **ours**")
    place.store.write(
        [Edit(asset=asset, expected=0, what="added")], by="resident",
        belongs={asset.id: Belongs(session=on.id, how="phone", said_where="behind the station", phone=phone)},
    )  # fmt: skip
    card = page.locator(f".st-key-came_{asset.short}")
    expect(card).to_contain_text("it is **ours**")
    expect(what).to_be_focused()
    expect(what).to_have_value("The quay in the eve")
    keys.type("ning\n\n")
    keys.press("l")
    expect(status).to_have_text("Saved: The quay in the evening")
    card.get_by_role("button", name="Show").click()
    expect(status).to_have_text("The room sees it now: Skate corner")
    assert names(place, on)["Skate corner"].shown
    expect(page.locator(".is-map .map")).to_have_attribute("data-pins", "1")
    assert not serious(page)

    page.set_viewport_size({"width": 375, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.reload()
    expect(what).to_be_visible()
    expect(page.locator(".hall")).to_contain_text("Tea and maps")
    assert not page.errors


def test_a_tap_on_the_map_is_the_place_of_what_is_being_typed(place, own_address, browse):
    on = workshop.begin(place, name="Maps and tea", by="steward")
    page = browse(f"{own_address}/scribe", wait=".desk")
    what = page.locator(".desk .what input")
    expect(what).to_be_focused()
    page.keyboard.type("Kite hill")
    page.locator(".is-map .map[data-mode]").click(position={"x": 300, "y": 150})
    expect(page.locator(".desk .found")).to_have_text("The spot you tapped on the map")
    page.keyboard.press("v")
    expect(page.locator(".desk .status")).to_have_text("Saved: Kite hill")
    [member] = place.store.sessions.members(on.id)
    assert place.store.get(member).asset.where is not None
    expect(page.locator(".is-map .map")).to_have_attribute("data-pins", "1")
