"""
How a photograph of a sheet is read: found, flattened, placed, its dots and ticks told.

What looks into a picture (`reader` and what it leans on) runs behind the walls of `exchange.untrusted` alone; what is
found, and how a refusal is said, is plain and for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.paper.reading.found import Dot, Line, Refused, SheetRead
from assetmap.paper.reading.saying import CAUSES, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CAUSES", "Dot", "Line", "Refused", "SheetRead", "read_picture", "refused"]


def read_picture(
    content: bytes, name: str, *, corners: Sequence[tuple[float, float]] | None = None, expected: str = ""
) -> list[SheetRead]:
    """
    Read the sheets in a picture; only behind the walls, or with pictures of one's own making.

    Parameters
    ----------
    content
        A JPEG, HEIC, PNG, TIFF or WebP, or a PDF of scans.
    name
        Of the file; it stands nowhere but in a sentence.
    corners
        Where the map's four corners are, clockwise from its top left one, as shares of the picture's width and height
        (0 to 1) as it is seen, turned upright; for a picture whose markers cannot be found.
    expected
        The text of the sheet's code, for a picture in which it cannot be read; only beside `corners`.

    Returns
    -------
    sheets
        One for each sheet seen, placed or refused; never none.
    """
    from assetmap.paper.reading.reader import read

    return read(content, name, corners=corners, expected=expected)
