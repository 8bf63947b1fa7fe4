"""The whole way: a workshop is begun, its sheet printed, photographed and read by the shell, in a real home."""

from __future__ import annotations

import contextlib
import io
import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2

from tests.paper.photograph import Photo, photograph
from tests.paper.plan import Shot, shots
from tests.paper.sheets import Sheet
from tests.paper.tones import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.paper.code import SheetCode

DPIS = (150, 300)
_NEAR_MM = 6.0


@dataclass
class Walked:
    """What came of it: how far drafts are from the truth (mm on paper, metres), and what went wrong."""

    errors_mm: list[float] = field(default_factory=list)
    errors_m: list[float] = field(default_factory=list)
    asked: int = 0
    false: int = 0
    problems: list[str] = field(default_factory=list)


def shell(*arguments: object) -> dict[str, Any]:
    """Run a command as the shell does, in this process; gives its one JSON object."""
    from assetmap.cli import main

    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        try:
            status = main([str(x) for x in (*arguments, "--json")]) or 0
        except SystemExit as end:
            status = end.code or 0
    told: dict[str, Any] = json.loads(out.getvalue() or "{}")
    if status and "placed" not in told:  # a photograph that could not be read is told all the same
        raise AssertionError(f"{' '.join(map(str, arguments[:3]))}: {said.getvalue()[-400:]}")
    return told


def begun(home: Path, folder: Path, *, paper: str = "A3") -> tuple[bytes, SheetCode, str]:
    """Begin a workshop and print its sheet; gives the PDF, the code of its map, and the workshop's own."""
    short = shell("workshop", "new", "--name", "What helps us feel well", "--home", home)["short"]
    target = folder / f"{short}.pdf"
    told = shell("print", "workshop", "--session", short, "--paper", paper, "--out", target, "--home", home)
    return target.read_bytes(), _code(told, target.read_bytes()), short


def _code(told: dict[str, Any], pdf: bytes) -> SheetCode:
    """Return the code of the map, as it is on its page; the printer must have said the same."""
    import zxingcpp

    from assetmap.paper.code import decode

    said = next(x for x in told["codes"] if x["kind"] == "map")
    document = pypdfium2.PdfDocument(pdf)
    try:
        for i in range(len(document)):
            picture = document[i].render(scale=120 / 72, grayscale=True).to_numpy()
            for found in zxingcpp.read_barcodes(np.ascontiguousarray(np.squeeze(picture))):
                if found.text.startswith("AMAP"):
                    code = decode(found.text)
                    if code.kind == "map":
                        assert [code.issue, list(code.bounds)] == [said["issue"], list(said["bounds"])]
                        return code
    finally:
        document.close()
    raise AssertionError("no page carries the code of a map")


def sheet_of(pdf: bytes, code: SheetCode, *, dpi: float, number: int = 903) -> Sheet:
    """Make a printed map a picture at so many dots to an inch, as a copy shop does."""
    import zxingcpp

    from assetmap.paper.code import encode

    document = pypdfium2.PdfDocument(pdf)
    try:
        for i in range(len(document)):
            small = document[i].render(scale=120 / 72, grayscale=True).to_numpy()
            if any(x.text == encode(code) for x in zxingcpp.read_barcodes(np.ascontiguousarray(np.squeeze(small)))):
                picture = document[i].render(scale=dpi / 72).to_numpy()[..., :3]
                pixels = np.minimum(LIGHT[np.ascontiguousarray(picture)], LIGHT[252])
                return Sheet(number, code, pixels, pixels.shape[1] / code.layout.width_mm, has_tags=True)
    finally:
        document.close()
    raise AssertionError("the sheet is not in its PDF")


def walked(home: Path, folder: Path, *, photos: int = 3, dpis: Sequence[int] = DPIS) -> Walked:
    """Begin, print, make pictures, photograph, read, compare; each photograph is read twice and adds once."""
    found = Walked()
    for dpi in dpis:
        pdf, code, short = begun(home, folder)
        sheet = sheet_of(pdf, code, dpi=dpi)
        for planned in shots(903 + dpi, photos):
            taken = photograph(sheet, Shot(planned.sheet, planned.number, planned.of), pixels=6e6)
            file = folder / f"{dpi}-{planned.number}.jpg"
            file.write_bytes(taken.content)
            told = shell("workshop", "read", file, "--session", short, "--home", home)
            if not told["placed"]:
                found.problems.append(f"{dpi} dpi, {planned.number}: {told['refused']}")
                continue
            _compare(found, taken, told["drafts"])
            again = shell("workshop", "read", file, "--session", short, "--home", home)
            if again["kept"]["drafts"]:
                found.problems.append(f"{dpi} dpi, {planned.number}: read again it adds {again['kept']['drafts']}")
    return found


def _compare(found: Walked, photo: Photo, drafts: list[dict[str, Any]]) -> None:
    left = list(drafts)
    a_mm = photo.sheet.metres_a_mm
    for seen in photo.dots:
        where = photo.sheet.metres(*photo.sheet.lonlat(seen.mark.x_mm, seen.mark.y_mm))
        far = [(math.dist(where, photo.sheet.metres(x["lon"], x["lat"])), x) for x in left]
        metres, best = min(far, key=lambda pair: pair[0], default=(math.inf, None))
        is_found = metres <= _NEAR_MM * a_mm
        if is_found:
            left.remove(best)
        if seen.is_asked:
            found.asked += 1
            found.errors_m += [metres] * is_found
            found.errors_mm += [metres / a_mm] * is_found
    found.false += len(left)
