"""What our columns are called and say, for whoever opens a file without knowing us; in English, as their keys are."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import Asset, in_languages
from assetmap.exchange.own import cell_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# fmt: off
_SAID = {
    "name": ("Name", "What people call it."),
    "kind": ("What it is", "One of 18 kinds, for example “group or club” or “green place”."),
    "id": ("Number", "By this it is known when the file is brought in again: leave it as it is."),
    "short": ("Short code", "The code on prints and links."),
    "needs": ("What it helps with", "Several are parted by “; ”."),
    "own_words": ("In residents’ own words", "Letter for letter as it was said."),
    "description": ("More about it", "A sentence or two."),
    "organisation": ("Organisation", "Which organisation is behind it."),
    "led_by": ("Who leads it", "Empty where it is not known."),
    "leaders_from": ("Where its leaders come from", "This neighbourhood or elsewhere; empty where it is not known."),
    "lived_experience": ("Led by people who have been through it", "Yes, partly or no; empty where not known."),
    "run_by": ("Volunteers or paid staff", "Empty where it is not known."),
    "depends_on": ("People it depends on", "How many people it would end without."),
    "funding_ends": ("Funding ends", "The day on which its funding ends."),
    "venue_security": ("Can it stay where it is", "Secure or at risk; empty where it is not known."),
    "takes_new": ("Takes new people", "Yes, waiting list or full; empty where it is not known."),
    "capacity": ("Room for", "How many people it has room for."),
    "schedules": ("When, for programs", "Its times as JSON, a span each (as in Open Referral and iCalendar)."),
    "hours_text": ("When, in words", "As somebody wrote it."),
    "paused_until": ("Paused until", "The day on which it is on again."),
    "address": ("Address", "Where it is, in words."),
    "postcode": ("Postcode", "The whole postcode."),
    "contact_name": ("Who to ask for", "A name to ask for."),
    "phone": ("Telephone", "As it is dialled."),
    "email": ("Email", "An address to write to."),
    "website": ("Website", "Its own page."),
    "cost": ("What it costs", "In words."),
    "free": ("Free", "Yes, partly or no; empty where it is not known."),
    "booking": ("Booking needed", "Yes, partly or no; empty where it is not known."),
    "referral_needed": ("Somebody must send you", "A doctor or an adviser; empty where it is not known."),
    "no_id_needed": ("No ID needed", "Yes: one can come without ID, registration or insurance."),
    "gets_in_touch": ("Gets in touch itself", "Yes: they do not wait to be asked."),
    "min_age": ("Youngest age", "In years."),
    "max_age": ("Oldest age", "In years."),
    "only_for": ("Only for", "For whom alone it is, in words."),
    "languages": ("Languages spoken", "Several are parted by “; ”."),
    "offered": ("How one takes part", "In person, by phone or online; several are parted by “; ”."),
    "step_free": ("Step-free entrance", "Yes, partly or no; empty where it is not known."),
    "accessible_toilet": ("Accessible toilet", "Yes, partly or no; empty where it is not known."),
    "hearing_loop": ("Hearing loop", "Yes, partly or no; empty where it is not known."),
    "bsl": ("British Sign Language", "Yes, partly or no; empty where it is not known."),
    "quiet_space": ("Somewhere quiet", "Yes, partly or no; empty where it is not known."),
    "transport": ("How to get there", "Buses, parking, how to find the door."),
    "checked_on": ("Checked on", "The day on which somebody made sure that this is so."),
    "how_checked": ("How it was checked", "Visited, phoned, told by a resident, from a website or from a list."),
    "checked_by": ("Checked by", "Who made sure."),
    "source": ("Source", "The list that it came from."),
    "source_id": ("Number in its source", "By which the list knows it."),
    "source_version": ("Edition in its source", "Which edition of it the list gave."),
    "source_licence": ("Licence of its source", "Say it wherever you show it."),
    "repairs": ("Mended outline", "What was mended in its shape when it came in."),
    "audience": ("Who may see it", "Public, partners or workshop: pass it on to nobody else."),
    "precision": ("How exactly it is shown", "Exact, street, neighbourhood or not shown."),
    "status": ("Status", "Published or paused; drafts too where they were asked for."),
    "consent": ("Consent", "What a person said yes to."),
    "consent_on": ("Consent given on", "The day on which they said it."),
}
# fmt: on
DAYS = frozenset(x.name for x in dataclasses.fields(Asset) if x.type == "date | None")
"""Fields that are days."""
NUMBERS = frozenset(x.name for x in dataclasses.fields(Asset) if x.type == "int | None")
"""Fields that are whole numbers."""


def title_of(column: str) -> str:
    """Name a column for people; `name:pl` is “Name (pl)”."""
    field, tag = in_languages.split(column)
    title = _SAID[field][0]
    return f"{title} ({tag})" if tag else title


def described(column: str) -> str:
    """Say what stands in a column."""
    field, tag = in_languages.split(column)
    return f"The same in another language, “{tag}”: {_SAID[field][1]}" if tag else _SAID[field][1]


def typed(asset: Asset, column: str) -> str | int | date | None:
    """Give a cell as a day or a whole number where it is one, else as the text that `own.cell_of` writes."""
    if column in DAYS or column in NUMBERS:
        value: int | date | None = asset.value(column)
        return value
    return cell_of(asset, column) or None


def whole_numbers(assets: Iterable[Asset], *, most: int) -> frozenset[str]:
    """Name the number columns that fit a format whose numbers reach to `most`; the others stay text."""
    rows = list(assets)
    return frozenset(x for x in NUMBERS if all((getattr(row, x) or 0) <= most for row in rows))
