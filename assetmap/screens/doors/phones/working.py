"""Threads of the phones' own: thirty who send at once keep neither each other nor the screens waiting for one."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")
_FEW = 2
"""The store takes one write at a time; more threads would only wait for each other."""
_pool = ThreadPoolExecutor(max_workers=_FEW, thread_name_prefix="phones")


async def apart(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something that waits for the disk in a thread, in the language that is spoken here."""
    inside = partial(contextvars.copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_pool, inside)
