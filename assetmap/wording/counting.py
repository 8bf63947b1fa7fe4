"""Days, numbers and lists as each language writes them (CLDR, by Babel), in the digits 0 to 9: as on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.wording.languages import LANGUAGES, spoken

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
    if len(items) < 2 or spoken() == "en":
        return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    from babel.lists import format_list

    return format_list(list(items), locale=_locale())


def _locale() -> str:
    return LANGUAGES[spoken()].locale
