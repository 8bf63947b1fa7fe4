"""Out and in again, hundreds of times: whatever stands in an asset comes back, or the file said that it would not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 250
"""Lists of up to three assets for each form."""


def row(folder: Path, *, many: int = MANY) -> Row:
    """Send assets through every form that can be read again."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "exchange"))
    import test_round_trips as trips

    tried = [0]
    problems = [
        f"{ending}: {problem}" for ending in trips.FORMS if (problem := _through(ending, trips, folder, many, tried))
    ]
    return Row.of(
        "out and in again", f"{len(trips.FORMS)} forms: nothing lost in silence",
        f"{tried[0]:,} assets: {len(problems)} forms that lost something without a word", *problems,
    )  # fmt: skip


def _through(ending: str, trips: Any, folder: Path, many: int, tried: list[int]) -> str:
    once: Callable[..., None] = trips.test_what_goes_out_comes_back_or_was_said_to_stay.hypothesis.inner_test
    own = SimpleNamespace(mktemp=lambda _: folder)

    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(assets=st.lists(trips.anything(), min_size=1, max_size=3))
    def trip(assets: list[Any]) -> None:
        tried[0] += len(assets)
        once(ending, assets=assets, tmp_path_factory=own)

    try:
        trip()
    except AssertionError as error:
        return str(error)[:400]
    return ""
