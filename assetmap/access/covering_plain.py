"""Choosing what to cover, with numpy alone: where numba is not, and to check it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def greedy(
    head: NDArray[Any],
    demand: NDArray[Any],
    turned: tuple[NDArray[Any], NDArray[Any]],
    weight: NDArray[np.float64],
    new: int,
) -> NDArray[np.int64]:
    """Take what gains most, as long as something does; what was covered is taken off the gains of all who cover it."""
    begin, candidate = turned
    gain = np.add.reduceat(np.append(weight[demand], 0.0), head[:-1])
    gain[np.diff(head) == 0] = 0.0
    is_left = np.ones(len(weight), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < new and gain[one := int(np.argmax(gain))] > 0.0:
        chosen.append(one)
        fresh = demand[head[one] : head[one + 1]]
        fresh = fresh[is_left[fresh]]
        is_left[fresh] = False
        many = begin[fresh + 1] - begin[fresh]
        at = np.repeat(begin[fresh] - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
        gain -= np.bincount(candidate[at], weights=np.repeat(weight[fresh], many), minlength=len(gain))
    return np.array(chosen, dtype=np.int64)


def exchange(
    head: NDArray[Any], demand: NDArray[Any], weight: NDArray[np.float64], chosen: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Go through the candidates again and again; let each stand in for the one whose place it fills best."""
    chosen = chosen.copy()
    slots, many = len(chosen), len(head) - 1
    times, whose = np.zeros(len(weight), dtype=np.int64), np.zeros(len(weight), dtype=np.int64)
    is_in = np.zeros(many, dtype=bool)
    is_in[chosen] = True
    for slot, one in enumerate(chosen):
        own = demand[head[one] : head[one + 1]]
        times[own] += 1
        whose[own] += slot
    at, idle, loss = 0, 0, _losses(times, whose, weight, slots)
    while idle < many and slots:
        if not is_in[at]:
            own = demand[head[at] : head[at + 1]]
            gain = weight[own[times[own] == 0]].sum()
            held = own[times[own] == 1]
            kept = np.bincount(whose[held], weights=weight[held], minlength=slots)
            better = gain + kept - loss
            slot = int(np.argmax(better))
            if better[slot] > 0.0:
                old = chosen[slot]
                gone = demand[head[old] : head[old + 1]]
                times[gone] -= 1
                whose[gone] -= slot
                times[own] += 1
                whose[own] += slot
                chosen[slot], is_in[old], is_in[at], idle = at, False, True, 0
                loss = _losses(times, whose, weight, slots)
        at, idle = (at + 1) % many, idle + 1
    return chosen


def _losses(
    times: NDArray[np.int64], whose: NDArray[np.int64], weight: NDArray[np.float64], slots: int
) -> NDArray[np.float64]:
    """Add up what only each slot covers."""
    alone = times == 1
    return np.bincount(whose[alone], weights=weight[alone], minlength=slots).astype(np.float64)
