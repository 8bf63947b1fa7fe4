"""A row an area as a file: what is read back is what was said, and nothing in it is run."""

import csv
import io
import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from assetmap.errors import ExchangeError
from assetmap.exchange.areawise import ENDINGS, write_areas
from assetmap.exchange.outward.workbooks import Page, workbook
from assetmap.settings import PlaceSettings

AREAS = gpd.GeoDataFrame(
    {"code": ["A1", "A2"]}, geometry=[shapely.box(-3.2, 50.4, -3.1, 50.5), shapely.box(-3.1, 50.4, -3.0, 50.5)],
    crs="EPSG:4326",
)  # fmt: skip
RESULT = {
    "areas": [
        {"code": "A1", "name": "=Harbour & <Quay>", "share": 0.25, "kinds": {"green": {"share": 0.25}}, "flags": []},
        {"code": "A2", "name": "Über", "share": None, "kinds": {"green": {"share": None}}, "flags": ["edge", "part"]},
    ],
    "method": {"minutes": 15, "flags": {"edge": "the end"}, "does_not_say": ["how steep", "how lit"]},
    "sources": [{"layer": "areas", "title": "Neighbourhoods"}],
}  # fmt: skip
PLACE = PlaceSettings(name="Merrowcombe", attributions=("Invented data",), invented=True)


def written(tmp_path, ending, **more):
    path = tmp_path / f"reach{ending}"
    write_areas(path, RESULT, areas=AREAS, settings=PLACE, **more)
    return path


def test_a_csv_has_a_column_a_part_and_runs_nothing(tmp_path):
    raw = written(tmp_path, ".csv", marked="For partners only").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == {
        "code": "A1", "name": "'=Harbour & <Quay>", "share": "0.25", "green: share": "0.25", "flags": "",
        "audience": "For partners only",
    }  # fmt: skip
    assert (rows[1]["share"], rows[1]["flags"]) == ("", "edge; part")


def test_a_geojson_carries_the_shapes_and_how_it_was_counted(tmp_path):
    said = json.loads(written(tmp_path, ".geojson", marked="For partners only").read_text(encoding="utf-8"))
    assert said["attribution"] == ["For partners only", "Invented data"]
    assert (said["invented"], said["method"]["minutes"]) == (True, 15)
    assert shapely.from_geojson(json.dumps(said["features"][1]["geometry"])).equals(AREAS.geometry[1])
    assert said["features"][1]["properties"]["share"] is None


def test_a_parquet_opens_as_areas(tmp_path):
    frame = gpd.read_parquet(written(tmp_path, ".parquet"))
    assert list(frame["code"]) == ["A1", "A2"]
    assert frame.geometry[0].equals(AREAS.geometry[0])
    assert frame["share"].isna().tolist() == [False, True]


def test_an_excel_file_holds_texts_as_texts_and_numbers_as_numbers(tmp_path):
    with zipfile.ZipFile(written(tmp_path, ".xlsx")) as archive:
        assert archive.testzip() is None
        first = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "=Harbour &amp; &lt;Quay&gt;</t>" in texts
    assert "<f>" not in first
    assert '<c r="C2"><v>0.25</v></c>' in first
    assert '"C3"' not in first  # what is not known is empty, not nought
    assert "how steep" in texts
    assert "the end" in texts


def test_the_same_is_the_same_file_byte_for_byte():
    pages = [Page(name="one", rows=[["a", 1.5, None, True, "\x00\ud800"], [float("nan"), "b"] + ["c"] * 30])]
    assert workbook(pages) == workbook(pages)
    with zipfile.ZipFile(io.BytesIO(workbook(pages))) as archive:
        assert '"AF2"' in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_existing_file_is_replaced_only_when_told_so(tmp_path, ending):
    written(tmp_path, ending)
    with pytest.raises(ExchangeError, match="already there"):
        written(tmp_path, ending)
    written(tmp_path, ending, force=True)
