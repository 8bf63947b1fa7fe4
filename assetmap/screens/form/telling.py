"""What will happen with what somebody adds, said before they save and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.disclosure import blurred
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

PLACE_WORDS = {
    "exact": N_("It is shown exactly where it is."),
    "street": N_("Only its street is shown, without the address, the postcode and whom to ask for."),
    "neighbourhood": N_("Only its neighbourhood is shown, without the address, the postcode and whom to ask for."),
    "not_shown": N_("Nobody is shown where it is."),
}
"""How exactly it is shown where something is, by precision."""
_TOO_SHORT = N_(
    "The street is too short, or has no name, so it would give the address away. Only its neighbourhood is shown."
)
_WHO = {
    "public": (
        N_("Everybody can see it once it has been checked."),
        N_("After saving you can show it to everybody at once."),
    ),
    "partners": (
        N_("It stays off the public map. Once it has been checked, organisations we work with can be shown it."),
        N_("It stays off the public map. Organisations we work with can be shown it once you approve it."),
    ),
    "workshop": (
        N_("It stays off the public map. Once it has been checked, the people who make this map can be shown it."),
        N_("It stays off the public map. The people who make this map can be shown it once you approve it."),
    ),
}
_STAYS = N_(
    "It is on the map now, and stays there as it is until somebody has looked at your change. To be shown to fewer "
    "people, or less exactly, takes effect at once."
)
_AGAIN = (
    _STAYS,
    N_("It is on the map now. When you save, everybody sees the change."),
)


def who_will_see(
    *, audience: str, precision: str, kind: str | None, has_place: bool, is_steward: bool, was_shown: bool = False,
    street_hides: bool = True,
) -> list[str]:  # fmt: skip
    """
    Say in sentences exactly what happens on saving.

    Parameters
    ----------
    was_shown
        It is on the map already, and somebody without an account changes it.
    street_hides
        Whether showing its street alone would hide the door (see `street_hides_it`).
    """
    lines = [_(_AGAIN[is_steward])] if was_shown else []
    if not was_shown or audience != "public":
        lines.append(_(_WHO[audience][is_steward]))
    if not has_place:
        lines.append(_("It has no place on the map: it stands in the list."))
    elif precision == "street" and not street_hides:
        lines.append(_(_TOO_SHORT))
    else:
        lines.append(_(PLACE_WORDS[precision]))
    if kind is not None and vocabulary().kinds[kind].private and audience == "public":
        lines.append(_("People are never shown at their own door. Add somebody only if they said yes."))
    return lines


def street_hides_it(where: BaseGeometry | None, *, streets: GeoDataFrame | None) -> bool:
    """Say whether a place (EPSG:4326) shown to its street would be at the street and not in the neighbourhood."""
    if where is None:
        return True
    return blurred(where, "street", areas=None, streets=streets)[0] is not None


def saved_words(*, audience: str, status: str, is_suggested: bool = False) -> str:
    """Say what has just happened to what was saved; `is_suggested`: it stays as it is until it was looked at."""
    if is_suggested:
        return _("Thank you. It stays as it is until somebody has looked at your change.")
    if status in {"published", "paused"}:
        return _("Saved. Everybody can see it now.") if audience == "public" else _("Saved and approved.")
    if audience == "public":
        return _("Saved. It will show to everybody once it has been checked.")
    return _("Saved. It stays off the public map.")
