"""The page that asks what is good here, what it says once that is sent, and what when nobody takes it any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetmap.cartography.stickers import COLOUR_WORDS, SHAPE_WORDS, sticker_svg
from assetmap.screens.doors.phones import once, own
from assetmap.screens.doors.phones import page as pages
from assetmap.screens.doors.phones.guests import headed
from assetmap.screens.doors.phones.joining import code_field
from assetmap.screens.doors.phones.paths import DOTS, SAY
from assetmap.screens.doors.phones.placing import proposals
from assetmap.screens.doors.phones.sent import proof_of, token_of
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from assetmap.place import Place
    from assetmap.store.sessions import Category, Session

NAME_MOST, WHERE_MOST, WORDS_MOST = 100, 120, 1_000
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
SHUT = N_(
    "The workshop has been closed in the meantime, so this was not kept. Your words are still here: show this page to "
    "the person at the desk."
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """
    What stands in the form.

    `key` is the same when it is sent again; `told` is the audience that its page told of; `hall` says that a page of
    this app asked for it, and for which workshop.
    """

    name: str = ""
    where: str = ""
    words: str = ""
    category: str = ""
    key: str = ""
    code: str = ""
    told: str = ""
    hall: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Typed:
        """Read a form; what is far too long for anything typed on a phone was cut off before."""
        typed = cls(**{name: fields.get(name, "").strip() for name in cls.__dataclass_fields__})
        is_key = pages.KEY_LEAST <= len(typed.key) <= pages.KEY_MOST
        return typed if is_key else replace(typed, key=pages.fresh_key(), hall="")


def form(
    request: Request, place: Place, hall: Session, typed: Typed, *, wrong: str = "", status: int = 200, token: str = ""
) -> Response:
    """Lay out the three questions, with what is typed already and what is wrong with it."""
    typed = typed if typed.key else replace(typed, key=pages.fresh_key())
    seen = headed(place, hall)
    hidden = {
        "key": typed.key, "proof": proof_of(token or token_of(request)), "told": hall.audience,
        "hall": once.asked_for(place, hall, typed.key),
    }  # fmt: skip
    body = (
        (f'<div id="wrong">{pages.told(wrong)}</div>' if wrong else "")
        + _sees(hall)
        + _fields(typed, seen.categories, is_wrong=bool(wrong))
        + pages.button(_("Send"))
    )
    dots = _to_dots(hall) if hall.stage == "purpose" else ""
    sent = "" if typed.name else mine(request, place, hall)
    title = seen.question or _("What is good about this place?")
    return pages.page(title, dots + pages.form(SAY, body, hidden=hidden) + sent, over=seen.name, status=status)


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
        f'<label class="ask" for="words">{html_text(_("In your own words, what is good about it?"))}</label>'
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


def _sees(hall: Session) -> str:
    who, said, names = _("Who will see this?"), _(SEES[hall.audience]), _(_NO_NAMES)
    return f'<div class="sees"><b>{html_text(who)}</b> {html_text(said)}<p>{html_text(names)}</p></div>'


def _to_dots(hall: Session) -> str:
    said = (
        _("Put your dots on what matters most")
        if hall.budget is None
        else ngettext("Put your {n} dot on what matters most", "Put your {n} dots on what matters most", hall.budget)
    )
    return f'<p><a class="button" href="{pages.base()}{DOTS}">{html_text(said)}</a></p>'


def thanks(request: Request, place: Place, hall: Session) -> Response:
    """Say that it is with the person at the desk, and ask where it is if the words for it say it only nearly."""
    given, _more = own.given(request, place, hall)
    body = pages.told(_("It is with the person at the desk."), good=True)
    if given:
        body += f'<p dir="auto"><b>{html_text(given[0].asset.name)}</b></p>' + _asked_where(request, place, given[0])
    body += f'<a class="button" href="{pages.base()}{SAY}">{html_text(_("Add another thing"))}</a>'
    if hall.stage == "purpose":
        body += _to_dots(hall)
    return pages.page(_("Thank you"), body + mine(request, place, hall), over=headed(place, hall).name)


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


def mine(request: Request, place: Place, hall: Session) -> str:
    """List what this phone sent, each to be taken back."""
    given, more = own.given(request, place, hall)
    if not given:
        return ""
    proof = proof_of(token_of(request))
    rows = "".join(
        f'<li><span dir="auto">{html_text(one.asset.name)}</span>'
        f'<form method="post" action="{pages.base()}{SAY}/back"><input type="hidden" name="which" '
        f'value="{html_text(one.asset.short)}"><input type="hidden" name="proof" value="{proof}">'
        f'<button class="second" name="do" value="ask">{html_text(_("Take it back"))}</button></form></li>'
        for one in given
    )
    older = f"<p>{html_text(ngettext('And {n} before.', 'And {n} before.', more))}</p>" if more else ""
    return f"<h2>{html_text(_('What you sent'))}</h2><ul>{rows}</ul>{older}"


def shut(request: Request, typed: Typed, *, wrong: str = "", status: int = 409) -> Response:
    """Show to who typed while the workshop was closed what they typed: nothing of it is lost silently."""
    typed = typed if typed.key else replace(typed, key=pages.fresh_key())
    again = _("If the workshop opens again, type its new code and send this once more.")
    body = (
        f'<div id="wrong">{pages.told(wrong or _(SHUT))}</div>{_fields(typed, (), is_wrong=True)}'
        f"<p>{html_text(again)}</p>{code_field(typed.code)}{pages.button(_('Send'))}"
    )
    hidden = {
        "key": typed.key, "category": typed.category, "proof": proof_of(token_of(request)), "told": typed.told,
        "hall": typed.hall,
    }  # fmt: skip
    return pages.page(_("Not kept yet"), pages.form(SAY, body, hidden=hidden), status=status)
