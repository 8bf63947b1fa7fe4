"""Measures on the streets of a whole county, against the table of everything to everything."""

from __future__ import annotations

import numpy as np
import pytest

from assetmap.access import at_points, at_spots, costs, join, journey, k_nearest, nearest, pairs_within
from assetmap.access.kept import KeptNearest
from assetmap.network import NEVER
from assetmap.network.from_extract import graph_from_extract
from tests.access.flat import Case, ranked, table

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


@pytest.mark.parametrize("profile", ["walking", "step-free"])
def test_every_crossing_bend_and_home_of_a_county_is_as_far_as_a_table_says(profile, realdata):
    graph = graph_from_extract(realdata / "osm" / "rutland_2022.osm.pbf")
    walked = graph.walked(profile)
    chance = np.random.default_rng(3)
    near_streets = graph.points[chance.integers(0, len(graph.points), 130)] + chance.normal(0, 60, (130, 2))
    assets, homes = join(walked, near_streets[:30]), join(walked, near_streets[30:])
    rows = table(Case(walked=walked, spots=assets, homes=homes))

    mm = costs(walked, assets)
    assert np.array_equal(mm, ranked(rows.nodes, count=1)[0][0])
    assert np.array_equal(at_points(walked, mm, assets), ranked(rows.bends, count=1)[0][0])
    few = at_points(walked, k_nearest(walked, assets, 3), assets)
    assert np.array_equal(few.mm, ranked(rows.bends, count=3)[0])
    assert np.array_equal(few.owner, ranked(rows.bends, count=3)[1])
    pairs = pairs_within(walked, assets, limit_mm=1_200_000)
    assert np.array_equal(at_points(walked, pairs, assets).counts, (rows.bends <= 1_200_000).sum(axis=0))
    assert np.array_equal(at_spots(walked, pairs, assets, homes).counts, (rows.homes <= 1_200_000).sum(axis=0))

    back = table(Case(walked=walked, spots=homes.of(0), homes=assets), toward=False).homes[0]
    found = journey(walked, homes.of(0), assets)
    assert np.array_equal(found.mm, np.where(np.isfinite(back), back, NEVER))
    for owner in np.flatnonzero(found.mm != NEVER).tolist():
        way = found.way(owner)
        assert sum(x.mm for x in way.stretches) + sum(way.off_mm) == found.mm[owner]
        walked_m = np.hypot(*np.diff(way.line, axis=0).T).sum() * 1000 + sum(way.off_mm)
        assert walked_m == pytest.approx(found.mm[owner], abs=2 * len(way.line))


def test_what_is_mended_over_and_over_is_what_is_worked_out_anew(realdata):
    walked = graph_from_extract(realdata / "osm" / "rutland_2022.osm.pbf").walked()
    chance = np.random.default_rng(4)
    places = walked.graph.points[chance.integers(0, len(walked.graph.points), 240)]
    kept = KeptNearest(walked, join(walked, places[:120]), np.arange(120) % 4, count=4)
    for turn in range(120, 240):
        if turn % 3:
            kept.move(int(chance.integers(0, turn - 120 + 1)), join(walked, places[turn : turn + 1]), group=turn % 4)
        else:
            kept.add(join(walked, places[turn : turn + 1]), turn % 4)
            kept.close(int(chance.integers(0, 120)))
    anew = nearest(walked, kept.spots, kept.nearest.groups, count=4, engine="scipy")
    assert np.array_equal(kept.nearest.mm, anew.mm)
    assert np.array_equal(kept.nearest.owner, anew.owner)
