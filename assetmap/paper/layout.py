"""
Where things are on a printed sheet: map frame, markers, codes, grid, lines and boxes to tick. Pure geometry.

Everything is in millimetres on the paper as it was printed, from the top left corner of the page, y down. A sheet
that is written from right to left has the very same places: nothing here is ever mirrored. What a version says is
never changed: sheets that hang on walls are read by it. A new arrangement is a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from assetmap.errors import PaperError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["map", "lines"]
"""A map to stick dots on, or the companion sheet of numbered lines."""

PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
}
"""Short and long side in mm (ISO 216)."""
VERSION = 1
"""The arrangement that is printed now."""
COLUMNS, ROWS = 8, 6
"""Squares of the grid along the long and the short side of a map."""
MOST_LINES = 10
"""Lines on one companion sheet: each 15 mm high, that a shaky hand has room for two lines of its own."""
KINDS, LEADS = 10, 3
"""Boxes to tick for what it is, and for who leads it."""
LED_BY = ("local_residents", "an_outside_charity", "a_public_body")
"""What the boxes for who leads it mean, in their order: keys of the vocabulary's answers to `led_by`."""


@dataclass(frozen=True)
class Box:
    """A rectangle: its top left corner, its width, its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Top left, top right, bottom right, bottom left: the order in which markers are found."""
        return (self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom)

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point is in it or on its edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True)
class Marker:
    """
    A square marker.

    Attributes
    ----------
    k
        0 to 7, clockwise from the top left: corner, middle of the top, corner, …; its id on paper is 8 × group + k.
    x, y
        Top left corner of its black square.
    size
        Side of its black square, black rim included: 8 modules.
    """

    k: int
    x: float
    y: float
    size: float

    @property
    def box(self) -> Box:
        """Its black square."""
        return Box(self.x, self.y, self.size, self.size)


@dataclass(frozen=True)
class LineRow:
    """
    A numbered line of the companion sheet.

    Attributes
    ----------
    box
        The whole line: what is cropped.
    write
        The part to write in.
    ticks
        Boxes to tick (their inner white, rim outside): `kind_1` … `kind_10`, `leads_1` … `leads_3`, `print_yes`,
        `print_no`.
    """

    number: int
    box: Box
    write: Box
    ticks: Mapping[str, Box]


@dataclass(frozen=True)
class Layout:
    """
    Where everything is that a reader looks for.

    Attributes
    ----------
    frame
        The map; of a companion sheet the table of lines.
    codes
        The same QR code twice, without its white rim: top right, then bottom left.
    grid_mm
        Side of a square of the grid, which begins in the top left corner of the frame; 0 where there is none.
    marker_quiet_mm, code_quiet_mm
        White round each marker (at least a module of it) and round each code (4 modules).
    cross_mm, cross_line_mm
        Length of the strokes of the crosses in the frame where lines of the grid meet, and how thick they are.
    head
        Of a companion sheet: where the heads of the columns stand, above the frame.
    """

    paper: str
    width_mm: float
    height_mm: float
    frame: Box
    markers: tuple[Marker, ...]
    codes: tuple[Box, ...]
    grid_mm: float
    marker_quiet_mm: float
    code_quiet_mm: float
    cross_mm: float = 0.0
    cross_line_mm: float = 0.0
    kind: Kind = "map"
    version: int = VERSION
    head: Box | None = None
    rows: tuple[LineRow, ...] = ()

    @property
    def landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width_mm > self.height_mm

    @property
    def crosses(self) -> tuple[tuple[float, float], ...]:
        """Where lines of the grid meet inside the frame, row by row."""
        if not self.grid_mm:
            return ()
        across = round(self.frame.width / self.grid_mm)
        down = round(self.frame.height / self.grid_mm)
        return tuple(
            (self.frame.x + i * self.grid_mm, self.frame.y + j * self.grid_mm)
            for j in range(1, down)
            for i in range(1, across)
        )

    def square(self, x_mm: float, y_mm: float) -> str:
        """Name the square of the grid a point is in ("C4"), or "" outside the frame."""
        if not self.grid_mm or not self.frame.holds(x_mm, y_mm):
            return ""
        across = min(int((x_mm - self.frame.x) / self.grid_mm), round(self.frame.width / self.grid_mm) - 1)
        down = min(int((y_mm - self.frame.y) / self.grid_mm), round(self.frame.height / self.grid_mm) - 1)
        return f"{chr(ord('A') + across)}{down + 1}"


@dataclass(frozen=True)
class _Sizes:
    """Of one paper: squares of the grid, markers, codes, the edge that printers leave white."""

    grid: float
    marker: float
    code: float
    edge: float = 8.0


_MAPS = {
    "A4": _Sizes(grid=25.0, marker=15.0, code=32.0),
    "A3": _Sizes(grid=37.5, marker=20.0, code=43.0),
    "A2": _Sizes(grid=55.0, marker=27.0, code=58.0),
    "A1": _Sizes(grid=80.0, marker=36.0, code=78.0),
}
# A map is 8 × 6 squares in the middle of its sheet: 200 × 150 mm on A4, 640 × 480 mm on A1. A photograph of 2 Mpx that
# holds the whole sheet has about 1,300 pixels along its long side: a module of a code is then 4 of them, one of a
# marker 8 on A4 and 7 on A1; tilted by 35° the farther code still has 2.5.


@cache
def layout_of(
    paper: str, *, landscape: bool, kind: Kind, lines: int = 0, first: int = 1, version: int = VERSION
) -> Layout:
    """
    Say where things are on a sheet.

    Parameters
    ----------
    lines, first
        Of a companion sheet: how many lines it has (at most `MOST_LINES`; 0 all of them), and the first one's number.
    version
        The arrangement it was printed by.

    Raises
    ------
    PaperError
        A paper, or a version, that is not known here.
    """
    if version != VERSION:
        newer = "newer" if version > VERSION else "unknown"
        raise PaperError(f"[sheet] it was printed in a {newer} arrangement ({version}): install the newest assetmap.")
    if paper not in PAPERS:
        raise PaperError("[paper] this paper is not known: choose A4, A3, A2 or A1.")
    if kind == "lines":
        if paper != "A4" or landscape:
            raise PaperError("[paper] the companion sheet is A4, upright.")
        return _lines(min(lines, MOST_LINES) or MOST_LINES, first=first)
    return _map(paper, landscape=landscape)


def _map(paper: str, *, landscape: bool) -> Layout:
    sizes = _MAPS[paper]
    short, long = PAPERS[paper]
    width, height = (long, short) if landscape else (short, long)
    across, down = (COLUMNS, ROWS) if landscape else (ROWS, COLUMNS)
    wide, high = across * sizes.grid, down * sizes.grid
    return Layout(
        paper=paper,
        width_mm=width,
        height_mm=height,
        frame=Box((width - wide) / 2, (height - high) / 2, wide, high),
        markers=_markers(width, height, sizes),
        codes=_codes(width, height, sizes, landscape=landscape),
        grid_mm=sizes.grid,
        marker_quiet_mm=sizes.marker / 8,
        code_quiet_mm=4 * sizes.code / _MODULES,
        cross_mm=sizes.grid / 4,
        cross_line_mm=max(0.4, sizes.grid / 80),
    )


_MODULES = 33
"""Modules along a code: version 4, which holds 67 characters at level Q."""


def _markers(width: float, height: float, sizes: _Sizes) -> tuple[Marker, ...]:
    left = top = sizes.edge
    right, bottom = width - sizes.edge - sizes.marker, height - sizes.edge - sizes.marker
    middle, half = (width - sizes.marker) / 2, (height - sizes.marker) / 2
    places = (
        (left, top), (middle, top), (right, top), (right, half),
        (right, bottom), (middle, bottom), (left, bottom), (left, half),
    )  # fmt: skip
    return tuple(Marker(k, x, y, sizes.marker) for k, (x, y) in enumerate(places))


def _codes(width: float, height: float, sizes: _Sizes, *, landscape: bool) -> tuple[Box, ...]:
    """Beside the corner's marker: below or above it on a sheet that lies, left or right of it on one that stands."""
    past = sizes.edge + sizes.marker + 4 * sizes.code / _MODULES + sizes.marker / 8
    side, edge = sizes.code, sizes.edge
    if landscape:
        return Box(width - edge - side, past, side, side), Box(edge, height - past - side, side, side)
    return Box(width - past - side, edge, side, side), Box(past, height - edge - side, side, side)


_BOX_MM = 4.2
"""Side of a box to tick, its inner white."""
_PITCH_MM = 5.6
_NUMBER_MM = 11.0


def _lines(lines: int, *, first: int) -> Layout:
    sizes = _MAPS["A4"]
    short, long = PAPERS["A4"]
    left, top, high = 26.0, 100.0, 15.2
    wide = short - 2 * left
    head = Box(left, 46.0, wide, top - 46.0)
    rows = []
    for i in range(lines):
        box = Box(left, top + i * high, wide, high)
        rows.append(_row(first + i, box))
    return Layout(
        paper="A4",
        width_mm=short,
        height_mm=long,
        frame=Box(left, top, wide, lines * high),
        markers=_markers(short, long, sizes),
        codes=_codes(short, long, sizes, landscape=False),
        grid_mm=0.0,
        marker_quiet_mm=sizes.marker / 8,
        code_quiet_mm=4 * sizes.code / _MODULES,
        kind="lines",
        head=head,
        rows=tuple(rows),
    )


def _row(number: int, box: Box) -> LineRow:
    """Number, room to write, ten boxes for the kind, three for who leads, two for whether it may be printed."""
    keys = [f"kind_{i + 1}" for i in range(KINDS)]
    keys += [f"leads_{i + 1}" for i in range(LEADS)]
    keys += ["print_yes", "print_no"]
    groups = ("kind", "leads", "print")
    gap = 1.4
    x = box.right - len(keys) * _PITCH_MM - (len(groups) - 1) * gap
    write = Box(box.x + _NUMBER_MM, box.y, x - box.x - _NUMBER_MM - gap, box.height)
    ticks = {}
    before = "kind"
    for key in keys:
        group = key.partition("_")[0]
        x += gap if group != before else 0.0
        before = group
        ticks[key] = Box(x + (_PITCH_MM - _BOX_MM) / 2, box.y + (box.height - _BOX_MM) / 2, _BOX_MM, _BOX_MM)
        x += _PITCH_MM
    return LineRow(number, box, write, ticks)
