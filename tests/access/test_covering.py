"""Where so many new places cover the most: against every choice there is, and against what one can see at once."""

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from assetmap.access.covering import Cover, best, cover_of
from assetmap.access.covering_proof import optimum
from assetmap.access.found import Pairs


def cover(sets, weight):
    head = np.concatenate([[0], np.cumsum([len(x) for x in sets])]).astype(np.int64)
    demand = np.array([d for x in sets for d in sorted(x)], dtype=np.int32)
    return Cover(head=head, demand=demand, weight=np.asarray(weight, dtype=np.float64))


def some_town(seed, *, candidates=11, homes=24):
    chance = np.random.default_rng(seed)
    at, there = chance.uniform(0, 100, (homes, 2)), chance.uniform(0, 100, (candidates, 2))
    near = np.hypot(*(there[:, None] - at[None]).transpose(2, 0, 1)) < chance.uniform(15, 35)
    return cover([set(np.flatnonzero(x)) for x in near], chance.integers(1, 40, homes) / 10)


def by_hand(town, new, *, pinned=(), first=None):
    """Every choice: the most of `first`, then of the weight."""
    every = (x for x in combinations(range(town.candidates), new) if set(pinned) <= set(x))
    return max(
        (round(float(first[town.seen(x)].sum()), 9) if first is not None else 0.0, town.covered(x)) for x in every
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_optimum_is_the_best_of_all_choices_and_the_quick_one_is_no_better(seed):
    town = some_town(seed)
    for new in (1, 2, 4):
        _, most = by_hand(town, new)
        found, quick = optimum(town, new), best(town, new)
        assert found.covered == pytest.approx(most, abs=1e-9)
        assert found.gap == 0.0
        assert found.covered == pytest.approx(town.covered(found.chosen))
        assert quick.covered <= most + 1e-9 <= quick.bound + 1e-6
        assert quick.covered >= 0.9 * most


@pytest.mark.parametrize("seed", range(6))
def test_pinned_places_are_in_and_the_rest_is_the_best_beside_them(seed):
    town = some_town(seed + 50)
    _, most = by_hand(town, 4, pinned=(7, 2))
    found, quick = optimum(town, 4, pinned=(7, 2)), best(town, 4, pinned=(7, 2))
    assert found.chosen[:2] == quick.chosen[:2] == (7, 2)
    assert found.covered == pytest.approx(most)
    assert quick.covered <= most + 1e-9 <= quick.bound + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_the_worst_off_come_first_then_the_most_of_all(seed):
    town = some_town(seed + 100)
    first = np.where(np.arange(len(town.weight)) % 5 == 0, town.weight, 0.0)
    ahead, most = by_hand(town, 3, first=first)
    found, quick = optimum(town, 3, first=first), best(town, 3, first=first)
    assert found.first_covered == pytest.approx(ahead)
    assert found.covered == pytest.approx(most)
    assert quick.first_covered <= ahead + 1e-9 <= quick.first_bound + 1e-6
    assert found.covered <= optimum(town, 3).covered + 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_engines_choose_alike(seed):
    town = some_town(seed + 200, candidates=40, homes=150)
    first = np.where(np.arange(150) % 5 == 0, town.weight, 0.0)
    for given in ({}, {"pinned": (3,)}, {"first": first}):
        one, other = (best(town, 6, engine=x, **given) for x in ("numba", "scipy"))
        assert one.chosen == other.chosen
        assert one.bound == pytest.approx(other.bound)


def test_what_would_bring_nobody_more_is_not_chosen():
    town = cover([{0, 1}, {1}, {0}, set()], [3.0, 2.0])
    assert best(town, 3).chosen == (0,)
    assert optimum(town, 4).chosen == (0,)
    assert optimum(town, 4).gap == 0.0
    assert best(cover([{0}], [0.0]), 1).chosen == ()
    assert best(cover([set()], [1.0]), 1).covered == 0.0


def test_greed_is_mended_by_exchange():
    """The middle one covers most alone, and stands in the way of both halves."""
    town = cover([{0, 1, 2}, {2, 3, 4, 5}, {3, 4, 5}], [4.0, 1.0, 1.0, 1.0, 1.0, 4.0])
    assert set(best(town, 2).chosen) == {0, 1}
    wide = cover([{1, 2, 3, 4}, {0, 1, 2}, {3, 4, 5}], [1.0, 2.0, 2.0, 2.0, 2.0, 1.0])
    assert set(best(wide, 2).chosen) == {1, 2}


def test_one_weighs_what_is_within_the_limit():
    pairs = Pairs(
        head=np.array([0, 2, 3]), node=np.array([0, 1, 1], dtype=np.int32), mm=np.array([5, 900, 20], dtype=np.int32),
        nodes=2, limit_mm=1000,
    )  # fmt: skip
    assert cover_of(pairs, [1.0, 2.0], limit_mm=100).covered([0, 1]) == 3.0
    assert cover_of(pairs, [1.0, 2.0], limit_mm=100).covered([0]) == 1.0
    assert cover_of(pairs, [1.0, 2.0]).covered([0]) == 3.0
    with pytest.raises(ValueError, match="2 demands have 1 weights"):
        cover_of(pairs, [1.0])
    with pytest.raises(ValueError, match="is known"):
        cover_of(pairs, [1.0, float("nan")])


def test_impossible_choices_are_refused():
    town = cover([{0}, {0}], [1.0])
    for new, pinned in ((3, ()), (1, (0, 1)), (2, (0, 0)), (2, (5,))):
        with pytest.raises(ValueError, match="candidates"):
            best(town, new, pinned=pinned)


def by_highs(town, new, *, weight, floor=None):
    """The whole problem, as it is written, given to HiGHS."""
    many, homes = town.candidates, len(town.weight)
    shut = csr_array(np.concatenate([np.ones(many), np.zeros(homes)])[None])
    rules = [
        LinearConstraint(hstack([-town.matrix.T, eye_array(homes)]).tocsr(), -np.inf, 0.0),
        LinearConstraint(shut, 0, new),
    ]
    if floor is not None:
        rules.append(LinearConstraint(csr_array(np.concatenate([np.zeros(many), floor[0]])[None]), floor[1], np.inf))
    cost, whole = -np.concatenate([np.zeros(many), weight]), np.concatenate([np.ones(many), np.zeros(homes)])
    return -milp(cost, integrality=whole, constraints=rules, bounds=Bounds(0, 1), options={"mip_rel_gap": 0}).fun


@pytest.mark.parametrize("seed", range(4))
def test_leaving_out_what_cannot_be_better_leaves_the_optimum(seed):
    chance = np.random.default_rng(seed + 300)
    at, there = chance.uniform(0, 100, (160, 2)), chance.uniform(0, 100, (70, 2))
    near = np.hypot(*(there[:, None] - at[None]).transpose(2, 0, 1)) < 14
    town = cover([set(np.flatnonzero(x)) for x in near], chance.uniform(0, 4, 160))
    said = []
    assert optimum(town, 7, told=said.append).covered == pytest.approx(by_highs(town, 7, weight=town.weight), rel=1e-9)
    first = np.where(np.arange(160) % 6 == 0, town.weight, 0.0)
    ahead = by_highs(town, 7, weight=first)
    most = by_highs(town, 7, weight=town.weight, floor=(first, ahead - 1e-9))
    found = optimum(town, 7, first=first, told=said.append)
    assert found.first_covered == pytest.approx(ahead, rel=1e-9)
    assert found.covered == pytest.approx(most, rel=1e-7)
    assert found.gap == 0.0
    assert any("left by the linear bound" in x for x in said)
