"""A steward sets up a place from dropped files in a real browser, and everybody goes there."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from assetmap.settings import read_place

pytestmark = pytest.mark.browser
WAIT = 40_000
HOSTILE = "a**b**<script>.csv"
RING = [[-2.4, 51], [-2.39, 51], [-2.39, 51.01], [-2.4, 51.01], [-2.4, 51]]
AREA = {
    "type": "Feature",
    "properties": {"LSOA21CD": "E01000001", "LSOA21NM": "Area"},
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}
AREAS = {
    "name": "areas.geojson",
    "mimeType": "application/json",
    "buffer": json.dumps({"type": "FeatureCollection", "features": [AREA]}).encode(),
}


HEADINGS = {"Set up a place": "Set up your own place", "Places and backup": "Places on this computer"}


def go_to(page, part):
    page.get_by_role("radio", name=part, exact=True).click()
    page.get_by_role("heading", name=HEADINGS.get(part, part), exact=True).wait_for(timeout=WAIT)
    return page


@pytest.fixture
def opened(browse, own_address):
    """The screen "Your place" on a town of one's own: `opened(part, width)`."""

    def opened(part, width=1280):
        page = browse(own_address + "/your_place", width, 800, wait=".st-key-part")
        return go_to(page, part)

    return opened


def drop(page, *files):
    page.locator("input[type=file]").set_input_files(list(files))
    page.get_by_text(re.compile(rf"What was dropped \({len(files)}\)")).wait_for(timeout=WAIT)


def look(page, name):
    page.get_by_label("What is the place called?").fill(name)
    page.get_by_role("button", name="Look at it first").click()


def keep(page):
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("is kept, and open now for everybody")).to_be_in_viewport(timeout=WAIT)


def open_town(page):
    """Go back to the invented town, for the tests that come after."""
    go_to(page, "Places and backup")
    page.locator(".st-key-places_which [role=combobox], .st-key-places_which input").first.click()
    page.get_by_role("option", name=re.compile(r"\(invented\)")).click()
    page.get_by_role("button", name="Open it").click()
    expect(page.locator(".place h1")).to_have_text("Merrowcombe", timeout=WAIT)


@pytest.mark.realdata
def test_bath_is_set_up_from_dropped_files_seen_before_it_is_kept_and_everybody_goes_there(
    browse, own_address, realdata, tmp_path
):
    page = browse(own_address, 1280, 900, wait=".map[data-pins]")
    somebody = browse(own_address, 375, 800, wait=".map[data-pins]")
    page.get_by_role("button", name="Set up your own place").click()
    page.get_by_label("What is the place called?").wait_for(timeout=WAIT)
    drop(
        page,
        realdata / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        realdata / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz",
        realdata / "postcodes/code_point_open_ba.csv.gz",
        realdata / "postcodes/code_point_open_bs.csv.gz",
        realdata / "streets/bath_ne_somerset_os_roads.geojson",
        realdata / "services_bath/os_greenspace_site.geojson",
        realdata / "services_bath/banes_gp_surgeries.geojson",
    )
    rows = page.locator(".rows tbody tr")
    expect(rows.filter(has_text="lsoa2021_bath")).to_contain_text("the outlines of the neighbourhoods")
    expect(rows.filter(has_text="IoD2025")).to_contain_text("how deprived each neighbourhood is")
    expect(page.get_by_text("banes_gp_surgeries.geojson is a list of groups, parks or services")).to_be_visible()
    look(page, "Bath & **North** <b>East</b>")
    expect(page.get_by_text("118 neighbourhoods. Each of them has its figures")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("heading", name="What these files give: Bath & **North** <b>East</b>")).to_be_visible()
    expect(page.locator(".st-key-own_map .legend")).to_contain_text("most deprived tenth", timeout=WAIT)
    expect(page.locator(".place h1")).to_have_text("Merrowcombe")  # nothing is kept yet
    keep(page)
    expect(page.locator(".place h1")).to_have_text("Bath & **North** <b>East</b>", timeout=WAIT)
    page.get_by_role("button", name="See it on the map").click()
    page.locator(".map[data-pins]").wait_for(timeout=WAIT)
    # Somebody who was looking at the town goes along with their next step, and sees one place alone.
    somebody.get_by_text("List", exact=True).click()
    expect(somebody.locator(".place h1")).to_have_text("Bath & **North** <b>East</b>", timeout=WAIT)
    expect(somebody.get_by_text("0 of 0 shown")).to_be_visible(timeout=WAIT)
    assert page.errors == []
    page.get_by_role("link", name="Your place").first.click()
    page.locator(".st-key-part").wait_for(timeout=WAIT)
    open_town(page)


@pytest.mark.realdata
def test_outlines_of_2021_and_figures_of_2011_are_told_apart_and_nothing_is_kept(opened, realdata):
    page = opened("Set up a place")
    drop(
        page,
        realdata / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        next((realdata / "deprivation").glob("File_2*")),
    )
    look(page, "Bath")
    expect(page.get_by_role("alert").filter(has_text="only 112 of 118 codes are in both")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("--lookup")).to_have_count(0)
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0)


@pytest.mark.realdata
def test_outlines_of_a_whole_country_ask_for_the_district_by_its_name(opened, realdata):
    page = opened("Set up a place")
    drop(
        page,
        realdata / "boundaries/LSOA_2011_sw5forces_BGC_V2.zip",
        next((realdata / "deprivation").glob("File_1*")),
    )
    look(page, "Bath")
    expect(page.get_by_role("alert").filter(has_text="Choose your district")).to_be_visible(timeout=WAIT)
    page.locator(".st-key-own_district input").fill("Bath and")
    page.get_by_role("option", name=re.compile("Bath and North East Somerset .E06000022.: 115")).click()
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("115 neighbourhoods. Each of them")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Not yet").click()
    expect(page.get_by_text("Nothing was kept.")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("What was dropped")).to_have_count(0, timeout=WAIT)


def test_wrong_files_are_said_plainly_letter_for_letter(opened):
    page = opened("Set up a place")

    def file(name, content):
        return {"name": name, "mimeType": "text/csv", "buffer": content}

    drop(
        page,
        file(HOSTILE, b"\x89PNG\r\n\x1a\n"),
        file("empty.csv", b""),
        file("bomb.csv.gz", gzip.compress(b"\0" * 120_000_000)),
    )
    alerts = page.get_by_role("alert")
    expect(alerts.filter(has_text=f"{HOSTILE} is a PNG picture, not a table or a map.")).to_be_visible(timeout=WAIT)
    expect(alerts.filter(has_text="empty.csv is empty")).to_be_visible()
    expect(alerts.filter(has_text="bomb.csv.gz unpacks to more than 100 times its size")).to_be_visible()
    expect(page.locator(".rows td", has_text=HOSTILE)).to_have_text(HOSTILE)
    look(page, "Nowhere")
    expect(alerts.filter(has_text="a place begins with its boundaries")).to_be_visible(timeout=WAIT)


def test_a_place_of_one_area_is_kept_and_the_way_back_leads_to_the_town(opened, own_town):
    page = opened("Set up a place", 375)
    drop(page, AREAS)
    look(page, "One $x$ [area](http://x.example) :red[y]")
    expect(page.get_by_text("One neighbourhood. There was no file about deprivation")).to_be_visible(timeout=WAIT)
    expect(page.locator(".st-key-own_map .map")).to_have_attribute("data-overlay", "The neighbourhoods", timeout=WAIT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    keep(page)
    expect(page.locator(".place h1")).to_have_text("One $x$ [area](http://x.example) :red[y]", timeout=WAIT)
    assert page.locator(".place a").count() == 0
    open_town(page)
    assert read_place(own_town).name == "Merrowcombe"


def test_settings_are_changed_and_a_change_by_hand_is_not_overwritten(opened, own_town):
    page = opened("This place")
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Name (3)").fill("Listening **line**")
    page.get_by_label("Number (3)").fill("01632 960 555")
    page.get_by_label("Where the map is published, if it is").fill("javascript:alert(1)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="not one that a browser opens")).to_be_visible(timeout=WAIT)
    page.get_by_label("Where the map is published, if it is").fill("https://map.example/bath")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_in_viewport(timeout=WAIT)
    settings = read_place(own_town)
    assert settings.crisis_lines[2].name == "Listening **line**"
    assert settings.published_address == "https://map.example/bath"
    assert settings.invented
    path = own_town / "place.toml"
    path.write_text(f"# by hand\n{path.read_text()}")
    page.get_by_label("Whom to tell when something on a page is wrong").fill("Somebody else")
    page.get_by_role("button", name="Save", exact=True).click()
    refused = page.get_by_role("alert").filter(has_text="somebody has changed these settings")
    expect(refused).to_be_visible(timeout=WAIT)
    assert read_place(own_town).tell != "Somebody else"
    page.get_by_role("button", name="Show them as they are now").click()
    expect(refused).to_have_count(0, timeout=WAIT)  # drawn last: until then the fields may be the old ones
    page.get_by_role("button", name="Remove 3").click(timeout=WAIT)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_in_viewport(timeout=WAIT)
    assert len(read_place(own_town).crisis_lines) == 2
    assert path.read_text().startswith("# by hand")


def test_street_maps_from_the_internet_are_allowed_and_the_page_loaded_again_by_one_tap(opened, own_town):
    page = opened("This place", 375)
    page.get_by_text("Allow street maps from the internet").click()
    page.get_by_text("How long a check holds").click()
    weeks = page.get_by_label(re.compile("^Food help "))
    weeks.fill("4")
    weeks.press("Tab")
    page.get_by_role("button", name="Save", exact=True).click()
    again = page.get_by_role("link", name="Load the map again now")
    again.wait_for(timeout=WAIT)
    settings = read_place(own_town)
    assert settings.online_tiles
    assert settings.review_weeks == {"food_help": 4}
    with page.expect_navigation():
        again.click()
    page.locator(".map[data-pins]").wait_for(timeout=WAIT)
    go_to(page.goto(page.url + "your_place") and page, "This place")
    page.get_by_text("Allow street maps from the internet").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_in_viewport(timeout=WAIT)
    assert not read_place(own_town).online_tiles


LIST = b"""Name,Kind,Postcode
Tuesday **soup** <b>,food help,
,green place,
"""


def test_a_list_is_looked_at_brought_in_and_taken_out_again(opened):
    page = opened("Bring in a list")
    page.locator("input[type=file]").set_input_files({"name": HOSTILE, "mimeType": "text/csv", "buffer": LIST})
    expect(page.get_by_text("1 would be added").first).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("left out").first).to_be_visible()
    page.get_by_text("Show them at once").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("1 was added")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: the list is out again.")).to_be_visible(timeout=WAIT)


def test_a_backup_is_saved_and_is_whole(opened, tmp_path):
    from assetmap.store.geopackage import GeoPackageStore

    page = opened("Places and backup")
    with page.expect_download(timeout=WAIT) as got:
        page.get_by_role("button", name="Save a backup").click()
    assert re.fullmatch(r"backup-merrowcombe-\d{4}-\d\d-\d\d\.gpkg", got.value.suggested_filename)
    got.value.save_as(tmp_path / "kept.gpkg")
    store = GeoPackageStore.open(tmp_path / "kept.gpkg")
    assert store.check().assets > 100
    store.close()


def test_the_whole_place_is_saved_at_its_own_computer_and_unpacks(opened, tmp_path):
    from assetmap.packing import unpack

    page = opened("Places and backup", 375)
    assert page.get_by_role("button", name="Save the whole place").bounding_box()["height"] >= 44
    with page.expect_download(timeout=WAIT) as got:
        page.get_by_role("button", name="Save the whole place").click()
    assert re.fullmatch(r"merrowcombe-\d{4}-\d\d-\d\d\.assetmap", got.value.suggested_filename)
    got.value.save_as(tmp_path / "town.assetmap")
    assert unpack(tmp_path / "town.assetmap", tmp_path / "new").assets > 100


def test_the_first_run_is_let_go_by_looking_around_and_the_keyboard_alone_can_do_it(browse, own_address):
    page = browse(own_address, 375, 800, wait=".map[data-pins]")
    button = page.get_by_role("button", name="Look around")
    assert button.bounding_box()["height"] >= 44
    button.focus()
    button.press("Enter")
    expect(page.get_by_role("button", name="Set up your own place")).to_have_count(0, timeout=WAIT)
    expect(page.get_by_text("everything in it are invented")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_serious_stands_in_the_way_on_any_part(opened, width):
    from axe_playwright_python.sync_playwright import Axe

    def serious():
        found = Axe().run(page).response["violations"]
        return [x["id"] for x in found if x["impact"] in {"serious", "critical"}]

    page = opened("Set up a place", width)
    drop(page, AREAS, {"name": HOSTILE, "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    look(page, "Somewhere")
    expect(page.get_by_text("One neighbourhood.")).to_be_visible(timeout=WAIT)
    assert serious() == []
    page.get_by_role("button", name="Not yet").click()
    expect(page.get_by_text("Nothing was kept.")).to_be_visible(timeout=WAIT)
    for part in ("This place", "Bring in a list", "Places and backup"):
        go_to(page, part)
        assert serious() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_whoever_comes_through_a_relay_is_no_steward_and_changes_nothing(browse, own_address):
    headers = {"X-Forwarded-For": "192.0.2.7"}
    page = browse(own_address + "/your_place", 1280, 800, wait=".place h1", extra_http_headers=headers)
    expect(page.get_by_text("Whoever looks after this map changes these things")).to_be_visible(timeout=WAIT)
    expect(page.locator("input[type=file]")).to_have_count(0)
    expect(page.get_by_role("button", name="Set up your own place")).to_have_count(0)
