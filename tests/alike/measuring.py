"""What the matcher, and Karte von morgen's rule, make of the labelled pairs: counts, precision, recall."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from rapidfuzz.distance import Levenshtein

from assetmap.alike import pairs_of
from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject_all
from tests.alike.labels import labels
from tests.alike.rows import FILES, rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.assets import Asset
    from tests.alike.labels import Label

_Z = 1.959964
"""95 % of a normal distribution lie within so many standard deviations."""
_NEAR_M, _EDITS, _WORDS = 100, 0.3, 2


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many pairs were asked about that are the same, and that are not; and how many of the same were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was asked about, how much is the same."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what is the same, how much was asked about."""
        return self.right / max(self.right + self.missed, 1)

    def __str__(self) -> str:
        said = [
            f"{name} {share:.3f} ({low:.3f} to {high:.3f}, {self.right} of {of})"
            for name, share, of in (
                ("precision", self.precision, self.right + self.wrong),
                ("recall", self.recall, self.right + self.missed),
            )
            for low, high in [wilson(self.right, of)]
        ]
        return ", ".join(said)


def wilson(right: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927, JASA 22, 209 to 212)."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, _Z**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of**2)) / (1 + square / of)
    return middle - half, middle + half


def told(half: str) -> list[Label]:
    """List the pairs of a half that the rows tell of."""
    return [x for x in labels(half=half) if x.verdict != "unsure"]


def ours(folder: Path, pairs: Sequence[Label]) -> tuple[list[Label], list[Label], list[Label]]:
    """
    Let the matcher look for every row among all rows of all lists, as on one map.

    Returns
    -------
    right, wrong, missed
        Of the labelled pairs: asked about and the same, asked about and different, the same and not asked about.
    """
    everything = tuple(x for name in FILES for x in rows(folder, name) if x is not None)
    found = pairs_of(everything, everything)
    asked = {frozenset((key, twin.asset.id)) for key, twins in found.items() for twin in twins}
    return _sorted(pairs, [frozenset(x.id for x in pair.both(folder)) in asked for pair in pairs])


def karte_von_morgen(folder: Path, pairs: Sequence[Label]) -> tuple[list[Label], list[Label], list[Label]]:
    """
    Let Karte von morgen's rule decide: within 100 m, and an edit distance of at most 30 % or at most two other words.

    Notes
    -----
    As in OpenFairDB (`is_similar_text`, `words_equal_except_k_words`): the shorter name's length times 0.3, rounded up;
    names of one word each are never compared by words. It knows points alone: areas are measured edge to edge here,
    which is kinder to it, and what has no place is never asked about.
    """
    return _sorted(pairs, [_is_theirs(*pair.both(folder)) for pair in pairs])


def counted(found: tuple[Sequence[Label], Sequence[Label], Sequence[Label]], *, hard: bool = False) -> Counts:
    """Count, or count the hard ones alone."""
    right, wrong, missed = (sum(x.hard or not hard for x in part) for part in found)
    return Counts(right=right, wrong=wrong, missed=missed)


def _sorted(pairs: Sequence[Label], asked: Sequence[bool]) -> tuple[list[Label], list[Label], list[Label]]:
    right, wrong, missed = [], [], []
    for pair, is_asked in zip(pairs, asked, strict=True):
        is_same = pair.verdict == "same"
        if is_asked:
            (right if is_same else wrong).append(pair)
        elif is_same:
            missed.append(pair)
    return right, wrong, missed


def _is_theirs(one: Asset, other: Asset) -> bool:
    if one.where is None or other.where is None:
        return False
    shapes = reproject_all([one.where, other.where], WGS84, BRITISH_NATIONAL_GRID)
    if shapely.distance(*shapes) > _NEAR_M:
        return False
    edits = math.ceil(min(len(one.name), len(other.name)) * _EDITS)
    return Levenshtein.distance(one.name, other.name) <= edits or _differs_by_words(one.name, other.name) <= _WORDS


def _differs_by_words(one: str, other: str) -> int:
    short, long = sorted((one.split(), other.split()), key=len)
    if len(long) == 1:
        return _WORDS + 1
    return sum(word not in set(short) for word in long)
