"""Where next to nothing fits: the nearest that lacks one thing, or else two, and what it lacks in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.referral.lacking import fails, lacks_kind, lacks_need, lacks_words, too_far
from assetmap.referral.rows import found_rows, metres_of
from assetmap.referral.sieve import suggested

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from assetmap.referral.asking import Asked
    from assetmap.referral.found import Found

_SHOWN = 5
_MOST_LACKS = 2
_WITHOUT_WORDS = 0.5
"""What counts for the fit of what fits no words, or of all where there are none."""


def almost_fitting(asked: Asked, *, but: Collection[str]) -> tuple[Found, ...]:
    """
    Find what almost fits, what lacks least and is best first; with a place and without.

    It has something of what was asked for: a need, a kind or words. Where only filters were asked for, it is anything.

    Parameters
    ----------
    but
        Assets that are on the list already.
    """
    lacking = _Lacking(asked)
    most = min(_MOST_LACKS, len(lacking.things) + (asked.minutes is not None))
    may = suggested(asked.index) & lacking.has_any
    may[[asked.index.row[x] for x in but]] = False
    found: list[int] = []
    for lacks in range(1, most + 1):
        for is_placed in (True, False):
            if len(found) < _SHOWN:
                found += lacking.with_lacks(lacks, may, count=_SHOWN - len(found), is_placed=is_placed)
        if found:
            break
    return found_rows(
        asked,
        [(row, lacking.fit_of(row)) for row in found],
        lacks=[" ".join(lacking.sentences(row)) for row in found],
    )


class _Lacking:
    """What each row lacks of what was asked for. Holds what was typed: not for keeping."""

    def __init__(self, asked: Asked) -> None:
        index = asked.index
        self.asked = asked
        needs, kinds = index.said("needs"), index.said("kind")
        self.things: dict[str, NDArray[np.bool_]] = {}
        for need in asked.needs:
            self.things[f"need {need}"] = _of(needs.codes, [need not in x for x in needs.values])
        if asked.kinds:
            self.things["kind"] = _of(kinds.codes, [x not in asked.kinds for x in kinds.values])
        self.fit = np.zeros(len(index.assets), dtype=np.float32)
        if asked.has_words:
            found = index.fits(asked.question, mask=suggested(index))
            self.fit[found.rows] = found.fit
            least = min(asked.fitting.fit.tolist(), default=0.0)
            self.things["words"] = (self.fit <= 0) | (self.fit < least)
        self.weight = np.where(self.fit > 0, self.fit, np.float32(_WITHOUT_WORDS)).astype(np.float32)
        wanted = list(self.things.values())
        for name, met in asked.answers.items():
            self.things[name] = met < 0
        self.count = sum((x.astype(np.int16) for x in self.things.values()), np.zeros(len(self.fit), dtype=np.int16))
        lacks_all = np.logical_and.reduce(wanted) if wanted else np.zeros(len(self.fit), dtype=bool)
        self.has_any = ~lacks_all | (self.fit > 0)

    def with_lacks(self, lacks: int, may: NDArray[np.bool_], *, count: int, is_placed: bool) -> list[int]:
        """Give the best rows that lack so many things, how far they are among them."""
        asked = self.asked
        if asked.minutes is None or not is_placed:
            mask = may & (self.count == lacks)
            return asked.nearest(count, weight=self.weight, mask=mask, is_placed=is_placed) if mask.any() else []

        def exactly(rows: NDArray[np.int32]) -> NDArray[np.bool_]:
            return np.asarray(self.count[rows] + self._is_too_far(rows) == lacks)

        mask = may & ((self.count == lacks) | (self.count == lacks - 1))
        return asked.nearest(count, weight=self.weight, mask=mask, part=exactly) if mask.any() else []

    def _is_too_far(self, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
        asked = self.asked
        return ~(asked.has_walk(rows) | asked.has_none(rows))

    def fit_of(self, row: int) -> float:
        """Say how well a row fits the words; 0 without any."""
        return float(self.fit[row])

    def sentences(self, row: int) -> Iterator[str]:
        """Say what a row lacks."""
        asked, asset = self.asked, self.asked.index.assets[row]
        for name, lacks in self.things.items():
            if not lacks[row]:
                continue
            if name.startswith("need "):
                yield lacks_need(name.removeprefix("need "))
            elif name == "kind":
                yield lacks_kind(asset)
            elif name == "words":
                yield lacks_words(any_met=bool(self.fit[row] > 0))
            else:
                yield fails(asset, name, filters=asked.filters, on=asked.on, terms=asked.terms)
        (metres,), here = metres_of(asked, np.array([row], dtype=np.int32)), asked.here
        if asked.minutes is None or here is None or metres is None:
            return
        if self._is_too_far(np.array([row], dtype=np.int32))[0]:
            walk = None if here.from_there is None else here.from_there.walk(asset.id)
            yield too_far(asset, metres=metres, walk=walk, asked=asked.minutes)


def _of(codes: NDArray[np.int32], lacks: list[bool]) -> NDArray[np.bool_]:
    return np.array(lacks, dtype=bool)[codes] if lacks else np.zeros(0, dtype=bool)
