"""
The searches as compiled loops; only `compiled` calls them, with arrays of one layout each, so that each compiles once.

A key is a length and a node in one number, `mm << 32 | node`, so that a heap of plain numbers is in order of both. A
label is a length and an owner, `mm << 32 | owner`, so that the smaller label is the nearer or the lower owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

LOW = np.int64(0xFFFFFFFF)


def compiled_late(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """
    Compile on first use and keep the code on disk; where nothing may be written, for this process alone.

    Without numba a loop stays what it is in Python: slow, and right.
    """
    try:
        import numba
    except ImportError:
        return kernel
    try:
        return numba.njit(cache=True, nogil=True)(kernel)  # type: ignore[no-any-return,unused-ignore]
    except RuntimeError:  # no folder for the code
        return numba.njit(nogil=True)(kernel)  # type: ignore[no-any-return,unused-ignore]


@compiled_late
def push(heap: Any, size: Any, key: Any) -> None:
    """Put a key on the heap, which has room for it."""
    at = size
    while at > 0:
        above = (at - 1) >> 2
        if heap[above] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = key


@compiled_late
def drop(heap: Any, size: Any) -> None:
    """Take the least key off a heap of `size` keys; it is the caller's to have read it."""
    key = heap[size - 1]
    size -= 1
    at = 0
    while True:
        below = (at << 2) + 1
        if below >= size:
            break
        least, least_key = below, heap[below]
        last = min(below + 4, size)
        for other in range(below + 1, last):
            if heap[other] < least_key:
                least, least_key = other, heap[other]
        if least_key >= key:
            break
        heap[at] = least_key
        at = least
    heap[at] = key


@compiled_late
def grown(heap: Any) -> Any:
    more = np.empty(2 * len(heap), dtype=heap.dtype)
    more[: len(heap)] = heap
    return more


@compiled_late
def spread(head: Any, to: Any, cost: Any, seed_node: Any, seed_label: Any, labels: Any, limit: Any) -> None:
    """Lower the labels (n) of all nodes that are nearer to the seeds than they know; int64, `found.NOBODY` at first."""
    heap = np.empty(1024, dtype=np.int64)
    size = 0
    for seed in range(len(seed_node)):
        node, label = seed_node[seed], seed_label[seed]
        if label < labels[node]:
            labels[node] = label
            if size == len(heap):
                heap = grown(heap)
            push(heap, size, (label & ~LOW) | node)
            size += 1
    while size > 0:
        key = heap[0]
        drop(heap, size)
        size -= 1
        node = key & LOW
        label = labels[node]
        if label >> 32 != key >> 32:
            continue
        for arc in range(head[node], head[node + 1]):
            step = np.int64(cost[arc])
            if step < 0:
                continue
            if (label >> 32) + step > limit:
                continue
            further = label + (step << 32)
            there = np.int64(to[arc])
            if further < labels[there]:
                labels[there] = further
                if size == len(heap):
                    heap = grown(heap)
                push(heap, size, (further & ~LOW) | there)
                size += 1


@compiled_late
def spread_ranks(head: Any, to: Any, cost: Any, seed_node: Any, seed_label: Any, labels: Any, limit: Any) -> None:
    """Fill the labels (n, ranks), `found.NOBODY` at first, with each node's nearest different owners."""
    ranks = labels.shape[1]
    many = np.zeros(labels.shape[0], dtype=np.int32)
    heap = np.empty(1024, dtype=np.int64)  # labels, in heap order; beside each its node
    nodes = np.empty(1024, dtype=np.int32)
    size = 0
    for seed in range(len(seed_node)):
        if size == len(heap):
            heap, nodes = grown(heap), grown(nodes)
        _push_beside(heap, nodes, size, seed_label[seed], seed_node[seed])
        size += 1
    while size > 0:
        label, node = heap[0], nodes[0]
        _drop_beside(heap, nodes, size)
        size -= 1
        rank = many[node]
        if rank == ranks:
            continue
        is_new = True
        for other in range(rank):
            if labels[node, other] & LOW == label & LOW:
                is_new = False
                break
        if not is_new:
            continue
        labels[node, rank] = label
        many[node] = rank + 1
        for arc in range(head[node], head[node + 1]):
            step = np.int64(cost[arc])
            if step < 0 or (label >> 32) + step > limit or many[to[arc]] == ranks:
                continue
            if size == len(heap):
                heap, nodes = grown(heap), grown(nodes)
            _push_beside(heap, nodes, size, label + (step << 32), to[arc])
            size += 1


@compiled_late
def _push_beside(heap: Any, nodes: Any, size: Any, key: Any, node: Any) -> None:
    at = size
    while at > 0:
        above = (at - 1) >> 2
        if heap[above] <= key:
            break
        heap[at], nodes[at] = heap[above], nodes[above]
        at = above
    heap[at], nodes[at] = key, node


@compiled_late
def _drop_beside(heap: Any, nodes: Any, size: Any) -> None:
    size -= 1
    key, node = heap[size], nodes[size]
    at = 0
    while True:
        below = (at << 2) + 1
        if below >= size:
            break
        least = below
        for other in range(below + 1, min(below + 4, size)):
            if heap[other] < heap[least]:
                least = other
        if heap[least] >= key:
            break
        heap[at], nodes[at] = heap[least], nodes[least]
        at = least
    heap[at], nodes[at] = key, node


@compiled_late
def reach_each(head: Any, to: Any, cost: Any, own: Any, seed_node: Any, seed_mm: Any, known: Any, limit: Any) -> Any:
    """
    Find the nodes within reach of each owner, whose seeds are `own[i]` to `own[i + 1]`.

    Returns where each owner's begin (owners + 1), nodes and lengths, nearest first, equally far ones by node. What a
    search wrote into `known` (n), `limit + 1` all over, is put back, so that each costs what it reaches and no more.
    """
    owners = len(own) - 1
    heap = np.empty(1024, dtype=np.int64)
    found = np.empty(4096, dtype=np.int64)  # keys
    begins = np.zeros(owners + 1, dtype=np.int64)
    total = 0
    for owner in range(owners):
        size = 0
        for seed in range(own[owner], own[owner + 1]):
            node = np.int64(seed_node[seed])
            if seed_mm[seed] < known[node]:
                known[node] = seed_mm[seed]
                if size == len(heap):
                    heap = grown(heap)
                push(heap, size, (np.int64(seed_mm[seed]) << 32) | node)
                size += 1
        first = total
        while size > 0:
            key = heap[0]
            drop(heap, size)
            size -= 1
            node, mm = key & LOW, key >> 32
            if mm != known[node]:
                continue
            if total == len(found):
                found = grown(found)
            at = total
            while at > first and found[at - 1] > key:  # a piece of length 0 led to a lower node
                found[at] = found[at - 1]
                at -= 1
            found[at] = key
            total += 1
            for arc in range(head[node], head[node + 1]):
                step = np.int64(cost[arc])
                if step < 0 or mm + step > limit:
                    continue
                there = np.int64(to[arc])
                if mm + step < known[there]:
                    known[there] = mm + step
                    if size == len(heap):
                        heap = grown(heap)
                    push(heap, size, ((mm + step) << 32) | there)
                    size += 1
        for at in range(first, total):
            known[found[at] & LOW] = limit + 1
        begins[owner + 1] = total
    nodes = np.empty(total, dtype=np.int32)
    lengths = np.empty(total, dtype=np.int32)
    for at in range(total):
        nodes[at] = found[at] & LOW
        lengths[at] = found[at] >> 32
    return begins, nodes, lengths


@compiled_late
def _by_digit(keys: Any, begin: Any, into: Any, start: Any, many: Any, counts: Any, low: Any) -> None:
    """Write keys by one digit, else in the order they had."""
    counts[:] = 0
    for at in range(begin, begin + many):
        counts[(keys[at] >> low) & 2047] += 1
    total = start
    for digit in range(2048):
        here = counts[digit]
        counts[digit] = total
        total += here
    for at in range(begin, begin + many):
        digit = (keys[at] >> low) & 2047
        into[counts[digit]] = keys[at]
        counts[digit] += 1


@compiled_late
def put_in_order(keys: Any, begin: Any, until: Any, spare: Any, counts: Any, bits: Any) -> None:
    """Sort keys: by digits of their lengths, of 11 bits each; what is equally long by what stands below."""
    many = until - begin
    if many > 96:
        for low in range(32, 32 + bits, 22):
            _by_digit(keys, begin, spare, 0, many, counts, low)
            if low + 11 < 32 + bits:
                _by_digit(spare, 0, keys, begin, many, counts, low + 11)
            else:
                for at in range(many):
                    keys[begin + at] = spare[at]
    for at in range(begin + 1, until):
        key, to = keys[at], at
        while to > begin and keys[to - 1] > key:
            keys[to] = keys[to - 1]
            to -= 1
        keys[to] = key
