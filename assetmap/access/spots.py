"""Where people and assets stand on the streets: on a piece, so far along it, so far beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FAR_M = 500.0
"""From further than this nobody is joined to a street: what lies between may be a bay, a railway or a motorway."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spots:
    """
    s spots of `owners` places; a place may have several (the gates of a park) or none.

    `piece`: int32 (s), -1 where no street is near. `along_mm`, `off_mm`: int32 (s), whole millimetres from the piece's
    start, and straight from the place to the street, walked at the same pace. `owner`: int64 (s), which place.
    """

    piece: NDArray[np.int32]
    along_mm: NDArray[np.int32]
    off_mm: NDArray[np.int32]
    owner: NDArray[np.int64]
    owners: int
