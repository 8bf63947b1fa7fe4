"""Dots on what matters most, from a phone: nobody knows whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.paths import SAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


async def asked(_request: Request, _fields: Mapping[str, str]) -> Response:
    """Go back to the form."""
    return RedirectResponse(f"{pages.base()}{SAY}", status_code=303)


given = asked
