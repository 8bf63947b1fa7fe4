"""Signing in and out at the top of every screen, and signing in again where what was typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.livemap import base_path
from assetmap.screens.whose import has_just_signed_in, openid_is_set
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.roles import Person

_TO_OPENID = "sign_in"
OUT = N_("You have been signed out. Sign in again; what you typed is still here.")
UNKNOWN = N_(
    "Your organisation has signed you in, but this map does not know you. You can look around; to do more, ask whoever "
    "looks after it to add you."
)
_LEFT = "signed_out"
_LEAVING = "leaving_openid"


def address(page: str = "") -> str:
    """Return the address of the page to sign in at, from which one comes back to a screen."""
    asked = {"to": page} if page else {}
    if spoken() != "en":
        asked["in"] = spoken()
    said = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{base_path(str(st.get_option('server.baseUrlPath') or ''))}/assetmap/sign-in{f'?{said}' if said else ''}"


def link(page: str) -> str:
    """Return a quiet link to sign in; "" where nobody could."""
    if not _somebody_could():
        return ""
    return f'<a class="sign_in" href="{html_text(address(page))}" target="_self">{html_text(_("Sign in"))}</a>'


def who(person: Person) -> None:
    """Say who has signed in, with a button to sign out."""
    st.html(f'<span class="who">{html_text(person.alias or _("Signed in"))}</span>', width="content")
    st.button(_("Sign out"), key="sign_out", type="tertiary", on_click=_sign_out)


def ask_openid() -> None:
    """Go to the OpenID provider where the page to sign in has sent somebody for it, and leave it where they leave."""
    if st.session_state.get(_LEAVING):
        st.logout()  # the page is left for a new one, with nothing of this one
        st.stop()
    if st.query_params.get(_TO_OPENID) == "openid":
        if openid_is_set() and session.person() is None:
            st.login()  # the page is left; a step that came in between asks once more
            st.stop()
        del st.query_params[_TO_OPENID]
    user = st.user.to_dict()
    if has_just_signed_in(user) and session.person() is None and st.session_state.get(session.WAS) is None:
        saying.note(_(UNKNOWN))


def ask_again(page: str) -> None:
    """Say so where somebody is not signed in any more, and let them sign in here, where what they typed stays."""
    if st.session_state.pop(_LEFT, False):
        saying.good(_("You are signed out."))
    if not session.signed_out_meanwhile():
        return
    was: Person = st.session_state[session.WAS]
    with st.container(key="sign_in_again"):
        saying.trouble(_(OUT))
        with (
            st.form("sign_in_again_form", border=False, clear_on_submit=True),
            st.container(horizontal=True, gap="small", vertical_alignment="bottom"),
        ):
            alias = st.text_input(_("Your name here"), was.alias, max_chars=40, key="again_name", width=220)
            passphrase = st.text_input(
                    _("Your passphrase"), type="password", max_chars=200, key="again_passphrase", width=320,
                    autocomplete="current-password",
                )  # fmt: skip
            pressed = st.form_submit_button(_("Sign in"), type="primary")
        if pressed:
            with session.spoken():
                session.sign_in_again(alias, passphrase)
                st.rerun()
        if openid_is_set():
            # translators: {begin} and {end} stand about the words that are pressed
            said = _(
                "Signed in with your organisation before? Copy what you typed, then {begin}sign in there again{end}.",
                begin="\ue000", end="\ue001",
            )  # fmt: skip
            begin = f'<a href="{html_text(address(page))}" target="_self">'
            linked = html_text(said).replace("\ue000", begin).replace("\ue001", "</a>")
            st.html(f'<p class="plain">{linked}</p>')


def _sign_out() -> None:
    with_openid = bool(st.user.to_dict().get("is_logged_in"))
    session.sign_out()
    st.session_state[_LEAVING if with_openid else _LEFT] = True


def _somebody_could() -> bool:
    return openid_is_set() or any(one.ended_on is None for one in session.opened().store.people.everybody())
