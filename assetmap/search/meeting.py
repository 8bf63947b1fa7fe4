"""How well rows meet a question: worked out for the rows that are looked at, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assetmap.search import meaning
from assetmap.search.postings import IN_KIND, IN_NAME, IN_TEXT, ROW, WHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.search.grid import Ring
    from assetmap.search.meaning import Question, Wanted
    from assetmap.search.postings import Postings

# What a word is worth by where it stands, and what one is that means the same; what is worth nothing comes first.
_OWN = {0: 0.0, IN_TEXT: meaning.IN_TEXT, IN_KIND: meaning.IN_KIND, IN_NAME: meaning.IN_NAME}
_LIKE = {where: worth * meaning.LIKE for where, worth in _OWN.items()}
_WORTHS = np.array(sorted({*_OWN.values(), *_LIKE.values()}), dtype=np.float32)
_OWN_LEVEL, _LIKE_LEVEL = (
    np.searchsorted(_WORTHS, np.array([worths[i] for i in sorted(worths)], dtype=np.float32)).astype(np.int32)
    for worths in (_OWN, _LIKE)
)
_MERGED = 8_192
"""Lists of words that have so few entries together are made one."""
_ROUNDING = 1.00001


class Fits(NamedTuple):
    """Rows that fit, int32 (m,), and how well, float32 (m,): above 0, and 1 where nothing could be better."""

    rows: NDArray[np.int32]
    fit: NDArray[np.float32]


class Columns(NamedTuple):
    """What is known of every row: its needs as bits, and its kind; and the rows of each, as entries."""

    needs: NDArray[np.uint64]
    of_need: Mapping[str, tuple[np.uint64, NDArray[np.int32]]]
    kinds: NDArray[np.int32]
    of_kind: Mapping[str, tuple[int, NDArray[np.int32]]]


class _List(NamedTuple):
    """Entries (see `postings.ROW`), and what each is worth by its lowest bits, float32."""

    entries: NDArray[np.int32]
    worth: NDArray[np.float32]


class _Thing(NamedTuple):
    """One thing that is asked for: the lists of each way to meet it (words, a need, a kind), and how much it counts."""

    ways: tuple[tuple[_List, ...], ...]
    weight: float
    most: float


class Things(NamedTuple):
    """What is wanted, and what is not."""

    wanted: tuple[_Thing, ...]
    against: tuple[_Thing, ...]


class Asked:
    """
    A question to one index, for as long as it is being answered. Holds what was typed: never keep one.

    `most`: no row fits better. `many`: no more rows fit.
    """

    def __init__(
        self,
        columns: Columns,
        things: Things | None = None,
        *,
        needs: Collection[str] = (),
        kinds: Collection[str] = (),
        mask: NDArray[np.bool_] | None = None,
    ) -> None:
        self._columns = columns
        self._mask = mask
        self._things, self._against = things or Things((), ())
        self._weight = sum(x.weight for x in self._things)
        wanted = [columns.of_need[x] for x in needs]
        self._bits = np.bitwise_or.reduce([x[0] for x in wanted], dtype=np.uint64) if wanted else None
        self._kinds = [columns.of_kind[x][0] for x in kinds if x in columns.of_kind] if kinds else None
        self._rarest = min((x[1] for x in wanted), key=len, default=None)
        of_things = sum(len(x.entries) for thing in self._things for way in thing.ways for x in way)
        all_rows = len(columns.kinds) if self._rarest is None else len(self._rarest)
        self.many = min(of_things, all_rows) if self._things else all_rows
        self.most = (
            min(1.0, sum(x.weight * x.most for x in self._things) / self._weight) * _ROUNDING if self._things else 1.0
        )

    def within(self, ring: Ring) -> Fits:
        """Find what fits among the rows of a ring."""
        cut = _Cut(ring)
        met = [cut.met(thing) for thing in self._things]
        rows, places = self._looked_at(cut, met)
        fit = np.ones(len(rows), dtype=np.float32)
        if self._things:
            fit = np.zeros(len(rows), dtype=np.float32)
            for thing, ways in zip(self._things, met, strict=True):
                strength = places.strength(ways)
                if strength is not None:
                    fit += strength * np.float32(thing.weight / self._weight)
            np.minimum(fit, 1.0, out=fit)
        keep = self._may(rows, fit)
        for thing in self._against:
            strength = places.strength(cut.met(thing))
            if strength is not None:
                fit *= 1 - np.float32(meaning.AGAINST) * strength
        return Fits(rows[keep], fit[keep])

    def _looked_at(self, cut: _Cut, met: Sequence[_Ways]) -> tuple[NDArray[np.int32], _Places]:
        """Choose the rows to look at: those of the lists where they are few beside the ring's."""
        taken = [x.rows for ways in met for way in ways for x in way]
        if self._things or self._rarest is not None:
            if not self._things and self._rarest is not None:
                taken = [cut.entries(self._rarest)[0] >> ROW]
            if sum(map(len, taken)) * 8 < cut.there:
                rows = np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *taken]))
                return rows, _Places(rows=rows, shift=None)
        shift = (np.cumsum(cut.many) - cut.many - cut.ring.begins).astype(np.int32)
        rows = np.arange(cut.there, dtype=np.int32) - np.repeat(shift, cut.many)
        return rows, _Places(rows=rows, shift=shift)

    def _may(self, rows: NDArray[np.int32], fit: NDArray[np.float32]) -> NDArray[np.intp]:
        """Say which may come out: places in `rows`."""
        keep = np.flatnonzero(fit > 0)
        if self._bits is not None:
            keep = keep[self._columns.needs[rows[keep]] & self._bits == self._bits]
        if self._kinds is not None:
            keep = keep[np.isin(self._columns.kinds[rows[keep]], self._kinds)]
        return keep if self._mask is None else keep[self._mask[rows[keep]]]


class _Taken(NamedTuple):
    """The rows of a list in a ring, what each is worth, and how many are in each part of the ring."""

    rows: NDArray[np.int32]
    worth: NDArray[np.float32]
    many: NDArray[np.int64]


_Ways = tuple[tuple[_Taken, ...], ...]


class _Cut:
    """Takes from lists what is in a ring."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.many = ring.ends - ring.begins
        self.there = int(self.many.sum())
        self._bounds = (np.stack([ring.begins, ring.ends]) << ROW).astype(np.int32)

    def entries(self, entries: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Give the entries in the ring, one part of it after the other, and how many of each."""
        begins, ends = entries.searchsorted(self._bounds)
        if len(begins) == 1:
            return np.asarray(entries[begins[0] : ends[0]]), ends - begins
        many = ends - begins
        before = np.cumsum(many) - many
        return np.asarray(entries[np.arange(int(many.sum())) + np.repeat(begins - before, many)]), many

    def met(self, thing: _Thing) -> _Ways:
        """Take what of a thing is in the ring."""
        return tuple(tuple(self._taken(x) for x in way) for way in thing.ways)

    def _taken(self, one: _List) -> _Taken:
        entries, many = self.entries(one.entries)
        return _Taken(entries >> ROW, one.worth[entries & WHERE], many)


class _Places(NamedTuple):
    """Where rows stand among those that are looked at: by a shift for each part of the ring, or by looking them up."""

    rows: NDArray[np.int32]
    shift: NDArray[np.int32] | None

    def strength(self, ways: _Ways) -> NDArray[np.float32] | None:
        """Say how well each row that is looked at meets one thing, float32 (m,); None where none does at all."""
        met = [x for x in map(self._best, ways) if x is not None]
        if len(met) < 2:
            return met[0] if met else None
        lacks = 1 - met[0]
        for part in met[1:]:
            lacks *= 1 - part
        return np.asarray(1 - lacks)

    def _best(self, way: tuple[_Taken, ...]) -> NDArray[np.float32] | None:
        """Say what each row that is looked at is worth by the best of some lists; None where none is in any."""
        worth = None
        for one in way:
            if not len(one.rows):
                continue
            at, new = self._of(one)
            if worth is None:
                worth = np.zeros(len(self.rows), dtype=np.float32)
                worth[at] = new
            else:
                worth[at] = np.maximum(worth[at], new)
        return worth

    def _of(self, one: _Taken) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        if self.shift is not None:
            return one.rows + np.repeat(self.shift, one.many), one.worth
        places = self.rows.searchsorted(one.rows).astype(np.int32)
        is_there = np.zeros(len(places), dtype=bool)
        inside = places < len(self.rows)
        is_there[inside] = self.rows[places[inside]] == one.rows[inside]
        return places[is_there], one.worth[is_there]


def things_of(question: Question, columns: Columns, postings: Postings) -> Things:
    """Look up what a question speaks of."""
    return Things(*(tuple(_thing(x, columns, postings) for x in part) for part in (question.words, question.against)))


def _thing(wanted: Wanted, columns: Columns, postings: Postings) -> _Thing:
    own = dict.fromkeys(wanted.forms, _OWN_LEVEL)
    levels = dict.fromkeys(wanted.like, _LIKE_LEVEL) | own
    meant = [
        *(_meant(columns.of_need[key][1], meaning.BY_NEED * sure) for key, sure in wanted.needs.items()),
        *(_meant(columns.of_kind[key][1], meaning.BY_KIND * sure) for key, sure in wanted.kinds.items()
          if key in columns.of_kind),
    ]  # fmt: skip
    meant = [x for x in meant if len(x.entries)]
    words = [(postings.of_word(word), level) for word, level in levels.items()]
    lacks = 1 - max((float(_WORTHS[level[postings.best_of(word)]]) for word, level in levels.items()), default=0.0)
    for one in meant:
        lacks *= 1 - float(one.worth[0])
    return _Thing(ways=(_merged(words), *((x,) for x in meant)), weight=wanted.weight, most=1 - lacks)


def _merged(words: Sequence[tuple[NDArray[np.int32], NDArray[np.int32]]]) -> tuple[_List, ...]:
    """Make lists of words, each with the level of its worth by where the word stands; one of all the short ones."""
    lists: list[_List] = []
    short: list[NDArray[np.int32]] = []
    left = _MERGED
    for entries, level in sorted((x for x in words if len(x[0])), key=lambda x: len(x[0])):
        if len(entries) <= left:
            left -= len(entries)
            short.append((entries & ~WHERE) | level[entries & WHERE])
        else:
            lists.append(_List(entries, _WORTHS[level]))
    if short:
        entries = np.sort(np.concatenate(short))
        last = np.ones(len(entries), dtype=bool)
        last[:-1] = entries[1:] >> ROW != entries[:-1] >> ROW
        lists.append(_List(entries[last], _WORTHS))
    return tuple(lists)


def _meant(entries: NDArray[np.int32], worth: float) -> _List:
    return _List(entries, np.array([worth], dtype=np.float32))
