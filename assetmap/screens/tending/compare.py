"""Two states of one thing beside each other, field by field, and which of the two it shall be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.contributions.fieldwise import Difference

LEFT, RIGHT = "left", "right"


def chosen(rows: Sequence[Difference], *, key: str, heads: tuple[str, str]) -> dict[str, str]:
    """Draw each field with both sides to choose from, the left one at first; return field → `LEFT` or `RIGHT`."""
    sides = dict(zip((LEFT, RIGHT), heads, strict=True))
    answers = {}
    for row in rows:
        with st.container(key=f"both_{key}_{row.field}", gap=None):
            st.html(both(row.label, list(zip(heads, (row.before, row.after), strict=True))))
            widget = f"{key}_side_{row.field}"
            st.session_state.setdefault(widget, LEFT)
            which = st.segmented_control(
                _("{field}: which of the two?", field=row.label), list(sides), format_func=sides.__getitem__,
                required=True, key=widget, label_visibility="collapsed",
            )  # fmt: skip
            answers[row.field] = which or LEFT
    return answers


def both(label: str, sides: Sequence[tuple[str, str]]) -> str:
    """Write one field with what each side says: a heading of ours, and a text of anybody's."""
    nothing = f"<i>{html_text(pgettext('stands in a field', 'nothing'))}</i>"
    said = "".join(
        f'<div><h4>{html_text(head)}</h4><p dir="auto">{html_text(text, as_typed=True) or nothing}</p></div>'
        for head, text in sides
    )
    return f'<section class="both"><h3>{html_text(label)}</h3><div class="sides">{said}</div></section>'
