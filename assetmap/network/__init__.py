"""Streets to a walk graph: what one may walk on, joined where one can turn, with lengths in whole millimetres."""

from assetmap.network.graph import CLOSED, NEVER, Walked, WalkGraph, make_graph
from assetmap.network.keeping import keep_graph, open_graph
from assetmap.network.profiles import PROFILES, Profile, profile_of

__all__ = (
    "CLOSED", "NEVER", "PROFILES", "Profile", "WalkGraph", "Walked", "keep_graph", "make_graph", "open_graph",
    "profile_of",
)  # fmt: skip
