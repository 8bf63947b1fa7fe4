"""Dots on what matters most, from a phone: nobody knows whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap.errors import AssetMapError, sentence
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.guests import in_the_room, is_own_form, nobody, there
from assetmap.screens.doors.phones.paths import DOTS, SAY
from assetmap.screens.doors.phones.sent import proof_of, token_of
from assetmap.screens.doors.phones.working import apart
from assetmap.screens.doors.tongue import ASKED
from assetmap.store.sessions import MOST_DOTS
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from assetmap.place import Place
    from assetmap.store.sessions import Session
    from assetmap.workshop import Shown

BY = "resident"
A_PAGE = 25
"""So many things stand on one page, which stays small."""
_LATER = N_("Dots come later, when everything has been said. Look here again then.")
_SECRET = N_("Nobody can see whose dots they are.")


@dataclass(frozen=True)
class _Thing:
    id: str
    words: str
    is_missing: bool


async def asked(request: Request, _fields: Mapping[str, str]) -> Response:
    """Show what dots may be put on, and where this phone's are."""
    place, hall = await there(request)
    if hall is None:
        return nobody(request)
    return await apart(_page, request, place, hall)


async def given(request: Request, fields: Mapping[str, str]) -> Response:
    """Put as many dots on a thing as the button that was pressed says; the same button twice changes nothing more."""
    place, hall = await there(request)
    if hall is None:
        return nobody(request)
    target, _dot, many = fields.get("put", "").partition(".")
    start = _start(fields.get("from", ""))
    if fields.get(ASKED) or not is_own_form(request, fields) or not many.isdecimal() or len(many) > len(str(MOST_DOTS)):
        return await apart(_page, request, place, hall, start=start)
    wrong = await apart(_put, request, place, hall, target, int(many))
    if wrong:
        return await apart(_page, request, place, hall, start=start, wrong=wrong)
    return RedirectResponse(f"{pages.base()}{DOTS}?from={start}#{target[:8]}", status_code=303)


def _put(request: Request, place: Place, hall: Session, target: str, many: int) -> str:
    """Put dots on a thing that the room sees, or take some off any; returns what is wrong, or ""."""
    if hall.stage != "purpose":
        return _(_LATER)
    own = place.store.sessions.votes_of(hall.id, token_of(request))
    is_there = target in {x.id for x in _things(in_the_room(place, hall))}
    if not is_there and many >= own.get(target, 0):  # dots may be taken off what is gone
        return _("It is not on the wall any more. Nothing was changed.")
    try:
        place.store.sessions.vote(hall.id, target, ballot=token_of(request), dots=many, by=BY)
    except AssetMapError as error:
        return sentence(error)
    return ""


def _things(seen: Shown) -> list[_Thing]:
    """List what the big screen shows: assets, then what people miss."""
    assets = [_Thing(x.id, x.name, is_missing=False) for x in seen.assets]
    return [*assets, *(_Thing(x.id, x.words, is_missing=True) for x in seen.gaps)]


def _page(request: Request, place: Place, hall: Session, *, start: int | None = None, wrong: str = "") -> Response:
    seen = in_the_room(place, hall)
    back = f'<p><a class="line" href="{pages.base()}{SAY}">{html_text(_("Back to adding things"))}</a></p>'
    alert = pages.told(wrong) if wrong else ""
    title = _("What matters most?")
    if hall.stage != "purpose":
        return pages.page(title, pages.form(DOTS, f"{alert}<p>{html_text(_(_LATER))}</p>") + back, over=seen.name)
    things = _things(seen)
    first = _start(request.query_params.get("from", "")) if start is None else start
    first = first if first < len(things) else 0
    own = place.store.sessions.votes_of(hall.id, token_of(request))
    left = None if hall.budget is None else max(0, hall.budget - sum(own.values()))
    rows = "".join(_row(x, own.get(x.id, 0), may_more=left != 0) for x in things[first : first + A_PAGE])
    hidden = {"proof": proof_of(token_of(request)), "from": str(first)}
    body = f'{alert}<div class="sees" role="status"><b>{html_text(_left(left))}</b> {html_text(_(_SECRET))}</div>' + (
        f"<ul>{rows}</ul>" if rows else f"<p>{html_text(_('Nothing is on the wall yet.'))}</p>"
    )
    body += _gone({x: n for x, n in own.items() if n and x not in {one.id for one in things}})
    return pages.page(title, pages.form(DOTS, body, hidden=hidden) + _onward(first, len(things)) + back, over=seen.name)


def _left(left: int | None) -> str:
    if left is None:
        return _("Put as many dots as you like.")
    return ngettext("You have {n} dot left.", "You have {n} dots left.", left)


def _row(thing: _Thing, many: int, *, may_more: bool) -> str:
    missing = f'<span class="small">{html_text(_("Missing here:"))}</span> ' if thing.is_missing else ""
    dots = ngettext("{n} dot", "{n} dots", many)
    fewer = _button(thing, many - 1, "−", _("One dot fewer on this")) if many else ""
    more = _button(thing, many + 1, "+", _("One dot more on this")) if may_more and many < MOST_DOTS else ""
    count = f'<div class="count">{fewer}<b>{html_text(dots)}</b>{more}</div>'
    return f'<li id="{html_text(thing.id[:8])}">{missing}<span dir="auto">{html_text(thing.words)}</span>{count}</li>'


def _gone(own: Mapping[str, int]) -> str:
    """Let dots be taken off what left the wall; what it was stays unsaid."""
    said = _("No longer on the wall")
    rows = "".join(_row(_Thing(x, said, is_missing=False), n, may_more=False) for x, n in sorted(own.items()))
    return f"<ul>{rows}</ul>" if rows else ""


def _button(thing: _Thing, many: int, sign: str, said: str) -> str:
    named = html_text(f"{said}: {thing.words[:60]}")
    return (
        f'<button class="second" name="put" value="{html_text(thing.id)}.{many}" aria-label="{named}">{sign}</button>'
    )


def _onward(first: int, many: int) -> str:
    links = [(first - A_PAGE, _("Those before")), (first + A_PAGE, _("More of them"))]
    return "".join(
        f'<p><a class="button second" href="{pages.base()}{DOTS}?from={start}">{html_text(said)}</a></p>'
        for start, said in links
        if 0 <= start < many
    )


def _start(said: str) -> int:
    """Read from which thing on a page begins; whatever is no number begins at the first."""
    return int(said) // A_PAGE * A_PAGE if said.isascii() and said.isdecimal() and len(said) <= 4 else 0
