"""A whole workshop in one hall: who leads it at the laptop, three people with phones in three languages, the wall."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from assetmap.demo import make_demo
from assetmap.place import open_place

from .by_hand import at_rest, serious
from .sharing import shared

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEND = "form:not([action$='/back']):not([action$='/where']) > button:not(.first)"
NAME = "Maureen Pike"
"""Who told a story: known to the workshop as private, and typed by a phone as well."""


@pytest.fixture
def hall(tmp_path):
    """A town that is served to phones, in which no workshop has been begun."""
    home = make_demo(tmp_path / "town")
    with shared(home, tmp_path) as served:
        yield served


@pytest.fixture
def phone(browse, hall):
    """A phone on the hall's network: no script, its own language, its own address."""

    def phone(number, tongue, path="/join"):
        return browse(
            f"http://127.0.0.1:{hall.port}{path}", 360, 740, java_script_enabled=False, locale=tongue,
            extra_http_headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )  # fmt: skip

    return phone


def send(page):
    page.locator(SEND).last.click()


def add(page, name, where="", words="", sort=0):
    """Fill in the three fields, and send them."""
    page.locator("#name").fill(name)
    page.locator("#where").fill(where)
    page.locator("#words").fill(words)
    page.locator(".pick input").nth(sort).check()
    send(page)
    expect(page.locator(".good")).to_be_visible()


def fits(page):
    """A phone's page: nothing wider than the phone, nothing too small to tap, no script."""
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = """() => [...document.querySelectorAll('button:not(.first), a, summary, input[type=text], .pick')]
      .filter((x) => x.getClientRects().length && x.getBoundingClientRect().height < 48).map((x) => x.outerHTML)"""
    assert page.evaluate(small) == []


def press(page, name):
    at_rest(page)
    page.get_by_role("button", name=name, exact=True).click()
    at_rest(page)


def go_to(page, stage):
    at_rest(page)
    page.locator(".st-key-hall_stage_workshop button", has_text=stage).click()
    expect(page.locator(".st-key-hall_stage_workshop button", has_text=stage)).to_have_attribute("aria-checked", "true")
    at_rest(page)


def write(page, label, words):
    page.get_by_label(label).first.fill(words)


def begin(page):
    """Begin a workshop, make two categories, keep a story, let phones in; returns the code."""
    write(page, "What is it called?", "Tea and maps")
    write(page, "In which hall?", "Chapel hall")
    press(page, "Start the workshop")
    expect(page.locator("header.hall h2")).to_have_text("Tea and maps")
    for word in ("Out of doors", "Eating together"):
        write(page, "Their word", word)
        press(page, "Add the category")
        expect(page.locator("ul.legend")).to_contain_text(word)
    write(page, "The story, in their own words", "The allotment kept me going.")
    write(page, "Who told it?", NAME)
    press(page, "Keep the story")
    expect(page.get_by_text("The story is kept.")).to_be_visible()
    page.get_by_text("Phones in the room", exact=True).click()
    press(page, "Let phones in")
    code = page.locator(".joining .code")
    expect(code).to_be_visible()
    return code.inner_text()


def test_a_whole_workshop_with_three_phones_and_a_wall(browse, hall, phone):
    here = f"http://127.0.0.1:{hall.port}"
    lead = browse(f"{here}/workshop", wait=".stApp")
    code = begin(lead)

    # Three phones come in, each in its language; one of them mistypes.
    english, polish, arabic = phone(1, "en-GB", f"/join/{code}"), phone(2, "pl-PL"), phone(3, "ar")
    polish.locator("#code").fill("ABC234")
    send(polish)
    expect(polish.locator(".wrong")).to_be_visible()
    for page, typed in ((polish, code.lower()), (arabic, f"{code[:3]} {code[3:]}")):
        page.locator("#code").fill(typed)
    for page, tongue in ((english, "en"), (polish, "pl"), (arabic, "ar")):
        fits(page)
        send(page)
        expect(page.locator("#name")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == tongue
        fits(page)
    assert arabic.locator("html").get_attribute("dir") == "rtl"
    expect(lead.locator(".st-key-hall_phones")).to_contain_text("3 phones are here")
    without_a_barrier(browse, hall, code)

    add(english, "The bench by the weir", "Harbourside", "Quiet.", 0)
    fits(english)
    add(polish, "Zupa w piątek", "Bridge Street", "Ciepło.", 1)
    add(arabic, "حديقة الجيران", "Harbourside", "هادئة", 0)
    arabic.locator("a.button").first.click()
    add(arabic, f"{NAME}'s kitchen table", "Bridge Street", "Tea.", 1)

    # The wall shows none of it before the scribe does.
    wall = browse(f"{here}/big_screen", wait=".is-wall[data-pins]")
    on_the_wall = wall.locator(".is-wall")
    assert "Zupa" not in on_the_wall.inner_text()
    scribe = browse(f"{here}/scribe", wait=".came")
    waiting = scribe.locator(".st-key-scribe_coming")
    expect(waiting).to_contain_text("4 wait for you.")
    for left in (3, 2, 1, 0):
        waiting.get_by_role("button", name="Show", exact=True).first.click()
        expect(waiting.get_by_role("button", name="Show", exact=True)).to_have_count(left)
    for name in ("The bench by the weir", "Zupa w piątek", "حديقة الجيران"):
        expect(on_the_wall).to_contain_text(name)
    expect(on_the_wall.locator(".held")).to_contain_text("kept private")
    assert "Pike" not in on_the_wall.inner_text()

    go_to(lead, "purpose")
    expect(on_the_wall).to_have_attribute("data-stage", "purpose")
    for page, many in ((english, 2), (polish, 1)):
        page.goto(f"{here}/dots")
        fits(page)
        assert "Pike" not in page.content()
        for n in range(1, many + 1):
            page.locator("li", has_text="Zupa").locator("button").last.click()
            expect(page.locator("li", has_text="Zupa").locator(".count b")).to_contain_text(str(n))

    go_to(lead, "Mobilise")
    write(lead, "What will be done?", "Open the hall on Thursday evenings")
    write(lead, "Which group or role does it?", "the chapel")
    write(lead, "By when?", "before Christmas")
    write(lead, "Whose name goes with it?", "Derek Oduya")
    lead.get_by_role("button", name="Keep it", exact=True).first.click()
    expect(lead.get_by_text("Agreed, and kept.")).to_be_visible()
    expect(on_the_wall).to_contain_text("Open the hall on Thursday evenings")
    assert "Derek" not in on_the_wall.inner_text()

    # It ends while somebody types: what they typed stays with them, and they are told.
    english.goto(f"{here}/say")
    english.locator("#name").fill("Sent too late")
    english.locator("#words").fill("all that I said")
    press(lead, "End the workshop")
    press(lead, "Yes, end it")
    expect(lead.get_by_text("The workshop has ended. Thank you, everybody.")).to_be_visible()
    send(english)
    expect(english.locator(".wrong")).to_contain_text("this was not kept")
    expect(english.locator("#name")).to_have_value("Sent too late")
    expect(english.locator("#words")).to_have_value("all that I said")
    fits(english)
    polish.goto(f"{here}/say")
    expect(polish.locator("#code")).to_be_visible()
    kept_as_said(hall.home)


def without_a_barrier(browse, hall, code):
    """Axe is a script: a browser that runs some looks at the same pages, in a language from right to left."""
    page = browse(
        f"http://127.0.0.1:{hall.port}/join", 360, 740, locale="ur", bypass_csp=True,
        extra_http_headers={"X-Forwarded-For": "192.0.2.9"},
    )  # fmt: skip
    assert serious(page) == []
    page.locator("summary").click()
    page.locator("#code").fill("ABC234")
    assert serious(page) == []
    send(page)
    assert serious(page) == []
    page.locator("#code").fill(code)
    send(page)
    expect(page.locator("#name")).to_be_visible()
    assert serious(page) == []


def kept_as_said(home):
    """Everything that was acknowledged is in the store, once; what was typed is in no log."""
    place = open_place(home)
    try:
        [there] = place.store.sessions.all(by="steward")
        members = place.store.sessions.members(there.id)
        names = sorted(place.store.get(x).asset.name for x in members)
        assert names == sorted(["The bench by the weir", "Zupa w piątek", "حديقة الجيران", f"{NAME}'s kitchen table"])
        assert {x.how for x in members.values()} == {"phone"}
        tally = {place.store.get(x).asset.name: one for x, one in place.store.sessions.tally(there.id).items()}
        assert (tally["Zupa w piątek"].dots, tally["Zupa w piątek"].people) == (3, 2)
        [plan] = place.store.sessions.notes(there.id, what="plan", by="steward")
        assert (plan.words, plan.who, plan.private["person"]) == (
            "Open the hall on Thursday evenings", "the chapel", "Derek Oduya",
        )  # fmt: skip
        assert (there.code, there.closed_on is None) == ("", False)
        assert not re.search("Pike|Derek|weir|Zupa", (home.parent / "shared.log").read_text(encoding="utf-8"))
    finally:
        place.close()
