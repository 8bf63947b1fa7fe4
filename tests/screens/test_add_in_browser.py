"""Adding as people do it: by tap, by postcode, by drawing, on a phone, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .adding import add, another, call_it, choose, find, is_called, save
from .by_hand import SOMEBODY_ELSE, answered, at_rest, draw, elsewhere, tap, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "{{7*7}} `x` **bold** :red[x] <img src=x onerror=document.title='ran'> ![](http://h/x.png) $a$"


@pytest.fixture
def opened(browse, own_address) -> Callable[..., Page]:
    def opened(width: int = 1280, height: int = 800, **context) -> Page:
        return browse(f"{own_address}/add", width, height, wait=".map[data-pins]", **context)

    return opened


@pytest.fixture
def somebody(opened) -> Page:
    """A page of somebody who is no steward."""
    return opened(extra_http_headers=SOMEBODY_ELSE)


def test_a_steward_adds_by_tap_shows_it_and_finds_it(opened, own_address):
    page = opened()
    pins = int(page.locator(".map").get_attribute("data-pins"))
    add(page, "Tap dancing")
    expect(page.locator(".saved")).to_contain_text("It will show to everybody once it has been checked")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now")
    expect(page.locator(".map")).to_have_attribute("data-pins", str(pins + 1))
    page.get_by_role("link", name="Explore").first.click()
    page.get_by_label("Find by words").fill("Tap dancing")
    page.get_by_label("Find by words").press("Enter")
    expect(page.locator(".is-list li b").first).to_have_text("Tap dancing")
    assert page.errors == []
    assert elsewhere(page, own_address) == []
    assert not [url for url in page.asked if "dancing" in url]


def test_words_typed_before_a_tap_stay(opened):
    page = opened()
    page.get_by_label("What is it called?").fill("Typed first")
    page.get_by_label("In your own words, what is good about it?").fill("and this too")
    tap(page)
    expect(page.locator(".placed")).to_be_visible()
    with answered(page):
        tap(page, 0.4, 0.5)
    assert page.get_by_label("What is it called?").input_value() == "Typed first"
    assert page.get_by_label("In your own words, what is good about it?").input_value() == "and this too"


def test_by_street_and_what_is_not_found_is_said_beside_the_box(opened):
    page = opened()
    find(page, "Nowhere Lane")
    expect(page.locator(".wrong")).to_contain_text("We know no street or place of that name")
    assert "Nowhere" not in page.locator(".wrong").inner_text()
    find(page, "Marine Parade")
    expect(page.locator(".placed")).to_contain_text("Marine Parade")
    expect(page.locator(".wrong")).to_have_count(0)
    call_it(page, "Parade choir")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_contain_text("Class or activity")
    save(page)
    assert "arade" not in page.url


def test_by_postcode_in_the_town(opened):
    page = opened()
    find(page, "zz11aa")
    expect(page.locator(".placed")).to_contain_text("ZZ1 1AA")
    expect(page.locator(".wrong")).to_have_count(0)
    assert not [url for url in page.asked if "zz1" in url.lower()]


def test_the_pin_of_a_street_is_dragged_to_its_true_place(opened):
    page = opened()
    find(page, "Marine Parade")
    expect(page.locator(".placed")).to_contain_text("at Marine Parade")
    box = page.locator(".pin").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 90, steps=6)
    page.mouse.up()
    expect(page.locator(".placed")).not_to_contain_text("at Marine Parade")
    expect(page.locator(".placed")).to_contain_text("The pin stands")


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(opened):
    page = opened()
    page.get_by_label("In your own words, what is good about it?").fill(HOSTILE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It needs a name: what do people call it?", exact=True)).to_be_visible()
    expect(page.get_by_text("Tap what it is.", exact=True)).to_be_visible()
    expect(page.locator(".wrong").last).to_contain_text("look again at where it is, its name and what it is")
    assert page.get_by_label("In your own words, what is good about it?").input_value() == HOSTILE
    add(page, "Now it is whole")


def test_something_without_a_place_is_saved_for_the_list(somebody):
    choose(somebody, "No place")
    call_it(somebody, "The night line")
    choose(somebody, "Advice and help")
    choose(somebody, "Online or phone help")
    expect(somebody.locator(".kind_said")).to_contain_text("a helpline")
    expect(somebody.locator(".will")).to_contain_text("It has no place on the map")
    expect(save(somebody)).to_contain_text("once it has been checked")


def test_an_area_is_drawn_with_the_fingers(somebody):
    choose(somebody, "An area")
    expect(somebody.locator(".asked")).to_contain_text("corner by corner")
    draw(somebody, (0.3, 0.3), (0.4, 0.3), (0.4, 0.45))
    expect(somebody.locator(".placed")).to_contain_text("An area")
    call_it(somebody, "The long meadow")
    choose(somebody, "Outdoors")
    choose(somebody, "Green place")
    expect(somebody.locator(".kind_said")).to_contain_text("a park")
    save(somebody)


def test_it_is_said_who_will_see_it_before_saving(somebody):
    will = somebody.locator(".will")
    expect(will).to_contain_text("Everybody can see it once it has been checked.")
    expect(will).to_contain_text("It is shown exactly where it is.")
    choose(somebody, "Its street only")
    expect(will).to_contain_text("Only its street is shown")
    choose(somebody, "Only organisations we work with")
    expect(will).to_contain_text("off the public map")
    choose(somebody, "Everybody")
    choose(somebody, "Stories and skills")
    choose(somebody, "Person with a skill")
    expect(will).to_contain_text("never shown at their own door")
    expect(somebody.get_by_text("Exactly", exact=True)).to_have_count(0)
    expect(somebody.get_by_text("I asked this person, and they said yes")).to_be_visible()


def test_days_and_times_are_said_back(somebody):
    choose(somebody, "Tue")
    choose(somebody, "Thu")
    somebody.get_by_label("From", exact=True).fill("7pm")
    somebody.get_by_label("To", exact=True).fill("9")
    somebody.get_by_label("To", exact=True).press("Enter")
    expect(somebody.locator(".so")).to_have_text("That is: Tuesdays and Thursdays, 19:00 to 21:00")
    somebody.get_by_role("button", name="Another day or time").click()
    expect(somebody.get_by_text("And when else?")).to_be_visible()


def test_a_double_click_saves_once(opened, own_address):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible()
    call_it(page, "Clicked twice over")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".saved")).to_be_visible()
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now")
    page.goto(own_address)
    page.get_by_label("Find by words").fill("clicked twice over")
    page.get_by_label("Find by words").press("Enter")
    expect(page.locator(".is-list li b:visible")).to_have_text(["Clicked twice over"])


def test_save_pressed_right_after_typing_counts(opened):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible()
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible()
    page.get_by_label("What is it called?").fill("Quick hands")  # and not left before the button is pressed
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".saved")).to_contain_text("Quick hands")


def test_nearly_the_same_name_close_by_is_asked_about_and_may_be_saved(opened):
    page = opened()
    add(page, "The Corner Choir")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now")
    another(page)
    tap(page, 0.52, 0.45)  # the first tap came nearer: the choir is in the middle now, and this some 50 m from it
    expect(page.locator(".placed")).to_be_visible()
    call_it(page, "corner choir")
    expect(page.locator(".alike")).to_contain_text("The Corner Choir")
    page.get_by_role("button", name="No, mine is another one").click()
    expect(page.locator(".alike")).to_have_count(0)
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible()
    save(page)


def test_what_was_begun_is_there_after_looking_elsewhere(opened):
    page = opened()
    tap(page)
    expect(page.locator(".placed")).to_be_visible()
    call_it(page, "Half done")
    choose(page, "Outdoors")
    expect(page.locator(".kind_said")).to_be_visible()
    page.get_by_role("link", name="Explore").first.click()
    expect(page.get_by_label("Find by words")).to_be_visible()
    page.get_by_role("link", name="Add").first.click()
    is_called(page, "Half done")
    expect(page.locator(".kind_said")).to_be_visible()
    expect(page.locator(".placed")).to_be_visible()


def test_with_the_keyboard_alone(somebody):
    field = somebody.get_by_label("Its postcode or street")
    field.focus()
    somebody.keyboard.type("Marine Parade")
    somebody.keyboard.press("Enter")
    expect(somebody.locator(".placed")).to_be_visible()
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
    expect(somebody.locator(".kind_said")).to_contain_text("Class or activity")
    button = somebody.get_by_role("button", name="Save", exact=True)
    for _ in range(60):
        if button.evaluate("(field) => field === document.activeElement"):
            break
        somebody.keyboard.press("Tab")
    somebody.keyboard.press("Enter")
    expect(somebody.locator(".saved")).to_be_visible()


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_point_is_put_and_moved_with_the_keys_of_the_map(opened):
    page = opened()
    find(page, "Marine Parade")
    expect(page.locator(".placed")).to_contain_text("at Marine Parade")
    page.locator(".map .pin").focus()
    before = middle(page, ".map .pin")
    for turn in range(12):
        page.keyboard.press("ArrowUp")
        if turn == 5:
            expect(page.locator(".placed")).not_to_contain_text("at Marine Parade")  # told when the keys have rested
    expect(page.locator(".map .pin")).to_be_focused()  # whoever looked up from the keys goes on where they were
    after = middle(page, ".map .pin")
    assert after == (before[0], pytest.approx(before[1] - 12 * 8, abs=2))
    page.locator(".map").focus()
    with answered(page):
        page.keyboard.press("Enter")
    pin = page.locator(".map .pin").bounding_box()
    across, down = middle(page, ".map")
    assert pin["x"] + pin["width"] / 2 == pytest.approx(across, abs=2)
    assert pin["y"] + pin["height"] == pytest.approx(down, abs=3)


def test_a_walk_is_drawn_and_put_right_with_the_keys_of_the_map(opened):
    page = opened()
    choose(page, "A walk")
    expect(page.locator(".map")).to_have_attribute("data-mode", "line")  # until then Enter puts a point
    page.locator(".map").focus()
    corners = page.locator(".map .corner:not(.small)")
    for n, arrow in enumerate(("ArrowRight", "ArrowDown", ""), start=1):
        page.keyboard.press("Enter")
        expect(corners).to_have_count(n)
        there = middle(page, ".map .corner")
        if arrow:
            page.keyboard.press(arrow)
            until(page, lambda there=there: max(map(abs, _gone(page, there))) > 40, "the map did not move")
            expect(page.locator(".map .leaflet-pan-anim")).to_have_count(0)  # while it glides, an arrow is not heard
    page.locator(".bar").get_by_role("button", name="Finish").press("Enter")
    expect(page.locator(".placed")).to_be_visible()
    expect(page.locator(".map")).to_have_attribute("data-sketch", "line")
    said = page.locator(".placed").inner_text()
    corners.last.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".placed")).not_to_have_text(said)  # it is longer now


def _gone(page: Page, there: tuple[float, float]) -> tuple[float, float]:
    now = middle(page, ".map .corner")
    return now[0] - there[0], now[1] - there[1]


def test_on_a_phone_everything_fits_and_can_be_touched(opened):
    page = opened(375, 667, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator(".map").bounding_box()["height"] < 400  # the form is reachable beneath it
    add(page, "By thumb")
    at_rest(page)
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
    expect(page.locator(".wrong")).to_contain_text("whole postcode")
    find(page, whole.lower().replace(" ", ""))
    expect(page.locator(".placed")).to_contain_text(whole)
    call_it(page, "Postcode choir")
    choose(page, "Classes")
    expect(page.locator(".kind_said")).to_be_visible()
    save(page)
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator(".saved")).to_contain_text("Everybody can see it now")
    another(page)
    add(page, "Tapped choir")
    another(page)
    choose(page, "A walk")
    expect(page.locator(".asked")).to_contain_text("point by point")
    draw(page, (0.3, 0.3), (0.45, 0.35), (0.5, 0.5))
    expect(page.locator(".placed")).to_contain_text("A walk of")
    call_it(page, "Drawn walk")
    choose(page, "Outdoors")
    choose(page, "Walk or route")
    expect(page.locator(".kind_said")).to_contain_text("riverside")
    save(page)
