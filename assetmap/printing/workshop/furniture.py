"""Beside a map: its scale bar and north, which sheet of a wall it is, where it overlaps with its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from assetmap.cartography.scale import distance_words, north_turn
from assetmap.crs import WGS84, reproject_all
from assetmap.paper.layout import Box
from assetmap.printing.workshop.parts import Paragraph, Room
from assetmap.printing.workshop.rooms import ENLARGED
from assetmap.wording import gettext as _
from assetmap.wording import pgettext

if TYPE_CHECKING:
    from assetmap.paper.code import SheetCode
    from assetmap.paper.layout import Layout
    from assetmap.printing.workshop.ground import Tiling

_INK = "#1A1A1A"
_ROUND = [step * 10**power for power in range(6) for step in (1, 2, 5)]


def scale(room: Box, code: SheetCode, *, scale: int, metric_crs: str) -> tuple[str, list[Room], Box]:
    """Draw the scale bar and the north arrow; what of the room is left below them comes third."""
    k = ENLARGED[code.paper]
    tip = 6 * k
    long_and_low = room.width > 2.5 * room.height  # what is left over stands beside the bar, not below it
    longest = room.width * 0.45 if long_and_low else room.width - tip - 4 * k
    metres = max((x for x in _ROUND if x * 1000 / scale <= longest), default=1)
    long, y, end = metres * 1000 / scale, room.y + 2.4 * k, 1.4 * k
    bar = (
        f'<path d="M{room.x:.4f} {y - end:.4f}v{2 * end:.4f}M{room.x:.4f} {y:.4f}h{long:.4f}'
        f'M{room.x + long:.4f} {y - end:.4f}v{2 * end:.4f}" stroke="{_INK}" stroke-width="{0.5 * k:.3f}" fill="none"/>'
    )
    arrow = (
        f'<path transform="translate({room.right - tip / 2:.4f} {room.y + 4 * k:.4f}) '
        f'rotate({_turn(code, metric_crs):.3f}) scale({0.36 * k:.4f})" d="M0 -11L6.5 10L0 5.5L-6.5 10Z" fill="{_INK}"/>'
    )
    words = Room(
        box=Box(room.x, y + end + 0.9 * k, max(long, 22 * k), 6 * k),
        paragraphs=[Paragraph(words=distance_words(metres))],
        most=12 * k, least=8 * k,
    )  # fmt: skip
    north = Room(
        box=Box(room.right - tip, room.y + 8 * k, tip, 5 * k),
        # translators: one letter or a short word for “north”
        paragraphs=[Paragraph(words=pgettext("letter of the north arrow", "N"), bold=True)],
        most=12 * k, least=6 * k, middle=True,
    )  # fmt: skip
    high, past = 13 * k, long + 6 * k
    left = Box(room.x, room.y + high, room.width, room.height - high)
    if long_and_low:
        left = Box(room.x + past, room.y, room.width - past - tip - 3 * k, room.height)
    return bar + arrow, [words, north], left


def _turn(code: SheetCode, metric_crs: str) -> float:
    west, south, east, north = code.bounds
    middle = reproject_all([shapely.Point((west + east) / 2, (south + north) / 2)], metric_crs, WGS84)[0]
    return north_turn(middle.x, middle.y, metric_crs=metric_crs)


def key(room: Box, tiling: Tiling, sheet: int) -> tuple[str, list[Room]]:
    """Draw a wall small, this sheet filled in it, and say beside which others it hangs; nothing for a single sheet."""
    if tiling.rows * tiling.columns == 1:
        return "", []
    k = ENLARGED[tiling.paper]
    drawing, rooms, high = wall(Box(room.x, room.y, room.width, room.height * 0.5), tiling, sheet=sheet, size=9 * k)
    below = Box(room.x, room.y + high + 2 * k, room.width, room.height - high - 2 * k)
    words = [Paragraph(words=x) for x in beside(tiling, sheet)]
    return drawing, [*rooms, Room(box=below, paragraphs=words, most=11 * k, least=6 * k)]


def wall(room: Box, tiling: Tiling, *, size: float, sheet: int = 0) -> tuple[str, list[Room], float]:
    """Draw the sheets of a wall with their numbers, as large as the room allows; how high it came out is third."""
    shape = 4 / 3 if tiling.landscape else 3 / 4
    wide = min(room.width / tiling.columns, room.height / tiling.rows * shape)
    high = wide / shape
    out, rooms = [], []
    for j in range(tiling.rows):
        for i in range(tiling.columns):
            number = j * tiling.columns + i + 1
            box = Box(room.x + i * wide, room.y + j * high, wide, high)
            here = number == sheet
            out.append(
                f'<rect x="{box.x:.3f}" y="{box.y:.3f}" width="{wide:.3f}" height="{high:.3f}" '
                f'fill="{"#FFE08A" if here else "#FFFFFF"}" stroke="{_INK}" stroke-width="{0.7 if here else 0.3}"/>'
            )
            rooms.append(
                Room(box=box, paragraphs=[Paragraph(words=str(number), bold=here)], most=size, least=5, middle=True)
            )
    return "".join(out), rooms, tiling.rows * high


def beside(tiling: Tiling, sheet: int) -> list[str]:
    """Say which sheet it is, and which hang beside it."""
    row, column = divmod(sheet - 1, tiling.columns)
    said = [_("Sheet {n} of {all}", n=sheet, all=tiling.rows * tiling.columns)]
    if column:
        said.append(_("right of sheet {n}", n=sheet - 1))
    if column < tiling.columns - 1:
        said.append(_("left of sheet {n}", n=sheet + 1))
    if row:
        said.append(_("below sheet {n}", n=sheet - tiling.columns))
    if row < tiling.rows - 1:
        said.append(_("above sheet {n}", n=sheet + tiling.columns))
    return said


def overlaps(layout: Layout, tiling: Tiling, sheet: int) -> str:
    """Rule where a neighbour's map begins."""
    row, column = divmod(sheet - 1, tiling.columns)
    frame, over, k = layout.frame, tiling.overlap_mm, ENLARGED[tiling.paper]
    if not over:
        return ""
    xs = [frame.x + over] * (column > 0) + [frame.right - over] * (column < tiling.columns - 1)
    ys = [frame.y + over] * (row > 0) + [frame.bottom - over] * (row < tiling.rows - 1)
    trace = "".join(f"M{x:.4f} {frame.y:.4f}V{frame.bottom:.4f}" for x in xs)
    trace += "".join(f"M{frame.x:.4f} {y:.4f}H{frame.right:.4f}" for y in ys)
    if not trace:
        return ""
    return (
        f'<path d="{trace}" stroke="#FFFFFF" stroke-width="{0.8 * k:g}" fill="none"/>'
        f'<path d="{trace}" stroke="#595959" stroke-width="{0.3 * k:g}" fill="none" stroke-dasharray="{2 * k:g}"/>'
    )


def cut_marks(layout: Layout, tiling: Tiling) -> str:
    """Mark outside the frame where a sheet of a wall may be cut."""
    if tiling.rows * tiling.columns == 1:
        return ""
    frame, cut = layout.frame, 3 * ENLARGED[tiling.paper]
    trace = "".join(
        f"M{x:.4f} {frame.y - 0.8:.4f}v{-cut:.4f}M{x:.4f} {frame.bottom + 0.8:.4f}v{cut:.4f}"
        for x in (frame.x, frame.right)
    ) + "".join(
        f"M{frame.x - 0.8:.4f} {y:.4f}h{-cut:.4f}M{frame.right + 0.8:.4f} {y:.4f}h{cut:.4f}"
        for y in (frame.y, frame.bottom)
    )
    return f'<path d="{trace}" stroke="{_INK}" stroke-width="0.25" fill="none"/>'
