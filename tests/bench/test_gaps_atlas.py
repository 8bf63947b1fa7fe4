"""The benchmark of the atlas, in short form: its rows are true, whatever the time."""

from __future__ import annotations

import pytest

from assetmap.bench.gaps import atlas


def test_a_peer_that_is_not_there_is_named_and_ours_is_measured_all_the_same(monkeypatch):
    def missing(_made):
        raise ImportError("weasyprint")

    monkeypatch.setattr(atlas, "_theirs", missing)
    beside, alone = atlas.rows(short=True)
    assert (beside.theirs, beside.ratio, beside.equal) == (None, None, None)
    assert beside.note == "weasyprint is not installed"
    assert alone.work.endswith("all 4 in one go")
    assert alone.ours > 0


@pytest.mark.slow
def test_ours_and_weasyprint_say_the_same():
    pytest.importorskip("weasyprint")
    beside, _alone = atlas.rows(short=True)
    assert beside.equal is True
    assert beside.ratio == pytest.approx(beside.theirs / beside.ours)
    assert beside.goal == "≥ 8 ×"
