"""
What must never be placed wrongly: other papers, parts of sheets, mixtures, what is no photograph at all.

Each case says which refusals name its true cause (the beginning of `Refused.key`), and which sheets may be placed: with
their own code, and with their dots where they are. Anything else that is placed is placed wrongly.
"""

from __future__ import annotations

import io
import json
import math
import statistics
import time
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from assetmap.paper.code import encode, group_of
from tests.paper import scenes
from tests.paper.marks import Mark, Texture, outline
from tests.paper.scenes import Table, dotted, newspaper, plain, poster, white
from tests.paper.sheets import Sheet, drawn_of
from tests.paper.tones import BYTE, linear

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Mapping, Sequence

OFF_MM = 6.0
"""Dots of a sheet that is placed rightly are nearer than that to the truth, in the middle of them."""
NOTHING = ("no_sheet",)
COVERED = ("corner_covered", "corners_missing", "corner_outside")
ON_DISK = ("damaged", "not_a_picture", "empty", "too_heavy", "too_large", "locked", "too_many_pages", "too_long")


@dataclass(frozen=True)
class Case:
    """
    One picture.

    Attributes
    ----------
    causes
        A refusal's key begins with one of these; empty where it must not be refused.
    sheets
        Each may be placed, with these dots.
    must
        How many of the sheets have to be placed, at the least.
    is_file
        Whether it is tried through the whole way in, the walls round the reader included.
    """

    content: bytes
    causes: tuple[str, ...]
    sheets: tuple[tuple[Sheet, tuple[Mark, ...]], ...] = ()
    must: int = 0
    name: str = "photo.jpg"
    is_file: bool = False


@dataclass
class Told:
    """What came of a case."""

    name: str
    wrong: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    placed: int = 0
    keys: tuple[str, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        mark = "WRONG" if self.wrong else "cause" if self.unnamed else "ok"
        said = ", ".join(self.keys) or "–"
        return " · ".join(
            [f"{mark:5} {self.name:34} placed {self.placed}, refused: {said}", *self.wrong, *self.unnamed]
        )


def _turned(what: Texture, case: int, size: tuple[float, float] = (340, 250), **of: float) -> bytes:
    return Table(*size).lay(what, (size[0] / 2, size[1] / 2)).photographed(case, **of)


def _cat() -> Case:
    page = scenes.cat()
    return Case(_turned(page, 1, (420, 320)), NOTHING)


def _table() -> Case:
    return Case(Table(420, 300, "cloth").photographed(2), NOTHING)


def _blank_paper() -> Case:
    return Case(_turned(white(297, 210), 3), NOTHING)


def _newspaper() -> Case:
    return Case(_turned(newspaper(297, 210), 4), NOTHING)


def _chessboard() -> Case:
    return Case(_turned(scenes.chessboard(), 5), (*NOTHING, "code_unreadable"))


def _poster_with_a_code() -> Case:
    return Case(_turned(poster(text="https://example.org/menu?table=7"), 6), ("not_ours",))


def _other_markers() -> Case:
    page = poster(dictionary=cv2.aruco.DICT_6X6_250, ids=tuple(range(8)))
    return Case(_turned(page, 7), (*NOTHING, "code_unreadable"))


def _same_markers_other_code() -> Case:
    page = poster(text="AMAP IS NOT HERE", dictionary=cv2.aruco.DICT_ARUCO_MIP_36H12, ids=tuple(range(40, 48)))
    return Case(_turned(page, 8), ("not_ours", "code_unreadable"))


def _same_markers_no_code() -> Case:
    page = poster(dictionary=cv2.aruco.DICT_ARUCO_MIP_36H12, ids=tuple(range(80, 88)))
    return Case(_turned(page, 9), ("code_unreadable", *NOTHING))


def _our_code_on_a_poster() -> Case:
    """A real code, cut out and glued on a poster: nothing round it that could place it."""
    sheet = plain(910)
    page = poster(text=encode(sheet.code))
    return Case(_turned(page, 10), ("corner", *NOTHING, "unsure", "mixed"))


def _our_code_among_markers_of_another() -> Case:
    sheet = plain(911)
    other = (group_of(sheet.code) + 11) % 30
    page = poster(text=encode(sheet.code), dictionary=cv2.aruco.DICT_ARUCO_MIP_36H12,
                  ids=tuple(range(8 * other, 8 * other + 8)))  # fmt: skip
    return Case(_turned(page, 11), ("mixed", "corner", "unsure"))


def _our_code_among_its_own_markers_elsewhere() -> Case:
    """Its own markers, glued where they are on no sheet of ours."""
    sheet = plain(912)
    group = group_of(sheet.code)
    ids = tuple(8 * group + k for k in (3, 0, 6, 1, 4, 7, 2, 5))
    page = poster(text=encode(sheet.code), dictionary=cv2.aruco.DICT_ARUCO_MIP_36H12, ids=ids)
    return Case(_turned(page, 12), ("unsure", "mixed", "corner", "bent"))


def _half_covered(side: str, case: int) -> Case:
    sheet = plain(920 + case)
    paper, marks = dotted(sheet, case)
    top = Table(340, 250).lay(paper, (170, 125))
    at = {"left": (65, 125), "right": (275, 125), "top": (170, 60), "bottom": (170, 190)}[side]
    size = (215, 250) if side in ("left", "right") else (340, 130)
    top.lay(newspaper(*size), (at[0], at[1]), turned_deg=4)
    kept = {
        "left": lambda m: m.x_mm > 165, "right": lambda m: m.x_mm < 130,
        "top": lambda m: m.y_mm > 125, "bottom": lambda m: m.y_mm < 90,
    }[side]  # fmt: skip
    seen = tuple(m for m in marks if kept(m))
    return Case(top.photographed(20 + case), (*COVERED, "code_unreadable"), ((sheet, seen),))


def _half_outside() -> Case:
    sheet = plain(930)
    paper, _ = dotted(sheet, 30)
    return Case(Table(200, 230).lay(paper, (215, 115)).photographed(30), ("corner", "code_unreadable"))


def _only_a_corner() -> Case:
    sheet = plain(931)
    paper, _ = dotted(sheet, 31)
    return Case(Table(120, 110).lay(paper, (-20, 95)).photographed(31), ("corner", "code_unreadable"))


def _codes_covered() -> Case:
    sheet = plain(932)
    paper, _ = dotted(sheet, 32)
    for box in sheet.layout.codes:
        paper.ink(outline("circle", 40, turned=0) + box.centre, linear((250, 214, 60)))
    return Case(_turned(paper, 32), ("code_unreadable",))


def _corners_covered() -> Case:
    """Cups on three corners and the middles beside them."""
    sheet = plain(933)
    paper, _ = dotted(sheet, 33)
    for k in (0, 1, 2, 3, 4, 7):
        marker = sheet.layout.markers[k]
        paper.ink(outline("circle", 24, turned=0) + marker.box.centre, linear((60, 90, 140)))
    return Case(_turned(paper, 33), COVERED)


def _two_side_by_side() -> Case:
    one, other = plain(934), plain(935)
    (paper, marks), (paper_2, marks_2) = dotted(one, 34), dotted(other, 35)
    top = Table(330, 470).lay(paper, (165, 118), turned_deg=3).lay(paper_2, (165, 350), turned_deg=-4)
    both = ((one, tuple(marks)), (other, tuple(marks_2)))
    return Case(top.photographed(34, pixels=12e6), ("mixed",), both)


def _two_of_the_same_print() -> Case:
    """Two copies of one printed sheet: the same code and the same markers twice, other dots."""
    one = plain(936)
    (paper, marks), (paper_2, marks_2) = dotted(one, 36), dotted(one, 37)
    top = Table(330, 470).lay(paper, (165, 118), turned_deg=3).lay(paper_2, (165, 350), turned_deg=-4)
    return Case(
        top.photographed(36, pixels=12e6), ("mixed", "unsure"), ((one, tuple(marks)), (one, tuple(marks_2)))
    )  # fmt: skip


def _overlapping() -> Case:
    one, other = plain(938), plain(939)
    (paper, marks), (paper_2, marks_2) = dotted(one, 38), dotted(other, 39)
    top = Table(460, 330).lay(paper, (165, 125), turned_deg=-5).lay(paper_2, (285, 205), turned_deg=9)
    both = ((one, tuple(m for m in marks if m.x_mm < 110 and m.y_mm < 100)), (other, tuple(marks_2)))
    return Case(top.photographed(38, pixels=12e6), ("mixed", *COVERED), both)


def _covered_by_its_own_like() -> Case:
    """The lower half of one sheet under the upper half of another whose markers have the same numbers."""
    one = plain(940)
    group = group_of(one.code)
    number = next(n for n in range(941, 1400) if group_of(plain_code(n)) == group)
    other = plain(number)
    (paper, _), (paper_2, _) = dotted(one, 40), dotted(other, 41)
    cut = Texture(np.ascontiguousarray(paper_2.pixels[: round(105 * paper_2.ppm)]), paper_2.ppm)
    top = Table(340, 260).lay(paper, (170, 130)).lay(cut, (174, 74), turned_deg=2)
    return Case(top.photographed(40), ("mixed", "unsure", "corner", "bent", "code_unreadable"))


def plain_code(number: int) -> Any:
    """Return the code alone of a plain sheet."""
    from dataclasses import replace

    return replace(plain(901).code, issue=f"T{number:05d}")


def _mixed_tiles() -> Case:
    """Two tiles of a wall, each half in the picture."""
    one, other = plain(942, tile=(1, 2)), plain(943, tile=(2, 2))
    (paper, _), (paper_2, _) = dotted(one, 42), dotted(other, 43)
    top = Table(297, 215).lay(paper, (0, 107)).lay(paper_2, (297, 108))
    return Case(top.photographed(42), ("mixed", "corner", "code_unreadable"))


def _older_printing() -> Case:
    """The same sheet as printed last year, of a map that lay elsewhere: its own printed bounds count."""
    from dataclasses import replace

    sheet = plain(944)
    code = replace(sheet.code, bounds=(371_111.11, 160_222.22, 373_111.11, 161_722.22), issue="OLD025")
    old = drawn_of(944, code, ppm=scenes.PPM, rng=np.random.default_rng(44))
    paper, marks = dotted(old, 44)
    return Case(_turned(paper, 44), (), ((old, tuple(marks)),), must=1)


def _newer_form() -> Case:
    sheet = plain(945)
    return Case(_turned(_with_code(sheet, "AMAP2" + encode(sheet.code)[5:]), 45), ("newer",))


def _broken_code() -> Case:
    sheet = plain(946)
    text = encode(sheet.code)
    text = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]
    return Case(_turned(_with_code(sheet, text), 46), ("code_damaged",))


def _with_code(sheet: Sheet, text: str) -> Texture:
    import segno

    paper = sheet.texture(scenes.PPM)
    cells = np.array([list(row) for row in segno.make_qr(text, version=4, error="q", boost_error=False).matrix]) > 0
    for box in sheet.layout.codes:
        paper.ink(np.array(box.corners), np.ones(3))
        scenes.squares(paper, cells, (box.x, box.y), box.width)
    return paper


def _another_place() -> Case:
    """It is placed where its own code says; that it is of another place is for the workshop to tell."""
    sheet = plain(947, place="PORTO")
    paper, marks = dotted(sheet, 47)
    return Case(_turned(paper, 47), (), ((sheet, tuple(marks)),), must=1)


def _mirrored() -> Case:
    sheet = plain(948)
    paper, marks = dotted(sheet, 48)
    top = Table(340, 250).lay(paper, (170, 125))
    seen = top.photographed(48, mirrored=True)
    return Case(seen, ("mirrored", *NOTHING, "code", "corner", "unsure"), ((sheet, tuple(marks)),))  # turned round


def _screen() -> Case:
    sheet = plain(949)
    paper, marks = dotted(sheet, 49)
    shown = scenes.screened(paper)
    return Case(
        _turned(shown, 49, (360, 270)), ("no_sheet", "code_unreadable", "unsure", "too_blurred", "corner"),
        ((sheet, tuple(marks)),),
    )  # fmt: skip


def _photocopy(scale: float, stretch: float, case: int) -> Case:
    """Whoever copies a sheet smaller sticks dots on the copy: they count where they lie on the map."""
    sheet = plain(950 + case)
    copy = scenes.photocopied(sheet.texture(scenes.PPM), scale=scale, stretch=stretch)
    marks = [Mark(90.0, 80.0, "red", "circle", 12.0), Mark(200.0, 120.0, "blue", "circle", 12.0),
             Mark(150.0, 60.0, "green", "circle", 12.0), Mark(120.0, 140.0, "yellow", "circle", 12.0)]  # fmt: skip
    from tests.paper.settings import COLOURS

    for m in marks:
        at = np.array([m.x_mm * scale * stretch, m.y_mm * scale])
        copy.ink(outline("circle", 12.0, turned=0) + at, linear(COLOURS[m.colour][0]))
    size = (copy.pixels.shape[1] / copy.ppm + 40, copy.pixels.shape[0] / copy.ppm + 40)
    return Case(_turned(copy, 50 + case, size), ("unsure", "bent"), ((sheet, tuple(marks)),))


def _faulty(number: int, causes: tuple[str, ...], *, pixels: float = 5e6, **of: float) -> Case:
    sheet = plain(number)
    paper, marks = dotted(sheet, number)
    top = Table(340, 250).lay(paper, (170, 125))
    return Case(top.photographed(number, pixels=pixels, **of), causes, ((sheet, tuple(marks)),))


def _far_away() -> Case:
    sheet = plain(963)
    paper, marks = dotted(sheet, 63)
    top = Table(1800, 1350).lay(paper, (700, 600), turned_deg=20)
    return Case(
        top.photographed(63, pixels=2e6), ("too_small", "code_unreadable", "no_sheet"), ((sheet, tuple(marks)),)
    )  # fmt: skip


def _glare_on_both_codes() -> Case:
    sheet = plain(964)
    paper, _ = dotted(sheet, 64)
    top = Table(340, 250).lay(paper, (170, 125))
    for box in sheet.layout.codes:
        x, y = box.centre[0] + 21.5, box.centre[1] + 20
        for r in np.linspace(34, 20, 12):
            top.top.ink(np.add(outline("circle", 2 * r, turned=0), (x, y)), np.ones(3), cover=0.5)
    return Case(top.photographed(64, white=254.0), ("glare", "code_unreadable"))


def _marker_moved() -> Case:
    """One marker was cut out and glued 30 mm aside: the others outvote it, or nothing is placed."""
    sheet = plain(965)
    paper, marks = dotted(sheet, 65)
    marker = sheet.layout.markers[1]
    x, y, r = *marker.box.centre, marker.size / 2 + 2
    here = [slice(round((c - r) * paper.ppm), round((c + r) * paper.ppm)) for c in (y, x)]
    piece = paper.pixels[here[0], here[1]].copy()
    paper.pixels[here[0], here[1]] = piece.max()
    aside = round(30 * paper.ppm)
    paper.pixels[here[0], here[1].start + aside : here[1].stop + aside] = piece
    return Case(_turned(paper, 65), ("unsure", "bent", "mixed"), ((sheet, tuple(marks)),))


def _crumpled() -> Case:
    return _faulty(
        966, ("bent", "unsure", "corner", "code_unreadable"), wrinkle_mm=45.0, wrinkle_wave_mm=110.0, tilt_deg=30.0
    )


def _huge_tiff() -> Case:
    """200 Mpx of grey as a TIFF of a few hundred kilobytes."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (16_330, 12_250), (180, 180, 180)).save(out, "TIFF", compression="tiff_deflate")
    return Case(out.getvalue(), ("too_large",), name="scan.tif", is_file=True)


def _scans(pages: int = 3) -> Case:
    """A PDF of a scanner: two sheets at 150 dpi, a little askew, and a page of newspaper between them."""
    from PIL import Image

    one, other = plain(967), plain(968)
    (paper, marks), (paper_2, marks_2) = dotted(one, 67), dotted(other, 68)
    shown = []
    for page in (paper, newspaper(297, 210), paper_2)[:pages]:
        top = Table(297, 210, "white").lay(page, (148.5, 105), turned_deg=0.8)
        small = cv2.resize(top.top.pixels, (1754, 1240), interpolation=cv2.INTER_AREA)
        shown.append(Image.fromarray(np.clip(BYTE[small[..., ::-1]] + 0.5, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    shown[0].save(out, "PDF", save_all=True, append_images=shown[1:], resolution=150, quality=80)
    both = ((one, tuple(marks)), (other, tuple(marks_2)))
    return Case(out.getvalue(), NOTHING, both, must=2, name="scans.pdf", is_file=True)


def _whole() -> tuple[bytes, Sheet, tuple[Mark, ...]]:
    sheet = plain(969)
    paper, marks = dotted(sheet, 69)
    return Table(340, 250).lay(paper, (170, 125)).photographed(69, pixels=3e6), sheet, tuple(marks)


def _truncated(share: float) -> Case:
    content, sheet, marks = _whole()
    return Case(
        content[: int(len(content) * share)], (*ON_DISK, "code_unreadable", "corner", "no_sheet"), ((sheet, marks),),
        is_file=True,
    )  # fmt: skip


def _as(ending: str) -> Case:
    """The same photograph as another kind of file: read like a JPEG."""
    from PIL import Image

    content, sheet, marks = _whole()
    out = io.BytesIO()
    Image.open(io.BytesIO(content)).save(out, {"png": "PNG", "webp": "WEBP", "tif": "TIFF"}[ending])
    return Case(out.getvalue(), (), ((sheet, marks),), must=1, name=f"photo.{ending}", is_file=True)


def _heic() -> Case:
    """As telephones make them: lying, with a turn and a place in its own data (encoded once, elsewhere)."""
    from assetmap.paper.code import SheetCode

    folder = Path(__file__).parent / "pictures"
    told = json.loads((folder / "turned.json").read_text("utf-8"))
    code = SheetCode(**{**told["code"], "bounds": tuple(told["code"]["bounds"])})
    names = {x.name for x in fields(Mark)}
    marks = tuple(Mark(**{k: v for k, v in dot.items() if k in names}) for dot in told["dots"])
    sheet = Sheet(971, code, np.zeros((1, 1, 3), np.uint16))
    return Case((folder / "turned.heic").read_bytes(), (), ((sheet, marks),), must=1, name="IMG_0001.HEIC",
                is_file=True)  # fmt: skip


def _truncated_png() -> Case:
    whole = _as("png")
    return Case(whole.content[: len(whole.content) // 2], (*ON_DISK, "code_unreadable", "corner", "no_sheet"),
                whole.sheets, name="photo.png", is_file=True)  # fmt: skip


def _truncated_pdf() -> Case:
    whole = _scans(1)
    return Case(whole.content[: len(whole.content) // 2], (*ON_DISK, *NOTHING), name="scans.pdf", is_file=True)


def _noise() -> Case:
    junk = np.random.default_rng(70).bytes(60_000)
    return Case(b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + junk, ON_DISK, is_file=True)


def _named(content: bytes, name: str, *causes: str) -> Case:
    return Case(content, causes or ON_DISK, name=name, is_file=True)


CASES: Mapping[str, Callable[[], Case]] = {
    "a cat": _cat,
    "a table": _table,
    "a blank paper": _blank_paper,
    "a newspaper": _newspaper,
    "a chessboard": _chessboard,
    "a poster with a code": _poster_with_a_code,
    "markers of another kind": _other_markers,
    "markers of ours, another code": _same_markers_other_code,
    "markers of ours, no code": _same_markers_no_code,
    "our code on a poster": _our_code_on_a_poster,
    "our code, another's markers": _our_code_among_markers_of_another,
    "our code, its markers elsewhere": _our_code_among_its_own_markers_elsewhere,
    "half covered, left": lambda: _half_covered("left", 1),
    "half covered, right": lambda: _half_covered("right", 2),
    "half covered, top": lambda: _half_covered("top", 3),
    "half covered, bottom": lambda: _half_covered("bottom", 4),
    "half outside": _half_outside,
    "only a corner": _only_a_corner,
    "both codes under stickers": _codes_covered,
    "cups on the corners": _corners_covered,
    "two side by side": _two_side_by_side,
    "two of the same print": _two_of_the_same_print,
    "two that overlap": _overlapping,
    "covered by one with its numbers": _covered_by_its_own_like,
    "halves of two tiles": _mixed_tiles,
    "an older printing": _older_printing,
    "a newer form of code": _newer_form,
    "a broken code": _broken_code,
    "of another place": _another_place,
    "mirrored": _mirrored,
    "a screen": _screen,
    "a photocopy at 71 %": lambda: _photocopy(0.707, 1.0, 1),
    "a photocopy at 141 %": lambda: _photocopy(1.414, 1.0, 2),
    "a photocopy drawn out": lambda: _photocopy(1.0, 0.9, 3),
    "all blurred": lambda: _faulty(960, ("too_blurred", "code_unreadable"), defocus_px=18.0, motion_px=10.0),
    "moved": lambda: _faulty(961, ("too_blurred", "code_unreadable"), motion_px=70.0),
    "nearly dark": lambda: _faulty(962, ("too_dark", "code_unreadable"), white=14.0, noise=8.0),
    "far away": _far_away,
    "glare on both codes": _glare_on_both_codes,
    "a marker moved": _marker_moved,
    "crumpled": _crumpled,
    "200 Mpx TIFF": _huge_tiff,
    "a PDF of scans": _scans,
    "a HEIC": _heic,
    "a PNG": lambda: _as("png"),
    "a WebP": lambda: _as("webp"),
    "a TIFF": lambda: _as("tif"),
    "JPEG cut at 5 %": lambda: _truncated(0.05),
    "JPEG cut at 50 %": lambda: _truncated(0.5),
    "JPEG cut at 97 %": lambda: _truncated(0.97),
    "PNG cut": _truncated_png,
    "PDF cut": _truncated_pdf,
    "noise that says it is a JPEG": _noise,
    "an empty file": lambda: _named(b"", "photo.jpg"),
    "words named .jpg": lambda: _named(b"Dear all, the sheet is attached.\n" * 40, "photo.jpg"),
    "a table of numbers": lambda: _named(b"PK\x03\x04" + bytes(600), "photo.heic"),
    "an HTML page named .png": lambda: _named(b"<!doctype html><script>1</script>" * 20, "photo.png"),
}
"""Names of cases, and how to make them."""


def tried(name: str) -> Told:
    """Make a case and have it read."""
    case = CASES[name]()
    told = Told(name)
    began = time.process_time()
    try:
        reads = _read(case)
    except Exception as error:  # noqa: BLE001  # the others are tried all the same
        reads = []
        told.unnamed.append(f"crash: {type(error).__name__}: {error}")
    told.seconds = time.process_time() - began
    left = list(case.sheets)
    for read in reads:
        if not read.placed:
            told.keys += (read.refused.key if read.refused else "nothing said",)
            continue
        told.placed += 1
        fits = [pair for pair in left if pair[0].code == read.code]
        offs = [(_off(pair[1], read.dots), pair) for pair in fits]
        best = min(offs, key=lambda x: x[0], default=None)
        if best is None:
            told.wrong.append(f"placed a sheet that is not there: {read.code}")
        elif best[0] > OFF_MM:
            told.wrong.append(f"placed {best[0]:.1f} mm off")
        else:
            left.remove(best[1])
    if not told.placed or told.keys:
        told.unnamed += [f"says {key}, not {' or '.join(case.causes) or 'where it is'}"
                         for key in told.keys if not key.startswith(case.causes or ("-",))]  # fmt: skip
    if not reads or told.placed < case.must:
        told.unnamed.append(f"{case.must} should be placed, {len(reads)} were given back")
    return told


def _off(marks: Sequence[Mark], dots: Sequence[Any]) -> float:
    """Return how far marks are from the nearest dot that was read, in the middle of them; nothing read is no harm."""
    if not dots or not marks:
        return 0.0
    return statistics.median(min(math.hypot(d.x_mm - m.x_mm, d.y_mm - m.y_mm) for d in dots) for m in marks)


def _read(case: Case) -> Sequence[Any]:
    if not case.is_file:
        from assetmap.paper.reading import read_picture

        return read_picture(case.content, case.name)
    from assetmap.exchange.untrusted import read_photo

    return list(read_photo(case.content, case.name))


def told(asked: argparse.Namespace) -> int:
    """Try all (or those whose name holds a word of `--cases`), and say what came of each."""
    import sys

    bad = 0
    for each in every(asked.cases):
        sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
        bad += bool(each.wrong or each.unnamed)
    return int(bool(bad))


def every(words: Collection[str] = (), *, jobs: int = 2) -> list[Told]:
    """Try all cases over two processes."""
    import multiprocessing

    names = [name for name in CASES if not words or any(word in name for word in words)]
    with multiprocessing.get_context("spawn").Pool(jobs, _one_core) as pool:
        return pool.map(tried, names, chunksize=1)


def _one_core() -> None:
    cv2.setNumThreads(1)
