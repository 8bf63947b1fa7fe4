"""How far reading has come, for whoever waits; readers may say it, and nothing happens where nobody listens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OFTEN_S = 0.1
_told: list[Callable[[float], None]] = []
_last = [0.0]


def listen(told: Callable[[float], None]) -> None:
    """Have every share told to `told`, ten a second at most."""
    _told[:] = [told]


def progress(share: float) -> None:
    """Say how much of a file has been read, from 0 to 1."""
    now = time.monotonic()
    if _told and now - _last[0] >= _OFTEN_S:
        _last[0] = now
        _told[0](share)
