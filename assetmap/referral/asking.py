"""A question made ready: which rows may come out, which answer it and how well, and from where it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assetmap.referral.filters import Filters
from assetmap.referral.ranking import OVERDUE, Here, left, shown
from assetmap.referral.sieve import answered, busy, overdue, suggested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from numpy.typing import NDArray

    from assetmap.hours import Terms
    from assetmap.search.index import Index
    from assetmap.search.meaning import Question

    Part = Callable[[NDArray[np.int32]], NDArray[np.bool_]]


FITS = 0.5
"""What meets less than so much of the words as the best does almost fits, and no more."""
_SURE = 0.5
"""From here on a need is said to be meant by the words."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """
    What somebody asks for. Holds what was typed (`question`, `here`): not for keeping.

    `needs`, `kinds`: vocabulary keys. `at`: the moment asked about, or None of a whole day. `minutes`: most minutes on
    foot. The rest as `shortlist` takes it.
    """

    index: Index
    question: Question | None = field(default=None, repr=False)
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
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

    @cached_property
    def is_overdue(self) -> NDArray[np.bool_]:
        """Of each row, whether its check is overdue."""
        return overdue(self.index, on=self.on, review_weeks=self.review_weeks)

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
    def least_fit(self) -> float:
        """Give the least fit that is one: a share of the best that anything has."""
        if not self.has_words:
            return 0.0
        found = self.index.fits(self.question, needs=self.needs, kinds=self.kinds, mask=suggested(self.index))
        return FITS * float(found.fit.max(initial=0.0))

    def classes(self) -> Iterator[NDArray[np.bool_]]:
        """Give the rows that pass, as masks: what is known to, what nobody knows of, and what is busy of either."""
        may = suggested(self.index)
        if not self.filters and not self.handed:
            yield may
            return
        known = may
        for met in self.answers.values():
            may, known = may & (met >= 0), known & (met > 0)
        for is_busy in (~self.is_busy, self.is_busy):
            yield known & is_busy
            if self.filters:
                yield may & ~known & is_busy

    def best(
        self,
        count: int,
        *,
        mask: NDArray[np.bool_],
        part: Part | None = None,
        is_placed: bool = True,
        relaxed: NDArray[np.float32] | None = None,
    ) -> list[tuple[int, float]]:
        """
        Give the rows of a mask with the highest scores, the highest first, each with its fit.

        Parameters
        ----------
        part
            Which of some rows with a place may come out, by how far they are.
        relaxed
            Of each row, what stands for its fit, 0 to 1: whatever the needs, the kinds and the words are, `mask` and
            `part` alone say what comes out.
        """
        here = self.here if is_placed else None
        seen: list[tuple[NDArray[np.int32], NDArray[np.float32]]] = []

        def score(
            rows: NDArray[np.int32], fit: NDArray[np.float32], metres: NDArray[np.float64]
        ) -> NDArray[np.float64]:
            if relaxed is None:
                scores = np.where(fit < self.least_fit, -np.inf, fit).astype(np.float64)
                seen.extend([(rows, fit)] * self.has_words)
            else:
                scores = relaxed[rows].astype(np.float64)
            scores[self.is_overdue[rows]] *= OVERDUE
            if here is None:
                return scores
            looked = np.flatnonzero((scores > -np.inf) & self._may_be_within(metres, is_relaxed=relaxed is not None))
            kept = np.full(len(rows), -np.inf)
            if part is not None:
                looked = looked[part(rows[looked])]
            kept[looked] = scores[looked] * left(self._shown_minutes(rows[looked]))
            return kept

        rows, _ = self.index.best(
            self.question if relaxed is None else None,
            xy=None if here is None else here.xy,
            count=count,
            score=score,
            falls=None if here is None else here.falls,
            needs=self.needs if relaxed is None else (),
            kinds=self.kinds if relaxed is None else (),
            mask=mask,
            is_placed=is_placed,
        )
        fits: dict[int, float] = {}
        for looked_at, fit in seen:
            at = np.isin(looked_at, rows)
            fits.update(zip(looked_at[at].tolist(), fit[at].tolist(), strict=True))
        return [(row, fits.get(row, 1.0)) for row in rows.tolist()]

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

    def _may_be_within(self, metres: NDArray[np.float64], *, is_relaxed: bool) -> NDArray[np.bool_]:
        """Pass over what is too far as the crow flies before anything is measured."""
        if self.minutes is None or self.here is None or is_relaxed:
            return np.ones(len(metres), dtype=bool)
        return metres <= self.here.reach_m(self.minutes)

    def _shown_minutes(self, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        here = self.here
        if here is None:
            return np.zeros(len(rows))
        minutes = shown(here.minutes(rows))
        straight = np.flatnonzero(np.isnan(minutes))
        minutes[straight] = here.shown_metres(rows[straight]) / here.pace
        return minutes
