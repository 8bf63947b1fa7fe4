"""Listen: what has been said so far by category, the residents' own categories, and stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying
from assetmap.screens.hall.own_words import own_categories
from assetmap.screens.hall.said import dots_wait, kind_words, picture, said_in
from assetmap.screens.hall.stories import stories
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.screens.hall.said import Said
    from assetmap.store.sessions import Session

_MOST = 200


def listening(place: Place, here: Hall, on: Session, held: Collection[str]) -> None:
    """Draw the stage."""
    there = said_in(place, on)
    left, right = st.columns(2, gap="large")
    with left:
        _things(on, there, held)
    with right:
        own_categories(place, here, on, used=frozenset(x.member.category for x in there))
        stories(place, here, on, held=held)


def _things(on: Session, there: Sequence[Said], held: Collection[str]) -> None:
    saying.heading(_("On the map so far"), level=3)
    shown = [x for x in there if not (x.waits or x.untyped)]
    waiting = sum(x.waits for x in there)
    if not there:
        saying.words(_("Nothing yet. Open the scribe’s page and type what people say."))
        return
    said = ngettext("One thing.", "{n} things.", len(shown), n=number_text(len(shown)))
    if waiting:
        said += " " + ngettext(
            "One waits on the scribe’s page.", "{n} wait on the scribe’s page.", waiting, n=number_text(waiting)
        )  # fmt: skip
    said = " ".join(x for x in (said, dots_wait(there)) if x)
    st.html(f'<p class="count" role="status">{html_text(said)}</p>')
    rows = "".join(
        f'<li class="came"><img alt="" src="{picture(on, x)}"><div><h4 dir="auto">{html_text(x.asset.name)}</h4>'
        f"<p>{html_text(kind_words(on, x))}{_further(x, held)}</p></div></li>"
        for x in reversed(shown[-_MOST:])
    )
    st.html(f'<ul class="sentences">{rows}</ul>')


def _further(one: Said, held: Collection[str]) -> str:
    said = [_("no place on the map")] if one.asset.where is None else []
    if one.asset.id in held:
        said.append(_("kept from the big screen"))
    return "".join(f" · {html_text(x)}" for x in said)
