"""Looking after a map in a real browser: deciding, undoing, by keyboard, on a phone, and two stewards at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import shapely
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.place import open_place

from .by_hand import at_rest, elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "**x** :red[y] [link](http://h.example) ![](http://h.example/x.png) <b>z</b> {{7*7}} $e^x$ `c`"
CARD = ".st-key-draft_card .asset h2"
DONE = ".st-key-look_done .said"


@pytest.fixture
def store(own_town: Path):
    place = open_place(own_town)
    yield place.store
    place.close()


@pytest.fixture
def only(store):
    """Leave these drafts and no other."""

    def leave(*assets: Asset) -> None:
        waits = store.ids(statuses=["draft"])
        if waits:
            contributions.reject(store, waits, by="steward")
        for asset in assets:
            contributions.submit(store, asset, by="resident: Jo")

    return leave


def draft(name: str, **more: object) -> Asset:
    return Asset(name=name, kind="green place", where=shapely.Point(-3.2, 50.505), **more)


@pytest.fixture
def opened(browse, own_address):
    def open_(width: int = 1280, height: int = 800) -> Page:
        return browse(f"{own_address}/look_after", width, height, wait=".st-key-look_after .count, .empty")

    return open_


def looks_at(page: Page, name: str) -> None:
    """Wait until a draft is there with everything that can be decided about it."""
    expect(page.locator(CARD)).to_contain_text(name)
    at_rest(page)


def status(store, asset: Asset) -> str:
    return store.get(asset.id).asset.status


def test_the_drafts_of_the_town_wait_and_nobody_else_is_asked(browse, address):
    page = browse(f"{address}/look_after", wait=".st-key-look_after .count")
    expect(page.locator(".st-key-look_after .count")).to_have_text("4 drafts are waiting.")
    looks_at(page, "Footbridge chats")
    expect(page.locator(".st-key-draft_map .map")).to_be_visible()
    expect(page.locator(".st-key-draft_card .checked")).to_have_text(
        re.compile("Not checked yet|we have not checked this")
    )
    expect(page.locator(".will")).to_contain_text("It is shown exactly where it is.")
    assert elsewhere(page, address) == []


def test_a_draft_is_shown_with_how_one_knows_and_that_is_undone(opened, only, store):
    asset = draft("Little wood")
    only(asset, draft("Second wood"))
    page = opened()
    looks_at(page, "Little wood")
    page.get_by_text("I rang them").click()
    page.get_by_role("button", name="Show it").click()
    looks_at(page, "Second wood")
    expect(page.locator(DONE)).to_have_text("“Little wood” is shown now.")
    there = store.get(asset.id).asset
    assert (there.status, there.how_checked, there.checked_by) == ("published", "phoned", "steward")
    assert there.checked_on is not None
    page.locator(".st-key-look_done").get_by_role("button", name="Undo").click()
    expect(page.locator(DONE)).to_have_text("Undone: it is as it was before.")
    expect(page.locator(".st-key-look_after .count")).to_have_text("2 drafts are waiting.")
    assert (status(store, asset), store.get(asset.id).asset.checked_on) == ("draft", None)


def test_the_keyboard_can_do_all_of_it(opened, only, store):
    first, second, third = (draft(f"{name} wood") for name in ("First", "Second", "Third"))
    only(first, second, third)
    page = opened()
    looks_at(page, "First wood")
    page.keyboard.press("Control+Enter")
    looks_at(page, "Second wood")
    page.keyboard.press("Control+ArrowRight")
    looks_at(page, "Third wood")
    page.keyboard.press("Control+ArrowDown")
    expect(page.get_by_text("Why? You need not say.")).to_be_visible()
    at_rest(page)
    page.keyboard.press("Control+2")
    expect(page.get_by_text("One draft was left for later.")).to_be_visible()
    at_rest(page)
    assert [status(store, x) for x in (first, second, third)] == ["published", "draft", "withdrawn"]
    assert store.history(third.id)[-1].why == "It is not for this map"
    page.keyboard.press("Control+z")
    looks_at(page, "Third wood")
    assert status(store, third) == "draft"


def test_two_stewards_never_decide_unseen(opened, only, store):
    first, second = draft("First pond"), draft("Second pond")
    only(first, second)
    mine, theirs = opened(), opened()
    for page in (mine, theirs):
        looks_at(page, "First pond")
    theirs.get_by_role("button", name="Show it").click()
    looks_at(theirs, "Second pond")
    mine.get_by_role("button", name="Do not show").click()
    # The click reruns the page, which sees that the draft is gone; nothing is decided unseen.
    expect(mine.get_by_text("Somebody else has decided about the one you were looking at.")).to_be_visible()
    looks_at(mine, "Second pond")
    assert status(store, first) == "published"
    # While one looks, the resident changes it with their receipt: what was not seen is not shown.
    contributions.change_by_receipt(store, contributions.receipt(store, second.id), second.changed(name="Buy this"))
    mine.get_by_role("button", name="Show it").click()
    expect(mine.get_by_text("was changed or decided by somebody else in between")).to_be_visible()
    looks_at(mine, "Buy this")
    assert status(store, second) == "draft"


def test_a_draft_is_changed_then_shown(opened, only, store):
    asset = draft("Misspelt pnd", own_words="Quiet.\nVery.")
    only(asset)
    page = opened()
    page.get_by_role("button", name="Change").click()
    name = page.get_by_label("What is it called?")
    expect(name).to_have_value("Misspelt pnd")
    name.fill("Mill pond")
    page.get_by_role("button", name="Save and show it").click()
    expect(page.locator(DONE)).to_have_text("“Mill pond” is changed and shown now.")
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    there = store.get(asset.id).asset
    assert (there.name, there.status, there.own_words, there.where) == (
        "Mill pond", "published", "Quiet.\nVery.", asset.where,
    )  # fmt: skip
    page.get_by_text("What was done").click()
    expect(page.locator(".change b").first).to_have_text("Mill pond: changed and shown")


def test_a_hidden_place_stays_hidden_through_a_change(opened, only, store):
    asset = draft("Quiet refuge", precision="not_shown")
    only(asset)
    page = opened()
    expect(page.locator(".will")).to_contain_text("Nobody is shown where it is.")
    page.get_by_role("button", name="Change").click()
    page.get_by_label("What is it called?").fill("Quiet place")
    page.get_by_role("button", name="Save, and decide later").click()
    looks_at(page, "Quiet place")
    there = store.get(asset.id).asset
    assert (there.where, there.status, store.exact_place(asset.id)) == (None, "draft", asset.where)


def test_two_drafts_of_one_thing_are_noticed_also_where_their_place_is_hidden(opened, only):
    one = draft("Grief circle", precision="not_shown")
    only(one, draft("The grief circle"))
    page = opened()
    looks_at(page, "Grief circle")
    expect(page.locator(".notice")).to_contain_text("Something with nearly the same name is waiting close by already")
    expect(page.locator(".notice b")).to_have_text("The grief circle")


@pytest.mark.parametrize("width", [1280, 375])
def test_hostile_names_stand_letter_for_letter(opened, only, own_address, width):
    only(draft(HOSTILE, own_words=HOSTILE), draft("Next"))
    page = opened(width)
    expect(page.locator(f"{CARD} span")).to_have_text(HOSTILE)
    page.get_by_role("button", name="Do not show").click()
    page.get_by_role("button", name="It is on the map already").click()
    expect(page.locator(DONE)).to_contain_text("**x** :red[y] [link](http://h.example)")
    page.get_by_text("What was done").click()
    expect(page.locator(".change b").first).to_contain_text(HOSTILE)
    assert page.locator(".st-key-look_after a[href*='h.example'], .st-key-look_after b b").count() == 0
    assert elsewhere(page, own_address) == []


def test_on_a_phone_the_decision_is_at_hand_and_large_enough_to_touch(opened, only):
    only(draft("Long card", description="word " * 400))
    page = opened(375, 740)
    button = page.get_by_role("button", name="Show it")
    expect(button).to_be_in_viewport()
    for way in ("I went there", "I rang them", "A resident told us", "From its website"):
        expect(page.get_by_role("radio", name=way)).to_be_in_viewport(ratio=1)  # nothing is hidden by the bar
    for one in page.locator(".st-key-decision button").all():
        assert one.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_what_was_done_lately_is_undone_from_its_row(opened, only, store):
    asset = draft("Undone wood")
    only(asset)
    page = opened()
    page.get_by_text("What was done").click()
    row = page.locator(".change", has_text="Undone wood: added")
    expect(row).to_contain_text("By a resident (Jo), today at")
    change = store.history(asset.id)[0].change
    page.locator(f".st-key-change_{change}").get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("Undone.")
    expect(page.locator(f".st-key-change_{change}").get_by_role("button")).to_have_count(0)
    assert status(store, asset) == "withdrawn"
    contributions.withdraw(store, asset.id, by="steward")
    page.reload()
    page.get_by_text("What was done").click()
    expect(page.locator(".change").first).to_contain_text("It is not undone.")
    expect(page.locator(".change", has_text="Undone wood")).to_have_count(0)


@pytest.mark.realdata
def test_a_list_is_one_row_shown_as_one_and_taken_back_as_one(browse, own_bath, own_bath_address):
    from assetmap.importing import import_bytes

    rows = "\n".join(f"Garden {n},51.38{n:02d},-2.36" for n in range(60))
    place = open_place(own_bath)
    import_bytes(place, f"name,lat,lon\n{rows}".encode(), "groups.csv", kind="growing space")
    page = browse(f"{own_bath_address}/look_after", wait=".st-key-look_after .count")
    expect(page.locator(".st-key-look_after .count")).to_have_text("60 drafts are waiting.")
    expect(page.locator(CARD)).to_contain_text("Garden 0")
    expect(page.locator(".st-key-together")).to_contain_text("This one and 59 others came together, from groups.csv.")
    page.get_by_role("button", name="Show all 60").click()
    expect(page.locator(".change").first).to_contain_text("60 added from groups.csv")
    expect(page.get_by_text("Show 60 to everybody they are meant for?")).to_be_visible()
    page.get_by_role("button", name="Yes, show 60").click()
    expect(page.get_by_text("60 are shown now.")).to_be_visible()
    assert place.store.ids(statuses=["draft"]) == []
    expect(page.locator(".change").first).to_contain_text("60 shown")
    page.locator("[class*=st-key-change_]").first.get_by_role("button", name=re.compile("Undo")).click()
    page.get_by_role("button", name="Yes, undo 60").click()
    expect(page.get_by_text("Undone for 60.")).to_be_visible()
    assert len(place.store.ids(statuses=["draft"])) == 60
    place.close()
