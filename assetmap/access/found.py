"""What searches find, and how a length and an owner are one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assetmap.network.graph import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOBODY = np.int64(2**63 - 1)
"""The label of what nobody reaches: length NEVER, owner -1."""
FURTHEST = int(NEVER) - 1
"""The longest walk there is, 2,147 km; sums are taken in 64 bits, and what is longer is no walk."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Nearest:
    """
    The nearest places, seen from many: from each node, from each bend, from each home.

    `mm`: int32 (rows, n), whole millimetres, NEVER where there is none. `owner`: int32 (rows, n), -1 where there is
    none; of places equally far the lowest. A row is a group (`groups`: int64 (owners), each owner's group), or, where
    `groups` is None, a rank: row 0 the nearest, row 1 the next.
    """

    mm: NDArray[np.int32]
    owner: NDArray[np.int32]
    groups: NDArray[np.int64] | None = None
    limit_mm: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """
    Who is within reach of whom, only those: owner i's are `head[i]` to `head[i + 1]`, nearest first.

    `head`: int64 (owners + 1). `node`: int32 (p), the node, or the bend or home where the pairs are of those; equally
    far ones by number. `mm`: int32 (p), whole millimetres, at most `limit_mm`. `nodes`: how many there are in all.
    """

    head: NDArray[np.int64]
    node: NDArray[np.int32]
    mm: NDArray[np.int32]
    nodes: int
    limit_mm: int

    @property
    def owner(self) -> NDArray[np.int32]:
        """The owner of each pair, int32 (p)."""
        return np.repeat(np.arange(len(self.head) - 1, dtype=np.int32), np.diff(self.head))

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many owners each node has within reach, int64 (nodes)."""
        return np.bincount(self.node, minlength=self.nodes)

    def within(self, limit_mm: int) -> Pairs:
        """Return the pairs within a shorter limit, without another search."""
        near = self.mm <= limit_mm
        head = np.concatenate([[0], np.cumsum(near)])[self.head].astype(np.int64)
        limit = min(int(limit_mm), self.limit_mm)
        return Pairs(head=head, node=self.node[near], mm=self.mm[near], nodes=self.nodes, limit_mm=limit)


def apart(labels: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Take labels apart into lengths and owners, int32 both."""
    return (labels >> 32).astype(np.int32), labels.astype(np.int32)  # the lower half is the owner


def together(mm: NDArray[np.int32], owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """Make labels of lengths and owners: the smaller label is the nearer, or the lower owner."""
    return (mm.astype(np.int64) << 32) | (owner.astype(np.int64) & 0xFFFFFFFF)


def limit_of(limit_mm: float | None) -> int:
    """Return the limit in whole millimetres, at most the longest walk there is."""
    return FURTHEST if limit_mm is None else max(-1, min(int(limit_mm), FURTHEST))
