"""Who is within reach of whom: searched from the places, which are few, not from the homes, which are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.access.engines import Engine, engine_of
from assetmap.access.found import Pairs, limit_of
from assetmap.access.seeds import seeds

if TYPE_CHECKING:
    from assetmap.access.spots import Spots
    from assetmap.network.graph import Walked


def pairs_within(walked: Walked, spots: Spots, *, limit_mm: int, engine: Engine = "auto") -> Pairs:
    """
    Find for each place all nodes from which one walks there within a limit.

    Parameters
    ----------
    walked, spots, engine
        As in `nearest.costs`.
    limit_mm
        The longest walk, whole millimetres, itself included.

    Returns
    -------
    pairs
        Each place's nodes, nearest first; memory grows with the pairs.
    """
    limit = limit_of(limit_mm)
    found, head = seeds(walked, spots, toward=True, limit_mm=limit).by_owner(spots.owners)
    ahead, node, mm = engine_of(engine).reach_each(walked, found, head, toward=True, limit_mm=limit)
    return Pairs(head=ahead, node=node, mm=mm, nodes=walked.graph.nodes, limit_mm=limit)
