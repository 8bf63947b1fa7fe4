"""What goes with the maps: how to run it, what stickers mean, and number tags that a camera reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.cartography.stickers import COLOUR_WORDS, COLOURS, SHAPE_WORDS, sticker_svg
from assetmap.paper.layout import PAPERS, Box
from assetmap.printing.text import one_line
from assetmap.printing.voices import theirs
from assetmap.printing.workshop import furniture, marks
from assetmap.printing.workshop.parts import Page, Paragraph, Room
from assetmap.wording import LANGUAGES, day_text, ngettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.printing.workshop.ground import Tiling
    from assetmap.store.sessions import Session

DOTS = {"A4": 20, "A3": 40, "A2": 80, "A1": 150}
"""About so many dots of 12 mm cover no more than a twelfth of a map, so that its names can still be read."""
_MARGIN = 18.0
_MEANINGS = 8
_WIDE, _HIGH = PAPERS["A4"]


@dataclass(frozen=True, kw_only=True)
class Labels:
    """
    Sheets of labels that shops sell: how many, their size, the white between them, all in mm.

    They lie in the middle of A4: 65 of 38.1 × 21.2 mm (as Avery L7651), 189 of 25.4 × 10 mm (as Avery L4731).
    """

    columns: int
    rows: int
    width: float
    height: float
    between: float
    marker: float

    @property
    def boxes(self) -> list[Box]:
        """Give the labels row by row."""
        left = (_WIDE - self.columns * self.width - (self.columns - 1) * self.between) / 2
        top = (_HIGH - self.rows * self.height) / 2
        return [
            Box(left + i * (self.width + self.between), top + j * self.height, self.width, self.height)
            for j in range(self.rows)
            for i in range(self.columns)
        ]


SMALL = Labels(columns=7, rows=27, width=25.4, height=10.0, between=2.5, marker=7.2)
LARGE = Labels(columns=5, rows=13, width=38.1, height=21.2, between=2.5, marker=15.0)
LABELS = {"A4": SMALL, "A3": SMALL, "A2": LARGE, "A1": LARGE}


def guide(session: Session, tiling: Tiling, *, lines: int) -> Page:
    """Say on one page how the sheets are used and photographed, and how a wall of them hangs."""
    wide = _WIDE - 2 * _MARGIN
    maps = tiling.rows * tiling.columns
    name = theirs(one_line(session.name, most=160), session.language)
    title = [
        Paragraph(words=_("How to use these sheets"), level=1, share=1.5),
        Paragraph(words=" · ".join([name, day_text(session.on)])),
    ]
    many = ngettext("A sheet has room for about {n} dot.", "A sheet has room for about {n} dots.", DOTS[tiling.paper])
    use = [
        _("Lay each map on a table or hang it up, flat. Put dots, pens and sheets of lines beside it."),
        _("Use each number once. Give each table its own sheet of lines, so that no two have the same number."),
        many,
    ]
    if lines:
        use.append(_("A number tag stands in place of a dot: its black square goes where the thing is."))
    photos = [
        _("One photograph a sheet, of each map and of each sheet of lines."),
        _("The whole sheet, with all its black squares, lying or hanging flat."),
        _("From straight above or straight in front, without flash, and with no shadow or hand on it."),
        _("What is read from it waits for you: nothing is on the map before you say so."),
    ]
    room = [*title, *_steps(_("In the room"), use), *_steps(_("Photographs"), photos)]
    if maps == 1:
        return _page("", [Room(box=Box(_MARGIN, _MARGIN, wide, 180), paragraphs=room, most=14, least=9)])
    hang = [
        _("Hang the maps side by side in this order. What is past a dashed line is on the next map, too."),
        _("Do not cut off the black squares before the sheets are photographed."),
    ]
    drawing, numbers, _high = furniture.wall(Box(_MARGIN, 205, wide, 72), tiling, size=16)
    return _page(
        drawing,
        [
            Room(box=Box(_MARGIN, _MARGIN, wide, 182), paragraphs=[*room, *_steps(_("The wall"), hang)], most=14,
                 least=9),
            *numbers,
        ],
    )  # fmt: skip


def _steps(heading: str, said: list[str]) -> list[Paragraph]:
    return [
        Paragraph(words=heading, level=2, share=1.15, above=1.3),
        *(Paragraph(words=words, above=0.6, svg=_POINT) for words in said),
    ]


_POINT = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
    '<circle cx="12" cy="12" r="4.5" fill="#1A1A1A"/></svg>'
)


def legend(session: Session) -> Page:
    """Say what stickers mean by shape, colour and word; what is free may be given a meaning with a pen."""
    used = [(x.colour, x.shape, theirs(one_line(x.label, most=60), session.language)) for x in session.categories]
    free = [(colour, "circle", "") for colour in COLOURS if (colour, "circle") not in {x[:2] for x in used}]
    rows = [*used, *free[: max(0, _MEANINGS - len(used))]]
    wide, top, rtl = _WIDE - 2 * _MARGIN, 62.0, LANGUAGES[spoken()].rtl
    pitch = min(27.0, (_HIGH - _MARGIN - top) / len(rows))
    side = pitch * 0.62
    drawings = []
    rooms = [
        Room(
            box=Box(_MARGIN, _MARGIN, wide, 40),
            paragraphs=[
                Paragraph(words=_("What the stickers mean"), level=1, share=1.5),
                Paragraph(words=_("No sticker? Draw its shape with a pen. Write here what others mean.")),
            ],
            most=18, least=10,
        )
    ]  # fmt: skip
    for i, (colour, shape, word) in enumerate(rows):
        y = top + i * pitch
        drawn = sticker_svg(colour, shape)
        inner = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
        x = _WIDE - _MARGIN - side if rtl else _MARGIN
        at = f"translate({x:.3f} {y + (pitch - side) / 2:.3f}) scale({side / 24:.5f})"
        drawings.append(f'<g transform="{at}">{inner}</g>')
        left = _MARGIN if rtl else _MARGIN + side + 8
        if not word:
            drawings.append(
                f'<path d="M{left:.3f} {y + pitch * 0.72:.3f}h{wide - side - 8:.3f}" stroke="#595959" '
                'stroke-width="0.3" fill="none"/>'
            )
        # translators: a sticker: “red circle”
        what = _("{colour} {shape}", colour=_(COLOUR_WORDS[colour]), shape=_(SHAPE_WORDS[shape]))
        said = [Paragraph(words=word, bold=True), Paragraph(words=what, share=0.6)] if word else []
        low = not word
        rooms.append(
            Room(
                box=Box(left, y + pitch * (0.74 if low else 0.16), wide - side - 8, pitch * (0.26 if low else 0.74)),
                paragraphs=said or [Paragraph(words=what)], most=12 if low else 24, least=9,
            )
        )  # fmt: skip
    return _page("".join(drawings), rooms)


def tags(numbers: int, *, paper: str) -> list[Page]:
    """Draw number tags 1 to `numbers`: a small marker whose id is the number, and the figure beside it."""
    labels = LABELS[paper]
    boxes = labels.boxes
    pages = []
    for start in range(0, numbers, len(boxes)):
        drawings, rooms = [], []
        for number, box in zip(range(start + 1, numbers + 1), boxes, strict=False):
            white = (box.height - labels.marker) / 2
            square = Box(box.x + white, box.y + white, labels.marker, labels.marker)
            drawings.append(marks.cells_markup(marks.aruco(marks.TAGS, number), square))
            drawings.append(
                f'<rect x="{box.x:.3f}" y="{box.y:.3f}" width="{box.width:g}" height="{box.height:g}" fill="none" '
                'stroke="#B0B0B0" stroke-width="0.15"/>'
            )
            left = square.right + white
            rooms.append(
                Room(
                    box=Box(left, box.y, box.right - left - 1, box.height),
                    paragraphs=[Paragraph(words=str(number), bold=True)],
                    most=labels.height * 1.9, least=8, middle=True,
                )
            )  # fmt: skip
        pages.append(_page("".join(drawings), rooms))
    return pages


def _page(drawing: str, rooms: list[Room]) -> Page:
    return Page(
        width_mm=_WIDE, height_mm=_HIGH, svg=marks.page_svg(_WIDE, _HIGH, [drawing]), rooms=rooms,
    )  # fmt: skip
