"""
What one box holds: words, a place, or both (“lonely, BA2 3QE”, “somewhere warm near Fore Street”).

A postcode or a point is a place wherever it stands. A name is one where it is all there is, stands between commas or
behind “near”, “in”, “at”, “by” or “from”, or is a street at the end. What else there is are words: who types “library”
looks for one. Nothing typed is kept, and no problem repeats it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assetmap.errors import PlaceError, sentence
from assetmap.gazetteer import locate, spelt_like
from assetmap.search.lexicon import articles, lexicon, match_at, root_of, said_alike
from assetmap.search.meaning import read
from assetmap.search.words import folded, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.assets import Asset
    from assetmap.gazetteer import Located
    from assetmap.gazetteer.names import HasLayers
    from assetmap.search.index import Index

_PAIR = re.compile(r"[(\[]?[+-]?\d{1,3}\.\d+\s*°?\s*[,;\s]\s*[+-]?\d{1,3}\.\d+\s*°?[)\]]?")
# As Royal Mail's PAF digest gives it; half of one only where nothing follows.
_CODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?[\s.\-]*\d[A-Za-z]{2}\b")
_HALF = re.compile(r"(?:^|[\s,;])([A-Za-z]{1,2}\d[A-Za-z\d]?(?:\s*\d[A-Za-z]?)?)\s*(?=$|[,;])")
_PARTS = re.compile(r"[^,;\s](?:[^,;\n]*[^,;\s])?")
_BLANKS = re.compile(r"\s+")
_LEADS = r"close to|next to|not far from|near|nearby|around|from|at|in|by|on|off"
_LEAD = re.compile(rf"(?<!\w)(?:{_LEADS})\s+", re.IGNORECASE)
_LEAD_THE = re.compile(r"(?<!\w)(?:close to|next to|not far from|near|opposite|from)\s+the\s+", re.IGNORECASE)
_LED_TO = re.compile(rf"(?<!\w)(?:{_LEADS}|opposite)(?:\s+the)?$", re.IGNORECASE)
_SURE = re.compile(r"(?<!\w)(?:close to|next to|not far from|near)\s+(?P<what>[^,;\n]+)$", re.IGNORECASE)
_WHERE_IT_IS = frozenset({"street", "neighbourhood"})
"""What is meant by its name at the end of other words; “walk priory park” may be about the park."""
_TYPED_MOST, _PARTS_MOST, _TAIL_MOST, _FEW = 1000, 6, 6, 3
_NEARLY = 0.8
_SIGNS = " ,;\t\r\n"
_THINGS_MOST = 20_000
"""Among more names than so many none is looked for that is spelt alike."""


@dataclass(frozen=True, kw_only=True, repr=False)
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


def read_box(text: str, *, place: HasLayers, index: Index) -> Box:
    """
    Tell the place from the words.

    Parameters
    ----------
    text
        Anything that was typed; its first 1,000 letters count. Not kept.
    place
        An open place, whose names of streets and places count.
    index
        What everybody may see, which may be named as a place too (“near the library”).
    """
    typed = text[:_TYPED_MOST].strip(_SIGNS)
    if not typed:
        return Box()
    for spelt, may_be in _ways(typed):
        things = _named(spelt, index) if may_be == _ANYTHING else []
        try:
            found = locate(spelt, place=place, things=things)
        except PlaceError as error:
            if may_be == _SURELY:
                return Box(words=_without(typed, spelt), spelt=spelt, problem=sentence(error))
            continue
        if may_be == _ADDRESS and found.kind not in _WHERE_IT_IS:
            continue
        if _is_whole(spelt, found, place=place, index=index):
            return Box(words=_without(typed, spelt), origin=found, spelt=spelt)
    return _not_found(typed, place=place, index=index)


def with_place(text: str, box: Box, name: str) -> str:
    """Write what was typed with another place."""
    words = box.words if box.spelt else text.strip()
    if folded(words) in folded(name):  # the street itself was typed, and a village is added to it
        return name
    return f"{words}, {name}" if words else name


# What a piece of the text may be: a postcode or a point, whether we know it or not; the name of anything; of what the
# place's maps have; of a street or neighbourhood.
_SURELY, _ANYTHING, _ON_MAPS, _ADDRESS = "surely", "anything", "on maps", "address"


def _ways(typed: str) -> Iterator[tuple[str, str]]:
    """Give what may be a place, the likeliest first, and what it may be."""
    for pattern in (_PAIR, _CODE):
        if (found := pattern.search(typed)) is not None:
            yield found[0], _SURELY
            return
    yield typed, _ON_MAPS
    parts = _spans(typed)
    for many in range(len(parts) - 1, 1, -1):  # an address, or a name with a comma of its own
        for first in range(len(parts) - many, -1, -1):
            yield typed[parts[first][0] : parts[first + many - 1][1]], _ANYTHING
    for begin, end in reversed(parts):
        part = typed[begin:end]
        if part != typed:
            yield part, _ON_MAPS
        yield from ((x, _ANYTHING) for x in _led_to(part))
    for begin, end in reversed(parts):
        blanks = list(_BLANKS.finditer(typed[begin:end]))
        yield from ((typed[begin + x.end() : end], _ADDRESS) for x in blanks[-_TAIL_MOST:-1])


def _led_to(part: str) -> Iterator[str]:
    """Give what stands behind “near”, “in” and such: in “the hall in Church Lane by the sea” the longer name first."""
    for leads in (_LEAD, _LEAD_THE):
        for lead in list(leads.finditer(part))[-_TAIL_MOST:]:
            yield part[lead.end() :]


def _is_whole(spelt: str, found: Located, *, place: HasLayers, index: Index) -> bool:
    """Whether what stands behind a comma is of the address too: in “Fore Street, warm” it is what is looked for."""
    if folded(spelt) == folded(found.label):
        return True
    return not any(_says_something(x, index) and not _is_on_maps(x, place) for x in _parts_of(spelt)[1:])


def _is_on_maps(name: str, place: HasLayers) -> bool:
    try:
        locate(name, place=place)
    except PlaceError:
        return False
    return True


def _named(spelt: str, index: Index) -> list[Asset]:
    """Give the few assets whose names have all of these words: to go through all of them takes too long."""
    lists = sorted((index.postings.in_names(word) for word in dict.fromkeys(words_of(spelt))), key=len)
    if not lists:
        return []
    found = lists[0]
    for rows in lists[1:]:
        found = np.intersect1d(found, rows, assume_unique=True)
    return [index.assets[row] for row in found.tolist()]


def _not_found(typed: str, *, place: HasLayers, index: Index) -> Box:
    """Tell words from a place that is not known: half a postcode, or what nothing here has as a word."""
    half = _HALF.search(typed)
    near = _SURE.search(typed)
    if half is not None:
        spelt = half[1]
    elif near is not None and _is_more_than_small(near["what"]) and not _says_something(near["what"], index):
        spelt = near["what"].strip()
    else:
        spelt = next((x for x in reversed(_parts_of(typed)) if not _says_something(x, index)), "")
    things = index.assets if len(index.assets) <= _THINGS_MOST else ()
    like = spelt_like(spelt or typed, place=place, things=things)
    if like and not spelt:
        spelt = next((x for x in reversed(_parts_of(typed)) if _is_misspelt(x, like[0], index)), "")
    if not spelt:  # words that say something here, and perhaps a part of a name as well
        return Box(words=typed, meant=tuple([x for x in like if folded(typed) in folded(x)][:_FEW]))
    if half is not None or near is not None or like or spelt == typed:
        try:
            locate(spelt, place=place)
        except PlaceError as error:
            return Box(words=_without(typed, spelt), spelt=spelt, problem=sentence(error), meant=like)
    return Box(words=typed)  # words that nothing has: the list says so


def _spans(typed: str) -> list[tuple[int, int]]:
    """Say where the parts between commas begin and end."""
    return [found.span() for found in _PARTS.finditer(typed)][:_PARTS_MOST]


def _parts_of(typed: str) -> list[str]:
    return [typed[begin:end] for begin, end in _spans(typed)]


def _is_more_than_small(words: str) -> bool:
    """Whether there is more than “near me”."""
    return not lexicon().small.issuperset(words_of(words))


def _says_something(part: str, index: Index) -> bool:
    """Whether these words mean anything to us, or anything here has them."""
    question = read(part, known=index.words)
    if question.hints or question.against or any(x.needs or x.kinds for x in question.words):
        return True
    roots = [root_of(x) for x in said_alike(words_of(part)) if x not in articles()]
    if any(match_at(roots, at) is not None for at in range(len(roots))):
        return True
    return bool(question.words and index.fits(question).rows.size)


def _is_misspelt(part: str, name: str, index: Index) -> bool:
    """Whether words that nobody spells so are nearly a name of the place."""
    if not any(word.spelled for word in read(part, known=index.words).words):
        return False
    return difflib.SequenceMatcher(None, folded(part), folded(name)).ratio() > _NEARLY


def _without(typed: str, spelt: str) -> str:
    """Return the words beside a place, without the sign or the small word that led to it."""
    at = typed.rfind(spelt)
    before, after = (typed[:at], typed[at + len(spelt) :]) if at >= 0 else (typed, "")
    before = _LED_TO.sub("", before.rstrip(_SIGNS))
    return ", ".join(x for x in (before.strip(_SIGNS), after.strip(_SIGNS)) if x)
