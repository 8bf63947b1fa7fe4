"""What somebody else did to something while one had it open in the form, said so that one can choose whose stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.disclosure import SHOWN
from assetmap.screens.form.differences import differences
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.store.base import Stored


def say_theirs(
    opened: Stored,
    theirs: Stored,
    *,
    was: BaseGeometry | None,
    now: BaseGeometry | None,
    asked_for: bool = False,
) -> None:
    """
    Say what somebody else has made of it.

    Parameters
    ----------
    was, now
        Its place when it was opened and as it is now: the true one, or for a resident the one that is shown.
    asked_for
        Whether it is away because somebody asked for it.
    """
    lines = [] if theirs.asset.status == "withdrawn" else differences(opened.asset, theirs.asset, was=was, now=now)
    said = "".join(f"<li>{html_text(line)}</li>" for line in lines)
    happened = html_text(_happened(opened, theirs, asked_for=asked_for))
    kept = html_text(_("Nothing you typed is lost: it stands above."))
    st.html(
        f'<section class="notice theirs" role="alert"><h3>{happened}</h3>'
        f"{f'<ul>{said}</ul>' if said else ''}<p>{kept}</p></section>"
    )


def _happened(opened: Stored, theirs: Stored, *, asked_for: bool) -> str:
    status = theirs.asset.status
    if asked_for:
        return _("Somebody asked meanwhile for it to be taken away. It cannot be saved any more.")
    if status == "withdrawn":
        return _("Somebody else has decided meanwhile not to show it.")
    if status == "closed" != opened.asset.status:
        return _("Somebody else has said meanwhile that it has closed. It stays off the map.")
    if opened.asset.status == "draft" and status in SHOWN:
        return _("Somebody else has shown it meanwhile.")
    return _("Somebody else has changed it meanwhile.")
