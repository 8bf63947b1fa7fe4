"""Where the next places should be: on one straight street, where 80 metres are a minute; and against every choice."""

import json
from dataclasses import replace
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap.errors import LayerError, SettingsError
from assetmap.gaps import Added, Asked, Change, model_of
from assetmap.gaps.siting import covered_now, site
from assetmap.gaps.siting_candidates import Candidate, candidates_of, reach_of, venues
from assetmap.gaps.siting_telling import lines
from assetmap.network.ground import Ground
from tests.gaps.street import EAST, NORTH, Town, areas, asset, at, need, population, postcodes, street

GARDEN = Asked(kinds=("growing space",), minutes=6)  # 480 m
CODES = ("A", "B", "C")
PEOPLE = {"A": 1000, "B": 600, "C": 300}


def town(*assets, people=PEOPLE, homes=None, **layers):
    """Three neighbourhoods of 1 km each, the halls in the middle of them, a home every 200 m."""
    place = Town(
        street([(0, 0), (3000, 0)]),
        areas=areas(A=(0, -100, 1000, 100), B=(1000, -100, 2000, 100), C=(2000, -100, 3000, 100)),
        postcodes=postcodes(*(homes or [(x, 100 + 200 * i + 1000 * k) for k, x in enumerate(CODES) for i in range(5)])),
        **({} if people is None else {"population": population(people)}), **layers,
    )  # fmt: skip
    return place, model_of(place, assets)


def halls(*where):
    return [asset("indoor place", x, name=f"Hall {x}") for x in where]


HALLS = halls(500, 1500, 2500)


def test_the_place_is_where_most_people_are_and_says_what_it_brings():
    _, model = town(*HALLS)
    found = site(model, None, GARDEN, new=1)
    assert [x.name for x in found.chosen] == ["Hall 500"]
    assert found.brought[0].people == pytest.approx(1000)  # 100 to 900 m are within 480 m of 500 m
    assert (found.covered_before, found.covered, found.total) == pytest.approx((0, 1000, 1900))
    assert found.proven_gap is not None
    said = list(lines(found))
    assert said[0] == "A new growing space at Hall 500 would bring 1,000 more people within 6 minutes’ walk."
    assert said[1] == "With all of them 52.6 % of people have one near; today it is 0 %."


def test_what_is_not_counted_in_ones_is_a_place():
    _, model = town(*HALLS)
    for wished, said in ((("food help",), "A new place at"), (("growing space", "food help"), "A new place at"),
                         (("support group",), "A new support group at")):  # fmt: skip
        assert next(lines(site(model, None, Asked(kinds=wished, minutes=6), new=1))).startswith(said)


def test_need_decides_where_people_alone_would_not():
    _, model = town(*HALLS)
    found = site(model, need(CODES, [10, 9, 1]), GARDEN, new=1, exact=True)
    assert [x.name for x in found.chosen] == ["Hall 2500"]  # 300 × 1.0 against 1000 × 0.1 and 600 × 0.2
    assert found.gained == pytest.approx(300)
    assert found.proven_gap == 0.0
    assert "This is the best choice there is by what is on this map, and that is proven." in list(lines(found))


def test_who_has_one_near_already_counts_no_more():
    _, model = town(*HALLS, asset("growing space", 500), asset("growing space", 1900))
    near = covered_now(model, GARDEN, Change())
    assert near[:5].all()
    found = site(model, None, GARDEN, new=1)
    assert [x.name for x in found.chosen] == ["Hall 1500"]
    assert found.brought[0].people == pytest.approx(600 * 2 / 5)  # those at 1500 m and beyond have one at 1900 m
    assert [(x.code, round(x.before), round(x.after)) for x in found.areas_gained] == [("B", 360, 600)]


def test_what_if_is_counted_as_it_would_be():
    garden = asset("growing space", 500)
    _, model = town(*HALLS, garden)
    assert site(model, None, GARDEN, new=1).chosen[0].name == "Hall 1500"
    closed = Change(closed=frozenset({garden.id}))
    assert site(model, None, GARDEN, new=1, change=closed).chosen[0].name == "Hall 500"
    planned = Change(added=(Added(lon=at(1500).x, lat=at(1500).y, kind="growing space"),))
    assert site(model, None, GARDEN, new=1, change=planned).chosen[0].name == "Hall 2500"


def test_pinned_places_come_first_and_the_rest_goes_round_them():
    park = asset("hill or view", 2500, name="The Mound")
    _, model = town(*HALLS, park)
    found = site(model, None, GARDEN, new=2, pinned=[park.short])
    assert [x.name for x in found.chosen] == ["The Mound", "Hall 500"]
    assert found.pinned == 1
    assert [x["pinned"] for x in found.to_json()["sites"]] == [True, False]
    named = site(model, None, GARDEN, new=1, pinned=["hall 1500"])
    assert [x.name for x in named.chosen] == ["Hall 1500"]


def test_the_worst_off_come_first_and_what_that_costs_is_said():
    _, model = town(*HALLS)
    weights = need(CODES, [2, 5, 1])
    found = site(model, weights, GARDEN, new=1, worst_off_first=True, exact=True)
    assert [x.name for x in found.chosen] == ["Hall 2500"]
    assert (found.worst_before, found.worst, found.worst_total) == pytest.approx((0, 300, 300))
    assert found.cost_of_equity == pytest.approx(1000 * 0.9 - 300)
    assert found.people_cost == pytest.approx(700)
    assert any("Putting them first means 700 fewer people in all." in x for x in lines(found))
    both = site(model, weights, GARDEN, new=3, worst_off_first=True)
    assert len(both.chosen) == 3
    assert both.cost_of_equity == 0.0
    assert any("costs nothing" in x for x in lines(both))


def test_who_gains_where_it_is_not_sure_that_they_have_none_is_told_apart():
    lines_of = street([(0, 0), (3000, 0)])
    layers = {
        "areas": areas(A=(0, -100, 1000, 100), B=(1000, -100, 2000, 100), C=(2000, -100, 3000, 100)),
        "postcodes": postcodes(*[(x, 100 + 200 * i + 1000 * k) for k, x in enumerate(CODES) for i in range(5)]),
        "population": population(PEOPLE),
        "green": gpd.GeoDataFrame(
            {"name": [""], "what": ["allotments"]}, geometry=[at(500).buffer(0.0004)], crs="EPSG:4326"
        ),
    }
    ends = shapely.box(EAST - 3000, NORTH - 3000, EAST + 1950, NORTH + 3000)
    place = Town(lines_of, Ground(graph=lines_of, shape=ends), **layers)
    found = site(model_of(place, HALLS), None, GARDEN, new=2)
    assert [x.name for x in found.chosen] == ["Hall 500", "Hall 1500"]  # to A 1000, to B 600, which comes to the edge
    told = found.to_json()
    assert told["doubtful"] == {"gained": 1600, "not_ranked": 600, "edge": 600, "maybe_unlisted": 1000, "both": 0}
    assert [(x["code"], x["is_ranked"], "maybe_unlisted" in x["flags"]) for x in told["areas"]] == [
        ("A", True, True), ("B", False, False),
    ]  # fmt: skip
    said = " ".join(lines(found))
    assert "Of the 1,600 people who gain, 600 live where the street data end" in said
    assert "Of the 1,600 people who gain, 1,000 live where the base map shows one that is not on this map" in said
    assert "counted in both" not in said
    _, sure = town(*HALLS)
    assert not any("who gain" in x for x in lines(site(sure, None, GARDEN, new=2)))


@pytest.mark.parametrize("seed", range(4))
def test_exact_is_the_best_of_every_choice(seed):
    chance = np.random.default_rng(seed)
    homes = [("ABC"[int(x // 1000)], x) for x in sorted(chance.integers(1, 2999, 40).tolist())]
    _, model = town(*halls(*sorted(chance.choice(3000, 9, replace=False).tolist())), homes=homes)
    weights = need(CODES, chance.integers(1, 11, 3))
    found = site(model, weights, GARDEN, new=3, exact=True)
    head, node, _ = reach_of(model, venues(model, GARDEN), limit_mm=480_000)
    lives = np.array([PEOPLE[code] for code in CODES]) / np.bincount(model.homes.area) * weights.weight
    weight = lives[model.homes.area]
    most = 0.0
    for some in combinations(range(9), 3):
        near = np.unique(np.concatenate([node[head[x] : head[x + 1]] for x in some]))
        most = max(most, weight[near].sum())
    assert found.weighed == pytest.approx(most)
    assert found.proven_gap == 0.0


def test_candidates_are_postcodes_or_points_along_streets_where_asked():
    place, model = town()
    codes = candidates_of(place, model, GARDEN, where="postcodes")
    assert len(codes) == 15
    assert {x.area for x in codes} == set(CODES)
    points = candidates_of(place, model, GARDEN, where="streets")
    assert 12 <= len(points) <= 13
    assert site(model, None, GARDEN, new=1, candidates=points).covered >= 800
    with pytest.raises(SettingsError, match="venues, postcodes, streets"):
        candidates_of(place, model, GARDEN, where="moon")
    with pytest.raises(LayerError, match="no postcodes"):
        candidates_of(Town(None), town()[1], GARDEN, where="postcodes")


def test_what_grows_may_stand_in_a_park_but_a_group_needs_a_room():
    _, model = town(*HALLS, asset("green place", 100), asset("green place", 200, precision="neighbourhood"))
    assert len(venues(model, GARDEN)) == 4
    assert len(venues(model, Asked(kinds=("support group",)))) == 3
    assert venues(model, Asked(kinds=("indoor place",))) == ()
    with pytest.raises(SettingsError, match="say what is to be new"):
        site(model, None, Asked(), new=1)


def test_everybody_is_covered_already():
    _, model = town(*HALLS, *(asset("growing space", x) for x in (500, 1500, 2500)))
    found = site(model, None, GARDEN, new=2, exact=True)
    assert found.chosen == ()
    assert next(lines(found)) == "Everybody whose walk is known has one within 6 minutes’ walk already."
    assert found.to_json()["sites"] == []


def test_no_candidate_reaches_anybody_without():
    _, model = town(asset("growing space", 500), *halls(500))
    found = site(model, None, GARDEN, new=1)
    assert found.chosen == ()
    assert next(lines(found)).startswith("No candidate is within 6 minutes’ walk")


def test_fewer_are_chosen_where_more_would_bring_nobody():
    _, model = town(*HALLS, *halls(510, 520))
    found = site(model, None, GARDEN, new=5)
    assert len(found.chosen) == 3
    assert "No further place would bring anybody more." in list(lines(found))


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"new": 0}, "choose 1 new place or more"),
        ({"new": 9}, "only 3 candidates"),
        ({"new": 1, "pinned": ["Hall 500", "Hall 1500"]}, "2 places are pinned"),
        ({"new": 1, "pinned": ["ZZZZZZ"]}, "no place on the map has such a code"),
        ({"new": 1, "candidates": ()}, "nowhere to choose from"),
        ({"new": 1, "worst_off_first": True}, "no index of deprivation"),
    ],
    ids=["none", "too many", "too many pins", "no such pin", "no candidates", "no index"],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(wishes, sentence):
    _, model = town(*HALLS)
    with pytest.raises(SettingsError, match=sentence):
        site(model, None, GARDEN, **wishes)


def test_candidates_far_from_streets_are_left_out_and_cannot_be_pinned():
    _, model = town(*HALLS, *halls(9000))
    far = Candidate(lon=at(0, 5000).x, lat=at(0, 5000).y, name="Far Farm")
    near = Candidate(lon=at(500, 10).x, lat=at(500, 10).y, name="Near Farm")
    found = site(model, None, GARDEN, new=1, candidates=[far, near])
    assert [x.name for x in found.chosen] == ["Near Farm"]
    assert found.left_out == 1
    assert any("1 candidate has no street near" in x for x in lines(found))
    for pin in ("Far Farm", "Hall 9000"):
        with pytest.raises(SettingsError, match="far from every street, or from every home"):
            site(model, None, GARDEN, new=1, candidates=[far, *venues(model, GARDEN)], pinned=[pin])


def test_without_figures_homes_are_counted():
    _, model = town(*HALLS, people=None)
    found = site(model, None, GARDEN, new=1)
    assert found.brought[0].homes == 5
    said = list(lines(found))
    assert said[0].startswith("A new growing space at Hall 500 would bring 5 more homes")
    assert found.to_json()["place"]["unit"] == "homes"


def test_a_neighbourhood_without_a_figure_in_the_index_counts_like_the_others():
    _, model = town(*HALLS)
    found = site(model, need(CODES, [np.nan, 5, 5]), GARDEN, new=1)
    assert [x.name for x in found.chosen] == ["Hall 500"]
    assert found.need_not_known == 1
    assert found.gained == pytest.approx(600)


def test_few_people_are_not_counted_out_loud():
    _, model = town(*HALLS, people={"A": 3, "B": 600, "C": 300})
    found = site(model, None, GARDEN, new=3)
    result = found.to_json()
    assert result["sites"][2]["people_more"] is None
    assert "Then Hall 500: fewer than 5 more people." in list(lines(found))
    assert next(x for x in result["areas"] if x["code"] == "A")["more"] is None


def test_the_json_can_be_written_and_says_how_it_was_made():
    _, model = town(*HALLS)
    wished = site(model, need(CODES, [2, 5, 1]), GARDEN, new=2, pinned=["Hall 500"], worst_off_first=True, exact=True)
    result = json.loads(json.dumps(wished.to_json(), allow_nan=False))
    assert result["proof"] == {"bound": 1200.0, "gap": 0.0, "is_proven": True, "exact": True, "note": ""}
    assert result["equity"]["covered"] == 300
    short = wished.chosen[0].short
    assert result["method"]["command"] == (
        f"assetmap site --new 2 --kind 'growing space' --minutes 6 --pin {short} --worst-off-first --exact"
    )
    assert [x["weighed_then"] for x in result["sites"]] == [900.0, 1200.0]


def test_further_than_the_walks_were_joined_is_refused():
    _, model = town(*HALLS)
    near = replace(model, pairs=model.pairs.within(400_000))
    assert site(near, None, Asked(kinds=("growing space",), minutes=5), new=1).chosen
    with pytest.raises(SettingsError, match="choose up to 5"):
        site(near, None, GARDEN, new=1)
