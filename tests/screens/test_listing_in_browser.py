"""A messy real list is dropped, put right, made one with what is here, brought in and undone, with the mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .by_hand import at_rest, serious

pytestmark = [pytest.mark.browser, pytest.mark.realdata, pytest.mark.slow]
WAIT = 60_000
NAME = "Location_of_BANES_defibrillators_at_21062016.csv"


def choose(page, box, option):
    """Choose in a list; while the page still scrolls, Streamlit closes it again."""
    field = page.locator(f".st-key-{box}").get_by_role("combobox")
    field.scroll_into_view_if_needed()
    at_rest(page)
    expect(field).to_be_in_viewport()
    page.wait_for_timeout(300)
    field.click()
    page.get_by_role("option", name=option, exact=True).click()
    at_rest(page)


@pytest.fixture
def store(own_bath):
    from assetmap.place import open_place

    place = open_place(own_bath)
    yield place.store
    place.close()


def there(store):
    return {x.asset.id: (x.asset.name, x.asset.status) for x in store.read(statuses=["draft", "published"])}


def test_a_list_of_bath_is_put_right_joined_brought_in_and_undone(browse, own_bath_address, realdata, store):
    before = there(store)
    page = browse(f"{own_bath_address}/your_place?part=Bring in a list", 1280, 800, wait="[data-testid=stFileUploader]")
    page.locator("input[type=file]").set_input_files(realdata / "services_bath" / "csv" / NAME)
    # No column is called a name: its names stand under “Location”, which is taken for a position.
    page.get_by_text("Say below which one holds the names", exact=False).wait_for(timeout=WAIT)
    turn = page.locator("[class*='st-key-list_kind_']").get_attribute("class").split("list_kind_")[1].split()[0]
    choose(page, f"list_kind_{turn}", "health service")
    column = page.locator(f".st-key-list_column_{turn}_2_row")
    expect(column).to_contain_text("Location")
    fold = page.locator("[data-testid=stExpander] details").filter(has_text="What the columns hold")
    choose(page, f"list_column_{turn}_2_row", "Name")
    expect(fold).to_have_attribute("open", "")  # for whoever has more to put right
    expect(page.locator(".said").first).to_contain_text("44 would be added", timeout=WAIT)
    at_rest(page)
    count = page.get_by_text("look the same as something on the map or in the list", exact=False)
    expect(count).to_be_visible()
    expect(page.locator(".st-key-list_pair .why")).to_contain_text("Why it is asked:")
    page.get_by_role("button", name="They are one").click()
    expect(page.locator(".said").first).to_contain_text("43 would be added, 1 would be made one with another")
    page.get_by_role("button", name="They are two").click()
    expect(page.locator(".told")).to_contain_text("comes in, and is something else")
    at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert there(store) == before  # nothing is kept before somebody says so
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("43 were added, 1 was made one with another.")).to_be_visible(timeout=WAIT)
    after = there(store)
    assert len(after) == len(before) + 43
    assert {x for x in after if x not in before} == {x for x, (_, status) in after.items() if status == "draft"}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: the list is out again.")).to_be_visible(timeout=WAIT)
    assert there(store) == before
    assert page.errors == []
    # On a phone, next time: it is known how such a list is read, and its kind.
    phone = browse(f"{own_bath_address}/your_place?part=Bring in a list", 375, 720, wait="[data-testid=stFileUploader]")
    phone.locator("input[type=file]").set_input_files(realdata / "services_bath" / "csv" / NAME)
    expect(phone.locator(".said").first).to_contain_text("44 would be added", timeout=WAIT)
    expect(phone.locator(".st-key-list_pair")).to_be_visible()
    at_rest(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.get_by_role("button", name="They are one").bounding_box()["height"] >= 44
    assert not serious(phone)
