"""Zipped shapefiles, as programs write them and as people send them."""

import io
import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapefile
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS

# The .prj of a real file (LSOA 2011, five police forces): British National Grid numbers and no name of a datum.
NO_DATUM = (
    'PROJCS["Transverse_Mercator",GEOGCS["GCS_Airy 1830",DATUM["D_unknown",SPHEROID["airy",6377563.396,299.3249646]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],'
    'PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["Meter",1]]'
)
HOLE = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])


def layer(tmp_path, shapes, *, name="groups", crs="EPSG:27700", encoding="UTF-8", **columns):
    """Write one layer with GDAL and give its parts by ending."""
    frame = gpd.GeoDataFrame(columns or {"name": [f"n{x}" for x in range(len(shapes))]}, geometry=shapes, crs=crs)
    pyogrio.write_dataframe(frame, tmp_path / f"{name}.shp", driver="ESRI Shapefile", encoding=encoding)
    return {x.suffix: x.read_bytes() for x in tmp_path.glob(f"{name}.*")}


def zipped(**layers):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in layers.items():
            for ending, content in parts.items():
                archive.writestr(f"{name}{ending}", content)
    return buffer.getvalue()


def read(content):
    return READERS["shp.zip"](content, "map.zip")


def shapes_of(sheet):
    return [None if x.shape is None else shapely.from_wkb(x.shape) for x in sheet.rows]


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326", "EPSG:32630", "EPSG:3857", "EPSG:4258"])
@pytest.mark.parametrize(
    "shapes",
    [
        [Point(1, 2), None],
        [LineString([(0, 0), (1, 1)])],
        [HOLE, MultiPolygon([box(20, 20, 21, 21), box(30, 30, 31, 31)])],
        [MultiPoint([(0, 0), (1, 1)])],
    ],
    ids=["points", "lines", "areas", "several"],
)
def test_a_layer_is_read_with_its_shapes_and_its_system(crs, shapes, tmp_path):
    sheet = read(zipped(groups=layer(tmp_path, shapes, crs=crs))).best
    assert (sheet.table, sheet.crs, sheet.what, sheet.headings) == ("groups", crs, "shapefile", ("name",))
    assert [a is b or a.equals(b) for a, b in zip(shapes_of(sheet), shapes, strict=True)] == [True] * len(shapes)
    assert sheet.problems == ()


@pytest.mark.realdata
def test_the_real_outlines_without_a_datum_land_where_they_are(realdata):
    sheet = read((realdata / "boundaries/LSOA_2011_sw5forces_BGC_V2.zip").read_bytes()).best
    assert (len(sheet.rows), sheet.crs) == (3_281, "EPSG:27700")
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(None, "no datum", True)]
    assert dict(sheet.rows[0].cells) == {
        "LSOA11CD": "E01014370", "LSOA11NM": "Bath and North East Somerset 007A",
        "LSOA11NMW": "Bath and North East Somerset 007A", "Area": 374339,
    }  # fmt: skip
    assert sum(not shapely.is_valid(x) for x in shapes_of(sheet)) == 15


def test_a_grid_without_the_name_of_its_datum_is_the_british_one_and_said(tmp_path):
    parts = layer(tmp_path, [Point(375044, 164610)]) | {".prj": NO_DATUM.encode()}
    sheet = read(zipped(groups=parts)).best
    assert sheet.crs == "EPSG:27700"
    assert "100 m off" in str(sheet.problems[0])


@pytest.mark.parametrize("prj", [b"", b"nonsense", NO_DATUM.replace("-2]", "-3]").encode(), b"\xff\xfe", b"[" * 999])
def test_a_system_that_nobody_knows_is_not_guessed(prj, tmp_path):
    assert read(zipped(groups=layer(tmp_path, [Point(1, 2)]) | {".prj": prj})).best.crs == ""


@pytest.mark.parametrize(
    ("encoding", "cpg", "told"),
    [
        ("UTF-8", "UTF-8", []),
        ("UTF-8", None, []),
        ("cp1252", "1252", []),
        ("cp1252", "ANSI 1252", []),
        ("cp1252", "ISO-8859-1", []),
        ("cp1252", "UTF-8", ["not in UTF-8"]),
        ("cp1252", None, ["not in UTF-8"]),
        ("cp1252", "no such letters", ["not in UTF-8"]),
    ],
)
def test_letters_are_read_whatever_says_what_they_are(encoding, cpg, told, tmp_path):
    parts = layer(tmp_path, [Point(1, 2)], encoding=encoding, organisati=["Café Bôr"])
    parts[".dbf"] = parts[".dbf"][:29] + b"\x00" + parts[".dbf"][30:]
    parts.pop(".cpg", None)
    if cpg is not None:
        parts[".cpg"] = cpg.encode()
    sheet = read(zipped(groups=parts)).best
    assert dict(sheet.rows[0].cells) == {"organisati": "Café Bôr"}
    assert [x.what for x in sheet.problems] == told


def test_values_say_what_they_are():
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf) as out:
        out.field("name", "C", 8)
        out.field("seats", "N", 5)
        out.field("share", "N", 8, 3)
        out.field("day", "D")
        out.field("free", "L")
        out.field("name", "C", 8)
        out.pointz(1, 2, 9)
        out.record("Choir", 12, 0.5, "20261103", 1, "again")
        out.null()
        out.record("Band", None, None, None, None, "")
    sheet = read(zipped(x={".shp": shp.getvalue(), ".shx": shx.getvalue(), ".dbf": dbf.getvalue()})).best
    assert [dict(x.cells) for x in sheet.rows] == [
        {"name": "Choir", "seats": 12, "share": 0.5, "day": "2026-11-03", "free": True, "name (2)": "again"},
        {"name": "Band", "seats": None, "share": None, "day": None, "free": None, "name (2)": None},
    ]
    assert shapes_of(sheet) == [Point(1, 2), None]
    assert [x.what for x in sheet.problems] == ['"x" has no .prj', "heights"]


@pytest.mark.parametrize(
    ("gone", "names", "told"),
    [
        (".dbf", [None, None], ['"groups" has no .dbf']),
        (".shx", ["n0", "n1"], ['"groups" has no .shx']),
        (".prj", ["n0", "n1"], ['"groups" has no .prj']),
        (".cpg", ["n0", "n1"], []),
    ],
)
def test_a_part_that_is_missing_is_named_with_what_it_costs(gone, names, told, tmp_path):
    parts = layer(tmp_path, [Point(1, 2), Point(3, 4)])
    del parts[gone]
    sheet = read(zipped(groups=parts)).best
    assert [x.cells.get("name") for x in sheet.rows] == names
    assert shapes_of(sheet) == [Point(1, 2), Point(3, 4)]
    assert [x.what for x in sheet.problems] == told


def test_several_layers_in_folders_are_several_sheets_and_the_fullest_with_names_is_chosen(tmp_path):
    sites = layer(tmp_path, [Point(1, 2), Point(3, 4)], name="sites")
    codes = layer(tmp_path, [Point(1, 2)] * 3, name="codes", code=["a", "b", "c"])
    content = zipped(**{"data/Sites": {x.upper(): y for x, y in sites.items()}, "data/codes": codes,
                        "__MACOSX/data/._sites": {".shp": b"x"}, "notes": {".txt": b"x"}})  # fmt: skip
    sheets = read(content)
    assert sheets.names == ("Sites", "codes")
    assert sheets.best.table == "Sites"


def test_a_deleted_row_is_left_out_and_told_and_the_others_keep_their_number(tmp_path):
    parts = layer(tmp_path, [Point(1, 2), Point(3, 4), Point(5, 6)])
    start, size = (int.from_bytes(parts[".dbf"][x : x + 2], "little") for x in (8, 10))
    table = bytearray(parts[".dbf"])
    table[start + size] = ord("*")
    sheet = read(zipped(groups=parts | {".dbf": bytes(table)})).best
    assert [(x.number, x.cells["name"]) for x in sheet.rows] == [(1, "n0"), (3, "n2")]
    assert [(x.row, x.what) for x in sheet.problems] == [(2, "deleted")]


def test_a_shape_that_cannot_be_read_costs_itself_alone(tmp_path):
    parts = layer(tmp_path, [HOLE, HOLE, HOLE])
    at = int.from_bytes(parts[".shx"][108:112], "big") * 2
    broken = bytearray(parts[".shp"])
    broken[at + 8 : at + 12] = (77).to_bytes(4, "little")
    sheet = read(zipped(groups=parts | {".shp": bytes(broken)})).best
    assert [x is None for x in shapes_of(sheet)] == [False, True, False]
    assert [(x.row, x.what) for x in sheet.problems] == [(2, "not a shape")]


def test_rows_and_shapes_that_do_not_agree_are_told(tmp_path):
    parts = layer(tmp_path, [Point(1, 2), Point(3, 4)])
    (tmp_path / "other").mkdir()
    parts[".dbf"] = layer(tmp_path / "other", [Point(1, 2)] * 3)[".dbf"]
    sheet = read(zipped(groups=parts)).best
    assert len(sheet.rows) == 2
    assert [x.what for x in sheet.problems] == ["rows and shapes do not agree"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + bytes(18), zipped(a={".txt": b"x"}), zipped(a={".shp": b"x", ".dbf": b"x"})]
)
def test_what_is_no_shapefile_is_one_sentence(content):
    with pytest.raises(ExchangeError, match=r"damaged|no shapefile") as caught:
        read(content)
    assert "\n" not in str(caught.value)
