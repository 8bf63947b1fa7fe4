"""Flags, blanks and odd places: a right answer or one plain sentence each; and an area's story."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap.crs import WGS84, reproject_all
from assetmap.errors import LayerError, SettingsError, VocabularyError
from assetmap.gaps import (
    FLAGS,
    Added,
    Asked,
    Change,
    does_not_say,
    gaps,
    how_worked_out,
    lines,
    model_of,
    said_flag,
    story,
    summary,
)
from assetmap.gaps.asking import must_be_spoken
from assetmap.gaps.flagging import is_uneven
from assetmap.gaps.tallying import beyond_share
from assetmap.network.ground import Ground
from assetmap.wording import speaking
from tests.gaps.street import (
    CRS,
    EAST,
    NORTH,
    Town,
    areas,
    asset,
    made_model,
    named,
    need,
    population,
    postcodes,
    street,
)

ROAD = street([(0, 0), (1600, 0)], [(1600, 0), (3200, 0)])
WEST_EAST = areas(West=(0, -500, 1600, 500), East=(1600, -500, 3200, 500))
HOMES = postcodes(("West", 100), ("West", 700), ("East", 2000), ("East", 3100))
PEOPLE = {"West": 1000, "East": 500}
GARDEN = Asked(kinds=("growing space",), minutes=15)


def town(**more):
    """West and East on one road; None takes a layer away."""
    ground = more.pop("ground", None)
    graph = more.pop("graph", ROAD)
    layers = {"areas": WEST_EAST, "postcodes": HOMES, "population": population(PEOPLE)} | more
    return Town(graph, ground, **layers)


def asked(place, assets, deciles=(2, 8), **more):
    weighs = None if deciles is None else need(place.layer("areas")["code"], deciles)
    return gaps(model_of(place, assets), weighs, more.pop("asked", GARDEN), draws=more.pop("draws", 20), **more)


def row(found, code):
    return found.table.set_index("code").loc[code]


def test_a_kind_of_which_there_is_none_is_lacked_by_all_and_ranked_by_people_and_need():
    found = asked(town(), [asset("green place", 100)])
    assert found.table["shortfall"].tolist() == [1.0, 1.0]
    assert found.table["score"].tolist() == [1000 * 0.9, 500 * 0.3]
    assert found.table["rank"].tolist() == [1, 2]
    assert not found.used.any()
    assert "does not have growing spaces yet" in summary(found)
    assert any("everybody lacks all of a fair share" in x for x in how_worked_out(found))
    assert story(found, "West")[1] == "Growing spaces: none is within 15 minutes’ walk of any home here."


def test_every_asset_in_one_area_leaves_the_other_without():
    found = asked(town(), [asset("growing space", 100), asset("growing space", 300)])
    assert (row(found, "West")["shortfall"], row(found, "East")["shortfall"]) == (0.0, 1.0)
    assert (row(found, "West")["here"], row(found, "East")["here"]) == (2, 0)
    assert (row(found, "West")["within"], row(found, "East")["within"]) == (2, 0)
    assert (row(found, "West")["rank"], row(found, "East")["rank"]) == (2, 1)


def test_an_asset_just_outside_every_area_counts():
    found = asked(town(graph=street([(-400, 0), (3200, 0)])), [asset("growing space", -300)])
    assert row(found, "West")["supply"] > 0


def test_without_an_index_it_is_said_that_these_are_gaps_by_reach_alone():
    found = asked(town(), [asset("growing space", 100)], deciles=None)
    assert found.table["need"].tolist() == [1.0, 1.0]
    assert found.table["decile"].isna().all()
    assert "by reach alone" in summary(found)
    assert any("by reach alone" in x for x in how_worked_out(found))
    assert found.method["index"] is None
    assert found.method["command"].endswith(" --index none")


def test_where_the_index_says_nothing_there_is_no_score():
    found = asked(town(), [asset("growing space", 100)], deciles=(2, np.nan))
    east = row(found, "East")
    assert "no_decile" in east["flags"]
    assert np.isnan(east["score"])
    assert found.table["rank"].isna().tolist() == [False, True]


def test_an_index_of_other_neighbourhoods_is_refused():
    with pytest.raises(LayerError, match="other neighbourhoods"):
        gaps(model_of(town(), []), need(["West", "North"], (1, 2)), GARDEN)


def test_without_people_each_neighbourhood_counts_one_and_that_is_said():
    found = asked(town(population=None), [asset("growing space", 100)])
    assert found.table["people"].tolist() == [1.0, 1.0]
    assert found.table["score"].tolist() == [0.0, 0.3]
    assert found.method["people"].startswith("no figures")
    assert any("each neighbourhood counts the same" in x for x in how_worked_out(found))
    assert story(found, "East")[0] == "The East is in tenth 8 of areas (1 is the most deprived, 10 the least)."
    assert "people" not in story(found, "East")[2]


def test_where_nothing_tells_neighbourhoods_apart_that_is_said_and_none_comes_first():
    found = asked(town(population=None), [asset("green place", 100)], deciles=None)
    assert found.table["rank"].tolist() == [1, 1]
    assert summary(found).endswith("everybody lacks them: nothing tells these neighbourhoods apart.")
    assert story(found, "West")[2].endswith("as large as that of every other neighbourhood here: nothing tells them "
                                            "apart.")  # fmt: skip
    away = asked(town(population=None), [asset("growing space", 1300)], deciles=None, asked=Asked(
        kinds=("growing space",), minutes=5))  # fmt: skip
    assert "nothing tells these neighbourhoods apart" in summary(away)
    five = made_model([[5, *[np.nan] * 4]], area=[0, 1, 2, 3, 4], people=[9] * 5, assets=[asset("growing space", 0)])
    assert "4 neighbourhoods share the largest gap, and none comes first." in summary(gaps(five, None, GARDEN))


def test_long_names_keep_the_part_in_which_they_differ():
    end = " of the Metropolitan Borough of the Vale"
    same_end = WEST_EAST.assign(name=[f"Northern Quarter{end}", f"Southern Quarter{end}"])
    same_start = WEST_EAST.assign(name=[f"Metropolitan Borough of the Vale of the North {x}" for x in ("One", "Two")])
    told = "\n".join(lines(asked(town(areas=same_end), [])))
    assert "Northern Quarter of" in told
    assert "Southern Quarter of" in told
    told = "\n".join(lines(asked(town(areas=same_start), [])))
    assert "the North One" in told
    assert "the North Two" in told


@pytest.mark.parametrize(
    ("lens", "known"),
    [("no_id", "that it asks for no papers"), ("language:pl", "that Polish is spoken there")],
    ids=["papers", "language"],
)
def test_a_lens_that_nobody_answered_says_so_first_and_names_no_largest_gap(lens, known):
    garden = asset("growing space", 100)
    said = summary(asked(town(), [garden], asked=Asked(kinds=("growing space",), minutes=15, lens=lens)))
    assert said.startswith(f"Of none of the 1 growing spaces on this map is it known {known}: of 1 nobody has said")
    assert said.endswith("neighbourhoods are ranked by people and need alone.")
    assert "largest" not in said


def test_a_language_that_is_none_is_asked_about():
    spoken = [asset("growing space", 100, languages=("Klingon", "Polish"))]
    for lens in ("language:pl", "language:Polish", "language:klingon", "no_id", ""):
        must_be_spoken(Asked(lens=lens), spoken)
    must_be_spoken(Asked(lens="language:pl"), [])
    with pytest.raises(SettingsError, match=r"“polsh” is spoken there, and .* Did you mean Polish\?"):
        must_be_spoken(Asked(lens="language:Polsh"), spoken)
    with pytest.raises(SettingsError, match=r"Did you mean Klingon\?"):
        must_be_spoken(Asked(lens="language:Klingn"), spoken)
    with pytest.raises(SettingsError, match=r"known here\.$"):
        must_be_spoken(Asked(lens="language:xyzzyq"), spoken)


def test_an_area_without_people_is_not_ranked_and_one_with_hardly_any_is_not_shown():
    found = asked(town(population=population({"West": 0, "East": 4})), [asset("growing space", 100)])
    west, east = row(found, "West"), row(found, "East")
    assert (west["people"], west["score"]) == (0.0, 0.0)
    assert "no_people" in west["flags"]
    assert "few_people" in east["flags"]
    assert found.table["rank"].isna().all()
    said = found.to_json()["areas"][1]
    assert [said[x] for x in ("people", "score", "rank", "low", "high")] == [None] * 5
    assert story(found, "East")[0] == "Fewer than 5 people live in The East."
    assert story(found, "West")[0] == "Nobody lives in The West."


def test_nobody_anywhere_breaks_nothing():
    found = asked(town(population=population({"West": 0, "East": 0})), [asset("growing space", 100)])
    assert found.table["score"].tolist() == [0.0, 0.0]
    assert found.table["rank"].isna().all()


def test_where_the_people_are_not_known_there_is_no_rank():
    found = asked(town(population=population({"West": 1000})), [asset("growing space", 100)])
    assert "people_not_known" in row(found, "East")["flags"]
    assert found.table["rank"].isna().tolist() == [False, True]


def test_shared_out_people_are_flagged_and_less_sure():
    plain = asked(town(), [asset("growing space", 100)])
    split = asked(town(population=population(PEOPLE, shared=[False, True])), [asset("growing space", 100)])
    assert "people_shared" in row(split, "East")["flags"]
    assert "people_shared" not in row(split, "West")["flags"]
    assert row(split, "East")["high"] > row(plain, "East")["high"] > row(plain, "East")["score"]


def test_where_no_street_enters_nothing_is_known_and_nothing_is_ranked():
    wide = areas(West=(0, -500, 1600, 500), Moor=(0, 5000, 1600, 9000))
    found = asked(town(areas=wide, postcodes=None, population=population({"West": 10, "Moor": 10})),
                  [asset("growing space", 100)])  # fmt: skip
    moor = row(found, "Moor")
    assert moor["flags"] == ("not_known",)
    assert [moor[x] != moor[x] for x in ("supply", "shortfall", "score", "low", "high")] == [True] * 5
    assert found.table["rank"].isna().tolist() == [False, True]
    assert story(found, "Moor")[1:] == (said_flag("not_known"), "So it is not ranked.")
    assert found.fair == pytest.approx(100.0)  # one garden for ten people


def test_where_some_homes_have_no_street_the_others_speak_for_them():
    some = postcodes(("West", 100), ("West", 100, 900), ("East", 2000))
    found = asked(town(postcodes=some), [asset("growing space", 100)])
    assert "some_not_known" in row(found, "West")["flags"]
    assert row(found, "West")["supply"] == pytest.approx(1.0)


def test_where_the_street_data_end_nothing_is_ranked():
    ground = Ground(graph=ROAD, shape=shapely.box(EAST - 2000, NORTH - 2000, EAST + 3200, NORTH + 2000), cell_m=0.0)
    found = asked(town(ground=ground), [asset("growing space", 100)])
    east = row(found, "East")
    assert "edge" in east["flags"]
    assert east["score"] > 0
    assert found.table["rank"].isna().tolist() == [False, True]
    assert "edge" not in row(found, "West")["flags"]
    assert story(found, "East")[2].endswith("so it is not ranked.")


def test_totals_are_of_what_can_be_ranked_and_the_rest_is_told_apart():
    ground = Ground(graph=ROAD, shape=shapely.box(EAST - 2000, NORTH - 2000, EAST + 3200, NORTH + 2000), cell_m=0.0)
    found = asked(town(ground=ground), [asset("growing space", 300)], deciles=(1, 1))
    said = found.to_json()["place"]
    assert (said["ranked"], said["score"], said["people_short"], said["none_within"]) == (1, 0.0, 0.0, 0)
    assert said["not_ranked"] == {"score": 500.0, "people_short": 500.0, "none_within": 1}
    assert (found.total, found.ranked_total) == (500.0, 0.0)
    told = " ".join(lines(found))
    assert "In the 1 neighbourhood that can be ranked: score 0; " in told
    assert "In the 1 other, of which less is sure: score 500, as if 500 people had none at all; " in told


def test_a_sliver_beyond_the_street_data_is_said_and_ranked():
    homes = np.concatenate([np.full(5, 1100.0), np.full(95, 5000.0)])
    model = made_model(np.full((1, 100), 5.0), area=[0] * 100, people=[1000], assets=[asset("growing space", 0)],
                       to_edge_m=homes)  # fmt: skip
    table = gaps(model, None, GARDEN).table
    assert table["flags"][0] == ("some_edge",)
    assert table["rank"].tolist() == [1]


@pytest.mark.parametrize("decay", ["bands", "within", "gaussian"])
@pytest.mark.parametrize("away_m", [0, 150, 500, 1000, 1300])
def test_the_ground_beyond_the_street_data_counts_as_a_place_there_would(decay, away_m):
    """Against a fine grid of points round the home, each weighed by how far it is."""
    question = Asked(minutes=15, decay=decay)
    model = made_model(np.zeros((0, 1)), area=[0], people=[10], assets=[], to_edge_m=[away_m])
    x, y = np.meshgrid(np.arange(-1200, 1201, 6.0), np.arange(-1200, 1201, 6.0))
    weight = question.decays(model.profile)((np.hypot(x, y) * 1000).astype(np.int64))
    part = beyond_share(model, question.decays(model.profile))[0]
    assert part == pytest.approx(weight[x > away_m].sum() / weight.sum(), abs=0.01)


def test_what_may_lie_beyond_the_street_data_makes_a_gap_less_sure():
    near = [0.0, 5000.0]

    def span(to_edge_m):
        model = made_model([[5.0, np.nan]], area=[0, 1], people=[1000, 1000], assets=[asset("growing space", 0)],
                           to_edge_m=to_edge_m)  # fmt: skip
        table = gaps(model, None, GARDEN).table
        return table["high"][1] - table["low"][1]

    assert span(near[::-1]) > 3 * span([5000.0, 5000.0])


def test_room_is_counted_where_enough_of_a_kind_say_so_and_places_where_not():
    few = [asset("growing space", 100, capacity=10), asset("growing space", 200), asset("growing space", 300)]
    assert asked(town(), few).method["capacity_unit"] == "places"
    enough = [*few, asset("growing space", 400, capacity=20), asset("growing space", 500, capacity=60)]
    found = asked(town(), enough)
    assert found.method["capacity_unit"] == "people"
    assert found.supplied.capacities.base.tolist() == [10, 20, 20, 20, 60]
    assert "capacity_guessed" in row(found, "West")["flags"]
    assert found.method["capacity_guessed"] == 2
    assert any("room for 87 of every 1,000 people" in x for x in how_worked_out(found))  # 130 for 1,500
    assert any("one place for every 500 people" in x for x in how_worked_out(asked(town(), few)))
    mixed = asked(town(), [*enough, asset("green place", 100)], asked=Asked(minutes=15))
    assert mixed.method["capacity_unit"] == "places"  # nobody says how many a green place can take


def test_more_room_is_more_and_none_is_as_closed():
    some = [asset("growing space", 100, capacity=30), asset("growing space", 2500, capacity=30)]
    today = asked(town(), some)
    none = asked(town(), some, change=Change(capacity={some[0].id: 0}))
    closed = asked(town(), some, change=Change(closed=frozenset({some[0].id})))
    assert none.table["score"].tolist() == closed.table["score"].tolist()
    more = asked(town(), some, change=Change(capacity={some[1].id: 60}))
    assert more.table["supply"][1] == pytest.approx(2 * today.table["supply"][1])
    again = asked(town(), some, change=Change(capacity={"nobody": 5}))
    assert again.table["score"].tolist() == today.table["score"].tolist()


def test_an_added_place_is_one_search_from_its_point():
    """It counts as an asset at the same spot does."""
    here = asset("growing space", 2500)
    place, first = town(), asset("growing space", 100)
    added = Added(lon=here.where.x, lat=here.where.y, kind="Growing space")
    with_it = asked(place, [first], change=Change(added=(added,)))
    real = asked(place, [first, here])
    assert with_it.table["supply"].tolist() == real.table["supply"].tolist()
    assert with_it.table["within"].tolist() == real.table["within"].tolist()
    assert with_it.table["here"].tolist() == real.table["here"].tolist() == [1, 1]
    other = asked(place, [first], change=Change(added=(Added(lon=0, lat=0, kind="green place"),)))
    assert other.table["supply"].tolist() == asked(place, [first]).table["supply"].tolist()


def test_a_lens_counts_a_yes_alone_and_is_measured_against_everybodys_fair_share():
    some = [asset("growing space", 100, no_id_needed="yes"), asset("growing space", 150, no_id_needed="no"),
            asset("growing space", 2500)]  # fmt: skip
    plain = asked(town(), some)
    found = asked(town(), some, asked=Asked(kinds=("growing space",), lens="no_id"))
    assert found.used.tolist() == [True, False, False]
    assert found.method["lens_not_known"] == 1
    assert found.fair == plain.fair
    east = row(found, "East")
    assert east["shortfall"] == 1.0
    assert east["low"] < 0.9 * east["score"]  # what nobody knows may be a yes
    assert story(found, "East")[1].startswith("Growing spaces known to ask for no papers: none is within")


@pytest.mark.parametrize("lens", ["language:pl", "language:Polish", "language:polski"])
def test_a_language_is_known_by_its_code_and_its_names(lens):
    some = [asset("growing space", 100, languages=("Polish", "English")), asset("growing space", 150)]
    found = asked(town(), some, asked=Asked(lens=lens))
    assert found.used.tolist() == [True, False]


def test_many_here_and_yet_little_within_reach_is_called_out():
    """Three places near the neediest, shared by forty times as many people; elsewhere as many for few."""
    away = [[5.0, np.nan, np.nan]] * 3 + [[np.nan, 5.0, np.nan]] * 3 + [[np.nan, np.nan, 5.0]] * 3
    model = made_model(
        away, area=[0, 1, 2], people=[8000, 200, 200], assets=[asset("growing space", x) for x in range(9)]
    )
    found = gaps(model, need(model.codes, (1, 5, 9)), GARDEN)
    assert "many_here_little_reach" in found.table["flags"][0]
    assert "many_here_little_reach" not in found.table["flags"][1]
    assert "So many people share them" in story(found, "A0")[1]
    alone = gaps(model, None, GARDEN)
    assert not any("many_here_little_reach" in x for x in alone.table["flags"])


@pytest.mark.parametrize("minutes", [0, 0.5, -1, 61, 500, float("nan")])
def test_minutes_that_nobody_walks_are_refused(minutes):
    with pytest.raises(SettingsError, match="1 to 60"):
        Asked(minutes=minutes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ("zeppelin hangar",)},
        {"needs": ("zeppelins",)},
        {"decay": "radioactive"},
        {"lens": "rose"},
        {"lens": "language:"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(wrong):
    with pytest.raises((SettingsError, VocabularyError), match=r"kind|need|decay|lens"):
        Asked(**wrong)


def test_what_cannot_be_tried_is_refused():
    with pytest.raises(SettingsError, match="longitude"):
        Added(lon=375_000, lat=165_000, kind="green place")
    with pytest.raises(SettingsError, match="capacity"):
        Change(capacity={"one": -1})


@pytest.mark.parametrize(("layer", "words"), [("areas", "neighbourhoods"), ("graph", "--osm")])
def test_a_place_without_streets_or_areas_says_how_to_mend_it(layer, words):
    with pytest.raises(LayerError, match=words):
        model_of(town(**{layer: None}), [])


def test_a_very_large_place_is_joined_less_far_and_says_so(monkeypatch):
    monkeypatch.setattr("assetmap.gaps.model._MOST_PAIRS", 3)
    model = model_of(town(), [asset("growing space", 100)])
    assert model.longest == 30  # of its four homes three are within 2,400 m
    assert gaps(model, None, Asked(minutes=30)).table["supply"].notna().all()
    with pytest.raises(SettingsError, match="choose up to 30"):
        gaps(model, None, Asked(minutes=31))


def test_many_may_ask_one_model_at_once():
    """Sessions share it: what one keeps is never taken for another's."""
    from concurrent.futures import ThreadPoolExecutor

    some = [asset("growing space", 100), asset("green place", 2500), asset("growing space", 900)]
    model = model_of(town(green=green(Allotments=400, Park=2500)), some)
    questions = [Asked(kinds=(kind,), minutes=x) for kind in ("growing space", "green place") for x in (5, 15, 30)]

    def answer(question):
        return gaps(model, None, question, draws=0).table.drop(columns="flags").to_dict("list")

    alone = [str(answer(x)) for x in questions]
    with ThreadPoolExecutor(8) as pool:
        together = [str(x) for x in pool.map(answer, questions * 10)]
    assert together == alone * 10


def green(**sites):
    """Boxes of 20 m by what they are and where they begin."""
    shapes = [shapely.box(EAST + x, NORTH + 10, EAST + x + 20, NORTH + 30) for x in sites.values()]
    return gpd.GeoDataFrame(
        {"what": [x.replace("_", " ") for x in sites]}, geometry=list(reproject_all(shapes, CRS, WGS84)), crs=WGS84
    )


def test_what_the_base_map_shows_and_this_map_does_not_have_is_called_out():
    """Allotments near both homes of West; those of East are an asset."""
    sites = green(Allotments=400, Allotments_Or_Community_Growing_Spaces=2500, Cemetery=600)
    found = asked(town(green=sites), [asset("growing space", 2510)])
    assert found.table["unlisted"].tolist() == [1, 0]
    assert "maybe_unlisted" in row(found, "West")["flags"]
    assert "maybe_unlisted" not in row(found, "East")["flags"]
    assert "In 1 of those that are short the base map shows more" in summary(found)
    assert found.table["rank"].notna().all()
    everything = asked(town(green=sites), [asset("growing space", 2510)], asked=Asked())
    assert everything.table["unlisted"].tolist() == [0, 0]


def test_where_it_is_fair_all_in_all_and_many_have_nothing_that_is_said_and_not_that_there_is_no_gap():
    """One home of four has a garden to itself, the others reach nothing; the other neighbourhood has nothing at all."""
    model = made_model([[5, np.nan, np.nan, np.nan, np.nan]], area=[0, 0, 0, 0, 1], people=[1000, 500],
                       assets=[asset("growing space", 0)])  # fmt: skip
    found = gaps(model, None, GARDEN)
    assert found.table["without"].tolist() == [0.75, 1.0]
    assert found.table["shortfall"].tolist() == [0.0, 1.0]
    assert ["uneven" in x for x in found.table["flags"]] == [True, False]
    assert story(found, "A0")[2] == (
        "Not everybody here: 75 of 100 homes have none within reach, though all in all it is a fair share."
    )
    assert [x["without"] for x in found.to_json()["areas"]] == [0.75, 1.0]
    all_have = made_model([[5, 5, 5, 5, np.nan]], area=[0, 0, 0, 0, 1], people=[1000, 500],
                          assets=[asset("growing space", 0)])  # fmt: skip
    assert story(gaps(all_have, None, GARDEN), "A0")[2] == "So there is no gap here, by this measure."


@pytest.mark.parametrize(
    ("short", "without", "uneven"),
    [(0.0, 0.25, True), (0.049, 0.9, True), (0.05, 0.9, False), (0.0, 0.24, False), (np.nan, np.nan, False)],
    ids=["fair", "nearly", "short", "few", "unknown"],
)
def test_uneven_is_a_fair_share_or_nearly_of_which_a_quarter_of_the_homes_have_nothing(short, without, uneven):
    assert is_uneven(np.array([short]), np.array([without])).tolist() == [uneven]


def test_a_garden_near_in_a_straight_line_and_a_long_way_round_on_foot_is_called_out():
    """Two roads 100 m apart, joined 1,500 m further east: the garden stands on the other one."""
    loop = street([(0, 0), (1700, 0)], [(1700, 0), (1700, 100)], [(1700, 100), (0, 100)])
    homes = postcodes(("West", 0), ("West", 50), ("East", 1650), ("East", 1690))
    found = asked(town(graph=loop, postcodes=homes), [asset("growing space", 20, 100)])
    assert row(found, "West")["flags"][-1] == "long_way_round"
    assert "long_way_round" not in row(found, "East")["flags"]
    across = street([(0, 0), (0, 100)], [(0, 0), (1700, 0)], [(0, 100), (1700, 100)])
    assert "long_way_round" not in row(asked(town(graph=across, postcodes=homes), [asset("growing space", 20, 100)]),
                                       "West")["flags"]  # fmt: skip


def test_an_area_that_there_is_not_has_no_story():
    with pytest.raises(LayerError, match="no such neighbourhood"):
        story(asked(town(), []), "North")


def test_the_story_says_who_lives_there_what_they_reach_and_what_follows():
    places = named(Twerton=(2400, 100))
    numbered = WEST_EAST.assign(name=["Town 001A", "Town 001B"])
    found = asked(
        town(areas=numbered, names=places), [asset("growing space", 100), asset("growing space", 2500)], deciles=(10, 1)
    )
    assert story(found, "East") == (
        "500 people live in Twerton (Town 001B), which is among the most deprived tenth of areas.",
        "Growing spaces: at least half of the homes have 1 within 15 minutes’ walk. That is a fair share.",
        "So there is no gap here, by this measure.",
    )
    first, second, third = story(found, "West")
    assert first == "1,000 people live in Town 001A, which is among the least deprived tenth of areas."
    assert second.endswith("So many people share it that they have 75 % of a fair share.")
    assert third.startswith("It is as if 250 people had none at all; weighed by need, its gap is number 1 of 2")


def test_ward_and_the_name_people_use_stand_with_the_offices_name():
    warded = WEST_EAST.assign(name=["Town 001A", "Town 001B"], ward_name=["Southdown", "Twerton"])
    found = asked(town(areas=warded, names=named(Whiteway=(800, 100), Twerton=(2400, 100))), [])
    assert "live in Whiteway (Southdown ward, Town 001A)," in story(found, "West")[0]
    assert "live in Twerton (Town 001B)," in story(found, "East")[0]


def test_everything_is_said_in_every_language_without_a_hole():
    found = asked(town(), [asset("growing space", 100, precision="street")])
    for code in ("cy", "ar", "pl"):
        with speaking(code):
            said = [*story(found, "West"), *how_worked_out(found), *does_not_say(found), *map(said_flag, FLAGS)]
        assert all(x and "{" not in x for x in said)


def test_the_answer_is_plain_json_and_fits_a_terminal():
    found = asked(town(), [asset("growing space", 100)], deciles=(2, np.nan))
    said = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert [x["code"] for x in said["areas"]] == ["West", "East"]
    assert set(said["method"]["flags"]) == set(FLAGS)
    assert said["place"]["ranked"] == 1
    assert max(map(len, lines(found))) <= 100
    assert said["method"]["command"] == "assetmap gaps --kind 'growing space' --minutes 15 --index imd"
