"""The whole place as one file, for whoever sits at the computer that holds it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.packing import pack
from assetmap.roles import need_steward
from assetmap.screens import saying, session
from assetmap.setup.trying import folder_name
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place

_UNPACK = "assetmap unpack"


def take_along(place: Place) -> None:
    """Draw the part; elsewhere than at this computer's own keyboard there is none."""
    if not session.is_at_own_keyboard():
        return
    saying.heading(_("Take the whole place with you"))
    saying.words(
        _(
            "One file with all of it: the map and its history, drafts, exact places, streets and neighbourhoods, who "
            "may sign in, and the keys of the place. Whoever has the file has everything, so keep it like a key: on a "
            "stick that is encrypted, never in an email. What was taken away is not in it."
        ),
        _("On another computer it is opened with {command}", command=_UNPACK),
    )
    by = session.by()
    day = datetime.now().astimezone().date()
    name = f"{folder_name(place.settings.name)}-{day:%Y-%m-%d}.assetmap"

    def made() -> bytes:
        need_steward(by, "take the whole place along")
        place.store.people.still(by)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "place.assetmap"
            pack(place, path, name=name)
            return path.read_bytes()

    st.download_button(
        _("Save the whole place"),
        data=made,
        file_name=name,
        mime="application/octet-stream",
        on_click="ignore",
        key="places_pack",
    )
