"""A table of ours comes back: what it had to cut is no news."""

import pytest
from shapely import LineString, Point

from assetmap.assets import Asset
from assetmap.exchange.inward import read_assets
from assetmap.exchange.outward import export
from assetmap.exchange.untrusted import read_bytes, read_strange
from assetmap.staging import CHANGED, SAME, commit, stage
from assetmap.store.base import Edit
from tests.staging.conftest import STEWARD

pytestmark = pytest.mark.usefixtures("read_in_this_process")

FINE = LineString([(-2.4 + at / 100_000, 51.35 + (at % 7) / 10_000) for at in range(3000)])
PATH = Asset(name="Long path", kind="walk or route", where=FINE, description="𝄞" * 20_000, status="published")
PARK = Asset(name="Elm Garden", kind="growing space", where=Point(-2.36, 51.38), status="published")


@pytest.mark.parametrize("ending", [".xlsx", ".oruk.json", ".csv"])
def test_an_outline_that_a_table_could_not_hold_is_left_as_it_is(ending, place, tmp_path):
    kind = "group or club" if ending == ".oruk.json" else PATH.kind
    ours = [PATH.changed(kind=kind), PARK.changed(organisation="Elms")]
    place.store.write([Edit(asset=x, expected=0, what="added") for x in ours], by=STEWARD)
    path = tmp_path / f"back{ending}"
    export(ours, path, place=place)
    staging = _laid(place, path)
    assert [x.what for x in staging.rows] == [SAME, SAME]
    assert commit(place, staging, by=STEWARD).change is None
    kept = {x.asset.name: x.asset for x in place.store.read()}["Long path"]
    assert (kept.where, kept.description) == (FINE, PATH.description)


def test_a_point_that_somebody_moved_in_a_table_is_news(place, tmp_path):
    place.store.write([Edit(asset=PATH, expected=0, what="added")], by=STEWARD)
    export([PATH.changed(where=Point(-2.35, 51.36))], tmp_path / "back.xlsx", place=place)
    [row] = _laid(place, tmp_path / "back.xlsx").rows
    assert row.what == CHANGED
    assert [x.field for x in row.changes] == ["where"]
    [there], _ = read_assets(tmp_path / "back.xlsx")
    assert there.where == Point(-2.35, 51.36)


def _laid(place, path):
    return stage(place, read_strange(read_bytes(path), path.name), path.name, publish=True, by=STEWARD)
