"""The sentences of the atlas of gaps, and its numbers as each language writes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetmap.vocabulary import vocabulary
from assetmap.wording import LANGUAGES, N_, capital, joined, ngettext, number_text, pgettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.gaps import Asked
    from assetmap.network import Profile

FEW = 5
"""A count of people below this is not printed."""
NOT_KNOWN = N_("not known")
_FOOT = {
    "walking": N_("within {minutes} minutes on foot"),
    "step_free": N_("within {minutes} minutes by ways without steps, as far as steps are known"),
    "slow": N_("within {minutes} minutes for somebody who walks slowly"),
}
_WHY = {
    "not_known": N_("no street is known near any home: nothing can be said"),
    "edge": N_("many of its homes could walk to where the street data end: there may be more beyond"),
    "no_people": N_("nobody lives there, by the official figures"),
    "no_decile": N_("the index has no figure for it: its need is not known"),
}
"""Flag → why an area has no rank."""
_NOTES = {
    "some_edge": N_("Some homes could walk to where the street data end: there may be more beyond."),
    "some_not_known": N_("Some of its homes have no street near: they are left out."),
    "people_shared": N_("How many people live here is shared out from a larger area."),
    "few_homes": N_("Few homes are counted: one more or less changes the picture."),
    "many_here_little_reach": N_("Many here, little within reach: there are places, yet not enough for its people."),
}
"""Flag → what is said with it on the area's page."""


def asked_text(asked: Asked) -> str:
    """Name what was asked for: “growing space”, “food help and advice and help”, “places of every kind”."""
    words = vocabulary()
    kinds = joined([words.said(x) for x in asked.kinds])
    needs = joined([words.said(x) for x in asked.needs])
    if kinds and needs:
        # translators: {kinds} are kinds of places, {needs} is what they help with
        return _("{kinds} that helps with {needs}", kinds=kinds, needs=needs)
    if needs:
        return _("what helps with {needs}", needs=needs)
    return kinds or _("places of every kind")


def foot_text(asked: Asked, profile: Profile) -> str:
    """Say how far: “within 15 minutes on foot”."""
    return _(_FOOT.get(profile.key, _FOOT["walking"]), minutes=number_text(asked.minutes))


def title_text(asked: Asked) -> str:
    """Head the atlas."""
    # translators: heads a document: “Gaps: growing space”
    return _("Gaps: {what}", what=asked_text(asked))


def why_not_ranked(flags: Sequence[str]) -> str:
    """Say why an area stands apart from the ranking."""
    said = [_(_WHY[x]) for x in flags if x in _WHY]
    # translators: {reasons} are parts of a sentence
    return capital(_("{sentence}.", sentence=joined(said))) if said else _("It cannot be ranked.")


def notes_of(flags: Sequence[str]) -> list[str]:
    """Say what must be known beside an area's numbers."""
    return [_(_NOTES[x]) for x in flags if x in _NOTES]


def whole(number: float) -> str:
    """Write a number to the nearest whole one, below ten with a decimal; “not known” where it is not."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    return exact(number, 1 if abs(number) < 10 and number != round(number) else 0)


def people_text(number: float) -> str:
    """Write a count of people; under `FEW` it is not printed."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    if 0 < number < FEW:
        return ngettext("fewer than {n}", "fewer than {n}", FEW)
    return exact(number, 0)


def exact(number: float, decimals: int) -> str:
    """Write a number with so many decimals, as the language does, in the digits 0 to 9."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    if spoken() == "en":
        return f"{number:,.{decimals}f}"
    from babel.numbers import format_decimal

    tail = f".{'0' * decimals}" if decimals else ""
    return str(format_decimal(round(number, decimals), f"#,##0{tail}", locale=LANGUAGES[spoken()].locale))


def percent(share: float) -> str:
    """Write a share: “62 %”, above nothing never as 0."""
    if math.isnan(share):
        return _(NOT_KNOWN)
    shown = exact(share * 100, 0 if share >= 0.01 or share == 0 else 1)
    # translators: a share of a hundred, as your language writes it
    return _("{number}%", number=shown)


def span(low: float, high: float, *, said: int = 0) -> str:
    """Write from one number to another: “610 to 870”; one number where they are the same."""
    if math.isnan(low) or math.isnan(high):
        return ""
    first, last = (exact(x, said) if said else whole(x) for x in (low, high))
    # translators: from one number to another
    return first if first == last else _("{low} to {high}", low=first, high=last)


def minutes_text(minutes: int, *, about: bool = False) -> str:
    """Write minutes in a table: “12 min”, “about 10 min”."""
    if about:
        return ngettext("about {n} min", "about {n} min", minutes)
    return ngettext("{n} min", "{n} min", minutes)


def tenth_text(number: int) -> str:
    """Name a tenth of the ranking in a table."""
    return pgettext("a tenth of the ranked neighbourhoods", "{n}", n=number)
