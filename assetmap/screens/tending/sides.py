"""Two that may be one thing, beside each other: what each says, and what shall stand where they are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.contributions import fieldwise
from assetmap.contributions.merging import UNITED
from assetmap.screens.tending import compare
from assetmap.vocabulary import NOT_KNOWN
from assetmap.webmap import note
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.contributions.fieldwise import Difference

_OWN = frozenset({
    "status", "paused_until", "source", "source_id", "source_version", "source_licence", "repairs", "how_checked",
    "checked_by", "consent_on", *UNITED,
})  # fmt: skip
"""Not asked: how each stands and where it came from stays its own, and of some both are kept."""


def rows_of(
    one: Asset, other: Asset, *, was: BaseGeometry | None = None, now: BaseGeometry | None = None
) -> list[Difference]:
    """
    List the fields in which two differ, and of which one shall stand.

    Parameters
    ----------
    was, now
        Where each truly is, where that is not where it is shown.
    """
    rows = [row for row in fieldwise.differences(one, other, was=was, now=now) if row.field not in _OWN]
    told = (one.where is not None or was is not None, other.where is not None or now is not None)
    # translators: of one of two that look the same, as it stands in a field: its place on the map, or none
    words = [_("where it stands") if x else _("no place") for x in told]
    return [
        fieldwise.Difference(field=row.field, label=row.label, before=words[0], after=f"{words[1]} ({row.after})")
        if row.field == fieldwise.PLACE
        else row
        for row in rows
    ]


def alone(rows: Sequence[Difference], one: Asset, other: Asset) -> dict[str, str]:
    """Find what only one of the two says anything about: there is nothing to choose. Field → side."""
    sides = (compare.LEFT, compare.RIGHT)
    out = {}
    for row in rows:
        says = [x.value(row.field) not in (None, "", (), NOT_KNOWN) for x in (one, other)]
        if sum(says) == 1 and row.field != fieldwise.PLACE:
            out[row.field] = sides[says.index(True)]
    return out


def heads(heads: Sequence[str], both: Sequence[Asset]) -> None:
    """Draw the heads of the two."""
    sides = "".join(
        f'<section class="asset"><p class="kind">{html_text(head)}</p>'
        f"<h2><span>{html_text(x.name)}</span></h2><p>{html_text(note(x))}</p></section>"
        for head, x in zip(heads, both, strict=True)
    )
    st.html(f'<div class="pair">{sides}</div>')


def chosen(rows: Sequence[Difference], alone: Mapping[str, str], *, key: str, heads: tuple[str, str]) -> list[str]:
    """Draw what may be chosen, and say what is kept anyway; return the fields that are taken of the right one."""
    asked = [row for row in rows if row.field not in alone]
    said = [_("If they are one: what shall stand?")] * bool(asked) + [_("What it helps with is kept of both.")]
    st.html(f'<p class="aside">{html_text(" ".join(said))}</p>')
    with st.container(key="pair_fields"):
        sides = compare.chosen(asked, key=key, heads=heads)
        if alone:
            st.html(_kept(rows, alone))
    return [name for name, side in {**alone, **sides}.items() if side == compare.RIGHT]


def _kept(rows: Sequence[Difference], alone: Mapping[str, str]) -> str:
    """Write what only one of the two says, and is kept."""
    lines = "".join(
        f"<li>{html_text(row.label)}: {html_text(row.before if alone[row.field] == compare.LEFT else row.after)}</li>"
        for row in rows
        if row.field in alone
    )
    head = html_text(_("Only one of them says this, and it is kept"))
    return f'<section class="will"><h3>{head}</h3><ul>{lines}</ul></section>'
