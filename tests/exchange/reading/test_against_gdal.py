"""Real layers in every form that GDAL writes: read here without GDAL, they are what GDAL reads."""

import io
import warnings
import zipfile

import pyogrio
import pytest
import shapely

from assetmap.exchange.reading import READERS

LAYERS = (
    "banes_gss_parks_recreation", "banes_gss_playspace_children", "banes_gp_surgeries", "os_functional_sites",
    "banes_defibrillators",
)  # fmt: skip
FORMS = {"gpkg": "GPKG", "shp.zip": "ESRI Shapefile", "kml": "KML", "xlsx": "XLSX", "ods": "ODS"}


def written(frame, folder, kind):
    """Write a layer as GDAL does, and give the bytes that a person would send."""
    ending = {"shp.zip": "shp"}.get(kind, kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ten letters, and lists become text
        pyogrio.write_dataframe(frame, folder / f"x.{ending}", driver=FORMS[kind], layer="x")
    if kind != "shp.zip":
        return (folder / f"x.{ending}").read_bytes(), folder / f"x.{ending}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in folder.glob("x.*"):
            archive.write(part, part.name)
    return buffer.getvalue(), folder / "x.shp"


@pytest.mark.realdata
@pytest.mark.parametrize("kind", ["gpkg", "shp.zip", "kml"])
@pytest.mark.parametrize("name", LAYERS)
def test_shapes_and_words_are_those_that_gdal_reads(name, kind, realdata, tmp_path):
    frame = pyogrio.read_dataframe(realdata / "services_bath" / f"{name}.geojson")
    frame = frame[[x for x in frame.columns if x.lower() not in {"fid", "id", "ogc_fid"}]]
    if kind != "kml":
        frame = frame.to_crs("EPSG:27700")
    content, path = written(frame, tmp_path, kind)
    sheet = READERS[kind](content, path.name).best
    theirs = pyogrio.read_dataframe(path)
    assert sheet.crs == ("EPSG:4326" if kind == "kml" else "EPSG:27700")
    assert len(sheet.rows) == len(theirs) == len(frame)
    for row, shape in zip(sheet.rows, theirs.geometry, strict=True):
        ours = None if row.shape is None else shapely.from_wkb(row.shape)
        assert (ours is None) == (shape is None)
        assert ours is None or ours.equals(shapely.force_2d(shape)) or shapely.equals_exact(
            ours.normalize(), shapely.force_2d(shape).normalize(), 0
        )  # fmt: skip
    shared = [x for x in theirs.columns if x in sheet.headings and theirs[x].dtype.kind in "OUif"]
    assert kind == "kml" or set(sheet.headings) == set(theirs.columns) - {"geometry"}
    for heading in shared:
        for row, value, missing in zip(sheet.rows, theirs[heading], theirs[heading].isna(), strict=True):
            ours = row.cells[heading]
            assert (ours in (None, "")) == (missing or str(value).strip() == "")
            assert ours in (None, "") or str(ours).strip() == str(value).strip() or float(ours) == float(value)


@pytest.mark.realdata
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("name", LAYERS)
def test_words_are_those_of_the_layer_in_a_spreadsheet(name, kind, realdata, tmp_path):
    frame = pyogrio.read_dataframe(realdata / "services_bath" / f"{name}.geojson").drop(columns="geometry")
    content, path = written(frame, tmp_path, kind)
    sheet = READERS[kind](content, path.name).best
    assert len(sheet.rows) == len(frame)
    for heading in (x for x in frame.columns if frame[x].dtype.kind in "OU" and x in sheet.headings):
        theirs = [str(x).strip() for x in frame[heading].fillna("")]
        assert [str(x.cells[heading] or "").strip() for x in sheet.rows] == theirs
    assert {x for x in frame.columns if frame[x].notna().any()} <= set(sheet.headings)
