"""Strangers' pictures: turned as they say, refused by name, and nothing that they say of themselves is kept."""

from __future__ import annotations

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from assetmap.exchange.untrusted import read_photo, standing, walls
from assetmap.paper.reading import pictures, read_picture
from tests.paper_reading.drawing import Stuck, a_code, draw, photograph, saved

_PPMM = 4.0
_DOTS = (Stuck(80, 60, "red", size_mm=14), Stuck(190, 140, "blue", "square", 14))


@pytest.fixture(scope="module")
def seen():
    """A photograph of a sheet, as pixels."""
    content = photograph(draw(a_code(), _DOTS, ppmm=_PPMM), ppmm=_PPMM, size=(1300, 1000), turn=8, tilt=15)
    return np.asarray(Image.open(io.BytesIO(content)))


def exif(turn):
    """EXIF with a turn and a place."""
    made = Image.Exif()
    made[0x0112] = turn
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 23.0, 3.0), 3: "W", 4: (2.0, 21.0, 0.0)})
    made[0x010F] = "TelephoneOfSomebody"
    return made


def is_right(reads):
    [read] = reads
    assert read.refused is None
    assert [(x.colour, x.shape) for x in read.dots] == [(x.colour, x.shape) for x in _DOTS]
    for dot, truth in zip(read.dots, _DOTS, strict=True):
        assert np.hypot(dot.x_mm - truth.x_mm, dot.y_mm - truth.y_mm) < 1.0
    return True


_TURNED = {1: 0, 3: 2, 6: 1, 8: 3}
"""What EXIF says → how often to turn the pixels to the left, so that what it says is so."""


@pytest.mark.parametrize("turn", [3, 6], ids=["upside down", "on its side"])
def test_a_photo_is_read_as_it_says_it_is_turned_and_its_place_goes_into_no_crop(seen, turn):
    content = saved(np.ascontiguousarray(np.rot90(seen, _TURNED[turn])), exif=exif(turn))
    assert next(pictures.pages(content)).shape == seen.shape
    reads = read_picture(content, "photo.jpg")
    assert is_right(reads)
    for picture in (reads[0].preview, *(x.picture for x in reads[0].dots)):
        assert not Image.open(io.BytesIO(picture)).getexif()
        assert b"Telephone" not in picture
        assert b"Exif" not in picture


def test_a_heic_is_read_behind_the_walls_with_degrees(seen):
    import pi_heif

    made = pi_heif.libheif_info()
    kept = io.BytesIO()
    try:
        from pi_heif import from_pillow

        from_pillow(Image.fromarray(seen)).save(kept, quality=80)
    except (ImportError, AttributeError, RuntimeError, ValueError):
        pytest.skip(f"nothing here writes HEIC: {sorted(made)}")
    reads = read_photo(kept.getvalue(), "photo.heic")
    assert is_right(reads)
    assert reads[0].dots[0].lon == pytest.approx(-2.37, abs=0.02)


def test_a_pdf_of_scans_gives_its_sheets_in_turn_behind_the_walls(seen):
    kept = io.BytesIO()
    blank = Image.new("RGB", (600, 800), "white")
    Image.fromarray(seen).save(kept, "PDF", save_all=True, append_images=[blank], resolution=100)
    first, second = read_photo(kept.getvalue(), "scans.pdf")
    assert is_right([first])
    assert second.refused.key == "no_sheet"


def test_a_photo_is_read_behind_the_same_walls_as_a_list(seen):
    walled = standing(("photo", '{"form": "jpeg", "corners": null, "expected": ""}'))
    assert walled == standing()
    assert set(walled) <= set(walls.NAMES)
    [read] = read_photo(saved(seen), "photo.jpg")
    assert is_right([read])
    assert read.dots[0].lat == pytest.approx(51.38, abs=0.02)


def png_of(width, height):
    """A PNG that says how large it is, and has nothing in it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda _seen: b"", "empty"),
        (lambda _seen: b"name,lat,lon\n", "not_a_picture"),
        (lambda seen: saved(seen)[:20_000], "damaged"),
        (lambda _seen: png_of(60_000, 60_000), "too_large"),
        (lambda _seen: b"%PDF-1.7\nnothing", "damaged"),
        (lambda _seen: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "damaged"),
        (lambda _seen: saved(np.full((40, 40, 3), 200, np.uint8)), "too_small"),
    ],
    ids=["nothing", "a list", "cut off", "a bomb", "half a PDF", "noise", "a stamp"],
)
def test_a_hostile_picture_is_one_sentence(seen, make, key):
    [read] = read_picture(make(seen), "x")
    assert (read.placed, read.refused.key) == (False, key)


def test_a_large_jpeg_is_decoded_at_half_its_size():
    large = np.full((4_200, 6_000, 3), 255, np.uint8)
    page = next(pictures.pages(saved(large, quality=20)))
    assert page.shape == (2_100, 3_000, 3)


def test_what_the_form_is_is_told_by_its_first_bytes(seen):
    forms = {"JPEG": "jpeg", "PNG": "png", "TIFF": "tiff", "WEBP": "webp", "PDF": "pdf", "GIF": ""}
    small = cv2.resize(seen, (64, 48))
    assert {x: pictures.form_of(saved(small, form=x)) for x in forms} == forms
