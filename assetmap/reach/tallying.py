"""From minutes at homes to a row an area: shares, medians, the worst, and between what the share may lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.network import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

FEW_HOMES = 5
"""An area with fewer homes counted is flagged: one home more or less changes its share by a fifth."""
PEOPLE_TO = 10
"""People are spread evenly over homes, which is a guess: what is counted from it is rounded to so many."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """
    What each of p homes reaches.

    `area`: int64 (p), rising. `is_known`: whether a street is near. `mm`: int32 (kinds, p), to the nearest of each
    kind, `NEVER` without a way. `certain_mm`: the same to assets that are shown where they are. `assets`: int64 (p),
    how many different ones are within `limit_mm`. `at_edge`: whether the walk may end where the street data do.
    """

    area: NDArray[np.int64]
    is_known: NDArray[np.bool_]
    mm: NDArray[np.int32]
    certain_mm: NDArray[np.int32]
    assets: NDArray[np.int64]
    at_edge: NDArray[np.bool_]
    limit_mm: int


def rows(
    areas: Sequence[tuple[str, str]],
    seen: Seen,
    *,
    kinds: Sequence[str],
    people: Mapping[str, int],
    taken_from: Sequence[str],
    minutes: Callable[[float], float],
) -> list[dict[str, Any]]:
    """
    Give a row an area (code, name), in the order given, ranked: 1 for the least share, equal shares with one rank.

    Parameters
    ----------
    kinds
        Labels of the rows of `seen.mm`.
    people
        Code → people; an area that is not in it has null.
    taken_from
        Where each area's homes were taken from.
    minutes
        Turns whole millimetres into minutes.
    """
    first = np.searchsorted(seen.area, np.arange(len(areas) + 1))
    made = []
    for at, (code, name) in enumerate(areas):
        here = slice(int(first[at]), int(first[at + 1]))
        row: dict[str, Any] = {
            "code": code, "name": name, "people": people.get(code), "homes": int(first[at + 1] - first[at]),
            "homes_from": taken_from[at] or None,
        }  # fmt: skip
        made.append(row | _of_area(seen, here, kinds=kinds, people=row["people"], minutes=minutes))
    known = sorted(x["share"] for x in made if x["share"] is not None)
    for row in made:
        row["score"] = row["share"]
        row["rank"] = None if row["share"] is None else known.index(row["share"]) + 1
    order = [*(x for x in made[0] if x not in {"low", "high", "flags"}), "low", "high", "flags"] if made else []
    return [{name: row[name] for name in order} for row in made]


def _of_area(
    seen: Seen, here: slice, *, kinds: Sequence[str], people: int | None, minutes: Callable[[float], float]
) -> dict[str, Any]:
    known = seen.is_known[here]
    mm = seen.mm[:, here][:, known]
    if not known.any():
        nothing = dict.fromkeys(("share", "people_within", "nearest_min", "worst_min"))
        return {
            **nothing, "assets_median": None, "assets_most": None, "low": None, "high": None,
            "kinds": {kind: dict(nothing) for kind in kinds}, "flags": ["not_known"],
        }  # fmt: skip
    any_mm = mm.min(axis=0, initial=int(NEVER))
    within = any_mm <= seen.limit_mm
    surely = seen.certain_mm[:, here][:, known].min(axis=0, initial=int(NEVER)) <= seen.limit_mm
    open_end = ~within & seen.at_edge[here][known]
    homes, unknown = len(known), int((~known).sum())
    flags = [
        *(["edge"] if seen.at_edge[here][known].any() else []),
        *(["few_homes"] if homes < FEW_HOMES else []),
        *(["some_not_known"] if unknown else []),
    ]
    counts = seen.assets[here][known]
    return {
        **_measured(any_mm, seen.limit_mm, people=people, minutes=minutes),
        "assets_median": _whole_median(counts), "assets_most": int(counts.max()),
        "low": _share(int(surely.sum()), homes), "high": _share(int(within.sum() + open_end.sum()) + unknown, homes),
        "kinds": {
            kind: _measured(each, seen.limit_mm, people=people, minutes=minutes)
            for kind, each in zip(kinds, mm, strict=True)
        },
        "flags": flags,
    }  # fmt: skip


def _measured(
    mm: NDArray[np.int32], limit_mm: int, *, people: int | None, minutes: Callable[[float], float]
) -> dict[str, Any]:
    share = _share(int((mm <= limit_mm).sum()), len(mm))
    middle, worst = np.sort(mm)[(len(mm) - 1) // 2], mm.max()
    return {
        "share": share,
        "people_within": None if people is None else _people(people * share),
        "nearest_min": None if middle >= NEVER else round(minutes(float(middle)), 1),
        "worst_min": None if worst >= NEVER else round(minutes(float(worst)), 1),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4)


def _people(number: float) -> int:
    return int(number / PEOPLE_TO + 0.5) * PEOPLE_TO


def _whole_median(counts: NDArray[np.int64]) -> int:
    """Give the lower of the two middle counts: half of the homes have at least as many."""
    return int(np.sort(counts)[(len(counts) - 1) // 2])
