"""The concentration index: a published worked example, corners that can be checked in the head, and its interval."""

from __future__ import annotations

import numpy as np
import pytest

from assetmap.gaps.concentration import concentration

# Under-five deaths in India by wealth group, the poorest first: O'Donnell, van Doorslaer, Wagstaff and Lindelow,
# Analyzing Health Equity Using Household Survey Data (World Bank, 2008), table 8.1.
BIRTHS = np.array([29_939, 28_776, 26_528, 24_689, 19_739.0])
DEATHS_OF_1000 = np.array([154.7, 152.9, 119.5, 86.9, 54.3])
PUBLISHED = -0.1694


def kakwani(mu, f, rank, index, many, *, sigma2=0.0):
    """Write the variance as Kakwani, Wagstaff and van Doorslaer (1997) do for groups."""
    mean = f @ mu
    q = np.cumsum(f * mu) / mean
    a = mu / mean * (2 * rank - 1 - index) + 2 - np.concatenate([[0.0], q[:-1]]) - q
    return ((f @ a**2 - (1 + index) ** 2) + f @ (sigma2 * (2 * rank - 1 - index) ** 2) / mean**2) / many


def test_the_published_example_comes_out():
    found = concentration(DEATHS_OF_1000, BIRTHS, order=[1, 2, 3, 4, 5])
    assert round(found.index, 4) == PUBLISHED
    assert found.groups == 5
    assert found.mean == pytest.approx(118.9072, abs=1e-4)


def test_the_book_s_sum_for_groups_gives_the_same():
    p = np.cumsum(BIRTHS) / BIRTHS.sum()
    curve = np.cumsum(BIRTHS * DEATHS_OF_1000) / (BIRTHS @ DEATHS_OF_1000)
    by_steps = float((p[:-1] * curve[1:] - p[1:] * curve[:-1]).sum())
    assert concentration(DEATHS_OF_1000, BIRTHS, order=[1, 2, 3, 4, 5]).index == pytest.approx(by_steps, abs=1e-12)


def test_in_which_order_the_rows_stand_makes_no_difference():
    back = concentration(DEATHS_OF_1000[::-1], BIRTHS[::-1], order=[5, 4, 3, 2, 1])
    assert back.index == pytest.approx(PUBLISHED, abs=5e-5)


def test_everybody_alike_is_nought_and_all_for_one_comes_near_one():
    assert concentration([3, 3, 3, 3], [1, 5, 2, 7], order=[1, 2, 3, 4]).index == pytest.approx(0.0, abs=1e-12)
    last = np.zeros(1_000)
    last[-1] = 1.0
    assert concentration(last, np.ones(1_000), order=np.arange(1_000)).index == pytest.approx(0.999, abs=1e-9)
    assert concentration(last[::-1], np.ones(1_000), order=np.arange(1_000)).index == pytest.approx(-0.999, abs=1e-9)


def test_a_neighbourhood_cut_in_two_alike_halves_changes_nothing():
    whole = concentration([1.0, 4.0, 2.0], [10, 20, 30], order=[1, 2, 3]).index
    assert concentration([1.0, 4.0, 4.0, 2.0], [10, 8, 12, 30], order=[1, 2, 2, 3]).index == pytest.approx(whole)


def test_those_equally_deprived_share_a_rank_in_whatever_order_they_come():
    one = concentration([1.0, 9.0, 2.0, 5.0], [1, 1, 1, 1], order=[1, 1, 2, 2])
    other = concentration([9.0, 1.0, 5.0, 2.0], [1, 1, 1, 1], order=[1, 1, 2, 2])
    assert one.index == pytest.approx(other.index)
    assert one.index == pytest.approx(2 / 4.25 * (5 / 2 * 0.25 + 3.5 / 2 * 0.75) - 1)
    assert one.error == pytest.approx(other.error)


def test_its_variance_is_kakwanis_with_what_differs_within_a_group():
    values, order = np.array([1.0, 3.0, 2.0, 6.0, 4.0, 9.0]), np.array([1, 1, 2, 2, 3, 3])
    found = concentration(values, np.ones(6), order=order)
    pairs = values.reshape(3, 2)
    f, rank = np.full(3, 1 / 3), np.array([1, 3, 5]) / 6
    variance = kakwani(pairs.mean(axis=1), f, rank, found.index, 6, sigma2=pairs.var(axis=1))
    assert found.error == pytest.approx(np.sqrt(variance), rel=1e-12)


def test_the_error_is_what_drawing_again_and_again_shows():
    chance = np.random.default_rng(7)
    order = np.tile(np.arange(1, 11), 40)
    drawn, said = [], []
    for _ in range(400):
        at = chance.choice(order, 400)
        found = concentration(chance.gamma(2.0, 1.0 + at / 10), np.ones(400), order=at)
        drawn.append(found.index)
        said.append(found.error)
    assert np.std(drawn) == pytest.approx(np.mean(said), rel=0.1)


def test_of_a_share_the_index_is_the_same_turned_round_for_having_and_lacking():
    share, people, order = np.array([0.2, 0.9, 0.6, 0.4]), [3, 1, 2, 2], [1, 2, 3, 4]
    having = concentration(share, people, order=order, bounds=(0.0, 1.0))
    lacking = concentration(1 - share, people, order=order, bounds=(0.0, 1.0))
    assert having.index == pytest.approx(-lacking.index)
    assert having.error == pytest.approx(lacking.error)
    plain = concentration(share, people, order=order)
    assert having.index == pytest.approx(4 * having.mean * plain.index)
    assert concentration([1, 0], [1, 1], order=[1, 2], bounds=(0, 1)).index == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("values", "people", "order"),
    [
        ([], [], []), ([0, 0], [1, 1], [1, 2]), ([1, 2], [1, 1], [4, 4]), ([np.nan, 2], [1, 1], [1, 2]),
        ([1, 2], [0, 0], [1, 2]),
    ],
    ids=["none", "nothing to share", "all alike deprived", "one known", "nobody"],
)  # fmt: skip
def test_where_there_is_nothing_to_compare_there_is_no_index(values, people, order):
    found = concentration(values, people, order=order)
    assert (found.index, found.low, found.high) == (None, None, None)


def test_of_very_few_there_is_an_index_and_no_interval():
    found = concentration([1, 2, 3], [1, 1, 1], order=[1, 2, 3])
    assert found.index == pytest.approx(2 / 9)
    assert found.low is None
    assert concentration([1, 2, 3, 4], [1, 1, 1, 1], order=[1, 2, 3, 4]).low is not None
