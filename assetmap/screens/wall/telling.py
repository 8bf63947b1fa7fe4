"""What the big screen is told: nothing that has not passed the workshop's own gate, and no id of the store."""

from __future__ import annotations

import base64
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from assetmap.cartography.palette import INK
from assetmap.cartography.stickers import sticker_address
from assetmap.cartography.symbols import symbol_address
from assetmap.vocabulary import vocabulary
from assetmap.wording import LANGUAGES, N_, capital, day_text, ngettext, number_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.store.sessions import Member, Note, Session
    from assetmap.workshop import Shown

STAGE_WORDS = {
    "listen": N_("Listen"),
    "connect": N_("Connect"),
    "purpose": N_("Find shared purpose"),
    "mobilise": N_("Mobilise"),
}
MOST = 40
"""Rows that a list on the wall is sent; the browser shows as many as there is room for."""
_PX = 96
_MISSING, _OWN, _KIND = "missing", "own ", "kind "
# A place where something is missing is no sticker: a ring with a question mark.
_RING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">'
    f'<circle cx="12" cy="12" r="10" fill="#FFFFFF" stroke="{INK}" stroke-width="1.8" stroke-dasharray="3 2"/>'
    f'<path d="M8.9 9.4a3.1 3.1 0 1 1 4.6 2.7c-1 .6-1.5 1-1.5 2.2" fill="none" stroke="{INK}" stroke-width="2" '
    f'stroke-linecap="round"/><circle cx="12" cy="17.4" r="1.3" fill="{INK}"/></svg>'
)


def told(
    session: Session,
    shown: Shown,
    members: Mapping[str, Member],
    *,
    ground: str,
    attribution: str,
    door: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """
    Write what the big screen shows, in the workshop's language, as the JSON values that go to the browser.

    Parameters
    ----------
    shown
        The output of `workshop.shown` for the workshop's own circle.
    members
        The assets of the workshop in the order they came.
    ground
        The address of the base map.
    attribution
        Whose data it is made of.
    door
        The address that phones open, and its QR code as a whole SVG; "" where none is let in.
    """
    tongue = session.language if session.language in LANGUAGES else "en"
    with speaking(tongue):
        said = _told(session, shown, members, ground=ground, attribution=attribution)
        return said | {"join": _join(session, *door), "written": "rtl" if LANGUAGES[tongue].rtl else "ltr"}


def _told(
    session: Session, shown: Shown, members: Mapping[str, Member], *, ground: str, attribution: str
) -> dict[str, Any]:
    symbols: dict[str, str] = {}
    order = {id_: at for at, id_ in enumerate(members)}
    assets = sorted(shown.assets, key=lambda x: order.get(x.id, len(order)))
    pictures = {x.id: _picture(x, members.get(x.id), session, symbols) for x in assets}
    pins = [_pin(x.short, (p := x.where.representative_point()).x, p.y, x.name, pictures[x.id])
            for x in assets if x.where is not None]  # fmt: skip
    pins += [_pin(_code(x), *x.where, x.words, _missing(symbols)) for x in shown.gaps if x.where is not None]
    counted = [shown.assets, shown.stories, shown.gaps, shown.links, shown.plans, shown.grants]
    many = sum(len(x) for x in counted)
    return {
        "face": "wall",
        "ground": ground,
        "attribution": attribution,
        "around": list(session.bounds) if session.bounds else None,
        "question": shown.question or shown.name,
        "about": [x for x in (shown.where or (shown.name if shown.question else ""), day_text(session.on)) if x],
        "stages": [[key, _(word)] for key, word in STAGE_WORDS.items()],
        "stage": session.stage,
        "many": ngettext("{n} thing said", "{n} things said", many, n=number_text(many)),
        "held": _held(shown.held_back),
        "pins": pins,
        "symbols": symbols,
        "links": [list(x) for x in _ties(shown.links, assets)] if session.stage != "listen" else [],
        "legend": _legend(assets, members, shown, pictures, symbols),
        "parts": _parts(session, shown, assets, pictures, symbols),
        "newest": assets[-1].name if assets else "",
        # As many as the browser may come to need: it has no rules of how a language counts.
        "more": [ngettext("and {n} more", "and {n} more", n, n=number_text(n)) for n in range(many + 1)],
        "away": [
            ngettext("{n} outside this map", "{n} outside this map", n, n=number_text(n)) for n in range(len(pins) + 1)
        ],
    }


def _join(session: Session, address: str, code: str) -> dict[str, str] | None:
    """Ask phones in, while their door is open."""
    if not session.code or session.closed_on is not None:
        return None
    # What a phone's browser takes as it stands; the code goes in by hand, or by the picture.
    said = {"heading": _("Say it with your phone"), "asked": _("The code is"), "code": session.code}
    return said | {"address": address.removeprefix("http://"), "picture": _svg_address(code) if code else ""}


def _svg_address(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _held(many: int) -> str:
    if not many:
        return ""
    return ngettext("{n} thing said is kept private", "{n} things said are kept private", many, n=number_text(many))


def _pin(id_: str, lon: float, lat: float, name: str, picture: str) -> dict[str, Any]:
    return {"id": id_, "at": [round(lon, 6), round(lat, 6)], "name": name, "picture": picture}


def _code(note: Note) -> str:
    """Name a thing said to the browser, without its id."""
    return f"n{note.id[:8]}"


def _picture(asset: Asset, member: Member | None, session: Session, symbols: dict[str, str]) -> str:
    category = next((x for x in session.categories if member is not None and x.key == member.category), None)
    if category is None:
        key = f"{_KIND}{asset.kind}"
        symbols.setdefault(key, symbol_address(asset.kind, size_px=_PX))
        return key
    key = f"{_OWN}{category.key}"
    symbols.setdefault(key, sticker_address(category.colour, category.shape, size_px=_PX))
    return key


def _missing(symbols: dict[str, str]) -> str:
    symbols.setdefault(_MISSING, _svg_address(_RING))
    return _MISSING


def _ties(links: Iterable[Note], assets: Sequence[Asset]) -> list[tuple[str, str]]:
    short = {x.id: x.short for x in assets if x.where is not None}
    pairs = (tuple(short[x] for x in link.about if x in short) for link in links)
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def _legend(
    assets: Sequence[Asset],
    members: Mapping[str, Member],
    shown: Shown,
    pictures: Mapping[str, str],
    symbols: dict[str, str],
) -> list[dict[str, str]]:
    """Explain every sign: the residents' own, then ours where something has none of theirs."""
    of = {x.id: members[x.id].category if x.id in members else "" for x in assets}
    many = Counter(of[x.id] for x in assets)
    rows = []
    for category in shown.categories:
        key = f"{_OWN}{category.key}"
        symbols.setdefault(key, sticker_address(category.colour, category.shape, size_px=_PX))
        rows.append(_row(category.label, picture=key, count=number_text(many[category.key])))
    others = Counter(x.kind for x in assets if pictures[x.id].startswith(_KIND))
    for kind, count in others.most_common():
        rows.append(_row(capital(vocabulary().said(kind)), picture=f"{_KIND}{kind}", count=number_text(count)))
    if any(x.where for x in shown.gaps):
        rows.append(_row(_("Something is missing here"), picture=_missing(symbols)))
    return rows


def _row(text: str, *, picture: str = "", more: str = "", count: str = "", share: float = 0) -> dict[str, Any]:
    row: dict[str, Any] = {"text": text}
    row |= {key: value for key, value in {"picture": picture, "more": more, "count": count}.items() if value}
    return row | ({"share": round(share, 3)} if share else {})


def _parts(
    session: Session, shown: Shown, assets: Sequence[Asset], pictures: Mapping[str, str], symbols: dict[str, str]
) -> list[dict[str, Any]]:
    """Write what stands at the side: what the stage is about first, then the newest names."""
    names = [_row(x.name, picture=pictures[x.id]) for x in reversed(assets)]
    none = _("Nothing yet.")
    newest = _part("names", _("Just said"), names, none=none)
    match session.stage:
        case "connect":
            links = [_row(x.words) for x in reversed(shown.links)]
            return [_part("links", _("What goes with what"), links, none=none), newest]
        case "purpose":
            return [
                _part("bars", _("What matters most"), _bars(shown, assets, pictures, symbols), none=_("No dots yet."))
            ]
        case "mobilise":
            plans = [_row(x.words, more=_who_when(x)) for x in shown.plans]
            found = [_part("plans", _("Who does what, by when"), plans, none=none)]
            if shown.grants:
                grants = [_row(x.words, count=_money(x)) for x in shown.grants]
                found.append(_part("grants", _("Small grants asked for"), grants, none=none))
            return found
    stories = [_row(x.words) for x in reversed(shown.stories)]
    return [newest, *([_part("stories", _("Stories"), stories, none=none)] if stories else [])]


def _part(kind: str, heading: str, rows: Sequence[dict[str, Any]], *, none: str) -> dict[str, Any]:
    return {"kind": kind, "heading": heading, "rows": list(rows[:MOST]), "all": len(rows), "none": none}


def _bars(
    shown: Shown, assets: Sequence[Asset], pictures: Mapping[str, str], symbols: dict[str, str]
) -> list[dict[str, Any]]:
    things = [(x.id, x.name, pictures[x.id]) for x in assets]
    things += [(x.id, x.words, _missing(symbols)) for x in shown.gaps]
    dots = {id_: tally.dots for id_, tally in shown.tally.items() if tally.dots}
    most = max((dots.get(id_, 0) for id_, _name, _picture in things), default=0)
    there = sorted((x for x in things if x[0] in dots), key=lambda x: -dots[x[0]])
    return [
        _row(name, picture=picture, count=number_text(dots[id_]), share=dots[id_] / most)
        for id_, name, picture in there
    ]


def _who_when(plan: Note) -> str:
    # translators: {due} is as it was said, “before Christmas”, or a day
    when = _("by {due}", due=_due(plan.due)) if plan.due else ""
    return " · ".join(x for x in (plan.who, when) if x)


def _due(said: str) -> str:
    try:
        return day_text(date.fromisoformat(said))
    except ValueError:
        return said


def _money(grant: Note) -> str:
    return "" if grant.amount is None else number_text(round(grant.amount))
