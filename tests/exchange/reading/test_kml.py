"""KML and KMZ, as programs and people write them."""

import io
import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box

from assetmap.assets import Asset
from assetmap.errors import ExchangeError
from assetmap.exchange import export
from assetmap.exchange.reading import READERS

POINT = "<Point><coordinates>-2.36,51.38,0</coordinates></Point>"
LINE = "<LineString><coordinates>0,0 1,1</coordinates></LineString>"
RING = "<LinearRing><coordinates>0,0 0,9 9,9 9,0 0,0</coordinates></LinearRing>"
HOLE = "<LinearRing><coordinates>1,1 2,1 2,2 1,2 1,1</coordinates></LinearRing>"
AREA = f"<Polygon><outerBoundaryIs>{RING}</outerBoundaryIs></Polygon>"


def kml(*placemarks, before="", namespace='xmlns="http://www.opengis.net/kml/2.2"', head='<?xml version="1.0"?>'):
    inside = "".join(x if x.startswith("<Folder") else f"<Placemark>{x}</Placemark>" for x in placemarks)
    return f"{head}<kml {namespace}><Document><name>Map</name>{before}{inside}</Document></kml>".encode()


def kmz(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def read(content, kind="kml"):
    return READERS[kind](content, f"list.{kind}").best


def shapes_of(sheet):
    return [None if x.shape is None else shapely.from_wkb(x.shape) for x in sheet.rows]


@pytest.mark.parametrize(
    ("xml", "shape"),
    [
        (POINT, Point(-2.36, 51.38)),
        ("<Point><coordinates> -2.36, 51.38 , 0\n</coordinates></Point>", Point(-2.36, 51.38)),
        (LINE, LineString([(0, 0), (1, 1)])),
        (RING, LineString([(0, 0), (0, 9), (9, 9), (9, 0), (0, 0)])),
        (AREA, Polygon([(0, 0), (0, 9), (9, 9), (9, 0)])),
        (AREA.replace("</Polygon>", f"<innerBoundaryIs>{HOLE}</innerBoundaryIs></Polygon>"),
         Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])),
        (f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>", MultiPoint([(-2.36, 51.38), (-2.36, 51.38)])),
        (f"<MultiGeometry><MultiGeometry>{LINE}</MultiGeometry></MultiGeometry>", LineString([(0, 0), (1, 1)])),
        (f"<MultiGeometry>{AREA}{AREA}</MultiGeometry>", MultiPolygon([Polygon([(0, 0), (0, 9), (9, 9), (9, 0)])] * 2)),
        (f"<MultiGeometry>{LINE}{LINE}</MultiGeometry>", MultiLineString([[(0, 0), (1, 1)], [(0, 0), (1, 1)]])),
        (f"<MultiGeometry>{LINE}{POINT}</MultiGeometry>",
         GeometryCollection([LineString([(0, 0), (1, 1)]), Point(-2.36, 51.38)])),
        ("<gx:Track><when>x</when><gx:coord>0 0 0</gx:coord><gx:coord>1 1 0</gx:coord></gx:Track>",
         LineString([(0, 0), (1, 1)])),
        ("<Model><Location><longitude>1</longitude><latitude>2</latitude></Location></Model>", Point(1, 2)),
        ("<Point/>", None),
        ("", None),
    ],
)  # fmt: skip
def test_every_shape_of_a_placemark_is_read(xml, shape):
    sheet = read(kml(f"<name>A</name>{xml}"))
    (found,) = shapes_of(sheet)
    assert (found is None and shape is None) or found.equals_exact(shape, 0)
    assert (sheet.problems, sheet.crs, sheet.what) == ((), "EPSG:4326", "KML")


@pytest.mark.parametrize(
    "xml",
    [
        "<Point><coordinates>north</coordinates></Point>",
        "<Point><coordinates>1</coordinates></Point>",
        AREA.replace("0,0 0,9 9,9 9,0 0,0", "0,0 1,1"),
        AREA.replace("0,0 0,9 9,9 9,0 0,0", "0,0 1,1 0,0"),
        "<gx:Track><gx:coord>1</gx:coord></gx:Track>",
    ],
)
def test_a_shape_that_is_none_is_told_by_its_row_and_loses_nothing_else(xml):
    sheet = read(kml(f"<name>A</name>{POINT}", f"<name>B</name>{xml}", f"<name>C</name>{POINT}"))
    assert [x.cells["name"] for x in sheet.rows] == ["A", "B", "C"]
    assert [x is None for x in shapes_of(sheet)] == [False, True, False]
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(2, "not a shape", False)]


def test_a_label_beside_an_area_and_heights_are_left_out_and_said():
    high = POINT.replace(",0<", ",12<")
    sheet = read(kml(f"<name>A</name><MultiGeometry>{AREA}{POINT}</MultiGeometry>", f"<name>B</name>{high}"))
    assert shapes_of(sheet) == [Polygon([(0, 0), (0, 9), (9, 9), (9, 0)]), Point(-2.36, 51.38)]
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [
        (1, "a mixed shape", True), (None, "heights", True),
    ]  # fmt: skip


def test_data_of_every_kind_are_columns_and_a_description_stays_html():
    sheet = read(kml(
        "<name>Choir &amp; band</name><description><![CDATA[<p>Tea &amp; <b>cake</b></p>]]></description>"
        "<phoneNumber>01225 000000</phoneNumber><atom:link href='https://example.org'/>"
        "<ExtendedData><Data name='Town'><displayName>The town</displayName><value>Bath</value></Data>"
        "<SchemaData schemaUrl='#x'><SimpleData name='Ward'>Abbey</SimpleData></SchemaData>"
        "<camp:number>14</camp:number><Data name='name'><value>Choir</value></Data></ExtendedData>" + POINT,
        "<name>B</name><description>plain <b>XML</b> here</description><TimeStamp><when>2026-11-03</when></TimeStamp>",
    ))  # fmt: skip
    assert dict(sheet.rows[0].cells) == {
        "name": "Choir & band", "description": "<p>Tea &amp; <b>cake</b></p>", "phone": "01225 000000",
        "url": "https://example.org", "Town": "Bath", "Ward": "Abbey", "number": "14", "name (2)": "Choir",
        "time_when": None,
    }  # fmt: skip
    assert sheet.rows[1].cells["description"] == "plain <b>XML</b> here"
    assert sheet.rows[1].cells["time_when"] == "2026-11-03"


def test_folders_are_a_column():
    inner = "<Folder><name>Singing</name><Placemark><name>Choir</name></Placemark></Folder>"
    sheet = read(kml("<name>Bench</name>", f"<Folder><name>Groups &amp;\n clubs</name>{inner}</Folder>"))
    assert [x.cells["folder"] for x in sheet.rows] == [None, "Groups & clubs / Singing"]


@pytest.mark.parametrize(
    "namespace",
    [
        'xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"',
        'xmlns="http://earth.google.com/kml/2.0"',
        'xmlns="http://earth.google.com/kml/2.1"',
        "",
    ],
)
def test_a_namespace_may_be_any_or_none(namespace):
    assert [x.cells["name"] for x in read(kml(f"<name>A</name>{POINT}", namespace=namespace)).rows] == ["A"]
    prefixed = (
        '<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Placemark><k:name>A</k:name><k:Point><k:coordinates>1,2'
        "</k:coordinates></k:Point></k:Placemark></k:kml>"
    )
    assert shapes_of(read(prefixed.encode())) == [Point(1, 2)]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        ("", "utf-8-sig"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "cp1252"),
        ("", "cp1252"),
    ],
)
def test_letters_are_read_also_where_the_file_says_wrongly_what_they_are(head, encoding):
    content = kml(f"<name>Café Bôr</name>{POINT}", head=head).decode().encode(encoding)
    assert read(content).rows[0].cells["name"] == "Café Bôr"


def test_what_points_elsewhere_is_never_followed_and_said():
    links = (
        "<NetworkLink><name>More</name><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>"
        "<GroundOverlay><Icon><href>file:///etc/passwd</href></Icon></GroundOverlay>"
    )
    sheet = read(kml(f"<name>A</name>{POINT}", before=links))
    assert len(sheet.rows) == 1
    assert [(x.what, x.kept) for x in sheet.problems] == [("not followed", True)]
    with pytest.raises(ExchangeError, match="never followed"):
        read(kml(before=links))


def test_a_kmz_gives_its_doc_and_opens_nothing_else():
    doc = kml(f"<name>A</name>{POINT}")
    sheet = read(kmz(files__icon_png=b"\x89PNG", doc_kml=doc, other_kml=b"<not even XML"), "kmz")
    assert ([x.cells["name"] for x in sheet.rows], sheet.what) == (["A"], "KMZ")
    assert [x.what for x in sheet.problems] == ["not read"]
    assert len(read(kmz(map__list_kml=doc), "kmz").rows) == 1


@pytest.mark.parametrize("driver", ["KML", "LIBKML"])
def test_what_gdal_writes_is_read(driver, tmp_path):
    shapes = [Point(-2.36, 51.38), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)]
    frame = gpd.GeoDataFrame({"Name": ["A", "B", "C"], "town": ["Bath", None, "Frome"]}, geometry=shapes, crs=4326)
    pyogrio.write_dataframe(frame, tmp_path / "x.kml", driver=driver)
    sheet = read((tmp_path / "x.kml").read_bytes())
    assert [x.cells["name"] for x in sheet.rows] == ["A", "B", "C"]
    assert [x.cells["town"] for x in sheet.rows] == ["Bath", None, "Frome"]
    assert all(a.equals(b) for a, b in zip(shapes_of(sheet), shapes, strict=True))


def test_our_own_export_comes_back_with_what_it_says(tmp_path):
    words = '  It\'s where I "breathe";\n=we sing\t'
    asset = Asset(name="Whelk choir", kind="group or club", where=Point(-2.36, 51.38), own_words=words)
    export([asset], tmp_path / "x.kml")
    sheet = read((tmp_path / "x.kml").read_bytes())
    first = sheet.rows[0]
    assert (first.cells["own_words"], first.cells["id"], first.cells["name"]) == (words, asset.id, "Whelk choir")
    assert "description" not in sheet.headings
    assert shapes_of(sheet)[0].equals_exact(asset.where, 0)


ENTITY = '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (kml(f"<name>&a;&b;</name>{POINT}", head=ENTITY), "DOCTYPE"),
        (kml(POINT, head="<!DOCTYPE kml>"), "DOCTYPE"),
        (kml(POINT, head='<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">'), "DOCTYPE"),
        (kml(f"<name>&nbsp;</name>{POINT}"), "not whole XML"),
        (kml(POINT)[:-20], "not whole XML: line 1"),
        (kml(POINT, head='<?xml version="1.0" encoding="no-such-letters"?>'), "not whole XML|letters"),
        (b"<kml>" + b"<Folder>" * 5_000, "too deeply"),
        (kml("<MultiGeometry>" * 5_000), "too deeply"),
        (kml(), "no places"),
        (b"", "not whole XML"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content, said):
    with pytest.raises(ExchangeError, match=said) as caught:
        read(content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), kmz(doc_txt=b"x"), kmz(doc_kml=kml(POINT))[:-30]])
def test_what_is_no_kmz_is_one_sentence(content):
    with pytest.raises(ExchangeError, match=r"damaged|holds no KML"):
        read(content, "kmz")
