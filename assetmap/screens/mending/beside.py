"""What stands around a card: what was just done, and what can be done about it, or whom to tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.roles import may
from assetmap.screens import copying, saying, session
from assetmap.screens.form import changing
from assetmap.screens.form.words import HOW_CHECKED
from assetmap.screens.mending import state, suggesting
from assetmap.webmap.safe import bold, html_bold, html_text
from assetmap.wording import gettext as _
from assetmap.wording import pgettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.mending.state import Mending


def done(place: Place, mending: Mending, *, where: str) -> None:
    """Say what was just done, with *Undo* beside it, or what went wrong."""
    if not mending.said and not mending.problem:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{where}_done"):
        if mending.problem:
            saying.trouble(mending.problem)
        else:
            saying.good(mending.said)
        if mending.change is not None:
            change = mending.change
            st.button(_("Undo"), key=f"{where}_undo_{change}", on_click=_undo, args=(place, mending, change))
    if mending.code:
        with st.container(key=f"{where}_code", gap=None):
            # translators: after “Write this down:”; {add} and {code} are what is pressed: “Add”, “I have a code”
            said = _(
                "with it you can read what became of it. Come back to {add} for it and choose {code}.",
                add=bold(pgettext("the screen to add something on", "Add")),
                code=bold(_("I have a code")),
            )
            st.html(f"<p><b>{html_text(_('Write this down:'))}</b> {html_bold(said)}</p>")
            copying.code(mending.code, key=f"{where}_suggested")


def doings(place: Place, mending: Mending, asset: Asset, *, where: str) -> None:
    """Draw what a steward can do about the card, or the question that one of them asks."""
    with st.container(key=f"{where}_mend"):
        if mending.asking:
            _QUESTIONS[mending.asking](place, mending, asset, f"{where}_{asset.short}")
        else:
            _first(place, mending, asset, f"{where}_{asset.short}")


def whom_to_tell(place: Place, mending: Mending, asset: Asset, *, where: str) -> None:
    """Let everybody else suggest a change, say whom to tell that something is wrong, and where a code opens it."""
    tell = place.settings.tell.strip().rstrip(".")
    with st.container(key=f"{where}_tell", gap=None):
        if may(session.by(), "suggest"):
            st.button(
                _("Suggest a change"), key=f"{where}_suggest", on_click=state.suggest, args=(place, mending, asset)
            )
        # translators: {name} is whom the place has named: “Jo at the library, 01632 960000”
        said = _("Something wrong here? Tell {name}.", name=tell) if tell else _("Something wrong here?")
        st.html(f'<p class="quiet">{html_text(said)}</p>')
        st.page_link("add.py", label=_("Did you add it, or suggest a change? Open it with your code"))


def form(place: Place, mending: Mending, *, saved: Callable[[str], None]) -> None:
    """Draw the form in which something is changed, or a change is suggested; `saved` is told its short code."""

    def done(there: changing.Kept) -> None:
        state.kept(mending, there)
        saved(there.asset.short)

    if mending.suggesting is not None:
        suggesting.form(
            place,
            mending.suggesting,
            sent=lambda code: state.suggested(mending, code),
            left=lambda: setattr(mending, "suggesting", None),
        )
    elif mending.form is not None:
        left = lambda: setattr(mending, "form", None)  # noqa: E731
        changing.form(place, mending.form, buttons={_("Save"): False}, done=done, left=left)


def _first(place: Place, mending: Mending, asset: Asset, key: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"{key}_doings"):
        st.button(_("Change this"), key=f"{key}_change", on_click=_begin, args=(place, mending, asset))
        st.button(_("Checked today"), key=f"{key}_checked", on_click=mending.ask, args=("checked",))
        if asset.status == "paused":
            st.button(
                pgettext("ends a pause", "Open again"), key=f"{key}_open", on_click=_open, args=(place, mending, asset)
            )
        else:
            st.button(
                pgettext("it is not on for now", "Paused"), key=f"{key}_pause", on_click=mending.ask, args=("pause",)
            )
        st.button(_("Take it off the map"), key=f"{key}_away", on_click=mending.ask, args=("away",))


def _checked(place: Place, mending: Mending, asset: Asset, key: str) -> None:
    st.html(f'<p class="asked"><b>{html_text(_("It is right as it stands. How do you know?"))}</b></p>')
    with st.container(horizontal=True, gap="small", key=f"{key}_how"):
        for how, words in HOW_CHECKED.items():
            st.button(_(words), key=f"{key}_how_{how}", on_click=_check, args=(place, mending, asset, how))
        _never_mind(mending, key)


def _pause(place: Place, mending: Mending, asset: Asset, key: str) -> None:
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    until = f"{key}_until"
    st.session_state.setdefault(until, None)
    st.html(f'<p class="asked"><b>{html_text(_("It stays on the map, and says that it is paused."))}</b></p>')
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=f"{key}_pausing"):
        st.date_input(
            # translators: asks for the day on which what is paused is on again
            _("On again on"), key=until, min_value=tomorrow, format="DD/MM/YYYY", on_change="ignore", width=170
        )  # fmt: skip
        st.button(_("Pause until then"), key=f"{key}_then", on_click=_until, args=(place, mending, asset, until))
        st.button(_("Pause for now"), key=f"{key}_now", on_click=_for_now, args=(place, mending, asset))
        _never_mind(mending, key)


def _away(place: Place, mending: Mending, asset: Asset, key: str) -> None:
    said = _("What somebody asked to be taken away is gone for good: that cannot be undone.")
    st.html(f'<p class="asked"><b>{html_text(_("Why does it go?"))}</b> {html_text(said)}</p>')
    with st.container(horizontal=True, gap="small", key=f"{key}_why"):
        st.button(_("It has closed"), key=f"{key}_closed", on_click=_close, args=(place, mending, asset))
        st.button(
            _("Somebody asked for it to be taken away"), key=f"{key}_asked", on_click=_withdraw,
            args=(place, mending, asset),
        )  # fmt: skip
        _never_mind(mending, key, _("No, keep it"))


_QUESTIONS = {"checked": _checked, "pause": _pause, "away": _away}


def _never_mind(mending: Mending, key: str, label: str = "") -> None:
    st.button(label or _("Never mind"), key=f"{key}_never_mind", type="tertiary", on_click=mending.ask, args=("",))


def _begin(place: Place, mending: Mending, asset: Asset) -> None:
    state.begin(place, mending, asset, by=session.by())


def _check(place: Place, mending: Mending, asset: Asset, how: str) -> None:
    state.checked(place, mending, asset, how=how, by=session.by())


def _until(place: Place, mending: Mending, asset: Asset, key: str) -> None:
    until = st.session_state.get(key)
    if until is None:
        mending.problem = _("Choose the day on which it is on again, or pause it for now.")
        return
    state.paused(place, mending, asset, until=until, by=session.by())


def _for_now(place: Place, mending: Mending, asset: Asset) -> None:
    state.paused(place, mending, asset, until=None, by=session.by())


def _open(place: Place, mending: Mending, asset: Asset) -> None:
    state.opened(place, mending, asset, by=session.by())


def _close(place: Place, mending: Mending, asset: Asset) -> None:
    state.closed(place, mending, asset, by=session.by())


def _withdraw(place: Place, mending: Mending, asset: Asset) -> None:
    state.withdrawn(place, mending, asset, by=session.by())


def _undo(place: Place, mending: Mending, change: int) -> None:
    state.undone(place, mending, change=change, by=session.by())
