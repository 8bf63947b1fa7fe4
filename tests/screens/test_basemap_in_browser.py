"""The base map as people see it: drawn from a place's own tiles, with every other host blocked."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assetmap import basemap
from assetmap.cartography import palette
from assetmap.demo import make_demo

from .by_hand import colour_by, elsewhere, until, zoom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CANVAS = ".leaflet-tile-pane canvas"
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

# Wait until nothing is on its way, the map does not move, and it looks as it looked a moment ago.
STILL = """async (canvas) => {
  for (let before = "", n = 0; n < 600; n++) {
    await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100));
    const moves = canvas.closest(".leaflet-zoom-anim, .leaflet-pan-anim");
    const now = canvas.toDataURL();
    if (!moves && (canvas.dataset.coming || "0") === "0" && now === before) return;
    before = now;
  }
  throw new Error("the map did not come to rest");
}"""


# Remember the least that was ever drawn beside the bare land, and how often it was looked at.
LEAST = """(canvas, land) => {
  window.least = 1;
  window.looks = 0;
  setInterval(() => {
    const { width, height } = canvas, seen = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    let drawn = 0;
    for (let i = 0; i < seen.length; i += 4) drawn += ((seen[i] << 16) | (seen[i + 1] << 8) | seen[i + 2]) !== land;
    window.least = Math.min(window.least, (4 * drawn) / seen.length);
    window.looks += 1;
  }, 40);
}"""


def shares(page: Page, *colours: str) -> list[float]:
    """Say how much of the canvas has each colour."""
    return page.locator(CANVAS).evaluate(SHARES, [int(colour[1:], 16) for colour in colours])


def whole(page: Page) -> None:
    """Wait until every tile of the view is there and drawn."""
    page.wait_for_selector(CANVAS, state="attached")
    page.locator(CANVAS).evaluate(STILL)


def nearer(page: Page, to: float) -> None:
    while float(page.locator(".map").get_attribute("data-zoom")) < to:
        zoom(page)


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
    assert elsewhere(page, address) == []
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
    whole(page)
    assert shares(page, palette.WATER)[0] > 0.05  # the sea lies to the south
    assert page.errors == []


def test_while_tiles_are_on_their_way_the_map_is_never_blank(opened):
    page = opened()
    nearer(page, 14)
    whole(page)
    held = []
    page.route(f"**/{basemap.FILE}*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright writes on what it calls
    page.locator(CANVAS).evaluate(LEAST, int(palette.LAND[1:], 16))
    for out in (False, False, True, True, True):
        looks = page.evaluate("window.looks")
        zoom(page, out=out)
        until(page, lambda looks=looks: page.evaluate("window.looks") > looks + 5, "nobody looked")
        while held:
            held.pop().continue_()
    page.unroute_all(behavior="wait")
    assert 0.02 < page.evaluate("window.least") < 1


def test_tiles_that_fail_are_asked_for_again(opened):
    page = opened()
    page.route(f"**/{basemap.FILE}*", lambda route: route.abort())
    nearer(page, 16)
    whole(page)
    assert 0.1 < shares(page, palette.LAND)[0] < 1  # the coarser ones stand in
    page.unroute_all(behavior="wait")
    until(page, lambda: shares(page, palette.STREET)[0] > 0.005, "the tiles were not asked for again")


@pytest.mark.realdata
def test_bath_comes_in_a_few_ranges_and_not_as_a_whole(browse, bath_address, bath):
    page = browse("about:blank")  # somebody whose browser has nothing of Bath yet
    sent = []

    def note(answer):
        if basemap.FILE in answer.url:
            sent.append((answer.status, int(answer.headers.get("content-length", 0))))

    page.on("response", note)
    page.goto(bath_address)
    page.wait_for_selector(".map[data-pins]")
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
        whole(page)
        before = shares(page, *LOOKS)
        assert not [x for x in page.asked if basemap.FILE in x]
        assert page.errors == []
    assert before == pytest.approx(shares(opened(), *LOOKS), abs=0.005)


@pytest.fixture(scope="module")
def online(serve, tmp_path_factory) -> Iterator[str]:
    """A town whose `place.toml` allows OpenStreetMap's tiles; to look at only."""
    folder = tmp_path_factory.mktemp("online")
    home = make_demo(folder / "town")
    said = (home / "place.toml").read_text(encoding="utf-8")
    (home / "place.toml").write_text(said.replace("online_tiles = false", "online_tiles = true"), encoding="utf-8")
    with serve(home, folder / "app.log") as url:
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
    expect(page.locator(".leaflet-tile-pane .leaflet-layer")).to_have_count(0)  # given up
    several = len(page.asked)
    nearer(page, 16)
    assert not [url for url in page.asked[several:] if "openstreetmap" in url]


def test_online_tiles_are_shown_where_they_come_and_make_room_for_colours(browse, online):
    page = browse("about:blank")
    asked = []

    def answer(route):
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=PINK, content_type="image/png")

    page.route("https://tile.openstreetmap.org/**", answer)
    page.goto(online)
    page.wait_for_selector(".map[data-pins]")
    tiles = page.locator(".leaflet-tile-loaded")
    expect(tiles.first).to_be_visible()
    assert set(asked) == {f"{online}/"}  # the origin, and nothing of the page
    assert page.locator(CANVAS).evaluate("(canvas) => Number(getComputedStyle(canvas).zIndex)") < 150
    assert not [said for said in page.errors if "Content Security Policy" in said]
    colour_by(page)
    expect(page.locator(".legend")).to_contain_text("most deprived tenth")
    expect(tiles).to_have_count(0)


# One pixel, as a picture.
PINK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)
LOOKS = (palette.LAND, palette.WATER, palette.GREEN, palette.STREET, palette.STREET_CASING)
