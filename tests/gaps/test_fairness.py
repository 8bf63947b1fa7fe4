"""
Fairness on a street that one can walk in one's head.

Homes of A at 100 and 500, of B at 1,000 and 1,400, of C at 2,010; one garden at 300. Within 5 minutes are 400 m: both
homes of A reach it and nobody else does. A is of the 1st tenth, B of the 5th, C of the 3rd.
"""

import json

import numpy as np
import pytest

from assetmap.gaps import Asked, gaps, model_of
from assetmap.gaps.fairness import fairness, said
from tests.gaps.street import Town, areas, asset, need, population, postcodes, street

LAYERS = {
    "areas": areas(A=(0, -500, 800, 500), B=(800, -500, 1600, 500), C=(1600, -500, 2400, 500)),
    "postcodes": postcodes(("A", 100), ("A", 500), ("B", 1000), ("B", 1400), ("C", 2010)),
}
STREET = street([(0, 0), (1200, 0)], [(1200, 0), (2400, 0)])
TOWN = Town(STREET, population=population({"A": 1000, "B": 600, "C": 400}), **LAYERS)
NEED = need("ABC", [1, 5, 3])
NEAR = Asked(minutes=5, decay="within")


@pytest.fixture(scope="module")
def model():
    return model_of(TOWN, [asset("growing space", 300, capacity=30)])


def test_a_row_a_tenth_the_most_deprived_first(model):
    found = fairness(gaps(model, NEED, NEAR, draws=0))
    assert [(x.decile, x.areas, x.people) for x in found.by_decile] == [(1, 1, 1000), (3, 1, 400), (5, 1, 600)]
    assert {x.left_out for x in found.by_decile} == {0}
    assert [x.supply for x in found.by_decile] == pytest.approx([30, 0, 0])  # room for 30, for 1,000 people
    assert [x.share for x in found.by_decile] == [1.0, 0.0, 0.0]
    assert (found.people, found.areas, found.left_out) == (2000, 3, 0)


def test_all_within_reach_of_the_worst_off_half_is_an_index_of_minus_a_half(model):
    found = fairness(gaps(model, NEED, NEAR, draws=0))
    assert found.index == pytest.approx(-0.5)  # 2 · R - 1 with R = 0.25: all is had by the first half of the people
    assert found.share.index == pytest.approx(-1.0)  # the poorer half have, the richer half lack: as far as it goes
    assert found.low is None


def test_it_is_said_in_plain_words(model):
    first, leans, *rest = said(fairness(gaps(model, NEED, NEAR, draws=0)))
    assert first == (
        "In the most deprived neighbourhoods here (tenth 1 of 10), 100 of 100 people have something within 5 minutes’ "
        "walk; in the least deprived (tenth 5), 0 of 100."
    )
    assert leans == "Whether it leans one way cannot be said: too few neighbourhoods are compared."
    assert rest == ["The number says how far it leans, not whether there is enough."]


def test_where_there_are_no_figures_homes_are_counted(model):
    bare = model_of(Town(STREET, **LAYERS), model.assets)
    found = fairness(gaps(bare, NEED, NEAR, draws=0))
    assert found.people is None
    assert [x.people for x in found.by_decile] == [None] * 3
    assert "100 of 100 homes" in said(found)[0]


def test_without_an_index_there_is_nothing_to_compare(model):
    found = fairness(gaps(model, None, NEAR, draws=0))
    assert (found.by_decile, found.index, found.areas) == ((), None, 0)
    [told] = said(found)
    assert told == "Fairness needs an index of deprivation for these neighbourhoods, and there is none."


def test_all_of_one_tenth_have_nothing_to_compare(model):
    [told] = said(fairness(gaps(model, need("ABC", [4, 4, 4]), NEAR, draws=0)))
    assert "nothing to compare" in told


def test_a_neighbourhood_of_no_tenth_is_left_out_and_said_so(model):
    found = fairness(gaps(model, need("ABC", [1, np.nan, 3]), NEAR, draws=0))
    assert ([x.decile for x in found.by_decile], found.left_out) == ([1, 3], 1)
    assert "1 neighbourhood that cannot be ranked is left out." in said(found)


def test_it_is_plain_json_and_names_its_sources(model):
    told = json.loads(json.dumps(fairness(gaps(model, NEED, NEAR, draws=0)).to_json()))
    assert told["supply"]["index"] == pytest.approx(-0.5)
    assert any("Kakwani" in x for x in told["method"]["sources"])


def test_nobody_reaches_anything_and_no_number_is_made_up():
    empty = model_of(TOWN, [])
    found = fairness(gaps(empty, NEED, NEAR, draws=0))
    assert [x.share for x in found.by_decile] == [0.0, 0.0, 0.0]
    assert found.index is None
    assert "nothing to share out" in said(found)[1]


def test_neighbourhoods_at_the_edge_are_left_out_and_what_they_would_change_is_told(model):
    whole = gaps(model, NEED, NEAR, draws=0)
    whole.table.loc[0, "rank"] = None  # as if A lay at the edge
    found = fairness(whole)
    assert [(x.decile, x.areas, x.left_out) for x in found.by_decile] == [(1, 0, 1), (3, 1, 0), (5, 1, 0)]
    assert (found.areas, found.left_out, found.index) == (2, 1, None)
    assert found.with_edges.index == pytest.approx(-0.5)
    assert said(found)[-1] == (
        "With those at the edge of the street data counted, as far as is known, it would be -50."
    )
