"""What has been said in a workshop so far: its assets with what the store knows of each, for the scribe alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.cartography.stickers import sticker_address, sticker_svg
from assetmap.cartography.symbols import symbol_address
from assetmap.disclosure import disclosed
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital, ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.store.sessions import Category, Member, Session

_PICTURE_PX = 28
_ON_MAP_PX = 64


@dataclass(frozen=True, kw_only=True)
class Said:
    """An asset of the workshop as the store holds it, its version there, and how it came."""

    asset: Asset
    version: int
    member: Member

    @property
    def waits(self) -> bool:
        """Whether somebody has yet to look at it: it came by phone or paper, and is not shown."""
        is_new = not self.member.shown and self.asset.status == "draft"
        return self.member.how != "scribe" and is_new and not self.untyped

    @property
    def untyped(self) -> bool:
        """Whether it is a dot without a name, which waits at the paper desk."""
        is_dot = self.member.how == "paper" and self.version == 1
        return is_dot and not self.member.shown and self.asset.status == "draft"

    @property
    def lacks_place(self) -> bool:
        """Whether words for its place wait to be put on the map."""
        return self.asset.where is None and bool(self.member.said_where)


def said_in(place: Place, on: Session) -> list[Said]:
    """Return what has been said and is there still, in the order it came."""
    found = []
    for asset_id, member in place.store.sessions.members(on.id).items():
        there = place.store.get(asset_id)
        if there is not None and there.asset.status != "withdrawn":
            found.append(Said(asset=there.asset, version=there.version, member=member))
    return found


def dots_wait(there: Sequence[Said]) -> str:
    """Say how many dots without a name wait at the paper desk; "" where none does."""
    many = sum(x.untyped for x in there)
    if not many:
        return ""
    return ngettext(
        "One dot waits on the paper desk.", "{n} dots wait on the paper desk.", many, n=number_text(many)
    )  # fmt: skip


def category_of(on: Session, member: Member) -> Category | None:
    """Return the residents' category of something said."""
    return next((x for x in on.categories if x.key == member.category), None)


def kind_words(on: Session, one: Said) -> str:
    """Say what it is: in the residents' word, or ours."""
    own = category_of(on, one.member)
    return own.label if own is not None else capital(vocabulary().said(one.asset.kind))


def picture(on: Session, one: Said) -> str:
    """Draw its sticker or symbol, as the address of a picture."""
    own = category_of(on, one.member)
    if own is not None:
        return sticker_address(own.colour, own.shape, size_px=_PICTURE_PX)
    return symbol_address(one.asset.kind, size_px=_PICTURE_PX, status=one.asset.status)


def on_map(on: Session, all_said: Sequence[Said]) -> tuple[tuple[Asset, ...], dict[str, str]]:
    """Return what the scribe's own map shows, as a workshop may see it, and short code → the sticker of each."""
    assets = disclosed(
        [x.asset for x in all_said], audience="workshop", statuses={"draft", "published", "paused", "closed"}
    )
    own = {x.asset.short: category_of(on, x.member) for x in all_said}
    drawn = {
        short: sticker_svg(one.colour, one.shape, size_px=_ON_MAP_PX) for short, one in own.items() if one is not None
    }
    return tuple(x for x in assets if x.where is not None), drawn
