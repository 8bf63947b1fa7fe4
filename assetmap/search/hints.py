"""What in a question speaks of a filter: “free”, “no stairs”, “speak Polish”, “on Saturday”. A hint filters nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from assetmap.search.words import words_of
from assetmap.shipped import shipped
from assetmap.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Value = bool | str | int | frozenset[str]

_NO_HINT = frozenset({"English"})
"""Who asks for help with English does not ask for what is done in it."""
_SPEAK = frozenset({"speak", "speaks", "speaking", "spoken", "in", "talk", "talks"})
_SPOKEN_AFTER = frozenset({"speaking", "speaker", "speakers", "spoken", "language"})
_AGED = (("years", "old"), ("year", "old"), ("yr", "old"), ("yrs", "old"))
_IM = frozenset({"im", "aged", "age", "hes", "shes"})
_OLDEST, _GROWN = 115, 16


@dataclass(frozen=True, kw_only=True)
class Hint:
    """
    A filter that words speak of: field of `referral.Filters`, its value, and the words as they were understood.

    `value` is the filter's own, but for `day` that may be “today” or “tomorrow”, and `open_at` that is “now”: which
    these are is for whoever knows the hour.
    """

    name: str
    value: Value
    said: str


class Spoken(NamedTuple):
    """A hint, and which words of the question speak of it."""

    hint: Hint
    at: int
    length: int


def hints_in(words: Sequence[str]) -> list[Spoken]:
    """Find every hint in a question's folded words, left to right, of each filter the first."""
    found: list[Spoken] = []
    at = 0
    while at < len(words):
        spoken = _at(words, at)
        if spoken is not None and not any(_is_same(x.hint, spoken.hint) for x in found):
            found.append(spoken)
        at += spoken.length if spoken is not None else 1
    return found


def _is_same(a: Hint, b: Hint) -> bool:
    return a.name == b.name


def _at(words: Sequence[str], at: int) -> Spoken | None:
    return _listed(words, at) or _language(words, at) or _age(words, at)


def _listed(words: Sequence[str], at: int) -> Spoken | None:
    table, longest = _phrases()
    for length in range(min(longest, len(words) - at), 0, -1):
        key = tuple(words[at : at + length])
        if key in table:
            name, value = table[key]
            return Spoken(Hint(name=name, value=value, said=" ".join(key)), at, length)
    return None


def _language(words: Sequence[str], at: int) -> Spoken | None:
    names = _languages()
    here, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if here in _SPEAK and after in names:
        return Spoken(Hint(name="language", value=names[after], said=f"{here} {names[after]}"), at, 2)
    if here in names and after in _SPOKEN_AFTER:
        return Spoken(Hint(name="language", value=names[here], said=f"{names[here]} {after}"), at, 2)
    return None


def _age(words: Sequence[str], at: int) -> Spoken | None:
    here, rest = words[at], tuple(words[at + 1 : at + 3])
    if here.isdecimal() and len(here) <= 3 and rest in _AGED:
        return _of_age(int(here), at, 3)
    if (
        here in _IM
        and rest
        and rest[0].isdecimal()
        and len(rest[0]) <= 3
        and int(rest[0]) >= (_GROWN if here == "im" else 0)
    ):
        return _of_age(int(rest[0]), at, 4 if tuple(words[at + 2 : at + 4]) in _AGED else 2)
    return None


def _of_age(years: int, at: int, length: int) -> Spoken | None:
    if years > _OLDEST:
        return None
    return Spoken(Hint(name="age", value=years, said=f"{years} years old"), at, length)


@cache
def written() -> Mapping[str, Any]:
    """Read `meanings.toml` (once a process)."""
    return tomllib.loads(shipped("data", "vocabulary", "meanings.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[Mapping[tuple[str, ...], tuple[str, Value]], int]:
    table: dict[tuple[str, ...], tuple[str, Value]] = {}
    for row in written()["hint"]:
        value = frozenset(row["value"]) if isinstance(row["value"], list) else row["value"]
        table.update((tuple(words_of(said)), (row["name"], value)) for said in row["said"])
    return table, max(map(len, table))


@cache
def _languages() -> Mapping[str, str]:
    """Folded name of a language, in English or in itself → its English name."""
    table = {words_of(x)[0]: x for x in written()["languages"].split()}
    for language in LANGUAGES.values():
        for name in (language.english, language.name):
            words = words_of(name)
            if len(words) == 1:
                table[words[0]] = language.english
    return {word: name for word, name in table.items() if name not in _NO_HINT}


def words_of_hints() -> Iterator[str]:
    """Give every word that may be part of a hint, for the spelling."""
    for key in _phrases()[0]:
        yield from key
    yield from _languages()
    yield from _SPEAK | _SPOKEN_AFTER | _IM
