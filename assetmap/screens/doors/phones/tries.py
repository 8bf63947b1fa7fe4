"""
How often a join code may be tried.

A code is six of thirty letters and figures, 729,000,000 in all, and ends with the workshop. Only wrong ones count. From
one address thirty wrong ones pass at once, for a whole hall may be behind one router and mistype; then there is a pause
of a minute, after which ten more pass: in three hours 1,830 at the most, one chance in 398,000. From all addresses
together a hundred and twenty, then sixty after each pause of a minute: in three hours 10,920. In a pause no code is
looked at, the right one neither, or it would be none; whoever has been let in is not asked again. One who tries codes
from many addresses keeps no newcomer out: in the pause of all, an address that has typed fewer than three wrong ones is
looked at still, up to a thousand tries in an hour. So it is 14,920 in three hours at the most, one chance in 49,000.

Of right codes sixty pass from one address at once, then ten after each pause of a minute.
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
NEWCOMER, NEWCOMERS_AN_HOUR = 3, 1_000
"""Tries of an address of few wrong ones while all others wait, and those of all such addresses together."""
JOINS_AT_ONCE, JOINS_AFTER_A_PAUSE = 60, 10
LATELY_S = 600.0
MANY = 10
"""So many wrong ones within `LATELY_S` are no slips of the finger."""
_MOST_ADDRESSES, _HELD_S = 4_096, 3_600.0


@dataclass
class _Purse:
    left: int
    pauses_until: float = 0.0
    used: float = 0.0
    spared: int = 0


class Tries:
    """The wrong codes of one app; `clock` gives seconds. How many pass: at once, and after each pause."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        one: tuple[int, int] = (AT_ONCE, AFTER_A_PAUSE),
        over_all: tuple[int, int] | None = (AT_ONCE_OVER_ALL, AFTER_A_PAUSE_OVER_ALL),
    ) -> None:
        self._clock, self._one, self._over_all = clock, one, over_all
        self._lock = threading.Lock()
        self._of: dict[str, _Purse] = {}
        self._all = _Purse(0 if over_all is None else over_all[0])
        self._spare = _Purse(NEWCOMERS_AN_HOUR, used=clock())
        self._wrong: deque[float] = deque(maxlen=10_000)

    def take(self, address: str) -> int:
        """Take one try, which `give_back` undoes; returns 0, or how many seconds are still to be waited."""
        with self._lock:
            now, key = self._clock(), _near(address)
            own = self._of.pop(key, None) or _Purse(self._one[0])
            self._of[key] = own  # the last used goes last
            own.used = now
            self._forget(now)
            wait = _waits(own, now, self._one[1])
            others = 0.0 if self._over_all is None else _waits(self._all, now, self._over_all[1])
            if wait <= 0 < others and self._is_spared(own, now):
                own.left, own.spared, self._spare.left = own.left - 1, own.spared + 1, self._spare.left - 1
                return 0
            if max(wait, others) > 0:
                return int(max(wait, others)) + 1
            for purse in (own, *self._together()):
                purse.left -= 1
                purse.pauses_until = now + PAUSE_S if purse.left == 0 else 0.0
            return 0

    def give_back(self, address: str) -> None:
        """Give back what a try had taken: that of a right code costs nothing, nor one that was not looked at."""
        with self._lock:
            own = self._of.get(_near(address))
            if own is not None and own.spared:
                own.spared, self._spare.left = own.spared - 1, self._spare.left + 1
                given = [own]
            else:
                given = [*self._together(), *([] if own is None else [own])]
            for purse in given:
                purse.left, purse.pauses_until = purse.left + 1, 0.0
            if own is not None and own.left >= self._one[0]:
                del self._of[_near(address)]

    def _together(self) -> tuple[_Purse, ...]:
        return () if self._over_all is None else (self._all,)

    def _is_spared(self, own: _Purse, now: float) -> bool:
        """Say whether an address of few wrong codes is looked at while all others wait."""
        if now - self._spare.used >= _HELD_S:
            self._spare = _Purse(NEWCOMERS_AN_HOUR, used=now)
        return own.left > self._one[0] - NEWCOMER and self._spare.left > 0

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


def joins(clock: Callable[[], float] = time.monotonic) -> Tries:
    """Count right codes instead, of each address alone: a hall has many phones."""
    return Tries(clock, one=(JOINS_AT_ONCE, JOINS_AFTER_A_PAUSE), over_all=None)


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
