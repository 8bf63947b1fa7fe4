"""How far everybody is from the nearest: of all, of each group, the nearest few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.access.engines import Engine, engine_of
from assetmap.access.found import Nearest, apart, limit_of
from assetmap.access.seeds import seeds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.spots import Spots
    from assetmap.network.graph import Walked


def costs(
    walked: Walked, spots: Spots, *, limit_mm: int | None = None, toward: bool = True, engine: Engine = "auto"
) -> NDArray[np.int32]:
    """
    Measure the walk between every node and the nearest spot.

    Parameters
    ----------
    walked
        The graph as one profile walks it.
    spots
        Where the places stand on it (`spots.join`).
    limit_mm
        The longest walk, whole millimetres, itself included; None for any.
    toward
        From the nodes to the spots, as people go to assets; False from the spots to the nodes.
    engine
        "auto": numba where it is, else scipy; both give the same.

    Returns
    -------
    mm
        int32 (n), whole millimetres with the straight walk beside the street; NEVER where there is no walk.
    """
    limit = limit_of(limit_mm)
    found = seeds(walked, spots, toward=toward, limit_mm=limit)
    return apart(engine_of(engine).spread(walked, found, toward=toward, limit_mm=limit))[0]


def nearest(
    walked: Walked,
    spots: Spots,
    groups: ArrayLike,
    *,
    count: int | None = None,
    limit_mm: int | None = None,
    engine: Engine = "auto",
) -> Nearest:
    """
    Find for every node the nearest place of each group, as one walks there.

    Parameters
    ----------
    walked, spots, limit_mm, engine
        As in `costs`.
    groups
        int (owners): the group of each place, 0 to `count` - 1, as the kind of each asset; another number: none.
    count
        How many groups there are; None for the highest and one.

    Returns
    -------
    nearest
        (count, n): lengths and owners.
    """
    kinds = np.asarray(groups, dtype=np.int64)
    many = (int(kinds.max(initial=-1)) + 1) if count is None else count
    limit = limit_of(limit_mm)
    found = seeds(walked, spots, toward=True, limit_mm=limit)
    sought = kinds[found.owner] if len(kinds) else found.owner
    spread = engine_of(engine).spread
    mm = np.empty((many, walked.graph.nodes), dtype=np.int32)
    owner = np.empty_like(mm)
    for group in range(many):
        some = found[sought == group]
        mm[group], owner[group] = apart(spread(walked, some, toward=True, limit_mm=limit))
    return Nearest(mm=mm, owner=owner, groups=kinds, limit_mm=limit_mm)


def k_nearest(walked: Walked, spots: Spots, k: int, *, limit_mm: int | None = None, engine: Engine = "auto") -> Nearest:
    """
    Find for every node the k nearest different places, as one walks there.

    Parameters
    ----------
    walked, spots, limit_mm, engine
        As in `costs`.
    k
        How many (≥ 1).

    Returns
    -------
    nearest
        (k, n): the nearest in row 0, the next in row 1 …

    Raises
    ------
    ValueError
        `k` is less than 1.
    """
    if k < 1:
        raise ValueError("of the nearest one asks for one or more.")
    limit = limit_of(limit_mm)
    found = seeds(walked, spots, toward=True, limit_mm=limit)
    mm, owner = apart(engine_of(engine).spread_ranks(walked, found, ranks=k, toward=True, limit_mm=limit))
    return Nearest(mm=mm, owner=owner, limit_mm=limit_mm)
