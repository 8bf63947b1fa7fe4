"""What a file is, by its bytes."""

import gzip
import io
import zipfile

import pytest

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS
from assetmap.exchange.untrusted import kind_of, looking, sizes
from assetmap.exchange.untrusted.looking import settled

KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"/>'


def packed(*names, content=b"name\nA\n", **members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"name,lat\nA,51\n", "csv"),
        ("name\nA\n".encode("utf-16"), "csv"),
        (b'\xef\xbb\xbf {"type": "FeatureCollection"}', "json"),
        ("[1]".encode("utf-16-le"), "json"),
        (b"SQLite format 3\x00" + bytes(84), "gpkg"),
        (b'<?xml version="1.0"?>\n<!-- x -->' + KML, "kml"),
        ("\ufeff<gpx/>".encode("utf-16-le"), "gpx"),
        (b"<x:kml/>", "kml"),
        (b'<osm version="0.6"/>', "osm.xml"),
        (b"\x00\x00\x00\x0d\n\tOSMHeader\x18\x7c", "osm.pbf"),
        (packed("a.shp", "a.dbf", "a.shx"), "shp.zip"),
        (packed("folder/a.SHP", "a.pdf"), "shp.zip"),
        (packed("doc.kml", "pin.png", content=KML), "kmz"),
        (packed("organizations.csv", "services.csv"), "hsds.zip"),
        (packed("xl/workbook.xml", "[Content_Types].xml", content=b"<workbook/>"), "xlsx"),
        (packed("mimetype", content=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
    ],
    ids=lambda x: x if isinstance(x, str) else None,
)
def test_a_file_is_told_by_its_content_whatever_it_is_called(content, kind):
    for name in ("list", "list.csv", "list.png"):
        assert kind_of(content, name) == kind


def test_a_list_packed_by_itself_is_taken_out():
    text = b"name\nA\n"
    assert settled(gzip.compress(text), "Parks.csv.gz") == (text, "Parks.csv", "csv")
    assert settled(packed("folder/Parks.csv", "readme.pdf"), "all.zip") == (text, "Parks.csv", "csv")
    assert settled(packed("Parks.csv", "readme.txt"), "all.zip") == (text, "Parks.csv", "csv")
    assert settled(packed("Parks.csv", "__MACOSX/._Parks.csv"), "all.zip")[1] == "Parks.csv"
    with pytest.raises(ExchangeError, match="holds 2 lists"):
        settled(packed("a.csv", "b.csv"), "all.zip")


def test_a_name_for_a_sentence_is_one_line_without_folders():
    assert sizes.plain_name("../../etc/pass\nwd\u202e.csv") == "passwd.csv"
    assert sizes.plain_name("C:\\lists\\parks.csv") == "parks.csv"
    assert sizes.plain_name("..") == "the file"
    assert len(sizes.plain_name("x" * 300 + ".geojson")) < 110


def test_only_an_extract_may_be_larger_than_an_upload(monkeypatch):
    monkeypatch.setattr(sizes, "LARGEST_BYTES", 100)
    extract = b'<osm version="0.6"/>' + b" " * 200
    assert settled(extract, "x.osm", most=1000).kind == "osm.xml"
    with pytest.raises(ExchangeError, match="too large"):
        settled(b"name\n" + b"A\n" * 100, "x.csv", most=1000)


@pytest.mark.parametrize("mark", ["<!DOCTYPE x>", "<!doctype kml SYSTEM 'x'>", "<!ENTITY a 'b'>", "<![CDATA[x]]>"])
def test_xml_that_declares_anything_is_refused(mark):
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        with pytest.raises(ExchangeError, match="DOCTYPE"):
            looking.xml_root(f"<?xml version='1.0'?><!-- a > b -->\n{mark}<kml/>".encode(encoding), "x.kml")


def test_every_kind_that_is_told_has_a_reader():
    assert {"csv", "json", "xlsx", "ods", "xls", "gpkg", "shp.zip", "kml", "kmz", "gpx", "hsds.zip"} <= set(READERS)
    assert {"osm.pbf", "osm.xml"} <= set(READERS)
