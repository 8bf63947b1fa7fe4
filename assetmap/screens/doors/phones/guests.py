"""Which workshop a phone is in, and what of it stands on the phone's pages."""

from __future__ import annotations

import hmac
import threading
import time
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap.screens import homes, session
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.inviting import saw
from assetmap.screens.doors.phones.joining import page_of
from assetmap.screens.doors.phones.paths import JOIN
from assetmap.screens.doors.phones.sent import is_from_here, proof_of, token_of
from assetmap.screens.doors.phones.working import apart
from assetmap.wording import gettext as _
from assetmap.workshop import Shown, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from assetmap.place import Place
    from assetmap.store.sessions import Session

ROOM = "workshop"
"""Who is in the room sees what the big screen shows."""
_FRESH_S = 5.0
_lock = threading.Lock()
_titles: dict[tuple[str, int], tuple[float, Shown]] = {}


async def there(request: Request) -> tuple[Place, Session | None]:
    """Return the open place, and the workshop that this phone is in while its door is open."""

    def look() -> tuple[Place, Session | None]:
        place = session.opened_at(homes.current())
        token = token_of(request)
        found = place.store.sessions.of_phone(token)
        if found is not None:
            saw(found, token)
        return place, found

    return await apart(look)


def nobody(request: Request) -> Response:
    """Send who has no token to the door; say to who had one that it has been shut."""
    if not token_of(request):
        return RedirectResponse(f"{pages.base()}{JOIN}", status_code=303)
    return page_of(
        "", wrong=_("The door of this workshop is shut. If it opens again, there is a new code."), status=403
    )


def is_own_form(request: Request, fields: Mapping[str, str]) -> bool:
    """Say whether a form was sent by a page that this phone was given."""
    proof = proof_of(token_of(request))
    return is_from_here(request) and hmac.compare_digest(fields.get("proof", "").encode(), proof.encode())


def headed(place: Place, one: Session) -> Shown:
    """
    Return what the room may see of a workshop, for its name, question and categories: those without a private name.

    It may be some seconds old, for thirty phones ask at once: what was said in the room is read from `in_the_room`.
    """
    key = (one.id, one.version)
    with _lock:
        kept = _titles.get(key)
    if kept is None or time.monotonic() - kept[0] > _FRESH_S:
        kept = time.monotonic(), in_the_room(place, one)
        with _lock:
            _titles.clear()
            _titles[key] = kept
    return kept[1]


def in_the_room(place: Place, one: Session) -> Shown:
    """Return what the room may see of a workshop as it is now."""
    return shown(place, one, audience=ROOM)
