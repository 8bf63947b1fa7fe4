"""Putting right what a card shows: changed, checked, paused, closed, taken away; two stewards; everybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.freshness import day_text
from assetmap.place import open_place

from .by_hand import SOMEBODY_ELSE, at_rest, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
WAIT = 20_000
HOSTILE = "**x** :red[y] [link](http://h.example) ![](http://h.example/x.png) <b>z</b> {{7*7}} $e^x$ `c`"
DOINGS = ["Change this", "Checked today", "Paused", "Open again", "Take it off the map"]
WHERE = shapely.Point(-3.2, 50.505)


@pytest.fixture
def place(own_town):
    place = open_place(own_town)
    yield place
    place.close()


@pytest.fixture
def shown(place):
    """Show something to everybody."""

    def show(name: str, **more: object) -> Asset:
        fields = {"kind": "group or club", "where": WHERE, "phone": "01632 960001", "own_words": "Warm.\nKind."} | more
        asset = Asset(name=name, **fields)
        contributions.submit(
            place.store, asset, by="steward", publish=True, areas=place.layer("areas"), streets=place.layer("streets")
        )
        return asset

    return show


@pytest.fixture
def looked_at(browse, own_address):
    """Open Explore and the card of a name."""

    def look(name: str, width: int = 1280, height: int = 800, **context: object) -> Page:
        page = browse(own_address, width, height, wait=".map[data-pins]", **context)
        if width < 640:
            page.locator(".st-key-face").get_by_text("List").click()
        page.locator(".is-list li button", has_text=name).first.click()
        expect(card(page).locator("h2")).to_contain_text(name, timeout=WAIT)
        at_rest(page)
        return page

    return look


def card(page: Page) -> Locator:
    return page.locator(".asset >> visible=true")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, sentence: str) -> None:
    expect(page.locator("[class*=_done] .said >> visible=true")).to_have_text(sentence, timeout=WAIT)
    at_rest(page)


def now(place, asset: Asset) -> Asset:
    return place.store.get(asset.id).asset


def change(page: Page, label: str, text: str) -> None:
    """Open the form and fill one field of it."""
    press(page, "Change this")
    field(page, label, text)


def field(page: Page, label: str, text: str) -> None:
    found = page.get_by_label(label, exact=True)
    expect(page.get_by_text("You are changing")).to_be_visible(timeout=WAIT)
    at_rest(page)
    if not found.is_visible():
        page.get_by_text("Who to ask", exact=True).click()
    found.fill(text)


def view(page: Page) -> list[float]:
    said = "(map) => { const at = map.pixelAt(-3.2, 50.505); return [at.x, at.y, Number(map.dataset.zoom)]; }"
    return page.locator(".st-key-the_map .map").evaluate(said)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_telephone_number_is_put_right_and_stands_on_the_card(looked_at, shown, place, width):
    asset = shown(f"Knitters {width}")
    page = looked_at(asset.name, width)
    change(page, "Telephone", "01632 960777")
    press(page, "Save")
    says(page, "Saved.")
    expect(card(page)).to_contain_text("01632 960777")
    there = now(place, asset)
    assert (there.phone, there.status, there.own_words, there.where) == (
        "01632 960777", "published", "Warm.\nKind.", asset.where,
    )  # fmt: skip
    press(page, "Undo")
    says(page, "Undone: it is as it was before.")
    expect(card(page)).to_contain_text("01632 960001")


def test_after_a_change_one_is_back_where_one_was(looked_at, shown):
    page = looked_at(shown("Back again").name)
    page.get_by_role("button", name="Groups and clubs").click()
    page.locator(".st-key-the_map .map").hover()
    page.locator(".leaflet-control-zoom-in").click()
    expect(page.locator(".count")).not_to_contain_text("146 of", timeout=WAIT)
    page.wait_for_timeout(800)  # a zoom is drawn step by step
    before, count = view(page), page.locator(".count").inner_text()
    change(page, "Telephone", "01632 960778")
    press(page, "Save")
    says(page, "Saved.")
    expect(page.locator(".st-key-the_map .map[data-chosen]:not([data-chosen=''])")).to_be_visible(timeout=WAIT)
    assert view(page) == pytest.approx(before, abs=2)  # a scroll bar came or went
    assert page.locator(".count").inner_text() == count
    expect(page.get_by_role("button", name="Groups and clubs")).to_have_attribute("aria-pressed", "true")


def test_checked_today_is_one_change_and_changes_the_line_of_the_card(looked_at, shown, place):
    asset = shown("Checked choir")
    page = looked_at(asset.name)
    expect(card(page).locator(".checked")).to_have_text("Ring before you go: we have not checked this.")
    before = place.store.version()
    press(page, "Checked today")
    press(page, "I rang them")
    says(page, "Thank you.")
    today = datetime.now().astimezone().date()
    expect(card(page).locator(".checked")).to_contain_text(f"Checked by phone, {day_text(today)}.")
    there = now(place, asset)
    assert (there.how_checked, there.checked_on, there.checked_by) == ("phoned", today, "steward")
    assert place.store.version() == before + 1
    press(page, "Undo")
    expect(card(page).locator(".checked")).to_have_text("Ring before you go: we have not checked this.", timeout=WAIT)


def test_paused_until_a_day_or_for_now_and_open_again(looked_at, shown, place):
    asset = shown("Summer singers")
    page = looked_at(asset.name)
    press(page, "Paused")
    press(page, "Pause until then")
    expect(page.get_by_text("Choose the day on which it is on again").first).to_be_visible(timeout=WAIT)
    until = datetime.now(UTC).date() + timedelta(days=40)
    page.locator("[aria-label='day, On again on'] >> visible=true").click()
    page.keyboard.type(f"{until:%d%m%Y}")  # day, month and year are fields of their own: one leads to the next
    press(page, "Pause until then")
    says(page, f"Paused until {day_text(until)}.")
    expect(card(page)).to_contain_text(f"Now: Paused until {day_text(until)}.")
    assert (now(place, asset).status, now(place, asset).paused_until) == ("paused", until)
    press(page, "Open again")
    says(page, "It is open again.")
    expect(card(page)).not_to_contain_text("Paused")
    press(page, "Paused")
    press(page, "Pause for now")
    says(page, "Paused for now.")
    expect(page.locator(".is-list li", has_text="Summer singers")).to_contain_text("paused")
    assert (now(place, asset).status, now(place, asset).paused_until) == ("paused", None)


def test_what_has_closed_is_off_the_map_and_undo_brings_it_back(looked_at, shown, place):
    asset = shown("Old hall")
    page = looked_at(asset.name)
    press(page, "Take it off the map")
    expect(page.get_by_text("that cannot be undone").first).to_be_visible(timeout=WAIT)
    press(page, "No, keep it")
    press(page, "Take it off the map")
    press(page, "It has closed")
    says(page, "“Old hall” has closed: it is off the map.")
    expect(page.locator(".is-list li", has_text="Old hall")).to_have_count(0, timeout=WAIT)
    assert now(place, asset).status == "closed"
    press(page, "Undo")
    expect(card(page).locator("h2")).to_contain_text("Old hall", timeout=WAIT)
    expect(page.locator(".is-list li", has_text="Old hall")).to_have_count(1, timeout=WAIT)
    assert now(place, asset).status == "published"


def test_what_somebody_asked_to_be_taken_away_is_gone_without_undo(looked_at, shown, place):
    asset = shown("Ann mends clocks")
    page = looked_at(asset.name)
    press(page, "Take it off the map")
    press(page, "Somebody asked for it to be taken away")
    says(page, "It has been taken away, for good.")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.locator(".is-list li", has_text="Ann mends")).to_have_count(0, timeout=WAIT)
    assert now(place, asset).status == "withdrawn"
    assert [(x.what, x.record) for x in place.store.history(asset.id)] == [("withdrawn", {})]


def test_a_hidden_place_is_changed_at_its_true_place_and_stays_hidden(looked_at, shown, place):
    asset = shown("Quiet circle", kind="support group", precision="not_shown")
    page = looked_at(asset.name)
    change(page, "Telephone", "01632 960779")
    expect(page.get_by_text("The pin stands at its true place. Only you see it there.")).to_be_visible()
    press(page, "Save")
    says(page, "Saved.")
    there = now(place, asset)
    assert (there.where, there.phone, place.store.exact_place(asset.id)) == (None, "01632 960779", WHERE)


def test_everybody_else_has_no_button_and_is_told_whom_to_tell(looked_at, shown, own_address):
    page = looked_at(shown("Open choir").name, extra_http_headers=SOMEBODY_ELSE)
    for name in DOINGS:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)  # rows and pins may say “paused”
    expect(page.locator(".st-key-card_above_tell .quiet")).to_contain_text("Something wrong here? Tell ")
    page.locator(".st-key-card_above_tell").get_by_role("link").click()
    expect(page).to_have_url(f"{own_address}/add", timeout=WAIT)


@pytest.mark.parametrize("width", [1280, 375])
def test_hostile_names_stand_letter_for_letter(looked_at, shown, own_address, width):
    page = looked_at(shown(HOSTILE, own_words=HOSTILE, address=f"Near {width}").name, width)
    expect(card(page).locator("h2 span")).to_have_text(HOSTILE)
    press(page, "Change this")
    expect(page.locator(".said b")).to_have_text(HOSTILE, timeout=WAIT)
    press(page, "Leave it as it was")
    expect(card(page).locator("h2 span")).to_have_text(HOSTILE, timeout=WAIT)
    press(page, "Take it off the map")
    press(page, "It has closed")
    says(page, f"“{HOSTILE[:60]}…” has closed: it is off the map.")
    assert page.locator(".stMain a[href*='h.example']").count() == 0
    assert [x for x in page.asked if not x.startswith((own_address, "data:", "blob:"))] == []


def test_what_another_steward_changed_meanwhile_is_said_and_mine_is_saved_over_it(looked_at, shown, place):
    asset = shown("Two at once")
    page = looked_at(asset.name)
    change(page, "Telephone", "01632 960111")
    contributions.submit(place.store, now(place, asset).changed(phone=HOSTILE, name="Three at once"), by="steward")
    contributions.pause(place.store, asset.id, by="steward")
    press(page, "Save")
    theirs = page.locator(".theirs")
    expect(theirs).to_contain_text("Somebody else has changed it meanwhile.", timeout=WAIT)
    expect(theirs.locator("li")).to_have_text([
        "It is paused for now.",
        "What it is called: Three at once. It was: Two at once.",
        f"Telephone: {HOSTILE}. It was: 01632 960001.",
    ])  # fmt: skip
    expect(page.get_by_label("Telephone", exact=True)).to_have_value("01632 960111")
    assert now(place, asset).phone == HOSTILE
    press(page, "Save mine over it")
    says(page, "Saved.")
    there = now(place, asset)
    # What the form does not ask for stays as they left it.
    assert (there.phone, there.name, there.status) == ("01632 960111", "Two at once", "paused")


def test_theirs_is_taken_where_it_is_better(looked_at, shown, place):
    asset = shown("Twice mended")
    page = looked_at(asset.name)
    change(page, "Telephone", "01632 960111")
    contributions.submit(place.store, now(place, asset).changed(phone="01632 960222"), by="steward")
    press(page, "Save")
    expect(page.locator(".theirs")).to_be_visible(timeout=WAIT)
    press(page, "Take theirs")
    expect(card(page)).to_contain_text("01632 960222", timeout=WAIT)
    assert now(place, asset).phone == "01632 960222"


def test_a_check_meanwhile_asks_nobody_anything_and_is_kept(looked_at, shown, place):
    asset = shown("Checked meanwhile")
    page = looked_at(asset.name)
    change(page, "Telephone", "01632 960333")
    today = datetime.now(UTC).date()
    contributions.checked(place.store, asset.id, how="visited", on=today, by="steward")
    press(page, "Save")
    says(page, "Saved.")
    there = now(place, asset)
    assert (there.phone, there.how_checked, there.checked_on) == ("01632 960333", "visited", today)


def test_what_was_taken_away_meanwhile_is_said_and_not_brought_back(looked_at, shown, place):
    asset = shown("Gone meanwhile")
    page = looked_at(asset.name)
    change(page, "Telephone", "01632 960444")
    contributions.withdraw(place.store, asset.id, by="steward")
    press(page, "Save")
    expect(page.locator(".theirs")).to_contain_text("Somebody asked meanwhile for it to be taken away.", timeout=WAIT)
    expect(page.get_by_role("button", name="Save mine over it")).to_have_count(0)
    press(page, "Leave the form")
    expect(page.locator(".count")).to_be_visible(timeout=WAIT)
    assert now(place, asset).status == "withdrawn"


def heights(page: Page) -> list[float]:
    """Measure the steward's buttons on the card, all at the same moment."""
    return page.locator(".st-key-card_below_mend button >> visible=true").evaluate_all(
        "(buttons) => buttons.map((one) => one.getBoundingClientRect().height)"
    )


def test_on_a_phone_every_button_is_large_enough_and_nothing_is_cut_off(looked_at, shown):
    page = looked_at(shown("Pocket club").name, 375, 740)
    for question in ("", "Checked today", "Paused", "Take it off the map"):
        if question:
            press(page, question)
            expect(page.locator(".asked >> visible=true")).to_be_in_viewport(timeout=WAIT)
        if question == "Paused":  # its calendar comes a moment after the rest
            expect(page.locator(".st-key-card_below_mend [data-testid=stDateInput] button")).to_be_visible(timeout=WAIT)
        until(page, lambda: min(heights(page)) >= 44, "a button stays too small for a finger")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        if question:
            page.locator(".st-key-card_below_mend").get_by_role("button", name="Never mind").or_(
                page.locator(".st-key-card_below_mend").get_by_role("button", name="No, keep it")
            ).click()
            expect(page.locator(".asked >> visible=true")).to_have_count(0, timeout=WAIT)


def test_the_keyboard_alone_can_say_that_it_was_checked(looked_at, shown, place):
    asset = shown("Keys only")
    page = looked_at(asset.name)
    for name in ("Checked today", "I went there"):
        button = page.get_by_role("button", name=name, exact=True)
        button.focus()
        button.press("Enter")
        at_rest(page)
    says(page, "Thank you.")
    assert now(place, asset).how_checked == "visited"


# The form of a draft, on Look after: nothing typed is lost either.


@pytest.fixture
def draft_in_form(browse, own_address, place):
    """Open the form on the one draft that waits, and type a name into it."""

    def open_(name: str) -> tuple[Page, Asset]:
        waits = place.store.ids(statuses=["draft"])
        if waits:
            contributions.reject(place.store, waits, by="steward")
        asset = Asset(name=name, kind="green place", where=WHERE)
        contributions.submit(place.store, asset, by="resident: Jo")
        page = browse(f"{own_address}/look_after", wait=".st-key-draft_card .asset")
        press(page, "Change")
        field(page, "What is it called?", f"{name}, mended")
        return page, asset

    return open_


def test_a_draft_that_somebody_else_shows_meanwhile_keeps_what_was_typed(draft_in_form, place):
    page, asset = draft_in_form("Mill pnd")
    contributions.approve(place.store, [asset.id], by="steward")
    press(page, "Save and show it")
    expect(page.locator(".theirs")).to_contain_text("Somebody else has shown it meanwhile.", timeout=WAIT)
    expect(page.get_by_label("What is it called?")).to_have_value("Mill pnd, mended")
    press(page, "Save mine over it")
    expect(page.get_by_text("“Mill pnd, mended” is changed and shown now.")).to_be_visible(timeout=WAIT)
    assert (now(place, asset).name, now(place, asset).status) == ("Mill pnd, mended", "published")


def test_a_draft_that_somebody_else_turns_away_meanwhile_keeps_what_was_typed(draft_in_form, place):
    page, asset = draft_in_form("Wod")
    contributions.reject(place.store, [asset.id], by="steward")
    press(page, "Save, and decide later")
    expect(page.locator(".theirs")).to_contain_text("Somebody else has decided meanwhile not to show it.", timeout=WAIT)
    expect(page.get_by_label("What is it called?")).to_have_value("Wod, mended")
    press(page, "Save mine over it")
    expect(page.get_by_text("is changed. Look at it once more.")).to_be_visible(timeout=WAIT)
    assert (now(place, asset).name, now(place, asset).status) == ("Wod, mended", "draft")


def test_a_draft_that_the_resident_changes_meanwhile_is_a_choice(draft_in_form, place):
    page, asset = draft_in_form("Bench")
    store = place.store
    contributions.change_by_receipt(store, contributions.receipt(store, asset.id), asset.changed(name="The bench"))
    press(page, "Save and show it")
    expect(page.locator(".theirs li")).to_have_text(["What it is called: The bench. It was: Bench."], timeout=WAIT)
    expect(page.get_by_label("What is it called?")).to_have_value("Bench, mended")
    press(page, "Take theirs")
    expect(page.locator(".st-key-draft_card .asset h2")).to_contain_text("The bench", timeout=WAIT)
    assert (now(place, asset).name, now(place, asset).status) == ("The bench", "draft")
