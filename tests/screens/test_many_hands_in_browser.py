"""Two residents and whoever looks after the map at the same asset: each sees what the others wrote, nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import shapely
from playwright.sync_api import expect

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.place import open_place

from .adding import add, call_it, is_called, open_receipt, save
from .by_hand import SOMEBODY_ELSE, answered, at_rest, elsewhere, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
CARD = ".st-key-card_above"
DONE = ".st-key-look_done .said:not(:empty)"
HOSTILE = "**x** :red[y] [link](http://h.example) <b>z</b> {{7*7}} $e^x$ `c`"


@pytest.fixture
def store(own_town):
    place = open_place(own_town)
    yield place.store
    place.close()


@pytest.fixture
def resident(browse, own_address) -> Callable[..., Page]:
    def page(screen: str = "", width: int = 1280, height: int = 800) -> Page:
        return browse(
            f"{own_address}/{screen}", width, height, wait=".map[data-pins]", extra_http_headers=SOMEBODY_ELSE
        )

    return page


@pytest.fixture
def looks_after(browse, own_address) -> Callable[..., Page]:
    def page(part: str = "", width: int = 1280, height: int = 900) -> Page:
        opened = browse(f"{own_address}/look_after", width, height, wait=".st-key-look_part")
        if part:
            to(opened, part)
        return opened

    return page


def to(page: Page, part: str) -> None:
    at_rest(page)
    page.locator(".st-key-look_part button", has_text=part).click()
    expect(page.locator(".st-key-look_part [aria-checked=true]")).to_contain_text(part)
    at_rest(page)


def find(page: Page, name: str) -> Locator:
    """Open the card of something by its name."""
    page.get_by_label("Find by words").fill(name)
    page.get_by_label("Find by words").press("Enter")
    page.locator(".is-list li button", has_text=name).first.click()
    card = page.locator(CARD)
    expect(card.locator(".asset h2")).to_contain_text(name)
    return card


def suggest(page: Page, card: Locator, *, why: str, **fields: str) -> str:
    """Suggest a change on a card; gives the code."""
    card.get_by_role("button", name="Suggest a change").click()
    for label, text in fields.items():
        field = page.get_by_label(label.replace("_", " "))
        field.fill(text)
        field.press("Tab")
    field = page.get_by_label("How do you know, or why?")
    field.fill(why)
    field.press("Tab")
    page.get_by_role("button", name="Send it").click()
    expect(card.locator(".said").first).to_have_text("Thank you. It will change once somebody has looked at it.")
    code: str = card.locator("code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{6}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    return code


def shown(store, **more: object) -> Asset:
    asset = Asset(kind="green place", where=shapely.Point(-3.2, 50.505), **more)
    contributions.submit(store, asset, by="steward", publish=True)
    return asset


def test_two_residents_and_a_steward_at_the_same_asset_lose_no_word(resident, looks_after, store):
    ann = resident("add")
    code = add(ann, "Quiet bench")
    [short] = [x.asset.id for x in store.read(statuses=["draft"]) if x.asset.name == "Quiet bench"]
    steward = looks_after("Drafts")
    expect(steward.locator(".st-key-draft_card .asset h2")).to_contain_text("Quiet bench")
    steward.get_by_role("button", name="Show it").click()
    expect(steward.locator(DONE)).to_have_text("“Quiet bench” is shown now.")

    bob = resident()
    bobs = suggest(bob, find(bob, "Quiet bench"), why="I sat there", What_is_it_called="Bench by the pond")
    expect(bob.locator(CARD).locator(".asset h2")).to_contain_text("Quiet bench")  # what is shown stays

    again = resident("add")
    open_receipt(again, code)
    is_called(again, "Quiet bench")
    call_it(again, "Quiet old bench")
    expect(save(again)).to_contain_text("looked at")
    assert store.get(short).asset.name == "Quiet bench"

    was = store.get(short).asset
    contributions.submit(store, was.changed(name="Bench of Quay Park"), by="steward: Jo")
    to(steward, "Changes people suggest")
    about = steward.locator(".st-key-suggestion")
    both = steward.locator(".both")
    expect(about).to_contain_text("I sat there")
    for words in ("Quiet bench", "Bench of Quay Park", "Bench by the pond"):
        expect(both.first).to_contain_text(words)
    steward.get_by_role("button", name="Take what is ticked").click()
    expect(steward.locator(".st-key-look_after .wrong")).to_contain_text("whose stands")
    steward.get_by_text("As they suggest").click()
    with answered(steward):
        steward.get_by_role("button", name="Take what is ticked").click()
    expect(steward.locator(DONE)).to_contain_text("is changed, and shown so now")
    assert store.get(short).asset.name == "Bench by the pond"

    for words in ("Quiet bench", "Bench by the pond", "Quiet old bench"):
        expect(both.first).to_contain_text(words)
    steward.get_by_role("button", name="Not this").click()
    steward.get_by_role("button", name="It could not be confirmed").click()
    expect(steward.locator(".empty")).to_contain_text("Nobody suggests a change just now.")

    later = resident("add")
    open_receipt(later, code)
    is_called(later, "Bench by the pond")  # Ann sees what Bob wrote, and what became of her own words
    expect(later.locator(".said", has_text="was not taken, because: It could not be confirmed")).to_be_visible()
    other = resident("add")
    other.get_by_text("I have a code", exact=True).click()
    other.get_by_label("The code you wrote down").fill(bobs)
    other.get_by_role("button", name="Open it").click()
    expect(other.locator(".said", has_text="was taken")).to_be_visible()
    said = {str(x.record.get("name")) for x in store.history(short)}
    assert {"Quiet bench", "Bench of Quay Park", "Bench by the pond"} <= said
    assert {x.asset.name for x in store.suggestions.of([short])} == {"Bench by the pond", "Quiet old bench"}
    story = find(resident(), "Bench by the pond").locator(".story")
    story.locator("summary").first.click()
    expect(story).to_contain_text("It was added.")
    assert "Jo" not in story.inner_text()  # who did what is read by whoever looks after the map
    whole = find(looks_after_explore(steward), "Bench by the pond").locator(".story")
    whole.locator("summary").first.click()
    for words in ("Jo, who looks after this map,", "Quiet bench → Bench of Quay Park", "Bench by the pond"):
        expect(whole).to_contain_text(words)


def looks_after_explore(page: Page) -> Page:
    page.goto(page.url.replace("/look_after", "/"))
    page.wait_for_selector(".map[data-pins]")
    return page


def test_a_suggestion_is_taken_with_one_letter_undone_with_another_and_never_while_one_types(
    looks_after, store, resident
):
    asset = shown(store, name="Letter wood", cost="free")
    place = resident()
    suggest(place, find(place, "Letter wood"), why=HOSTILE, What_is_it_called=HOSTILE)
    page = looks_after("Changes people suggest")
    expect(page.locator(".st-key-suggestion .own q")).to_have_text(HOSTILE)
    expect(page.locator(".both").first).to_contain_text(HOSTILE)
    assert elsewhere(page, page.url.rsplit("/", 1)[0]) == []
    with answered(page):
        page.keyboard.press("y")
    expect(page.locator(DONE)).to_contain_text("is changed, and shown so now")
    assert store.get(asset.id).asset.name == HOSTILE
    expect(page.locator(DONE)).to_be_focused()
    with answered(page):
        page.keyboard.press("u")
    expect(page.locator(".st-key-suggestion")).to_be_visible()
    assert store.get(asset.id).asset.name == "Letter wood"
    page.get_by_role("button", name="Switch letters off").click()
    page.keyboard.press("y")
    at_rest(page)
    expect(page.locator(".st-key-suggestion")).to_be_visible()
    page.get_by_role("button", name="Use single letters for these").click()
    with answered(page):
        page.keyboard.press("n")
    expect(page.get_by_text("Whoever suggested it can read this")).to_be_visible()
    page.get_by_role("button", name="It is right as it stands").click()
    expect(page.locator(DONE)).to_have_text("“Letter wood” stays as it is.")
    to(page, "Drafts")
    page.get_by_role("button", name="Change", exact=True).click()
    field = page.get_by_label("What is it called?")
    before = store.version()
    field.press_sequentially("y n l u")
    field.press("Tab")
    expect(field).to_have_value(re.compile("y n l u"))
    assert store.version() == before


def test_where_one_is_stays_through_another_screen(looks_after):
    page = looks_after("Taken away")
    page.get_by_role("link", name="Explore").first.click()
    page.wait_for_selector(".map[data-pins]")
    page.get_by_role("link", name="Look after").first.click()
    expect(page.locator(".st-key-look_part [aria-checked=true]")).to_contain_text("Taken away")


def test_two_that_look_the_same_become_one_or_stay_two(looks_after, store):
    kept = shown(store, name="Twin garden", phone="01632 960001", cost="free")
    twin = Asset(
        name="The twin garden", kind="green place", where=kept.where, phone="01632 960002", email="a@b.example"
    )
    contributions.submit(store, twin, by="resident: Jo")
    page = looks_after("Looks the same")
    expect(page.locator(".pair")).to_contain_text("Twin garden")  # the likeliest of all
    page.get_by_role("button", name="They are two").click()
    expect(page.locator(DONE)).to_have_text("They are two: that is remembered.")
    assert frozenset({kept.id, twin.id}) in store.apart.pairs()
    page.locator(".st-key-look_done").get_by_role("button", name="Undo").click()
    expect(page.locator(".pair")).to_contain_text("Twin garden")
    only_one = page.locator(".will", has_text="Only one of them says this").filter(has_text="a@b.example")
    expect(only_one).to_be_visible()  # the pair before may stand there a moment longer
    theirs = page.locator("[class*=st-key-both_][class*=_phone]").get_by_role("radio", name="The draft", exact=True)

    def is_chosen() -> bool:  # a choice in a row that is drawn anew goes with the row
        if theirs.last.get_attribute("aria-checked") != "true":
            theirs.last.click()
        at_rest(page)
        return theirs.count() == 1 and theirs.get_attribute("aria-checked") == "true"

    until(page, is_chosen, "the draft's telephone number was not chosen")
    page.get_by_role("button", name="They are one").click()
    expect(page.locator(DONE)).to_contain_text("They are one now")
    there = store.get(kept.id).asset
    assert (there.name, there.phone, there.cost, there.email) == ("Twin garden", "01632 960002", "free", "a@b.example")
    assert store.get(twin.id).asset.status == "withdrawn"
    page.locator(".st-key-look_done").get_by_role("button", name="Undo").click()
    expect(page.locator(DONE)).to_contain_text("Undone")
    assert store.get(twin.id).asset.status == "draft"
    to(page, "Drafts")
    card = page.locator(".st-key-draft_card .asset h2")
    for _ in store.ids(statuses=["draft"]):
        said = card.inner_text()
        if "The twin garden" not in said:
            page.get_by_role("button", name="Later").click()
            expect(card).not_to_have_text(said)
    page.get_by_role("button", name="It is this one: compare").click()
    expect(page.locator(".pair")).to_contain_text("On the map")
    page.get_by_role("button", name="They are one").click()
    expect(page.locator(DONE)).to_contain_text("They are one now")


def test_what_somebody_did_in_a_day_is_listed_and_undone_as_one(looks_after, store):
    asset = shown(store, name="Evening wood")
    who = f"Sam {asset.id[:6]}"  # a second go meets nothing of the first
    contributions.submit(store, asset.changed(cost="£100"), by=f"steward: {who}")
    left = Asset(name="Sam’s spot", kind="green place", where=asset.where)
    contributions.submit(store, left, by=f"steward: {who}")
    page = looks_after("What was done")
    option = page.get_by_role("option", name=re.compile(rf"\({who}\)"))

    def opens() -> bool:
        names = page.locator(".st-key-evening_who [role=combobox], .st-key-evening_who input").first
        if not names.is_visible():
            page.get_by_text("Undo everything somebody did in a day").click()
        elif not option.is_visible():
            names.click()
        page.wait_for_timeout(300)
        return option.is_visible()

    until(page, opens, "the list of people did not open")
    option.click()
    page.get_by_role("button", name="See what that was").click()
    expect(page.locator(".st-key-evening")).to_contain_text("Evening wood: changed")
    expect(page.locator(".st-key-evening")).to_contain_text("2 are put back as they were")
    assert store.get(asset.id).asset.cost == "£100"
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.locator(DONE)).to_have_text("2 are put back as before.")
    assert (store.get(asset.id).asset.cost, store.get(left.id).asset.status) == ("", "withdrawn")


def test_what_was_asked_to_go_is_a_day_and_a_code_and_what_was_turned_away_comes_back(looks_after, store):
    gone, turned = shown(store, name="Asked to go"), Asset(name="Turned away", kind="green place")
    store.copies.add("page", "hall.html", [gone.id])
    contributions.withdraw(store, gone.id, by="steward")
    contributions.submit(store, turned, by="resident")
    contributions.reject(store, [turned.id], by="steward", why="It is not for this map")
    page = looks_after("Taken away")
    expect(page.locator(".told")).to_contain_text(f"{gone.short}, taken away on")
    assert "Asked to go" not in page.content()
    page.get_by_role("button", name="They have deleted it").click()
    page.get_by_role("button", name="Yes, it is deleted").click()
    expect(page.locator(DONE)).to_have_text("Noted: hall.html is deleted.")
    expect(page.get_by_role("button", name="They have deleted it")).to_have_count(0)
    row = page.locator(f".st-key-hidden_{turned.short}")
    expect(row).to_contain_text("It is not for this map")
    row.get_by_role("button", name="Bring it back").click()
    expect(page.locator(DONE)).to_contain_text("waits among the drafts again")
    assert store.get(turned.id).asset.status == "draft"


@pytest.mark.parametrize("width", [1280, 375])
def test_a_suggestion_is_taken_back_with_its_code(resident, store, width):
    asset = shown(store, name=f"Backward wood {width}")
    sent = contributions.suggest(store, asset.changed(cost="£5"), by="resident", seen=store.get(asset.id).version)
    code = contributions.receipt_of(store, sent.number)
    page = resident("add", width)
    page.get_by_text("I have a code", exact=True).click()
    page.get_by_label("The code you wrote down").fill(code)
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("button", name="Take back what I suggested").click()
    expect(page.locator(".said", has_text="Taken back")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Take back what I suggested")).to_have_count(0)
    assert [x.decided for x in store.suggestions.of([asset.id])] == ["taken back"]
