"""Results kept as assets come, go and move: mended in place, equal to the bit to working them out anew."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.engines import Engine, engine_of
from assetmap.access.found import Nearest, Pairs, limit_of
from assetmap.access.nearest import nearest
from assetmap.access.seeds import seeds
from assetmap.access.spots import Spots
from assetmap.access.within import pairs_within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from assetmap.access.seeds import Seeds
    from assetmap.network.graph import Walked

NO_GROUP = -1
"""The group of a place that is closed."""


class _Places:
    """The spots of places by number; a number is never given twice."""

    def __init__(self, spots: Spots) -> None:
        order = np.argsort(spots.owner, kind="stable")
        cuts = np.searchsorted(spots.owner[order], np.arange(spots.owners + 1)).tolist()
        rows = np.stack([spots.piece, spots.along_mm, spots.off_mm])[:, order]
        self.rows: list[NDArray[np.int32]] = [rows[:, a:b] for a, b in pairwise(cuts)]

    def spots(self) -> Spots:
        """Return the spots of all, sorted by place."""
        rows = np.concatenate(self.rows, axis=1) if self.rows else np.zeros((3, 0), dtype=np.int32)
        owner = np.repeat(np.arange(len(self.rows)), [x.shape[1] for x in self.rows])
        return Spots(piece=rows[0], along_mm=rows[1], off_mm=rows[2], owner=owner, owners=len(self.rows))

    def put(self, owner: int, spots: Spots | None) -> None:
        """Let a place stand elsewhere, or nowhere; `owner` may be the next."""
        row = np.zeros((3, 0), np.int32)
        if spots is not None:
            row = np.stack([spots.piece, spots.along_mm, spots.off_mm])
        self.rows[owner : owner + 1] = [row]


class KeptNearest:
    """
    The nearest place of each group at every node, mended in place.

    `nearest`: as `searching.nearest` gives it; the arrays are these very ones, and change with `add`, `move`, `close`.
    One asset changed costs what it was, and becomes, the nearest of, however large the place is. Not for two threads
    at once.
    """

    def __init__(
        self,
        walked: Walked,
        spots: Spots,
        groups: ArrayLike,
        *,
        count: int | None = None,
        limit_mm: int | None = None,
        engine: Engine = "auto",
    ) -> None:
        found = nearest(walked, spots, groups, count=count, limit_mm=limit_mm, engine=engine)
        self._mm, self._owner, self._limit_mm = found.mm, found.owner, limit_mm
        self._groups: list[int] = np.asarray(groups, dtype=np.int64).tolist()
        self._places = _Places(spots)
        self._walked, self._with = walked, engine_of(engine)
        self._streets = self._with.streets(walked)
        self._index = _SeedsOfNodes(walked.graph.nodes)
        all_seeds = seeds(walked, spots, toward=True, limit_mm=limit_of(limit_mm))
        self._index.put_all(all_seeds, np.asarray(groups, dtype=np.int64))

    @property
    def nearest(self) -> Nearest:
        """What holds now; the arrays are not copied."""
        groups = np.array(self._groups, dtype=np.int64)
        return Nearest(mm=self._mm, owner=self._owner, groups=groups, limit_mm=self._limit_mm)

    @property
    def spots(self) -> Spots:
        """Where all places stand now."""
        return self._places.spots()

    def add(self, spots: Spots, group: int) -> int:
        """Let a new place in, given as the spots of one owner; returns its number, the next."""
        owner = len(self._groups)
        self._groups.append(group)
        self._places.put(owner, spots)
        self._enter(owner, spots)
        return owner

    def move(self, owner: int, spots: Spots, *, group: int | None = None) -> None:
        """Let a place stand elsewhere, or be of another group."""
        self._withdraw(owner)
        if group is not None:
            self._groups[owner] = group
        self._places.put(owner, spots)
        self._enter(owner, spots)

    def close(self, owner: int) -> None:
        """Take a place out; its number stays its own."""
        self._withdraw(owner)
        self._groups[owner] = NO_GROUP
        self._places.put(owner, None)

    def _enter(self, owner: int, spots: Spots) -> None:
        group = self._groups[owner]
        limit = limit_of(self._limit_mm)
        own = seeds(self._walked, spots, toward=True, limit_mm=limit)
        if 0 <= group < len(self._mm) and len(own.node):
            self._index.put(own, owner=owner, group=group)
            self._with.enter(self._streets, own, owner, self._mm[group], self._owner[group], limit)

    def _withdraw(self, owner: int) -> None:
        group = self._groups[owner]
        own = self._index.take(owner)
        if own is not None:
            limit, index = limit_of(self._limit_mm), self._index.chains()
            mm, nearest_owner = self._mm[group], self._owner[group]
            self._with.withdraw(self._streets, own, owner, mm, nearest_owner, index, group, limit)


class _SeedsOfNodes:
    """Which seeds stand at a node, chained: `first` (n) names one, `after` the next; -1 ends a chain."""

    def __init__(self, nodes: int) -> None:
        self.first = np.full(nodes, -1, dtype=np.int32)
        self.rows = np.full((4, 64), -1, dtype=np.int64)  # after, mm, owner, group
        self.used = 0
        self.own: dict[int, tuple[NDArray[np.int32], list[int]]] = {}
        self.free: list[int] = []

    def put_all(self, every: Seeds, groups: NDArray[np.int64]) -> None:
        by_owner, head = every.by_owner(len(groups))
        for owner, (a, b) in enumerate(pairwise(head.tolist())):
            if b > a and groups[owner] >= 0:
                self.put(by_owner[np.arange(a, b)], owner=owner, group=int(groups[owner]))

    def put(self, own: Seeds, *, owner: int, group: int) -> None:
        places = []
        for node, mm in zip(own.node.tolist(), own.mm.tolist(), strict=True):
            if not self.free:
                if self.used == self.rows.shape[1]:
                    self.rows = np.concatenate([self.rows, np.full_like(self.rows, -1)], axis=1)
                self.free.append(self.used)
                self.used += 1
            place = self.free.pop()
            self.rows[:, place] = self.first[node], mm, owner, group
            self.first[node] = place
            places.append(place)
        self.own[owner] = own.node, places

    def take(self, owner: int) -> NDArray[np.int32] | None:
        """Take a place's seeds out; returns their nodes."""
        node, places = self.own.pop(owner, (None, []))
        if node is None:
            return None
        for at, place in zip(node.tolist(), places, strict=True):
            before = int(self.first[at])
            if before == place:
                self.first[at] = self.rows[0, place]
            else:
                while (after := int(self.rows[0, before])) != place:
                    before = after
                self.rows[0, before] = self.rows[0, place]
        self.free += places
        return node

    def chains(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        return self.first, self.rows


class KeptPairs:
    """
    Which nodes are within reach of each place, mended in place.

    `counts`: int64 (n), how many places each node has within reach, always right. One asset changed costs a search
    from it. Not for two threads at once.
    """

    def __init__(self, walked: Walked, spots: Spots, *, limit_mm: int, engine: Engine = "auto") -> None:
        found = pairs_within(walked, spots, limit_mm=limit_mm, engine=engine)
        cuts = found.head.tolist()
        self.counts: NDArray[np.int64] = found.counts
        self._rows = [(found.node[a:b], found.mm[a:b]) for a, b in pairwise(cuts)]
        self._places = _Places(spots)
        self._walked, self._limit, self._with = walked, limit_of(limit_mm), engine_of(engine)
        self._search: Any = self._with.searcher(walked, limit_mm=self._limit)

    @property
    def spots(self) -> Spots:
        """Where all places stand now."""
        return self._places.spots()

    @property
    def pairs(self) -> Pairs:
        """Put what holds now into one table, by place, so that whatever is summed over it is summed in one order."""
        node, mm = (np.concatenate([np.zeros(0, np.int32), *(x[side] for x in self._rows)]) for side in (0, 1))
        head = np.concatenate([[0], np.cumsum([len(x[0]) for x in self._rows])]).astype(np.int64)
        return Pairs(head=head, node=node, mm=mm, nodes=len(self.counts), limit_mm=self._limit)

    def of(self, owner: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the nodes within reach of a place, and their lengths, nearest first."""
        return self._rows[owner]

    def add(self, spots: Spots) -> int:
        """Let a new place in, given as the spots of one owner; returns its number, the next."""
        self._put(len(self._rows), spots)
        return len(self._rows) - 1

    def move(self, owner: int, spots: Spots) -> None:
        """Let a place stand elsewhere."""
        self._put(owner, spots)

    def close(self, owner: int) -> None:
        """Take a place out; its number stays its own."""
        self._put(owner, None)

    def _put(self, owner: int, spots: Spots | None) -> None:
        none = np.zeros(0, dtype=np.int32)
        row = (none, none)
        if spots is not None:
            row = self._search(seeds(self._walked, spots, toward=True, limit_mm=self._limit))
        for before, _ in self._rows[owner : owner + 1]:
            self.counts[before] -= 1
        self.counts[row[0]] += 1
        self._rows[owner : owner + 1] = [row]
        self._places.put(owner, spots)
