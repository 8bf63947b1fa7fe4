"""How well rows meet a question: worked out for the rows that are looked at, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assetmap.search import meaning
from assetmap.search.postings import IN_KIND, IN_NAME, IN_TEXT, ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.search.grid import Ring
    from assetmap.search.meaning import Question, Wanted
    from assetmap.search.postings import Postings

# What an entry is worth by where the word stands; where an asset only means it, its entry says nothing.
_WORTH = np.zeros(4, dtype=np.float32)
_WORTH[[IN_TEXT, IN_KIND, IN_NAME]] = meaning.IN_TEXT, meaning.IN_KIND, meaning.IN_NAME
_LIKE = _WORTH * np.float32(meaning.LIKE)
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
    """Entries (see `postings.ROW`), and what each is worth by its lowest bits, float32 (4,)."""

    entries: NDArray[np.int32]
    worth: NDArray[np.float32]


class _Thing(NamedTuple):
    """One thing that is asked for: where its words are, where it is meant, and how much it counts."""

    words: tuple[_List, ...]
    needs: tuple[_List, ...]
    kinds: tuple[_List, ...]
    weight: float
    most: float

    @property
    def lists(self) -> tuple[_List, ...]:
        """All of them."""
        return (*self.words, *self.needs, *self.kinds)


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
        of_things = sum(len(x.entries) for thing in self._things for x in thing.lists)
        all_rows = len(columns.kinds) if self._rarest is None else len(self._rarest)
        self.many = min(of_things, all_rows) if self._things else all_rows
        self.most = (
            min(1.0, sum(x.weight * x.most for x in self._things) / self._weight) * _ROUNDING if self._things else 1.0
        )

    def within(self, ring: Ring) -> Fits:
        """Find what fits among the rows of a ring."""
        rows, places = self._looked_at(ring)
        fit = np.ones(len(rows), dtype=np.float32)
        if self._things:
            fit = np.zeros(len(rows), dtype=np.float32)
            for thing in self._things:
                met = _met(thing, ring, places)
                if met is not None:
                    fit += met * np.float32(thing.weight / self._weight)
            np.minimum(fit, 1.0, out=fit)
        keep = self._may(rows, fit)
        for thing in self._against:
            met = _met(thing, ring, places)
            if met is not None:
                fit *= 1 - np.float32(meaning.AGAINST) * met
        return Fits(rows[keep], fit[keep])

    def _looked_at(self, ring: Ring) -> tuple[NDArray[np.int32], _Places]:
        """Choose the rows to look at: those of the lists where they are few beside the ring's."""
        lists = None if self._rarest is None else [self._rarest]
        if self._things:
            lists = [x.entries for thing in self._things for x in thing.lists]
        there = int((ring.ends - ring.begins).sum())
        if lists is not None:
            cuts = [_cut(entries, ring) for entries in lists]
            if sum(int((ends - begins).sum()) for begins, ends in cuts) * 8 < there:
                taken = [_taken(x, *cut) >> ROW for x, cut in zip(lists, cuts, strict=True)]
                rows = np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *taken]))
                return rows, _Places(rows=rows, shift=None)
        many = ring.ends - ring.begins
        shift = np.cumsum(many) - many - ring.begins
        rows = (np.arange(there) - np.repeat(shift, many)).astype(np.int32)
        return rows, _Places(rows=rows, shift=shift.astype(np.int32))

    def _may(self, rows: NDArray[np.int32], fit: NDArray[np.float32]) -> NDArray[np.intp]:
        """Say which may come out: places in `rows`."""
        keep = np.flatnonzero(fit > 0)
        if self._bits is not None:
            keep = keep[self._columns.needs[rows[keep]] & self._bits == self._bits]
        if self._kinds is not None:
            keep = keep[np.isin(self._columns.kinds[rows[keep]], self._kinds)]
        return keep if self._mask is None else keep[self._mask[rows[keep]]]


class _Places(NamedTuple):
    """Where rows stand among those that are looked at: by a shift for each part of the ring, or by looking them up."""

    rows: NDArray[np.int32]
    shift: NDArray[np.int32] | None

    def of(self, entries: _List, ring: Ring) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Give the places of a list's entries in a ring, and what each is worth."""
        begins, ends = _cut(entries.entries, ring)
        taken = _taken(entries.entries, begins, ends)
        rows = taken >> ROW
        if self.shift is not None:
            return rows + np.repeat(self.shift, ends - begins), entries.worth[taken & IN_NAME]
        places = self.rows.searchsorted(rows).astype(np.int32)
        is_there = np.zeros(len(rows), dtype=bool)
        inside = places < len(self.rows)
        is_there[inside] = self.rows[places[inside]] == rows[inside]
        return places[is_there], entries.worth[taken[is_there] & IN_NAME]


def things_of(question: Question, columns: Columns, postings: Postings) -> Things:
    """Look up what a question speaks of."""
    return Things(*(tuple(_thing(x, columns, postings) for x in part) for part in (question.words, question.against)))


def _thing(wanted: Wanted, columns: Columns, postings: Postings) -> _Thing:
    forms = dict.fromkeys(wanted.forms, _WORTH)
    forms.update((word, _LIKE) for word in wanted.like if word not in forms)
    words = [_List(postings.of_word(word), worth) for word, worth in forms.items()]
    needs = [_meant(columns.of_need[key][1], meaning.BY_NEED * sure) for key, sure in wanted.needs.items()]
    kinds = [
        _meant(columns.of_kind[key][1], meaning.BY_KIND * sure)
        for key, sure in wanted.kinds.items()
        if key in columns.of_kind
    ]
    lacks = 1 - max((float(worth[postings.best_of(word)]) for word, worth in forms.items()), default=0.0)
    for meant in (needs, kinds):
        lacks *= 1 - max((float(x.worth[0]) for x in meant if len(x.entries)), default=0.0)
    return _Thing(
        words=tuple(x for x in words if len(x.entries)),
        needs=tuple(x for x in needs if len(x.entries)),
        kinds=tuple(x for x in kinds if len(x.entries)),
        weight=wanted.weight,
        most=1 - lacks,
    )


def _meant(entries: NDArray[np.int32], worth: float) -> _List:
    return _List(entries, np.full(4, worth, dtype=np.float32))


def _met(thing: _Thing, ring: Ring, places: _Places) -> NDArray[np.float32] | None:
    """Say how well each row that is looked at meets one thing, float32 (m,); None where none does at all."""
    parts = [_best(lists, ring, places) for lists in (thing.words, thing.needs, thing.kinds)]
    met = [x for x in parts if x is not None]
    if len(met) < 2:
        return met[0] if met else None
    lacks = 1 - met[0]
    for part in met[1:]:
        lacks *= 1 - part
    return np.asarray(1 - lacks)


def _best(lists: Sequence[_List], ring: Ring, places: _Places) -> NDArray[np.float32] | None:
    """Say what each row that is looked at is worth by the best of some lists; None where none is in any."""
    worth = None
    for one in lists:
        at, new = places.of(one, ring)
        if len(at):
            if worth is None:
                worth = np.zeros(len(places.rows), dtype=np.float32)
                worth[at] = new
            else:
                worth[at] = np.maximum(worth[at], new)
    return worth


def _cut(entries: NDArray[np.int32], ring: Ring) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find where the entries of each part of a ring begin and end."""
    begins, ends = ((x << ROW).astype(np.int32) for x in (ring.begins, ring.ends))
    return entries.searchsorted(begins), entries.searchsorted(ends)


def _taken(entries: NDArray[np.int32], begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """Take entries from each of `begins` to `ends`, one after the other."""
    if len(begins) == 1:
        return np.asarray(entries[begins[0] : ends[0]])
    many = ends - begins
    before = np.cumsum(many) - many
    return np.asarray(entries[np.arange(int(many.sum())) + np.repeat(begins - before, many)])
