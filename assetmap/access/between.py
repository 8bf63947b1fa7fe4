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
    if isinstance(found, Pairs):
        given = (found.head, found.node, found.mm)
        if homes is None and hasattr(with_it, "pairs_at_bends"):
            head, node, mm = with_it.pairs_at_bends(walked, given, spots, limit_mm=found.limit_mm)
        else:
            ends = links(walked, at, toward=True, bends_too=True) if homes is None else _links(walked, at)
            head, node, mm = with_it.pairs_at(walked, given, at, ends, spots, limit_mm=found.limit_mm)
        return Pairs(head=head, node=node, mm=mm, nodes=at.homes, limit_mm=found.limit_mm)
    if isinstance(found, Nearest):
        mm, owner = _nearest_at(walked, found, spots, at, is_bends=homes is None, toward=True, with_it=with_it)
        return Nearest(mm=mm, owner=owner, groups=found.groups, limit_mm=found.limit_mm)
    nobody = np.where(found == NEVER, np.int32(-1), np.int32(0))
    one = Nearest(mm=found[None], owner=nobody[None], groups=np.zeros(spots.owners, np.int64), limit_mm=limit_mm)
    return _nearest_at(walked, one, spots, at, is_bends=homes is None, toward=toward, with_it=with_it)[0][0]


def _links(walked: Walked, at: Positions) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the links of homes; those last asked for are kept with the graph, as the homes' positions are."""
    kept: tuple[Positions, tuple[NDArray[np.int32], NDArray[np.int32]]] | None
    kept = walked._kept.get("links")  # noqa: SLF001
    if kept is None or kept[0] is not at:
        kept = at, links(walked, at, toward=True, bends_too=False)
        walked._kept["links"] = kept  # noqa: SLF001
    return kept[1]


def _nearest_at(
    walked: Walked, found: Nearest, spots: Spots, at: Positions, *, is_bends: bool, toward: bool, with_it: Any
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    limit, groups = limit_of(found.limit_mm), found.groups
    if is_bends and groups is not None and hasattr(with_it, "at_bends"):
        told: tuple[NDArray[np.int32], NDArray[np.int32]] = with_it.at_bends(
            walked, found.mm, found.owner, spots, groups=groups, toward=toward, limit_mm=limit
        )
        return told
    ends = links(walked, at, toward=toward, bends_too=is_bends)
    labels = together(found.mm, found.owner)
    merge = with_it.at_positions
    if groups is None:
        return apart(merge(walked, labels, at, ends, spots, ranks=len(labels), toward=toward, limit_mm=limit))
    merged = np.empty((len(labels), at.homes), dtype=np.int64)
    kinds = groups[spots.owner] if len(spots.owner) else spots.owner
    for group, row in enumerate(labels):
        own = _some(spots, kinds == group)
        merged[group] = merge(walked, row[None], at, ends, own, ranks=1, toward=toward, limit_mm=limit)[0]
    return apart(merged)


def _some(spots: Spots, some: NDArray[np.bool_]) -> Spots:
    return Spots(
        piece=spots.piece[some], along_mm=spots.along_mm[some], off_mm=spots.off_mm[some],
        owner=spots.owner[some], owners=spots.owners,
    )  # fmt: skip
