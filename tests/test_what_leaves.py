"""Whatever is on a map: no output shows what is not to be shown, says where a home is, or leaves out the check."""

import contextlib
import html
import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "printing"))
from places import ON, ORIGIN, TestPlace, at

from assetmap.assets import Asset
from assetmap.contributions import submit_many, withdraw
from assetmap.disclosure import disclosed
from assetmap.exchange.outward import ENDINGS, export
from assetmap.freshness import checked_text, day_text
from assetmap.printing.entries import entry_of
from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.short_text import short_text
from assetmap.referral import found_json, shortlist
from assetmap.store.geopackage import GeoPackageStore
from assetmap.webmap import features
from tests.canary.searching import unfolded

pytestmark = pytest.mark.slow
PLACE = TestPlace()
AREAS = gpd.GeoDataFrame(
    {"code": list("ABCD"), "name": ["North", "East", "South", "West"]},
    geometry=[
        shapely.box(*at(x, y).coords[0], *at(x + 1000, y + 1000).coords[0]) for x in (0, 1000) for y in (0, 1000)
    ],
    crs="EPSG:4326",
)
STATUSES = ("draft", "published", "paused", "closed", "withdrawn")
_KINDS = ("group or club", "support group", "indoor place")
# Metres. No two are as good as at one spot, and none is where a street or a neighbourhood is shown.
_FROM_A_CORNER = st.tuples(st.sampled_from((0, 1, 3, 4, 5, 6, 8, 9)), st.integers(2, 7)).map(
    lambda x: 200.0 * x[0] + 20 * x[1] + 0.377
)


@st.composite
def one_of_a_map(draw):
    """What somebody might have put on a map; its name is found nowhere else."""
    number = draw(st.integers(0, 10**9))
    precision = draw(st.sampled_from(["exact", "street", "neighbourhood", "not shown"]))
    checked = draw(st.none() | st.integers(0, 1500).map(lambda days: ON - timedelta(days=days)))
    status = draw(st.sampled_from(STATUSES))
    return Asset(
        name=f"Zq{number:010d}", kind=draw(st.sampled_from(_KINDS)),
        where=at(draw(_FROM_A_CORNER), draw(_FROM_A_CORNER)),
        precision=precision, audience=draw(st.sampled_from(["public", "public", "partners", "workshop"])),
        checked_on=checked, how_checked="phoned" if checked else "", status=status,
        paused_until=ON + timedelta(days=40) if status == "paused" else None,
        takes_new=draw(st.sampled_from(["yes", "full", "waiting list", "not known"])),
        phone=draw(st.sampled_from(["", "01632 960 555"])),
    )  # fmt: skip


def kept(folder, assets):
    """Put them into a real store, as who looks after the map does."""
    store = GeoPackageStore.open(folder / "assets.gpkg")
    ways = {x.id: x.status for x in assets if x.status not in {"draft", "withdrawn"}}
    submit_many(
        store, assets, by="steward", areas=AREAS, streets=PLACE.layer("streets"), publish=True,
        statuses=ways | {x.id: "draft" for x in assets if x.status == "draft"},
    )  # fmt: skip
    for x in assets:
        if x.status == "withdrawn":
            withdraw(store, x.id, by="steward")
    return store


def outputs(assets, folder):
    """What it is → what it says; referral pages as (page, its rows)."""
    found = shortlist(assets, ORIGIN, on=ON, metric_crs="EPSG:27700", limit=20)
    rows = [entry_of(x) for x in (*found.near, *found.elsewhere)]
    pages = {
        f"{page} {form}": referral_page(rows, origin=ORIGIN, place=PLACE, on=ON, page=page, format=form).html()
        for page, form in (("near", "clear"), ("near", "easy"), ("touch", "large"))
    }
    files = {}
    for ending in ENDINGS:
        export(assets, folder / f"out{ending}", place=PLACE)
        files[ending] = b"\n".join(unfolded((folder / f"out{ending}").read_bytes())).decode("utf-8", "replace")
    said = {
        "found": json.dumps(found_json(found)), "map": json.dumps(features(assets, on=ON)),
        "text": short_text([x.asset for x in rows], settings=PLACE.settings, on=ON).text,
    }  # fmt: skip
    return rows, pages, files, said


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(one_of_a_map(), min_size=1, max_size=6, unique_by=(lambda x: x.name, lambda x: x.where.wkb)))
def test_no_output_shows_what_it_must_not_or_leaves_out_the_check(assets):
    with tempfile.TemporaryDirectory() as temporary, contextlib.closing(kept(Path(temporary), assets)) as store:
        shown = disclosed(x.asset for x in store.read())
        rows, pages, files, said = outputs(shown, Path(temporary))
    everything = pages | files | said
    for x in assets:
        may_be_seen = x.audience == "public" and x.status not in {"draft", "withdrawn"}
        may_be_suggested = may_be_seen and x.status != "closed" and x.takes_new != "full"
        for name, text in everything.items():
            is_suggestion = name not in {*files, "map"}
            assert x.name not in text or (may_be_suggested if is_suggestion else may_be_seen), name
            if not may_be_seen or x.precision != "exact":
                assert not _says_where(text, x.where), name
    printed = {x.asset.name for x in rows}
    assert printed == {
        x.name
        for x in assets
        if x.audience == "public" and x.status in {"published", "paused"} and x.takes_new != "full"
    }
    for name, text in pages.items():
        for row in rows:
            assert _check_of(row.asset, easy=name.endswith("easy")) in html.unescape(text).replace("\u00a0", " "), name
    for row in json.loads(said["found"])["assets"]:
        assert row.keys() >= {"checked_on", "how_checked", "overdue"}
    dates = {x.name: x.checked_on and x.checked_on.isoformat() for x in assets}
    for one in json.loads(files[".json"])["assets"]:
        assert one.get("checked_on") == dates[one["name"]]


def _check_of(asset, *, easy):
    if not easy:
        return checked_text(asset, on=ON)
    return "We have not checked this yet." if asset.checked_on is None else day_text(asset.checked_on)


def _says_where(text, where):
    """Both numbers, cut to some ten metres, in one output."""
    return all(f"{int(abs(v) * 1e4) / 1e4:.4f}" in text for v in (where.x, where.y))
