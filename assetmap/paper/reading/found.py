"""What a reader gives: sheets that were placed or refused, their dots, lines and ticks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.paper.code import SheetCode


@dataclass(frozen=True, kw_only=True)
class Dot:
    """
    A sticker, a dot of a felt pen or a number tag on a map.

    Attributes
    ----------
    x_mm, y_mm
        On the paper, from its top left corner.
    east, north
        In the system of the sheet's code, metres.
    lon, lat
        EPSG:4326; None until the parent has reckoned them.
    colour, shape
        Of `store.sessions.COLOURS` and `SHAPES`; a number tag has neither.
    size_mm
        Across.
    number
        Of a printed tag; a figure written by hand is None, and in the picture.
    sure
        0 to 1: how surely it is a dot at all, and this one.
    picture
        60 × 40 mm round it, as a JPEG that knows nothing else.
    """

    x_mm: float
    y_mm: float
    east: float
    north: float
    lon: float | None = None
    lat: float | None = None
    colour: str
    shape: str
    size_mm: float
    number: int | None = None
    sure: float = 1.0
    picture: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a companion sheet: which boxes are ticked (None where that is doubtful), and its picture."""

    number: int
    ticks: Mapping[str, bool | None]
    picture: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why a sheet was not read, and what to do about it; `key` is one of `saying.CAUSES`."""

    key: str
    why: str
    mend: str


@dataclass(frozen=True, kw_only=True)
class SheetRead:
    """
    What came of one sheet.

    Attributes
    ----------
    code
        None where none could be read.
    text
        The code as it is printed.
    placed
        Whether its dots and lines are told.
    error_mm
        Estimated at the fixed points of the paper: 95 % are nearer than that to where they should be.
    preview
        A small JPEG of the flattened sheet, or of the picture where it could not be placed.
    warnings
        Sentences.
    """

    code: SheetCode | None = None
    text: str = ""
    placed: bool = False
    error_mm: float | None = None
    dots: tuple[Dot, ...] = ()
    lines: tuple[Line, ...] = ()
    refused: Refused | None = None
    preview: bytes = b""
    warnings: tuple[str, ...] = field(default=())
