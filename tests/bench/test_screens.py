"""The benchmark of the screens, in short form: its rows are true and what is sent is small, whatever the time."""

from __future__ import annotations

import math

import pytest

from assetmap.bench.screens import areas, crowd, peer, reruns, saving, seen, town
from assetmap.bench.screens import browser as seeing

FIELDS = {"work", "peer", "ours", "theirs", "unit", "ratio", "goal", "equal", "note"}
FOLIUM = """
            var marker_div_0 = L.marker(
                [50.497358, -3.212057],
                {}
            ).addTo(map_div);
        var popup_div_0_0 = L.popup({"maxWidth": "100%"});
                var html_75c9 = $(`<div id="html_75c9" style="width: 100.0%;">Tea &amp; cake</div>`)[0];
                popup_div_0_0.setContent(html_75c9);
        marker_div_0.bindPopup(popup_div_0_0)
"""


@pytest.fixture
def alone(monkeypatch):
    monkeypatch.setattr(peer, "is_there", lambda: False)


@pytest.mark.slow
def test_a_rerun_with_nothing_changed_and_an_edit_send_little(tmp_path):
    pytest.importorskip("streamlit_folium")
    time, sent, edit = reruns.rows(tmp_path, large=200)
    assert set(time.to_json()) == FIELDS
    assert time.equal is True
    assert sent.equal is True
    assert math.isclose(time.ratio, time.theirs / time.ours)
    assert sent.ours < reruns.BYTES_GOAL < sent.theirs
    assert edit.ours < reruns.EDIT_GOAL
    assert edit.equal is True


@pytest.mark.slow
def test_everybody_in_a_hall_is_served_and_sees_every_pin(tmp_path, alone):
    answered, memory = crowd.rows(tmp_path, many=160, users=4, reruns=40)
    assert answered.equal is True
    assert "served 40, errors 0" in answered.note
    assert peer.MISSING in answered.note
    assert answered.theirs is None
    assert memory.unit == "MB"


@pytest.mark.slow
def test_a_peer_that_is_not_installed_gives_rows_that_say_so(tmp_path, alone):
    time, sent, _ = reruns.rows(tmp_path, large=0)
    assert (time.theirs, time.ratio, time.equal) == (None, None, None)
    assert time.ours > 0
    assert time.note == sent.note == peer.MISSING


def test_without_a_browser_a_row_says_so(tmp_path, monkeypatch):
    def none():
        raise seeing.NoBrowserError("there is no Chromium")

    monkeypatch.setattr(seeing, "browser", none)
    (row,) = seen.rows(tmp_path, large=10)
    assert (row.ours, row.note) == (None, "there is no Chromium")


def test_without_real_files_a_row_says_so(tmp_path, monkeypatch):
    monkeypatch.delenv("ASSETMAP_REALDATA", raising=False)
    (row,) = areas.rows(tmp_path, None)
    assert row.ours is None
    assert "ASSETMAP_REALDATA" in row.note


def test_the_peers_markers_are_read_back_with_their_names_and_places():
    assert peer.markers(FOLIUM) == [("Tea & cake", -3.21206, 50.49736)]


def test_maps_are_the_same_where_every_pin_is():
    here = [("Tea", -3.2, 50.5), ("Walk", -3.1, 50.4)]
    assert town.same(here, [("Tea", -3.20001, 50.5), ("Walk", -3.1, 50.4)])
    assert not town.same(here, here[:1])
    assert not town.same(here, [("Tea", -3.2, 50.5), ("Run", -3.1, 50.4)])
    assert not town.same(here, [("Tea", -3.201, 50.5), ("Walk", -3.1, 50.4)])


def test_a_large_town_is_the_same_every_time(tmp_path):
    home = town.home(tmp_path, many=200)
    pins = town.written(home, tmp_path / "assets.json")
    assert 146 < len(pins) <= 200
    again = town.home(tmp_path / "again", many=200)
    assert town.same(pins, town.written(again, tmp_path / "again.json"))


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_browser_shows_is_measured_and_the_same_for_both(tmp_path, chromium, monkeypatch):
    pytest.importorskip("streamlit_folium")
    monkeypatch.delenv("ASSETMAP_REALDATA", raising=False)
    monkeypatch.setattr(seeing, "browser", lambda: _given(chromium))
    for room in (seen, saving):
        monkeypatch.setattr(room, "_TURNS", 1)
    rows = {row.work: row for row in seen.rows(tmp_path, large=160, only_large=True)}
    assert len(rows) == 7
    for work, row in rows.items():
        if "Bath" not in work:
            assert row.equal is True, (work, row.note)
    sent = rows["one asset added at 160: sent to who saved"]
    assert sent.ours < 20_000  # bytes, not time: what one saved edit may send


class _given:  # noqa: N801  # stands for a function
    def __init__(self, browser):
        self.browser = browser

    def __enter__(self):
        return self.browser

    def __exit__(self, *_):
        return None
