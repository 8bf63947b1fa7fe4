"""The middle of the screen: the list with ticks, what is not known of it, and the ways out where nothing fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens import circles, onfoot
from assetmap.screens.handover.asking import tapped
from assetmap.screens.handover.finding import found_for, ticked, ticked_before
from assetmap.screens.handover.how_far import how_far
from assetmap.screens.handover.no_fit import nothing_fits
from assetmap.screens.handover.saying import head, say
from assetmap.screens.handover.setting_out import tap_where
from assetmap.screens.handover.ticks import Section, by_hand, ranked
from assetmap.screens.indexed import index_for
from assetmap.screens.steady import steadily
from assetmap.walking import why_words
from assetmap.wording import N_, capital, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.referral import Found, Shortlist
    from assetmap.screens.handover.box import Box
    from assetmap.screens.handover.finding import Sought
    from assetmap.walking import Walks

# So many are listed at first, and so many more at each asking: on a phone what follows must not be far below.
NEAR_SHOWN, ELSEWHERE_SHOWN, ALMOST_SHOWN = 8, 3, 3
_ROUGH = {
    "street": N_("That street is long: distances are from its middle."),
    "postcode": N_("That postcode has no exact point here: distances are from somewhere near it."),
}
_LARGE = N_("That is a large place: distances are from its middle.")


def choose(place: Place, sought: Sought, *, box: Box) -> tuple[Sought, tuple[Found, ...]]:
    """Draw the list; returns the whole question, and what is ticked, in the order of the page."""
    walks = None
    with st.container(horizontal=True, key="refer_middle"):
        head(_("2. Tick what goes on the page"))
        if sought.origin is not None:
            profile, minutes = how_far()
            sought = replace(sought, profile=profile, minutes=minutes)
            walks = steadily(onfoot.walks_for, place, circles.seen(), audience=circles.circle(), profile=profile)
    return sought, _list(place, sought, walks, box=box)


def _list(place: Place, sought: Sought, walks: Walks | None, *, box: Box) -> tuple[Found, ...]:
    if box.problem or st.session_state.get("refer_map"):
        say(_("Tap where they set out. The point is not kept."))
        with st.container(key="refer_start_map"):
            tap_where(place, tapped=tapped)
        return ()
    if not sought.is_anything:
        say(
            _(
                "Type where somebody sets out, or choose what would help: the list comes here, the nearest first, "
                "and the page beside it. Nothing you type is kept."
            )
        )
        return ()
    assets = circles.seen()
    more = int(st.session_state.get("refer_more", 0))
    near_most, elsewhere_most = NEAR_SHOWN * (1 + more), ELSEWHERE_SHOWN * (1 + more)
    index = steadily(index_for, place, assets, audience=circles.circle())
    whole = found_for(sought, index, place=place, limit=near_most + 1, walks=walks)
    found = replace(
        whole,
        near=whole.near[:near_most],
        not_known=whole.not_known[:elsewhere_most],
        elsewhere=whole.elsewhere[:elsewhere_most],
        almost=whole.almost[:ALMOST_SHOWN],
    )
    hand = by_hand()
    kept = ticked_before(sought, assets, found, hand, place=place, walks=walks)
    shown = len(found.near) + len(found.not_known) + len(found.elsewhere)
    if not shown:
        nothing_fits(sought, index, place=place, box=box)
    chosen = ticked(found, hand)
    on_page = _as_printed((*chosen, *kept))
    if shown:
        say(f"{_listed(sought, shown=shown, on_page=len(on_page))}{_on_foot(sought, found, walks)}")
    placed = [row.asset.short for row in on_page if row.asset.where is not None]
    ranked(
        [
            Section(title="", rows=found.near),
            Section(title=_("Perhaps near enough: how far on foot is not known"), rows=found.not_known),
            Section(title=_("By phone or online, or with no place on the map"), rows=found.elsewhere),
            Section(title=_("These almost fit"), rows=found.almost),
            Section(title=_("Ticked before, when you looked for something else"), rows=kept),
        ],
        ticked=[row.asset.short for row in on_page],
        numbers={short: number for number, short in enumerate(placed, start=1)},
        on=datetime.now().astimezone().date(),
        review_weeks=place.settings.review_weeks,
    )
    if len(whole.near) > near_most or max(len(whole.elsewhere), len(whole.not_known)) > elsewhere_most:
        st.button(_("Show more"), key="refer_show_more", on_click=_show_more)
    return on_page


def _as_printed(rows: Sequence[Found]) -> tuple[Found, ...]:
    """Order what is ticked as the page does, so that the numbers beside the list are those on its map."""
    if st.session_state.get("refer_page") == "touch":
        from assetmap.printing.entries import entry_of
        from assetmap.printing.in_touch import in_order

        by_id = {row.asset.id: row for row in rows}
        rows = [by_id[entry.asset.id] for entry in in_order([entry_of(row) for row in rows])]
    placed = [row for row in rows if row.asset.where is not None]
    return (*placed, *(row for row in rows if row.asset.where is None))


def _listed(sought: Sought, *, shown: int, on_page: int) -> str:
    origin = sought.origin
    said = [_("The best fit first; type where somebody sets out to have the nearest first.")]
    if origin is not None:
        said = [
            _("The best fit and the nearest first, from {place}.", place=origin.said)
            if sought.is_narrowed
            else _("Nearest first from {place}.", place=origin.said)
        ]
        said += [_(_ROUGH.get(origin.kind, _LARGE))] if origin.rough else []
    if on_page <= shown:
        said.append(
            ngettext("{on_page} of {n} are on the page.", "{on_page} of {n} are on the page.", shown, on_page=on_page)
        )
    return " ".join(said)


def _on_foot(sought: Sought, found: Shortlist, walks: Walks | None) -> str:
    """Say what is not known of the minutes: once, and not on each row."""
    if sought.origin is None:
        return ""
    if walks is None:
        asked = sought.minutes is not None or sought.profile != "walking"
        return f" {_('The streets of this place are not known here: distances are straight lines.')}" if asked else ""
    if found.origin_why_not:
        why = capital(why_words(found.origin_why_not))
        return f" {_('{why}: distances are straight lines.', why=why)}"
    return "" if walks.knows_steps else f" {_('Steps not known here.')}"


def _show_more() -> None:
    st.session_state["refer_more"] = int(st.session_state.get("refer_more", 0)) + 1
