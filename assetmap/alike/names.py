"""Names as they are compared: spelling, abbreviations and the words for kinds of thing are set aside."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from assetmap.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
"""Letters that are no letter with an accent, as they are typed where keyboards lack them."""
_COMMAS = re.compile(r"[,;|]|(?<=\w{4})\.\s|\s[-–—]\s")
_WHERE = frozenset({"in", "at", "near", "behind", "beside"})
_OF = frozenset({"of", "de", "du", "des", "del", "der"})
_SHORT, _LONG = 6, 9
"""Words of so many letters may differ by one, of so many and more by two, but for the first: Mary's is not Mark's."""
_TWO, _JOINED, _NEARLY_ALL = 1.3, 0.95, 0.97
_MORE, _FIRST_PART, _LATER_PART = 0.85, 0.85, 0.8
_EACH = 0.2
"""What is taken away where each has a word of its own: “Music Service” and “Library Service”."""
_STREET, _KIND = 0.5, 0.5
_ST, _WEAK = 0.3, 0.5
"""What hundreds of names share says little."""


@dataclass(frozen=True, slots=True)
class Name:
    """
    A name as it is compared.

    `plain`: every word that says something, folded. `core`: the words that tell it from others; `parts`: those between
    its commas, where there are some. `kind`: what it says it is ("library"), or "". `apart`: words by which it is
    beside something else; `sets`: line of the set → its words in it.
    """

    plain: str
    core: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    kind: str
    apart: frozenset[str]
    sets: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    small: frozenset[str]
    light: frozenset[str]
    apart: frozenset[str]
    weak: frozenset[str]
    sets: Mapping[str, int]
    same: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    kinds: Mapping[tuple[str, ...], str]
    first: frozenset[str]
    longest: int
    fits: Mapping[str, frozenset[str]]


@cache
def _words() -> _Words:
    """Read `alike.toml` (once a process)."""
    raw = tomllib.loads(shipped("data", "vocabulary", "alike.toml").read_text(encoding="utf-8"))
    said = {said: kind for kind, phrases in raw["kinds"].items() for said in phrases}
    kinds = {tuple(x.split()): kind for x, kind in ({f"{x}s": kind for x, kind in said.items()} | said).items()}
    phrases = {tuple(said.split()): word for said, word in raw["phrases"].items()}
    return _Words(
        small=frozenset(raw["small"]),
        light=frozenset(raw["light"]),
        apart=frozenset(raw["apart"]),
        weak=frozenset(raw["weak"]),
        sets={word: line for line, one in enumerate(raw["sets"]) for word in one["words"]},
        same=raw["same"],
        phrases=phrases,
        kinds=kinds,
        first=frozenset(raw["first"]["words"]),
        longest=max(map(len, (*kinds, *phrases))),
        fits={kind: frozenset(keys) for kind, keys in raw["fits"].items()},
    )


def folded(text: str) -> list[str]:
    """Split a text into words without accents, capitals, dots and abbreviations; nothing is left out."""
    plain = (
        "".join(x for x in unicodedata.normalize("NFKD", text) if not unicodedata.combining(x))
        .casefold()
        .translate(_LETTERS)
    )
    plain = re.sub(r"['’‘`´]|(?<=\b\w)\.", "", plain.replace("&", " and ").replace("@", " at "))
    words = _words()
    found = [words.same.get(x, x) for x in re.sub(r"[^\w]|_", " ", plain).split()]
    return _said(found, words.phrases, longest=words.longest)


@lru_cache(maxsize=50_000)
def named(text: str) -> Name:
    """Read a name; what stands in brackets is left out where something stands before them."""
    words = _words()
    short = _BRACKETS.sub(" ", text)
    parts = [x for x in (folded(part) for part in _COMMAS.split(short)) if x] or [folded(text) or [text.strip()]]
    parts = [_headed(x, words) for x in parts]
    said = [word for part in parts for word in part if word not in words.small]
    headed = next((part for part in parts if _kind_of(part, words)), [])
    cores = [core for part in parts if (core := _core_of(part, words, is_head=part is headed))]
    core = tuple(dict.fromkeys(word for part in cores for word in part))
    return Name(
        plain=" ".join([x for x in said if x not in words.light] or said or parts[0]),
        core=core,
        parts=tuple(cores) if len(cores) > 1 else (),
        kind=_kind_of(headed, words),
        apart=frozenset(x for x in folded(text) if x in words.apart),
        sets=tuple(sorted({(words.sets[x], x) for x in core if x in words.sets})),
    )


def _headed(part: list[str], words: _Words) -> list[str]:
    """Leave out where it is: “Community Plot in the Park” is a plot, where that much can be said without the park."""
    at = next((at for at, word in enumerate(part) if word in _WHERE), 0)
    return part[:at] if at and _kind_of(part[:at], words) and _core_of(part[:at], words) else part


def _core_of(part: list[str], words: _Words, *, is_head: bool = True) -> tuple[str, ...]:
    left_out = words.small | words.light | words.apart
    told = _without_kinds(part, words) if is_head else part
    return tuple(dict.fromkeys(x for x in told if x not in left_out))


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
    if one.plain == other.plain or one.plain.replace(" ", "") == other.plain.replace(" ", ""):
        return 1.0
    if not one.core or not other.core:
        return _by_kind_alone(one, other, near={*near_one, *near_other})
    found = _shared(one.core, other.core, _silent(one, other), near_one=near_one, near_other=near_other)
    return min(_NEARLY_ALL, max(found, _by_parts(one, other), _by_beginning(one.plain, other.plain)))


def _shared(
    one: tuple[str, ...],
    other: tuple[str, ...],
    silent: tuple[float, float],
    *,
    near_one: Collection[str] = (),
    near_other: Collection[str] = (),
) -> float:
    mine, theirs = list(one), list(other)
    shared = _take_shared(mine, theirs)
    alone = [
        more + sum(_weight(x) * (_STREET if x in near else 1) for x in left)
        for left, near, more in ((mine, near_other, silent[0]), (theirs, near_one, silent[1]))
    ]
    names = sum(_weight(x) == 1 for x in (*mine, *theirs))
    found = 0.0
    if shared:
        found = 2 * shared / (2 * shared + sum(alone)) * (1 - _EACH * min(*alone, 2))
    if (shared >= _TWO or (shared >= 1 and not names)) and not min(alone):  # all that one says, the other says too
        found = max(found, _MORE - 0.1 * max(max(alone) - 1, 0))
    if _is_one_word("".join(one), "".join(other)):
        found = max(found, _JOINED - 0.1 * max(silent))
    return found


def _silent(one: Name, other: Name) -> tuple[float, float]:
    """A kind that one says and the other does not is half a word."""
    return _KIND * bool(one.kind and not other.kind), _KIND * bool(other.kind and not one.kind)


def _by_beginning(one: str, other: str) -> float:
    """Compare where all of one, and more than a word, is how the other begins: “Mendip Gardens Allotments”."""
    short, long = sorted((one, other), key=len)
    more = long.removeprefix(f"{short} ")
    return _MORE - 0.1 * more.count(" ") if " " in short and more != long else 0.0


def _by_parts(one: Name, other: Name) -> float:
    """Compare what stands between commas: behind the first, names often say where a thing is."""
    found = 0.0
    for name, whole in ((one, other), (other, one)):
        for at, part in enumerate(name.parts):
            for theirs in {whole.core, *whole.parts[:1]}:
                worth = _FIRST_PART if not at else _LATER_PART
                if set(theirs) <= set(part) and sum(map(_weight, theirs)) >= 1:
                    found = max(found, worth - 0.05 * len(set(part) - set(theirs)))
    return found


def _by_kind_alone(one: Name, other: Name, *, near: Collection[str]) -> float:
    """Compare where one is called just “village hall”: its address may say which."""
    if one.core or other.core:
        told = near and set(one.core or other.core) <= set(near)
        return (_MORE if told else 0.5) if one.kind == other.kind else 0.0
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
    return next((x for x in among if _is_misspelt(word, x)), None)


def _is_misspelt(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    if short < _SHORT or one[0] != other[0] or any(map(str.isdigit, one + other)):
        return False
    most = 2 if short >= _LONG else 1
    return Levenshtein.distance(one, other, score_cutoff=most) <= most


def _is_one_word(one: str, other: str) -> bool:
    """Compare names with their gaps left out, “Brass Mill” and “Brassmill”; another number is no misspelling."""
    is_near = Levenshtein.distance(one, other, score_cutoff=1) <= 1
    return is_near and re.findall(r"\d+", one) == re.findall(r"\d+", other)


def _weight(word: str) -> float:
    if word == "st":
        return _ST
    return _WEAK if word in _words().weak else 1.0


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
    """Return the last kind that a name says; its first word is one only where it may be: “Chapel lunch” is none."""
    begins = next((at for at, word in enumerate(part) if word not in words.small), 0)
    for first, last, kind in reversed(_found(part, words)):
        if first > begins or last == len(part) or part[last] in _OF or part[begins] in words.first:
            return kind
    return ""


def _without_kinds(part: list[str], words: _Words) -> list[str]:
    """Leave out what says the kind; what says another one tells it from others: “University Library”."""
    kind = _kind_of(part, words)
    taken = {at for first, last, one in _found(part, words) if one == kind for at in range(first, last)}
    return [word for at, word in enumerate(part) if at not in taken]
