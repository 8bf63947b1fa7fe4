"""Where one gets into an area or onto a line: its gates, where streets meet it, else where it is nearest to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.access.gates import gates_of
from assetmap.access.spots import Spots, beside, join, open_pieces

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from assetmap.network.graph import Walked


def ways_in(walked: Walked, shapes: list[Any], *, gates: ArrayLike | None, far_m: float) -> Spots:
    """Join shapes as `spots.join_shapes` says."""
    shaped = np.array([None if x is None or x.is_empty else shapely.force_2d(x) for x in shapes], dtype=object)
    parts, owner = shapely.get_parts(shaped, return_index=True) if len(shaped) else (shaped, np.zeros(0, np.int64))
    while len(parts) and (shapely.get_type_id(parts) >= 4).any():  # collections in collections
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    sizes = shapely.get_dimensions(parts) if len(parts) else np.zeros(0, dtype=int)
    found = [_points(walked, parts[sizes == 0], owner[sizes == 0], far_m=far_m)]
    lines = sizes == 1
    found.append(_ends(walked, parts[lines], owner[lines], far_m=far_m))
    found.append(_meeting(walked, parts[lines], owner[lines]))
    areas, whose = parts[sizes == 2], owner[sizes == 2]
    edges = shapely.boundary(areas) if len(areas) else areas
    at_gates = _gates(walked, areas, whose, gates=gates, far_m=far_m)
    open_still = ~np.isin(whose, at_gates[3])
    meeting = _meeting(walked, edges[open_still], whose[open_still])
    beyond = open_still & ~np.isin(whose, meeting[3])
    found += [at_gates, meeting, _beside_edge(walked, edges[beyond], whose[beyond], far_m=far_m)]
    return _sorted(found, owners=len(shapes))


def _sorted(found: list[tuple[NDArray[Any], ...]], *, owners: int) -> Spots:
    """Put spots in one order, each once; a place has a spot joined to nothing only when it has no other."""
    piece, along, off, owner = (np.concatenate(x) for x in zip(*found, strict=True))
    joined = np.zeros(owners, dtype=bool)
    joined[owner[piece >= 0]] = True
    order = np.lexsort((off, along, piece, owner))
    nowhere = np.flatnonzero((piece[order] < 0) & ~joined[owner[order]])
    nearest = nowhere[np.lexsort((off[order][nowhere], owner[order][nowhere]))]
    _, one = np.unique(owner[order][nearest], return_index=True)
    keep = piece[order] >= 0
    keep[nearest[one]] = True
    rows = np.stack([owner, piece, along, off])[:, order]
    keep[1:] &= (rows[:, 1:] != rows[:, :-1]).any(axis=0) | (rows[1, 1:] < 0)
    chosen = order[keep]
    return Spots(
        piece=piece[chosen].astype(np.int32), along_mm=along[chosen].astype(np.int32),
        off_mm=off[chosen].astype(np.int32), owner=owner[chosen].astype(np.int64), owners=owners,
    )  # fmt: skip


def _points(
    walked: Walked, points: NDArray[Any], owner: NDArray[np.int64], *, far_m: float
) -> tuple[NDArray[Any], ...]:
    spots = join(walked, shapely.get_coordinates(points), far_m=far_m)
    return spots.piece, spots.along_mm, spots.off_mm, owner


def _ends(walked: Walked, lines: NDArray[Any], owner: NDArray[np.int64], *, far_m: float) -> tuple[NDArray[Any], ...]:
    both = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    return _points(walked, both, np.concatenate([owner, owner]), far_m=far_m)


def _gates(
    walked: Walked, areas: NDArray[Any], owner: NDArray[np.int64], *, gates: ArrayLike | None, far_m: float
) -> tuple[NDArray[Any], ...]:
    """Join the gates of each area; one too far from a street is none."""
    known = np.zeros((0, 2)) if gates is None else np.asarray(gates, dtype=np.float64).reshape(-1, 2)
    known = known[np.isfinite(known).all(axis=1)]
    area, gate = gates_of(areas, np.asarray(shapely.points(known)))
    if not len(area):
        return _none()
    spots = join(walked, known[gate], far_m=far_m)
    near = spots.piece >= 0
    return spots.piece[near], spots.along_mm[near], spots.off_mm[near], owner[area[near]]


def _meeting(walked: Walked, lines: NDArray[Any], owner: NDArray[np.int64]) -> tuple[NDArray[Any], ...]:
    """Find where open streets meet lines; where one runs along a line, at both ends of the shared stretch."""
    tree, numbers = open_pieces(walked)
    if not len(lines) or not len(numbers):
        return _none()
    line, hit = tree.query(lines, predicate="intersects")
    shared = shapely.intersection(lines[line], tree.geometries[hit])
    parts, of = shapely.get_parts(shared, return_index=True)
    ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
    is_line = shapely.get_dimensions(parts) == 1
    places = np.concatenate([parts[~is_line], ends[np.tile(is_line, 2)]])
    of = np.concatenate([of[~is_line], np.tile(of, 2)[np.tile(is_line, 2)]])
    piece = numbers[hit[of]].astype(np.int32)
    along, _ = beside(walked, piece, shapely.get_coordinates(places))
    return piece, along, np.zeros(len(piece), dtype=np.int32), owner[line[of]]


def _beside_edge(
    walked: Walked, edges: NDArray[Any], owner: NDArray[np.int64], *, far_m: float
) -> tuple[NDArray[Any], ...]:
    """Join areas that no street meets at the point of their edge that is nearest to one."""
    tree, numbers = open_pieces(walked)
    if not len(edges):
        return _none()
    if not len(numbers):
        none = np.zeros(len(edges), dtype=np.int32)
        return none - 1, none, none + np.int32(2**31 - 1), owner
    edge, hit = tree.query_nearest(edges)
    _, one = np.unique(edge, return_index=True)
    between = shapely.shortest_line(edges[edge[one]], tree.geometries[hit[one]])
    return _points(walked, shapely.get_point(between, 0), owner[edge[one]], far_m=far_m)


def _none() -> tuple[NDArray[Any], ...]:
    none = np.zeros(0, dtype=np.int32)
    return none, none, none, np.zeros(0, dtype=np.int64)
