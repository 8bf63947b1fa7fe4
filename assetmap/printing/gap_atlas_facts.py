"""What the atlas tells of each area besides its gap: what is in reach, of which homes, and what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assetmap.access.telling import about_minutes, whole_minutes
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.assets import Asset
    from assetmap.gaps import Gaps, Model

NEAREST = 2
HALF = 0.5
"""Something is missing where fewer than so many of an area's homes have it within reach."""


@dataclass(frozen=True, kw_only=True)
class InReach:
    """An asset that some homes of an area reach: `minutes` from the nearest of them, `share` of the homes known."""

    row: int
    asset: Asset
    minutes: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A kind that most homes of an area do not have within reach: `minutes` for the middle one, None beyond an hour."""

    kind: str
    minutes: int | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """Of every area, by row. `reached`: bool (p), homes with anything in reach. `absent`: kinds the map has none of."""

    in_reach: tuple[tuple[InReach, ...], ...]
    beyond: tuple[tuple[InReach, ...], ...]
    """Where nothing is in reach: what is nearest, with the minutes to it."""
    missing: tuple[tuple[Missing, ...], ...]
    reached: NDArray[np.bool_]
    absent: tuple[str, ...]
    homes: NDArray[np.int64]
    """Homes of each area with a street near, int64 (n)."""
    slices: tuple[slice, ...]
    """Where each area's homes stand among all of them."""


def facts_of(gaps: Gaps) -> Facts:
    """Gather what stands on the pages; every walk that the model holds is looked at twice, none is searched anew."""
    model = gaps.model
    limit = model.profile.reach_mm(gaps.asked.minutes)
    many = len(model.areas)
    known = np.bincount(model.homes.area[model.is_known], minlength=many)
    ends = np.searchsorted(model.homes.area, np.arange(many + 1))
    owner, node, mm = model.pairs.owner, model.pairs.node, model.pairs.mm
    near = (mm <= limit) & gaps.used[owner]
    far = (mm > limit) & gaps.used[owner]
    reached = np.zeros(len(model.homes.xy), dtype=bool)
    reached[node[near]] = True
    in_reach = _in_reach(model, owner[near], node[near], mm[near], known)
    bare = np.array([not x for x in in_reach], dtype=bool)
    far &= bare[model.homes.area[node]]
    return Facts(
        in_reach=in_reach,
        beyond=tuple(x[:NEAREST] for x in _in_reach(model, owner[far], node[far], mm[far], known)),
        missing=_missing(model, limit, ends),
        reached=reached,
        absent=tuple(kind for kind in vocabulary().kinds if all(x.kind != kind for x in model.assets)),
        homes=known,
        slices=tuple(slice(a, b) for a, b in pairwise(ends.tolist())),
    )


def _in_reach(
    model: Model, owner: NDArray[np.int32], node: NDArray[np.int32], mm: NDArray[np.int32], known: NDArray[np.int64]
) -> tuple[tuple[InReach, ...], ...]:
    rows: list[list[InReach]] = [[] for _ in range(len(model.areas))]
    if len(owner):
        key = model.homes.area[node] * len(model.assets) + owner
        order = np.lexsort((mm, key))
        firsts = np.flatnonzero(np.diff(key[order], prepend=-1))
        counts = np.diff(np.append(firsts, len(order)))
        for at, count in zip(order[firsts].tolist(), counts.tolist(), strict=True):
            area, row = divmod(int(key[at]), len(model.assets))
            rows[area].append(
                InReach(
                    row=row, asset=model.assets[row], minutes=_minutes(model, row, int(mm[at])),
                    share=count / max(int(known[area]), 1),
                )
            )  # fmt: skip
    # the nearest first; of two as near the one that more homes reach, then by name, so that prints are alike
    return tuple(tuple(sorted(x, key=lambda y: (y.minutes, -y.share, y.asset.name, y.asset.id))) for x in rows)


def _missing(model: Model, limit: int, ends: NDArray[np.int64]) -> tuple[tuple[Missing, ...], ...]:
    kinds = [kind for kind in vocabulary().kinds if any(x.kind == kind for x in model.assets)]
    far = np.iinfo(np.int32).max
    best = np.full((len(kinds), len(model.homes.xy)), far, dtype=np.int32)
    pairs = model.pairs
    kind_of = {kind: at for at, kind in enumerate(kinds)}
    for row, asset in enumerate(model.assets):
        some = slice(int(pairs.head[row]), int(pairs.head[row + 1]))
        line = best[kind_of[asset.kind]]
        line[pairs.node[some]] = np.minimum(line[pairs.node[some]], pairs.mm[some])
    out: list[tuple[Missing, ...]] = []
    for start, end in pairwise(ends.tolist()):
        is_known = model.is_known[start:end]
        if not is_known.any():
            out.append(())
            continue
        middle = np.quantile(best[:, start:end][:, is_known], HALF, axis=1, method="higher")
        rows = sorted((int(mm), at) for at, mm in enumerate(middle.tolist()) if mm > limit)
        out.append(
            tuple(
                Missing(kind=kinds[at], minutes=None if mm == far else math.ceil(model.profile.minutes(mm)))
                for mm, at in rows
            )
        )  # fmt: skip
    return tuple(out)


def _minutes(model: Model, row: int, mm: int) -> int:
    said = about_minutes if model.about[row] else whole_minutes
    return said(model.profile.minutes(mm))
