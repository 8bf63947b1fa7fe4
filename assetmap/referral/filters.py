"""What somebody cannot do without: each thing asked for has three answers, and “not known” is never a no."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.errors import LanguageError, VocabularyError
from assetmap.hours import DAYS, is_open, opens_on
from assetmap.vocabulary import NOT_KNOWN, vocabulary
from assetmap.wording import LANGUAGES, language_of
from assetmap.wording import gettext as _
from assetmap.wording.naming import called, code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from assetmap.assets import Asset
    from assetmap.hours import Terms
    from assetmap.search.index import Index

_OLDEST = 130
YES_OR_NO = {
    "free": "free", "step_free": "step_free", "toilet": "accessible_toilet", "no_id": "no_id_needed",
}  # fmt: skip
"""Filter → the field whose “yes” meets it; “partly” is known to be neither."""

OF_ITS_DOOR = ("step_free", "toilet")
"""Filters that ask nothing of what one rings, or takes part in online."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """
    What an asset must be. What is known to be otherwise is left out; what nobody knows stays, after what is known.

    Attributes
    ----------
    open_at
        Open at this moment; local time of the place.
    day
        Open at some hour of this day of the week (“TU”), in the five weeks to come.
    free, step_free, toilet, no_id, takes_new
        Costs nothing; a step-free entrance; an accessible toilet; no ID or registration; takes new people, without
        a waiting list.
    age
        For somebody of so many years.
    language
        This is spoken there: its code, or its name in English or in itself.
    offered
        In one of these ways: `in_person`, `by_phone`, `online`.

    Raises
    ------
    VocabularyError
        There is no such day, way or age.
    """

    open_at: datetime | None = None
    day: str | None = None
    free: bool = False
    step_free: bool = False
    toilet: bool = False
    no_id: bool = False
    takes_new: bool = False
    age: int | None = None
    language: str = ""
    offered: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.day is not None and self.day not in DAYS:
            raise VocabularyError(f"[day] that is not a day of the week: choose one of {', '.join(DAYS)}.")
        if self.age is not None and not 0 <= self.age <= _OLDEST:
            raise VocabularyError(f"[age] an age is a whole number of years, 0 to {_OLDEST}.")
        ways = frozenset(vocabulary().answer("offered", x) for x in self.offered)
        object.__setattr__(self, "offered", ways)

    def __bool__(self) -> bool:
        """Whether anything is asked for at all."""
        return self != NOTHING

    @property
    def asked(self) -> tuple[str, ...]:
        """Name what is asked for, in the order of the fields."""
        return tuple(spec.name for spec in dataclasses.fields(self) if getattr(self, spec.name) != spec.default)

    def without(self, name: str) -> Filters:
        """Ask for all but one thing."""
        default: Any = getattr(NOTHING, name)
        return dataclasses.replace(self, **{name: default})


NOTHING = Filters()
"""Nothing is asked for."""


def answer(name: str, filters: Filters, asset: Asset, *, on: date, terms: Terms = ()) -> bool | None:
    """
    Say whether an asset meets one thing asked for: yes, no, or None where nobody knows.

    Parameters
    ----------
    name
        Of a field of `filters`.
    on
        The day it is asked.
    terms
        When the place's schools are in term; see `hours.is_open`.
    """
    if name in OF_ITS_DOOR and asset.offered and "in_person" not in asset.offered:
        return True  # nobody goes there
    if name in YES_OR_NO:
        return {"yes": True, "no": False}.get(getattr(asset, YES_OR_NO[name]))
    if name in ("open_at", "day"):
        return _is_open(filters, asset, name=name, on=on, terms=terms)
    return _ANSWERS[name](asset, filters)


def _is_open(filters: Filters, asset: Asset, *, name: str, on: date, terms: Terms) -> bool | None:
    if name == "open_at" and filters.open_at is not None:
        return is_open(asset, filters.open_at.replace(tzinfo=None), terms=terms)
    return None if filters.day is None else opens_on(asset, filters.day, on=on, terms=terms)


def _takes_new(asset: Asset, _filters: Filters) -> bool | None:
    return None if asset.takes_new == NOT_KNOWN else asset.takes_new == "yes"


def _is_for_age(asset: Asset, filters: Filters) -> bool | None:
    if filters.age is None or (asset.min_age is None and asset.max_age is None):
        return None
    return (asset.min_age or 0) <= filters.age <= (_OLDEST if asset.max_age is None else asset.max_age)


def _is_spoken(asset: Asset, filters: Filters) -> bool | None:
    spoken = {x.strip().casefold() for x in asset.languages}
    return None if not spoken else not spoken.isdisjoint(names_of(filters.language))


def _is_offered(asset: Asset, filters: Filters) -> bool | None:
    return not filters.offered.isdisjoint(asset.offered) if asset.offered else None


_ANSWERS: dict[str, Callable[[Asset, Filters], bool | None]] = {
    "takes_new": _takes_new, "age": _is_for_age, "language": _is_spoken, "offered": _is_offered,
}  # fmt: skip


def answers(filters: Filters, asset: Asset, *, on: date, terms: Terms = ()) -> Iterator[tuple[str, bool | None]]:
    """Say of all that is asked for whether an asset meets it."""
    for name in filters.asked:
        yield name, answer(name, filters, asset, on=on, terms=terms)


def names_of(language: str) -> frozenset[str]:
    """Return what a language may be called, in small letters: by itself, in English, by its code."""
    try:
        known = language_of(language)
    except LanguageError:
        return frozenset({language.strip().casefold()})
    return frozenset(x.casefold() for x in (known.code, known.english, known.name))


def language_said(language: str) -> str:
    """Say a language by its English name where it is one of ours, else as it was typed."""
    names = names_of(language)
    return next((x.english for x in LANGUAGES.values() if x.code in names), language.strip())


def unspoken(assets: Sequence[Asset], language: str) -> str:
    """Say that nobody is said to speak a language at any of these; "" where somebody is, or none is asked for."""
    if not language.strip() or not names_of(language).isdisjoint(x.casefold() for x in spoken_in(assets)):
        return ""
    tag = code_of(language)
    if not tag:
        return _("No language of that name is known, and nobody on this map is said to speak it.")
    return _("Nobody on this map is said to speak {language}.", language=called(tag))


def spoken_in(assets: Sequence[Asset] | Index) -> list[str]:
    """Return the languages that are spoken at some asset, as they were written, each once, in order."""
    said = (asset.languages for asset in assets) if isinstance(assets, Sequence) else assets.said("languages").values
    found: dict[str, str] = {}
    for languages in said:
        for language in languages:
            if language.strip():
                found.setdefault(language.strip().casefold(), language.strip())
    return sorted(found.values(), key=str.casefold)
