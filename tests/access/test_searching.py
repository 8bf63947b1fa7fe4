"""Measures against a table of everything to everything, made on streets that are cut at every bend."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.access import Spots, at_points, at_spots, costs, join, k_nearest, nearest, pairs_within
from assetmap.network import NEVER, make_graph
from tests.access.flat import Case, cases, ranked, read_pairs, table

ENGINES = ["scipy", "numba"]
LIMITS = st.one_of(st.none(), st.integers(0, 12_000), st.sampled_from([0, 1000, 2000, 3000]))
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_mm(rows):
    return np.where(np.isfinite(rows), rows, NEVER)


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=LIMITS, toward=st.booleans())
@often
def test_costs_are_those_of_the_nearest_spot_at_nodes_bends_and_homes(engine, case, limit, toward):
    expected = table(case, toward=toward)
    given = {"limit_mm": limit, "toward": toward, "engine": engine}
    mm = costs(case.walked, case.spots, **given)
    assert mm.dtype == np.int32
    assert mm.tolist() == ranked(expected.nodes, count=1, limit_mm=limit)[0][0].tolist()
    bends = at_points(case.walked, mm, case.spots, **given)
    assert bends.tolist() == ranked(expected.bends, count=1, limit_mm=limit)[0][0].tolist()
    homes = at_spots(case.walked, mm, case.spots, case.homes, **given)
    assert homes.tolist() == ranked(expected.homes, count=1, limit_mm=limit)[0][0].tolist()


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=LIMITS, data=st.data())
@often
def test_the_nearest_of_each_group_and_who_it_is(engine, case, limit, data):
    groups = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=case.spots.owners, max_size=case.spots.owners)))
    expected = table(case)
    found = nearest(case.walked, case.spots, groups, count=3, limit_mm=limit, engine=engine)
    bends = at_points(case.walked, found, case.spots, engine=engine)
    homes = at_spots(case.walked, found, case.spots, case.homes, engine=engine)
    for group in range(3):
        others = groups != group
        for seen, rows in ((found, expected.nodes), (bends, expected.bends), (homes, expected.homes)):
            mm, owner = ranked(np.where(others[:, None], np.inf, rows), count=1, limit_mm=limit)
            assert seen.mm[group].tolist() == mm[0].tolist()
            assert seen.owner[group].tolist() == owner[0].tolist()


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=LIMITS, k=st.integers(1, 4))
@often
def test_the_nearest_few_are_different_places(engine, case, limit, k):
    expected = table(case)
    found = k_nearest(case.walked, case.spots, k, limit_mm=limit, engine=engine)
    bends = at_points(case.walked, found, case.spots, engine=engine)
    homes = at_spots(case.walked, found, case.spots, case.homes, engine=engine)
    for seen, rows in ((found, expected.nodes), (bends, expected.bends), (homes, expected.homes)):
        mm, owner = ranked(rows, count=k, limit_mm=limit)
        assert seen.mm.tolist() == mm.tolist()
        assert seen.owner.tolist() == owner.tolist()


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=st.one_of(st.integers(0, 12_000), st.sampled_from([0, 1000, 2000, 3000])))
@often
def test_pairs_within_a_limit_are_all_there_are_nearest_first(engine, case, limit):
    expected = table(case)
    found = pairs_within(case.walked, case.spots, limit_mm=limit, engine=engine)
    bends = at_points(case.walked, found, case.spots, engine=engine)
    homes = at_spots(case.walked, found, case.spots, case.homes, engine=engine)
    for seen, rows in ((found, expected.nodes), (bends, expected.bends), (homes, expected.homes)):
        assert [*zip(seen.owner.tolist(), seen.mm.tolist(), seen.node.tolist(), strict=True)] == read_pairs(rows, limit)
        assert seen.head.tolist() == np.searchsorted(seen.owner, np.arange(case.spots.owners + 1)).tolist()
        assert seen.counts.tolist() == (rows <= limit).sum(axis=0).tolist()
        shorter = seen.within(limit // 2)
        assert [*zip(shorter.owner.tolist(), shorter.mm.tolist(), shorter.node.tolist(), strict=True)] == read_pairs(
            rows, limit // 2
        )


@given(case=cases(), toward=st.booleans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_oracles_agree(case, toward):
    one, other = table(case, toward=toward), table(case, toward=toward, by="networkx")
    assert (one.nodes == other.nodes).all()
    assert (one.bends == other.bends).all()
    assert (one.homes == other.homes).all()


def three_sides(**more):
    """A square of 100 m without its fourth side, and a far street of 10 m."""
    return make_graph(
        crs="EPSG:27700",
        points=[(0, 0), (0, 100), (0, 100), (100, 100), (100, 100), (100, 0), (900, 0), (910, 0)],
        first=[0, 2, 4, 6, 8],
        ends=[(0, 1), (1, 2), (2, 3), (4, 5)],
        **more,
    )


def at(*rows):
    piece, along, off = np.array(rows).T
    return Spots(
        piece=piece.astype(np.int32), along_mm=along.astype(np.int32), off_mm=off.astype(np.int32),
        owner=np.arange(len(rows)), owners=len(rows),
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_near_as_the_crow_flies_is_three_sides_to_walk(engine):
    walked = three_sides().walked()
    assert costs(walked, at((2, 100_000, 0)), engine=engine).tolist()[:4] == [300_000, 200_000, 100_000, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_limit_counts_itself_in(engine):
    walked, spot = three_sides().walked(), at((0, 0, 5))
    assert costs(walked, spot, limit_mm=100_005, engine=engine).tolist()[:3] == [5, 100_005, NEVER]
    assert costs(walked, spot, limit_mm=100_004, engine=engine).tolist()[:3] == [5, NEVER, NEVER]


@pytest.mark.parametrize("engine", ENGINES)
def test_two_assets_on_one_spot_are_two_and_the_lower_is_the_nearest(engine):
    walked, spots = three_sides().walked(), at((1, 50_000, 0), (1, 50_000, 0))
    found = k_nearest(walked, spots, 3, engine=engine)
    assert found.owner[:, 0].tolist() == [0, 1, -1]
    assert found.mm[:, 0].tolist() == [150_000, 150_000, NEVER]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_asset_on_an_island_is_reached_from_there_alone(engine):
    walked, spots = three_sides().walked(), at((3, 0, 0), (-1, 0, 700_000))
    assert costs(walked, spots, engine=engine).tolist() == [NEVER] * 4 + [0, 10_000]
    assert pairs_within(walked, spots, limit_mm=50_000, engine=engine).head.tolist() == [0, 2, 2]


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_nearest_where_there_is_nothing(engine):
    walked, none = three_sides().walked(), at((-1, 0, 0))
    found = nearest(walked, none, [0], count=2, engine=engine)
    assert found.mm.tolist() == [[NEVER] * 6] * 2
    assert found.owner.tolist() == [[-1] * 6] * 2
    assert at_points(walked, found, none, engine=engine).owner.tolist() == [[-1] * 8] * 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_walk_longer_than_a_number_holds_is_none_and_never_less_than_nothing(engine):
    far = 1_500_000.0
    walked = make_graph(
        crs="EPSG:27700", points=[(0, 0), (far, 0), (far, 0), (far, far)], first=[0, 2, 4], ends=[(0, 1), (1, 2)]
    ).walked()
    spot = at((0, 0, 2_000_000))
    assert costs(walked, spot, engine=engine).tolist() == [2_000_000, 1_502_000_000, NEVER]
    assert at_points(walked, costs(walked, spot, engine=engine), spot, engine=engine).tolist() == [
        2_000_000, 1_502_000_000, 1_502_000_000, NEVER,
    ]  # fmt: skip
    assert k_nearest(walked, spot, 1, engine=engine).mm.tolist() == [[2_000_000, 1_502_000_000, NEVER]]


def test_an_engine_that_is_none_is_told():
    with pytest.raises(ValueError, match="choose auto, numba or scipy"):
        costs(three_sides().walked(), at((0, 0, 0)), engine="steam")


def test_of_the_nearest_none_cannot_be_asked_for():
    with pytest.raises(ValueError, match="one or more"):
        k_nearest(three_sides().walked(), at((0, 0, 0)), 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_where_there_are_no_streets_nobody_reaches_anybody(engine):
    walked = make_graph(crs="EPSG:27700", points=[], first=[0], ends=[]).walked()
    nobody = join(walked, [(0, 0), (1, 1)], engine=engine)
    assert nobody.is_joined.tolist() == [False, False]
    assert costs(walked, nobody, engine=engine).tolist() == []
    assert at_points(walked, costs(walked, nobody, engine=engine), nobody, engine=engine).tolist() == []
    near, few = nearest(walked, nobody, [0, 0], engine=engine), k_nearest(walked, nobody, 2, engine=engine)
    assert at_spots(walked, near, nobody, nobody, engine=engine).owner.tolist() == [[-1, -1]]
    assert at_spots(walked, few, nobody, nobody, engine=engine).mm.tolist() == [[NEVER, NEVER]] * 2
    pairs = pairs_within(walked, nobody, limit_mm=1000, engine=engine)
    assert at_points(walked, pairs, nobody, engine=engine).head.tolist() == [0, 0, 0]
    assert at_spots(walked, pairs, nobody, nobody, engine=engine).counts.tolist() == [0, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_many_may_ask_at_once(engine):
    walked, spots = three_sides().walked(), at((2, 100_000, 0), (0, 10_000, 3))

    def ask(_):
        found = pairs_within(walked, spots, limit_mm=250_000, engine=engine)
        homes = join(walked, [(3, 40), (50, 103)], engine=engine)
        return at_spots(walked, found, spots, homes, engine=engine).mm.tolist(), costs(
            walked, spots, engine=engine
        ).tolist()

    with ThreadPoolExecutor(8) as at_once:
        answers = list(at_once.map(ask, range(40)))
    assert answers == [answers[0]] * 40


def test_a_case_is_what_it_says():
    walked = three_sides().walked()
    rows = table(Case(walked=walked, spots=at((0, 10_000, 3)), homes=at((0, 20_000, 4), (-1, 0, 0))))
    assert rows.nodes.tolist() == [[10_003, 90_003, 190_003, 290_003, np.inf, np.inf]]
    assert rows.homes.tolist() == [[10_007, np.inf]]
    assert rows.bends.tolist() == [[10_003, 90_003, 90_003, 190_003, 190_003, 290_003, np.inf, np.inf]]
