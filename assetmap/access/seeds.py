"""Where a search sets out: the ends of the pieces on which spots lie; and what lies on one piece with a spot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.found import FURTHEST
from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.access.spots import Spots
    from assetmap.network.graph import Walked


@dataclass(frozen=True, kw_only=True, eq=False)
class Seeds:
    """Nodes from which a search sets out: `node` int32, `mm` int64 (the cost so far), `owner` int64; all (e)."""

    node: NDArray[np.int32]
    mm: NDArray[np.int64]
    owner: NDArray[np.int64]

    def __getitem__(self, some: NDArray[Any]) -> Seeds:
        """Return some of them."""
        return Seeds(node=self.node[some], mm=self.mm[some], owner=self.owner[some])

    def by_owner(self, owners: int) -> tuple[Seeds, NDArray[np.int64]]:
        """Sort them by owner; owner i's are `head[i]` to `head[i + 1]`."""
        order = np.argsort(self.owner, kind="stable")
        return self[order], np.searchsorted(self.owner[order], np.arange(owners + 1)).astype(np.int64)


def ways(walked: Walked, piece: NDArray[Any] | slice) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of open pieces whether they are walked from start to end, and from end to start."""
    flags = np.asarray(walked.graph.flags)[piece]  # mapped arrays are slow to ask for little
    is_open = walked.is_open[piece]
    return is_open & ((flags & BACKWARD_ONLY) == 0), is_open & ((flags & FORWARD_ONLY) == 0)


def lengths(walked: Walked, piece: NDArray[Any]) -> NDArray[np.int64]:
    """Return the lengths of some pieces, without looking at the others."""
    last = np.asarray(walked.graph.first)[np.asarray(piece, dtype=np.int64) + 1] - 1
    return np.asarray(walked.graph.along_mm)[last].astype(np.int64)


def seeds(walked: Walked, spots: Spots, *, toward: bool, limit_mm: int = FURTHEST) -> Seeds:
    """
    Return the ends of the spots' pieces, each with the walk between it and the spot.

    A spot at the very end of a piece is at that node, whichever way the piece is walked.
    """
    graph = walked.graph
    some = np.flatnonzero(spots.piece >= 0)
    some = some[walked.is_open[spots.piece[some]]]
    piece, along = spots.piece[some], spots.along_mm[some].astype(np.int64)
    off, owner = spots.off_mm[some].astype(np.int64), spots.owner[some]
    length = lengths(walked, piece)
    forward, backward = ways(walked, piece)
    by_start, by_end = (forward, backward) if toward else (backward, forward)
    by_start, by_end = by_start | (along == 0), by_end | (along == length)
    ends = np.asarray(graph.ends)[piece]
    node = np.concatenate([ends[by_start, 0], ends[by_end, 1]])
    mm = np.concatenate([(along + off)[by_start], (length - along + off)[by_end]])
    both = Seeds(node=node, mm=mm, owner=np.concatenate([owner[by_start], owner[by_end]]))
    return both[mm <= limit_mm]


@dataclass(frozen=True, kw_only=True, eq=False)
class Positions:
    """
    Points on pieces to be asked for, sorted by `piece`, int32 (q); each of home `of`, of so many `homes`.

    `known_head`: those of piece i are `head[i]` to `head[i + 1]`, where that is known; else it is worked out on demand.
    """

    pieces: int
    along_mm: NDArray[np.int32]
    off_mm: NDArray[np.int32]
    of: NDArray[np.int64]
    homes: int
    known_piece: NDArray[np.int32] | None = None
    known_head: NDArray[np.int64] | None = None

    @cached_property
    def head(self) -> NDArray[np.int64]:
        """Where each piece's begin, int64 (m + 1)."""
        if self.known_head is not None:
            return self.known_head
        return np.searchsorted(self.piece, np.arange(self.pieces + 1)).astype(np.int64)

    @cached_property
    def piece(self) -> NDArray[np.int32]:
        """The piece of each."""
        if self.known_piece is not None:
            return self.known_piece
        return np.repeat(np.arange(self.pieces, dtype=np.int32), np.diff(self.head))

    def of_pieces(self, piece: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where those of some pieces begin and end."""
        if self.known_head is not None:
            return self.known_head[piece], self.known_head[np.asarray(piece, dtype=np.int64) + 1]
        ends = [np.searchsorted(self.piece, piece, side=x).astype(np.int64) for x in ("left", "right")]
        return ends[0], ends[1]


def bends(walked: Walked) -> Positions:
    """Return every point of every piece, its nodes among them."""
    graph = walked.graph
    many = len(graph.along_mm)
    return Positions(
        pieces=graph.pieces, known_head=graph.first, along_mm=graph.along_mm, off_mm=np.zeros(many, np.int32),
        of=np.arange(many, dtype=np.int64), homes=many,
    )  # fmt: skip


def standing(walked: Walked, homes: Spots) -> Positions:
    """Return where homes stand; those last asked for are kept, for whoever asks about one place after another."""
    kept: tuple[Spots, Positions] | None = walked._kept.get("standing")  # noqa: SLF001  let go of with the graph
    if kept is None or kept[0] is not homes:
        kept = homes, _standing(walked, homes)
        walked._kept["standing"] = kept  # noqa: SLF001
    return kept[1]


def _standing(walked: Walked, homes: Spots) -> Positions:
    some = np.flatnonzero(homes.piece >= 0)
    some = some[np.argsort(homes.piece[some], kind="stable")]
    return Positions(
        pieces=walked.graph.pieces, known_piece=homes.piece[some], along_mm=homes.along_mm[some],
        off_mm=homes.off_mm[some], of=homes.owner[some], homes=homes.owners,
    )  # fmt: skip


def links(
    walked: Walked, at: Positions, *, toward: bool, bends_too: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """
    Return what it costs each position to its piece's start and to its end, int32 (q) each; -1 where one may not.

    `bends_too`: the first and the last point of a piece are nodes, also where the piece itself is closed.
    """
    graph = walked.graph
    piece = at.piece
    along, off = at.along_mm.astype(np.int64), at.off_mm.astype(np.int64)
    length = lengths(walked, piece)
    forward, backward = ways(walked, piece)
    is_open = walked.is_open[piece] | bends_too
    to_start, to_end = (backward, forward) if toward else (forward, backward)
    first, last = (along == 0), (along == length)
    if bends_too:
        first, last = np.zeros(len(along), dtype=bool), np.zeros(len(along), dtype=bool)
        first[graph.first[:-1]], last[graph.first[1:] - 1] = True, True
        first, last = first | ((along == 0) & walked.is_open[piece]), last | ((along == length) & walked.is_open[piece])
    to_start, to_end = to_start | (is_open & first), to_end | (is_open & last)
    start = np.where(to_start, np.minimum(along + off, FURTHEST), -1)
    end = np.where(to_end, np.minimum(length - along + off, FURTHEST), -1)
    return start.astype(np.int32), end.astype(np.int32)
