from __future__ import annotations

import builtins

import pytest

from assetmap.bench import page


@pytest.mark.slow
def test_ours_and_the_peers_say_the_same(monkeypatch):
    pytest.importorskip("weasyprint")
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(page, "_ROUNDS", dict.fromkeys(page.GOALS, 1))
    rows = page.rows(size=200)
    assert [row.peer for row in rows] == ["weasyprint", "matplotlib"]
    for row in rows:
        assert row.equal is True
        assert row.ratio == pytest.approx(row.theirs / row.ours)
        assert row.unit == "ms"


def test_a_peer_that_is_not_installed_gives_a_row_that_says_so(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] in {"weasyprint", "matplotlib"}:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    rows = page.rows(size=50)
    assert [(row.ours, row.ratio, row.note) for row in rows] == [
        (None, None, "weasyprint is not installed"), (None, None, "matplotlib is not installed"),
    ]  # fmt: skip
