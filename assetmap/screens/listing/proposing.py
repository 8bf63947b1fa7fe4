"""What rows could be meant to say, where they cannot be read as they are: asked, never done in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import saying
from assetmap.screens.listing.counted import rows_text
from assetmap.screens.setting_up.unshelled import unshelled
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from assetmap.screens.listing.held import Held
    from assetmap.staging import Staging


def newer(held: Held, staging: Staging, *, turn: int) -> None:
    """Ask whether the list is the newer form of one that came in before."""
    before = held.as_newer or staging.perhaps
    if not before:
        return
    key = f"list_newer_{turn}"
    words = {"newer": _("Yes: bring that one up to date"), "other": _("No, it is another list")}
    st.session_state.setdefault(key, "other")
    which = st.radio(
        # translators: {name} is the name of a list that was brought in before
        _("It has the same columns as “{name}”. Is it the newer form of that list?", name=_named(before)),
        list(words), format_func=words.__getitem__, key=key,
    )  # fmt: skip
    wanted = before if which == "newer" else None
    if wanted != held.as_newer:
        held.as_newer = wanted
        held.forget_decisions()
        st.rerun()


def _named(source: str) -> str:
    return "".join(x if x.isalnum() else " " for x in source).strip()


def proposals(held: Held, staging: Staging, *, turn: int) -> None:
    """Draw what could be meant, each with a box to tick."""
    open_ = {key: [x for x in found if not x.accepted] for key, found in staging.proposals.items()}
    asked = {key: found for key, found in open_.items() if found} | {
        key: list(staging.proposals[key]) for key in held.accepted | staging.accepted_before if key in staging.proposals
    }
    if not asked:
        return
    saying.heading(_("Could this be meant?"), level=3)
    for key, found in sorted(asked.items()):
        first = found[0]
        where = rows_text(sorted({x.row for x in found}))
        before = f" ({_('as last time')})" if key in staging.accepted_before else ""
        st.html(
            f'<p class="notice" role="note"><b>{html_text(where)}</b>: '
            f"{html_text(unshelled(f'{first.what}: {first.mend}') + before)}</p>"
        )
        widget = f"list_accept_{turn}_{key}"
        st.session_state[widget] = key in held.accepted | staging.accepted_before
        many = len(found)
        st.checkbox(
            ngettext("Do so for this {n} row", "Do so for these {n} rows", many, n=number_text(many)),
            key=widget, on_change=_toggled, args=(held, staging, key, widget),
        )  # fmt: skip


def _toggled(held: Held, staging: Staging, key: str, widget: str) -> None:
    """Take the answer; from now on what was answered last time counts only as it is ticked here."""
    held.accepted |= staging.accepted_before
    held.again = False
    (held.accepted.add if st.session_state[widget] else held.accepted.discard)(key)
    held.forget_decisions()
