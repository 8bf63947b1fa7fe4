"""What a piece's two ends know, told between them, as compiled loops; called by `compiled` alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from assetmap.access.kernels import LOW, compiled_late, grown


@compiled_late
def _enter(merged: Any, home: Any, label: Any) -> None:
    """Enter a label among a home's nearest (homes, ranks), each owner once."""
    ranks = merged.shape[1]
    at = ranks - 1
    if label >= merged[home, at]:
        return
    for rank in range(ranks):
        if merged[home, rank] & LOW == label & LOW:
            if merged[home, rank] <= label:
                return
            at = rank
            break
    while at > 0 and merged[home, at - 1] > label:
        merged[home, at] = merged[home, at - 1]
        at -= 1
    merged[home, at] = label


@compiled_late
def merge_ends(head: Any, ends: Any, start: Any, end: Any, of: Any, labels: Any, merged: Any, limit: Any) -> None:
    """Enter what the nodes' labels (n, ranks) give the positions on each piece; `start`, `end` as of `seeds.links`."""
    ranks = labels.shape[1]
    for piece in range(len(head) - 1):
        for side in range(2):
            costs = end if side else start
            node = ends[piece, side]
            for rank in range(ranks):
                label = labels[node, rank]
                mm = label >> 32
                if mm > limit:
                    break
                for at in range(head[piece], head[piece + 1]):
                    if costs[at] >= 0 and mm + costs[at] <= limit:
                        _enter(merged, of[at], label + (np.int64(costs[at]) << 32))


@compiled_late
def merge_beside(
    head: Any,
    along: Any,
    off: Any,
    of: Any,
    spot_piece: Any,
    spot_along: Any,
    spot_off: Any,
    spot_owner: Any,
    onward: Any,
    back: Any,
    merged: Any,
    limit: Any,
) -> None:
    """Enter the straight stretches between positions and spots on one piece."""
    for spot in range(len(spot_piece)):
        piece = spot_piece[spot]
        for at in range(head[piece], head[piece + 1]):
            there = np.int64(spot_along[spot]) - along[at]
            if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                mm = abs(there) + spot_off[spot] + off[at]
                if mm <= limit:
                    _enter(merged, of[at], (mm << 32) | spot_owner[spot])


@compiled_late
def _lower(best: Any, touched: Any, many: Any, home: Any, mm: Any, limit: Any) -> Any:
    if best[home] > limit:
        touched[many] = home
        many += 1
    best[home] = min(best[home], mm)
    return many


@compiled_late
def pairs_between(
    head: Any,
    arc_piece: Any,
    owner_head: Any,
    node: Any,
    node_mm: Any,
    position_head: Any,
    along: Any,
    off: Any,
    of: Any,
    start: Any,
    end: Any,
    spot_head: Any,
    spot_piece: Any,
    spot_along: Any,
    spot_off: Any,
    onward: Any,
    back: Any,
    homes: Any,
    limit: Any,
    in_order: Any,
) -> Any:
    """
    Turn pairs of owners and nodes into pairs of owners and homes.

    Returns where each owner's begin, and keys `mm << 32 | home`; `in_order`: nearest first. Else only how many owners
    each home has within reach.
    """
    owners = len(owner_head) - 1
    best = np.full(homes, limit + 1, dtype=np.int32)
    touched = np.empty(homes, dtype=np.int32)
    begins = np.zeros(owners + 1, dtype=np.int64)
    counts = np.zeros(0 if in_order else homes, dtype=np.int32)
    found = np.empty(4096, dtype=np.int64)
    total = 0
    for owner in range(owners):
        many = 0
        for pair in range(owner_head[owner], owner_head[owner + 1]):
            mm = np.int64(node_mm[pair])
            for arc in range(head[node[pair]], head[node[pair] + 1]):
                piece = arc_piece[arc] >> 1
                costs = end if arc_piece[arc] & 1 else start
                for at in range(position_head[piece], position_head[piece + 1]):
                    if costs[at] >= 0 and mm + costs[at] <= limit:
                        many = _lower(best, touched, many, of[at], mm + costs[at], limit)
        for spot in range(spot_head[owner], spot_head[owner + 1]):
            piece = spot_piece[spot]
            for at in range(position_head[piece], position_head[piece + 1]):
                there = np.int64(spot_along[spot]) - along[at]
                if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                    mm = abs(there) + spot_off[spot] + off[at]
                    if mm <= limit:
                        many = _lower(best, touched, many, of[at], mm, limit)
        if in_order:
            while total + many > len(found):
                found = grown(found)
            for row in range(many):
                home = np.int64(touched[row])
                found[total + row] = (np.int64(best[home]) << 32) | home
                best[home] = limit + 1
            found[total : total + many].sort()
            total += many
            begins[owner + 1] = total
        else:
            for row in range(many):
                home = touched[row]
                counts[home] += 1
                best[home] = limit + 1
    return begins, found[:total], counts
