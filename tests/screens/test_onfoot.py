"""What is in walking distance, without a browser: four streets, where 80 metres are a minute."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from shapely import box

from assetmap.crs import WGS84, reproject_all
from assetmap.disclosure import disclosed
from assetmap.network.ground import ground_of
from assetmap.referral import shortlist
from assetmap.screens.doors import MAIN
from assetmap.screens.handover.ticks import far_words, reason
from assetmap.screens.livemap import View, Walked, sent
from assetmap.screens.onfoot import kept, let_go_of_all, reach_from, walks_for
from assetmap.screens.onfoot.reach import packed
from assetmap.walking import walks_of
from tests.walking_town import HOME, asset, at, town

from .conftest import troubles


def reached(*assets, origin=HOME, **options):
    return reach_from(walks_of(town(), assets), origin, assets, **options)


def unpacked(rings):
    return [shapely.LinearRing(np.cumsum(np.array(ring).reshape(-1, 2), axis=0) / 1e5) for ring in rings]


def test_rows_stand_under_the_time_that_they_are_first_within_and_say_their_minutes():
    bench, club, hall, mill = (
        asset(name, at(x, 0)) for name, x in (("Bench", 160), ("Club", 390), ("Hall", 420), ("Mill", 1100))
    )
    reach = reached(mill, hall, club, bench)
    assert reach.order == (bench.short, club.short, hall.short, mill.short)
    assert reach.heads == (
        ("Within 5 minutes (2)", bench.short), ("Within 10 minutes (1)", hall.short),
        ("Within 15 minutes (1)", mill.short),
    )  # fmt: skip
    # Five and a quarter minutes are said as five; within five they are not.
    assert [reach.notes[x.short] for x in (bench, club, hall, mill)] == [
        "2 minutes' walk", "5 minutes' walk", "5 minutes' walk", "14 minutes' walk",
    ]  # fmt: skip
    assert reach.many == (2, 3, 4)
    assert reach.nearest is None


def test_where_nothing_is_near_the_nearest_is_named():
    far = asset("Far hall", at(1590, 0))
    reach = reached(far)
    assert (reach.order, reach.many) == ((), (0, 0, 0))
    assert reach.nearest == ("Far hall", "20 minutes' walk")


def test_a_blurred_place_is_only_about_so_far():
    [there] = disclosed([asset("Kitchen", at(300, 0), precision="street")], audience="public")
    assert reached(there).notes[there.short].startswith("About ")


def test_far_from_every_street_it_is_said_how_far_and_nothing_is_drawn():
    reach = reached(asset("Bench", at(160, 0)), origin=at(0, -3100))
    assert "2.1 km" in reach.why_not
    assert (reach.order, reach.outlines) == ((), ())


def test_each_outline_lies_within_the_next_and_holds_where_the_walk_begins():
    five, ten, fifteen = (shapely.Polygon(unpacked(rings)[0]) for rings in reached().outlines)
    room = 3e-5  # simplified, and written to about a metre
    assert five.contains(HOME)
    assert ten.buffer(room).contains(five)
    assert fifteen.buffer(room).contains(ten)


def test_a_ring_is_written_as_steps_and_a_hole_stays_a_ring():
    outer, inner = unpacked(packed(box(-2.4, 51.3, -2.3, 51.4) - box(-2.36, 51.34, -2.35, 51.35)))
    assert outer.bounds == pytest.approx((-2.4, 51.3, -2.3, 51.4))
    assert inner.bounds == pytest.approx((-2.36, 51.34, -2.35, 51.35))


def test_that_the_known_streets_end_near_is_noticed():
    assert reached(ground=ground_of(town())).at_edge
    [wide] = reproject_all([HOME], WGS84, town().crs)
    assert not reached(ground=ground_of(town(), besides=wide.buffer(5_000))).at_edge


def test_map_and_list_are_each_told_their_part():
    walked = Walked(at=(-2.3, 51.4), outlines=((5, [[1, 2]]),), heads=(("Within 5 minutes (1)", "ABC234"),), notes={})
    view = View(ground="/g", places="/p", since="/s", version=3, attribution="", mode="walk", reach=walked)
    assert set(json.loads(json.dumps(sent(view, face="map")))["reach"]) == {"at", "outlines", "bring"}
    assert set(sent(view, face="list")["reach"]) == {"heads", "notes"}


def test_walks_are_joined_once_for_all_and_let_go_with_the_assets(monkeypatch):
    graph, assets = town(), (asset("Bench", at(160, 0)),)
    place = SimpleNamespace(home="/nowhere", network=lambda: graph, layer=lambda _: None)
    let_go_of_all()
    one = walks_for(place, assets, audience="public")
    assert walks_for(place, assets, audience="public") is one
    assert walks_for(place, assets, audience="partners") is not one
    assert walks_for(place, assets, audience="public", profile="slow") is not one
    assert walks_for(place, (assets[0], asset("Hall", at(400, 0))), audience="public") is not one
    let_go_of_all()
    assert kept._kept == {}
    monkeypatch.setattr(place, "network", lambda: None)
    assert walks_for(place, assets, audience="public") is None


def test_a_row_of_refer_says_minutes_and_steps_or_why_there_are_none():
    near, cut_off = asset("Bench", at(160, 0)), asset("Isle", at(0, 700))
    found = shortlist(
        [near, cut_off], HOME, on=date(2026, 11, 21), metric_crs=town().crs, walks=walks_of(town(), [near, cut_off])
    ).near
    said = {row.asset.name: (far_words(row), reason(row)) for row in found}
    assert said["Bench"][0] == "2 minutes' walk, no steps"
    assert "walk" not in said["Bench"][1]
    assert "in a straight line" not in said["Isle"][1]


@pytest.mark.slow
def test_explore_asks_answers_and_forgets(town, monkeypatch):
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    run = AppTest.from_file(str(MAIN), default_timeout=30).run()
    run.button(key="on_foot_button").click().run()
    assert "Tap the map where the walk begins" in said(run)
    run.text_input(key="on_foot_where").set_value("nowhere at all").run()
    assert "notice" in said(run)
    run.text_input(key="on_foot_where").set_value("ZZ1 1AA").run()
    assert "From ZZ1 1AA: " in said(run)
    assert "within 5 minutes" in said(run)
    before = said(run)
    run.button_group(key="on_foot_how").set_value("slow").run()
    assert said(run) != before
    assert troubles(run) == []
    run.button(key="on_foot_button").click().run()
    assert said(run) == ""
    assert "ZZ1" not in str(run.session_state["on_foot_asked"])


def said(run) -> str:
    """What the row says."""
    bodies = [str(x.proto.body) for x in run.get("html")]
    return " ".join(body for body in bodies if "on_foot_said" in body and "<style>" not in body)
