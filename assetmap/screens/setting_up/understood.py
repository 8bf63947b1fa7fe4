"""What a setup understood, said for people and drawn, before anybody keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.layers import cards
from assetmap.screens import saying, session
from assetmap.screens.livemap import livemap
from assetmap.screens.setting_up.unshelled import unshelled
from assetmap.setup.trying import goes
from assetmap.webmap import OUTLINES, overlays
from assetmap.wording import N_, in_turn, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.setup import SetupReport
    from assetmap.setup.trying import Aside

_LISTED = 12
# translators: parts of one list, in “The open place also has …, and …. These files do not, so it would be lost.”
_HAS = {
    "areas": N_("outlines of the neighbourhoods"),
    "deprivation": N_("how deprived each neighbourhood is"),
    "population": N_("how many people live in each neighbourhood"),
    "lookup": N_("which neighbourhood is which, between years and districts"),
    "postcodes": N_("finding a postcode"),
    "streets": N_("streets on the map"),
    "osm": N_("streets, parks, water and names on the map"),
    "green": N_("parks and other green places"),
    "gates": N_("ways into the green places"),
    "names": N_("what people call the parts of the place"),
}


def understood(aside: Aside, earlier: Place | None) -> None:
    """
    Show the report and the map of a place that is not kept yet.

    Parameters
    ----------
    earlier
        The place that it would be set up over, whose layers may go.
    """
    assert aside.report is not None
    place = session.opened_at(aside.home)
    saying.heading(_("What these files give: {place}", place=aside.name))
    saying.good(summary(aside.report))
    gone = [] if earlier is None else goes(aside, earlier.home)
    if gone:
        saying.trouble(
            _(
                "The open place also has {what}. These files do not, so it would be lost.",
                what=in_turn([_(_HAS.get(x, x)) for x in gone]),
            )
        )
    titles = overlays(place)
    overlay: str | None = OUTLINES
    if titles:
        overlay = st.selectbox(
            _("Colour the neighbourhoods by"),
            list(titles),
            format_func=lambda key: _(titles[key]),
            key="own_overlay",
            filter_mode=None,
        )
    with st.container(key="own_map"):
        livemap(session.view(place, overlay=overlay), face="map", key="own_livemap")
    if aside.report.warnings:
        saying.heading(_("Things to know"), level=3)
        saying.listed(unshelled(x) for x in aside.report.warnings)
    rows = [
        (x.file, _title(x.card), number_text(x.read), number_text(x.used), number_text(x.left_over))
        for x in aside.report.files
    ]
    with st.expander(_("What came of each file ({number})", number=len(rows))):
        # translators: how many rows of a file were read, used, and left over
        headings = (
            pgettext("a column of a table", "File"), pgettext("a column of a table", "What it is"),
            pgettext("a column of a table", "Rows read"), pgettext("a column of a table", "Used"),
            pgettext("a column of a table", "Left over"),
        )  # fmt: skip
        saying.table(headings, rows, caption=_("What was read and used"))
        if any(x.left_over for x in aside.report.files):
            saying.words(_("Rows left over are for other areas, or could not be used."))


def summary(report: SetupReport) -> str:
    """Say in a sentence or two what was joined."""
    areas = report.areas
    if areas == 1 and report.has_deprivation and not report.unjoined:
        return _("One neighbourhood, with its figures.")
    many = (
        _("One neighbourhood.")
        if areas == 1
        else ngettext("{n} neighbourhood.", "{n} neighbourhoods.", areas, n=number_text(areas))
    )
    if not report.has_deprivation:
        return f"{many} {_('There was no file about deprivation, so the map has none to show.')}"
    if not report.unjoined:
        return f"{many} {_('Each of them has its figures about deprivation.')}"
    without = len(report.unjoined)
    shown = in_turn(report.unjoined[:_LISTED])
    if without > _LISTED:
        # translators: {names} are the first of many, one after another
        shown = _("{names} and more", names=shown)
    lacking = ngettext(
        "{n} of them has no figures about deprivation: {names}.",
        "{n} of them have no figures about deprivation: {names}.",
        without, n=number_text(without), names=shown,
    )  # fmt: skip
    return f"{many} {lacking}"


def _title(card: str) -> str:
    known = cards().get(card)
    return known.title if known is not None else card
