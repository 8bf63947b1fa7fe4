"""The same answers between the nodes: at every bend of the streets, and where people's homes stand on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from assetmap.access.engines import Engine, engine_of
from assetmap.access.found import Nearest, Pairs, apart, limit_of, together
from assetmap.access.seeds import Positions, bends, links, standing
from assetmap.access.spots import Spots
from assetmap.network.graph import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.network.graph import Walked

Found = TypeVar("Found", "NDArray[np.int32]", Nearest, Pairs)


def at_points(
    walked: Walked,
    found: Found,
    spots: Spots,
    *,
    limit_mm: int | None = None,
    toward: bool = True,
    engine: Engine = "auto",
) -> Found:
    """
    Tell at every point of `walked.graph.points` what a search found at the nodes.

    Parameters
    ----------
    walked, spots, engine
        Those of the search.
    found
        What `costs`, `nearest`, `k_nearest` or `pairs_within` gave.
    limit_mm, toward
        Those given to `costs`; the others carry their own.

    Returns
    -------
    found
        Of the same sort, with points in place of nodes: int32 (k), (rows, k), or pairs. Exact also where a spot lies
        on the piece of a point. A point that only a closed piece has is reached by nobody.
    """
    at = bends(walked)
    return cast(Found, _at(walked, found, spots, at, None, limit_mm=limit_mm, toward=toward, engine=engine))


def at_spots(
    walked: Walked,
    found: Found,
    spots: Spots,
    homes: Spots,
    *,
    limit_mm: int | None = None,
    toward: bool = True,
    engine: Engine = "auto",
) -> Found:
    """
    Tell where homes stand what a search found at the nodes.

    Parameters
    ----------
    walked, found, spots, limit_mm, toward, engine
        As in `at_points`.
    homes
        Joined to the same graph (`spots.join`); of several spots of one home each counts.

    Returns
    -------
    found
        Of the same sort, with homes in place of nodes: int32 (homes.owners), (rows, homes.owners), or pairs; with the
        straight walks beside the street at both ends.
    """
    at = standing(walked, homes)
    return cast(Found, _at(walked, found, spots, at, homes, limit_mm=limit_mm, toward=toward, engine=engine))


def _at(
    walked: Walked,
    found: NDArray[np.int32] | Nearest | Pairs,
    spots: Spots,
    at: Positions,
    homes: Spots | None,
    *,
    limit_mm: int | None,
    toward: bool,
    engine: Engine,
) -> Any:
    with_it = engine_of(engine)
    toward = toward or isinstance(found, (Pairs, Nearest))
    ends = links(walked, at, toward=toward, bends_too=homes is None)
    if isinstance(found, Pairs):
        given = (found.head, found.node, found.mm)
        head, node, mm = with_it.pairs_at(walked, given, at, ends, spots, limit_mm=found.limit_mm)
        return Pairs(head=head, node=node, mm=mm, nodes=at.homes, limit_mm=found.limit_mm)
    merge = with_it.at_positions
    if not isinstance(found, Nearest):
        labels = together(found, np.where(found == NEVER, -1, 0))[None]
        limit = limit_of(limit_mm)
        return apart(merge(walked, labels, at, ends, spots, ranks=1, toward=toward, limit_mm=limit))[0][0]
    limit, labels = limit_of(found.limit_mm), together(found.mm, found.owner)
    if found.groups is None:
        merged = merge(walked, labels, at, ends, spots, ranks=len(labels), toward=True, limit_mm=limit)
    else:
        merged = np.empty((len(labels), at.homes), dtype=np.int64)
        kinds = found.groups[spots.owner] if len(spots.owner) else spots.owner
        for group, row in enumerate(labels):
            own = _some(spots, kinds == group)
            merged[group] = merge(walked, row[None], at, ends, own, ranks=1, toward=True, limit_mm=limit)[0]
    mm, owner = apart(merged)
    return Nearest(mm=mm, owner=owner, groups=found.groups, limit_mm=found.limit_mm)


def _some(spots: Spots, some: NDArray[np.bool_]) -> Spots:
    return Spots(
        piece=spots.piece[some], along_mm=spots.along_mm[some], off_mm=spots.off_mm[some],
        owner=spots.owner[some], owners=spots.owners,
    )  # fmt: skip
