"""What a piece's two ends know, told at all its bends, as compiled loops; called by `compiled` alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from assetmap.access.kernels import compiled_late, grown, put_in_order


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
def _piece_pairs(
    piece: Any, first: Any, along: Any, way: Any, one_mm: Any, other_mm: Any, spots: Any, a: Any, b: Any, onward: Any,
    back: Any, limit: Any, found: Any, total: Any,
) -> Any:  # fmt: skip
    """Write the keys of a piece's bends within reach of its two ends, and of the owner's spots `a` to `b` on it."""
    begin, last = first[piece], first[piece + 1] - 1
    length = np.int64(along[last])
    for at in range(begin, last + 1):
        before, beyond = np.int64(along[at]), length - along[at]
        best = np.int64(limit) + 1
        if (way & 1 or at == begin or (before == 0 and way & 4)) and one_mm + before < best:
            best = one_mm + before
        if (way & 2 or at == last or (beyond == 0 and way & 4)) and other_mm + beyond < best:
            best = other_mm + beyond
        for spot in range(a, b):
            there = np.int64(spots[0, spot]) - along[at]
            if (there >= 0 and onward[spot]) or (there <= 0 and back[spot]):
                best = min(best, abs(there) + spots[1, spot])
        if best <= limit:
            found[total] = (best << 32) | at
            total += 1
    return total


@compiled_late
def pairs_of_bends(
    head: Any, arc_piece: Any, owner_head: Any, node: Any, node_mm: Any, first: Any, along: Any, ends: Any, ways: Any,
    spot_head: Any, spot_piece: Any, spots: Any, onward: Any, back: Any, limit: Any,
) -> Any:  # fmt: skip
    """
    Turn pairs of owners and nodes into pairs of owners and bends, each piece looked at once an owner.

    An owner's spots stand by piece. Returns where each owner's begin, bends and lengths, nearest first.
    """
    owners = len(owner_head) - 1
    never = np.int32(2**31 - 1)
    known = np.full(len(head) - 1, never, dtype=np.int32)
    done = np.full(len(ends), -1, dtype=np.int32)
    begins = np.zeros(owners + 1, dtype=np.int64)
    found = np.empty(8 * len(node) + 4096, dtype=np.int64)  # in a city a node stands for six bends
    spare = np.empty(4096, dtype=np.int64)
    digits = np.zeros(2048, dtype=np.int64)
    bits = 0
    while limit >> bits > 0:
        bits += 1
    total = 0
    for owner in range(owners):
        start = total
        for pair in range(owner_head[owner], owner_head[owner + 1]):
            known[node[pair]] = node_mm[pair]
        a = spot_head[owner]
        while a < spot_head[owner + 1]:
            piece = spot_piece[a]
            b = a + 1
            while b < spot_head[owner + 1] and spot_piece[b] == piece:
                b += 1
            done[piece] = owner
            while total + first[piece + 1] - first[piece] > len(found):
                found = grown(found)
            total = _piece_pairs(
                piece, first, along, ways[piece], np.int64(known[ends[piece, 0]]), np.int64(known[ends[piece, 1]]),
                spots, a, b, onward, back, limit, found, total,
            )  # fmt: skip
            a = b
        for pair in range(owner_head[owner], owner_head[owner + 1]):
            for arc in range(head[node[pair]], head[node[pair] + 1]):
                piece = arc_piece[arc] >> 1
                if done[piece] == owner:
                    continue
                done[piece] = owner
                begin, until = first[piece], first[piece + 1]
                while total + until - begin > len(found):
                    found = grown(found)
                if ways[piece] == 7:  # nearly every piece, without a call for it
                    one, other = np.int64(known[ends[piece, 0]]), np.int64(known[ends[piece, 1]]) + along[until - 1]
                    for at in range(begin, until):
                        best = min(one + along[at], other - along[at])
                        found[total] = (best << 32) | at
                        total += best <= limit
                    continue
                total = _piece_pairs(
                    piece, first, along, ways[piece], np.int64(known[ends[piece, 0]]), np.int64(known[ends[piece, 1]]),
                    spots, 0, 0, onward, back, limit, found, total,
                )  # fmt: skip
        for pair in range(owner_head[owner], owner_head[owner + 1]):
            known[node[pair]] = never
        if total - start > len(spare):
            spare = np.empty(2 * (total - start), dtype=np.int64)
        put_in_order(found, start, total, spare, digits, bits)
        begins[owner + 1] = total
    bends = np.empty(total, dtype=np.int32)
    lengths = np.empty(total, dtype=np.int32)
    for at in range(total):
        bends[at] = found[at] & 0xFFFFFFFF
        lengths[at] = found[at] >> 32
    return begins, bends, lengths
