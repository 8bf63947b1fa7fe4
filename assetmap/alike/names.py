"""Names as they are compared: spelling, abbreviations and the words for kinds of thing are set aside."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from assetmap.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_MISSPELT = 80
"""Words of four letters and more that share this much (of 100) are one word."""
_WHOLE_MISSPELT = 88
_LIGHT = {"st": 0.3}
"""What hundreds of names share says little."""


@dataclass(frozen=True, slots=True)
class Name:
    """
    A name as it is compared.

    `plain`: every word, folded. `core`: the words that tell it from others. `kind`: what it says it is ("library"), or
    "". `apart`: words by which it is beside something else; `sets`: line of the set → its words in it.
    """

    plain: str
    core: tuple[str, ...]
    kind: str
    apart: frozenset[str]
    sets: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    small: frozenset[str]
    light: frozenset[str]
    apart: frozenset[str]
    sets: Mapping[str, int]
    same: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    kinds: Mapping[tuple[str, ...], str]
    longest: int
    fits: Mapping[str, frozenset[str]]


@cache
def _words() -> _Words:
    """Read `alike.toml` (once a process)."""
    raw = tomllib.loads(shipped("data", "vocabulary", "alike.toml").read_text(encoding="utf-8"))
    kinds = {tuple(said.split()): kind for kind, phrases in raw["kinds"].items() for said in phrases}
    phrases = {tuple(said.split()): word for said, word in raw["phrases"].items()}
    return _Words(
        small=frozenset(raw["small"]),
        light=frozenset(raw["light"]),
        apart=frozenset(raw["apart"]),
        sets={word: line for line, one in enumerate(raw["sets"]) for word in one["words"]},
        same=raw["same"],
        phrases=phrases,
        kinds=kinds,
        longest=max(map(len, (*kinds, *phrases))),
        fits={kind: frozenset(keys) for kind, keys in raw["fits"].items()},
    )


def folded(text: str) -> list[str]:
    """Split a text into words without accents, capitals, dots and abbreviations; nothing is left out."""
    plain = "".join(x for x in unicodedata.normalize("NFKD", text) if not unicodedata.combining(x)).casefold()
    plain = re.sub(r"['’‘`´.]", "", plain.replace("&", " and ").replace("@", " at "))
    words = _words()
    found = [words.same.get(x, x) for x in re.sub(r"[^\w]|_", " ", plain).split()]
    return _said(found, words.phrases, longest=words.longest)


@lru_cache(maxsize=50_000)
def named(text: str) -> Name:
    """Read a name; what stands in brackets is left out where something stands before them."""
    words = _words()
    short = _BRACKETS.sub(" ", text)
    parts = [x for x in (folded(part) for part in re.split(r"[,;|]|\s[-–—]\s", short)) if x] or [folded(text)]
    everything = [word for part in parts for word in part]
    kinds = [kind for part in parts if (kind := _kind_of(part, words))]
    core = [word for part in parts for word in _without_kinds(part, words)]
    told = [x for x in core if x not in words.small and x not in words.light and x not in words.apart]
    return Name(
        plain=" ".join([x for x in everything if x not in words.small] or everything),
        core=tuple(dict.fromkeys(told)),
        kind=kinds[0] if kinds else "",
        apart=frozenset(x for x in folded(text) if x in words.apart),
        sets=tuple(sorted({(words.sets[x], x) for x in told if x in words.sets})),
    )


def fits(kind: str, asset_kind: str) -> bool:
    """Say whether what a name says it is may be of an asset's kind, "" of any."""
    allowed = _words().fits.get(kind)
    return allowed is None or not asset_kind or asset_kind in allowed


def is_another(one: Name, other: Name) -> bool:
    """Say whether each is another one of a set (north, south), or has another number."""
    mine, theirs = dict(one.sets), dict(other.sets)
    if any(mine[line] != theirs[line] for line in mine.keys() & theirs.keys()):
        return True
    numbers = [{x for x in name.core if x.isdigit()} for name in (one, other)]
    return bool(numbers[0] and numbers[1] and not numbers[0] & numbers[1])


def likeness(one: Name, other: Name, *, near_one: Collection[str] = (), near_other: Collection[str] = ()) -> float:
    """
    Say how much two names share, 0 to 1, by the words that tell them from others.

    Parameters
    ----------
    near_one, near_other
        Words of each one's address: a street that only the other's name carries tells nothing against it.
    """
    if one.plain == other.plain:
        return 1.0
    if not one.core or not other.core:
        return _by_kind_alone(one, other)
    mine, theirs = list(one.core), list(other.core)
    shared = _take_shared(mine, theirs)
    alone = [sum(_weight(x) for x in left if x not in near) for left, near in ((mine, near_other), (theirs, near_one))]
    found = 2 * shared / (2 * shared + sum(alone)) if shared else 0.0
    if shared >= 1 and not min(alone):  # all that one says, the other says too
        found = max(found, 0.85 - 0.1 * (max(alone) - 1))
    joined = fuzz.ratio("".join(one.core), "".join(other.core))
    return max(found, joined / 100 if joined >= _WHOLE_MISSPELT else 0.0)


def _by_kind_alone(one: Name, other: Name) -> float:
    """Compare where one is called just “village hall”."""
    if one.core or other.core:
        return 0.5 if one.kind == other.kind else 0.0
    return fuzz.ratio(one.plain, other.plain) / 100


def _take_shared(mine: list[str], theirs: list[str]) -> float:
    """Take what both say out of both lists, and add up what it weighs."""
    shared = 0.0
    for word in list(mine):
        same = word if word in theirs else _misspelt(word, theirs)
        if same is not None:
            mine.remove(word)
            theirs.remove(same)
            shared += _weight(word)
    return shared


def _misspelt(word: str, among: list[str]) -> str | None:
    if len(word) < 4:
        return None
    return next((x for x in among if len(x) >= 4 and fuzz.ratio(word, x) >= _MISSPELT), None)


def _weight(word: str) -> float:
    return _LIGHT.get(word, 1.0)


def _said(words: list[str], phrases: Mapping[tuple[str, ...], str], *, longest: int) -> list[str]:
    """Say each phrase as its one word, the longest first."""
    out, at = [], 0
    while at < len(words):
        for many in range(min(longest, len(words) - at), 0, -1):
            said = phrases.get(tuple(words[at : at + many]))
            if said is not None:
                out.append(said)
                at += many
                break
        else:
            out.append(words[at])
            at += 1
    return out


def _found(part: list[str], words: _Words) -> list[tuple[int, int, str]]:
    """Find the phrases that say a kind: from where, to where, which."""
    out, at = [], 0
    while at < len(part):
        for many in range(min(words.longest, len(part) - at), 0, -1):
            kind = words.kinds.get(tuple(part[at : at + many]))
            if kind is not None:
                out.append((at, at + many, kind))
                at += many
                break
        else:
            at += 1
    return out


def _kind_of(part: list[str], words: _Words) -> str:
    found = _found(part, words)
    return found[-1][2] if found else ""


def _without_kinds(part: list[str], words: _Words) -> list[str]:
    taken = {at for first, last, _ in _found(part, words) for at in range(first, last)}
    return [word for at, word in enumerate(part) if at not in taken]
