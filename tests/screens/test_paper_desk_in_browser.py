"""A printed sheet with stickers on it, photographed, dropped, read behind walls and typed, in a real browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assetmap import workshop
from assetmap.cartography.stickers import COLOURS
from assetmap.place import open_place
from assetmap.printing.workshop import workshop_papers
from assetmap.store.sessions import Category

from .by_hand import serious

if TYPE_CHECKING:
    from PIL.Image import Image

    from assetmap.place import Place
    from assetmap.store.sessions import Session

pytestmark = pytest.mark.browser
_DPI = 150
_AT = ((0.3, 0.3), (0.7, 0.6))
"""Where the two stickers are, as shares of the map's frame."""


@pytest.fixture
def place(own_town):
    there = open_place(own_town)
    yield there
    there.close()


def photographed(place: Place, on: Session) -> bytes:
    """The map sheet with two red circles on it, lying a little turned on a brown table."""
    import pypdfium2
    from PIL import Image, ImageDraw

    papers = workshop_papers(place, on, lines=0, issue="ABC123")
    sheets = (x.render(scale=_DPI / 72).to_pil().convert("RGB") for x in pypdfium2.PdfDocument(papers.pdf()))
    sheet: Image = next(x for x in sheets if x.width > x.height)
    frame, mm = papers.codes[0].layout.frame, _DPI / 25.4
    pen = ImageDraw.Draw(sheet)
    for across, down in _AT:
        x, y, radius = (frame.x + frame.width * across) * mm, (frame.y + frame.height * down) * mm, 6 * mm
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=COLOURS["red"])
    lying = Image.new("RGB", (sheet.width + 200, sheet.height + 200), "#7A5A3C")
    lying.paste(sheet, (100, 100))
    out = io.BytesIO()
    lying.rotate(3, expand=True, fillcolor="#7A5A3C", resample=Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


def test_a_photograph_of_a_sheet_is_read_and_typed_by_keyboard(place, own_address, browse):
    here = Category(key="here", label="Places we go", colour="red", shape="circle", kind="indoor_place")
    on = workshop.begin(place, name="Tea and maps", categories=(here,), by="steward")
    page = browse(f"{own_address}/paper_in?workshop={on.short}", wait="[data-testid=stFileUploaderDropzone]")
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photographed(place, on)}
    nothing = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    page.set_input_files("input[type=file]", [photo, nothing])
    expect(page.get_by_text("0 of 2 typed")).to_be_visible()
    expect(page.get_by_text("This is no picture.")).to_be_visible()
    picture = page.locator("img.dot")
    expect(picture).to_be_visible()
    assert picture.evaluate("x => x.naturalWidth") > 100
    expect(page.locator(".st-key-paper_map_box .pin")).to_be_visible()
    number, name = page.get_by_label("The number beside the dot"), page.get_by_label("What is it called?")
    expect(number).to_be_focused()
    number.fill("7")
    number.press("Enter")
    expect(name).to_be_focused()
    name.fill("Tea hut")
    name.press("Enter")
    expect(page.get_by_text("Saved: Tea hut")).to_be_visible()
    expect(page.get_by_text("1 of 2 typed")).to_be_visible()
    expect(number).to_be_focused()
    expect(number).to_have_value("")
    [first, second] = place.store.sessions.members(on.id).values()
    assert (first.number, first.category, first.shown, first.how) == (7, "here", True, "paper")
    assert (second.number, second.shown) == (None, False)
    assert place.store.get(first.asset_id).asset.name == "Tea hut"
    assert serious(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    expect(name).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert not page.errors
