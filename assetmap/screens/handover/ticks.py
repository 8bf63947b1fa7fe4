"""The ranked list with ticks: drawn in the browser as text, so that no name can be anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.access.telling import steps_words, walk_words
from assetmap.assets import schedule_text
from assetmap.cartography.symbols import symbol_address
from assetmap.freshness import checked_text
from assetmap.referral import far_text
from assetmap.screens.handover.component import component, nothing
from assetmap.screens.handover.state import epoch
from assetmap.walking import why_words
from assetmap.webmap.safe import straight
from assetmap.wording import gettext as _
from assetmap.wording import in_turn, number_text, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.referral import Found

KEY = "refer_list"
_CODE_MOST = 12


@dataclass(frozen=True, kw_only=True)
class Section:
    """Rows under one heading; the first has none."""

    title: str
    rows: tuple[Found, ...]


def ranked(
    sections: Sequence[Section],
    *,
    ticked: Sequence[str],
    numbers: Mapping[str, int],
    on: date,
    review_weeks: Mapping[str, int],
) -> None:
    """
    Draw the list.

    Parameters
    ----------
    ticked
        Short codes of what is on the page.
    numbers
        Short code → its number on the page's map.
    """
    chosen = frozenset(ticked)
    component("ticks")(
        key=KEY,
        data={
            "epoch": epoch(),
            "by_hand": by_hand(),
            "fits": _("What fits"),
            "sections": [
                {
                    "title": section.title,
                    "rows": [
                        row_sent(
                            row, ticked=row.asset.short in chosen, number=numbers.get(row.asset.short), on=on,
                            review_weeks=review_weeks,
                        )
                        for row in section.rows
                    ],
                }
                for section in sections
            ],
        },
        height="content",
        on_ticks_change=nothing,
    )  # fmt: skip


def by_hand() -> dict[str, bool]:
    """Return what was ticked or unticked by hand for this person: short code → ticked."""
    state = st.session_state.get(KEY)
    said = read_ticks(state.get("ticks") if state is not None else None, epoch=epoch())
    if said is not None:
        st.session_state["refer_by_hand"] = said
    return dict(st.session_state.get("refer_by_hand", {}))


def read_ticks(said: object, *, epoch: int) -> dict[str, bool] | None:
    """Read what the browser sent; None where it is of an earlier person or no such thing."""
    if not isinstance(said, dict) or said.get("epoch") != epoch or not isinstance(said.get("by_hand"), dict):
        return None
    return {
        code: ticked
        for code, ticked in list(said["by_hand"].items())[:500]
        if isinstance(code, str) and len(code) <= _CODE_MOST and isinstance(ticked, bool)
    }


def row_sent(
    found: Found, *, ticked: bool, number: int | None, on: date, review_weeks: Mapping[str, int]
) -> dict[str, Any]:
    """Write one row as the JSON values that go to the browser; it shows them as text."""
    asset = found.asset
    is_open = {True: _("Open now"), False: _("Closed now"), None: ""}[found.open_now]
    return {
        "id": asset.short,
        "ticked": ticked,
        "name": straight(asset.name),
        "symbol": symbol_address(asset.kind, size_px=32, number=number, status=asset.status, overdue=found.overdue),
        "far": far_words(found),
        "open": is_open,
        "open_now": found.open_now,
        "lacks": straight(found.lacks),
        "why": straight(found.reason or reason(found)),
        "when": straight(schedule_text(asset.schedules, asset.hours_text, on)),
        "busy": straight(found.busy),
        "checked": found.checked or checked_text(asset, on=on, review_weeks=review_weeks),
        "overdue": found.overdue,
    }


def far_words(found: Found) -> str:
    """Say minutes on foot and whether there are steps; the straight line, and why, where there are no minutes."""
    if found.distance_m is None:
        return ""
    if found.walk_min is None:
        said = _in_a_line(found.distance_m, about=found.asset.precision != "exact")
        # translators: {far} as “350 m in a straight line”, {why} as “no walking route”
        return _("{far}: {why}", far=said, why=why_words(found.walk_why_not)) if found.walk_why_not else said
    if found.walk_m == 0:
        return far_text(0)
    said = walk_words(found.walk_min, about=found.walk_is_about)
    return said if found.steps is None else in_turn([said, steps_words(found.steps)])


def _in_a_line(metres: float, *, about: bool) -> str:
    """Say a straight line as `far_text` does, and that it is one."""
    if about:
        rounded = max(100, round(metres, -2))
        if rounded < 1000:
            return _("about {metres} m in a straight line", metres=f"{rounded:.0f}")
        return _("about {kilometres} km in a straight line", kilometres=kilometres(rounded))
    if metres < 25:
        return far_text(metres)
    if metres < 995:
        return _("{metres} m in a straight line", metres=f"{(metres + 5) // 10 * 10:.0f}")
    return _("{kilometres} km in a straight line", kilometres=kilometres(metres))


def kilometres(metres: float) -> str:
    """Write kilometres with one decimal, as the language does."""
    return f"{metres / 1000:.1f}" if spoken() == "en" else number_text(metres / 1000)


def reason(found: Found) -> str:
    """Say in English why it is on the list, without how far it is; for a row that does not say so by itself."""
    said = found.why.replace(" and has no place on the map", "").replace(", with no place on the map", "")
    if found.distance_m is not None:
        straight = far_text(found.distance_m, about=found.asset.precision != "exact")
        ways = [f"{straight} in a straight line ({found.walk_why_not})", straight, far_text(0)]
        if found.walk_min is not None:
            walk = walk_words(found.walk_min, about=found.walk_is_about)
            ways = [f"{walk} away", walk, far_text(0)]
        for far in ways:
            said = said.replace(f" and is {far}", "", 1).replace(f", {far}", "", 1)
    return said
