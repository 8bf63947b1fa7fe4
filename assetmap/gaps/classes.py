"""In which class an area is shown: tenths of the gaps, and need by what is within reach; alike on screen and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.gaps.scoring import Gaps

NEEDY, WELL_OFF = 3, 7
"""Much need is a decile up to the first, little need one beyond the second."""
LITTLE = 0.5
"""Little is within reach where less than this part of the fair share is; much from the whole of it on."""


def tenths(gaps: Gaps) -> NDArray[np.int64]:
    """Give each area that has a gap and a rank its tenth among the ranked, 1 the largest gaps; 0 else."""
    rank = gaps.table["rank"].to_numpy(dtype=np.float64, na_value=np.nan)
    score = gaps.table["score"].to_numpy(dtype=np.float64)
    many = int(np.isfinite(rank).sum())
    tenth = np.ceil(10 * np.nan_to_num(rank) / max(many, 1)).astype(np.int64)
    return np.where(np.isfinite(rank) & (score > 0), np.clip(tenth, 1, 10), 0)


def need_step(decile: float) -> int:
    """Return 0 (little need) to 2 (much); where no index says, the middle."""
    if np.isnan(decile):
        return 1
    return 2 if decile <= NEEDY else 1 if decile <= WELL_OFF else 0


def reach_step(shortfall: float) -> int:
    """Return 0 (the fair share or more is within reach) to 2 (less than half of it)."""
    return 0 if shortfall <= 0 else 1 if shortfall <= LITTLE else 2


def sign_of(need: int, reach: int) -> str:
    """Write a class of need by reach as it stands in an area: A1 is much need and little within reach."""
    return "CBA"[need] + "321"[reach]
