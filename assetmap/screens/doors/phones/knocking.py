"""The phones' doors themselves: each answer in the phone's language, and never with what was typed in a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetMapError, sentence
from assetmap.screens.doors.phones import dotting, joining, saying
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.paths import DOTS, JOIN, SAY, STYLE
from assetmap.screens.doors.phones.sent import fields_of
from assetmap.screens.faults import fault
from assetmap.wording import gettext as _
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    Answer = Callable[[Request, Mapping[str, str]], Awaitable[Response]]

_METHODS = ["GET", "HEAD", "POST"]
"""Each address answers all of them itself: what no route here takes would be Streamlit's."""


def phone_routes() -> list[Route]:
    """List the phones' doors."""
    return [
        Route(STYLE, pages.style, methods=_METHODS),
        Route(JOIN, _door(joining.asked, joining.given), methods=_METHODS),
        Route(f"{JOIN}/{{code}}", _door(joining.asked, joining.given), methods=_METHODS),
        Route(SAY, _door(saying.asked, saying.given), methods=_METHODS),
        Route(f"{SAY}/where", _door(_back_to_form, saying.choosing_where), methods=_METHODS),
        Route(f"{SAY}/back", _door(_back_to_form, saying.taking_back), methods=_METHODS),
        Route(DOTS, _door(dotting.asked, dotting.given), methods=_METHODS),
    ]


async def _back_to_form(_request: Request, _fields: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{pages.base()}{SAY}", status_code=303)


def _door(asked: Answer, given: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        is_sent = request.method == "POST"
        fields = await fields_of(request) if is_sent else {}
        with speaking(pages.tongue_of(request, fields)):
            try:
                response = await (given if is_sent else asked)(request, fields)
            except AssetMapError as error:
                response = _trouble(sentence(error), 503)
            except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
                response = _trouble(fault(error), 500)
        chosen = pages.chosen_in(request, fields)
        if chosen:
            response.set_cookie(pages.TONGUE, chosen, path="/", samesite="lax")
        return response

    return door


def _trouble(said: str, status: int) -> Response:
    return pages.page(_("Something went wrong"), pages.told(said), status=status)
