"""Compare two: the score, and the reasons that are said to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap.alike.names import fits, is_another, likeness
from assetmap.alike.thresholds import THRESHOLDS
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.alike.known import Known
    from assetmap.alike.names import Name
    from assetmap.alike.thresholds import Thresholds
    from assetmap.assets import Asset

_NEARLY = 0.85
_INSIDE = 0.25
"""A small area covers less than this share of the large one that it lies at."""
_SHARING_A_DOOR = frozenset({
    "group_or_club", "support_group", "informal_get_together", "class_or_activity", "advice_and_help", "food_help",
    "online_or_phone_help", "person_with_a_skill",
})  # fmt: skip
"""Of these, several are under one roof and have its telephone."""
_WHOLE = 0.9
_DONE = frozenset({"group_or_club", "support_group", "informal_get_together", "class_or_activity", "food_help"})
_PLACES = frozenset({"indoor_place", "green_place", "water_place", "hill_or_view", "growing_space"})
_SAINT = 2
_GROUP = "group_or_club"
_ON_THE_LINE = "online_or_phone_help"
"""A line and a park of one name are two."""


@dataclass(frozen=True, kw_only=True)
class Twin:
    """
    An asset that may be the one that was looked at.

    Parameters
    ----------
    score
        0 to 1; `THRESHOLDS` says what it is made of. What is below `THRESHOLDS.ask` is not given.
    likeness
        Of the names, 0 to 1.
    distance_m
        Edge to edge, as they are shown; None where one has no place.
    is_exact
        Whether both are shown where they are: two hidden places may be shown at one point.
    """

    asset: Asset
    score: float
    likeness: float
    distance_m: float | None
    is_exact: bool = True
    same_phone: bool = False
    same_email: bool = False
    same_website: bool = False
    same_address: bool = False
    same_postcode: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Say for people, in the language spoken, what speaks for the two being one, the strongest first."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        if self.likeness == 1:
            yield _("the same name")
        elif self.likeness >= _NEARLY:
            yield _("nearly the same name")
        elif self.likeness >= _NEARLY / 2:
            yield _("a similar name")
        if self.same_phone:
            yield _("the same telephone")
        if self.same_email:
            yield _("the same email")
        if self.same_website:
            yield _("the same website")
        if self.same_address:
            yield _("the same address")
        elif self.same_postcode:
            yield _("the same postcode")
        if self.distance_m is not None and self.is_exact:
            yield _apart(self.distance_m)


def _apart(distance_m: float) -> str:
    if distance_m < 1:
        return _("at the same spot")
    # Nobody knows a place to the metre.
    many = round(distance_m) if distance_m < 10 else round(distance_m, -1)
    return _("{n} m apart", n=number_text(many))


def compared(one: Known, other: Known, *, by: Thresholds = THRESHOLDS) -> Twin:
    """Compare two; the asset of the twin is that of `other`."""
    distance = None
    if one.shape is not None and other.shape is not None:
        distance = float(shapely.distance(one.shape, other.shape))
    liked, mine, theirs = _names(one, other)
    postcode = bool(one.postcode) and one.postcode == other.postcode
    twin = Twin(
        asset=other.asset, score=0.0, likeness=liked, distance_m=distance, same_postcode=postcode,
        is_exact=one.asset.precision == other.asset.precision == "exact",
        same_phone=bool(one.phones & other.phones), same_email=bool(one.email) and one.email == other.email,
        same_website=bool(one.website) and one.website == other.website,
        same_address=bool(one.door) and one.door == other.door,
    )  # fmt: skip
    score = (
        liked
        + _contact(one, other, twin, by)
        - _far(one, other, twin, by)
        - _other(one, other, twin, (mine, theirs), by)
    )
    object.__setattr__(twin, "score", min(max(score, 0.0), 1.0))
    return twin


def _names(one: Known, other: Known) -> tuple[float, Name, Name]:
    """Find the two names, in any language, that are most alike."""
    return max(
        ((likeness(x, y, near_one=one.near, near_other=other.near), x, y) for x in one.names for y in other.names),
        key=lambda row: row[0],
    )


def _contact(one: Known, other: Known, twin: Twin, by: Thresholds) -> float:
    """Weigh how one gets in touch, where they are near or may be."""
    if twin.distance_m is not None and twin.distance_m > by.near_m:
        return 0.0
    is_one_door = twin.same_phone and twin.same_postcode and one.kind == other.kind not in _SHARING_A_DOOR
    return max(
        by.phone * twin.same_phone + by.phone_and_postcode * is_one_door, by.email * twin.same_email,
        by.website * twin.same_website, by.address * twin.same_address,
    )  # fmt: skip


def _far(one: Known, other: Known, twin: Twin, by: Thresholds) -> float:
    if twin.distance_m is None:
        if twin.same_postcode:
            return 0.0
        return by.other_postcode if one.postcode and other.postcode else by.placeless
    beyond = (twin.distance_m - by.near_m) / (by.far_m - by.near_m)
    return 1.0 if beyond > 1 else by.apart * max(beyond, 0.0)


def _other(one: Known, other: Known, twin: Twin, names: tuple[Name, Name], by: Thresholds) -> float:
    """Weigh what speaks for their being two."""
    mine, theirs = names
    against = 0.0
    kinds = _kind(mine, one), _kind(theirs, other)
    own = [fits(kind, _own(x)) for kind, x in zip(kinds, (one, other), strict=True)]
    if all(kinds):
        # A word for a kind that the asset is not of, while it is of the other's, is a word: “Mendip Gardens” that are
        # allotments.
        is_word = (not own[0] and fits(kinds[1], one.kind)) or (not own[1] and fits(kinds[0], other.kind))
        against += by.other_kind * (kinds[0] != kinds[1] and not is_word)
    elif mine.plain != theirs.plain:
        is_misfit = (own[0] and not fits(kinds[0], other.kind)) or (own[1] and not fits(kinds[1], one.kind))
        against += by.misfit * is_misfit
    is_other = bool(one.kind and other.kind) and one.kind != other.kind
    if is_other and _ON_THE_LINE in {one.kind, other.kind}:
        against += by.other_kind
    if one.phones and other.phones and not one.phones & other.phones and mine.plain != theirs.plain:
        against += by.other_phone
    if mine.apart != theirs.apart:
        against += by.beside
    if is_other and twin.distance_m is not None and twin.likeness < _WHOLE and _is_held_there(one.kind, other.kind):
        against += by.held_there
    if is_another(mine, theirs):
        against += by.another
    if is_other and mine.kind in {"", "park"} and _is_inside(one, other):
        against += by.inside
    return against


def _is_held_there(one: str, other: str) -> bool:
    return (one in _DONE and other in _PLACES) or (other in _DONE and one in _PLACES)


def _kind(name: Name, of: Known) -> str:
    """Return what a name says it is; a saint's alone is a church's, where that may be."""
    is_saint = not name.kind and len(name.core) == _SAINT and name.core[0] == "st" and fits("church", of.kind)
    return "church" if is_saint else name.kind


def _own(x: Known) -> str:
    """Return its kind where that says what it is: a group may be of anything."""
    return "" if x.kind == _GROUP else x.kind


def _is_inside(one: Known, other: Known) -> bool:
    """Say whether one is an area that lies at the other's, and is small beside it."""
    small, large = (one.shape, other.shape) if one.area < other.area else (other.shape, one.shape)
    if small is None or large is None or not small.area:
        return False
    return bool(small.area < _INSIDE * large.area and shapely.distance(small, large) < 1)
