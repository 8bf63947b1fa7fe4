"""A home keeps one walk network, of its own streets; it comes back whatever became of it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap.network import keep_graph, of_home, open_graph
from assetmap.network.keeping import name_graph, write_graph
from assetmap.network.of_home import graph_of_layer, kept_network, mark_of, marked, network_of

CRS = "EPSG:27700"


def streets(*lines, **columns):
    lines = lines or ([(375_000, 164_000), (375_400, 164_000)],)
    columns = {"name": ["A Street"] * len(lines), "class": ["Local Road"] * len(lines)} | columns
    return gpd.GeoDataFrame(columns, geometry=[shapely.LineString(x) for x in lines], crs=CRS).to_crs(4326)


def with_streets(home, frame):
    (home / "layers").mkdir(parents=True, exist_ok=True)
    frame.to_parquet(home / "layers" / "streets.parquet", index=False)
    return frame


@pytest.fixture
def home(tmp_path):
    with_streets(tmp_path, streets())
    return tmp_path


def asked(home, *, card="os_open_map_roads", crs=CRS, made=None):
    def layer():
        if made is not None:
            made.append(1)
        return gpd.read_parquet(home / "layers" / "streets.parquet")

    return network_of(home, crs=crs, card=card, streets=layer)


def metres(graph):
    return round(graph.length_mm.sum() / 1000)


def test_it_is_made_once_and_mapped_from_then_on(home):
    made = []
    assert metres(asked(home, made=made)) == 400
    again = asked(home, made=made)
    assert made == [1]
    assert isinstance(again.points, np.memmap)
    assert again.source["mark"] == mark_of(home / "layers")
    assert again.source["card"] == "os_open_map_roads"


def test_other_streets_make_another_network(home):
    asked(home)
    with_streets(home, streets([(375_000, 164_000), (375_000, 164_300)]))
    assert kept_network(home, crs=CRS) is None
    assert metres(asked(home)) == 300
    assert len(list((home / "network").glob("streets-*"))) == 1


def test_another_system_of_metres_makes_another_network(home):
    asked(home)
    assert asked(home, crs="EPSG:32630").crs == "EPSG:32630"
    assert asked(home).crs == CRS


@pytest.mark.parametrize("spoilt", ["points.npy", "streets.json", "folder", "current"])
def test_a_damaged_one_is_made_anew(home, spoilt):
    asked(home)
    (folder,) = (home / "network").glob("streets-*")
    if spoilt == "folder":
        shutil.rmtree(folder)
    elif spoilt == "current":
        (home / "network" / "current.json").write_text('{"folder"')
    else:
        (folder / spoilt).write_bytes(b"x")
    assert metres(asked(home)) == 400
    assert metres(open_graph(home)) == 400


def test_without_streets_there_is_none_and_nothing_is_written(tmp_path):
    assert asked(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_streets_that_nobody_walks_on_are_no_network(home):
    with_streets(home, streets(**{"class": ["Motorway"]}))
    assert asked(home) is None
    assert open_graph(home) is None


def test_many_at_once_make_it_once_and_all_have_it(home):
    made = []
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: asked(home, made=made), range(8)))
    assert [metres(x) for x in found] == [400] * 8
    assert made == [1]


ONE = """
import sys
from pathlib import Path
import geopandas as gpd
from assetmap.network.of_home import network_of
home = Path(sys.argv[1])
layer = lambda: gpd.read_parquet(home / "layers" / "streets.parquet")
print(round(network_of(home, crs="EPSG:27700", card="", streets=layer).length_mm.sum() / 1000))
"""


@pytest.mark.slow
def test_two_processes_at_once_both_have_it(home):
    both = [subprocess.Popen([sys.executable, "-c", ONE, home], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [x.communicate()[0] for x in both] == ["400\n", "400\n"]
    assert len(list((home / "network").glob("streets-*"))) == 1


def test_a_home_that_cannot_be_written_has_it_all_the_same(home, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(of_home, "one_at_a_time", refused)
    assert metres(asked(home)) == 400
    assert not (home / "network").exists()
    monkeypatch.undo()
    monkeypatch.setattr(of_home, "write_graph", refused)  # the disk is full
    assert metres(asked(home)) == 400
    assert open_graph(home) is None


def test_streets_that_change_while_it_is_made_do_not_get_its_network(home):
    def layer():
        frame = gpd.read_parquet(home / "layers" / "streets.parquet")
        with_streets(home, streets([(375_000, 164_000), (375_000, 164_300)]))
        return frame

    assert metres(network_of(home, crs=CRS, card="", streets=layer)) == 400
    assert open_graph(home) is None
    assert metres(asked(home)) == 300


def test_a_written_one_does_not_count_before_it_is_named(home):
    asked(home)
    other = marked(graph_of_layer(streets([(0, 0), (50, 0)]), crs=CRS, card=""), "x")
    fresh = write_graph(other, home)
    assert metres(open_graph(home)) == 400
    name_graph(fresh)
    assert metres(open_graph(home)) == 50
    assert kept_network(home, crs=CRS) is None


def test_what_somebody_left_who_was_cut_off_is_swept_up_after_an_hour(home):
    graph = graph_of_layer(streets(), crs=CRS, card="")
    old, new = write_graph(graph, home), write_graph(graph, home)
    os.utime(old, (0, 0))
    keep_graph(graph, home)
    assert (old.exists(), new.exists()) == (False, True)


def test_the_mark_of_the_file_it_was_read_from_is_kept_beside_the_homes_own(home):
    graph = marked(marked(graph_of_layer(streets(), crs=CRS, card=""), "of the file"), "of the layer")
    assert (graph.source["file_mark"], graph.source["mark"]) == ("of the file", "of the layer")


def test_lines_of_openstreetmap_cross_without_meeting_and_know_steps(home):
    cross = streets([(0, 0), (100, 100)], [(0, 100), (100, 0)])
    roads, drawn = (graph_of_layer(cross, crs=CRS, card=x) for x in ("os_open_map_roads", "openstreetmap"))
    assert (roads.pieces, drawn.pieces) == (4, 1)  # the other is a crumb
    assert (roads.knows_steps, drawn.knows_steps) == (False, True)


@pytest.mark.skipif(os.name != "posix", reason="rights of a file")
def test_others_may_read_it_as_they_may_the_layers(home):
    asked(home)
    (folder,) = (home / "network").glob("streets-*")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "points.npy").stat().st_mode) & 0o044


def test_it_says_nothing_but_streets(home):
    asked(home)
    (folder,) = (home / "network").glob("streets-*")
    assert set(json.loads((folder / "streets.json").read_text())) == {"form", "crs", "ways", "names", "source"}
