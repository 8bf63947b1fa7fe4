"""
Sums with places, done in a thread that stays.

Streamlit starts a thread for each run of a screen, and pyproj makes its transformations anew for each thread: 25 ms
apiece, more than everything else that a short list and its page need. Nothing is kept of what is asked here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from assetmap.wording import speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_R = TypeVar("_R")
_threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="assetmap-steady")


def steadily(work: Callable[_P, _R], /, *args: _P.args, **named: _P.kwargs) -> _R:
    """Return or raise what `work` does, in the language spoken here. It may not draw on the screen."""
    tongue = spoken()

    def said() -> _R:
        with speaking(tongue):
            return work(*args, **named)

    return _threads.submit(said).result()
