"""Listen: what has been said so far by category, the residents' own categories, and stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying
from assetmap.screens.hall.own_words import own_categories
from assetmap.screens.hall.said import kind_words, picture, said_in
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.screens.hall.said import Said
    from assetmap.store.sessions import Session

_MOST = 200


def listening(place: Place, here: Hall, on: Session) -> None:
    """Draw the stage."""
    there = said_in(place, on)
    left, right = st.columns(2, gap="large")
    with left:
        _things(on, there)
    with right:
        own_categories(place, here, on, used=frozenset(x.member.category for x in there))


def _things(on: Session, there: Sequence[Said]) -> None:
    saying.heading(_("On the map so far"), level=3)
    shown = [x for x in there if not x.waits]
    waiting = len(there) - len(shown)
    if not there:
        saying.words(_("Nothing yet. Open the scribe’s page and type what people say."))
        return
    said = ngettext("One thing.", "{n} things.", len(shown), n=number_text(len(shown)))
    if waiting:
        said += " " + ngettext(
            "One waits on the scribe’s page.", "{n} wait on the scribe’s page.", waiting, n=number_text(waiting)
        )  # fmt: skip
    st.html(f'<p class="count" role="status">{html_text(said)}</p>')
    rows = "".join(
        f'<li class="came"><img alt="" src="{picture(on, x)}"><div><h4 dir="auto">{html_text(x.asset.name)}</h4>'
        f"<p>{html_text(kind_words(on, x))}{_place_words(x)}</p></div></li>"
        for x in reversed(shown[-_MOST:])
    )
    st.html(f'<ul class="sentences">{rows}</ul>')


def _place_words(one: Said) -> str:
    return "" if one.asset.where is not None else f" · {html_text(_('no place on the map'))}"
