"""Real extracts: what is in their graphs, and shortest walks against graphs that others make of the same ways."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from assetmap.crs import WGS84, transformer
from assetmap.errors import LayerError
from assetmap.layers.osmtags import is_walkable
from assetmap.network import extract_reading
from assetmap.network.from_extract import graph_from_extract

pytestmark = pytest.mark.realdata


@pytest.fixture
def rutland(realdata):
    return realdata / "osm" / "rutland_2022.osm.pbf"


def test_rutland_is_one_network_with_a_few_islands(rutland):
    graph = graph_from_extract(rutland)
    assert graph.crs == "EPSG:27700"
    assert (graph.source["as_of"], graph.source["streets"]) == ("2022-07-20", 6176)
    assert (graph.part == 0).mean() > 0.98
    assert {"Uppingham Road", "High Street", "Melton Road"} <= set(graph.names)
    assert {"footway", "path", "cycleway", "steps", "bridleway"} <= set(graph.ways)
    assert not {"motorway", "construction"} & set(graph.ways)
    west, south, east, north = *graph.points.min(axis=0), *graph.points.max(axis=0)
    assert 470_000 < west < east < 520_000
    assert 290_000 < south < north < 325_000
    # A stretch is metres, not a jump to a point that the extract does not hold.
    inner = np.ones(len(graph.points) - 1, dtype=bool)
    inner[graph.first[1:-1] - 1] = False
    assert np.hypot(*np.diff(graph.points, axis=0).T)[inner].max() < 2_000


def test_the_needed_points_alone_give_the_same_graph(rutland, monkeypatch):
    one = graph_from_extract(rutland)
    monkeypatch.setattr(extract_reading, "_LARGE_BYTES", 0)
    two = graph_from_extract(rutland)
    for name in ("points", "first", "ends", "flags", "way", "name", "along_mm"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_a_window_keeps_what_touches_it(rutland):
    whole, part = graph_from_extract(rutland), graph_from_extract(rutland, bounds=(-0.75, 52.65, -0.71, 52.68))
    assert 0 < part.pieces < whole.pieces / 3
    assert part.source["streets"] + part.source["left_out"]["elsewhere"] == whole.source["streets"]


def test_rutland_is_not_in_bath_and_says_where_it_lies(rutland):
    with pytest.raises(LayerError, match=r"lies in the place, they lie between 52\.5.° and 52\.7.° north and "):
        graph_from_extract(rutland, bounds=(-2.45, 51.33, -2.28, 51.44))


def test_a_recorded_answer_of_overpass_is_an_extract_too(realdata):
    graph = graph_from_extract(realdata / "osm" / "oxford_centre_2015_overpass.osm")
    assert {"Parks Road", "Banbury Road", "Keble Road"} <= set(graph.names)
    assert (graph.part == 0).all()


def test_a_recorded_search_answer_is_named_for_what_it_is(realdata):
    with pytest.raises(LayerError, match="XML of another kind"):
        graph_from_extract(realdata / "osm" / "nominatim_search_birmingham.xml")


def walks(graph, pairs_from, pairs_to):
    """Shortest lengths over the pieces, by networkx; None where there is no way."""
    made = nx.MultiGraph()
    made.add_nodes_from(range(graph.nodes))
    made.add_weighted_edges_from(
        (int(a), int(b), int(mm)) for (a, b), mm in zip(graph.ends, graph.length_mm, strict=True)
    )
    found = []
    for start in pairs_from:
        lengths = nx.single_source_dijkstra_path_length(made, start)
        found += [lengths.get(goal) for goal in pairs_to]
    return found


def some_nodes(graph):
    rng = np.random.default_rng(5)
    kept = np.flatnonzero(graph.part < 2)
    return rng.choice(kept, 10, replace=False).tolist(), rng.choice(kept, 20, replace=False).tolist()


def walked_in(path):
    """The walkable ways as lists of node numbers, and the nodes' places, one by one."""
    import osmium

    ways = [
        [point.ref for point in way.nodes]
        for way in osmium.FileProcessor(str(path), osmium.osm.WAY)
        if is_walkable(dict(way.tags))
    ]
    wanted = {ref for refs in ways for ref in refs}
    places = {
        node.id: (node.location.lon, node.location.lat)
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE)
        if node.id in wanted
    }
    return ways, places


@pytest.fixture
def without_barriers(monkeypatch):
    """Others know no stiles and no private gates."""
    monkeypatch.setattr(extract_reading, "stops_wheels", lambda _: False)
    monkeypatch.setattr(extract_reading, "stops_everybody", lambda _: False)


def test_shortest_walks_are_those_over_the_raw_ways(rutland, without_barriers):
    graph = graph_from_extract(rutland)
    ways, places = walked_in(rutland)
    x, y = transformer(WGS84, graph.crs).transform(*np.array(list(places.values())).T)
    at = dict(zip(places, zip(x.tolist(), y.tolist(), strict=True), strict=True))
    raw = nx.Graph()
    for refs in ways:
        for a, b in pairwise(refs):
            raw.add_edge(a, b, weight=round(np.hypot(at[a][0] - at[b][0], at[a][1] - at[b][1]) * 1000))
    number = {place: ref for ref, place in at.items()}
    node = [number[place] for place in map(tuple, graph.node_xy().tolist())]
    starts, goals = some_nodes(graph)
    expected = []
    for start in starts:
        lengths = nx.single_source_dijkstra_path_length(raw, node[start])
        expected += [lengths.get(node[goal]) for goal in goals]
    found = walks(graph, starts, goals)
    assert sum(x is not None for x in found) > 150
    assert found == expected


def test_stiles_and_gates_change_walks_by_millimetres_or_by_a_way_round(rutland, monkeypatch):
    """The metre on each side of a stile is rounded by itself."""
    starts, goals = some_nodes(with_stiles := graph_from_extract(rutland))
    monkeypatch.setattr(extract_reading, "stops_wheels", lambda _: False)
    plain = graph_from_extract(rutland)
    number = {place: at for at, place in enumerate(map(tuple, plain.node_xy().tolist()))}
    places = list(map(tuple, with_stiles.node_xy().tolist()))
    starts = [x for x in starts if places[x] in number]
    goals = [x for x in goals if places[x] in number]
    one = walks(with_stiles, starts, goals)
    two = walks(plain, [number[places[x]] for x in starts], [number[places[x]] for x in goals])
    for a, b in zip(one, two, strict=True):
        assert (a is None and b is None) or abs(a - b) <= 20


@pytest.mark.slow
def test_shortest_walks_are_those_of_osmnx(rutland, without_barriers, tmp_path):
    import osmnx as ox
    from osmium import FileProcessor, SimpleWriter, osm

    ways, _ = walked_in(rutland)
    wanted = {ref for refs in ways for ref in refs}
    filtered = tmp_path / "walkable.osm"
    with SimpleWriter(str(filtered)) as writer:
        for thing in FileProcessor(str(rutland), osm.NODE | osm.WAY):
            if thing.id in wanted if thing.is_node() else is_walkable(dict(thing.tags)):
                writer.add(thing)
    theirs = ox.graph_from_xml(filtered, bidirectional=True, simplify=True, retain_all=True)
    graph = graph_from_extract(rutland)
    to_grid = transformer(WGS84, graph.crs).transform
    made = nx.MultiGraph()
    for a, b, data in theirs.edges(data=True):
        ends = [(theirs.nodes[x]["x"], theirs.nodes[x]["y"]) for x in (a, b)]
        line = np.array(data["geometry"].coords if "geometry" in data else ends)
        stretches = np.hypot(*np.diff(np.column_stack(to_grid(*line.T)), axis=0).T) * 1000
        made.add_edge(a, b, weight=int(np.rint(stretches).sum()))
    number = {(data["x"], data["y"]): node for node, data in theirs.nodes(data=True)}
    lon, lat = transformer(graph.crs, WGS84).transform(*graph.node_xy().T)
    node = [number.get(place) for place in zip(lon.round(7).tolist(), lat.round(7).tolist(), strict=True)]
    rng = np.random.default_rng(6)
    common = [at for at in np.flatnonzero(graph.part < 2).tolist() if node[at] is not None]
    assert len(common) > 5_000
    starts, goals = rng.choice(common, 10, replace=False).tolist(), rng.choice(common, 20, replace=False).tolist()
    expected = []
    for start in starts:
        lengths = nx.single_source_dijkstra_path_length(made, node[start])
        expected += [lengths.get(node[goal]) for goal in goals]
    found = walks(graph, starts, goals)
    assert sum(x is not None for x in found) > 150
    assert found == expected
