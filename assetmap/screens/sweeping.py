"""What the app does now and then by itself: what was dropped and left goes, and a copy of the day is kept."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from assetmap.screens.promptly import read_beforehand
from assetmap.screens.safekeeping import keep_todays
from assetmap.setup.trying import sweep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERY_S = 600.0
_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def served(app: object) -> AsyncIterator[None]:
    """Read the place beforehand, sweep and keep copies while the app runs; for `st.App(lifespan=…)`."""
    sweeping = asyncio.create_task(_now_and_then())
    try:
        async with read_beforehand(app):
            yield
    finally:
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping


async def _now_and_then() -> None:
    while True:
        try:
            await asyncio.to_thread(sweep)
        except Exception as error:  # noqa: BLE001  # the next time may do; the app serves on
            _log.warning("What was set aside could not be swept: %s", type(error).__name__)
        try:
            await asyncio.to_thread(keep_todays)
        except Exception as error:  # noqa: BLE001  # as above
            _log.warning("A copy of the day could not be kept: %s", type(error).__name__)
        await asyncio.sleep(EVERY_S)
