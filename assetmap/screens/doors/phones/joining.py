"""The door to a workshop: a phone types its code, and is let in until the workshop ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap.errors import AssetMapError, TooManyError, sentence
from assetmap.screens import homes, session
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.paths import JOIN, SAY
from assetmap.screens.doors.phones.sent import COOKIE, is_from_here, is_https, token_of
from assetmap.screens.doors.phones.tries import Tries, joins
from assetmap.screens.doors.phones.working import apart
from assetmap.screens.doors.tongue import ASKED
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from assetmap.place import Place

TRIES = Tries()
"""The wrong codes of this app."""
JOINS = joins()
"""The right ones: an address that joins over and over would fill the door, and put dots without an end."""
STRANGE = N_("This came from another page. Open this one again, and send it from here.")
WRONG = N_("No workshop opens with this code. Look at the wall, and type the code once more.")
_SLOWLY_S = 0.4
_LONGEST = 40


async def asked(request: Request, _fields: Mapping[str, str]) -> Response:
    """Ask for the code; a code in the address, from the picture on the wall, stands in the field already."""
    return page_of(str(request.path_params.get("code", "")))


async def given(request: Request, fields: Mapping[str, str]) -> Response:
    """Let a phone in, or say that the code is wrong."""
    typed = fields.get("code", "")[:_LONGEST]
    if fields.get(ASKED):
        return page_of(typed)
    if not is_from_here(request):
        return page_of(typed, wrong=_(STRANGE), status=403)
    place = await apart(lambda: session.opened_at(homes.current()))
    if await apart(_is_in, place, token_of(request), typed):
        return RedirectResponse(f"{pages.base()}{SAY}", status_code=303)
    token, wrong, status = await let_in(request, place, typed)
    if not token:
        return page_of(typed, wrong=wrong, status=status)
    return with_token(request, RedirectResponse(f"{pages.base()}{SAY}", status_code=303), token)


def _is_in(place: Place, token: str, typed: str) -> bool:
    """Say whether a phone is in the workshop already whose code it types: it stays who it is."""
    mine = place.store.sessions.of_phone(token)
    there = None if mine is None else place.store.sessions.by_code(typed)
    return mine is not None and there is not None and there.id == mine.id


async def let_in(request: Request, place: Place, typed: str) -> tuple[str, str, int]:
    """
    Change a code for a token.

    Returns
    -------
    token, wrong, status
        A token or "", and then a sentence and the status of the answer.
    """
    if not typed.strip():
        return "", _("Type the code that is on the wall."), 400
    came_from = "" if request.client is None else request.client.host
    wait = TRIES.take(came_from)
    if wait:
        said = ngettext(
            "Too many wrong codes were typed. Wait {n} second, then send it once more. "
            "Whoever is in already need not wait.",
            "Too many wrong codes were typed. Wait {n} seconds, then send it once more. "
            "Whoever is in already need not wait.",
            wait,
        )
        return "", said, 429
    wait = JOINS.take(came_from)
    if wait:
        TRIES.give_back(came_from)
        said = ngettext("Very many phones join. Wait {n} second.", "Very many phones join. Wait {n} seconds.", wait)
        return "", said, 429
    try:
        token = await apart(place.store.sessions.let_in, typed, now=datetime.now(UTC))
    except AssetMapError as error:
        TRIES.give_back(came_from)
        JOINS.give_back(came_from)
        if not isinstance(error, TooManyError):
            raise
        return "", sentence(error), 503
    if token is None:
        JOINS.give_back(came_from)
        TRIES.wrong()
        await asyncio.sleep(_SLOWLY_S)
        return "", _(WRONG), 403
    TRIES.give_back(came_from)
    return token, "", 200


def with_token(request: Request, response: Response, token: str) -> Response:
    """Give an answer the phone's token along."""
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="strict", secure=is_https(request))
    return response


def code_field(typed: str, *, about: str = "") -> str:
    """Write the field for a code."""
    return (
        f'<label class="ask" for="code">{html_text(_("The code on the wall"))}</label>'
        f'<input class="code" type="text" id="code" name="code" value="{html_text(typed[:_LONGEST])}" maxlength="40" '
        f'autocapitalize="characters" autocorrect="off" spellcheck="false" autocomplete="off" inputmode="text"{about}>'
    )


def page_of(typed: str, *, wrong: str = "", status: int = 200) -> Response:
    """Lay out the page that asks for the code."""
    said = html_text(_("Add what is good about this place, from your own phone. No account, no name."))
    body = (
        (f'<div id="wrong">{pages.told(wrong)}</div>' if wrong else "")
        + f"<p>{said}</p>"
        + code_field(typed, about=' aria-describedby="wrong" aria-invalid="true"' if wrong else "")
        + pages.button(_("Join the workshop"))
    )
    return pages.page(_("Join in"), pages.form(JOIN, body), status=status)
