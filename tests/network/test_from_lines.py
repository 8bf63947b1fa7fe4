"""Streets of a few metres, joined as one walks them; then the real ones of a district."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.errors import LayerError
from assetmap.network.from_lines import graph_from_lines
from assetmap.network.profiles import BRIDGE, STEPS

CRS = "EPSG:27700"
ARRAYS = ("points", "first", "along_mm", "ends", "flags", "way", "name", "at", "part", "head", "to", "piece")


def streets(*lines, **columns):
    shapes = [x if isinstance(x, shapely.Geometry) else shapely.LineString(x) for x in lines]
    return gpd.GeoDataFrame({"name": [f"{at} Street" for at in range(len(lines))]} | columns, geometry=shapes, crs=CRS)


def graph(*lines, crumb_m=0, **more):
    columns = {key: more.pop(key) for key in ("name", "class", "level", "bridge", "tunnel") if key in more}
    return graph_from_lines(streets(*lines, **columns), crs=CRS, crumb_m=crumb_m, **more)


def parts(made):
    return int(made.part.max()) + 1


def metres(made):
    return made.length_mm.sum(dtype=np.int64) / 1000


def test_two_lines_with_an_end_in_common_hang_together():
    made = graph([(0, 0), (100, 0)], [(100, 0), (100, 50)])
    assert (made.nodes, made.pieces, parts(made), metres(made)) == (3, 2, 1, 150)
    assert [made.names[x] for x in made.name] == ["0 Street", "1 Street"]


def test_ends_within_the_tolerance_become_the_one_where_most_lines_end():
    made = graph([(0, 0), (100, 0)], [(100.6, 0), (100.6, 50)], [(100.6, 0), (200, 0)])
    assert (made.nodes, parts(made), metres(made)) == (4, 1, 100.6 + 50 + 99.4)
    assert made.source["joined"] == {"ends": 1, "middles": 0, "crossings": 0}
    assert parts(graph([(0, 0), (100, 0)], [(101.1, 0), (200, 0)])) == 2


def test_a_line_that_ends_beside_the_middle_of_another_is_brought_to_it_and_cuts_it():
    made = graph([(0, 0), (100, 0)], [(40, 0.8), (40, 30)])
    assert (made.nodes, made.pieces, parts(made), metres(made)) == (4, 3, 1, 130)
    assert made.source["joined"]["middles"] == 1
    assert sorted(made.length_mm.tolist()) == [30_000, 40_000, 60_000]


def test_a_line_that_ends_a_little_beyond_another_ends_at_it():
    made = graph([(0, 0), (100, 0)], [(40, -0.8), (40, 30)])
    assert sorted(made.length_mm.tolist()) == [30_000, 40_000, 60_000]


def test_a_line_that_ends_near_a_bend_of_another_meets_it_at_the_bend():
    made = graph([(0, 0), (50, 0), (50, 50)], [(50.5, -0.5), (90, -0.5)])
    assert sorted(made.length_mm.tolist())[:1] == [40_003]
    assert made.pieces == 3
    assert (made.points == [50, 0]).all(axis=1).sum() == 3


def test_a_line_that_ends_on_a_bend_of_another_cuts_it_without_being_counted():
    made = graph([(0, 0), (50, 0), (50, 50)], [(50, 0), (90, 0)])
    assert (made.nodes, made.pieces) == (4, 3)
    assert made.source["joined"] == {"ends": 0, "middles": 0, "crossings": 0}


def test_a_line_whose_own_bends_are_near_its_end_is_left_as_it_is():
    made = graph([(0, 0), (0.4, 0), (0.7, 0.2), (50, 0)])
    assert (made.nodes, made.pieces) == (2, 1)
    assert made.first.tolist() == [0, 4]


def test_a_line_that_ends_beside_its_own_middle_closes_there():
    made = graph([(0, 0), (50, 0), (100, 0), (100, 40), (50, 40), (50, 0.5)])
    assert sorted(made.length_mm.tolist()) == [50_000, 50_000 + 40_000 + 50_000 + 40_000]


def test_lines_that_cross_are_cut_there_unless_crossings_are_bridges():
    cross = [(0, 0), (100, 100)], [(0, 100), (100, 0)]
    made = graph(*cross)
    assert (made.nodes, made.pieces, parts(made)) == (5, 4, 1)
    assert made.source["joined"]["crossings"] == 1
    assert parts(graph(*cross, crossings=False)) == 2


def test_a_bend_that_touches_another_line_is_a_crossing():
    made = graph([(0, 0), (100, 0)], [(0, 50), (50, 0), (100, 50)])
    assert (made.nodes, made.pieces) == (5, 4)


@pytest.mark.parametrize(
    "said",
    [{"level": [0, 1]}, {"level": ["0", "1"]}, {"bridge": [None, "yes"]}, {"tunnel": ["culvert", "no"]}],
)
def test_lines_of_different_levels_pass_over_each_other(said):
    made = graph([(0, 0), (100, 0)], [(50, -50), (50, 50)], **said)
    assert (made.pieces, parts(made)) == (2, 2)
    bend = graph([(0, 0), (50, 0), (100, 0)], [(50, -50), (50, 0), (50, 50)], **said)
    assert parts(bend) == 2


def test_a_bridge_comes_down_where_it_ends():
    made = graph(
        [(0, 0), (40, 0)], [(40, 0), (60, 0)], [(60, 0), (90, 0)], [(50, -9), (50, 9)], bridge=["", "yes", "", ""]
    )
    assert parts(made) == 2
    assert (made.part[made.ends[:, 0]] == 0).sum() == 3
    assert ((made.flags & BRIDGE) != 0).sum() == 1


def test_an_end_beside_a_bridge_is_not_brought_up_to_it():
    assert parts(graph([(0, 0), (100, 0)], [(40, 0.8), (40, 30)], level=[1, 0])) == 2


def test_motorways_and_what_nobody_walks_on_are_left_out_and_counted():
    made = graph(
        [(0, 0), (100, 0)], [(50, 0), (50, 30)], [(50, 30), (80, 30)],
        **{"class": ["Motorway", "Local Road", "motorway_link"]},
    )  # fmt: skip
    assert metres(made) == 30
    assert made.source["left_out"]["not_walkable"] == {"lines": 2, "metres": 130}
    assert made.ways == ("", "Local Road")


def test_steps_are_known_where_a_line_is_one_or_the_source_is_said_to_know():
    made = graph([(0, 0), (100, 0)], [(100, 0), (120, 0)], **{"class": ["residential", "steps"]})
    assert made.knows_steps
    assert ((made.flags & STEPS) != 0).tolist() == [False, True]
    plain = {"class": ["residential"]}
    assert not graph([(0, 0), (100, 0)], **plain).knows_steps
    assert graph([(0, 0), (100, 0)], knows_steps=True, **plain).knows_steps


def test_lines_of_several_parts_are_split_z_is_dropped_and_other_shapes_are_counted():
    many = shapely.MultiLineString([[(0, 0, 5), (10, 0, 7)], [(20, 0, 1), (30, 0, 1)]])
    mixed = shapely.GeometryCollection([shapely.MultiLineString([[(10, 0), (20, 0)]]), shapely.Point(0, 0)])
    made = graph(many, mixed, shapely.Point(5, 5), shapely.LineString(), shapely.box(0, 0, 1, 1), name=[""] * 5)
    assert (made.pieces, metres(made), parts(made)) == (1, 30, 1)
    assert made.source["left_out"]["no_lines"] == 3


def test_a_coordinate_that_is_no_number_leaves_its_line_out():
    broken = shapely.LineString([(0, 0), (float("inf"), 5)])
    made = graph([(0, 0), (100, 0)], broken)
    assert metres(made) == 100
    assert made.source["left_out"]["no_lines"] == 1


def test_a_line_without_length_is_left_out():
    made = graph([(0, 0), (100, 0)], [(40, 0), (40, 0)], [(30, 0), (30, 0.0004)])
    assert (made.pieces, made.source["left_out"]["no_length"]) == (1, 2)


def test_the_same_line_twice_is_kept_once_with_its_name_and_side_by_side_both_stay():
    made = graph([(0, 0), (50, 5), (100, 0)], [(100, 0), (50, 5), (0, 0)], name=[None, "Back Lane"])
    assert (made.pieces, made.source["left_out"]["repeated"]) == (1, 1)
    assert made.names[made.name[0]] == "Back Lane"
    assert graph([(0, 0), (50, 5), (100, 0)], [(0, 0), (50, -5), (100, 0)]).pieces == 2


def test_a_part_that_is_cut_off_and_small_is_left_out_and_counted():
    made = graph([(0, 0), (300, 0)], [(0, 900), (200, 900)], crumb_m=250)
    assert metres(made) == 300
    assert made.source["left_out"]["crumbs"] == {"parts": 1, "pieces": 1, "metres": 200}


def test_any_system_of_coordinates_gives_the_places_metres():
    lines = streets([(375000, 164000), (375100, 164000)], [(375100, 164000), (375100, 164050)]).to_crs(4326)
    assert graph_from_lines(lines, crs=CRS).length_mm.sum() == pytest.approx(150_000, abs=4)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (streets(shapely.Point(0, 0), shapely.Point(1, 1)), "no line among the 2 shapes"),
        (streets(), "no line among the 0 shapes"),
        (
            streets([(0, 0), (9, 0)], **{"class": ["Motorway"]}),
            "none of the 1 street lines is one to walk on: .*Motorway",
        ),
        (streets([(0, 0), (0, 0)]), "no length"),
        (streets([(0, 0), (9, 0)]).set_crs(None, allow_override=True), "no coordinate reference system"),
    ],
)
def test_what_is_no_street_is_said_in_a_sentence(lines, sentence):
    with pytest.raises(LayerError, match=sentence):
        graph_from_lines(lines, crs=CRS)


# Corners on a lattice of 10 m: lines meet, cross and run on each other, and are near nothing else.
corner = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda x: (x[0] * 10.0, x[1] * 10.0))
drawn = st.lists(st.lists(corner, min_size=2, max_size=5, unique=True), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(drawn, st.randoms(use_true_random=False))
def test_neither_order_nor_direction_changes_anything(lines, random):
    lines = [[(x + random.choice((0, 0, 0.3)), y) for x, y in line] for line in lines]
    one = graph(*lines, name=[f"{at % 3}" for at in range(len(lines))])
    order = random.sample(range(len(lines)), len(lines))
    turned = [lines[at][:: random.choice((1, -1))] for at in order]
    other = graph(*turned, name=[f"{at % 3}" for at in order])
    for array in ARRAYS:
        assert np.array_equal(getattr(one, array), getattr(other, array)), array
    assert one.source == other.source


@settings(deadline=None, max_examples=60)
@given(drawn, st.booleans())
def test_cutting_changes_no_length_but_by_what_is_snapped(lines, crossings):
    kept = {min(tuple(x), tuple(x[::-1])) for x in lines}
    whole = sum(shapely.LineString(x).length for x in kept)
    made = graph(*lines, crossings=crossings)
    assert metres(made) == pytest.approx(whole, abs=0.01 * sum(len(x) for x in lines))


@settings(deadline=None, max_examples=60)
@given(drawn)
def test_lines_that_touch_hang_together_and_others_do_not(lines):
    made = graph(*lines)
    whole = shapely.union_all([shapely.LineString(x) for x in lines])
    touching = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.get_parts(whole), 0.001)))
    assert parts(made) == len(touching)


@settings(deadline=None, max_examples=60)
@given(drawn, st.data())
def test_ends_that_were_drawn_a_little_off_are_joined_as_if_they_were_not(lines, data):
    off = st.floats(-0.35, 0.35)
    shaken = [
        [
            (x + data.draw(off), y + data.draw(off)) if at in (0, len(line) - 1) else (x, y)
            for at, (x, y) in enumerate(line)
        ]
        for line in lines
    ]
    assert parts(graph(*shaken)) == parts(graph(*lines))


@pytest.fixture(scope="module")
def bath(realdata):
    frame = gpd.read_file(realdata / "streets" / "bath_ne_somerset_os_roads.geojson")
    return frame.rename(columns={"distname": "name", "classifica": "class", "drawlevel": "level"})


@pytest.mark.realdata
def test_the_streets_of_bath_hang_together_but_for_what_is_cut_off_in_the_file(bath):
    made = graph_from_lines(bath, crs=CRS)
    length = np.bincount(made.part[made.ends[:, 0]], weights=made.length_mm)
    assert metres(made) + made.source["left_out"]["crumbs"]["metres"] == pytest.approx(1_303_180, abs=10)
    assert length[0] / length.sum() > 0.996
    assert length[1:].sum() / 1e6 < 6  # km in all, in islands at the district's edge and beyond water
    assert made.source["left_out"]["crumbs"]["parts"] == 38
    assert not made.knows_steps


@pytest.mark.realdata
def test_what_is_cut_off_in_bath_lies_where_the_file_was_cut(bath, realdata):
    made = graph_from_lines(bath, crs=CRS)
    border = gpd.read_file(realdata / "boundaries" / "lsoa2021_bath_ne_somerset_bsc.geojson").to_crs(CRS)
    border = border.geometry.union_all().boundary
    part = made.part[made.ends[:, 0]]
    islands = [
        shapely.MultiPoint(made.points[np.repeat(part == at, np.diff(made.first))]) for at in range(1, parts(made))
    ]
    assert len(islands) == 10
    assert max(shapely.distance(islands, border)) < 100


@pytest.mark.realdata
def test_more_of_bath_hangs_together_than_by_the_ends_of_lines_alone(bath):
    made = graph_from_lines(bath, crs=CRS, crumb_m=0)
    lines = bath.to_crs(CRS).explode(index_parts=False).geometry
    naive = sorted(_parts_by_ends(lines), reverse=True)
    assert naive[0] == pytest.approx(7_700, abs=30)  # of 7,985 ends
    assert (parts(made), len(naive)) == (49, 95)
    assert np.bincount(made.part)[0] > 7_840


def _parts_by_ends(lines):
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.array([shapely.get_coordinates(x)[[0, -1]] for x in lines]).round(3).reshape(-1, 2)
    _, at = np.unique(ends, axis=0, return_inverse=True)
    at = at.reshape(-1, 2)
    size = at.max() + 1
    _, label = connected_components(coo_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(size, size)))
    return np.bincount(label).tolist()
