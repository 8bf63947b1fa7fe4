"""What a reader gives comes through the wall around it cell by cell, shape by shape, problem by problem."""

import pytest

from assetmap.exchange.reading import READERS
from assetmap.exchange.untrusted import kind_of, read_strange
from tests.torture import damaged

NAMES = {"json": "list.geojson", "shp.zip": "list.zip"}


@pytest.mark.parametrize("kind", damaged.KINDS)
def test_what_is_read_behind_the_walls_is_what_is_read(kind, tmp_path):
    content, name = damaged.whole(kind, tmp_path), NAMES.get(kind, f"list.{kind}")
    assert kind_of(content, name) == kind
    ours, theirs = READERS[kind](content, name).sheets, read_strange(content, name).sheets
    for one, other in zip(ours, theirs, strict=True):
        assert [(x.number, dict(x.cells), x.shape) for x in one.rows] == [
            (x.number, dict(x.cells), x.shape) for x in other.rows
        ]
        assert one.problems == other.problems
        assert (one.headings, one.crs, one.what, one.table, one.hidden) == (
            other.headings, other.crs, other.what, other.table, other.hidden,
        )  # fmt: skip
