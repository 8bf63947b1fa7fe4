"""Excel, KML and GeoParquet: what people open finds everything in its place, and runs nothing."""

import json
import zipfile
from datetime import date
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import python_calamine as calamine
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from assetmap.assets import Asset, OpenSpan
from assetmap.errors import ExchangeError
from assetmap.exchange.outward import ENDINGS, export
from assetmap.exchange.outward.workbooks import LONGEST, cut
from assetmap.exchange.untrusted import kind_of
from assetmap.settings import PlaceSettings

PLACE = SimpleNamespace(settings=PlaceSettings(name="=Bath", attributions=("© Crown copyright",), invented=True))
FULL = Asset(
    name="=Whelk choir", kind="group or club", where=Point(-2.36, 51.38), needs=("meeting people",),
    own_words=" It's where\r\nwe sing\t", website="https://example.org/", depends_on=2, checked_on=date(2026, 11, 3),
    funding_ends=date(1899, 1, 1), languages=("Cymraeg; o'r môr",), said_in={"pl": {"name": "Zupa"}},
    schedules=(OpenSpan(byday=("TU",), opens_at="12:00", valid_from=date(2026, 1, 1)),),
)  # fmt: skip
SHAPES = (
    Point(-2.3599999999999999, 51.38), MultiPoint([(1, 50), (2, 50)]), LineString([(-2.3, 51.1), (-2.4, 51.2)]),
    Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]),
    MultiPolygon([box(0, 50, 1, 51), box(2, 50, 3, 51)]), None,
)  # fmt: skip
MANY = tuple(Asset(name=f"Park {at}", kind="green place", where=shape) for at, shape in enumerate(SHAPES))
KML = "{http://www.opengis.net/kml/2.2}"


def lost(exported):
    return {(x.field, x.rows) for x in exported.not_carried}


def test_an_excel_file_stands_still_at_its_headings_and_says_what_its_columns_are(tmp_path):
    path = tmp_path / "x.xlsx"
    assert lost(export([FULL, *MANY], path, place=PLACE)) == set()
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert 'prompt="What people call it."' in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert not [x for x in names if "_rels/sheet" in x or "vba" in x.lower() or "external" in x.lower()]
    book = calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Assets", "About"]
    head, first, *_ = book.get_sheet_by_name("Assets").to_python()
    row = dict(zip(head, first, strict=True))
    assert (row["name"], row["own_words"], row["name:pl"]) == (FULL.name, FULL.own_words, "Zupa")
    assert (row["checked_on"], row["funding_ends"], row["depends_on"]) == (date(2026, 11, 3), "1899-01-01", 2)
    about = book.get_sheet_by_name("About").to_python()
    assert [x[0] for x in about[:3]] == ["=Bath", "© Crown copyright", "This place is invented."]
    assert {x[0] for x in about[5:]} == set(head)


def test_the_same_assets_are_the_same_excel_file(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        export([FULL, *MANY], tmp_path / name, place=PLACE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_does_not_fit_a_cell_is_cut_and_said(tmp_path):
    fine = LineString([(at / 1000, 51.123456789) for at in range(3000)])
    long = FULL.changed(description="𝄞" * 20_000, where=fine)
    said = export([long], tmp_path / "x.xlsx")
    assert lost(said) == {("where", 1), ("description", 1)}
    head, row = calamine.CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python()
    cells = dict(zip(head, row, strict=True))
    assert cells["description"] == "𝄞" * (LONGEST // 2)
    assert (cells["wkt"], cells["lat"]) == ("", pytest.approx(51.123456789))
    assert cut("a" * LONGEST) == "a" * LONGEST


def test_a_kml_has_a_folder_a_kind_in_our_colours_and_fetches_nothing(tmp_path):
    path = tmp_path / "x.kml"
    hostile = FULL.changed(name="]]><script>x</script>&<b>", description="<img src=http://x/> $[own_words] \x01")
    said = export([hostile, *MANY], path, place=PLACE)
    assert lost(said) == {("description", 1)}
    text = path.read_text(encoding="utf-8")
    assert "CDATA" not in text
    assert "<Icon>" not in text
    assert "href" not in text
    whole = ET.fromstring(text)  # noqa: S314  our own
    folders = whole.findall(f"{KML}Document/{KML}Folder")
    assert [x.findtext(f"{KML}name") for x in folders] == ["groups and clubs", "green places"]
    styles = {x.get("id"): x.findtext(f"{KML}IconStyle/{KML}color") for x in whole.iter(f"{KML}Style")}
    assert styles == {"group_or_club": "ffb27200", "green_place": "ff739e00"}
    mark = folders[0].find(f"{KML}Placemark")
    assert mark.findtext(f"{KML}name") == hostile.name
    data = {x.get("name"): x.findtext(f"{KML}value") for x in mark.iter(f"{KML}Data")}
    assert (data["name"], data["id"], data["own_words"]) == (hostile.name, hostile.id, FULL.own_words)
    balloon = mark.findtext(f"{KML}description")
    assert "<script" not in balloon
    assert "<img" not in balloon
    assert "$[" not in balloon


def test_what_a_kml_says_of_itself_is_plain_text_escaped_once(tmp_path):
    said = PlaceSettings(name="Bath & North East", attributions=("© A & B", "<b>C</b>"))
    export([FULL], tmp_path / "x.kml", place=SimpleNamespace(settings=said))
    text = (tmp_path / "x.kml").read_text(encoding="utf-8")
    assert "&amp;amp;" not in text
    whole = ET.fromstring(text)  # noqa: S314  our own
    assert whole.findtext(f"{KML}Document/{KML}name") == "Bath & North East"
    assert whole.findtext(f"{KML}Document/{KML}description") == "Bath & North East\n© A & B\n‹b>C‹/b>"


def test_a_kml_holds_every_shape_to_the_last_bit(tmp_path):
    export(MANY, tmp_path / "x.kml")
    whole = ET.fromstring((tmp_path / "x.kml").read_text(encoding="utf-8"))  # noqa: S314  our own
    marks = whole.findall(f".//{KML}Placemark")
    assert "-2.36,51.38" in {x.text for x in marks[0].iter(f"{KML}coordinates")}
    assert [len(list(x.iter(f"{KML}coordinates"))) for x in marks] == [1, 2, 1, 2, 2, 0]
    hole = marks[3].findtext(f".//{KML}innerBoundaryIs//{KML}coordinates")
    assert sorted(hole.split()) == ["1,1", "1,1", "1,2", "2,1", "2,2"]


def test_a_parquet_keeps_days_numbers_and_lists(tmp_path):
    path = tmp_path / "x.parquet"
    assert lost(export([FULL, *MANY], path, place=PLACE)) == set()
    frame = gpd.read_parquet(path)
    assert frame.crs == "EPSG:4326"
    assert all(a == b.where for a, b in zip(frame.geometry, [FULL, *MANY], strict=True))
    first = frame.iloc[0]
    assert (first["checked_on"], first["depends_on"], first["name:pl"]) == (date(2026, 11, 3), 2, "Zupa")
    assert (list(first["needs"]), list(first["languages"])) == (["meeting_people"], list(FULL.languages))
    assert first["schedules"][0]["valid_from"] == date(2026, 1, 1)
    said = pq.read_schema(path).metadata
    assert json.loads(said[b"geo"])["version"].startswith("1.1")
    assert json.loads(said[b"assetmap"])["attribution"] == ["© Crown copyright"]


def test_a_parquet_that_is_brought_in_is_told_which_forms_are_read(tmp_path):
    export([FULL], tmp_path / "x.parquet")
    with pytest.raises(ExchangeError, match="is a Parquet file: export it as GeoPackage or GeoJSON and choose that"):
        kind_of((tmp_path / "x.parquet").read_bytes(), "x.parquet")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_place_goes_out_in_every_form(ending, tmp_path):
    assert len(export([], tmp_path / f"x{ending}", place=PLACE)) == 0
    assert (tmp_path / f"x{ending}").stat().st_size > 0
