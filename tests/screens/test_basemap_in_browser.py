"""The base map as people see it: drawn from a place's own tiles, with every other host blocked."""

from __future__ import annotations

import base64
import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assetmap import basemap
from assetmap.cartography import palette
from assetmap.demo import make_demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WAIT = 20_000
CANVAS = ".leaflet-tile-pane canvas"
WHOLE = f'{CANVAS}[data-coming="0"]'
# How much of what is seen of the map has each of some colours, as a share of all.
SHARES = """(canvas, colours) => {
  const { width, height } = canvas, seen = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const out = colours.map(() => 0);
  for (let i = 0; i < seen.length; i += 4) {
    const n = (seen[i] << 16) | (seen[i + 1] << 8) | seen[i + 2];
    const at = colours.indexOf(n);
    if (at >= 0 && seen[i + 3] === 255) out[at] += 1;
  }
  return out.map((n) => n / (width * height));
}"""


# Remember the least that was ever drawn beside the bare land.
LEAST = """(canvas) => {
  window.least = 1;
  setInterval(() => {
    const { width, height } = canvas, seen = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    let drawn = 0;
    for (let i = 0; i < seen.length; i += 4) drawn += seen[i] !== 246 || seen[i + 1] !== 244 || seen[i + 2] !== 238;
    window.least = Math.min(window.least, (4 * drawn) / seen.length);
  }, 40);
}"""


def shares(page: Page, *colours: str) -> list[float]:
    """Say how much of the canvas has each colour."""
    return page.locator(CANVAS).evaluate(SHARES, [int(colour[1:], 16) for colour in colours])


def whole(page: Page) -> None:
    """Wait until every tile of the view is there and drawn."""
    page.wait_for_selector(WHOLE, state="attached", timeout=WAIT)
    page.wait_for_timeout(300)


def nearer(page: Page, to: float) -> None:
    shown = page.locator(".map")
    while float(before := shown.get_attribute("data-zoom")) < to:
        page.locator(".leaflet-control-zoom-in").click()
        expect(shown).not_to_have_attribute("data-zoom", before, timeout=WAIT)
        page.wait_for_timeout(350)


@pytest.fixture
def opened(browse, address) -> Callable[..., Page]:
    def opened(width: int = 1280, height: int = 800) -> Page:
        page = browse(address, width, height, wait=".map[data-pins]")
        whole(page)
        return page

    return opened


@pytest.mark.parametrize("width", [1280, 375])
def test_the_town_is_drawn_from_its_own_tiles_and_nobody_else_is_asked(opened, address, width):
    page = opened(width)
    land, water, green = shares(page, palette.LAND, palette.WATER, palette.GREEN)
    assert water > 0.05
    assert green > 0.005
    assert 0.3 < land < 0.95
    tiles = [url for url in page.asked if basemap.FILE in url]
    assert tiles
    assert all(re.search(r"\?v=[0-9a-f]{16}$", url) for url in tiles)
    assert [url for url in page.asked if not url.startswith((address, "data:", "blob:"))] == []
    assert page.errors == []


def test_as_near_as_one_can_come_streets_have_their_width_and_their_names(opened):
    page = opened()
    nearer(page, 18)
    whole(page)
    white, ink = shares(page, palette.STREET, palette.QUIET_INK)
    assert white > 0.002
    assert ink > 0.00002
    assert page.errors == []


def test_what_comes_into_view_is_drawn_and_what_was_there_stays(opened):
    page = opened()
    nearer(page, 16)
    whole(page)
    box = page.locator(".map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(4):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 220, steps=6)
        page.mouse.up()
        page.wait_for_timeout(150)
    whole(page)
    assert shares(page, palette.WATER)[0] > 0.05  # the sea lies to the south
    assert page.errors == []


def test_while_tiles_are_on_their_way_the_map_is_never_blank(opened):
    page = opened()
    nearer(page, 14)
    whole(page)
    page.route(f"**/{basemap.FILE}*", lambda route: (time.sleep(0.4), route.continue_()))
    page.locator(CANVAS).evaluate(LEAST)
    for button in ("in", "in", "out", "out", "out"):
        page.locator(f".leaflet-control-zoom-{button}").click()
        page.wait_for_timeout(500)
    page.unroute_all(behavior="wait")
    whole(page)
    assert page.evaluate("window.least") > 0.02


def test_tiles_that_fail_are_asked_for_again(opened):
    page = opened()
    page.route(f"**/{basemap.FILE}*", lambda route: route.abort())
    nearer(page, 16)
    page.wait_for_timeout(500)
    assert shares(page, palette.LAND)[0] < 1  # the coarser ones stand in
    page.unroute_all(behavior="wait")
    for _ in range(40):
        if shares(page, palette.STREET)[0] > 0.005:
            break
        page.wait_for_timeout(500)
    else:
        pytest.fail("the tiles were not asked for again")


@pytest.mark.realdata
def test_bath_comes_in_a_few_ranges_and_not_as_a_whole(browse, bath_address, bath):
    page = browse(bath_address, 1280, 800)
    sent = []

    def note(answer):
        if basemap.FILE in answer.url:
            sent.append((answer.status, int(answer.headers.get("content-length", 0))))

    page.on("response", note)
    page.goto(bath_address)
    page.wait_for_selector(".map[data-pins]", timeout=WAIT)
    whole(page)
    assert {status for status, _ in sent} <= {206}
    assert 0 < sum(length for _, length in sent) < (bath / basemap.FILE).stat().st_size / 3
    assert shares(page, palette.MAIN_STREET)[0] > 0.001
    nearer(page, 17)
    whole(page)
    assert shares(page, palette.STREET)[0] > 0.001
    assert page.errors == []


def test_a_home_of_before_is_drawn_from_its_layers_and_looks_the_same(browse, serve, opened, tmp_path):
    home = make_demo(tmp_path / "town")
    (home / basemap.FILE).unlink()
    with serve(home, tmp_path / "app.log") as url:
        page = browse(url, wait=".map[data-pins]")
        page.wait_for_timeout(1000)
        before = shares(page, *LOOKS)
        assert not [x for x in page.asked if basemap.FILE in x]
        assert page.errors == []
    assert before == pytest.approx(shares(opened(), *LOOKS), abs=0.005)


@pytest.fixture
def online(serve, tmp_path) -> Iterator[str]:
    """A town whose `place.toml` allows OpenStreetMap's tiles."""
    home = make_demo(tmp_path / "town")
    said = (home / "place.toml").read_text(encoding="utf-8")
    (home / "place.toml").write_text(said.replace("online_tiles = false", "online_tiles = true"), encoding="utf-8")
    with serve(home, tmp_path / "app.log") as url:
        yield url


def test_where_online_tiles_are_allowed_but_there_is_no_internet_the_own_map_is_there(browse, online):
    page = browse(online, wait=".map[data-pins]")
    whole(page)
    asked = [url for url in page.asked if "openstreetmap" in url]
    assert asked
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    assert shares(page, palette.WATER)[0] > 0.05
    expect(page.locator(".leaflet-tile-loaded")).to_have_count(0)
    expect(page.locator(".sources")).to_contain_text("© OpenStreetMap contributors")
    page.wait_for_timeout(500)
    several = len(page.asked)
    nearer(page, 16)
    assert not [url for url in page.asked[several:] if "openstreetmap" in url]  # given up


def test_online_tiles_are_shown_where_they_come_and_make_room_for_colours(browse, online):
    page = browse(online)
    asked = []

    def answer(route):
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=PINK, content_type="image/png")

    page.route("https://tile.openstreetmap.org/**", answer)
    page.goto(online)
    page.wait_for_selector(".map[data-pins]", timeout=WAIT)
    tiles = page.locator(".leaflet-tile-loaded")
    expect(tiles.first).to_be_visible(timeout=WAIT)
    assert set(asked) == {f"{online}/"}  # the origin, and nothing of the page
    assert page.locator(CANVAS).evaluate("(canvas) => Number(getComputedStyle(canvas).zIndex)") < 150
    assert not [said for said in page.errors if "Content Security Policy" in said]
    page.locator(".st-key-overlay [role=combobox], .st-key-overlay input").first.click()
    page.get_by_role("option", name="All kinds of deprivation together").click()
    expect(page.locator(".legend")).to_contain_text("most deprived tenth", timeout=WAIT)
    expect(tiles).to_have_count(0, timeout=WAIT)


# One pixel, as a picture.
PINK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)
LOOKS = (palette.LAND, palette.WATER, palette.GREEN, palette.STREET, palette.STREET_CASING)
