"""One asset on a shortlist, and the shortlist: what screen, shell and page show of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.walking import Way


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    One asset on a shortlist.

    `distance_m`: straight line to its nearest way in (0 inside it), None without origin or place. `lon`, `lat`:
    EPSG:4326, for a line on it, for an area inside it. `open_now`: None when not known. `why`: one plain sentence, and
    one more for each thing asked for that nobody knows. `reason`: the same without how far it is. `checked`: when and
    how it was last checked, and “ring before you go” where that is overdue.

    `fit`: how well it meets what was asked, 0 to 1. `not_known`: which filters nobody knows the answer to, by name, and
    `ask`: a sentence for each. `lacks`: on what almost fits, what it lacks. `busy`: for the worker, that it has been
    handed out this month as often as it has room for, or more; never for the page.

    `walk_m`, `walk_min`: along the streets, at the pace asked for; None where that is not known, and then
    `walk_why_not` says why, if it was asked. Of what is blurred `walk_min` is rounded to 5 and `walk_is_about`, and
    there is neither `walk_m` nor `way`. `steps`: whether the way has any; None where the streets do not say.
    """

    asset: Asset
    distance_m: float | None
    lon: float | None
    lat: float | None
    overdue: bool
    open_now: bool | None
    why: str
    fit: float = 0.0
    walk_m: float | None = None
    walk_min: float | None = None
    walk_is_about: bool = False
    walk_why_not: str = ""
    steps: bool | None = None
    way: Way | None = field(default=None, repr=False, compare=False)
    reason: str = ""
    checked: str = ""
    not_known: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    lacks: str = ""
    busy: str = ""


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """
    What is near, best first, and what helps without a place on the map (a phone line, an app).

    `not_known`: where so many minutes were asked for, what may be within them, as the crow flies, and whose walk is not
    known; `walk_why_not` says of each why. `almost`: where next to nothing fits, what nearly does, and each `lacks`
    what; some of it may have no place on the map. `origin_why_not`: why nothing is known on foot from there, or "".
    `snapped_m`: how far who sets out is from the street that they are joined to, None where there is none.
    """

    near: tuple[Found, ...] = ()
    elsewhere: tuple[Found, ...] = ()
    not_known: tuple[Found, ...] = ()
    almost: tuple[Found, ...] = ()
    origin_why_not: str = ""
    snapped_m: float | None = None
