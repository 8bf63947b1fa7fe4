"""Days and numbers as each language writes them (CLDR, by Babel), in the digits 0 to 9, as on the map; and lists."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from assetmap.wording.languages import LANGUAGES, spoken
from assetmap.wording.saying import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def day_text(day: date) -> str:
    """Write a day as `3 Nov 2026`."""
    if spoken() == "en":
        return f"{day.day} {day:%b %Y}"
    from babel.dates import format_date

    return format_date(day, "d MMM y", locale=_locale())


def number_text(number: float) -> str:
    """Write a number with at most one decimal: `1.2`, in French `1,2`."""
    if spoken() == "en":
        return f"{number:,.1f}".removesuffix(".0")
    from babel.numbers import format_decimal

    return format_decimal(number, "#,##0.#", locale=_locale())


def joined(items: Sequence[str]) -> str:
    """Join words as speech does: “a, b and c”."""
    if len(items) < 2:
        return "".join(items)
    # translators: the last two of several things: “lunch and company”, “art, lunch and company”
    return gettext("{first} and {last}", first=in_turn(items[:-1]), last=items[-1])


def either(items: Sequence[str]) -> str:
    """Say that it is one of several: “a or b or c”."""
    return reduce(lambda first, last: gettext("{first} or {last}", first=first, last=last), items or [""])


def in_turn(items: Sequence[str]) -> str:
    """Say one thing after another: “a, b, c”."""
    # translators: only the mark between two things that are said one after the other, as a comma
    return reduce(lambda first, after: gettext("{first}, {after}", first=first, after=after), items or [""])


def apart(items: Sequence[str]) -> str:
    """Set things apart that hold commas themselves: “a, b; c”."""
    # translators: only the mark between two longer things, stronger than a comma
    return reduce(lambda first, after: gettext("{first}; {after}", first=first, after=after), items or [""])


def _locale() -> str:
    return LANGUAGES[spoken()].locale
