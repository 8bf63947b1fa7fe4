"""The benchmark of duplicates, at a size that takes no time."""

from __future__ import annotations

from assetmap.bench import BENCHMARKS, run


def test_what_was_put_in_twice_is_found():
    assert "alike" in BENCHMARKS
    [row] = run("alike", size=300)
    assert row.equal
    assert (row.unit, row.goal) == ("s", "≤ 5 s")
