"""A question made ready: which rows may come out, which answer it and how well, and from where it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assetmap.referral.filters import Filters
from assetmap.referral.ranking import OVERDUE, Here, left, shown
from assetmap.referral.sieve import answered, busy, due, paused_until, suggested
from assetmap.search.plainly import FITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from numpy.typing import NDArray

    from assetmap.hours import Terms
    from assetmap.search.index import Index
    from assetmap.search.meaning import Question
    from assetmap.search.meeting import Fits

    Part = Callable[[NDArray[np.int32]], NDArray[np.bool_]]
    Score = Callable[[NDArray[np.int32], NDArray[np.float32], NDArray[np.float64]], NDArray[np.float64]]


_SURE = 0.5
"""From here on a need is said to be meant by the words."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """
    What somebody asks for. Holds what was typed (`question`, `filters`, `here`): not for keeping.

    `needs`, `kinds`: vocabulary keys. `at`: the moment asked about, or None of a whole day. `minutes`: most minutes on
    foot. The rest as `shortlist` takes it.
    """

    index: Index
    question: Question | None = field(default=None, repr=False)
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters, repr=False)
    minutes: float | None = None
    here: Here | None = field(default=None, repr=False)
    on: date
    at: datetime | None = None
    terms: Terms = ()
    review_weeks: Mapping[str, int] | None = None
    handed: Mapping[str, int] | None = None

    @property
    def has_words(self) -> bool:
        """Whether there is a word in the question that asks for anything."""
        return self.question is not None and bool(self.question.words)

    @cached_property
    def answers(self) -> dict[str, NDArray[np.int8]]:
        """Each filter → what is known of each row."""
        return answered(self.index, self.filters, on=self.on, terms=self.terms)

    def is_overdue(self, rows: NDArray[np.int32] | int) -> NDArray[np.bool_]:
        """Say of each row whether its check is overdue."""
        return np.asarray(due(self.index, review_weeks=self.review_weeks)[rows] < self.on.toordinal())

    @cached_property
    def is_busy(self) -> NDArray[np.bool_]:
        """Of each row, whether it was handed out as often as it has room for."""
        return busy(self.index, self.handed)

    @cached_property
    def meant(self) -> frozenset[str]:
        """Needs that the words mean."""
        words = () if self.question is None else self.question.words
        return frozenset(need for word in words for need, share in word.needs.items() if share >= _SURE)

    @cached_property
    def fitting(self) -> Fits:
        """What fits the words, besides the needs and the kinds: at least half as well as the best does."""
        return self.index.fits(
            self.question, needs=self.needs, kinds=self.kinds, mask=suggested(self.index),
            least=FITS if self.has_words else 0.0,
        )  # fmt: skip

    def classes(self) -> Iterator[NDArray[np.bool_]]:
        """
        Give the rows that pass, as masks, in their order: what is known to meet all filters, then what nobody knows of;
        and last, of either, what is paused or was handed out often enough.
        """
        known, may = self._passing
        for is_in in (~self._is_last, self._is_last) if self._is_last.any() else (None,):
            yield known if is_in is None else known & is_in
            if self.filters:
                yield may & ~known if is_in is None else may & ~known & is_in

    @cached_property
    def _passing(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        known = may = suggested(self.index)
        for met in self.answers.values():
            may, known = may & (met >= 0), known & (met > 0)
        return known, may

    @cached_property
    def _is_last(self) -> NDArray[np.bool_]:
        is_paused = np.asarray(paused_until(self.index) > self.on.toordinal())
        return is_paused | self.is_busy if self.handed else is_paused

    def best(
        self, count: int, *, mask: NDArray[np.bool_], part: Part | None = None, is_placed: bool = True
    ) -> list[tuple[int, float]]:
        """
        Give the rows of a mask with the highest scores, the highest first, each with its fit.

        Parameters
        ----------
        part
            Which of some rows with a place may come out, by how far they are.
        """
        here = self.here if is_placed else None
        score = self._score(here, part)
        if self.question is not None and (self.question.words or self.question.against):
            rows, _ = self.index.best_of(
                self.fitting, xy=None if here is None else here.xy, count=count, score=score,
                falls=None if here is None else self._falls, mask=mask, is_placed=is_placed,
            )  # fmt: skip
            fit = self.fitting.fit[self.fitting.rows.searchsorted(rows)]
            return list(zip(rows.tolist(), fit.tolist(), strict=True))
        rows, _ = self.index.best(
            xy=None if here is None else here.xy, count=count, score=score,
            falls=None if here is None else self._falls,
            needs=self.needs, kinds=self.kinds, mask=mask, is_placed=is_placed,
        )  # fmt: skip
        return [(row, 1.0) for row in rows.tolist()]

    def nearest(
        self,
        count: int,
        *,
        weight: NDArray[np.float32],
        mask: NDArray[np.bool_],
        part: Part | None = None,
        is_placed: bool = True,
    ) -> list[int]:
        """Give the best rows of a mask whatever was asked for; `weight`, 0 to 1, stands for the fit of each row."""
        here = self.here if is_placed else None
        score = self._score(here, part)

        def weighed(
            rows: NDArray[np.int32], _fit: NDArray[np.float32], metres: NDArray[np.float64]
        ) -> NDArray[np.float64]:
            return score(rows, weight[rows], metres)

        rows, _ = self.index.best(
            xy=None if here is None else here.xy, count=count, score=weighed,
            falls=None if here is None else here.falls, mask=mask, is_placed=is_placed,
        )  # fmt: skip
        return [int(row) for row in rows]

    def _score(self, here: Here | None, part: Part | None) -> Score:
        """Score rows from where somebody is, exactly; −inf for what is no `part` of them."""

        def score(
            rows: NDArray[np.int32], fit: NDArray[np.float32], _metres: NDArray[np.float64]
        ) -> NDArray[np.float64]:
            scores: NDArray[np.float64] = np.where(self.is_overdue(rows), OVERDUE, 1.0) * fit
            if here is None:
                return scores
            looked = np.arange(len(rows)) if part is None else np.flatnonzero(part(rows))
            kept = np.full(len(rows), -np.inf)
            kept[looked] = scores[looked] * left(self._shown_minutes(here, rows[looked]))
            return kept

        return score

    def _falls(self, metres: float) -> float:
        """Say what is left of a score at so many metres at most: nothing where it cannot be within the minutes."""
        here = self.here
        if here is None or (self.minutes is not None and metres > here.reach_m(self.minutes)):
            return 0.0
        return here.falls(metres)

    def has_walk(self, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Say of each row whether a walk to it is known, and is one of so many minutes as were asked for."""
        if self.here is None:
            return np.ones(len(rows), dtype=bool)
        minutes = self.here.minutes(rows)
        return ~np.isnan(minutes) if self.minutes is None else minutes <= self.minutes

    def has_none(self, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Say of each row whether no walk to it is known, and it may be within so many minutes as the crow flies."""
        if self.here is None:
            return np.zeros(len(rows), dtype=bool)
        found = np.isnan(self.here.minutes(rows))
        if self.minutes is not None:
            unknown = np.flatnonzero(found)
            found[unknown] = self.here.metres(rows[unknown]) <= self.minutes * self.here.pace
        return found

    @staticmethod
    def _shown_minutes(here: Here, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """Give the minutes that rows are ranked by, as they are shown; of a straight line where no walk is known."""
        minutes = shown(here.minutes(rows))
        straight = np.flatnonzero(np.isnan(minutes))
        minutes[straight] = here.shown_metres(rows[straight]) / here.pace
        return minutes
