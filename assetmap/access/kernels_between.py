"""What a piece's two ends know, told between them, as compiled loops; called by `compiled` alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from assetmap.access.kernels import LOW, compiled_late, grown, put_in_order


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
def merge_ends(pieces: Any, ends: Any, start: Any, end: Any, of: Any, labels: Any, merged: Any, limit: Any) -> None:
    """Enter what the nodes' labels (n, ranks) give the positions on pieces; `start`, `end` as of `seeds.links`."""
    ranks = labels.shape[1]
    for at in range(len(pieces)):
        for side in range(2):
            step = np.int64(end[at] if side else start[at])
            if step < 0:
                continue
            node = ends[pieces[at], side]
            for rank in range(ranks):
                label = labels[node, rank]
                if (label >> 32) + step > limit:
                    break
                _enter(merged, of[at], label + (step << 32))


@compiled_late
def merge_beside(
    begin: Any, until: Any, along: Any, off: Any, of: Any, spots: Any, owner: Any, onward: Any, back: Any, merged: Any,
    limit: Any,
) -> None:  # fmt: skip
    """Enter the straight stretches between positions and spots (2, s: along, off) on one piece."""
    for spot in range(len(owner)):
        for at in range(begin[spot], until[spot]):
            there = np.int64(spots[0, spot]) - along[at]
            if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                mm = abs(there) + spots[1, spot] + off[at]
                if mm <= limit:
                    _enter(merged, of[at], (mm << 32) | owner[spot])


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
    spots: Any,
    onward: Any,
    back: Any,
    homes: Any,
    limit: Any,
) -> Any:
    """
    Turn pairs of owners and nodes into pairs of owners and homes.

    Returns where each owner's begin, and keys `mm << 32 | home`, nearest first.
    """
    owners = len(owner_head) - 1
    best = np.full(homes, limit + 1, dtype=np.int32)
    touched = np.empty(homes, dtype=np.int32)
    begins = np.zeros(owners + 1, dtype=np.int64)
    found, spare, digits = (
        np.empty(4096, dtype=np.int64),
        np.empty(4096, dtype=np.int64),
        np.zeros(2048, dtype=np.int64),
    )
    bits = 0
    while limit >> bits > 0:
        bits += 1
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
                there = np.int64(spots[0, spot]) - along[at]
                if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                    mm = abs(there) + spots[1, spot] + off[at]
                    if mm <= limit:
                        many = _lower(best, touched, many, of[at], mm, limit)
        while total + many > len(found):
            found = grown(found)
        for row in range(many):
            home = np.int64(touched[row])
            found[total + row] = (np.int64(best[home]) << 32) | home
            best[home] = limit + 1
        if many > len(spare):
            spare = np.empty(2 * many, dtype=np.int64)
        put_in_order(found, total, total + many, spare, digits, bits)
        total += many
        begins[owner + 1] = total
    return begins, found[:total]
