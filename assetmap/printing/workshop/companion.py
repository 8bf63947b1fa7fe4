"""The companion sheet: numbered lines to write on, with boxes to tick that a camera can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.cartography.stickers import sticker_svg
from assetmap.cartography.symbols import BOX as UNITS
from assetmap.cartography.symbols import SHAPES
from assetmap.paper.code import SheetCode, boxes_of
from assetmap.paper.layout import KINDS, LED_BY, MOST_LINES, Box
from assetmap.printing.text import one_line
from assetmap.printing.voices import theirs
from assetmap.printing.workshop import marks
from assetmap.printing.workshop.parts import Page, Paragraph, Room, Sheet
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital, day_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.paper.layout import Layout
    from assetmap.printing.mapped import PageSetting
    from assetmap.store.sessions import Session

MOST_NUMBERS = 240
"""Number tags end at 249, and a sheet at a multiple of ten."""
_LONGEST = 120
_BAND, _SIGN = 11.0, 6.5
"""Height of what is asked above the columns, and of the signs below their heads, in mm."""


def companion_sheets(
    place: PageSetting, session: Session, *, lines: int, place_short: str, issue: str, crs: int
) -> tuple[Sheet, ...]:
    """Draw as many sheets as so many numbered lines take, in the language spoken; the last one is full as well."""
    sheets = -(-lines // MOST_LINES)
    out = []
    for i in range(sheets):
        code = SheetCode(
            kind="lines", place=place_short, session=session.short, sheet=i + 1, sheets=sheets, issue=issue,
            paper="A4", landscape=False, crs=crs, first=i * MOST_LINES + 1, lines=MOST_LINES,
            boxes=boxes_of([x.key for x in session.categories[:KINDS]]),
        )  # fmt: skip
        out.append(Sheet(page=_page(place, session, code), code=code))
    return tuple(out)


def _page(place: PageSetting, session: Session, code: SheetCode) -> Page:
    layout = code.layout
    drawings = [
        marks.markers_markup(code, layout),
        marks.codes_markup(code, layout),
        marks.lines_markup(layout, set(_meanings(session))),
    ]
    heads, signs = _heads(session, layout)
    svg = marks.page_svg(layout.width_mm, layout.height_mm, [*drawings, signs])
    rooms = [*_words(place, session, code), *heads, *_numbers(layout)]
    return Page(width_mm=layout.width_mm, height_mm=layout.height_mm, svg=svg, rooms=rooms)


def _words(place: PageSetting, session: Session, code: SheetCode) -> list[Room]:
    layout = code.layout
    m, quiet = [x.box for x in layout.markers], layout.marker_quiet_mm + 1.5
    head = layout.head or layout.frame
    past_code = layout.codes[0].x - layout.code_quiet_mm - 1
    left, top = m[0].right + quiet, m[0].y
    own = place.settings.languages[0] if place.settings.languages else "en"
    title = [
        Paragraph(words=theirs(one_line(session.name, most=_LONGEST), session.language), level=1, share=1.1),
        Paragraph(words=_("Lines {first} to {last}", first=code.first, last=code.first + code.lines - 1), bold=True),
    ]
    about = [theirs(one_line(place.settings.name, most=60), own), day_text(session.on)]
    how = [
        _("One line for each dot: the number of the line is the number on the dot."),
        _("Tick what fits, and leave out what nobody knows."),
    ]
    keep = [
        _("If you tick no, it stays with the people who make this map."),
        _("Write down a person's name, telephone number or home only if they said yes."),
    ]
    below = layout.frame.bottom + 2
    foot = Box(layout.codes[1].right + layout.code_quiet_mm + 1, below, 0, m[5].y - quiet - below)
    foot = Box(foot.x, foot.y, layout.frame.right - foot.x, foot.height)
    return [
        Room(box=Box(left, top, m[1].x - quiet - left, m[0].height), paragraphs=title, most=15, least=7),
        Room(
            box=Box(m[1].right + quiet, top, past_code - m[1].right - quiet, m[0].height),
            paragraphs=[Paragraph(words=x) for x in about if x], most=11, least=6,
        ),
        Room(
            box=Box(left, m[0].bottom + quiet, past_code - left, head.y - m[0].bottom - quiet - 2),
            paragraphs=[Paragraph(words=x) for x in how], most=14, least=8,
        ),
        Room(box=foot, paragraphs=[Paragraph(words=x) for x in keep], most=12, least=7),
    ]  # fmt: skip


def _heads(session: Session, layout: Layout) -> tuple[list[Room], str]:
    """Write over each column what its boxes mean, with the sign that stands on the map and on the stickers."""
    row, head = layout.rows[0], layout.head or layout.frame
    asked = {"kind": _("What is it?"), "leads": _("Who leads it?"), "print": _("May we print it?")}
    rooms = [
        Room(
            box=Box(row.write.x, head.y, row.write.width, head.height - 2),
            paragraphs=[
                Paragraph(words=_("What is it called?"), bold=True),
                Paragraph(words=_("Who is it for, and why does it matter to you?")),
            ],
            most=13, least=8, low=True,
        )
    ]  # fmt: skip
    words = _meanings(session)
    signs = []
    for group, question in asked.items():
        boxes = [box for key, box in row.ticks.items() if key.partition("_")[0] == group]
        left, right = boxes[0].x - 0.7, boxes[-1].right + 0.7
        rooms.append(
            Room(box=Box(left, head.y, right - left, _BAND - 1), paragraphs=[Paragraph(words=question, bold=True)],
                 most=12, least=6.5)
        )  # fmt: skip
    for key, (said, sign) in words.items():
        box = row.ticks[key]
        high = head.height - _BAND - _SIGN
        rooms.append(
            Room(box=Box(box.x - 0.6, head.y + _BAND, box.width + 1.2, high), paragraphs=[Paragraph(words=said)],
                 most=11, least=5.5, turned=True)
        )  # fmt: skip
        if sign:
            side = box.width + 0.8
            at = f"translate({box.x - 0.4:.3f} {head.bottom - side - 0.8:.3f}) scale({side / UNITS:.5f})"
            signs.append(f'<g transform="{at}">{sign}</g>')
    return rooms, "".join(signs)


def _meanings(session: Session) -> dict[str, tuple[str, str]]:
    """Say of each box what it means and how its sign is drawn: the residents' own categories, else our ten groups."""
    known = vocabulary()
    if session.categories:
        kinds = [
            (theirs(one_line(x.label, most=40), session.language), inner_svg(sticker_svg(x.colour, x.shape)))
            for x in session.categories[:KINDS]
        ]
    else:
        kinds = [(pgettext("a family of kinds", x.label), _family(x.shape, x.colour)) for x in known.groups.values()]
    said = {f"kind_{i + 1}": row for i, row in enumerate(kinds)}
    said |= {f"leads_{i + 1}": (capital(known.said_answer("led_by", key)), "") for i, key in enumerate(LED_BY)}
    return said | {"print_yes": (_("Yes"), ""), "print_no": (_("No"), "")}


def _family(shape: str, colour: str) -> str:
    path = SHAPES[shape][0]
    return f'<path d="{path}" fill="{colour}" stroke="#1A1A1A" stroke-width="1.5" stroke-linejoin="round"/>'


def inner_svg(svg: str) -> str:
    """Return what stands within an SVG, to be put into another."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def _numbers(layout: Layout) -> list[Room]:
    return [
        Room(
            box=Box(row.box.x, row.box.y, row.write.x - row.box.x - 1, row.box.height),
            paragraphs=[Paragraph(words=str(row.number), bold=True)], most=22, least=14, middle=True,
        )
        for row in layout.rows
    ]  # fmt: skip
