"""
The screens: ours beside an app built with folium in its own way, on the same machine and the same assets.

Both are served by Streamlit as processes of their own. What a rerun costs is asked over the websocket, as a browser
asks; what somebody sees is looked for in a real browser, where Playwright and a Chromium are there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row

LARGE = 10_000
"""As many assets as the screens promise to hold; the everyday size is a tenth."""


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure the screens.

    Parameters
    ----------
    size
        Assets of the large place (10,000 when None); the everyday place has a tenth of them.
    """
    from assetmap.bench.screens.crowd import USERS
    from assetmap.bench.screens.crowd import rows as crowd
    from assetmap.bench.screens.reruns import rows as reruns
    from assetmap.bench.screens.seen import rows as seen

    large = size or LARGE
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as name:
        folder = Path(name)
        yield from seen(folder, large=large)
        yield from reruns(folder, large=large)
        yield from crowd(folder, many=max(large // 10, 1), users=USERS if large >= LARGE else 4)
