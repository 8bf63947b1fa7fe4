"""Phones in the hall: the door for them, the code and its picture, and how many are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying, session
from assetmap.screens.doors import phones
from assetmap.screens.hall.meeting import told, tried
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_NEAR = "phones"
EVERY_S = 4


def phoning(place: Place, here: Hall, on: Session) -> None:
    """Offer to let phones in, or say how they come in."""
    with st.expander(_("Phones in the room"), expanded=bool(on.code), key="hall_phones"):
        if not phones.address():
            saying.note(
                _("Phones cannot reach this computer yet. Start the program with “assetmap serve --share”; phones then "
                  "join over the hall’s own network, with no internet.")
            )  # fmt: skip
        if on.code:
            _joined(on)
            with st.container(horizontal=True, gap="small"):
                st.button(_("Let no more phones in"), key="hall_shut", on_click=_shut, args=(place, here, on))
                st.button(_("A new code"), key="hall_new_code", on_click=_open, args=(place, here, on))
        else:
            saying.words(
                _("People add from their own phone, without an account. What they send waits on the scribe’s page.")
            )
            st.button(_("Let phones in"), key="hall_open", type="primary", on_click=_open, args=(place, here, on))
        told(here, _NEAR)


def _joined(on: Session) -> None:
    address, picture = phones.join_address(on), phones.join_qr_svg(on)
    code = html_text(on.code)
    how = html_text(_("Go to {address} and type the code.", address=phones.address())) if address else ""
    said = html_text(_("The code for phones"))
    # A drawing in markup would be taken out: it comes as a picture.
    drawn = f'<img class="qr" alt="{html_text(_("QR code that opens the page for phones"))}" src="{_inline(picture)}">'
    st.html(
        f'<div class="joining">{drawn if picture else ""}<div><p>{said}</p><p class="code">{code}</p>'
        f"<p>{how}</p></div></div>"
    )
    _many(on)


def _inline(svg: str) -> str:
    import base64

    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@st.fragment(run_every=EVERY_S)
def _many(on: Session) -> None:
    """Say how many phones are there; looked at again every few seconds."""
    with session.spoken():
        if session.role() != "steward":
            st.rerun()
        many = phones.phones_here(on)
        said = ngettext("One phone is here.", "{n} phones are here.", many, n=number_text(many))
        st.html(f'<p class="count" role="status">{html_text(said if many else _("No phone is here yet."))}</p>')
        if wrong := phones.wrong_codes():
            saying.note(
                _("Somebody has typed {n} wrong codes in the last minutes. If nobody in the room is at a loss, take a "
                  "new code.", n=number_text(wrong))
            )  # fmt: skip


def _open(place: Place, here: Hall, on: Session) -> None:
    def let_in() -> str:
        place.store.sessions.open_door(on.id, by=session.by())
        return _("Phones may come in with the code on the wall.")

    tried(here, _NEAR, let_in)


def _shut(place: Place, here: Hall, on: Session) -> None:
    def shut() -> str:
        place.store.sessions.shut_door(on.id, by=session.by())
        return _("No phone comes in any more. What they sent is here.")

    tried(here, _NEAR, shut)
