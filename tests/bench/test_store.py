"""The store's benchmark, in short form: its rows are true, whatever the time."""

from __future__ import annotations

import math

import pytest

from assetmap.bench import store


@pytest.mark.slow
def test_both_peers_are_measured_and_their_answers_compared():
    append, rewrite = store.rows(size=200)
    assert (append.peer, rewrite.peer) == ("pyogrio append", "read, concat, to_file")
    for row in (append, rewrite):
        assert row.equal is True
        assert math.isclose(row.ratio, row.theirs / row.ours)
        assert "200 assets" in row.work
        assert set(row.to_json()) == {"work", "peer", "ours", "theirs", "unit", "ratio", "goal", "equal", "note"}


def test_an_edit_that_got_lost_is_seen(tmp_path):
    assets = store._assets(4)
    import pyogrio

    path = tmp_path / "peer.gpkg"
    pyogrio.write_dataframe(store._flat(assets[:3]), path, layer="assets")
    assert store._kept(path, 2, assets[2:3])
    assert not store._kept(path, 2, assets[2:4])
    assert not store._kept(path, 2, [assets[2].changed(name="Other")])
