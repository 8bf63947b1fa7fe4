"""
Three neighbourhoods, two gardens, worked by hand.

One street from west to east. Within 15 minutes are 1,200 m; up to 400 m a garden counts 1, up to 800 m 0.68, up to
1,200 m 0.22.

    metres       100   300   500   1000   1200   1400   2010
    home         A1          A2    B1            B2     C1
    garden             P                  Q
    people       500         500   300           300    400          A 1,000, B 600, C 400

    P has room for 30. Who shares it: A1 and A2 (200 m) 500 + 500, B1 (700 m) 0.68 × 300 = 204, B2 (1,100 m)
    0.22 × 300 = 66: 1,270.
    Q has room for 60. A1 (1,100 m) 0.22 × 500 = 110, A2 (700 m) 0.68 × 500 = 340, B1 and B2 (200 m) 300 + 300,
    C1 (810 m) 0.22 × 400 = 88: 1,138.

    For each 1,000 people: P 30,000 / 1,270 = 23.622047, Q 60,000 / 1,138 = 52.724077.

    A1  23.622047 + 0.22 × 52.724077 = 35.221344     A2  23.622047 + 0.68 × 52.724077 = 59.474419    A 47.347882
    B1  0.68 × 23.622047 + 52.724077 = 68.787069     B2  0.22 × 23.622047 + 52.724077 = 57.920927    B 63.353998
    C1  0.22 × 52.724077 = 11.599297                                                                 C 11.599297

    A fair share is all that is reached for all who are there: 90 places for 2,000 people, 45 for each 1,000. And
    indeed (1,000 × 47.347882 + 600 × 63.353998 + 400 × 11.599297) / 2,000 = 45.

    A and B have more than that: nothing is short. C lacks 1 - 11.599297 / 45 = 0.742238. It is of the third decile,
    need 0.8: 400 × 0.8 × 0.742238 = 237.516111.
"""

import numpy as np
import pytest

from assetmap.gaps import Added, Asked, Change, gaps, model_of
from tests.gaps.street import Town, areas, asset, need, population, postcodes, street

TOWN = Town(
    street([(0, 0), (1200, 0)], [(1200, 0), (2400, 0)]),
    areas=areas(A=(0, -500, 800, 500), B=(800, -500, 1600, 500), C=(1600, -500, 2400, 500)),
    postcodes=postcodes(("A", 100), ("A", 500), ("B", 1000), ("B", 1400), ("C", 2010)),
    population=population({"A": 1000, "B": 600, "C": 400}),
)
P, Q = asset("growing space", 300, capacity=30), asset("growing space", 1200, capacity=60)
NEED = need("ABC", [1, 5, 3])
GARDENS = Asked(kinds=("growing space",), minutes=15)


@pytest.fixture(scope="module")
def model():
    return model_of(TOWN, [P, Q])


def test_three_neighbourhoods_and_two_gardens_are_as_worked_by_hand(model):
    found = gaps(model, NEED, GARDENS)
    p, q = 30_000 / 1270, 60_000 / 1138
    homes = [p + 0.22 * q, p + 0.68 * q, 0.68 * p + q, 0.22 * p + q, 0.22 * q]
    assert found.supply_at_homes == pytest.approx(homes, rel=1e-9)
    assert found.table["supply"].tolist() == pytest.approx(
        [sum(homes[:2]) / 2, sum(homes[2:4]) / 2, homes[4]], rel=1e-9
    )
    assert found.table["supply"].tolist() == pytest.approx([47.347882, 63.353998, 11.599297], abs=1e-6)
    assert found.fair == pytest.approx(45.0, rel=1e-9)
    assert found.table["shortfall"].tolist() == pytest.approx([0.0, 0.0, 1 - 0.22 * q / 45], rel=1e-9)
    assert found.table["need"].tolist() == [1.0, 0.6, 0.8]
    assert found.table["score"].tolist() == pytest.approx([0.0, 0.0, 400 * 0.8 * (1 - 0.22 * q / 45)], rel=1e-9)
    assert found.table["score"].iloc[2] == pytest.approx(237.516111, abs=1e-6)
    assert found.table["rank"].tolist() == [2, 2, 1]
    assert found.table["here"].tolist() == [1, 1, 0]
    assert found.table["within"].tolist() == [2, 2, 1]
    assert found.method["capacity"] == "people a place can take"


def test_parts_multiply_out_to_the_last_figure(model):
    table = gaps(model, NEED, GARDENS).table
    assert np.array_equal(table["people"] * table["need"] * table["shortfall"], table["score"])


def test_a_garden_more_is_measured_against_todays_fair_share(model):
    """
    R at 1,900 m, room for 45: C1 (110 m) 400, B2 (500 m) 0.68 × 300 = 204, B1 (900 m) 0.22 × 300 = 66: 670 share it.

    C1 has 45,000 / 670 = 67.164179 more for each 1,000: more than a fair share of 45, and nobody is short.
    """
    more = Change(added=(Added(lon=(x := asset("growing space", 1900).where).x, lat=x.y, kind="growing space"),))
    found = gaps(model, NEED, GARDENS, change=more)
    assert found.table["supply"].iloc[2] == pytest.approx(0.22 * 60_000 / 1138 + 45_000 / 670, rel=1e-9)
    assert found.fair == pytest.approx(45.0, rel=1e-9)
    assert found.table["shortfall"].tolist() == [0.0, 0.0, 0.0]


def test_a_garden_less_leaves_those_who_came_to_it_short(model):
    """Without Q: A 23.622047, B 0.45 × 23.622047 = 10.629921, C nothing, against 45."""
    found = gaps(model, NEED, GARDENS, change=Change(closed=frozenset({Q.id})))
    p = 30_000 / 1270
    assert found.table["shortfall"].tolist() == pytest.approx([1 - p / 45, 1 - 0.45 * p / 45, 1.0], rel=1e-9)
    assert found.used.tolist() == [True, False]
