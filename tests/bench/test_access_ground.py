"""The benchmarks of the ground in reach and of catchments, in short form: their rows are true, whatever the time."""

import math

import pytest

from assetmap.bench.access import catchments, isochrones, town


def test_the_ground_is_true_to_the_buffered_streets():
    one, several = isochrones.rows(town.town(side=12), short=True)
    for row in (one, several):
        assert row.equal is True
        assert "IoU 0.9" in row.note
        assert math.isclose(row.ratio, row.theirs / row.ours)
    assert one.goal == "≥ 10 × at IoU ≥ 0.98"
    assert "within 5, 10, 15 minutes" in several.work


def test_bath_is_measured_where_the_real_files_are(monkeypatch, realdata):
    monkeypatch.delenv("ASSETMAP_REALDATA", raising=False)
    assert isochrones._bath() is None
    monkeypatch.setenv("ASSETMAP_REALDATA", str(realdata))
    here, at = isochrones._bath()
    assert here.graph.crs == "EPSG:27700"
    assert len(at) > 1000


def test_catchments_are_pysals_where_it_is_installed():
    rows = list(catchments.rows(short=True))
    assert [row.goal for row in rows] == ["≥ 100 ×", "no goal", "no goal"]
    for row in rows:
        if catchments.peer() is None:
            assert (row.theirs, row.ratio, row.equal) == (None, None, None)
            assert row.note == "access is not installed"
        else:
            assert row.equal is True


@pytest.mark.parametrize("many", [60, 400])
def test_invented_neighbourhoods_are_as_many_as_asked(many):
    import numpy as np

    assert catchments._invented(np.random.default_rng(1), many=many).shape == (many, 2)
