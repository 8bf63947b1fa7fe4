"""A draft in the form of the Add screen, to be put right before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.screens.form import changing
from assetmap.screens.tending.queue import settled, tried
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.form.changing import Kept
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.base import Stored

_BUTTONS = {N_("Save and show it"): True, N_("Save, and decide later"): False}
_IS_NOW = {
    "draft": N_("{name} is changed. Look at it once more."),
    "closed": N_("{name} is changed. It has closed, and stays off the map."),
}


def begin(place: Place, tending: Tending, draft: Stored) -> None:
    """Open the form on a draft, with its true place."""
    tending.turn += 1

    def open_() -> None:
        tending.form = changing.begun(place, draft.asset.id, prefix=f"look{tending.turn}")

    tried(tending, open_)


def form(place: Place, tending: Tending) -> None:
    """Draw the form; it stays until it was saved or left, whatever somebody else decides about the draft meanwhile."""
    if tending.form is not None:
        changing.form(
            place,
            tending.form,
            buttons={_(label): publish for label, publish in _BUTTONS.items()},
            done=lambda kept: _done(tending, kept),
            left=lambda: setattr(tending, "form", None),
        )


def _done(tending: Tending, kept: Kept) -> None:
    said = _IS_NOW.get(kept.asset.status, N_("{name} is changed and shown now."))
    settled(tending, said=_(said, name=named(kept.asset)), change=kept.change)
    tending.current = kept.asset.id if kept.asset.status == "draft" else ""
