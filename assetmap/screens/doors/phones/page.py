"""A phone's page: plain HTML without a script, one small style, in the phone's own language."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from assetmap.screens.doors.phones.paths import STYLE
from assetmap.screens.doors.tongue import ASKED
from assetmap.webmap.safe import html_text
from assetmap.wording import LANGUAGES, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A phone's page runs nothing, loads its style alone, sends to where it came from, and stands in no frame."""
OWN = "assetmap_phone_own"
"""The cookie with the receipts of what this phone sent: gone when its browser is closed."""
TONGUE = "assetmap_language"
_SAID = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}  # without a referrer a form has no origin


def chosen_in(request: Request, fields: Mapping[str, str]) -> str:
    """Return the language that was just chosen, or ""."""
    said = fields.get(ASKED) or request.query_params.get(ASKED, "")
    return said if said in LANGUAGES else ""


def tongue_of(request: Request, fields: Mapping[str, str]) -> str:
    """Return the language of a page: as was just chosen, as was chosen before, else as the phone asks, else English."""
    chosen = chosen_in(request, fields) or request.cookies.get(TONGUE, "")
    if chosen in LANGUAGES:
        return chosen
    for one in request.headers.get("accept-language", "")[:400].split(","):
        code = one.partition(";")[0].partition("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return "en"


def base() -> str:
    """Return the beginning of every address of this app."""
    import streamlit as st

    from assetmap.screens.livemap import base_path

    return html_text(base_path(str(st.get_option("server.baseUrlPath") or "")))


def page(title: str, body: str, *, over: str = "", status: int = 200) -> HTMLResponse:
    """
    Lay out a page.

    Parameters
    ----------
    title
        Its heading, as text.
    body
        Safe HTML.
    over
        What stands above the heading, as text: the name of the workshop.
    """
    way = ' dir="rtl"' if LANGUAGES[spoken()].rtl else ""
    above = f'<p class="place" dir="auto">{html_text(over)}</p>' if over else ""
    head = html_text(title)
    text = (
        f'<!doctype html><html lang="{spoken()}"{way}><head><meta charset="utf-8"><title>{head}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="format-detection" content="telephone=no">'
        f'<link rel="stylesheet" href="{base()}{STYLE}?{_style()[1]}"><link rel="icon" href="data:,"></head>'
        f'<body><main>{above}<h1 dir="auto">{head}</h1>{_unread()}{body}</main></body></html>'
    )
    return HTMLResponse(text, status_code=status, headers=_SAID)


def _unread() -> str:
    """Say where nobody whose language it is has read our sentences yet."""
    if LANGUAGES[spoken()].checked_by:
        return ""
    said = _("These words have not been checked by a native reader yet. What people wrote is as they wrote it.")
    return f'<p class="small">{html_text(said)}</p>'


def form(action: str, inside: str, *, hidden: dict[str, str] | None = None) -> str:
    """
    Write a form with the choice of languages in it, so that what is typed stays when another is chosen.

    Who presses Enter in a field presses the first button of a form, which is why a hidden one stands there.
    """
    kept = "".join(
        f'<input type="hidden" name="{html_text(name)}" value="{html_text(value)}">'
        for name, value in (hidden or {}).items()
    )
    return (
        f'<form method="post" action="{base()}{action}" accept-charset="utf-8" autocomplete="off">'
        f'<button class="first" name="do" value="send" tabindex="-1" aria-hidden="true"></button>{kept}'
        f"{_tongues()}{inside}</form>"
    )


def button(said: str, *, do: str = "send", second: bool = False) -> str:
    """Write a button of a form."""
    kind = ' class="second"' if second else ""
    return f'<button name="do" value="{do}"{kind}>{html_text(said)}</button>'


def _tongues() -> str:
    """Offer every language under its own name; without a script, and without losing what is typed."""
    others = "".join(
        f'<button class="second" name="{ASKED}" value="{one.code}" lang="{one.code}" formnovalidate>'
        f"{html_text(one.name)}</button> "
        for one in LANGUAGES.values()
        if one.code != spoken()
    )
    own = html_text(LANGUAGES[spoken()].name)
    word = "" if spoken() == "en" else ' <span lang="en">Language</span> ·'
    said = html_text(_("Language"))
    return f'<details class="tongues"><summary>{said}:{word} {own}</summary><div>{others}</div></details>'


def told(sentence: str, *, good: bool = False) -> str:
    """Write what is to be heard at once."""
    kind, role = ("good", "status") if good else ("wrong", "alert")
    return f'<div class="{kind}" role="{role}">{html_text(sentence)}</div>'


KEY_LEAST, KEY_MOST = 12, 80


def fresh_key() -> str:
    """Return the word by which a form that is sent twice is known."""
    return secrets.token_urlsafe(12)


def style(_request: Request) -> Response:
    """Send the one style."""
    said = {"Cache-Control": "public, max-age=86400"}
    return Response(_style()[0], media_type="text/css", headers=said)


@lru_cache(maxsize=1)
def _style() -> tuple[bytes, str]:
    import hashlib

    body = (Path(__file__).parent / "look.css").read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:8]
