"""The map sheets: one, or a wall of them, each with a code that says where on earth its own frame lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets.crediting import with_credit
from assetmap.cartography.stickers import sticker_svg
from assetmap.paper.code import SheetCode
from assetmap.paper.layout import Box
from assetmap.printing.text import one_line
from assetmap.printing.voices import theirs
from assetmap.printing.workshop import furniture, marks
from assetmap.printing.workshop.mapped import as_json, drawn, scale_words
from assetmap.printing.workshop.parts import Page, Paragraph, Room, Sheet
from assetmap.printing.workshop.rooms import ENLARGED, band_mm, rooms_of
from assetmap.wording import day_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.paper.layout import Layout
    from assetmap.printing.mapped import PageSetting
    from assetmap.printing.workshop.ground import Tiling
    from assetmap.store.sessions import Session

LONGEST = 160
"""Longest name or question that is printed whole."""


def map_sheets(
    place: PageSetting, session: Session, *, tiling: Tiling, place_short: str, issue: str, assets: Sequence[Asset] = ()
) -> tuple[Sheet, ...]:
    """Draw the sheets of a wall, from its top left corner row by row, in the language spoken."""
    crs = int(place.settings.metric_crs.rpartition(":")[2])
    out = []
    for i, bounds in enumerate(tiling.bounds):
        code = SheetCode(
            kind="map", place=place_short, session=session.short, sheet=i + 1, sheets=len(tiling.bounds), issue=issue,
            paper=tiling.paper, landscape=tiling.landscape, crs=crs, bounds=bounds,
        )  # fmt: skip
        out.append(Sheet(page=_page(place, session, code, tiling=tiling, assets=assets), code=code))
    return tuple(out)


def _page(place: PageSetting, session: Session, code: SheetCode, *, tiling: Tiling, assets: Sequence[Asset]) -> Page:
    layout, settings = code.layout, place.settings
    made = drawn(
        place, layout, bounds=code.bounds, metric_crs=settings.metric_crs, name=settings.name, scale=tiling.scale,
        beneath=furniture.overlaps(layout, tiling, code.sheet), assets=assets,
    )  # fmt: skip
    where = rooms_of(layout)
    bar, measures, below = furniture.scale(where["scale"], code, metric_crs=settings.metric_crs, scale=tiling.scale)
    key, order = furniture.key(where["right"], tiling, code.sheet)
    svg = marks.page_svg(
        layout.width_mm,
        layout.height_mm,
        [
            marks.markers_markup(code, layout),
            marks.codes_markup(code, layout),
            marks.crosses_markup(layout),
            furniture.cut_marks(layout, tiling),
            marks.frame_markup(layout),
            bar,
            key,
        ],
    )
    rooms = [
        *_top(where, place, session, code, scale=tiling.scale),
        *_bottom(where, place, below, k=ENLARGED[layout.paper], assets=made.assets),
        *_letters(layout),
        *_legend(where["left"], session, k=ENLARGED[layout.paper], has_assets=bool(made.assets)),
        *measures,
        *order,
    ]
    return Page(width_mm=layout.width_mm, height_mm=layout.height_mm, svg=svg, rooms=rooms, map=as_json(made, layout))


def _top(where: dict[str, Box], place: PageSetting, session: Session, code: SheetCode, *, scale: int) -> list[Room]:
    k = ENLARGED[code.paper]
    written = session.language
    title = [Paragraph(words=theirs(one_line(session.name, most=LONGEST), written), share=1.25, level=1)]
    if session.question:
        title.append(Paragraph(words=theirs(one_line(session.question, most=LONGEST), written), bold=True))
    about = [theirs(one_line(place.settings.name, most=LONGEST), _own(place))]
    about.append(" · ".join(x for x in (day_text(session.on), theirs(one_line(session.where, most=80), written)) if x))
    about.append(_sheet_words(code, scale=scale))
    return [
        Room(box=where["title"], paragraphs=title, most=17 * k, least=8 * k),
        Room(box=where["about"], paragraphs=[Paragraph(words=x) for x in about], most=12.5 * k, least=8 * k),
    ]


def _sheet_words(code: SheetCode, *, scale: int) -> str:
    if code.sheets == 1:
        return scale_words(scale)
    # translators: {scale} is “1 : 5,000”
    return _("Sheet {n} of {all}, {scale}", n=code.sheet, all=code.sheets, scale=scale_words(scale))


def _own(place: PageSetting) -> str:
    languages = place.settings.languages
    return languages[0] if languages else "en"


def _bottom(where: dict[str, Box], place: PageSetting, below: Box, *, k: float, assets: Sequence[Asset]) -> list[Room]:
    words = [
        Paragraph(words=_("Stick a dot where it is."), bold=True, share=1.1),
        Paragraph(words=_("Write its number on it."), bold=True, share=1.1),
        Paragraph(words=_("Write what it is on the line with the same number."), bold=True, share=1.1),
        Paragraph(words=_("Leave the black squares free: the camera needs them."), share=0.85),
    ]
    credit = one_line(with_credit(place.settings.credit("streets", "green", "water", "names"), assets), most=600)
    sources = [Paragraph(words=theirs(credit, _own(place)))] if credit else []
    if place.settings.invented:
        sources.insert(0, Paragraph(words=_("An invented place, to try things out."), bold=True))
    return [
        Room(box=where["words"], paragraphs=words, most=15 * k, least=7 * k),
        Room(box=below, paragraphs=sources, most=9 * k, least=5 * k, low=True),
    ]


def _letters(layout: Layout) -> list[Room]:
    """Letters across and figures down, round the map: Latin ones, and from the left, on every sheet."""
    frame, step, band = layout.frame, layout.grid_mm, band_mm(layout)
    size = 12.5 * ENLARGED[layout.paper]
    high = band * 0.96
    out = []
    for i in range(round(frame.width / step)):
        x = frame.x + i * step
        out += [(chr(ord("A") + i), Box(x, y, step, high)) for y in (frame.y - band, frame.bottom + band - high)]
    for j in range(round(frame.height / step)):
        y = frame.y + j * step
        out += [(str(j + 1), Box(x, y, high, step)) for x in (frame.x - band, frame.right + band - high)]
    return [
        Room(box=box, paragraphs=[Paragraph(words=sign, bold=True)], most=size, least=size, middle=True)
        for sign, box in out
    ]


def _legend(room: Box, session: Session, *, k: float, has_assets: bool) -> list[Room]:
    """Say what the residents' own stickers mean, by shape, colour and word."""
    rows = [
        Paragraph(
            words=theirs(one_line(x.label, most=40), session.language), above=0.9, svg=sticker_svg(x.colour, x.shape)
        )
        for x in session.categories
    ]
    if has_assets:
        rows.append(Paragraph(words=_("A shape with a letter is on the map already."), share=0.85, above=0.9))
    return [Room(box=room, paragraphs=rows, most=12.5 * k, least=7 * k)] if rows else []
