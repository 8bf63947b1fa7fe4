"""The screen Gaps, without a browser: what is asked, what is answered, and what if."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from assetmap.cartography.palette import DECILES, LAND, NEED_BY_REACH, luminance
from assetmap.screens.doors import MAIN

from .conftest import troubles

SQUARE = [colour for row in NEED_BY_REACH for colour in row]
# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE
# TVCG 15 (2009), 1291 to 1298: severity 1.0, on linear RGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "who lacks red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "who lacks green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "who lacks blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour):
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE 1976 L*a*b* of linear sRGB, D65."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    xyz = to_xyz @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("who", list(SEEN_BY))
def test_the_nine_colours_of_need_and_reach_are_told_apart_by(who):
    seen = [lab(np.clip(SEEN_BY[who] @ linear(colour), 0, 1)) for colour in SQUARE]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 12


def test_on_a_photocopy_the_nine_are_nine_greys_in_order_of_need_and_then_of_reach():
    greys = [lab(np.full(3, luminance(colour)))[0] for colour in SQUARE]
    assert (np.diff(greys) < -7).all()


def test_no_colour_of_the_gaps_is_red():
    for colour in (*SQUARE, *DECILES.values(), LAND):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert red <= 1.7 * max(green, blue)


@pytest.fixture
def opened(town, monkeypatch):
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    run = AppTest.from_file(str(MAIN), default_timeout=30).run().switch_page("gaps.py").run()
    assert troubles(run) == []
    assert not run.exception
    return run


def said(run):
    return " ".join(x.proto.body for x in run.get("html"))


def test_the_question_follows_the_choices_and_a_change_can_be_taken_back(opened):
    run = opened
    assert "Where is need high and reach low for all that is on the map, within 15 minutes on foot?" in said(run)
    run.slider(key="gaps_minutes").set_value(20).run()
    run.selectbox(key="gaps_index").set_value("none").run()
    assert "Where is reach low for all that is on the map, within 20 minutes on foot?" in said(run)
    closes = run.multiselect(key="gaps_closed")
    closes.select(closes.options[0]).run()
    assert "All gaps together go from" in said(run)
    run.button(key="gaps_undo").click().run()
    assert "All gaps together go from" not in said(run)
    assert troubles(run) == []


def test_each_part_beneath_the_map_speaks(opened):
    run = opened
    for part, words in (
        ("lost", "The gap of the whole place would grow"),
        ("fair", "People with something within reach, by tenth of deprivation"),
        ("led", "Led from elsewhere, or by somebody from outside"),
        ("how", "assetmap gaps --minutes 15"),
    ):
        run.segmented_control(key="gaps_part").set_value(part).run()
        assert words in said(run)
        assert troubles(run) == []


def test_a_kind_that_is_nowhere_on_the_map_has_an_answer_in_every_part(opened):
    run = opened
    run.session_state["gaps_kinds"] = ["growing_space"]
    run.session_state["gaps_groups"] = ["food_and_growing"]
    run.run()
    assert "reach low for “Food and growing” and growing spaces, within 15 minutes" in said(run)
    run.session_state["gaps_groups"] = []
    run.session_state["gaps_kinds"] = ["hill_or_view"]
    closes = run.run().multiselect(key="gaps_closed")
    for name in closes.options:
        closes = run.multiselect(key="gaps_closed").select(name).run().multiselect(key="gaps_closed")
    assert "Nothing of what is asked for is on this map." in said(run)
    for part in ("next", "lost", "fair", "led", "how", "what_if"):
        run.segmented_control(key="gaps_part").set_value(part).run()
        assert troubles(run) == []


def test_a_bar_of_nothing_has_no_length_and_every_bar_its_figure():
    from assetmap.screens.gapping.fairly import chart

    made = chart("Who", [("a <b>", 0.0, "0 of 100", ""), ("c", 0.5, "50 of 100", "d")], looks=["solid", "hollow"])
    assert "a &lt;b&gt;" in made
    assert 'class="bar none" style="width: 0.0%"' in made
    assert 'class="bar hollow" style="width: 50.0%"' in made
    assert made.count("of 100</td>") == 2


def test_what_is_told_of_the_whole_place_is_of_the_areas_that_are_ranked(town):
    from assetmap.disclosure import SHOWN, disclosed
    from assetmap.gaps import Added, Asked, Change, gaps, model_of
    from assetmap.place import open_place
    from assetmap.screens.gapping import telling
    from assetmap.screens.gapping.answering import people_known

    place = open_place(town)
    model = model_of(place, disclosed(x.asset for x in place.store.read(statuses=SHOWN)))
    place.close()
    spot = next(x for x in model.assets if x.kind == "green_place").where.representative_point().coords[0]
    asked = Asked(kinds=("growing_space",))
    found = gaps(model, None, asked, draws=0)
    found.table.loc[0, "rank"] = None
    ranked = found.table[found.table["rank"].notna()]
    _without, half, points = (float(n.replace(",", "")) for n, _words in telling.numbers(found))
    assert people_known(found) == pytest.approx(ranked["people"].sum())
    assert points == round(ranked["score"].sum())
    assert half == (ranked["shortfall"] > 0.5).sum()
    assert f"{len(ranked)} neighbourhoods that are ranked, of {len(found.table)}" in telling.about_numbers(found)
    # What is supposed is among what is within reach.
    row = model.area_at(*spot)
    added = Added(lon=spot[0], lat=spot[1], kind="growing_space")
    there = telling.within_reach(gaps(model, None, asked, change=Change(added=(added,)), draws=0), row)
    assert any(one == added and many > 0 for one, many, _homes in there)
    found.table["flags"] = [("maybe_unlisted",)] * len(found.table)
    assert "In " in telling.unlisted(found)


def test_the_file_holds_what_the_map_shows_and_the_command_what_is_supposed(town, tmp_path):
    import csv
    import io

    from assetmap.disclosure import SHOWN, disclosed
    from assetmap.gaps import Added, Asked, Change, gaps, model_of
    from assetmap.place import open_place
    from assetmap.screens.gapping.colouring import colours_of
    from assetmap.screens.gapping.command import command_of, says_all
    from assetmap.screens.gapping.tabling import file_of, table_of

    place = open_place(town)
    model = model_of(place, disclosed(x.asset for x in place.store.read(statuses=SHOWN)))
    gone = next(x for x in model.assets if x.kind == "green_place")
    change = Change(closed=frozenset({gone.id}), added=(Added(lon=0.0, lat=0.0, kind="green place"),))
    found = gaps(model, None, Asked(kinds=("green place",), minutes=10), change=change, draws=5)
    rows = list(
        csv.DictReader(io.StringIO(file_of(found, place, name="gaps.csv", audience="public").decode("utf-8-sig")))
    )
    place.close()
    ranked = [x for x in rows if x["rank"]]
    for row in ranked:
        assert float(row["people"]) * float(row["need"]) * float(row["shortfall"]) == float(row["score"])
    table = table_of(found, label="x", row=3)
    assert [int(x[1][1].split("\n")[0]) for x in table.rows[: len(ranked)]] == sorted(int(x["rank"]) for x in ranked)
    assert table.chosen == "3"
    seen = colours_of(found, shows="gaps")
    assert [x in "LX" for x in seen.values] == [not x["rank"] for x in rows]
    assert set(seen.values) <= set(seen.classes)
    assert f"--without {gone.short} --with=0.000000,0.000000" in command_of(found)
    assert says_all(found)
    assert not says_all(gaps(model, None, Asked(), change=Change(capacity={gone.id: 3.0}), draws=0))


def test_a_file_is_named_by_what_it_is_of():
    from assetmap.screens.gapping.asking import Choice
    from assetmap.screens.gapping.showing import file_name

    assert file_name(Choice(kinds=("growing_space",)), "csv") == "gaps-growing-space-15.csv"
    assert file_name(Choice(minutes=20), "xlsx") == "gaps-all-20.xlsx"
    assert file_name(Choice(groups=("a", "b"), needs=("c", "d")), "pdf") == "gaps-4-kinds-15.pdf"


def test_a_place_is_made_ready_once_for_all_and_let_go_of_when_something_may_not_be_seen_any_more(town):
    from assetmap.disclosure import SHOWN, disclosed
    from assetmap.gaps import Asked
    from assetmap.place import open_place
    from assetmap.screens.gapping import kept

    place = open_place(town)
    assets = tuple(disclosed(x.asset for x in place.store.read(statuses=SHOWN)))
    ready = kept.model_for(place, assets, audience="public")
    asked = {"audience": "public", "profile": "walking"}
    answer = kept.gaps_for(place, assets, Asked(), **asked)
    assert kept.model_for(place, assets, audience="public") is ready is answer.model
    assert kept.gaps_for(place, assets, Asked(), **asked) is answer
    kept.let_go_of_all()
    assert kept.model_for(place, assets, audience="public") is not ready
    kept.let_go_of_all()
    place.close()
