"""Results mended where an asset came, went or moved, as loops over what changes alone; called by `kept`."""

from __future__ import annotations

from typing import Any

import numpy as np

from assetmap.access.kernels import LOW, compiled_late, drop, grown, push

NEVER = np.int32(2**31 - 1)


@compiled_late
def _settle(head: Any, to: Any, cost: Any, heap: Any, size: Any, mm: Any, owner: Any, limit: Any) -> Any:
    """Spread what stands on the heap as far as it is nearer; returns how many nodes were looked at."""
    seen = 0
    while size > 0:
        key = heap[0]
        drop(heap, size)
        size -= 1
        node, length = key & LOW, key >> 32
        if length != mm[node]:
            continue
        seen += 1
        for arc in range(head[node], head[node + 1]):
            step = np.int64(cost[arc])
            if step < 0 or length + step > limit:
                continue
            there, further = np.int64(to[arc]), length + step
            if further < mm[there] or (further == mm[there] and owner[node] < owner[there]):
                mm[there] = further
                owner[there] = owner[node]
                if size == len(heap):
                    heap = grown(heap)
                push(heap, size, (further << 32) | there)
                size += 1
    return seen


@compiled_late
def enter(
    head: Any, to: Any, cost: Any, seed_node: Any, seed_mm: Any, whose: Any, mm: Any, owner: Any, limit: Any
) -> Any:
    """Let one more owner's seeds into the nearest `mm`, `owner` (n)."""
    heap = np.empty(256, dtype=np.int64)
    size = 0
    for seed in range(len(seed_node)):
        node, length = np.int64(seed_node[seed]), np.int64(seed_mm[seed])
        if length <= limit and (length < mm[node] or (length == mm[node] and whose < owner[node])):
            mm[node] = length
            owner[node] = whose
            if size == len(heap):
                heap = grown(heap)
            push(heap, size, (length << 32) | node)
            size += 1
    return _settle(head, to, cost, heap, size, mm, owner, limit)


@compiled_late
def withdraw(
    head: Any,
    to: Any,
    cost: Any,
    onward: Any,
    seed_node: Any,
    whose: Any,
    mm: Any,
    owner: Any,
    at_first: Any,
    at_rows: Any,
    group: Any,
    limit: Any,
) -> Any:
    """
    Take one owner out of the nearest `mm`, `owner` (n).

    Whatever it was nearest to hangs together with its seeds; that is asked anew of its neighbours, reached by `onward`
    (the cost of leaving), and of the seeds that stand there: `at_first` (n) names one of a node's; of `at_rows` (4, …)
    row 0 names the next, and the others are its length, owner and group.
    """
    empty = np.empty(256, dtype=np.int64)
    heap = np.empty(256, dtype=np.int64)
    many = 0
    for seed in range(len(seed_node)):
        node = np.int64(seed_node[seed])
        if owner[node] == whose:
            owner[node] = -1
            mm[node] = NEVER
            if many == len(empty):
                empty = grown(empty)
            empty[many] = node
            many += 1
    done = 0
    while done < many:
        node = empty[done]
        done += 1
        for arc in range(head[node], head[node + 1]):
            there = np.int64(to[arc])
            if cost[arc] >= 0 and owner[there] == whose:
                owner[there] = -1
                mm[there] = NEVER
                if many == len(empty):
                    empty = grown(empty)
                empty[many] = there
                many += 1
    size = 0
    for row in range(many):
        node = empty[row]
        best, best_owner = np.int64(mm[node]), np.int64(owner[node])
        for arc in range(head[node], head[node + 1]):
            step, there = np.int64(onward[arc]), np.int64(to[arc])
            if step < 0 or owner[there] < 0:
                continue
            length = mm[there] + step
            if length <= limit and (length < best or (length == best and owner[there] < best_owner)):
                best, best_owner = length, np.int64(owner[there])
        standing = np.int64(at_first[node])
        while standing >= 0:
            if at_rows[3, standing] == group and at_rows[2, standing] != whose:
                length = np.int64(at_rows[1, standing])
                if length <= limit and (length < best or (length == best and at_rows[2, standing] < best_owner)):
                    best, best_owner = length, np.int64(at_rows[2, standing])
            standing = np.int64(at_rows[0, standing])
        if best_owner >= 0 and best <= limit:
            if size == len(heap):
                heap = grown(heap)
            push(heap, size, (best << 32) | node)
            size += 1
            mm[node] = best
            owner[node] = best_owner
    return many + _settle(head, to, cost, heap, size, mm, owner, limit)
