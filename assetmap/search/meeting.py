"""How well rows meet a question: worked out for the rows that are looked at, and no others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from assetmap.search import meaning
from assetmap.search.postings import IN_KIND, IN_NAME, IN_TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.search.grid import Ring
    from assetmap.search.meaning import Question, Wanted
    from assetmap.search.postings import Postings

# What a word is worth by where it stands, and what one is that means the same.
_OWN = {IN_TEXT: meaning.IN_TEXT, IN_KIND: meaning.IN_KIND, IN_NAME: meaning.IN_NAME}
_LIKE = {where: worth * meaning.LIKE for where, worth in _OWN.items()}
_WORTHS = np.array(sorted({*_OWN.values(), *_LIKE.values()}), dtype=np.float32)
_LEVEL = {worth: i for i, worth in enumerate(sorted({*_OWN.values(), *_LIKE.values()}))}
_LEVELS = 8
_MERGED = 8_192
"""Lists of words that have so few rows together are made one."""
_MOST_LISTED, _SCATTERED = 0.25, 32
"""Of a ring, lists of so large a share are not tried; a row that is looked up costs as much as so many in order."""
_SOME = 8
"""Words that so few rows have, one in so many, are added row by row."""
_ROUNDING = 1.00001
_NOTHING = np.zeros(0, dtype=np.int32)


class Fits(NamedTuple):
    """Rows that fit, int32 (m,), and how well, float32 (m,): above 0, and 1 where nothing could be better."""

    rows: NDArray[np.int32]
    fit: NDArray[np.float32]


class Columns(NamedTuple):
    """
    What is known of every row: its needs as bits, and its kind; and the rows of each.

    `both`: intp (n,), which of `both_needs` and `both_kinds` together each row has.
    """

    needs: NDArray[np.uint64]
    of_need: Mapping[str, tuple[np.uint64, NDArray[np.int32]]]
    kinds: NDArray[np.int32]
    of_kind: Mapping[str, tuple[int, NDArray[np.int32]]]
    both: NDArray[np.intp]
    both_needs: NDArray[np.uint64]
    both_kinds: NDArray[np.int32]


class _List(NamedTuple):
    """Rows in order, int32 (m,), and what all of them are worth, float32 (1,), or each, float32 (m,)."""

    rows: NDArray[np.int32]
    worth: NDArray[np.float32]


class _Thing(NamedTuple):
    """
    One thing that is asked for, and how much it counts.

    `words`: lists of its words, what is worth less first, and a list of several worths last. `unmet`: what needs and
    kinds together (`Columns.both`) leave of it, float32, or None where none is meant; `meant` are their rows.
    """

    words: tuple[_List, ...]
    meant: tuple[NDArray[np.int32], ...]
    unmet: NDArray[np.float32] | None
    weight: float
    most: float

    @property
    def lists(self) -> list[NDArray[np.int32]]:
        """All of them: what meets it at all is in one."""
        return [*(x.rows for x in self.words), *self.meant]


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
        self._mask = None if mask is None or mask.all() else mask
        self._things, self._against = things or Things((), ())
        self._weight = sum(x.weight for x in self._things)
        wanted = [columns.of_need[x] for x in needs]
        self._bits = np.bitwise_or.reduce([x[0] for x in wanted], dtype=np.uint64) if wanted else None
        self._kinds = [columns.of_kind[x][0] for x in kinds if x in columns.of_kind] if kinds else None
        self._rarest = min((x[1] for x in wanted), key=len, default=None)
        self._of_kinds = [columns.of_kind[x][1] for x in kinds if x in columns.of_kind] if kinds else None
        of_things = sum(len(x) for thing in self._things for x in thing.lists)
        all_rows = len(columns.kinds) if self._rarest is None else len(self._rarest)
        self.many = min(of_things, all_rows) if self._things else all_rows
        self.most = (
            min(1.0, sum(x.weight * x.most for x in self._things) / self._weight) * _ROUNDING if self._things else 1.0
        )

    def within(self, ring: Ring, *, least: float = 0.0) -> Fits:
        """Find what fits among the rows of a ring; at least so large a share of the best among them."""
        looked = self._looked_at(ring)
        fit = self._fit(looked)
        share = np.float32(least)
        best = min(fit.max(initial=0.0), np.float32(1)) * share
        found = self._found(looked, fit, least=best)
        if best and found.fit.max(initial=0.0) * share < best:  # the best of all may not come out
            found = self._found(looked, fit, least=0.0)
            is_fit = found.fit >= found.fit.max(initial=0.0) * share
            found = Fits(found.rows[is_fit], found.fit[is_fit])
        return found

    def _found(self, looked: _Looked, fit: NDArray[np.float32], *, least: float) -> Fits:
        """Give what fits, at least so well, and may come out."""
        if self._rarest is None:
            at = np.flatnonzero(fit >= least if least else fit > 0)
        else:
            at = looked.of(_List(self._rarest, _WORTHS[:1]))[0]
            at = at[fit[at] >= least if least else fit[at] > 0]
        rows = looked.rows(at)
        if self._any_may_not:
            may = self._may(rows)
            rows, at = rows[may], at[may]
        return Fits(rows.astype(np.int32), np.minimum(fit[at], np.float32(1)))  # shares add up to 1, but for rounding

    def _fit(self, looked: _Looked) -> NDArray[np.float32]:
        if not self._things:
            fit = np.ones(looked.count, dtype=np.float32)
        else:
            shares = [np.float32(x.weight / self._weight) for x in self._things]
            meant = [
                share * (1 - x.unmet) for share, x in zip(shares, self._things, strict=True) if x.unmet is not None
            ]
            fit = (
                np.sum(meant, axis=0, dtype=np.float32).take(looked.both())
                if meant
                else np.zeros(looked.count, dtype=np.float32)
            )
            for share, thing in zip(shares, self._things, strict=True):
                looked.add_words(fit, thing, share=share)
        for thing in self._against:
            lacks = looked.lacks(thing)
            if lacks is not None:
                fit *= 1 - np.float32(meaning.AGAINST) * (1 - lacks)
        return fit

    def _looked_at(self, ring: Ring) -> _Looked:
        """Choose the rows to look at: those of some lists where they are few beside the ring's."""
        part = _Part(ring, self._columns.both)
        lists = self._lists()
        if lists is None or sum(map(len, lists)) > part.count * _MOST_LISTED:
            return part
        rows = np.concatenate([np.zeros(0, dtype=np.int32), *(x[part.cut(x)[0]] for x in lists)])
        rows = rows[self._may(rows)]
        if len(rows) * _SCATTERED > part.count:
            return part
        rows = np.unique(rows) if len(lists) > 1 or len(ring.begins) > 1 else rows
        return _Few(rows, self._columns.both)

    def _lists(self) -> list[NDArray[np.int32]] | None:
        """Give lists that all that may come out is in; None where there are none."""
        if self._rarest is not None:
            return [self._rarest]
        if self._of_kinds is not None:
            return self._of_kinds
        return [x for thing in self._things for x in thing.lists] if self._things else None

    @property
    def _any_may_not(self) -> bool:
        return self._mask is not None or self._bits is not None or self._kinds is not None

    def _may(self, rows: NDArray[Any]) -> NDArray[np.bool_]:
        """Say which rows may come out, bool (m,)."""
        may = np.ones(len(rows), dtype=bool) if self._mask is None else self._mask[rows]
        if self._bits is not None:
            may &= self._columns.needs[rows] & self._bits == self._bits
        if self._kinds is not None:
            may &= np.isin(self._columns.kinds[rows], self._kinds)
        return may


class _Looked(ABC):
    """Some rows that are looked at."""

    count: int

    @abstractmethod
    def rows(self, at: NDArray[np.intp]) -> NDArray[Any]:
        """Give the rows at places, which are in order."""

    @abstractmethod
    def of(self, one: _List) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Give the places among the rows that are in a list, and what each is worth, or all of them."""

    @abstractmethod
    def both(self) -> NDArray[np.intp]:
        """Give which needs and kind the rows have, as in `Columns.both`."""

    def lacks(self, thing: _Thing) -> NDArray[np.float32] | None:
        """Say what each row lacks of a thing, 0 to 1, float32 (count,); None where none meets it at all."""
        there = [x for x in map(self.of, thing.words) if len(x[0])]
        if thing.unmet is None and not there:
            return None
        lacks = np.ones(self.count, dtype=np.float32) if thing.unmet is None else thing.unmet.take(self.both())
        return lacks if not there else lacks * (1 - self._best(there))

    def add_words(self, fit: NDArray[np.float32], thing: _Thing, *, share: np.float32) -> None:
        """Add to a fit that knows what needs and kinds meet of a thing what its words do of the rest."""
        there = [x for x in map(self.of, thing.words) if len(x[0])]
        if len(there) == 1 and len(there[0][0]) * _SOME < self.count:
            [(at, worth)] = there
            rest = 1 if thing.unmet is None else thing.unmet.take(self.both()[at])
            fit[at] += share * worth * rest
        elif there:
            best = self._best(there)
            best *= share
            fit += best if thing.unmet is None else np.multiply(best, thing.unmet.take(self.both()), out=best)

    def _best(self, there: Sequence[tuple[NDArray[np.intp], NDArray[np.float32]]]) -> NDArray[np.float32]:
        best = np.zeros(self.count, dtype=np.float32)
        for at, worth in there:
            best[at] = worth if len(worth) == 1 else np.maximum(best[at], worth)
        return best


class _Part(_Looked):
    """All rows of a ring."""

    def __init__(self, ring: Ring, both: NDArray[np.intp]) -> None:
        self._ring, self._both = ring, both
        self._many = ring.ends - ring.begins
        self._bounds = np.stack([ring.begins, ring.ends]).astype(np.int32)
        self._shift = (np.cumsum(self._many) - self._many - ring.begins).astype(np.int32)
        self.count = int(self._many.sum())

    def rows(self, at: NDArray[np.intp]) -> NDArray[Any]:
        if len(self._many) == 1:
            return np.asarray(at - self._shift[0])
        return np.asarray((np.arange(self.count) - np.repeat(self._shift, self._many))[at])

    def both(self) -> NDArray[np.intp]:
        if len(self._many) == 1:
            return self._both[self._ring.begins[0] : self._ring.ends[0]]
        return np.asarray(self._both[self.rows(np.arange(self.count))])

    def cut(self, rows: NDArray[np.int32]) -> tuple[slice | NDArray[np.intp], NDArray[np.int64]]:
        """Say where in a list the rows of the ring are, one part of it after the other, and how many of each."""
        begins, ends = rows.searchsorted(self._bounds)
        many = ends - begins
        if len(begins) == 1:
            return slice(begins[0], ends[0]), many
        return np.arange(int(many.sum())) + np.repeat(begins - np.cumsum(many) + many, many), many

    def of(self, one: _List) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        at, many = self.cut(one.rows)
        places = one.rows[at].astype(np.intp)  # as arrays are best looked up
        if len(many) != 1:
            places += np.repeat(self._shift, many)
        elif self._shift[0]:
            places += self._shift[0]
        return places, one.worth if len(one.worth) == 1 else one.worth[at]


class _Few(_Looked):
    """Rows that are looked up one by one."""

    def __init__(self, rows: NDArray[np.int32], both: NDArray[np.intp]) -> None:
        self._rows, self._both = rows, both
        self.count = len(rows)

    def rows(self, at: NDArray[np.intp]) -> NDArray[Any]:
        return np.asarray(self._rows[at])

    def both(self) -> NDArray[np.intp]:
        return self._both[self._rows]

    def of(self, one: _List) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        if self.count * 4 < len(one.rows):
            at = np.minimum(one.rows.searchsorted(self._rows), len(one.rows) - 1)
            places = np.flatnonzero(one.rows[at] == self._rows)
            return places, one.worth if len(one.worth) == 1 else one.worth[at[places]]
        at = self._rows.searchsorted(one.rows)
        there = np.flatnonzero(at < self.count)
        there = there[self._rows[at[there]] == one.rows[there]]
        return at[there], one.worth if len(one.worth) == 1 else one.worth[there]


def things_of(question: Question, columns: Columns, postings: Postings) -> Things:
    """Look up what a question speaks of."""
    return Things(*(tuple(_thing(x, columns, postings) for x in part) for part in (question.words, question.against)))


def _thing(wanted: Wanted, columns: Columns, postings: Postings) -> _Thing:
    worths = dict.fromkeys(wanted.like, _LIKE) | dict.fromkeys(wanted.forms, _OWN)
    words = [(worth[where], rows) for word, worth in worths.items() for where, rows in postings.of_word(word)]
    unmet = np.ones(len(columns.both_kinds), dtype=np.float32)
    meant = []
    for key, sure in wanted.needs.items():
        bit, rows = columns.of_need[key]
        unmet[columns.both_needs & bit > 0] *= 1 - meaning.BY_NEED * sure
        meant.append(rows)
    for key, sure in wanted.kinds.items():
        kind, rows = columns.of_kind.get(key, (-1, _NOTHING))
        unmet[columns.both_kinds == kind] *= 1 - meaning.BY_KIND * sure
        meant.append(rows)
    best = max((worth for worth, _ in words), default=0.0)
    is_meant = any(map(len, meant))
    return _Thing(
        words=_merged(words),
        meant=tuple(x for x in meant if len(x)),
        unmet=unmet if is_meant else None,
        weight=wanted.weight,
        most=1 - (1 - best) * (float(unmet.min()) if is_meant else 1.0),
    )


def _merged(words: Sequence[tuple[float, NDArray[np.int32]]]) -> tuple[_List, ...]:
    """Make lists of words and what they are worth: those that are worth less first, and last one of all short ones."""
    short: list[NDArray[np.int64]] = []
    lists: list[tuple[float, NDArray[np.int32]]] = []
    left = _MERGED
    for worth, rows in sorted(words, key=lambda x: len(x[1])):
        if len(rows) <= left:
            left -= len(rows)
            short.append(rows.astype(np.int64) * _LEVELS + _LEVEL[worth])
        else:
            lists.append((worth, rows))
    made = [_List(rows, np.array([worth], dtype=np.float32)) for worth, rows in sorted(lists, key=lambda x: x[0])]
    if short:
        packed = np.sort(np.concatenate(short))
        last = np.ones(len(packed), dtype=bool)
        last[:-1] = packed[1:] // _LEVELS != packed[:-1] // _LEVELS
        rows, level = np.divmod(packed[last], _LEVELS)
        made.append(_List(rows.astype(np.int32), _WORTHS[level]))
    return tuple(made)
