"""Who can reach what on foot: exact measures on a walk graph, as plain functions on arrays."""

from assetmap.access.searching import (
    Engine,
    Journeys,
    Nearest,
    Pairs,
    Stretch,
    Way,
    at_points,
    at_spots,
    costs,
    journey,
    k_nearest,
    nearest,
    pairs_within,
)
from assetmap.access.spots import FAR_M, Spots, join, join_shapes

__all__ = (
    "FAR_M", "Engine", "Journeys", "Nearest", "Pairs", "Spots", "Stretch", "Way", "at_points", "at_spots", "costs",
    "join", "join_shapes", "journey", "k_nearest", "nearest", "pairs_within",
)  # fmt: skip
