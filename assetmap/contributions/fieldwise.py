"""Two states of an asset beside each other, field by field, as a person reads them; nothing here is markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import shapely

from assetmap.assets import schedule_text
from assetmap.contributions.field_words import AUDIENCE_WORDS, HOW_KNOWN, LABELS, PRECISION_WORDS, said_answer
from assetmap.crs import WGS84, metric_for, reproject
from assetmap.freshness import day_text
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, capital, in_turn, number_text, spoken
from assetmap.wording import gettext as _
from assetmap.wording.naming import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

PLACE = "where"
# translators: what a field of an asset is called, as a heading above what stands in it
_NAMES = {
    "name": N_("What it is called"),
    "kind": N_("What it is"),
    "status": N_("Whether it is on"),
    "paused_until": N_("Paused until"),
    "needs": N_("What it helps with"),
    "own_words": N_("In their own words"),
    "schedules": N_("When"),
    "hours_text": N_("When, in words"),
    PLACE: N_("Where it is"),
    **LABELS,
    "capacity": N_("How many people there is room for"),
    "audience": N_("Who may see it"),
    "precision": N_("How exactly its place is shown"),
    "checked_on": N_("Checked on"),
    "checked_by": N_("Checked by"),
    "source": N_("From which list"),
    "source_id": N_("Its number in that list"),
    "source_version": N_("Its edition in that list"),
    "source_licence": N_("The licence of that list"),
    "repairs": N_("Mended when it came in"),
    "consent": N_("Agreed to"),
    "consent_on": N_("Agreed on"),
}
_ASKED = "?؟\u00a0\u202f "  # what ends a question in our languages
FIELDS = {name: label.rstrip(_ASKED) for name, label in _NAMES.items()}
"""Every field that can differ, in the order in which it is read, and what it is called in English; see `fields_of`."""
_ANSWERS = {x: x for x in ("led_by", "leaders_from", "run_by", "venue_security", "takes_new")} | dict.fromkeys(
    (
        "lived_experience", "free", "booking", "referral_needed", "no_id_needed", "gets_in_touch", "step_free",
        "accessible_toilet", "hearing_loop", "bsl", "quiet_space",
    ),
    "yes_no",
)  # fmt: skip
"""Fields that are one answer of a closed set, and the question of the vocabulary."""
# translators: whether something on the map is on just now, as it stands in a field
_STATUS = {
    "draft": N_("Waits to be looked at"),
    "published": N_("It is on"),
    "paused": N_("Paused for now"),
    "closed": N_("It has closed"),
    "withdrawn": N_("Taken away"),
}
_SAID: dict[str, Callable[[Asset], str]] = {
    "kind": lambda x: capital(vocabulary().said(x.kind)),
    "status": lambda x: _(_STATUS[x.status]),
    "needs": lambda x: in_turn([vocabulary().said(need) for need in x.needs]),
    "schedules": lambda x: schedule_text(x.schedules),
    "audience": lambda x: _(AUDIENCE_WORDS[x.audience]),
    "precision": lambda x: _(PRECISION_WORDS[x.precision]),
    "offered": lambda x: in_turn([said_answer("offered", way) for way in x.offered]),
    "languages": lambda x: ", ".join(x.languages),
    "how_checked": lambda x: _(HOW_KNOWN[x.how_checked]) if x.how_checked in HOW_KNOWN else "",
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
    """
    Return what the fields are called, each text followed by what any of these assets says of it in further languages.

    In the language spoken; a further text is `name:pl`.
    """
    used = (
        sorted({name for asset in assets for name in asset.further_texts()}) if any(x.said_in for x in assets) else []
    )
    out = {}
    for name, label in ((name, field_words(name)) for name in FIELDS):
        out[name] = label
        out |= {x: f"{label} ({called(x.partition(':')[2])})" for x in used if x.startswith(f"{name}:")}
    return out


def field_words(name: str) -> str:
    """Say what a field of `FIELDS` is called, in the language spoken."""
    return _(_NAMES[name]).rstrip(_ASKED)


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
        return said_answer(_ANSWERS[name], value)
    if isinstance(value, date):
        return day_text(value)
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
        return _("it has no place any more")
    if was is None:
        return _("it has a place now")
    if not is_told:
        return _("its place was changed")
    metric = metric_for(*now.representative_point().coords[0])
    one, other = (reproject(x, WGS84, metric).representative_point() for x in (was, now))
    far = shapely.distance(one, other)
    if was.geom_type != now.geom_type or far < _LEAST_M:
        return _("its outline was changed")
    if far < 1000:
        return _("moved {metres} m", metres=f"{far:.0f}")
    return _("moved {number} km", number=f"{far / 1000:.1f}" if spoken() == "en" else number_text(far / 1000))
