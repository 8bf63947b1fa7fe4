"""What a worker waits for: from Enter on a postcode to the page on the screen, in a real browser."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row
from assetmap.bench.screens import browser as seeing
from assetmap.bench.screens import serving, town

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_S = 2.0
ASSETS = 1_000
_TURNS = 5
_BOX = ".st-key-refer_where input"
_PAGE = "inside('.sheets[data-shown]')"


def rows(*, many: int = ASSETS, turns: int = _TURNS) -> Iterator[Row]:
    """Measure on the demo town with so many assets, each time another postcode and everything else as it was."""
    work = f"Enter on a postcode → its page is on the screen, {many:,} assets"
    mine: list[float] = []
    said, why = True, ""
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as name:
        folder = Path(name)
        home = town.home(folder, many=many)
        try:
            with seeing.browser() as browser, serving.ours(home, folder) as served:
                page = seeing.context(browser).new_page()
                for turn, postcode in enumerate(_postcodes(home, turns + 1)):  # the first makes ready what all need
                    page.goto(f"{served.url}/refer")
                    page.wait_for_selector(_BOX)
                    page.wait_for_timeout(3000 if turn == 0 else 300)
                    page.fill(_BOX, postcode)
                    seeing.when(page, _PAGE)
                    page.press(_BOX, "Enter")
                    took = seeing.taken(page)
                    mine += [took] if turn else []
                    said = said and page.locator(".sheets img").count() > 0
        except seeing.NoBrowserError as error:
            why = str(error)
    yield Row(
        work=work, peer="-", ours=statistics.median(mine) if mine else None, theirs=None, unit="s", ratio=None,
        goal=f"≤ {MOST_S:g} s", equal=said if mine else None,
        note=why or f"median of {len(mine)}, {min(mine):.2f} to {max(mine):.2f} s, warm",
    )  # fmt: skip


def _postcodes(home: Path, count: int) -> list[str]:
    from assetmap.place import open_place

    place = open_place(home)
    try:
        layer = place.layer("postcodes")
        assert layer is not None
        every = layer["postcode"].tolist()
    finally:
        place.close()
    return [str(every[i * len(every) // count]) for i in range(count)]
