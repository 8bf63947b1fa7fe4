"""What the one box holds: words, a place, or both. What was typed is in this session's state and nowhere else."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.errors import PlaceError, sentence
from assetmap.gazetteer import locate, spelt_like
from assetmap.referral.shortlisting import known_in
from assetmap.search.meaning import read
from assetmap.search.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.gazetteer import Located
    from assetmap.place import Place
    from assetmap.search.index import Index

_PAIR = re.compile(r"[+-]?\d{1,3}\.\d+\s*[,;\s]\s*[+-]?\d{1,3}\.\d+")
_CODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?[\s.\-]*\d[A-Za-z]{2}\b")
_HALF = re.compile(r"(?:^|[\s,;])([A-Za-z]{1,2}\d[A-Za-z\d]?(?:\s*\d[A-Za-z]?)?)\s*$")
_PARTS = re.compile(r"[,;\n]")
_NEAR = re.compile(r"^(?:from|near|at|in|by|around|close to)\s+", re.IGNORECASE)
_TAIL_MOST = 5
_PARTS_MOST = 6
_FEW = 3
_NEARLY = 0.8


@dataclass(frozen=True, kw_only=True)
class Box:
    """
    The parts of what was typed.

    `origin`: the place that was found. `spelt`: what of the text was taken for a place, found or not. `problem`: why
    it was not found, in one sentence that does not repeat it. `meant`: the place's own names that may be meant.
    """

    words: str = ""
    origin: Located | None = None
    spelt: str = ""
    problem: str = ""
    meant: tuple[str, ...] = ()


def read_box(text: str, *, place: Place, index: Index) -> Box:
    """Tell the place from the words: a postcode or a point wherever it stands, a name that is known, the rest words."""
    typed, things = text.strip(), index.assets
    if not typed:
        return Box()
    for spelt in _ways(typed):
        try:
            found = locate(_NEAR.sub("", spelt), place=place, things=things)
        except PlaceError as error:
            if _is_place(spelt):
                return Box(words=_without(typed, spelt), spelt=spelt, problem=sentence(error))
            continue
        return Box(words=_without(typed, spelt), origin=found, spelt=spelt)
    return _not_found(typed, place=place, index=index)


def _not_found(typed: str, *, place: Place, index: Index) -> Box:
    """Tell words from a place that is not known: half a postcode, or what nothing here has as a word."""
    half = _HALF.search(typed)
    spelt = half[1] if half else next((x for x in reversed(_parts_of(typed)) if not _says_something(x, index)), "")
    like = spelt_like(spelt or typed, place=place, things=index.assets)
    if not half and like and not spelt:
        spelt = next((x for x in reversed(_parts_of(typed)) if _is_misspelt(x, like[0], index)), "")
    if not spelt:  # words that say something here, and perhaps a part of a name as well
        return Box(words=typed, meant=tuple([x for x in like if folded(typed) in folded(x)][:_FEW]))
    if half or like or spelt == typed:
        try:
            locate(spelt, place=place, things=index.assets)
        except PlaceError as error:
            return Box(words=_without(typed, spelt), spelt=spelt, problem=sentence(error), meant=like)
    return Box(words=typed)  # words that nothing has: the list says so


def with_place(text: str, box: Box, name: str) -> str:
    """Write what was typed with another place."""
    words = box.words if box.spelt else text.strip()
    return f"{words}, {name}" if words else name


def _ways(typed: str) -> Iterator[str]:
    """Give what may be a place: all of it, a point, a postcode, parts between commas, the last words of a part."""
    yield typed
    for pattern in (_PAIR, _CODE):
        if (found := pattern.search(typed)) is not None:
            yield found[0]
            return
    parts = _parts_of(typed)
    for first in range(len(parts)):  # a name may have a comma of its own
        if first:
            yield ", ".join(parts[first:])
    yield from (part for part in reversed(parts) if part != typed)
    for part in reversed(parts):
        words = part.split()
        for begin in range(max(1, len(words) - _TAIL_MOST), len(words)):
            tail = " ".join(words[begin:])
            if len(words) - begin > 1 or _NEAR.match(f"{words[begin - 1]} x"):
                yield tail


def _is_place(spelt: str) -> bool:
    return bool(_PAIR.fullmatch(spelt) or _CODE.fullmatch(spelt))


def _parts_of(typed: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(typed) if part.strip()][:_PARTS_MOST]


def _says_something(part: str, index: Index) -> bool:
    """Whether anything here has these words, or is meant by them."""
    question = read(part, known=known_in(index))
    return bool(question.hints) or bool(question.words and index.fits(question).rows.size)


def _is_misspelt(part: str, name: str, index: Index) -> bool:
    """Whether words that nobody spells so are nearly a name of the place."""
    if not any(word.spelled for word in read(part, known=known_in(index)).words):
        return False
    return difflib.SequenceMatcher(None, folded(part), folded(name)).ratio() > _NEARLY


def _without(typed: str, spelt: str) -> str:
    """Return the words beside a place, without the sign or the small word that led to it."""
    at = typed.rfind(spelt)
    before, after = (typed[:at], typed[at + len(spelt) :]) if at >= 0 else (typed, "")
    before = re.sub(r"[\s,;]*\b(?:from|near|at|in|by|around|close to)\s*$", "", before, flags=re.IGNORECASE)
    return ", ".join(x for x in (before.strip(" ,;\n"), after.strip(" ,;\n")) if x)
