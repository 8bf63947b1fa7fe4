"""Compiling all loops ahead, so that nobody waits for it later."""

from __future__ import annotations

from typing import Any


def warm() -> None:
    """
    Run every measure once on a street of ten metres; compiled code is then on disk, where it may be written.

    Takes seconds the first time, and next to nothing after. Without numba there is nothing to compile.
    """
    from assetmap.access.isochrone import isochrone
    from assetmap.access.kept import KeptNearest, KeptPairs
    from assetmap.access.searching import at_points, at_spots, costs, journey, k_nearest, nearest, pairs_within
    from assetmap.access.spots import join
    from assetmap.network.graph import make_graph

    walked = make_graph(crs="EPSG:27700", points=[(0, 0), (10, 0)], first=[0, 2], ends=[(0, 1)]).walked()
    here = join(walked, [(1, 0)])
    near, few = nearest(walked, here, [0]), k_nearest(walked, here, 2)
    every: list[Any] = [costs(walked, here), near, few, pairs_within(walked, here, limit_mm=10_000)]
    for found in every:
        at_points(walked, found, here)
        at_spots(walked, found, here, here)
    journey(walked, here, here)
    KeptNearest(walked, here, [0]).move(0, here)
    KeptPairs(walked, here, limit_mm=10_000).move(0, here)
    isochrone(walked, here, [0.1])


if __name__ == "__main__":
    warm()
