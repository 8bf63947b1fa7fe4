"""The loops of choosing what to cover; weights are whole multiples of one unit, so that their sums are exact."""

from __future__ import annotations

from typing import Any

import numpy as np

from assetmap.access.kernels import compiled_late


@compiled_late
def greedy(head: Any, demand: Any, turned_head: Any, candidate: Any, weight: Any, new: Any) -> Any:
    """Take what gains most, as long as something does."""
    many = len(head) - 1
    gain = np.zeros(many)
    for one in range(many):
        for at in range(head[one], head[one + 1]):
            gain[one] += weight[demand[at]]
    is_left = np.ones(len(weight), dtype=np.bool_)
    chosen = np.empty(new, dtype=np.int64)
    size = 0
    while size < new:
        best = 0
        for one in range(many):
            if gain[one] > gain[best]:
                best = one
        if gain[best] <= 0.0:
            break
        chosen[size] = best
        size += 1
        for at in range(head[best], head[best + 1]):
            own = demand[at]
            if is_left[own]:
                is_left[own] = False
                for also in range(turned_head[own], turned_head[own + 1]):
                    gain[candidate[also]] -= weight[own]
    return chosen[:size].copy()


@compiled_late
def exchange(head: Any, demand: Any, weight: Any, chosen: Any) -> None:
    """Let candidates stand in for chosen ones, while that gains; `chosen` is changed."""
    slots, many = len(chosen), len(head) - 1
    times = np.zeros(len(weight), dtype=np.int32)
    whose = np.zeros(len(weight), dtype=np.int64)  # the sum of the slots: where one covers, that one
    is_in = np.zeros(many, dtype=np.bool_)
    loss, kept = np.zeros(slots), np.zeros(slots)
    for slot in range(slots):
        is_in[chosen[slot]] = True
        for at in range(head[chosen[slot]], head[chosen[slot] + 1]):
            times[demand[at]] += 1
            whose[demand[at]] += slot
    for own in range(len(weight)):
        if times[own] == 1:
            loss[whose[own]] += weight[own]
    one, idle = 0, 0
    while idle < many and slots > 0:
        if not is_in[one]:
            gain = 0.0
            kept[:] = 0.0
            for at in range(head[one], head[one + 1]):
                own = demand[at]
                if times[own] == 0:
                    gain += weight[own]
                elif times[own] == 1:
                    kept[whose[own]] += weight[own]
            best, most = -1, 0.0
            for slot in range(slots):
                if gain + kept[slot] - loss[slot] > most:
                    best, most = slot, gain + kept[slot] - loss[slot]
            if best >= 0:
                old = chosen[best]
                for at in range(head[old], head[old + 1]):
                    own = demand[at]
                    if times[own] == 1:
                        loss[best] -= weight[own]
                    times[own] -= 1
                    whose[own] -= best
                    if times[own] == 1:
                        loss[whose[own]] += weight[own]
                for at in range(head[one], head[one + 1]):
                    own = demand[at]
                    if times[own] == 1:
                        loss[whose[own]] -= weight[own]
                    times[own] += 1
                    whose[own] += best
                    if times[own] == 1:
                        loss[best] += weight[own]
                chosen[best] = one
                is_in[old], is_in[one] = False, True
                idle = 0
        one += 1
        if one == many:
            one = 0
        idle += 1
