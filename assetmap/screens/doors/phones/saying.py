"""What is good here? Three things to fill in on a phone; what is sent waits at the scribe's desk."""

from __future__ import annotations

import contextlib
import hmac
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.disclosure import AUDIENCES
from assetmap.errors import AssetMapError, ConflictError, sentence
from assetmap.screens.doors.phones import once, own
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.asking import (
    NAME_MOST,
    SHUT,
    WHERE_MOST,
    WORDS_MOST,
    Typed,
    form,
    shut,
    thanks,
)
from assetmap.screens.doors.phones.guests import headed, is_own_form, nobody, there
from assetmap.screens.doors.phones.joining import STRANGE, let_in, with_token
from assetmap.screens.doors.phones.paths import SAY
from assetmap.screens.doors.phones.placing import placed
from assetmap.screens.doors.phones.sent import is_from_here, proof_of, token_of
from assetmap.screens.doors.phones.working import apart
from assetmap.screens.doors.tongue import ASKED
from assetmap.screens.faults import fault
from assetmap.store.sessions import Belongs
from assetmap.webmap.safe import html_text
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from assetmap.place import Place
    from assetmap.store.base import Written
    from assetmap.store.sessions import Session

UNSORTED = "story_or_special_place"
"""What a thing is until somebody at the desk says so, where the residents' category does not say it either."""
BY = "resident"
_EXACTNESS = ("exact", "street", "neighbourhood", "not_shown")
_ONCE_MORE = N_("Nothing was sent yet: press Send once more.")
_KEPT_BEFORE = N_("This was kept before the workshop was closed. It is with the person at the desk.")
_TOO_LONG = N_("That is too long. Make it shorter, and send it once more.")
_NO_NAME = N_("Say what it is called. Any name will do, for example “the bench by the river”.")


async def asked(request: Request, _fields: Mapping[str, str]) -> Response:
    """Show the form, or what became of the last thing that was sent."""
    place, hall = await there(request)
    if hall is None:
        return nobody(request)
    if "sent" in request.query_params:
        return await apart(thanks, request, place, hall)
    return await apart(form, request, place, hall, Typed())


async def given(request: Request, fields: Mapping[str, str]) -> Response:
    """Keep what was sent, once; whatever goes wrong, the words stay in the fields."""
    typed = Typed.of(fields)
    try:
        return await _given(request, fields, typed)
    except AssetMapError as error:
        wrong, status = sentence(error), 409
    except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
        wrong, status = fault(error), 500
    place, hall = await there(request)
    if hall is None:
        return shut(request, typed)
    return await apart(form, request, place, hall, typed, wrong=wrong, status=status)


async def _given(request: Request, fields: Mapping[str, str], typed: Typed) -> Response:
    place, hall = await there(request)
    token, is_new = token_of(request), False
    if hall is None:
        if fields.get(ASKED) or not is_from_here(request):
            return shut(request, typed)
        before = await apart(_before, place, typed)
        if before is not None:
            return pages.page(_("Thank you"), pages.told(_(_KEPT_BEFORE), good=True))
        if not typed.code:
            return shut(request, typed)
        token, wrong, status = await let_in(request, place, typed.code)
        hall = await apart(place.store.sessions.of_phone, token) if token else None
        if hall is None:
            return shut(request, typed, wrong=wrong or _(SHUT), status=status)
        is_new = True
    wrong = _wrong(request, fields, typed, token="" if is_new else token)
    if fields.get(ASKED) or wrong:
        status = 200 if fields.get(ASKED) else 400
        wrong = "" if fields.get(ASKED) else wrong
        response: Response = await apart(form, request, place, hall, typed, wrong=wrong, status=status, token=token)
        return with_token(request, response, token) if is_new else response
    code = await apart(_kept, place, hall, token, typed)
    response = RedirectResponse(f"{pages.base()}{SAY}?sent", status_code=303)
    own.keep(request, response, [*(x for x in own.codes_of(request) if x != code), code])
    return with_token(request, response, token) if is_new else response


def _wrong(request: Request, fields: Mapping[str, str], typed: Typed, *, token: str) -> str:
    """Say what hinders keeping this; "" where nothing does."""
    if not is_from_here(request):
        return _(STRANGE)
    # A form of before this phone joined anew, or of another site.
    if token and not hmac.compare_digest(fields.get("proof", "").encode(), proof_of(token).encode()):
        return _(_ONCE_MORE)
    if not typed.name:
        return _(_NO_NAME)
    if len(typed.name) > NAME_MOST or len(typed.where) > WHERE_MOST or len(typed.words) > WORDS_MOST:
        return _(_TOO_LONG)
    return ""


def _kept(place: Place, hall: Session, token: str, typed: Typed) -> str:
    """
    Keep a draft, once; returns its receipt.

    Raises
    ------
    AssetMapError
        The door was shut in between, or nothing can be written.
    """
    category = next((x for x in hall.categories if x.key == typed.category), None)
    where, precision = placed(typed.where, place=place)
    asset = Asset(
        name=typed.name, own_words=typed.words, kind=(category.kind if category else "") or UNSORTED, where=where,
        precision=precision, audience=_narrower(hall.audience, typed.told), source="workshop",
    )  # fmt: skip
    belongs = Belongs(
        session=hall.id, how="phone", phone=token, category=category.key if category else "", said_where=typed.where
    )
    written = contributions.submit(
        place.store, asset, by=BY, areas=place.layer("areas"), streets=place.layer("streets"),
        key=once.key_of(hall.short, typed), belongs=belongs,
    )  # fmt: skip
    return own.receipt_of(place, next(iter(written.versions), asset.id))


def _before(place: Place, typed: Typed) -> Written | None:
    """Return what the same form did before the door was shut, whose answer was lost on its way."""
    hall = once.hall_of(place, typed)
    if not hall:  # nobody who was never let in holds a lock
        return None
    done = place.store.write([], by=BY, key=once.key_of(hall, typed))
    return done if done.repeated else None


def _narrower(now: str, told: str) -> str:
    """Return who may see what was typed: no more people than its page told of, nor than the workshop says now."""
    known = told if told in AUDIENCES else AUDIENCES[-1]
    return max(now, known, key=AUDIENCES.index)


async def taking_back(request: Request, fields: Mapping[str, str]) -> Response:
    """Take back what this phone sent, after asking once."""
    place, hall = await there(request)
    if hall is None:
        return nobody(request)
    if fields.get(ASKED) or not is_own_form(request, fields):
        return await apart(form, request, place, hall, Typed())
    mine, _more = await apart(own.given, request, place, hall)
    one = next((x for x in mine if x.asset.short == fields.get("which")), None)
    if one is None or fields.get("do") == "no":
        return RedirectResponse(f"{pages.base()}{SAY}", status_code=303)
    if fields.get("do") != "yes":
        said = _("It goes for good, from here and from the desk.")
        body = (
            f'<p dir="auto"><b>{html_text(one.asset.name)}</b></p><p>{html_text(said)}</p>'
            f"{pages.button(_('Yes, take it back'), do='yes')}{pages.button(_('No, keep it'), do='no', second=True)}"
        )
        over = (await apart(headed, place, hall)).name
        hidden = {"which": one.asset.short, "proof": proof_of(token_of(request))}
        return pages.page(_("Take it back?"), pages.form(f"{SAY}/back", body, hidden=hidden), over=over)
    await apart(contributions.withdraw_by_receipt, place.store, one.code)
    response = RedirectResponse(f"{pages.base()}{SAY}", status_code=303)
    own.keep(request, response, [x for x in own.codes_of(request) if x != one.code])
    return response


async def choosing_where(request: Request, fields: Mapping[str, str]) -> Response:
    """Put what this phone sent where one of the proposed places is."""
    place, hall = await there(request)
    if hall is None:
        return nobody(request)
    if not fields.get(ASKED) and is_own_form(request, fields):
        await apart(_put, request, place, hall, fields.get("which", ""), fields.get("do", ""))
    return RedirectResponse(f"{pages.base()}{SAY}?sent", status_code=303)


def _put(request: Request, place: Place, hall: Session, which: str, name: str) -> None:
    mine, _more = own.given(request, place, hall)
    one = next((x for x in mine if x.asset.short == which), None)
    where, precision = placed(name[:WHERE_MOST], place=place)
    if one is None or where is None or one.asset.where is not None:
        return
    precision = max(precision, one.asset.precision, key=_EXACTNESS.index)
    changed = one.asset.changed(where=where, precision=precision)
    with contextlib.suppress(ConflictError):  # the desk has it in hand
        contributions.change_by_receipt(
            place.store, one.code, changed, areas=place.layer("areas"), streets=place.layer("streets"),
            expected=one.version,
        )  # fmt: skip
