"""
How often a join code may be tried.

A code is six of thirty letters and figures, 729,000,000 in all, and ends with the workshop. Only wrong ones count. From
one address thirty wrong ones pass at once, for a whole hall may be behind one router and mistype; then there is a pause
of a minute, after which ten more pass: in three hours 1,830 at the most, one chance in 398,000. From all addresses
together a hundred and twenty, then sixty after each pause of a minute: in three hours 10,920, one chance in 66,000.
In a pause no code is looked at, the right one neither, or it would be none; whoever has been let in is not asked again.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_S = 60.0
AT_ONCE, AFTER_A_PAUSE = 30, 10
AT_ONCE_OVER_ALL, AFTER_A_PAUSE_OVER_ALL = 120, 60
LATELY_S = 600.0
MANY = 10
"""So many wrong ones within `LATELY_S` are no slips of the finger."""
_MOST_ADDRESSES, _HELD_S = 4_096, 3_600.0


@dataclass
class _Purse:
    left: int
    pauses_until: float = 0.0
    used: float = 0.0


class Tries:
    """The wrong codes of one app; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._of: dict[str, _Purse] = {}
        self._all = _Purse(AT_ONCE_OVER_ALL)
        self._wrong: deque[float] = deque(maxlen=10_000)

    def take(self, address: str) -> int:
        """Take one try, to be given back by `right`; returns 0, or how many seconds are still to be waited."""
        with self._lock:
            now, key = self._clock(), _near(address)
            own = self._of.pop(key, None) or _Purse(AT_ONCE)
            self._of[key] = own  # the last used goes last
            own.used = now
            self._forget(now)
            wait = max(_waits(own, now, AFTER_A_PAUSE), _waits(self._all, now, AFTER_A_PAUSE_OVER_ALL))
            if wait > 0:
                return int(wait) + 1
            for purse in (own, self._all):
                purse.left -= 1
                purse.pauses_until = now + PAUSE_S if purse.left == 0 else 0.0
            return 0

    def right(self, address: str) -> None:
        """Give back what a right code had taken."""
        with self._lock:
            own = self._of.get(_near(address))
            for purse in [self._all] if own is None else [self._all, own]:
                purse.left, purse.pauses_until = purse.left + 1, 0.0
            if own is not None and own.left >= AT_ONCE:
                del self._of[_near(address)]

    def _forget(self, now: float) -> None:
        """Hold no address longer than an hour, nor more than so many: nobody may try more often by that."""
        old = [key for key, one in self._of.items() if one.used < now - _HELD_S]
        for key in [*old, *list(self._of)[: max(0, len(self._of) - _MOST_ADDRESSES)]]:
            self._of.pop(key, None)

    def wrong(self) -> None:
        """Remember that a wrong one was tried, and nothing of it but when."""
        with self._lock:
            self._wrong.append(self._clock())

    def lately(self) -> int:
        """Count the wrong ones of the last ten minutes."""
        with self._lock:
            since = self._clock() - LATELY_S
            while self._wrong and self._wrong[0] < since:
                self._wrong.popleft()
            return len(self._wrong)


def _waits(purse: _Purse, now: float, after: int) -> float:
    """Wait out the pause where nothing is left, and fill up a little when it is over."""
    if purse.left > 0:
        return 0.0
    if now < purse.pauses_until:
        return purse.pauses_until - now
    purse.left, purse.pauses_until = after, 0.0
    return 0.0


def _near(address: str) -> str:
    """Count what one household or one phone has of IPv6 (a /64) as one."""
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(one, ipaddress.IPv6Address):
        if one.ipv4_mapped is not None:
            return str(one.ipv4_mapped)
        return str(ipaddress.ip_network((one, 64), strict=False))
    return str(one)
