"""Drafts from photographed sheets: one for each dot, for a person to type from; what was read before adds nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shapely import Point

from assetmap.assets import Asset
from assetmap.cartography.stickers import COLOUR_WORDS, SHAPE_WORDS
from assetmap.contributions import submit_many
from assetmap.crs import transformer
from assetmap.paper.code import boxes_of, place_code
from assetmap.paper.reading.found import Refused
from assetmap.roles import need_steward
from assetmap.store.sessions import Belongs
from assetmap.wording import LANGUAGES, N_, capital, number_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.paper.code import SheetCode
    from assetmap.paper.reading.found import Dot, Line, SheetRead
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.sessions import Category, Session

SOURCE = "workshop"
ELSE_KIND = "story_or_special_place"
"""What a dot is until somebody has typed what it is."""
_SAME_MM = 3.0
_WHY = "read from paper"
_OTHERS = {
    "other_place": (
        N_("This sheet is of another place."),
        N_("Open the place whose name stands on the sheet, and read it there."),
    ),
    "other_workshop": (
        N_("This sheet is of another workshop."),
        N_("Choose the workshop whose name stands on the sheet, and read it there."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class PaperDraft:
    """A draft that came from a dot; `line` is the line of the companion sheet with its number, where one was read."""

    asset_id: str
    short: str
    lon: float
    lat: float
    number: int | None
    colour: str
    shape: str
    sheet: str
    sure: float
    picture: bytes = field(repr=False, default=b"")
    line: Line | None = field(repr=False, default=None)


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """
    What came of sheets.

    Attributes
    ----------
    refused
        Why sheets gave nothing, and what to do, in the order they were read.
    again
        How many dots had been read before, whatever has become of them.
    change
        The one change by which all drafts came; `undo` takes them back. None where there are none.
    """

    drafts: tuple[PaperDraft, ...] = ()
    refused: tuple[Refused, ...] = ()
    again: int = 0
    change: int | None = None


def drafts_from(place: Place, session: Session, reads: Sequence[SheetRead], *, by: By) -> Drafted:
    """
    Make drafts of the dots that were read.

    Nothing of them is shown to the room until somebody lets it. The category is what its colour and shape stand for;
    who may see it is what the workshop says, unless the line with its number says that it may not be printed.

    Raises
    ------
    PermissionDeniedError
        Somebody else than who looks after the map reads paper.
    """
    need_steward(by, "read what comes from paper")
    refused = tuple(x for read in reads if (x := _refused(place, session, read)) is not None)
    good = [read for read in reads if read.placed and read.code is not None and _other(place, session, read.code) == ""]
    known = [(sheet, x, y) for _id, sheet, x, y in place.store.sessions.readings(session.id)]
    lines = {line.number: (line, read.code) for read in good if read.code for line in read.lines}
    assets: list[Asset] = []
    belongs: dict[str, Belongs] = {}
    drafts: list[PaperDraft] = []
    again = 0
    for read in good:
        if read.code is None:
            continue
        sheet = f"{read.code.issue}/{read.code.sheet}"
        fresh = [dot for dot in read.dots if not _is_known(known, sheet, dot)]
        again += len(read.dots) - len(fresh)
        known += [(sheet, dot.x_mm, dot.y_mm) for dot in fresh]
        for dot in fresh:
            line, code = lines.get(dot.number, (None, None)) if dot.number is not None else (None, None)
            own = _category(session, dot, line, code)
            lon, lat = _degrees(read.code, dot)
            asset = _asset(session, read.code, dot, own, line, lon=lon, lat=lat)
            assets.append(asset)
            belongs[asset.id] = Belongs(
                session=session.id, how="paper", category=own.key if own else "", number=dot.number, sheet=sheet,
                picture=dot.picture or None, at=(dot.x_mm, dot.y_mm),
            )  # fmt: skip
            drafts.append(
                PaperDraft(
                    asset_id=asset.id, short=asset.short, lon=lon, lat=lat, number=dot.number, colour=dot.colour,
                    shape=dot.shape, sheet=sheet, sure=dot.sure, picture=dot.picture, line=line,
                )
            )  # fmt: skip
    if not drafts:
        return Drafted(refused=refused, again=again)
    done = submit_many(
        place.store, assets, by=by, areas=place.layer("areas"), streets=place.layer("streets"), why=_WHY,
        belongs=belongs,
    )  # fmt: skip
    return Drafted(drafts=tuple(drafts), refused=refused, again=again, change=done.change)


def _refused(place: Place, session: Session, read: SheetRead) -> Refused | None:
    if read.refused is not None:
        return read.refused
    key = _other(place, session, read.code) if read.code is not None else ""
    if not key:
        return None
    why, mend = _OTHERS[key]
    return Refused(key=key, why=_(why), mend=_(mend))


def _other(place: Place, session: Session, code: SheetCode) -> str:
    """Say what a sheet belongs to instead: another workshop's dots mean other things, another place's lie elsewhere."""
    if code.session == session.short.upper():
        return ""
    return "other_workshop" if code.place == place_code(place.settings.name) else "other_place"


def _is_known(known: Sequence[tuple[str, float, float]], sheet: str, dot: Dot) -> bool:
    return any(sheet == there and math.hypot(dot.x_mm - x, dot.y_mm - y) <= _SAME_MM for there, x, y in known)


def _category(session: Session, dot: Dot, line: Line | None, code: SheetCode | None) -> Category | None:
    """Find what a sticker stands for; else what is ticked on its line, where the boxes are this workshop's own."""
    own = next((x for x in session.categories if (x.colour, x.shape) == (dot.colour, dot.shape)), None)
    if own is not None or line is None or code is None:
        return own
    printed = session.categories[:10]
    if not printed or code.boxes != boxes_of([x.key for x in printed]):
        return None
    ticked = [x for at, x in enumerate(printed, 1) if line.ticks.get(f"kind_{at}")]
    return ticked[0] if len(ticked) == 1 else None


def _asset(
    session: Session, code: SheetCode, dot: Dot, own: Category | None, line: Line | None, *, lon: float, lat: float
) -> Asset:  # fmt: skip
    may_not = line is not None and bool(line.ticks.get("print_no"))
    with speaking(session.language if session.language in LANGUAGES else "en"):
        name = _name(code, dot, own)
    return Asset(
        name=name, kind=(own.kind if own else "") or ELSE_KIND, where=Point(lon, lat), source=SOURCE,
        audience="workshop" if may_not else session.audience,
    )  # fmt: skip


def _name(code: SheetCode, dot: Dot, own: Category | None) -> str:
    """Call a dot so that who types finds it on the paper: by its number, else by the square it is in."""
    if own is not None:
        what = own.label
    elif dot.colour and dot.shape:
        # translators: a sticker: {colour} as “red”, {shape} as “star”
        what = _("{colour} {shape}", colour=_(COLOUR_WORDS[dot.colour]), shape=_(SHAPE_WORDS[dot.shape]))
    else:
        what = _("dot")
    if dot.number is not None:
        # translators: {what} as “Warm places” or “Red star”, {n} the number on its sticker
        return capital(_("{what}, number {n}", what=what, n=number_text(dot.number)))
    square = code.layout.square(dot.x_mm, dot.y_mm)
    # translators: {what} as “Warm places” or “Red star”, {square} as “C4” on sheet {n}
    return capital(
        _("{what}, square {square} of sheet {n}", what=what, square=square or "?", n=number_text(code.sheet))
    )


def _degrees(code: SheetCode, dot: Dot) -> tuple[float, float]:
    if dot.lon is not None and dot.lat is not None:
        return dot.lon, dot.lat
    lon, lat = transformer(f"EPSG:{code.crs}", "EPSG:4326").transform(dot.east, dot.north)
    return float(lon), float(lat)
