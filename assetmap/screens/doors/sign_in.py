"""
The door through which one signs in with a passphrase, and out: a page that needs no script.

A form is taken only from a page of this app (its `Origin`), and the answer to a wrong name and to a wrong passphrase is
the same. The cookie is read by no script and sent by no other site; the store keeps a digest of what is in it.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetMapError, PermissionDeniedError, sentence
from assetmap.screens import homes, session
from assetmap.screens.doors.tongue import ASKED, asked_in, plainly
from assetmap.screens.faults import fault
from assetmap.screens.own_machine import netloc_of
from assetmap.screens.whose import COOKIE, openid_is_set, person_by_token
from assetmap.store.people import HOURS
from assetmap.webmap.safe import html_text
from assetmap.wording import LANGUAGES, N_, speaking, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from assetmap.place import Place
    from assetmap.roles import Person

_MOST_BYTES = 4_000
_PAGE = re.compile(r"[a-z_]{0,30}")
STRANGE = N_("This form came from another page: open the map again and sign in there.")
SHUT = N_("The place cannot be read at the moment: ask whoever runs assetmap to look at it with `assetmap check`.")
_SAID = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}  # without a referrer a form has no origin


def sign_in_routes() -> list[Route]:
    """List the doors to signing in and out."""
    return [
        Route("/assetmap/sign-in", _door(_asked), methods=["GET"]),
        Route("/assetmap/sign-in", _door(_given), methods=["POST"]),
        Route("/assetmap/sign-out", _door(_leaving), methods=["GET"]),
        Route("/assetmap/sign-out", _door(_left), methods=["POST"]),
    ]


def is_of_this_app(request: Request) -> bool:
    """Say whether a form was sent by a page of this app, by the `Origin` that a browser writes itself."""
    said = netloc_of(request.headers.get("origin", ""))
    return bool(said) and said in {request.headers.get(name, "").lower() for name in ("host", "x-forwarded-host")}


def _door(answer: Callable[[Request, Place], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        try:
            place = await asyncio.to_thread(lambda: session.opened_at(homes.current()))
            return await answer(request, place)
        except AssetMapError:
            return plainly(SHUT, request.headers, status=503, said=_SAID)
        except Exception as error:  # noqa: BLE001  # a number for the person, the place in the code for the terminal
            return PlainTextResponse(fault(error), status_code=500, headers=_SAID)

    return door


async def _asked(request: Request, place: Place) -> Response:
    with speaking(_language(request, place)):
        return _page(place, to=_to(request.query_params.get("to", "")))


async def _given(request: Request, place: Place) -> Response:
    if not is_of_this_app(request):
        return plainly(STRANGE, request.headers, status=403, said=_SAID)
    fields = await _fields(request)
    said = fields.get(ASKED, "")
    to, alias = _to(fields.get("to", "")), fields.get("name", "")
    try:
        token = await asyncio.to_thread(place.store.people.sign_in, alias, fields.get("passphrase", ""))
    except PermissionDeniedError as error:
        with speaking(_language(request, place, said=said)):
            return _page(place, to=to, alias=alias, wrong=sentence(error), status=403)
    before, now = _by_cookie(request, place), person_by_token(place, token)
    if before is not None and now is not None and before.alias != now.alias:
        # Somebody else at the same browser, where pages of who was there before may still be open.
        await asyncio.to_thread(place.store.people.sign_out, before)
    on = f"?{ASKED}={said}" if said in LANGUAGES and said != "en" else ""
    response = RedirectResponse(f"{_base()}/{to}{on}", status_code=303, headers=_SAID)
    response.set_cookie(
        COOKIE, token, max_age=HOURS * 3600, path="/", httponly=True, samesite="strict", secure=_is_https(request)
    )
    return response


async def _leaving(request: Request, place: Place) -> Response:
    person = _by_cookie(request, place)
    if person is None:
        return RedirectResponse(f"{_base()}/", status_code=303, headers=_SAID)
    with speaking(_language(request, place)):
        said = html_text(_("You are signed in as {name}.", name="\ue000")).replace(
            "\ue000", f"<b>{html_text(person.alias)}</b>"
        )
        out = html_text(_("Sign out"))
        body = (
            f'<p>{said}</p><form method="post" action="{html_text(_base())}/assetmap/sign-out">'
            f"<button>{out}</button></form>"
        )
        return _html(place, _("Sign out"), body)


async def _left(request: Request, place: Place) -> Response:
    if not is_of_this_app(request):
        return plainly(STRANGE, request.headers, status=403, said=_SAID)
    person = _by_cookie(request, place)
    if person is not None:
        await asyncio.to_thread(place.store.people.sign_out, person)
    response = RedirectResponse(f"{_base()}/", status_code=303, headers=_SAID)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=_is_https(request))
    return response


def _language(request: Request, place: Place, *, said: str = "") -> str:
    """Return what this page speaks: as the screen that led here, else as a screen of this place would begin."""
    asked = said or request.query_params.get(ASKED, "")
    return asked_in(request.headers, said=asked, own=place.settings.languages)


def _by_cookie(request: Request, place: Place) -> Person | None:
    return person_by_token(place, request.cookies.get(COOKIE, ""))


async def _fields(request: Request) -> dict[str, str]:
    """Read a small form; what is larger or other than a form is none."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return {}
    try:
        said = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in said.items()}


def _page(place: Place, *, to: str, alias: str = "", wrong: str = "", status: int = 200) -> Response:
    told = f'<p class="wrong" role="alert" id="wrong">{html_text(wrong)}</p>' if wrong else ""
    about = ' aria-describedby="wrong" aria-invalid="true"' if wrong else ""
    whom = place.settings.tell
    lost = (
        # translators: {whom} as “Ana at the library, 01632 960998”
        _("No passphrase, or lost it? Ask {whom}.", whom=whom)
        if whom
        else _("No passphrase, or lost it? Ask whoever looks after this map.")
    )
    on = "" if spoken() == "en" else f"&amp;{ASKED}={spoken()}"
    elsewhere = (
        f'<p class="or"><a class="button" href="{html_text(_base())}/?sign_in=openid{on}">'
        f"{html_text(_('Sign in with your organisation'))}</a></p>"
        if openid_is_set()
        else ""
    )
    body = (
        f"{told}{elsewhere}"
        f'<form method="post" action="{html_text(_base())}/assetmap/sign-in">'
        f'<input type="hidden" name="to" value="{html_text(to)}">'
        f'<input type="hidden" name="{ASKED}" value="{spoken()}">'
        f'<label for="name">{html_text(_("Your name here"))}</label>'
        f'<input id="name" name="name" value="{html_text(alias[:40])}" autocomplete="username" autocapitalize="words" '
        f'maxlength="40" required{about}{"" if alias else " autofocus"}>'
        f'<label for="passphrase">{html_text(_("Your passphrase"))}</label>'
        '<input id="passphrase" name="passphrase" type="password" autocomplete="current-password" maxlength="200" '
        f"required{about}{' autofocus' if alias else ''}>"
        f'<p class="aside">{html_text(_("The words you were given. Capitals and hyphens do not matter."))}</p>'
        f"<button>{html_text(_('Sign in'))}</button></form>"
        f'<p class="aside">{html_text(lost)}</p>'
    )
    return _html(place, _("Sign in"), body, status=status)


def _html(place: Place, title: str, body: str, *, status: int = 200) -> Response:
    name, base = html_text(place.settings.name), html_text(_base())
    said = html_text(_("This town and everything in it are invented."))
    invented = f"<p class=invented>{said}</p>" if place.settings.invented else ""
    way = ' dir="rtl"' if LANGUAGES[spoken()].rtl else ""
    head, back = html_text(title), html_text(_("Back to the map"))
    page = (
        f'<!doctype html><html lang="{spoken()}"{way}><head><meta charset="utf-8"><title>{head}: {name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<style>{_STYLE.replace('BASE', base)}</style></head><body><main><p class=place>{name}</p>{invented}"
        f'<h1>{head}</h1>{body}<p><a href="{base}/">{back}</a></p></main></body></html>'
    )
    return HTMLResponse(page, status_code=status, headers=_SAID)


def _to(said: str) -> str:
    """Return the screen that one goes on to: a name of letters, so that no address leads out of here."""
    return said if _PAGE.fullmatch(said) else ""


def _base() -> str:
    import streamlit as st

    from assetmap.screens.livemap import base_path

    return base_path(str(st.get_option("server.baseUrlPath") or ""))


def _is_https(request: Request) -> bool:
    """Say whether the browser came by https, also to a relay before this app, by what it or the relay says."""
    relayed = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in {request.url.scheme, relayed, request.headers.get("origin", "").partition(":")[0].lower()}


_STYLE = """
@font-face { font-family: "Atkinson Hyperlegible"; src: url("BASE/assetmap/font/regular"); font-weight: 400; }
@font-face { font-family: "Atkinson Hyperlegible"; src: url("BASE/assetmap/font/bold"); font-weight: 700; }
* { box-sizing: border-box; }
@font-face { font-family: "Noto Sans Arabic"; src: url("BASE/assetmap/font/arabic"); }
@font-face { font-family: "Hind Siliguri"; src: url("BASE/assetmap/font/bengali"); }
body { margin: 0; font: 17px/1.5 "Atkinson Hyperlegible", "Noto Sans Arabic", "Hind Siliguri", sans-serif;
  color: #1A1A1A; background: #FFF; }
main { max-width: 26rem; margin: 0 auto; padding: 28px 18px 40px; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .2rem 0 1rem; }
.place { margin: 0; font-weight: 700; }
.invented { margin: 4px 0; padding: 3px 10px; border-radius: 5px; background: #FFF3CD; display: inline-block; }
label { display: block; font-weight: 700; margin: 14px 0 4px; }
input:not([type=hidden]) { width: 100%; min-height: 48px; padding: 8px 12px; font: inherit; color: inherit;
  border: 1px solid #6B6B6B; border-radius: 8px; background: #FFF; }
button, .button { display: inline-block; min-height: 48px; padding: 10px 24px; margin: 14px 0 6px; font: inherit;
  font-weight: 700; border: 1px solid #0B3D91; border-radius: 8px; background: #0B3D91; color: #FFF; cursor: pointer;
  text-decoration: none; }
.button { background: #FFF; color: #0B3D91; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #B45309; outline-offset: 2px; }
a { color: #0B3D91; }
p > a:only-child:not(.button) { display: inline-block; padding: 10px 0; }
.aside { margin: 6px 0; color: #3A3A3A; }
.wrong { margin: 0 0 8px; color: #8A1C00; font-weight: 700; padding-inline-start: 10px;
  border-inline-start: 4px solid #8A1C00; }
"""
