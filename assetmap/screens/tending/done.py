"""What was just done on this screen, with *Undo* beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.screens import saying, session
from assetmap.screens.tending.queue import settled, tried
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending


def what_was_done(place: Place, tending: Tending) -> None:
    """Say what was just done, with *Undo* beside it, or what went wrong."""
    if tending.problem:
        saying.trouble(tending.problem)
    if not tending.said:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="look_done"):
        saying.good(tending.said)
        if tending.change is not None:
            st.button(
                _("Undo"), key=f"undo_last_{tending.change}", shortcut="Ctrl+Z", on_click=take_back,
                args=(place, tending, tending.change),
            )  # fmt: skip
        elif tending.turned_down is not None:
            st.button(
                _("Undo"), key=f"undo_not_{tending.turned_down}", shortcut="Ctrl+Z", on_click=_wait_again,
                args=(place, tending, tending.turned_down),
            )  # fmt: skip
        elif tending.apart is not None:
            st.button(_("Undo"), key="undo_apart", shortcut="Ctrl+Z", on_click=_not_apart, args=(place, tending))


def take_back(place: Place, tending: Tending, change: int) -> None:
    """Undo a change."""

    def undo() -> None:
        many = len(contributions.undo(place.store, change, by=session.by()).versions)
        said = ngettext("Undone: it is as it was before.", "Undone for {n}.", max(many, 1), n=number_text(many))
        settled(tending, said=said)

    tried(tending, undo)


def _wait_again(place: Place, tending: Tending, number: int) -> None:
    def wait() -> None:
        contributions.wait_again(place.store, number, by=session.by())
        settled(tending, said=_("Undone: it waits again."))
        tending.suggestion = number

    tried(tending, wait)


def _not_apart(place: Place, tending: Tending) -> None:
    apart = tending.apart

    def forget() -> None:
        if apart is not None:
            contributions.not_apart(place.store, *apart, by=session.by())
            settled(tending, said=_("Undone: they are asked about again."))
            tending.pair = apart

    tried(tending, forget)
