"""Two states of an asset beside each other, field by field, as a person reads them; nothing here is markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import schedule_text
from assetmap.contributions.field_words import AUDIENCE_WORDS, HOW_KNOWN, LABELS, PRECISION_WORDS, answer_words
from assetmap.crs import WGS84, metric_for, reproject
from assetmap.freshness import day_text
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital
from assetmap.wording.naming import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

PLACE = "where"
_NAMES = {
    "name": "What it is called",
    "kind": "What it is",
    "status": "Whether it is on",
    "paused_until": "Paused until",
    "needs": "What it helps with",
    "own_words": "In their own words",
    "schedules": "When",
    "hours_text": "When, in words",
    PLACE: "Where it is",
    **LABELS,
    "capacity": "How many people there is room for",
    "audience": "Who may see it",
    "precision": "How exactly its place is shown",
    "checked_on": "Checked on",
    "checked_by": "Checked by",
    "source": "From which list",
    "source_id": "Its number in that list",
    "source_licence": "The licence of that list",
    "repairs": "Mended when it came in",
    "consent": "Agreed to",
    "consent_on": "Agreed on",
}
FIELDS = {name: label.rstrip("?") for name, label in _NAMES.items()}
"""Every field that can differ, in the order in which it is read, and what it is called; see `fields_of`."""
_ANSWERS = frozenset({
    "led_by", "leaders_from", "run_by", "venue_security", "takes_new", "lived_experience", "free", "booking",
    "referral_needed", "no_id_needed", "gets_in_touch", "step_free", "accessible_toilet", "hearing_loop", "bsl",
    "quiet_space",
})  # fmt: skip
_STATUS = {
    "draft": "Waits to be looked at",
    "published": "It is on",
    "paused": "Paused for now",
    "closed": "It has closed",
    "withdrawn": "Taken away",
}
_SAID: dict[str, Callable[[Asset], str]] = {
    "kind": lambda x: capital(vocabulary().kinds[x.kind].label),
    "status": lambda x: _STATUS[x.status],
    "needs": lambda x: ", ".join(vocabulary().label(need) for need in x.needs),
    "schedules": lambda x: schedule_text(x.schedules),
    "audience": lambda x: AUDIENCE_WORDS[x.audience],
    "precision": lambda x: PRECISION_WORDS[x.precision],
    "offered": lambda x: ", ".join(answer_words(way) for way in x.offered),
    "languages": lambda x: ", ".join(x.languages),
    "how_checked": lambda x: HOW_KNOWN.get(x.how_checked, ""),
}
_LEAST_M = 1


@dataclass(frozen=True, kw_only=True)
class Difference:
    """
    One field that differs.

    Attributes
    ----------
    field
        Its name in `Asset`; `where` is the place.
    label
        What it is called.
    before, after
        As a person reads them, "" where nothing was said. Of a place `after` says what happened to it, in words.
    """

    field: str
    label: str
    before: str
    after: str


def differences(
    before: Asset, after: Asset, *, was: BaseGeometry | None = None, now: BaseGeometry | None = None
) -> list[Difference]:
    """
    Compare two states of an asset.

    Parameters
    ----------
    was, now
        The true place of each, where that is not the one that is shown. No coordinate of it comes out, and of what
        is blurred not how far it moved.
    """
    return list(_rows(before, after, was=before.where if was is None else was, now=after.where if now is None else now))


def fields_of(*assets: Asset) -> dict[str, str]:
    """Return `FIELDS`, each text followed by what any of these assets says of it in further languages: `name:pl`."""
    used = (
        sorted({name for asset in assets for name in asset.further_texts()}) if any(x.said_in for x in assets) else []
    )
    if not used:
        return FIELDS
    out = {}
    for name, label in FIELDS.items():
        out[name] = label
        out |= {x: f"{label} ({called(x.partition(':')[2])})" for x in used if x.startswith(f"{name}:")}
    return out


def _rows(
    before: Asset, after: Asset, *, was: BaseGeometry | None, now: BaseGeometry | None
) -> Iterator[Difference]:  # fmt: skip
    for name, label in fields_of(before, after).items():
        if name == PLACE:
            if was != now:
                moved = moved_words(was, now, is_told={before.precision, after.precision} == {"exact"})
                yield Difference(field=name, label=label, before="", after=moved)
        elif before.value(name) != after.value(name):
            yield Difference(field=name, label=label, before=said(before, name), after=said(after, name))


def said(asset: Asset, name: str) -> str:
    """Say what stands in a field, as a person reads it; "" where nothing does."""
    if name in _SAID:
        return _SAID[name](asset)
    value = asset.value(name)
    if name in _ANSWERS:
        return answer_words(value)
    if name.endswith(("_on", "_until", "_ends")):
        return day_text(value) if value else ""
    return "" if value is None else str(value)


def moved_words(was: BaseGeometry | None, now: BaseGeometry | None, *, is_told: bool) -> str:
    """
    Say what happened to a place (EPSG:4326): “moved 40 m”.

    Parameters
    ----------
    is_told
        Whether it may be said how far: of what is blurred it may not.
    """
    if now is None:
        return "it has no place any more"
    if was is None:
        return "it has a place now"
    if not is_told:
        return "its place was changed"
    metric = metric_for(*now.representative_point().coords[0])
    one, other = (reproject(x, WGS84, metric).representative_point() for x in (was, now))
    far = shapely.distance(one, other)
    if was.geom_type != now.geom_type or far < _LEAST_M:
        return "its outline was changed"
    return f"moved {far:,.0f} m" if far < 1000 else f"moved {far / 1000:.1f} km"
