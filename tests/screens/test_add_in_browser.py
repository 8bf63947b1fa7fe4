"""Adding as people do it: by tap, by postcode, by drawing, with a receipt, on a phone, with the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
WAIT = 20_000
SOMEBODY_ELSE = {"X-Forwarded-For": "192.0.2.7"}  # over a relay: not this machine's own keyboard
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


def tap(page: Page, across: float = 0.6, down: float = 0.45) -> None:
    box = page.locator(".map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def find(page: Page, typed: str) -> None:
    page.get_by_label("Its postcode or street").fill(typed)
    page.get_by_role("button", name="Find", exact=True).click()


def choose(page: Page, name: str) -> None:
    page.locator("[data-testid=stButtonGroup] button", has_text=name).first.click()


def call_it(page: Page, name: str) -> None:
    field = page.get_by_label("What is it called?")
    field.fill(name)
    field.press("Tab")


def is_called(page: Page, name: str) -> None:
    """Wait until the form shows a name; while it is drawn anew the old field may stand beside it."""
    expect(page.get_by_label("What is it called?").first).to_have_value(name, timeout=WAIT)
    expect(page.get_by_label("What is it called?")).to_have_count(1, timeout=WAIT)


def another(page: Page) -> None:
    page.get_by_role("button", name="Add another").click()
    expect(page.locator(".saved")).to_have_count(0, timeout=WAIT)
    is_called(page, "")


def save(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile("^Save")).click()
    saved = page.locator(".saved")
    expect(saved).to_be_visible(timeout=WAIT)
    return saved


def add(page: Page, name: str, group: str = "Classes") -> str:
    """Add something by tap and return its receipt."""
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    call_it(page, name)
    choose(page, group)
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    save(page)
    return page.locator(".st-key-add_receipt code").inner_text().strip()


def open_receipt(page: Page, code: str) -> None:
    page.get_by_text("Change something you added").click()
    page.get_by_label("The code you wrote down").fill(code)
    page.get_by_role("button", name="Open it").click()


def test_a_steward_adds_by_tap_shows_it_and_finds_it(opened, own_address):
    page = opened()
    pins = int(page.locator(".map").get_attribute("data-pins"))
    add(page, "Tap dancing")
    expect(page.locator(".saved")).to_contain_text("It will show to everybody once it has been checked")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now", timeout=WAIT)
    expect(page.locator(".map")).to_have_attribute("data-pins", str(pins + 1), timeout=WAIT)
    page.get_by_role("link", name="Explore").first.click()
    page.get_by_label("Find by words").fill("Tap dancing")
    page.get_by_label("Find by words").press("Enter")
    expect(page.locator(".is-list li b").first).to_have_text("Tap dancing", timeout=WAIT)
    assert page.errors == [] or all("404" in error for error in page.errors)
    assert [url for url in page.asked if not url.startswith((own_address, "data:", "blob:"))] == []
    assert not [url for url in page.asked if "dancing" in url]


def test_words_typed_before_a_tap_stay(opened):
    page = opened()
    page.get_by_label("What is it called?").fill("Typed first")
    page.get_by_label("In your own words, what is good about it?").fill("and this too")
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    tap(page, 0.4, 0.5)
    page.wait_for_timeout(800)
    assert page.get_by_label("What is it called?").input_value() == "Typed first"
    assert page.get_by_label("In your own words, what is good about it?").input_value() == "and this too"


def test_by_street_and_what_is_not_found_is_said_beside_the_box(opened):
    page = opened()
    find(page, "Nowhere Lane")
    expect(page.locator(".wrong")).to_contain_text("No street or place of that name", timeout=WAIT)
    assert "Nowhere" not in page.locator(".wrong").inner_text()
    find(page, "Marine Parade")
    expect(page.locator(".placed")).to_contain_text("Marine Parade", timeout=WAIT)
    expect(page.locator(".wrong")).to_have_count(0)
    call_it(page, "Parade choir")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_contain_text("Class or activity", timeout=WAIT)
    save(page)
    assert "arade" not in page.url


def test_the_pin_of_a_street_is_dragged_to_its_true_place(opened):
    page = opened()
    find(page, "Marine Parade")
    expect(page.locator(".placed")).to_contain_text("at Marine Parade", timeout=WAIT)
    box = page.locator(".pin").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 90, steps=6)
    page.mouse.up()
    expect(page.locator(".placed")).not_to_contain_text("at Marine Parade", timeout=WAIT)
    expect(page.locator(".placed")).to_contain_text("The pin stands")


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(opened):
    page = opened()
    page.get_by_label("In your own words, what is good about it?").fill(HOSTILE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It needs a name: what do people call it?", exact=True)).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Tap what it is.", exact=True)).to_be_visible()
    expect(page.locator(".wrong").last).to_contain_text("look again at where it is, its name and what it is")
    assert page.get_by_label("In your own words, what is good about it?").input_value() == HOSTILE
    add(page, "Now it is whole")


def test_something_without_a_place_is_saved_for_the_list(somebody):
    choose(somebody, "No place")
    call_it(somebody, "The night line")
    choose(somebody, "Advice and help")
    choose(somebody, "Online or phone help")
    expect(somebody.locator(".kind_said")).to_contain_text("a helpline", timeout=WAIT)
    expect(somebody.locator(".will")).to_contain_text("It has no place on the map")
    expect(save(somebody)).to_contain_text("once it has been checked")


def test_an_area_is_drawn_with_the_fingers(somebody):
    choose(somebody, "An area")
    expect(somebody.locator(".asked")).to_contain_text("corner by corner", timeout=WAIT)
    somebody.wait_for_timeout(500)
    for across, down in ((0.3, 0.3), (0.4, 0.3), (0.4, 0.45)):
        tap(somebody, across, down)
        somebody.wait_for_timeout(350)
    somebody.locator(".bar").get_by_role("button", name=re.compile("Finish|Done")).click()
    expect(somebody.locator(".placed")).to_contain_text("An area", timeout=WAIT)
    call_it(somebody, "The long meadow")
    choose(somebody, "Outdoors")
    choose(somebody, "Green place")
    expect(somebody.locator(".kind_said")).to_contain_text("a park", timeout=WAIT)
    save(somebody)


def test_it_is_said_who_will_see_it_before_saving(somebody):
    will = somebody.locator(".will")
    expect(will).to_contain_text("Everybody can see it once it has been checked.")
    expect(will).to_contain_text("It is shown exactly where it is.")
    choose(somebody, "Its street only")
    expect(will).to_contain_text("Only its street is shown", timeout=WAIT)
    choose(somebody, "Only organisations we work with")
    expect(will).to_contain_text("off the public map", timeout=WAIT)
    choose(somebody, "Everybody")
    choose(somebody, "Stories and skills")
    choose(somebody, "Person with a skill")
    expect(will).to_contain_text("never shown at their own door", timeout=WAIT)
    expect(somebody.get_by_text("Exactly", exact=True)).to_have_count(0)
    expect(somebody.get_by_text("I asked this person, and they said yes")).to_be_visible()


def test_days_and_times_are_said_back(somebody):
    choose(somebody, "Tue")
    choose(somebody, "Thu")
    somebody.get_by_label("From", exact=True).fill("7pm")
    somebody.get_by_label("To", exact=True).fill("9")
    somebody.get_by_label("To", exact=True).press("Enter")
    expect(somebody.locator(".so")).to_have_text("That is: Tuesdays and Thursdays, 19:00 to 21:00", timeout=WAIT)
    somebody.get_by_role("button", name="Another day or time").click()
    expect(somebody.get_by_text("And when else?")).to_be_visible(timeout=WAIT)


def test_who_is_no_steward_cannot_show_it_and_changes_it_with_a_receipt(somebody, opened):
    code = add(somebody, "Quiet bench")
    assert re.fullmatch(r"[0-9A-Z]{6}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    expect(somebody.get_by_role("button", name="Show it now")).to_have_count(0)
    expect(somebody.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    later = opened(extra_http_headers=SOMEBODY_ELSE)
    open_receipt(later, code)
    is_called(later, "Quiet bench")
    call_it(later, "Quiet old bench")
    expect(save(later)).to_contain_text("Quiet old bench")
    another(later)
    open_receipt(later, code.lower())
    is_called(later, "Quiet old bench")
    later.get_by_role("button", name="Take it away").click()
    expect(later.get_by_text("This cannot be undone")).to_be_visible(timeout=WAIT)
    later.get_by_role("button", name="Yes, take it away").click()
    expect(later.locator(".said").first).to_contain_text("taken away", timeout=WAIT)
    open_receipt(later, code)
    expect(later.locator(".wrong")).to_contain_text("taken away", timeout=WAIT)


def test_a_wrong_code_is_a_sentence(somebody):
    open_receipt(somebody, "AAAAAA-BBBB-CCCC")
    expect(somebody.locator(".wrong")).to_contain_text("opens nothing here", timeout=WAIT)
    assert "AAAA" not in somebody.locator(".wrong").inner_text()


def test_what_is_on_the_map_goes_off_it_when_changed_and_that_is_said_before(opened):
    page = opened()
    code = add(page, "Shown once")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now", timeout=WAIT)
    later = opened(extra_http_headers=SOMEBODY_ELSE)
    open_receipt(later, code)
    expect(later.locator(".will")).to_contain_text("it goes off the map until it has been checked again", timeout=WAIT)


@pytest.mark.parametrize("headers", [{}, SOMEBODY_ELSE], ids=["steward", "somebody"])
def test_undo_gives_back_what_was_typed(opened, headers):
    page = opened(extra_http_headers=headers)
    add(page, "Taken back")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("p.said").first).to_contain_text("Taken back", timeout=WAIT)
    is_called(page, "Taken back")
    expect(page.locator(".placed")).to_be_visible()


def test_a_double_click_saves_once(opened, own_address):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    call_it(page, "Clicked twice over")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".saved")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now", timeout=WAIT)
    page.goto(own_address)
    page.get_by_label("Find by words").fill("clicked twice over")
    page.get_by_label("Find by words").press("Enter")
    expect(page.locator(".is-list li b:visible")).to_have_text(["Clicked twice over"], timeout=WAIT)


def test_save_pressed_right_after_typing_counts(opened):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    page.get_by_label("What is it called?").fill("Quick hands")  # and not left before the button is pressed
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".saved")).to_contain_text("Quick hands", timeout=WAIT)


def test_nearly_the_same_name_close_by_is_asked_about_and_may_be_saved(opened):
    page = opened()
    add(page, "The Corner Choir")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now", timeout=WAIT)
    another(page)
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    call_it(page, "corner choir")
    expect(page.locator(".alike")).to_contain_text("The Corner Choir", timeout=WAIT)
    page.get_by_role("button", name="No, mine is another one").click()
    expect(page.locator(".alike")).to_have_count(0, timeout=WAIT)
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    save(page)


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
    assert page.locator("p.said b").inner_text() == HOSTILE
    assert page.title() != "ran"
    assert not [url for url in page.asked if "x.png" in url or url.endswith("/x")]


def test_what_was_begun_is_there_after_looking_elsewhere(opened):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible(timeout=WAIT)
    call_it(page, "Half done")
    choose(page, "Outdoors")
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Explore").first.click()
    expect(page.get_by_label("Find by words")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Add").first.click()
    is_called(page, "Half done")
    expect(page.locator(".kind_said")).to_be_visible()
    expect(page.locator(".placed")).to_be_visible()


def test_with_the_keyboard_alone(somebody):
    field = somebody.get_by_label("Its postcode or street")
    field.focus()
    somebody.keyboard.type("Marine Parade")
    somebody.keyboard.press("Enter")
    expect(somebody.locator(".placed")).to_be_visible(timeout=WAIT)
    name = somebody.get_by_label("What is it called?")
    for _ in range(20):  # from the box over the button and the map to the next question
        if name.evaluate("(field) => field === document.activeElement"):
            break
        somebody.keyboard.press("Tab")
    expect(name).to_be_focused()
    somebody.keyboard.type("By keys")
    somebody.keyboard.press("Tab")
    focused = "document.activeElement.innerText"
    for _ in range(12):
        if "Classes" in somebody.evaluate(focused):
            break
        somebody.keyboard.press("ArrowRight")
    if "Classes" not in somebody.evaluate(focused):
        pytest.fail(somebody.evaluate("document.activeElement.outerHTML"))
    somebody.keyboard.press("Space")
    expect(somebody.locator(".kind_said")).to_contain_text("Class or activity", timeout=WAIT)
    button = somebody.get_by_role("button", name="Save", exact=True)
    for _ in range(60):
        if button.evaluate("(field) => field === document.activeElement"):
            break
        somebody.keyboard.press("Tab")
    somebody.keyboard.press("Enter")
    expect(somebody.locator(".saved")).to_be_visible(timeout=WAIT)


def test_on_a_phone_everything_fits_and_can_be_touched(opened):
    page = opened(375, 667, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator(".map").bounding_box()["height"] < 400  # the form is reachable beneath it
    add(page, "By thumb")
    page.wait_for_timeout(500)
    small = """() => [...document.querySelectorAll('.st-key-add_all button')].filter((x) => x.offsetParent
      && x.getBoundingClientRect().height > 0 && x.getBoundingClientRect().height < 44).map((x) => x.innerText)"""
    assert page.evaluate(small) == []
    expect(page.locator(".saved")).to_be_in_viewport()
    another(page)
    assert page.evaluate(small) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.realdata
def test_bath_by_tap_by_postcode_and_by_drawing(browse, own_bath, own_bath_address):
    from assetmap.place import read_layer

    whole = str(read_layer(own_bath, "postcodes")["postcode"].iloc[100])
    page = browse(f"{own_bath_address}/add", 1280, 800, wait=".map[data-pins]")
    find(page, "BA1")
    expect(page.locator(".wrong")).to_contain_text("whole postcode", timeout=WAIT)
    find(page, whole.lower().replace(" ", ""))
    expect(page.locator(".placed")).to_contain_text(whole, timeout=WAIT)
    call_it(page, "Postcode choir")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible(timeout=WAIT)
    save(page)
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now", timeout=WAIT)
    another(page)
    add(page, "Tapped choir")
    another(page)
    choose(page, "A walk")
    expect(page.locator(".asked")).to_contain_text("point by point", timeout=WAIT)
    page.wait_for_timeout(500)
    for across, down in ((0.3, 0.3), (0.45, 0.35), (0.5, 0.5)):
        tap(page, across, down)
        page.wait_for_timeout(350)
    page.locator(".bar").get_by_role("button", name=re.compile("Finish|Done")).click()
    expect(page.locator(".placed")).to_contain_text("A walk of", timeout=WAIT)
    call_it(page, "Drawn walk")
    choose(page, "Outdoors")
    choose(page, "Walk or route")
    expect(page.locator(".kind_said")).to_contain_text("riverside", timeout=WAIT)
    save(page)
