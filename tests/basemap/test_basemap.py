"""The base map's archive: what lies in it, seen through GDAL and pmtiles' own reader, and of which layers it is."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles
from shapely import LineString, Point, Polygon, box

from assetmap import basemap
from assetmap.basemap import cutting
from assetmap.errors import ExchangeError

METRIC = "EPSG:27700"
# The edge between two tiles of zoom 13: 4,042 / 8,192 of the way round the world.
EDGE = 4042 / 8192 * 360 - 180
FRAME = {"crs": "EPSG:4326"}


def streets() -> gpd.GeoDataFrame:
    rows = [
        ("High Street", "A Road", LineString([(EDGE - 0.01, 51.35), (EDGE + 0.01, 51.35)])),
        ("Mill Lane", "Local Road", LineString([(EDGE - 0.01, 51.36), (EDGE - 0.01, 51.35)])),
        ("Long Path", "footway", LineString([(EDGE - 0.012, 51.36), (EDGE - 0.012, 51.35)])),
    ]
    names, classes, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"name": names, "class": classes}, geometry=list(shapes), **FRAME)


def layers() -> dict[str, gpd.GeoDataFrame]:
    green = box(EDGE - 0.005, 51.351, EDGE + 0.005, 51.356)
    pond = Polygon(
        [(EDGE - 0.02, 51.35), (EDGE - 0.015, 51.35), (EDGE - 0.015, 51.355), (EDGE - 0.02, 51.355)],
        [[(EDGE - 0.018, 51.352), (EDGE - 0.017, 51.352), (EDGE - 0.017, 51.353), (EDGE - 0.018, 51.353)]],
    )
    brook = LineString([(EDGE - 0.02, 51.34), (EDGE + 0.02, 51.34)])
    return {
        "streets": streets(),
        "green": gpd.GeoDataFrame({"id": ["g"], "name": ["Green Park"], "what": ["park"]}, geometry=[green], **FRAME),
        "water": gpd.GeoDataFrame({"name": ["Pond", "Brook"]}, geometry=[pond, brook], **FRAME),
        "names": gpd.GeoDataFrame(
            {"name": ["Smallton", "  Far   End "], "what": ["town", "hamlet"]},
            geometry=[Point(EDGE, 51.355), Point(EDGE - 0.01, 51.345)], **FRAME,
        ),
        "railway": gpd.GeoDataFrame(
            {"name": ["Line"]}, geometry=[LineString([(EDGE - 0.02, 51.345), (EDGE + 0.02, 51.345)])], **FRAME
        ),
    }  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "layers").mkdir()
    for name, frame in layers().items():
        frame.to_parquet(tmp_path / "layers" / f"{name}.parquet")
    assert basemap.renew(tmp_path, basemap.Held(layers()), metric_crs=METRIC)
    return tmp_path


def read(home: Path, layer: str, zoom: int = 13) -> gpd.GeoDataFrame:
    """Read a layer as GDAL does, in degrees."""
    return pyogrio.read_dataframe(home / basemap.FILE, layer=layer, ZOOM_LEVEL=str(zoom), CLIP="NO").to_crs("EPSG:4326")


def archive(home: Path) -> Reader:
    return Reader(MemorySource((home / basemap.FILE).read_bytes()))


def test_the_header_says_where_and_how_deep(home):
    header = archive(home).header()
    assert (header["min_zoom"], header["max_zoom"]) == (7, 13)
    west, south, east, north = (header[x] / 1e7 for x in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"))
    assert (west, east) == pytest.approx((EDGE - 0.02, EDGE + 0.02), abs=1e-6)
    assert (south, north) == pytest.approx((51.34, 51.36), abs=1e-6)
    assert header["clustered"]


def test_its_own_words_name_the_layers_and_the_mark_of_what_it_was_made_of(home):
    said = archive(home).metadata()
    assert said["assetmap"] == basemap.mark_of(home / "layers")
    assert {x["id"] for x in said["vector_layers"]} >= {"streets", "green", "water", "names", "railway"}


def test_every_tile_is_a_zipped_vector_tile_at_an_address_of_its_zoom(home):
    content = MemorySource((home / basemap.FILE).read_bytes())
    tiles = [(at, gzip.decompress(body)) for at, body in all_tiles(content)]
    assert {zoom for (zoom, _, _), _ in tiles} == set(range(7, 14))
    assert all(body[0] == 0x1A for _, body in tiles)  # field 3, a layer
    assert all(0 <= x < 2**zoom and 0 <= y < 2**zoom for (zoom, x, y), _ in tiles)


def test_lines_end_at_the_edge_of_a_tile_and_together_are_whole(home):
    rows = read(home, "streets")
    main = rows[rows["rank"] == 0]
    assert len(main) == 2
    assert main.total_bounds[[0, 2]] == pytest.approx([EDGE - 0.01, EDGE + 0.01], abs=1e-5)
    ends = sorted(x for shape in main.geometry for x in (shape.bounds[0], shape.bounds[2]))
    assert ends[1] == pytest.approx(EDGE, abs=1e-6)
    assert ends[2] == pytest.approx(EDGE, abs=1e-6)


def test_areas_go_a_little_beyond_the_edge_so_that_no_seam_shows(home):
    rows = read(home, "green")
    assert len(rows) == 2
    tile = 360 / 8192
    left, right = sorted(rows.geometry, key=lambda shape: shape.bounds[0])
    assert left.bounds[2] == pytest.approx(EDGE + tile / 64, abs=1e-6)
    assert right.bounds[0] == pytest.approx(EDGE - tile / 64, abs=1e-6)
    whole = layers()["green"].geometry.iloc[0]
    assert shapely.union_all(rows.geometry).symmetric_difference(whole).area < whole.area * 0.01


def test_an_outer_ring_turns_one_way_and_its_hole_the_other(home):
    pond = read(home, "water").geometry.explode()
    assert [len(shape.interiors) for shape in pond] == [1]


def test_small_streets_come_only_where_they_are_drawn(home):
    assert set(read(home, "streets", 7)["rank"]) == {0}
    assert set(read(home, "streets", 10)["rank"]) == {0, 3}
    assert set(read(home, "streets", 13)["rank"]) == {0, 3, 5}


def test_each_name_is_written_once_at_each_zoom(home):
    assert sorted(read(home, "names")["name"]) == ["Far End", "Smallton"]
    assert sorted(read(home, "area_names")["name"]) == ["Green Park", "Pond"]
    assert sorted(read(home, "street_names")["name"]) == ["High Street", "Mill Lane"]


def test_the_name_of_a_street_lies_along_its_longest_straight_stretch(home):
    rows = read(home, "street_names").set_index("name")
    assert shapely.get_num_points(rows.geometry["High Street"]) == 2
    assert rows.geometry["Mill Lane"].length == pytest.approx(0.01, abs=1e-5)


def test_in_the_deepest_tiles_no_bend_of_a_metre_is_lost(tmp_path):
    bent = LineString([(EDGE - 0.004, 51.35), (EDGE - 0.003, 51.35002), (EDGE - 0.002, 51.35)])  # 2.2 m
    frame = gpd.GeoDataFrame({"name": [""], "class": ["A Road"]}, geometry=[bent], **FRAME)
    basemap.write_archive(tmp_path / basemap.FILE, basemap.Held({"streets": frame}), mark="m", metric_crs=METRIC)
    assert shapely.get_num_points(read(tmp_path, "streets").geometry.iloc[0]) == 3
    assert shapely.get_num_points(read(tmp_path, "streets", 10).geometry.iloc[0]) == 2


def test_the_same_layers_give_the_same_bytes(home, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / basemap.FILE
    mark = basemap.mark_of(home / "layers")
    basemap.write_archive(other, basemap.Held(layers()), mark=mark, metric_crs=METRIC)
    assert other.read_bytes() == (home / basemap.FILE).read_bytes()


def test_the_mark_follows_what_the_layers_say_and_not_when_they_were_copied(home):
    before = basemap.mark_of(home / "layers")
    os.utime(home / "layers" / "green.parquet", (1, 1))
    assert basemap.mark_of(home / "layers") == before
    (home / "layers" / "green.parquet").unlink()
    assert basemap.mark_of(home / "layers") != before


def test_a_base_map_of_other_layers_is_left_aside_and_made_anew(home):
    assert basemap.archive_of(home) is not None
    changed = layers() | {"streets": streets().iloc[:1]}
    changed["streets"].to_parquet(home / "layers" / "streets.parquet")
    assert basemap.archive_of(home) is None
    assert basemap.renew(home, basemap.Held(changed), metric_crs=METRIC)
    assert list(read(home, "street_names")["name"]) == ["High Street"]
    assert not basemap.renew(home, basemap.Held(changed), metric_crs=METRIC)


@pytest.mark.parametrize("harm", ["cut off", "empty", "rubbish", "another program's"])
def test_a_damaged_or_foreign_file_is_no_base_map(home, harm):
    path = home / basemap.FILE
    content = path.read_bytes()
    harmed = {"cut off": content[:-10], "empty": b"", "rubbish": b"PMTiles" + b"\xff" * 500, "another program's": None}
    if harmed[harm] is None:
        path.unlink()
        pyogrio.write_dataframe(layers()["green"], path, driver="PMTiles", layer="green", MINZOOM="7", MAXZOOM="9")
    else:
        path.write_bytes(harmed[harm])
    assert basemap.archive_of(home) is None
    assert basemap.renew(home, basemap.Held(layers()), metric_crs=METRIC)
    assert basemap.archive_of(home) is not None


def test_where_there_is_nothing_to_draw_there_is_no_file(home):
    nothing = basemap.Held({"streets": streets().iloc[:0]})
    assert not basemap.write_archive(home / basemap.FILE, nothing, mark="m", metric_crs=METRIC)
    assert not (home / basemap.FILE).exists()


def test_a_folder_that_cannot_be_written_leaves_the_earlier_file(home, monkeypatch):
    before = (home / basemap.FILE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExchangeError, match="No space left"):
        basemap.write_archive(home / basemap.FILE, basemap.Held(layers()), mark="m", metric_crs=METRIC)
    assert (home / basemap.FILE).read_bytes() == before
    assert sorted(x.name for x in home.iterdir()) == [basemap.FILE, "layers"]


def test_broken_and_odd_shapes_are_mended_or_left_out(tmp_path):
    bow = Polygon([(EDGE, 51.35), (EDGE + 0.01, 51.36), (EDGE + 0.01, 51.35), (EDGE, 51.36)])
    green = gpd.GeoDataFrame({"name": ["Bow", None, "Gone"]}, geometry=[bow, Point(EDGE, 51.3), None], **FRAME)
    speck = LineString([(EDGE, 51.35), (EDGE, 51.35)])
    lines = gpd.GeoDataFrame({"name": ["Speck"], "class": [None]}, geometry=[speck], **FRAME)
    held = basemap.Held({"green": green, "streets": lines, "names": lines})
    assert basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert shapely.area(read(tmp_path, "green").geometry.to_numpy()).sum() > 0
    assert list(read(tmp_path, "area_names")["name"]) == ["Bow"]


def test_a_street_that_leads_to_the_equator_is_cut_off_near_the_place(tmp_path):
    stray = LineString([(EDGE, 51.35), (0, 0)])
    lost = LineString([(50, 10), (51, 10)])
    frame = gpd.GeoDataFrame({"name": ["Stray", "Lost"], "class": "A Road"}, geometry=[stray, lost], **FRAME)
    areas = gpd.GeoDataFrame({"code": ["A"]}, geometry=[box(EDGE - 0.01, 51.34, EDGE + 0.01, 51.36)], **FRAME)
    held = basemap.Held({"streets": frame, "areas": areas})
    assert basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert read(tmp_path, "streets").total_bounds[1] == pytest.approx(51.24, abs=1e-4)
    assert archive(tmp_path).header()["addressed_tiles_count"] < 40
    held = basemap.Held({"streets": gpd.GeoDataFrame(pd.concat([streets(), frame]), **FRAME)})
    assert basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert archive(tmp_path).header()["addressed_tiles_count"] < 400


def test_shapes_that_are_nowhere_are_left_out(tmp_path):
    with np.errstate(invalid="ignore"):
        nowhere = LineString([(float("inf"), 1), (float("inf"), 2)])
    frame = gpd.GeoDataFrame({"name": ["Nowhere"], "class": [""]}, geometry=[nowhere], **FRAME)
    held = basemap.Held({"streets": gpd.GeoDataFrame(pd.concat([streets(), frame]), **FRAME)})
    assert basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert "Nowhere" not in set(read(tmp_path, "street_names")["name"])


def test_layers_in_metres_lie_where_they_should(tmp_path):
    held = basemap.Held({"streets": streets().to_crs(METRIC)})
    basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert read(tmp_path, "streets").total_bounds == pytest.approx(streets().total_bounds, abs=2e-5)


def test_tiles_hold_what_the_browser_draws_at_their_zooms():
    style = (Path(cutting.__file__).parent.parent / "webmap" / "js" / "paint.js").read_text(encoding="utf-8")
    drawn = re.findall(r"\[([\d.]+), \d+, [\d.]+, \d+\]", style.split("RAILWAY")[0])
    assert tuple(float(x) for x in drawn) == cutting.STREETS_FROM
    assert float(re.search(r"RAILWAY = ([\d.]+)", style)[1]) == cutting.RAILWAY_FROM
    assert float(re.search(r"AREAS = ([\d.]+)", style)[1]) == cutting.AREA_NAMES_FROM
    for name, ours in (("PLACES", cutting.NAMES_FROM), ("STRETCHES", cutting.STREET_NAMES_FROM)):
        said = re.search(rf"{name} = \[([^\]]+)\]", style)[1]
        assert tuple(float(x) for x in said.split(",")) == ours


@pytest.mark.realdata
def test_a_whole_district_stays_small(realdata, tmp_path):
    lines = gpd.read_file(realdata / "streets" / "bath_ne_somerset_os_roads.geojson")
    column = next(name for name in lines.columns if "class" in name.lower())
    held = basemap.Held({"streets": lines.rename(columns={column: "class"})})
    basemap.write_archive(tmp_path / basemap.FILE, held, mark="m", metric_crs=METRIC)
    assert len(lines) == 9015
    assert (tmp_path / basemap.FILE).stat().st_size < 600_000
    metric = lines.to_crs(METRIC)
    assert read(tmp_path, "streets").to_crs(METRIC).length.sum() == pytest.approx(metric.length.sum(), rel=0.001)
    assert np.isfinite(metric.total_bounds).all()
