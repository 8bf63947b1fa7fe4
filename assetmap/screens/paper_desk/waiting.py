"""Which dots from paper wait to be typed, and what is known of one before anybody has typed a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.cartography.stickers import COLOUR_WORDS, SHAPE_WORDS
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.paper_desk.desk import Desk
    from assetmap.screens.paper_desk.lines import SaidLine
    from assetmap.store.sessions import Member, Session

ELSE_KIND = "story_or_special_place"
"""What a thing is whose category is the residents' own and like none of ours, until somebody says more."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A dot that waits to be typed: as the store holds it, its version there, and what the workshop knows of it."""

    asset: Asset
    version: int
    member: Member


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The dot at hand, or None; how many were typed or taken away, of how many, and how many were put off."""

    draft: Draft | None
    done: int
    total: int
    later: int


def look(place: Place, on: Session, desk: Desk) -> Waiting:
    """Return the dot at hand: the same as before, else the first that waits and was not put off."""
    paper = {id_: one for id_, one in place.store.sessions.members(on.id).items() if one.how == "paper"}
    readings = {id_ for id_, _sheet, _x, _y in place.store.sessions.readings(on.id)}
    untyped = [x for id_, one in paper.items() if (x := _untyped(place, id_, one)) is not None]
    ids = {x.asset.id for x in untyped}
    desk.later &= ids
    if desk.current not in ids or desk.current in desk.later:
        desk.current = next((x.asset.id for x in untyped if x.asset.id not in desk.later), "")
    total = len(paper.keys() | readings)
    return Waiting(
        draft=next((x for x in untyped if x.asset.id == desk.current), None), done=total - len(untyped), total=total,
        later=len(desk.later),
    )  # fmt: skip


def _untyped(place: Place, asset_id: str, member: Member) -> Draft | None:
    there = place.store.get(asset_id)
    if there is None or there.asset.status != "draft":
        return None
    if there.version > 1 and there.asset.name != place.store.history(asset_id)[0].record.get("name"):
        return None  # somebody has called it something
    return Draft(asset=there.asset, version=there.version, member=member)


def seen_as(on: Session, one: Draft) -> str:
    """Say what the reader saw, and where on which sheet it is, for whoever looks for it on the paper."""
    own = next((x for x in on.categories if x.key == one.member.category), None)
    if own is None:
        return one.asset.name
    sticker = _("{colour} {shape}", colour=_(COLOUR_WORDS[own.colour]), shape=_(SHAPE_WORDS[own.shape]))
    return f"{one.asset.name} · {sticker}"


def proposed(on: Session, one: Draft, line: SaidLine | None) -> str:
    """Return the choice that its sticker speaks for, else what is ticked on its line; "" where nothing does."""
    if one.member.category and any(x.key == one.member.category for x in on.categories):
        return f"own:{one.member.category}"
    return line.which if line is not None else ""


def why_proposed(one: Draft, line: SaidLine | None) -> str:
    """Say where a proposal comes from."""
    if one.member.category or line is None:
        return _("Proposed by the colour and shape of its sticker.")
    return _("Proposed by what is ticked on its line.")
