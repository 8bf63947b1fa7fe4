"""An extract becomes the streets one may walk on; what is none is named in one sentence."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import hashlib
import zipfile

import numpy as np
import pytest

from assetmap.errors import LayerError
from assetmap.network import keep_graph, open_graph
from assetmap.network.from_extract import graph_from_extract
from assetmap.network.profiles import BACKWARD_ONLY, BRIDGE, FORWARD_ONLY, NOT_ON_WHEELS, STEPS, TUNNEL
from tests.network.extracts import extract

ROAD = {"highway": "residential", "name": "High Street"}
ALONG = [(0, 0), (5, 0), (10, 0)]


def named(graph):
    """Each piece's name or else its class, with its flags."""
    return sorted(
        (graph.names[name] or graph.ways[way], int(flags))
        for name, way, flags in zip(graph.name, graph.way, graph.flags, strict=True)
    )


def test_a_town_of_two_streets_and_a_path(tmp_path):
    path = extract(
        tmp_path / "town.osm.pbf",
        (ALONG, ROAD),
        ([(5, 0), (5, 5)], {"highway": "footway"}),
        ([(5, 5), (5, 9)], {"waterway": "river"}),
    )
    graph = graph_from_extract(path)
    assert named(graph) == [("High Street", 0), ("High Street", 0), ("footway", 0)]
    assert graph.crs == "EPSG:27700"
    # A hundredth of a degree of longitude at 52.67° north is 676 m, of latitude 1,113 m; the grid stretches by 1/3000.
    assert sorted(graph.length_mm / 1000) == pytest.approx([338, 338, 556], rel=0.002)
    assert {key: graph.source[key] for key in ("kind", "file", "knows_steps", "streets", "squares")} == {
        "kind": "openstreetmap", "file": "town.osm.pbf", "knows_steps": True, "streets": 2, "squares": 0,
    }  # fmt: skip
    assert graph.source["mark"] == hashlib.sha256(path.read_bytes()).hexdigest()
    keep_graph(graph, tmp_path / "home")
    assert open_graph(tmp_path / "home").source == graph.source


@pytest.mark.parametrize("ending", [".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ""])
def test_every_form_is_told_by_what_is_in_it_and_gives_the_same_graph(tmp_path, ending):
    plain = extract(tmp_path / "plain.osm", (ALONG, ROAD), ([(5, 0), (5, 5)], {"highway": "steps"}))
    other = tmp_path / f"other{ending}"
    if ending in (".osm.gz", ".osm.bz2"):
        other.write_bytes((gzip if ending == ".osm.gz" else bz2).compress(plain.read_bytes()))
    elif ending == ".osm.pbf":
        extract(other, (ALONG, ROAD), ([(5, 0), (5, 5)], {"highway": "steps"}))
    else:
        other.write_bytes(plain.read_bytes())
    misnamed = other.rename(tmp_path / "streets.dat")
    one, two = graph_from_extract(plain), graph_from_extract(misnamed)
    for name in ("points", "first", "ends", "flags", "way", "name"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


@pytest.mark.parametrize(
    ("tags", "is_there"),
    [
        ({"highway": "cycleway"}, True),
        ({"highway": "cycleway", "foot": "no"}, False),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "permissive"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "path", "foot:forward": "no", "foot:backward": "no"}, False),
        ({"highway": "service", "area": "yes"}, False),
        ({"highway": "pedestrian", "area": "yes"}, True),
    ],
)
def test_only_what_one_may_walk_on_is_there(tmp_path, tags, is_there):
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), ([(5, 0), (5, 5)], tags)))
    assert (graph.pieces == 3) == is_there
    assert graph.source["left_out"]["not_walkable"] == (0 if is_there else 1)


@pytest.mark.parametrize(
    ("tags", "flags"),
    [
        ({"highway": "steps"}, STEPS),
        ({"highway": "steps", "conveying": "yes"}, STEPS),
        ({"highway": "steps", "ramp": "yes"}, 0),
        ({"highway": "steps", "ramp:wheelchair": "yes"}, 0),
        ({"highway": "steps", "ramp": "yes", "ramp:bicycle": "yes"}, STEPS),
        ({"highway": "steps", "ramp": "yes", "ramp:wheelchair": "no"}, STEPS),
        ({"highway": "path", "wheelchair": "no"}, NOT_ON_WHEELS),
        ({"highway": "path", "smoothness": "horrible"}, NOT_ON_WHEELS),
        ({"highway": "path", "smoothness": "bad", "surface": "gravel"}, 0),
        ({"highway": "footway", "bridge": "yes"}, BRIDGE),
        ({"highway": "footway", "tunnel": "yes"}, TUNNEL),
        ({"highway": "footway", "tunnel": "building_passage", "bridge": "no"}, 0),
        ({"highway": "residential", "oneway": "yes"}, 0),
        ({"highway": "footway", "oneway": "yes"}, 0),
        ({"highway": "footway", "oneway:foot": "yes"}, FORWARD_ONLY),
        ({"highway": "footway", "oneway:foot": "-1"}, BACKWARD_ONLY),
        ({"highway": "footway", "oneway:foot": "no"}, 0),
        ({"highway": "footway", "foot:backward": "no"}, FORWARD_ONLY),
        ({"highway": "footway", "foot:forward": "no"}, BACKWARD_ONLY),
    ],
)
def test_tags_say_what_one_meets(tmp_path, tags, flags):
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", ([(0, 0), (9, 0)], tags)))
    drawn_west_to_east = graph.points[0, 0] < graph.points[-1, 0]
    assert drawn_west_to_east
    assert graph.flags.tolist() == [flags]


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ({"highway": "primary", "name": "Uppingham  Road", "ref": "A6003"}, "Uppingham Road"),
        ({"highway": "primary", "ref": "A6003;A606"}, "A6003"),
        ({"highway": "footway", "ref": "E123/1"}, ""),
    ],
)
def test_a_street_without_a_name_is_called_by_its_number(tmp_path, tags, name):
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", ([(0, 0), (9, 0)], tags)))
    assert [graph.names[at] for at in graph.name] == [name]


def test_a_stile_closes_two_metres_to_wheels_and_nothing_to_walkers(tmp_path):
    stile = {"barrier": "stile"}
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), barriers={(5, 0): stile}))
    assert named(graph) == [("High Street", 0), ("High Street", 0), ("High Street", NOT_ON_WHEELS)]
    assert graph.length_mm[graph.flags == NOT_ON_WHEELS].tolist() == [2000]
    assert graph.length_mm.sum() / 1000 == pytest.approx(676, rel=0.002)
    assert (graph.part == 0).all()
    assert graph.source["barriers"] == {"to_wheels": 1, "to_all": 0}


def test_a_stile_at_a_crossing_of_paths_closes_each_there(tmp_path):
    paths = [(line, {"highway": "footway"}) for line in (ALONG, [(5, 0), (5, 5)])]
    path = extract(tmp_path / "a.osm.pbf", *paths, barriers={(5, 0): {"barrier": "kissing_gate"}})
    graph = graph_from_extract(path)
    assert [flags for _, flags in named(graph)].count(NOT_ON_WHEELS) == 3
    assert graph.length_mm[graph.flags == NOT_ON_WHEELS].tolist() == [1000, 1000, 1000]


@pytest.mark.parametrize("tags", [{"barrier": "stile"}, {"barrier": "gate", "access": "private"}])
def test_where_a_path_leaves_a_road_the_stile_stands_on_the_path(tmp_path, tags):
    side = ([(5, 0), (5, 5)], {"highway": "footway"})
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), side, barriers={(5, 0): tags}))
    stile = [("footway", 0), ("footway", NOT_ON_WHEELS)] if tags["barrier"] == "stile" else [("footway", 0)]
    roads = 2 if tags["barrier"] == "stile" else 1
    assert named(graph) == [("High Street", 0)] * roads + stile
    assert len(set(graph.part.tolist())) == (1 if tags["barrier"] == "stile" else 2)


@pytest.mark.parametrize(
    "tags",
    [{"barrier": "gate", "wheelchair": "yes"}, {"barrier": "stile", "wheelchair": "yes"}, {"barrier": "bollard"},
     {"barrier": "lift_gate", "access": "private"}, {"barrier": "gate", "access": "private", "foot": "yes"}],
)  # fmt: skip
def test_other_barriers_let_everybody_through(tmp_path, tags):
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), barriers={(5, 0): tags}))
    assert named(graph) == [("High Street", 0)]


@pytest.mark.parametrize("tags", [{"barrier": "gate", "access": "private"}, {"barrier": "lift_gate", "foot": "no"}])
def test_a_private_gate_ends_the_way_on_both_its_sides(tmp_path, tags):
    path = extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), barriers={(5, 0): tags})
    graph = graph_from_extract(path)
    assert graph.pieces == 2
    assert sorted(graph.part.tolist()) == [0, 0, 1, 1]


def test_people_walk_round_the_edge_of_a_square_drawn_as_a_relation(tmp_path):
    path = extract(
        tmp_path / "a.osm.pbf",
        (ALONG, ROAD),
        ([(5, 0), (9, 4), (5, 8)], {}),
        ([(5, 8), (1, 4), (5, 0)], {}),
        ([(4, 4), (5, 4), (5, 5), (4, 4)], {}),
        relations=[
            ([(2, "outer"), (3, "outer"), (4, "inner")],
             {"type": "multipolygon", "highway": "pedestrian", "name": "Market Place"}),
        ],
    )  # fmt: skip
    graph = graph_from_extract(path)
    assert named(graph) == [("High Street", 0), ("High Street", 0), ("Market Place", 0)]
    assert graph.source["squares"] == 1


def test_a_way_is_broken_where_the_extract_lacks_its_points(tmp_path):
    line = [(0, 0), (5, 0), (6, 0), (7, 0), (12, 0)]
    graph = graph_from_extract(extract(tmp_path / "a.osm.pbf", (line, ROAD), absent=[(6, 0)]))
    assert sorted(graph.length_mm / 1000) == pytest.approx([338, 338], rel=0.002)
    assert sorted(graph.part.tolist()) == [0, 0, 1, 1]
    assert graph.source["left_out"]["points"] == 1


def test_points_in_any_order_and_after_their_ways_are_found(tmp_path):
    nodes = {5: (-0.73, 52.67), 3: (-0.72, 52.67), 9: (-0.71, 52.67), -4: (-0.70, 52.67)}
    text = "<osm version='0.6'><way id='1'>" + "".join(f"<nd ref='{x}'/>" for x in nodes)
    text += "<tag k='highway' v='path'/></way>"
    text += "".join(f"<node id='{x}' lon='{lon}' lat='{lat}'/>" for x, (lon, lat) in nodes.items()) + "</osm>"
    (tmp_path / "a.osm").write_text(text)
    graph = graph_from_extract(tmp_path / "a.osm")
    assert graph.length_mm.tolist() == pytest.approx([1_352_000], rel=0.002)
    assert graph.source["left_out"]["points"] == 1, "a point not uploaded yet"


def test_a_way_listed_twice_is_taken_once(tmp_path):
    path = extract(tmp_path / "a.osm", (ALONG, ROAD))
    text = path.read_text()
    way = text[text.index("<way") : text.index("</way>") + 6]
    path.write_text(text.replace("</osm>", f"{way}</osm>"))
    assert graph_from_extract(path).pieces == 1


def test_ways_that_touch_the_bounds_are_kept_whole_and_others_are_counted(tmp_path):
    across, inside, beyond = [(-50, 1), (50, 1)], [(0, 1), (0, 5)], [(40, 40), (50, 40)]
    path = extract(tmp_path / "a.osm.pbf", *((x, {"highway": "path"}) for x in (across, inside, beyond)))
    graph = graph_from_extract(path, bounds=(-0.74, 52.66, -0.72, 52.68))
    assert sorted(graph.length_mm / 1000) == pytest.approx([445, 6760], rel=0.002)
    assert graph.source["left_out"]["elsewhere"] == 1


def test_far_ways_do_not_choose_where_the_streets_are_measured(tmp_path):
    path = extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), ([(90_000, 10), (90_010, 10)], ROAD))
    assert graph_from_extract(path).crs == "EPSG:27700"
    assert graph_from_extract(path, crs="EPSG:32630").crs == "EPSG:32630"


def test_progress_goes_from_nothing_to_all(tmp_path):
    shares = []
    graph_from_extract(extract(tmp_path / "a.osm.pbf", (ALONG, ROAD)), progress=lambda _, share: shares.append(share))
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)


def refusal(path, **more):
    with pytest.raises(LayerError) as caught:
        graph_from_extract(path, **more)
    said = str(caught.value)
    assert said.endswith((".", "?"))
    assert ". " not in said, "one sentence"
    return said


def test_an_extract_of_another_place_says_where_it_lies(tmp_path):
    path = extract(tmp_path / "a.osm.pbf", (ALONG, ROAD), ([(0, 0), (0, 90)], ROAD))
    said = refusal(path, bounds=(-2.5, 51.3, -2.2, 51.5))
    assert said.startswith("no street in a.osm.pbf lies in the place, they lie between 52.67° and 52.7")
    assert said.endswith("0.73° west: is it of another part of the country?")
    assert "0.72° and 0.73° west" in said
    south = extract(tmp_path / "s.osm.pbf", (ALONG, ROAD), ([(0, 0), (20, 9)], ROAD), shift=(0.72, -80))
    assert "between 27.32° and 27.33° south and between 0.01° west and 0.01° east" in refusal(
        south, bounds=(-2.5, 51.3, -2.2, 51.5)
    )


def test_an_extract_without_streets_says_so(tmp_path):
    river = extract(tmp_path / "a.osm.pbf", (ALONG, {"waterway": "river"}))
    assert "holds no streets" in refusal(river)
    motorway = extract(tmp_path / "b.osm.pbf", (ALONG, {"highway": "motorway"}))
    assert "holds no street to walk on: its 1 are motorways, private or the like" in refusal(motorway)
    torn = extract(tmp_path / "c.osm.pbf", (ALONG, ROAD), absent=ALONG)
    assert "without the points" in refusal(torn)


@pytest.mark.parametrize("ending", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
@pytest.mark.parametrize("share", [0.4, 0.8, 0.97])
def test_an_extract_cut_short_is_damaged(tmp_path, ending, share):
    rng = np.random.default_rng(0)
    ways = [([tuple(x) for x in rng.integers(0, 500, (30, 2)).tolist()], ROAD) for _ in range(200)]
    path = extract(tmp_path / f"a{ending}", *ways)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "is damaged" in refusal(path)


def test_what_is_no_extract_is_named(tmp_path):
    def made(name, content):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    with zipfile.ZipFile(tmp_path / "z.osm.pbf", "w") as archive:
        archive.writestr("a.osm", "<osm/>")
    assert refusal(tmp_path / "z.osm.pbf") == "z.osm.pbf is a zip archive: unpack it first."
    assert refusal(made("e.osm.pbf", b"")) == "e.osm.pbf is empty: fetch it again."
    assert refusal(tmp_path).endswith("is a folder: give the name of a file.")
    assert "there is no file gone.osm.pbf" in refusal(tmp_path / "gone.osm.pbf")
    assert "is a web page" in refusal(made("w.osm", b"<!DOCTYPE html><html><body>404</body></html>"))
    assert "XML of another kind (<searchresults>)" in refusal(made("x.osm", b'<?xml version="1.0"?><searchresults/>'))
    assert "is JSON: an OpenStreetMap extract is needed" in refusal(made("j.osm", b'{"version": 0.6}'))
    assert "is not an OpenStreetMap extract: " in refusal(made("r.osm.pbf", bytes(range(256))))
    assert "damaged" in refusal(made("d.osm.gz", b"\x1f\x8b" + b"x" * 90))
    packed = gzip.compress(extract(tmp_path / "p.osm.pbf", (ALONG, ROAD)).read_bytes())
    assert refusal(made("p.osm.pbf.gz", packed)).startswith("p.osm.pbf.gz is an .osm.pbf that somebody packed")
    entities = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaa'>]><osm version='0.6'>&a;</osm>"
    assert "damaged" in refusal(made("b.osm", entities))


def test_a_string_that_would_take_the_reader_down_is_damage(tmp_path):
    path = tmp_path / "a.osm.pbf"
    extract(path, (ALONG, ROAD), plain=True)
    whole = path.read_bytes()
    assert whole.count(b"High Street") == 1
    path.write_bytes(whole.replace(b"High Street", b"High\x00Street"))
    assert "is damaged" in refusal(path)
    path.write_bytes(whole.replace(b"High Street", b"High\xffStreet"))
    assert "is damaged" in refusal(path)
    # An empty string, whose length is a zero byte, is none.
    extract(empty := tmp_path / "b.osm.pbf", (ALONG, {"highway": "path", "name": ""}), plain=True)
    assert graph_from_extract(empty).pieces == 1


@pytest.mark.parametrize("seed", range(8))
def test_bytes_changed_at_random_are_read_or_are_damage(tmp_path, seed):
    path = tmp_path / "a.osm.pbf"
    extract(path, (ALONG, ROAD), ([(5, 0), (5, 5)], {"highway": "steps", "bridge": "yes"}), plain=True)
    rng = np.random.default_rng(seed)
    whole = np.frombuffer(path.read_bytes(), dtype=np.uint8).copy()
    whole[rng.integers(30, len(whole), 3)] = rng.integers(0, 256, 3)
    path.write_bytes(whole.tobytes())
    with contextlib.suppress(LayerError):
        graph_from_extract(path)
