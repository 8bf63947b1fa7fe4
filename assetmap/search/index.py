"""
An index of what some circle may see: which assets fit a question, and the best of them from where somebody is.

Made once of disclosed assets and asked by many at a time. It holds nothing that anybody typed, and no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from assetmap.search.grid import Grid, Ground, Ring, laid, measured
from assetmap.search.meeting import Asked, Columns, Fits, things_of
from assetmap.search.postings import Postings
from assetmap.search.spelling import Known
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.search.meaning import Question

    Score = Callable[[NDArray[np.int32], NDArray[np.float32], NDArray[np.float64]], NDArray[np.float64]]

_FEW = 2_000
"""So few rows are looked at at once, wherever they are."""


class Said(NamedTuple):
    """
    What assets say in a field: each row's value is `values[codes[row]]`.

    `first`: int32, the first row of each value: an asset to ask about it.
    """

    codes: NDArray[np.int32]
    values: tuple[Any, ...]
    first: NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Index:
    """
    Assets in rows of their own order, ready to be asked.

    Parameters
    ----------
    assets
        By row; those with a place first.
    metric_crs
        The system whose metres `xy` and `least_m` are in.
    """

    assets: Sequence[Asset] = field(repr=False)
    metric_crs: str
    grid: Grid = field(repr=False)
    _said: dict[tuple[str, ...], Said] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, assets: Sequence[Asset], *, metric_crs: str) -> Index:
        """
        Make an index of assets as disclosed (blurred places are the blurred ones).

        Words are read when they are first asked for, or by `ready`.
        """
        order, grid = laid(measured(assets, metric_crs=metric_crs))
        return cls(assets=[assets[i] for i in order.tolist()], metric_crs=metric_crs, grid=grid)

    def renewed(self, assets: Sequence[Asset]) -> Index:
        """
        Make the index of other assets, most of which (the very same objects) are in this one: only the others are read.

        It is what `of` would make, and nothing of what is gone is in it.
        """
        was = np.array([self.row.get(asset.id, -1) for asset in assets], dtype=np.int64)
        is_same = [row >= 0 and self.assets[row] is asset for row, asset in zip(was.tolist(), assets, strict=True)]
        same, new = np.flatnonzero(is_same), np.flatnonzero(~np.array(is_same, dtype=bool))
        fresh = [assets[i] for i in new.tolist()]
        at = {row: i for i, row in zip(same.tolist(), was[same].tolist(), strict=True)}
        measured_anew = measured(fresh, metric_crs=self.metric_crs)
        boxes = np.empty((len(assets), 4))
        boxes[same], boxes[new] = self.grid.boxes[was[same]], measured_anew.boxes
        shapes = {at[row]: shape for row, shape in self.grid.shapes.items() if row in at}
        shapes.update((int(new[i]), shape) for i, shape in measured_anew.shapes.items())
        order, grid = laid(Ground(boxes, shapes))
        made = Index(assets=[assets[i] for i in order.tolist()], metric_crs=self.metric_crs, grid=grid)
        if "postings" in self.__dict__:
            row = np.empty(len(order), dtype=np.int64)
            row[order] = np.arange(len(order))
            moved = np.full(len(self.assets), -1, dtype=np.int64)
            moved[was[same]] = row[same]
            kinds = made.said("kind")
            made.__dict__["postings"] = self.postings.renewed(
                moved, fresh, row[new], kinds=kinds.codes[row[new]], keys=kinds.values
            )
        return made

    def ready(self) -> Index:
        """Read everything now, so that nobody waits for it later."""
        _ = self.postings, self._columns, self.order, self.row, self.words
        return self

    # What stands in each row

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Asset's id → its row."""
        return {asset.id: i for i, asset in enumerate(self.assets)}

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """The rank of each row by name and then by id, int32 (n,): what is equal otherwise stands in this order."""
        keys = [f"{asset.name.casefold()}\0{asset.id}" for asset in self.assets]
        rank = np.empty(len(keys), dtype=np.int32)
        rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys), dtype=np.int32)
        return rank

    @cached_property
    def words(self) -> Known:
        """Every word of the assets, folded, those first that stand in most."""
        many = self.postings.many()
        words = list(self.postings.number)
        return Known(words[i] for i in np.argsort(-many, kind="stable").tolist())

    @cached_property
    def postings(self) -> Postings:
        """Which word stands where."""
        kinds = self.said("kind")
        return Postings.of(self.assets, kinds=kinds.codes, keys=kinds.values)

    def said(self, *fields: str) -> Said:
        """
        Say what assets say in a field, or in several together (values are tuples then).

        There are few values of most fields: what a filter thinks of each is worked out once for all rows.
        """
        if fields not in self._said:
            said = list(map(attrgetter(*fields), self.assets))
            numbers = {value: i for i, value in enumerate(dict.fromkeys(said))}
            coded = np.fromiter(map(numbers.__getitem__, said), dtype=np.int32, count=len(said))
            first = np.zeros(len(numbers), dtype=np.int32)
            first[coded[::-1]] = np.arange(len(coded) - 1, -1, -1, dtype=np.int32)
            self._said[fields] = Said(coded, tuple(numbers), first)
        return self._said[fields]

    @cached_property
    def is_shape(self) -> NDArray[np.bool_]:
        """Which rows are lines or areas, bool (n,): to any other with a place `least_m` is the straight line itself."""
        found = np.zeros(len(self.assets), dtype=bool)
        found[list(self.grid.shapes)] = True
        return found

    def shapes(self, rows: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Give the shapes of rows with a place, as disclosed, in metres."""
        shapes: NDArray[Any] = np.asarray(shapely.points(self.grid.boxes[rows, :2]), dtype=object)
        kept = self.grid.shapes
        for i, row in enumerate(rows.tolist()):
            if row in kept:
                shapes[i] = kept[row]
        return shapes

    def least_m(self, xy: tuple[float, float], rows: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
        """Measure from `xy` to rows, metres, float64 (m,): never more than the straight line; inf without a place."""
        return self.grid.least_m(xy, rows)

    @cached_property
    def _columns(self) -> Columns:
        kinds, needs = self.said("kind"), self.said("needs")
        bit = {key: np.uint64(1 << i) for i, key in enumerate(vocabulary().needs)}
        of_value = np.array([sum(int(bit[x]) for x in said) for said in needs.values], dtype=np.uint64)
        bits = of_value[needs.codes]
        each, both = np.unique(needs.codes.astype(np.int64) * len(kinds.values) + kinds.codes, return_inverse=True)
        both_needs, both_kinds = np.divmod(each, max(1, len(kinds.values)))
        return Columns(
            needs=bits,
            of_need={key: (one, _rows_of(bits & one > 0)) for key, one in bit.items()},
            kinds=kinds.codes,
            both=both.astype(np.intp),
            both_needs=of_value[both_needs],
            both_kinds=both_kinds.astype(np.int32),
            of_kind={key: (i, _rows_of(kinds.codes == i)) for i, key in enumerate(kinds.values)},
        )

    # Asking

    def fits(
        self,
        question: Question | None = None,
        *,
        needs: Collection[str] = (),
        kinds: Collection[str] = (),
        mask: NDArray[np.bool_] | None = None,
        least: float = 0.0,
    ) -> Fits:
        """
        Find all rows that meet every one of `needs`, are of one of `kinds`, and have something of the question.

        Parameters
        ----------
        question
            What was asked in words (`meaning.read`); None or without words: everything fits, wholly.
        needs, kinds
            Vocabulary keys.
        mask
            bool (n,): which rows may come out.
        least
            The share of the best that something must have to fit at all.
        """
        asked = self._asked(question, needs=needs, kinds=kinds, mask=mask)
        return asked.within(Ring(np.array([0]), np.array([len(self.assets)]), np.inf), least=least)

    def best(  # noqa: PLR0913  each says which, or how they are ranked
        self,
        question: Question | None = None,
        *,
        xy: tuple[float, float] | None = None,
        count: int,
        score: Score,
        falls: Callable[[float], float] | None = None,
        needs: Collection[str] = (),
        kinds: Collection[str] = (),
        mask: NDArray[np.bool_] | None = None,
        is_placed: bool = True,
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """
        Find the rows with the highest scores, without a look at those that cannot be among them.

        Parameters
        ----------
        question, needs, kinds, mask
            As for `fits`.
        xy
            Where somebody is, metres; not kept. None: distances play no part.
        count
            Most to find.
        score
            (rows, fit, metres) → a score for each, −inf for what may not come out. `metres` is `least_m`, and 0 where
            no `xy` is given. Never more than `fit * falls(metres)`.
        falls
            Metres → what is left of a fit there at most (`0 ≤ falls ≤ 1`, never more when further).
        is_placed
            Look among what has a place, else among what has none.

        Returns
        -------
        rows, scores
            The highest first; equals by name and then by id.
        """
        asked = self._asked(question, needs=needs, kinds=kinds, mask=mask)
        xy = xy if is_placed else None
        rings = self._rings(asked.many, xy=xy if falls is not None else None, is_placed=is_placed)
        return self._climbed(rings, asked.within, xy=xy, count=count, score=score, falls=falls, most=asked.most)

    def best_of(
        self,
        found: Fits,
        *,
        xy: tuple[float, float] | None = None,
        count: int,
        score: Score,
        falls: Callable[[float], float] | None = None,
        mask: NDArray[np.bool_] | None = None,
        is_placed: bool = True,
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Find the same as `best` among what `fits` has found."""

        def within(ring: Ring) -> Fits:
            begins, ends = (found.rows.searchsorted(x.astype(np.int32)) for x in (ring.begins, ring.ends))
            many = ends - begins
            at = np.arange(int(many.sum())) + np.repeat(begins - np.cumsum(many) + many, many)
            at = at if mask is None else at[mask[found.rows[at]]]
            return Fits(found.rows[at], found.fit[at])

        xy, most = xy if is_placed else None, float(found.fit.max(initial=0.0))
        rings = self._rings(len(found.rows), xy=xy if falls is not None else None, is_placed=is_placed)
        return self._climbed(rings, within, xy=xy, count=count, score=score, falls=falls, most=most)

    def _climbed(
        self,
        rings: Iterator[Ring],
        within: Callable[[Ring], Fits],
        *,
        xy: tuple[float, float] | None,
        count: int,
        score: Score,
        falls: Callable[[float], float] | None,
        most: float,
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        rows, scores = np.zeros(0, dtype=np.int32), np.zeros(0)
        for ring in rings:
            found = within(ring)
            if len(found.rows):
                metres = np.zeros(len(found.rows)) if xy is None else self.least_m(xy, found.rows)
                new = score(found.rows, found.fit, metres)
                rows, scores = self._top(
                    np.concatenate([rows, found.rows]), np.concatenate([scores, new]), count=max(1, count)
                )
            beyond = np.inf if falls is None else most * falls(ring.beyond_m)
            if beyond <= 0 or (len(rows) >= count and scores[-1] > beyond):
                break
        return rows, scores

    def nearest(
        self, xy: tuple[float, float], count: int, *, mask: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int32]:
        """Find the rows that are nearest by `least_m`, the nearest first, without what has no place."""
        return self.best(xy=xy, count=count, score=_by_metres, falls=lambda metres: 1 / (1 + metres), mask=mask)[0]

    def _asked(
        self,
        question: Question | None,
        *,
        needs: Collection[str],
        kinds: Collection[str],
        mask: NDArray[np.bool_] | None,
    ) -> Asked:
        columns = self._columns
        is_in_words = question is not None and (question.words or question.against)
        things = things_of(question, columns, self.postings) if question is not None and is_in_words else None
        return Asked(columns, things, needs=needs, kinds=kinds, mask=mask)

    def _rings(self, many: int, *, xy: tuple[float, float] | None, is_placed: bool) -> Iterator[Ring]:
        """Go outward; all at once where nobody is anywhere, or little can come."""
        if not is_placed:
            yield self.grid.nowhere()
        elif xy is None or many < _FEW:
            yield self.grid.whole()
        else:
            yield from self.grid.rings(xy)

    def _top(
        self, rows: NDArray[np.int32], scores: NDArray[np.float64], *, count: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Keep the highest scores, equals by name."""
        may = scores > -np.inf
        rows, scores = rows[may], scores[may]
        if len(scores) > count:
            least = np.partition(scores, len(scores) - count)[len(scores) - count]
            above, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
            left = count - len(above)
            equal = equal[np.argpartition(self.order[rows[equal]], left - 1)[:left]]
            kept = np.concatenate([above, equal])
            rows, scores = rows[kept], scores[kept]
        best = np.lexsort((self.order[rows], -scores))
        return rows[best], scores[best]


def _by_metres(_rows: NDArray[np.int32], _fit: NDArray[np.float32], metres: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + metres)


def _rows_of(is_there: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.flatnonzero(is_there).astype(np.int32)
