"""
The measures: who can reach what on foot.

All lengths are int32 whole millimetres, NEVER where there is no walk; limits count themselves in; of places equally far
the lowest is the nearest. Engines give the same answers to the bit.
"""

from assetmap.access.between import at_points, at_spots
from assetmap.access.engines import Engine
from assetmap.access.found import Nearest, Pairs
from assetmap.access.journeys import Journeys, Stretch, Way, journey
from assetmap.access.nearest import costs, k_nearest, nearest
from assetmap.access.within import pairs_within

__all__ = (
    "Engine", "Journeys", "Nearest", "Pairs", "Stretch", "Way", "at_points", "at_spots", "costs", "journey",
    "k_nearest", "nearest", "pairs_within",
)  # fmt: skip
