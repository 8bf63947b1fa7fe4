"""Catchments small enough to check in one's head, then any that hypothesis thinks of."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.access.catchments import (
    FAST_DECAY,
    SLOW_DECAY,
    bands,
    catchments,
    gaussian,
    opportunities,
    scores_of,
    within,
)
from assetmap.access.found import Pairs
from assetmap.errors import LayerError

LIMIT = 1000
patiently = settings(deadline=None)  # what is compiled once is compiled in some example


def pairs_of(table, *, supplies, demands, limit_mm=LIMIT):
    """Turn {(supply, demand): mm} into pairs, each supply's nearest first."""
    rows = sorted((supply, mm, demand) for (supply, demand), mm in table.items())
    head = np.searchsorted([row[0] for row in rows], np.arange(supplies + 1))
    return Pairs(
        head=head.astype(np.int64), node=np.array([row[2] for row in rows], dtype=np.int32),
        mm=np.array([row[1] for row in rows], dtype=np.int32), nodes=demands, limit_mm=limit_mm,
    )  # fmt: skip


@st.composite
def tables(draw):
    supplies, demands = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    keys = st.tuples(st.integers(0, max(supplies - 1, 0)), st.integers(0, max(demands - 1, 0)))
    table = draw(st.dictionaries(keys, st.integers(0, LIMIT), max_size=20)) if supplies and demands else {}
    amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))
    capacity = draw(st.lists(amounts, min_size=supplies, max_size=supplies))
    population = draw(st.lists(amounts, min_size=demands, max_size=demands))
    return table, capacity, population


decays = st.one_of(
    st.integers(1, LIMIT).map(within),
    st.integers(1, LIMIT).map(gaussian),
    st.lists(st.integers(1, LIMIT), min_size=3, max_size=3, unique=True).map(lambda x: bands(sorted(x))),
)


def by_hand(table, decay, capacity, population):
    """Score by the papers' two sums, pair by pair."""
    weight = {key: float(decay(mm)) for key, mm in table.items() if mm <= decay.limit_mm}
    out = [0.0] * len(population)
    for supply, held in enumerate(capacity):
        shared = math.fsum(w * population[demand] for (one, demand), w in weight.items() if one == supply)
        for (one, demand), w in weight.items():
            if one == supply and shared > 0:
                out[demand] += w * held / shared
    return out


def test_two_areas_share_a_surgery_and_one_has_another_to_itself():
    pairs = pairs_of({(0, 0): 100, (0, 1): 900, (1, 1): 50}, supplies=2, demands=3)
    both = catchments(pairs, within(LIMIT))
    assert both.people([10, 30, 99]).tolist() == [40, 30]
    assert both.scores([4, 6], [10, 30, 99]).tolist() == [0.1, 0.1 + 0.2, 0]


@patiently
@given(tables(), decays)
def test_without_numba_the_scores_are_the_same(made, decay):
    table, capacity, population = made
    kept = catchments(pairs_of(table, supplies=len(capacity), demands=len(population)), decay)
    with_it = kept.scores(capacity, population)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assetmap.access.catchments._kernels", lambda: None)
        assert kept.scores(capacity, population).tolist() == pytest.approx(with_it.tolist(), rel=1e-12)


def test_zones_weigh_in_both_steps():
    pairs = pairs_of({(0, 0): 300, (0, 1): 301}, supplies=1, demands=2)
    zoned = catchments(pairs, bands((300, 600, 900)))
    assert zoned.weight.tolist() == [1.0, 0.68]  # an edge belongs to the zone before it
    assert zoned.scores([168], [100, 100]).tolist() == [1.0, 0.68]


def test_the_papers_weights_are_named():
    assert SLOW_DECAY == (1.0, 0.68, 0.22)
    assert FAST_DECAY == (1.0, 0.42, 0.09)


def test_a_gaussian_falls_from_one_to_nothing_at_the_limit():
    fall = gaussian(1000)([0, 500, 1000, 1001])
    assert fall[[0, 2, 3]].tolist() == [1, 0, 0]
    assert fall[1] == pytest.approx((math.exp(-0.125) - math.exp(-0.5)) / (1 - math.exp(-0.5)))


def test_opportunities_are_counted_up_to_the_limit_itself():
    pairs = pairs_of({(0, 0): 500, (1, 0): 501, (1, 1): 1000}, supplies=2, demands=3)
    assert opportunities(pairs).tolist() == [2, 1, 0]
    assert opportunities(pairs, limit_mm=500).tolist() == [1, 0, 0]
    assert opportunities(pairs, capacity=[5, 7]).tolist() == [12, 7, 0]


def test_nobody_in_reach_gives_nothing_and_breaks_nothing():
    empty = catchments(pairs_of({}, supplies=2, demands=2), within(LIMIT))
    assert empty.scores([1, 1], [5, 5]).tolist() == [0, 0]
    none = catchments(pairs_of({}, supplies=0, demands=0), gaussian(LIMIT))
    assert none.scores([], []).tolist() == []


def test_zero_people_and_zero_capacity_are_zeros_not_infinities():
    pairs = pairs_of({(0, 0): 1, (1, 1): 1}, supplies=2, demands=2)
    assert catchments(pairs, within(LIMIT)).scores([3, 0], [0, 5]).tolist() == [0, 0]


@pytest.mark.parametrize(("value", "said"), [(math.nan, "is not known"), (-3, "cannot be -3"), (math.inf, "inf")])
def test_a_capacity_that_is_no_amount_is_refused_by_its_name(value, said):
    two = catchments(pairs_of({(0, 0): 1}, supplies=2, demands=1), within(LIMIT))
    with pytest.raises(LayerError, match=f'capacity of "Chapel Row" .*{said}'):
        two.scores([1, value], [1], names=["Bath Street", "Chapel Row"])
    with pytest.raises(LayerError, match="population of number 0 "):
        two.scores([1, 1], [value])
    with pytest.raises(LayerError, match="capacity of number 1 "):
        opportunities(pairs_of({}, supplies=2, demands=1), capacity=[1, value])


def test_amounts_that_are_too_few_are_refused():
    with pytest.raises(ValueError, match="2 to have a capacity, and 1 were given"):
        catchments(pairs_of({}, supplies=2, demands=1), within(LIMIT)).scores([1], [1])


def test_nothing_is_said_of_what_was_not_searched():
    pairs = pairs_of({(0, 0): 1}, supplies=1, demands=1)
    with pytest.raises(ValueError, match="searched up to 1000 mm"):
        catchments(pairs, within(LIMIT + 1))
    with pytest.raises(ValueError, match="searched up to 1000 mm"):
        opportunities(pairs, limit_mm=LIMIT + 1)


@pytest.mark.parametrize(
    ("edges", "weights"), [((), ()), ((2, 1), (1, 1)), ((0,), (1,)), ((1, 2), (1,)), ((1,), (1.1,)), ((1,), (-0.1,))]
)
def test_zones_that_cannot_be_are_refused(edges, weights):
    with pytest.raises(ValueError, match="zone"):
        bands(edges, weights)
    with pytest.raises(ValueError, match="above 0"):
        gaussian(0)
    with pytest.raises(ValueError, match="at most 255 zones"):
        bands(range(1, 300), [1.0] * 299)


@patiently
@given(tables(), decays)
def test_scores_are_the_papers_two_sums(made, decay):
    table, capacity, population = made
    pairs = pairs_of(table, supplies=len(capacity), demands=len(population))
    scores = catchments(pairs, decay).scores(capacity, population)
    assert scores == pytest.approx(by_hand(table, decay, capacity, population), rel=1e-9)


@patiently
@given(made=tables(), decay=decays)
def test_scored_straight_from_the_pairs_they_are_the_same_to_the_bit(made, decay):
    table, capacity, population = made
    pairs = pairs_of(table, supplies=len(capacity), demands=len(population))
    kept = catchments(pairs, decay).scores(capacity, population)
    assert scores_of(pairs, decay, capacity=capacity, population=population).tolist() == kept.tolist()


@patiently
@given(tables(), decays)
def test_scores_times_people_add_up_to_what_there_is_to_share(made, decay):
    table, capacity, population = made
    pairs = pairs_of(table, supplies=len(capacity), demands=len(population))
    kept = catchments(pairs, decay)
    shared = kept.people(population) > 0
    given_out = kept.scores(capacity, population) @ np.array(population)
    assert given_out == pytest.approx(np.array(capacity)[shared].sum(), rel=1e-9)


@patiently
@given(tables(), decays, st.data())
def test_a_supply_moved_added_or_closed_equals_a_rebuild_to_the_bit(made, decay, data):
    table, capacity, population = made
    supply = data.draw(st.integers(0, len(capacity)))
    moved = {key: mm for key, mm in table.items() if key[0] != supply}
    many = st.integers(0, max(len(population) - 1, 0))
    fresh = data.draw(st.dictionaries(many, st.integers(0, LIMIT), max_size=5)) if population else {}
    moved |= {(supply, demand): mm for demand, mm in fresh.items()}
    before = catchments(pairs_of(table, supplies=len(capacity), demands=len(population)), decay)
    own = sorted((mm, demand) for demand, mm in fresh.items())
    repaired = before.with_supply(supply, demand=[x[1] for x in own], mm=[x[0] for x in own])
    capacity = [*capacity, 7.0][: max(len(capacity), supply + 1)]
    anew = catchments(pairs_of(moved, supplies=len(capacity), demands=len(population)), decay)
    for name in ("head", "demand", "code", "weight"):
        assert getattr(repaired, name).tolist() == getattr(anew, name).tolist()
    assert repaired.scores(capacity, population).tobytes() == anew.scores(capacity, population).tobytes()


def test_a_supply_further_on_than_the_next_free_number_is_refused():
    with pytest.raises(ValueError, match="no supply 3: the next free number is 1"):
        catchments(pairs_of({}, supplies=1, demands=1), within(LIMIT)).with_supply(3, demand=[], mm=[])
