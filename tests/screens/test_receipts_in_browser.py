"""What was added is opened again with its code: changed, taken away, and never by a code that opens nothing."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.place import open_place

from .adding import add, another, call_it, is_called, open_receipt, save
from .by_hand import SOMEBODY_ELSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "{{7*7}} `x` **bold** :red[x] <img src=x onerror=document.title='ran'> ![](http://h/x.png) $a$"
TURNED = "abc\u202edef"


@pytest.fixture
def opened(browse, own_address) -> Callable[..., Page]:
    def opened(width: int = 1280, height: int = 800, **context) -> Page:
        return browse(f"{own_address}/add", width, height, wait=".map[data-pins]", **context)

    return opened


@pytest.fixture
def somebody(opened) -> Page:
    """A page of somebody who is no steward."""
    return opened(extra_http_headers=SOMEBODY_ELSE)


def test_who_is_no_steward_cannot_show_it_and_changes_it_with_a_receipt(somebody, opened):
    code = add(somebody, "Quiet bench")
    assert re.fullmatch(r"[0-9A-Z]{6}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    expect(somebody.get_by_role("button", name="Show it now")).to_have_count(0)
    later = opened(extra_http_headers=SOMEBODY_ELSE)
    open_receipt(later, code)
    is_called(later, "Quiet bench")
    call_it(later, "Quiet old bench")
    expect(save(later)).to_contain_text("Quiet old bench")
    another(later)
    open_receipt(later, code.lower())
    is_called(later, "Quiet old bench")
    later.get_by_role("button", name="Take it away").click()
    expect(later.get_by_text("This cannot be undone")).to_be_visible()
    later.get_by_role("button", name="Yes, take it away").click()
    expect(later.locator(".said").first).to_contain_text("taken away")
    open_receipt(later, code)
    expect(later.locator(".wrong")).to_contain_text("taken away")


def test_a_code_is_copied_with_the_keyboard_and_nothing_big_is_loaded_for_it(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"], extra_http_headers=SOMEBODY_ELSE)
    code = add(page, "Copied bench")
    button = page.get_by_role("button", name="Copy the code")
    button.focus()
    button.press("Enter")
    expect(page.locator(".st-key-add_receipt [role=status]")).to_have_text("Copied ✓")
    expect(button).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert not [url for url in page.asked if "yntax" in url]


@pytest.mark.parametrize("old_way", [True, False], ids=["the old way", "by hand"])
def test_a_code_is_copied_or_marked_where_the_clipboard_is_forbidden(opened, old_way):
    page = opened(extra_http_headers=SOMEBODY_ELSE)
    code = add(page, "Marked bench")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if not old_way:
        page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy the code").click()
    said = page.locator(".st-key-add_receipt [role=status]")
    if not old_way:
        expect(said).to_have_text("The code is marked: copy it now.")
        assert page.evaluate("getSelection().toString()").strip() == code
        return
    expect(said).to_have_text("Copied ✓")
    another(page)
    page.get_by_label("What is it called?").focus()
    page.keyboard.press("Control+V")
    is_called(page, code)


def test_what_a_steward_changed_meanwhile_is_said_at_the_first_press_and_mine_is_saved_over_it(somebody, own_town):
    code = add(somebody, "Changed bench")
    another(somebody)
    open_receipt(somebody, code)
    is_called(somebody, "Changed bench")
    with contextlib.closing(open_place(own_town)) as place:
        there = contributions.by_receipt(place.store, code)
        contributions.submit(place.store, there.asset.changed(cost="<b>free</b>"), by="steward")
    somebody.get_by_label("What is it called?").fill("My bench")  # and not left before the button is pressed
    somebody.get_by_role("button", name="Save the change").click()
    theirs = somebody.locator(".theirs")
    expect(theirs).to_contain_text("Somebody else has changed it meanwhile.")
    expect(theirs).to_contain_text("<b>free</b>")
    is_called(somebody, "My bench")
    somebody.get_by_role("button", name="Save mine over it").click()
    expect(somebody.locator(".saved")).to_contain_text("My bench")


def test_a_wrong_code_is_a_sentence(somebody):
    open_receipt(somebody, "AAAAAA-BBBB-CCCC")
    expect(somebody.locator(".wrong")).to_contain_text("opens nothing here")
    assert "AAAA" not in somebody.locator(".wrong").inner_text()


def test_what_is_on_the_map_stays_there_when_its_giver_changes_it_and_that_is_said_before(opened):
    page = opened()
    code = add(page, "Shown once")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now")
    later = opened(extra_http_headers=SOMEBODY_ELSE)
    open_receipt(later, code)
    expect(later.locator(".will")).to_contain_text("stays there as it is until somebody has looked")


@pytest.mark.parametrize("headers", [{}, SOMEBODY_ELSE], ids=["steward", "somebody"])
def test_undo_gives_back_what_was_typed(opened, headers):
    page = opened(extra_http_headers=headers)
    add(page, "Taken back")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("p.said").first).to_contain_text("Taken back")
    is_called(page, "Taken back")
    expect(page.locator(".placed")).to_be_visible()


def test_hostile_names_come_out_letter_for_letter(opened):
    page = opened()
    page.get_by_label("In your own words, what is good about it?").fill(f"{HOSTILE}{TURNED}")
    code = add(page, HOSTILE)
    assert page.locator(".saved h2").inner_text() == HOSTILE
    another(page)
    open_receipt(page, code)
    is_called(page, HOSTILE)
    own = page.get_by_label("In your own words, what is good about it?")
    expect(own).to_have_value(f"{HOSTILE}{TURNED}")
    assert page.locator("h2.add_title").inner_text() == f"Change {HOSTILE}"
    expect(page.locator("p.said", has_text="You are changing")).to_contain_text(HOSTILE)
    assert page.title() != "ran"
    assert not [url for url in page.asked if "x.png" in url or url.endswith("/x")]
