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
def bends_between(
    first: Any, along: Any, ends: Any, ways: Any, mm: Any, owner: Any, bend_mm: Any, bend_owner: Any, limit: Any
) -> None:
    """
    Tell at every bend what its piece's two ends know, the nearest one alone.

    `ways`: uint8 (m): 1, one may go on to the start; 2, to the end; 4, the piece is open.
    """
    for piece in range(len(first) - 1):
        one, other, way = ends[piece, 0], ends[piece, 1], ways[piece]
        begin, last = first[piece], first[piece + 1] - 1
        length = np.int64(along[last])
        one_mm, other_mm, one_owner, other_owner = np.int64(mm[one]), np.int64(mm[other]), owner[one], owner[other]
        for at in range(begin, last + 1):
            before, beyond = np.int64(along[at]), length - along[at]
            best, who = np.int64(2**31 - 1), np.int32(-1)
            if (way & 1 or at == begin or (before == 0 and way & 4)) and one_mm + before <= limit:
                best, who = one_mm + before, one_owner
            if (way & 2 or at == last or (beyond == 0 and way & 4)) and other_mm + beyond <= limit:
                total = other_mm + beyond
                if total < best or (total == best and other_owner < who):
                    best, who = total, other_owner
            bend_mm[at] = best
            bend_owner[at] = who


@compiled_late
def bends_beside(
    first: Any, along: Any, pieces: Any, spots: Any, owner: Any, onward: Any, back: Any, bend_mm: Any,
    bend_owner: Any, limit: Any,
) -> None:  # fmt: skip
    """Lower at the bends beside spots (2, s: along, off) what `bends_between` told."""
    for spot in range(len(owner)):
        for at in range(first[pieces[spot]], first[pieces[spot] + 1]):
            there = np.int64(spots[0, spot]) - along[at]
            if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                mm = abs(there) + spots[1, spot]
                if mm <= limit and (mm < bend_mm[at] or (mm == bend_mm[at] and owner[spot] < bend_owner[at])):
                    bend_mm[at] = mm
                    bend_owner[at] = owner[spot]


@compiled_late
def _in_order(keys: Any, begin: Any, until: Any, spare: Any, counts: Any, bits: Any) -> None:
    """Sort keys: by digits of their lengths, of 11 bits each; what is equally long by what stands below."""
    many = until - begin
    if many > 96:
        for low in range(32, 32 + bits, 11):
            counts[:] = 0
            for at in range(begin, until):
                counts[(keys[at] >> low) & 2047] += 1
            total = 0
            for digit in range(2048):
                here = counts[digit]
                counts[digit] = total
                total += here
            for at in range(begin, until):
                digit = (keys[at] >> low) & 2047
                spare[counts[digit]] = keys[at]
                counts[digit] += 1
            for at in range(many):
                keys[begin + at] = spare[at]
    for at in range(begin + 1, until):
        key, to = keys[at], at
        while to > begin and keys[to - 1] > key:
            keys[to] = keys[to - 1]
            to -= 1
        keys[to] = key


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
        if in_order:
            while total + many > len(found):
                found = grown(found)
            for row in range(many):
                home = np.int64(touched[row])
                found[total + row] = (np.int64(best[home]) << 32) | home
                best[home] = limit + 1
            if many > len(spare):
                spare = np.empty(2 * many, dtype=np.int64)
            _in_order(found, total, total + many, spare, digits, bits)
            total += many
            begins[owner + 1] = total
        else:
            for row in range(many):
                home = touched[row]
                counts[home] += 1
                best[home] = limit + 1
    return begins, found[:total], counts
