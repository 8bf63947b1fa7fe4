"""Where a refuge is, and who answers there, comes out nowhere for anybody who may not know."""

import io
import json
import re
import zipfile

import numpy as np
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.crs import WGS84, reproject
from assetmap.disclosure import disclosed
from assetmap.place import open_place
from assetmap.walking import walks_at
from tests.canary import canary
from tests.canary.making import origins, outputs
from tests.canary.searching import leaks_in
from tests.canary.town import closed_town
from tests.screens.conftest import served


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return closed_town(tmp_path_factory.mktemp("canary") / "town")


def test_the_search_finds_a_canary_in_every_dress(town):
    _, refuges = town
    refuge = next(x for x in refuges if x.key == "Quarter")
    x, y = refuge.where.x, refuge.where.y
    dresses = [
        f"{x:.4f}, {y:.4f}".encode(), f'"lat":{y!r},"lon":{x!r}'.encode(), shapely.to_wkb(refuge.where),
        np.array([x, y], dtype="<f4").tobytes(), refuge.asset.address.upper().encode(),
        refuge.asset.postcode.replace(" ", "").encode(), f"{_metres(refuge.where)}".encode(),
    ]  # fmt: skip
    for dress in dresses:
        assert leaks_in(b"before " + dress + b" after", refuges, circle="workshop"), dress


def _metres(point):
    there = reproject(point, WGS84, "EPSG:27700")
    return f"{there.x:.0f} {there.y:.0f}"


def test_no_canary_is_in_anything_that_is_made_or_shown_for_who_may_not_see_it(tmp_path):
    looked_at, leaks = canary(tmp_path, served=served)
    assert leaks == []
    assert looked_at > 200


def test_all_that_leaves_is_the_same_wherever_the_refuges_truly_are(tmp_path):
    """Outputs that do not depend on a secret cannot tell it: no distance, order, box, tile or page does."""
    made = []
    for turn in (0, 1):
        home, refuges = closed_town(tmp_path / f"town{turn}", turn=turn)
        from_where = refuges if not made else made[0][1]
        out = outputs(home, tmp_path / f"out{turn}", from_where, circle="workshop", long=False)
        made.append(({_FOLDER.sub("streets", name): content for name, content in out.items()}, refuges))
    (one, _), (other, _) = made
    assert one.keys() == other.keys()
    differ = [name for name in one if _same(one[name]) != _same(other[name])]
    assert [name for name in differ if not name.startswith(("home/secret.key", "home/place.toml"))] == []


_FOLDER = re.compile(r"streets-\w{8}")


def _same(content):
    """Take out what tells the moment and the folder alone."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(x.encode() + b"\n" + packed.read(x) for x in sorted(packed.namelist()))
    content = re.sub(_FOLDER.pattern.encode(), b"streets", content)
    text = re.sub(rb"/(?:CreationDate|ModDate|ID)[^\n]*|<\?xpacket.*?xpacket[^>]*>|town[01]|out[01]", b"", content)
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?|uuid:[\w-]+", b"", text) if not content.startswith(b"SQLite") else b""


def test_distances_from_many_places_lead_to_the_point_that_is_shown(town):
    home, refuges = town
    place = open_place(home)
    try:
        from datetime import datetime

        from assetmap.referral import shortlist

        shown = {x.id: x for x in disclosed((x.asset for x in place.store.read()), audience="workshop")}
        for refuge in refuges:
            asset = shown.get(refuge.asset.id)
            if asset is None or asset.where is None or asset.precision == "exact":
                continue
            metric = place.settings.metric_crs
            measured = []
            for origin in origins([refuge], many=40):
                found = shortlist([asset], origin, limit=1, on=datetime.now().astimezone(), metric_crs=metric)
                here = reproject(origin, WGS84, metric)
                measured.append((here.x, here.y, found.near[0].distance_m))
            x, y = _fixed(np.array(measured))
            seen = reproject(asset.where, WGS84, metric)
            true = reproject(refuge.where.centroid, WGS84, metric)
            fixed = shapely.Point(x, y)
            assert fixed.distance(seen) < 40, refuge.key
            assert fixed.distance(true) > fixed.distance(seen), refuge.key
    finally:
        place.close()


def _fixed(measured):
    """Find the point whose distances fit best: least squares, as whoever wants to know would."""
    at = measured[:, :2].mean(axis=0)
    for _ in range(50):
        away = measured[:, :2] - at
        far = np.hypot(*away.T)
        step, *_ = np.linalg.lstsq(-away / far[:, None], measured[:, 2] - far, rcond=None)
        at = at + step
    return at


def test_minutes_from_many_places_lead_to_the_point_that_is_shown_to_five_minutes_and_no_way_does(town):
    """All that is known of a refuge on foot follows from the point that everybody sees."""
    home, refuges = town
    place = open_place(home)
    try:
        shown = {x.id: x for x in disclosed((x.asset for x in place.store.read()), audience="workshop")}
        walks = walks_at(place, list(shown.values()))
        seen = [x for x in refuges if x.asset.id in shown and x.asset.precision != "exact"]
        decoys = [Asset(name="x", kind="group or club", where=shown[x.asset.id].where) for x in seen]
        plain = walks_at(place, [x for x in decoys if x.where is not None])
        measured = 0
        for origin in origins(refuges, many=12):
            here, there = walks.from_origin(origin), plain.from_origin(origin)
            for refuge, decoy in zip(seen, decoys, strict=True):
                walk, known = here.walk(refuge.asset.id), there.walk(decoy.id).minutes
                assert here.way(refuge.asset.id) is None
                assert walk.metres is None
                assert walk.minutes == (None if known is None else max(5, 5 * int(known / 5 + 0.5)))
                measured += walk.minutes is not None
        assert measured > 100
    finally:
        place.close()


def test_a_town_without_refuges_has_the_same_ground_and_tiles(town, tmp_path):
    from assetmap.demo import make_demo
    from assetmap.webmap import ground

    home, _ = town
    bare = make_demo(tmp_path / "bare")
    assert (home / "basemap.pmtiles").read_bytes() == (bare / "basemap.pmtiles").read_bytes()
    grounds = []
    for folder in (home, bare):
        place = open_place(folder)
        grounds.append(json.dumps(ground(place)))
        place.close()
    assert grounds[0] == grounds[1]
