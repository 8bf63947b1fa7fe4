"""The benchmark of strangers' lists, shortly: it runs, and both answers are the same."""

import pytest

from assetmap.bench import BENCHMARKS, run


@pytest.mark.slow
def test_a_list_read_behind_walls_has_the_cells_that_geopandas_reads():
    assert "exchange" in BENCHMARKS
    speed, memory, laid_out, kept, most = run("exchange", size=500)
    assert speed.equal
    assert memory.ours > 0
    assert (laid_out.equal, kept.equal, most.unit) == (True, True, "MB")
