"""
What one phone has sent: known by the receipts that it holds itself, in a cookie, and by nothing that is kept here.

So the map does not know which phone said what, and a phone can still take back what it gave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap import contributions
from assetmap.errors import AssetMapError
from assetmap.screens.doors.phones.page import OWN
from assetmap.screens.doors.phones.sent import is_https

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.store.sessions import Member, Session

_CODE = re.compile(r"[0-9A-Z]{14}")
_MOST, _MOST_SHOWN = 200, 12


@dataclass(frozen=True)
class Given:
    """One thing that this phone sent, newest as the store has it."""

    code: str
    asset: Asset
    member: Member
    version: int


def codes_of(request: Request) -> list[str]:
    """Return the receipts that a phone holds, oldest first."""
    return [x for x in request.cookies.get(OWN, "").split(".") if _CODE.fullmatch(x)][-_MOST:]


def keep(request: Request, response: Response, codes: list[str]) -> None:
    """Let a phone hold these receipts until its browser is closed."""
    if not codes:
        response.delete_cookie(OWN, path="/", httponly=True, samesite="strict")
        return
    kept = ".".join(list(dict.fromkeys(codes))[-_MOST:])
    response.set_cookie(OWN, kept, path="/", httponly=True, samesite="strict", secure=is_https(request))


def receipt_of(place: Place, asset_id: str) -> str:
    """Write a receipt as short as it is held."""
    return contributions.receipt(place.store, asset_id).replace("-", "")


def given(request: Request, place: Place, session: Session) -> tuple[list[Given], int]:
    """Return what a phone sent to a workshop and has not taken back, newest first, and how much more there is."""
    members = place.store.sessions.members(session.id)
    found = []
    codes = codes_of(request)
    for code in reversed(codes[-_MOST_SHOWN:]):
        try:
            there = contributions.by_receipt(place.store, code)
        except AssetMapError:
            continue
        if there.asset.id in members and there.asset.status != "withdrawn":
            found.append(Given(code, there.asset, members[there.asset.id], there.version))
    return found, max(0, len(codes) - _MOST_SHOWN)
