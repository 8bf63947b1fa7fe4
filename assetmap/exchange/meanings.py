"""What a column of a stranger's file may be taken for: the guess, and a person's correction of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import TEXTS
from assetmap.errors import ExchangeError
from assetmap.exchange.problems import quoted
from assetmap.wording import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.exchange.headings import Columns

MEANINGS: Mapping[str, str] = {
    "": N_("Not used"),
    "name": N_("Name"),
    "kind": N_("What it is"),
    "description": N_("Description"),
    "organisation": N_("Organisation"),
    "own_words": N_("In residents' own words"),
    "needs": N_("What it helps with"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "pair": N_("Latitude and longitude in one cell"),
    "easting": N_("Easting"),
    "northing": N_("Northing"),
    "x": N_("X, across"),
    "y": N_("Y, up"),
    "grid_reference": N_("Grid reference"),
    "geometry": N_("A shape as text (WKT or GeoJSON)"),
    "code": N_("Another code for a place"),
    "address": N_("Address"),
    "postcode": N_("Postcode"),
    "phone": N_("Telephone"),
    "email": N_("Email"),
    "website": N_("Website"),
    "contact_name": N_("Who to ask for"),
    "hours_text": N_("When it is open"),
    "weekday": N_("Day of the week, one row a day"),
    "opens": N_("Opens at"),
    "closes_first": N_("Closes for a break at"),
    "opens_again": N_("Opens again at"),
    "closes": N_("Closes at"),
    "schedules": N_("Opening times as data"),
    "cost": N_("What it costs"),
    "free": N_("Free of charge, yes or no"),
    "booking": N_("Booking needed, yes or no"),
    "referral_needed": N_("Referral needed, yes or no"),
    "no_id_needed": N_("No ID needed, yes or no"),
    "gets_in_touch": N_("They get in touch themselves, yes or no"),
    "step_free": N_("Step-free, yes or no"),
    "accessible_toilet": N_("Accessible toilet, yes or no"),
    "hearing_loop": N_("Hearing loop, yes or no"),
    "bsl": N_("British Sign Language, yes or no"),
    "quiet_space": N_("Somewhere quiet, yes or no"),
    "min_age": N_("Youngest age"),
    "max_age": N_("Oldest age"),
    "only_for": N_("Who it is for"),
    "languages": N_("Languages spoken"),
    "offered": N_("How one takes part"),
    "transport": N_("How to get there"),
    "capacity": N_("How many people fit in"),
    "led_by": N_("Who leads it"),
    "leaders_from": N_("Where its leaders are from"),
    "lived_experience": N_("Lived experience, yes or no"),
    "run_by": N_("Who runs it"),
    "venue_security": N_("How sure the venue is"),
    "takes_new": N_("Can new people come"),
    "depends_on": N_("What it depends on"),
    "funding_ends": N_("When its funding ends"),
    "paused_until": N_("Paused until"),
    "checked_on": N_("When it was last checked"),
    "how_checked": N_("How it was checked"),
    "source_licence": N_("Licence of the list"),
    "source_version": N_("Edition of the entry"),
    "identity": N_("The publisher's own number"),
    "precision": N_("How exactly its place is shown"),
    "audience": N_("Who will see it"),
    "status": N_("Shown, paused or closed"),
}
"""What a column can mean → what that is called, in English (marked for the catalogues), in the order to choose from."""

_PLACE = ("latitude", "longitude", "pair", "easting", "northing", "x", "y", "grid_reference", "geometry", "code")
_DAILY = ("weekday", "opens", "closes_first", "opens_again", "closes")
_LIMITS = ("precision", "audience", "status")


def meaning_of(columns: Columns, heading: str) -> str:
    """Say what a heading is taken for first: a key of `MEANINGS`, `name:pl` for a text in a language, or ""."""
    for where in (columns.fields, columns.place, columns.daily, columns.limits):
        # The best heading of a meaning is named so before another meaning of the same heading is looked at.
        for rank in (0, None):
            for key, found in where.items():
                if heading in (found[:1] if rank == 0 else found):
                    return key
    if heading in columns.identity:
        return "identity"
    return next((key for key, groups in columns.parts.items() if any(heading in x for x in groups)), "")


def corrected(columns: Columns, meanings: Mapping[str, str]) -> Columns:
    """
    Return the columns as a person says they are.

    Parameters
    ----------
    meanings
        Heading → key of `MEANINGS`. What is the guess anyway leaves all that was guessed of that heading.

    Raises
    ------
    ExchangeError
        A meaning that there is not.
    """
    for heading, meaning in meanings.items():
        if meaning not in MEANINGS and meaning.partition(":")[0] not in TEXTS:
            raise ExchangeError(
                f"[{quoted(heading, most=30)}] a column cannot be taken for {quoted(meaning, most=30)}."
            )
    said = {heading: meaning for heading, meaning in meanings.items() if meaning_of(columns, heading) != meaning}
    if not said:
        return columns

    def without(found: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(x for x in found if x not in said)

    def of(key: str, found: tuple[str, ...]) -> tuple[str, ...]:
        return (*(heading for heading, meaning in said.items() if meaning == key), *without(found))

    plain = [x for x in said.values() if x and x not in (*_PLACE, *_DAILY, *_LIMITS, "identity")]
    fields = {key: of(key, columns.fields.get(key, ())) for key in dict.fromkeys([*columns.fields, *plain])}
    limits = {key: of(key, columns.limits.get(key, ())) for key in _LIMITS}
    return dataclasses.replace(
        columns,
        fields={key: found for key, found in fields.items() if found},
        place={key: of(key, found) for key, found in columns.place.items()},
        daily={key: of(key, found) for key, found in columns.daily.items()},
        parts={
            key: tuple(x for group in groups if len(x := without(group)) > 1) for key, groups in columns.parts.items()
        },
        identity=of("identity", columns.identity),
        perhaps=without(columns.perhaps),
        limits=columns.limits if columns.is_own else {key: found for key, found in limits.items() if found},
    )
