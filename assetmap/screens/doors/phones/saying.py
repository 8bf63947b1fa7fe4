"""What is good here? Three things to fill in on a phone; what is sent waits at the scribe's desk."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.cartography.stickers import COLOUR_WORDS, SHAPE_WORDS, sticker_svg
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import homes, session
from assetmap.screens.doors.phones import own
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.joining import STRANGE, code_field, let_in, page_of, with_token
from assetmap.screens.doors.phones.paths import DOTS, JOIN, SAY
from assetmap.screens.doors.phones.placing import placed, proposals
from assetmap.screens.doors.phones.sent import is_from_here, proof_of, token_of
from assetmap.screens.doors.tongue import ASKED
from assetmap.screens.faults import fault
from assetmap.store.sessions import Belongs
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from assetmap.place import Place
    from assetmap.store.base import Written
    from assetmap.store.sessions import Category, Session

NAME_MOST, WHERE_MOST, WORDS_MOST = 100, 120, 1_000
UNSORTED = "story_or_special_place"
"""What a thing is until somebody at the desk says so, where the residents' category does not say it either."""
BY = "resident"
SEES = {
    "workshop": N_(
        "The people in this room, once the person at the desk shows it; later those who look after this map. "
        "Nobody else."
    ),
    "partners": N_(
        "The people in this room, once the person at the desk shows it; later also the groups and surgeries that work "
        "with this map."
    ),
    "public": N_(
        "The people in this room, once the person at the desk shows it; later, once it has been checked, everybody who "
        "opens this map."
    ),
}
_NO_NAMES = N_("We do not ask who you are. Please leave out people's names, and where somebody lives.")
_SHUT = N_(
    "The workshop has been closed in the meantime, so this was not kept. Your words are still here: show this page to "
    "the person at the desk."
)
_ONCE_MORE = N_("Nothing was sent yet: press Send once more.")
_KEPT_BEFORE = N_("This was kept before the workshop was closed. It is with the person at the desk.")
_TOO_LONG = N_("That is too long. Make it shorter, and send it once more.")
_NO_NAME = N_("Say what it is called. Any name will do, for example “the bench by the river”.")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form; `key` is the same when it is sent again."""

    name: str = ""
    where: str = ""
    words: str = ""
    category: str = ""
    key: str = ""
    code: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Typed:
        """Read a form; what is far too long for anything typed on a phone was cut off before."""
        return cls(**{name: fields.get(name, "").strip() for name in cls.__dataclass_fields__})


async def asked(request: Request, _fields: Mapping[str, str]) -> Response:
    """Show the form, or what became of the last thing that was sent."""
    place, there = await _there(request)
    if there is None:
        return _nobody(request)
    if "sent" in request.query_params:
        return await asyncio.to_thread(_thanks, request, place, there)
    return await asyncio.to_thread(_form, request, place, there, Typed())


async def given(request: Request, fields: Mapping[str, str]) -> Response:
    """Keep what was sent, once; whatever goes wrong, the words stay in the fields."""
    typed = Typed.of(fields)
    try:
        return await _given(request, fields, typed)
    except AssetMapError as error:
        wrong, status = sentence(error), 409
    except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
        wrong, status = fault(error), 500
    place, there = await _there(request)
    if there is None:
        return _shut(request, typed)
    return await asyncio.to_thread(_form, request, place, there, typed, wrong=wrong, status=status)


async def _given(request: Request, fields: Mapping[str, str], typed: Typed) -> Response:
    place, there = await _there(request)
    token, is_new = token_of(request), False
    if there is None:
        if fields.get(ASKED) or not is_from_here(request):
            return _shut(request, typed)
        before = await asyncio.to_thread(_before, place, token, typed)
        if before is not None:
            return pages.page(_("Thank you"), pages.told(_(_KEPT_BEFORE), good=True))
        if not typed.code:
            return _shut(request, typed)
        token, wrong, status = await let_in(request, place, typed.code)
        there = await asyncio.to_thread(place.store.sessions.of_phone, token) if token else None
        if there is None:
            return _shut(request, typed, wrong=wrong or _(_SHUT), status=status)
        is_new = True
    wrong = _wrong(request, fields, typed, token="" if is_new else token)
    if fields.get(ASKED) or wrong:
        status = 200 if fields.get(ASKED) else 400
        wrong = "" if fields.get(ASKED) else wrong
        response: Response = await asyncio.to_thread(
            _form, request, place, there, typed, wrong=wrong, status=status, token=token
        )
        return with_token(request, response, token) if is_new else response
    asset_id = await asyncio.to_thread(_kept, place, there, token, typed)
    code = await asyncio.to_thread(own.receipt_of, place, asset_id)
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


def _kept(place: Place, there: Session, token: str, typed: Typed) -> str:
    """
    Keep a draft, once; returns its id.

    Raises
    ------
    AssetMapError
        The door was shut in between, or nothing can be written.
    """
    category = next((x for x in there.categories if x.key == typed.category), None)
    where, precision = placed(typed.where, place=place)
    asset = Asset(
        name=typed.name, own_words=typed.words, kind=(category.kind if category else "") or UNSORTED, where=where,
        precision=precision, audience=there.audience, source="workshop",
    )  # fmt: skip
    belongs = Belongs(
        session=there.id, how="phone", phone=token, category=category.key if category else "", said_where=typed.where
    )
    written = contributions.submit(
        place.store, asset, by=BY, areas=place.layer("areas"), streets=place.layer("streets"),
        key=_key(token, typed.key), belongs=belongs,
    )  # fmt: skip
    return next(iter(written.versions), asset.id)


def _before(place: Place, token: str, typed: Typed) -> Written | None:
    """Return what the same form did before the door was shut, whose answer was lost on its way."""
    if not token or not typed.key:
        return None
    done = place.store.write([], by=BY, key=_key(token, typed.key))
    return done if done.repeated else None


def _key(token: str, key: str) -> str:
    """Make the form's key one that no other phone can name."""
    return "phone " + hashlib.sha256(f"{token} {key[:80]}".encode()).hexdigest()[:40]


async def taking_back(request: Request, fields: Mapping[str, str]) -> Response:
    """Take back what this phone sent, after asking once."""
    place, there = await _there(request)
    if there is None:
        return _nobody(request)
    if fields.get(ASKED) or not _is_own_form(request, fields):
        return await asyncio.to_thread(_form, request, place, there, Typed())
    mine, _more = await asyncio.to_thread(own.given, request, place, there)
    one = next((x for x in mine if x.asset.short == fields.get("which")), None)
    if one is None or fields.get("do") == "no":
        return RedirectResponse(f"{pages.base()}{SAY}", status_code=303)
    if fields.get("do") != "yes":
        said = _("It goes for good, from here and from the desk.")
        body = (
            f'<p dir="auto"><b>{html_text(one.asset.name)}</b></p><p>{html_text(said)}</p>'
            f"{pages.button(_('Yes, take it back'), do='yes')}{pages.button(_('No, keep it'), do='no', second=True)}"
        )
        hidden = {"which": one.asset.short, "proof": proof_of(token_of(request))}
        return pages.page(_("Take it back?"), pages.form(f"{SAY}/back", body, hidden=hidden), over=there.name)
    await asyncio.to_thread(contributions.withdraw_by_receipt, place.store, one.code)
    response = RedirectResponse(f"{pages.base()}{SAY}", status_code=303)
    own.keep(request, response, [x for x in own.codes_of(request) if x != one.code])
    return response


async def choosing_where(request: Request, fields: Mapping[str, str]) -> Response:
    """Put what this phone sent where one of the proposed places is."""
    place, there = await _there(request)
    if there is None:
        return _nobody(request)
    if not fields.get(ASKED) and _is_own_form(request, fields):
        await asyncio.to_thread(_put, request, place, there, fields.get("which", ""), fields.get("do", ""))
    return RedirectResponse(f"{pages.base()}{SAY}?sent", status_code=303)


def _put(request: Request, place: Place, there: Session, which: str, name: str) -> None:
    mine, _more = own.given(request, place, there)
    one = next((x for x in mine if x.asset.short == which), None)
    where, precision = placed(name[:WHERE_MOST], place=place)
    if one is None or where is None or one.asset.where is not None:
        return
    changed = one.asset.changed(where=where, precision=precision)
    contributions.change_by_receipt(
        place.store, one.code, changed, areas=place.layer("areas"), streets=place.layer("streets")
    )


def _is_own_form(request: Request, fields: Mapping[str, str]) -> bool:
    proof = proof_of(token_of(request))
    return is_from_here(request) and hmac.compare_digest(fields.get("proof", "").encode(), proof.encode())


async def _there(request: Request) -> tuple[Place, Session | None]:
    def look() -> tuple[Place, Session | None]:
        place = session.opened_at(homes.current())
        return place, place.store.sessions.of_phone(token_of(request))

    return await asyncio.to_thread(look)


def _nobody(request: Request) -> Response:
    """Send who has no token to the door; say to who had one that it has been shut."""
    if not token_of(request):
        return RedirectResponse(f"{pages.base()}{JOIN}", status_code=303)
    return page_of(
        "", wrong=_("The door of this workshop is shut. If it opens again, there is a new code."), status=403
    )


def _form(  # what stands on one page
    request: Request, place: Place, there: Session, typed: Typed, *, wrong: str = "", status: int = 200, token: str = ""
) -> Response:
    typed = typed if typed.key else replace(typed, key=pages.fresh_key())
    hidden = {"key": typed.key, "proof": proof_of(token or token_of(request))}
    body = (
        (f'<div id="wrong">{pages.told(wrong)}</div>' if wrong else "")
        + _sees(there)
        + _fields(typed, there.categories, is_wrong=bool(wrong))
        + pages.button(_("Send"))
    )
    dots = _to_dots(there) if there.stage == "purpose" else ""
    mine = "" if typed.name else _mine(request, place, there)
    title = there.question or _("What is good about this place?")
    return pages.page(title, dots + pages.form(SAY, body, hidden=hidden) + mine, over=there.name, status=status)


def _fields(typed: Typed, categories: tuple[Category, ...], *, is_wrong: bool) -> str:
    about = ' aria-describedby="wrong"' if is_wrong else ""
    missing = ' aria-invalid="true"' if is_wrong and not typed.name else ""
    sorts = "".join(_category(x, is_chosen=x.key == typed.category) for x in categories)
    legend = html_text(_("What sort of thing is it? Tap one, if it fits."))
    return (
        f'<label class="ask" for="name">{html_text(_("What is it called?"))}</label>'
        f'<input type="text" id="name" name="name" dir="auto" maxlength="{NAME_MOST}" value="{_value(typed.name)}"'
        f"{about}{missing}>"
        f'<label class="ask" for="where">{html_text(_("Where is it?"))}</label>'
        f'<input type="text" id="where" name="where" dir="auto" maxlength="{WHERE_MOST}" value="{_value(typed.where)}" '
        f'aria-describedby="where-how"><p class="small" id="where-how">'
        f"{html_text(_('In words: a street, a building, a postcode, or “behind the school”.'))}</p>"
        f'<label class="ask" for="words">{html_text(_("In your own words: what is good about it?"))}</label>'
        f'<textarea id="words" name="words" dir="auto" rows="4" maxlength="{WORDS_MOST}">'
        f"\n{_value(typed.words)}</textarea>"
        + (f"<fieldset><legend>{legend}</legend>{sorts}</fieldset>" if sorts else "")
    )


def _category(category: Category, *, is_chosen: bool) -> str:
    drawn = sticker_svg(category.colour, category.shape, size_px=36)
    looks = f"{_(COLOUR_WORDS[category.colour])}, {_(SHAPE_WORDS[category.shape])}"
    return (
        f'<label class="pick"><input type="radio" name="category" value="{html_text(category.key)}"'
        f'{" checked" if is_chosen else ""}><span dir="auto" title="{html_text(looks)}">{drawn}'
        f"{html_text(category.label)}</span></label>"
    )


def _value(text: str) -> str:
    return html_text(text, as_typed=True)


def _sees(there: Session) -> str:
    who, said, names = _("Who will see this?"), _(SEES[there.audience]), _(_NO_NAMES)
    return f'<div class="sees"><b>{html_text(who)}</b> {html_text(said)}<p>{html_text(names)}</p></div>'


def _to_dots(there: Session) -> str:
    said = (
        _("Put your dots on what matters most")
        if there.budget is None
        else ngettext("Put your {n} dot on what matters most", "Put your {n} dots on what matters most", there.budget)
    )
    return f'<p><a class="button" href="{pages.base()}{DOTS}">{html_text(said)}</a></p>'


def _thanks(request: Request, place: Place, there: Session) -> Response:
    mine, _more = own.given(request, place, there)
    body = pages.told(_("It is with the person at the desk."), good=True)
    if mine:
        body += f'<p dir="auto"><b>{html_text(mine[0].asset.name)}</b></p>' + _asked_where(request, place, mine[0])
    body += f'<a class="button" href="{pages.base()}{SAY}">{html_text(_("Another one"))}</a>'
    if there.stage == "purpose":
        body += _to_dots(there)
    return pages.page(_("Thank you"), body + _mine(request, place, there), over=there.name)


def _asked_where(request: Request, place: Place, one: own.Given) -> str:
    """Ask which of the place's own names was meant, where the words for the place say it nearly."""
    if one.asset.where is not None or not one.member.said_where:
        return ""
    names = proposals(one.member.said_where, place=place)
    if not names:
        return ""
    said = html_text(_("Is it at one of these? If not, leave it: the person at the desk will find it."))
    buttons = "".join(
        f'<button class="second" name="do" value="{html_text(name)}" dir="auto">{html_text(name)}</button>'
        for name in names
    )
    proof = proof_of(token_of(request))
    return (
        f'<form method="post" action="{pages.base()}{SAY}/where"><p>{said}</p>'
        f'<input type="hidden" name="which" value="{html_text(one.asset.short)}">'
        f'<input type="hidden" name="proof" value="{proof}">{buttons}</form>'
    )


def _mine(request: Request, place: Place, there: Session) -> str:
    """List what this phone sent, each to be taken back."""
    mine, more = own.given(request, place, there)
    if not mine:
        return ""
    proof = proof_of(token_of(request))
    rows = "".join(
        f'<li><span dir="auto">{html_text(one.asset.name)}</span>'
        f'<form method="post" action="{pages.base()}{SAY}/back"><input type="hidden" name="which" '
        f'value="{html_text(one.asset.short)}"><input type="hidden" name="proof" value="{proof}">'
        f'<button class="second" name="do" value="ask">{html_text(_("Take it back"))}</button></form></li>'
        for one in mine
    )
    older = f"<p>{html_text(ngettext('And {n} before.', 'And {n} before.', more))}</p>" if more else ""
    return f"<h2>{html_text(_('What you sent'))}</h2><ul>{rows}</ul>{older}"


def _shut(request: Request, typed: Typed, *, wrong: str = "", status: int = 409) -> Response:
    """Show to who typed while the workshop was closed what they typed: nothing of it is lost silently."""
    typed = typed if typed.key else replace(typed, key=pages.fresh_key())
    again = _("If the workshop opens again, type its new code and send this once more.")
    body = (
        f'<div id="wrong">{pages.told(wrong or _(_SHUT))}</div>{_fields(typed, (), is_wrong=True)}'
        f"<p>{html_text(again)}</p>{code_field(typed.code)}{pages.button(_('Send'))}"
    )
    hidden = {"key": typed.key, "category": typed.category, "proof": proof_of(token_of(request))}
    return pages.page(_("Not kept yet"), pages.form(SAY, body, hidden=hidden), status=status)
