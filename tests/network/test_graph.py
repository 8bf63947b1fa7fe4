"""A small graph whose lengths one can check in one's head."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assetmap.errors import LayerError, SettingsError
from assetmap.network import CLOSED, keep_graph, make_graph, open_graph, profile_of
from assetmap.network.profiles import BACKWARD_ONLY, FORWARD_ONLY, NOT_ON_WHEELS, STEPS


def town(**more):
    """0 —30 m— 1 —40 m, bent— 2, a loop at 2, and 3 — 4 apart; the second piece is "High Street"."""
    return make_graph(
        crs="EPSG:27700",
        points=[
            *[(0, 0), (30, 0)],
            *[(30, 0), (30, 20), (50, 20)],
            *[(50, 20), (60, 20), (60, 30), (50, 20)],
            *[(900, 0), (901, 0)],
        ],
        first=[0, 2, 5, 9, 11],
        ends=[(0, 1), (1, 2), (2, 2), (3, 4)],
        name=[0, 1, 0, 0],
        names=("", "High Street"),
        **more,
    )  # fmt: skip


def test_lengths_are_whole_millimetres_along_each_piece():
    graph = town()
    assert graph.along_mm.tolist() == [0, 30_000, 0, 20_000, 40_000, 0, 10_000, 20_000, 34_142, 0, 1_000]
    assert graph.length_mm.tolist() == [30_000, 40_000, 34_142, 1_000]
    assert graph.node_xy().tolist() == [[0, 0], [30, 0], [50, 20], [900, 0], [901, 0]]


def test_every_piece_is_a_way_out_of_both_its_nodes():
    graph = town()
    ways_out = [
        sorted(zip(graph.to[a:b].tolist(), graph.piece[a:b].tolist(), strict=True))
        for a, b in zip(graph.head[:-1], graph.head[1:], strict=True)
    ]
    assert ways_out == [[(1, 0)], [(0, 1), (2, 2)], [(1, 3), (2, 4), (2, 5)], [(4, 6)], [(3, 7)]]
    assert graph.part.tolist() == [0, 0, 0, 1, 1]


def test_a_profile_leaves_out_what_it_cannot_take():
    graph = town(flags=[STEPS, 0, NOT_ON_WHEELS, 0])
    assert graph.walked("walking").is_open.all()
    free = graph.walked("step-free")
    assert free.is_open.tolist() == [False, True, False, True]
    assert set(free.out_mm[np.isin(graph.piece >> 1, [0, 2])].tolist()) == {int(CLOSED)}
    assert free is graph.walked("Step free")
    assert not free.is_one_way


def test_one_way_on_foot_is_walked_one_way():
    graph = town(flags=[FORWARD_ONLY, BACKWARD_ONLY, 0, 0])
    walked = graph.walked()
    arcs = {int(way): at for at, way in enumerate(graph.piece)}
    closed = int(CLOSED)
    assert walked.is_one_way
    assert [int(walked.out_mm[arcs[x]]) for x in range(4)] == [30_000, closed, closed, 40_000]
    assert [int(walked.in_mm[arcs[x]]) for x in range(4)] == [closed, 30_000, 40_000, closed]


def test_a_pace_turns_lengths_into_minutes_and_back():
    assert profile_of("walking").minutes(1_200_000) == 15
    assert profile_of("slow").reach_mm(15) == 720_000
    with pytest.raises(SettingsError, match="choose walking, step-free, slow"):
        profile_of("flying")


@pytest.mark.parametrize(
    ("first", "ends"), [([0, 1, 3], [(0, 1), (1, 2)]), ([0, 2, 4], [(0, 1), (3, 4)]), ([0, 2], [(0, 1), (1, 2)])]
)
def test_arrays_that_do_not_fit_together_are_refused(first, ends):
    with pytest.raises(ValueError, match=r"a piece has two points|numbered from 0"):
        make_graph(crs="EPSG:27700", points=np.zeros((first[-1], 2)), first=first, ends=ends)


def test_a_kept_graph_opens_as_it_was_and_mapped(tmp_path):
    graph = town(source={"kind": "lines", "knows_steps": False})
    assert open_graph(tmp_path) is None
    keep_graph(graph, tmp_path)
    again = open_graph(tmp_path)
    assert isinstance(again.points, np.memmap)
    assert not again.points.flags.writeable
    for name in ("points", "first", "along_mm", "ends", "flags", "way", "name", "at", "part", "head", "to", "piece"):
        np.testing.assert_array_equal(getattr(again, name), getattr(graph, name))
    assert (again.crs, again.ways, again.names, again.source) == (graph.crs, graph.ways, graph.names, graph.source)


def test_a_newer_graph_takes_the_place_of_an_earlier_and_who_has_that_open_keeps_it(tmp_path):
    keep_graph(town(), tmp_path)
    earlier = open_graph(tmp_path)
    keep_graph(make_graph(crs="EPSG:27700", points=[(0, 0), (1, 0)], first=[0, 2], ends=[(0, 1)]), tmp_path)
    assert open_graph(tmp_path).pieces == 1
    assert earlier.length_mm.sum() == 105_142
    assert len(list((tmp_path / "network").glob("streets-*"))) == 1


def test_a_graph_without_streets_is_kept_too(tmp_path):
    keep_graph(make_graph(crs="EPSG:27700", points=[], first=[0], ends=[]), tmp_path)
    assert open_graph(tmp_path).nodes == 0


def test_a_damaged_graph_is_said_to_be(tmp_path):
    folder = keep_graph(town(), tmp_path)
    (folder / "head.npy").write_bytes(b"PK")
    with pytest.raises(LayerError, match="damaged"):
        open_graph(tmp_path)


def test_a_graph_of_another_form_is_none(tmp_path):
    keep_graph(town(), tmp_path)
    named = tmp_path / "network" / "current.json"
    named.write_text(json.dumps({**json.loads(named.read_text()), "form": 99}))
    assert open_graph(tmp_path) is None
