"""A file is held to its card: what does not keep to it is named by row, and what can be mended is mended."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from assetmap.errors import LayerError
from assetmap.layers import card, check

SQUARE = shapely.box(375000, 164000, 375100, 164100)  # in Bath, British National Grid
NO_DATUM = (
    'PROJCS["Transverse_Mercator",GEOGCS["GCS_Airy 1830",DATUM["D_unknown",SPHEROID["airy",6377563.396,299.3249646]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],'
    'PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["Meter",1]]'
)


def _table(**columns):
    base = {
        "LSOA code (2011)": ["E01000001", "E01000002"],
        "Local Authority District code (2019)": ["E09000001"] * 2,
        "Index of Multiple Deprivation (IMD) Rank": ["1,000", "2"],
        "Index of Multiple Deprivation (IMD) Decile": ["1", "1"],
    }
    return pd.DataFrame(base | columns)


def _areas(*shapes, crs="EPSG:27700"):
    codes = [f"E010000{at:02}" for at in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame({"LSOA21CD": codes, "LSOA21NM": codes}, geometry=list(shapes), crs=crs)


def _checked(frame, key="imd2019_file1"):
    return check(frame, card(key))


def _away_m(areas, shape):
    return areas.to_crs("EPSG:27700").geometry.iloc[0].hausdorff_distance(shape)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("eleven", "is not a number"),
        ("11", "is out of range"),
        ("1.5", "is not a whole number"),
        ("inf", "not a number"),
    ],
)
def test_a_cell_that_cannot_be_is_named_by_row_and_left_empty(cell, what):
    frame, problems = _checked(_table(**{"Index of Multiple Deprivation (IMD) Decile": ["1", cell]}))
    assert what in problems[0].what
    assert problems[0].row == 3
    assert problems[0].column == "Index of Multiple Deprivation (IMD) Decile"
    assert pd.isna(frame["imd_decile"].iloc[1])
    assert str(problems[0]).startswith('[row 3, "Index of Multiple Deprivation (IMD) Decile"]')


@pytest.mark.parametrize("code", ["", "Bath", "W99999999", "E01035210"])
def test_a_row_whose_code_is_not_of_the_cards_form_is_left_out_and_named(code):
    frame, problems = _checked(_table(**{"LSOA code (2011)": ["E01000001", code]}))
    assert frame["code"].tolist() == ["E01000001"]
    assert [(x.row, x.kept) for x in problems] == [(3, False)]


def test_a_code_that_is_there_twice_counts_once():
    frame, problems = _checked(_table(**{"LSOA code (2011)": ["E01000001", " E01000001 "]}))
    assert len(frame) == 1
    assert frame["imd_rank"].tolist() == [1000]
    assert "twice" in problems[0].what


def test_a_missing_column_is_named_with_the_headings_found():
    with pytest.raises(LayerError, match=r"“Index of Multiple Deprivation.*is missing.*“LSOA code"):
        _checked(_table().drop(columns="Index of Multiple Deprivation (IMD) Decile"))


def test_a_file_without_one_usable_row_is_refused_with_the_first_reason():
    with pytest.raises(LayerError, match=r"no row is as.*row 2"):
        _checked(_table(**{"LSOA code (2011)": ["Bath", "Bristol"]}))


def test_a_prj_without_a_datum_is_not_believed_and_lands_where_it_should():
    believed = _areas(SQUARE, crs=CRS.from_wkt(NO_DATUM)).to_crs("EPSG:4326")
    assert _away_m(believed, SQUARE) > 90
    frame, problems = _checked(_areas(SQUARE, crs=CRS.from_wkt(NO_DATUM)), "lsoa2021_boundaries")
    assert frame.crs.to_epsg() == 4326
    assert _away_m(frame, SQUARE) < 0.01
    assert "no datum" in problems[0].mend


@pytest.mark.parametrize("crs", [None, "EPSG:4326"])
def test_metres_without_a_system_or_said_to_be_degrees_are_read_as_metres(crs):
    frame, problems = _checked(_areas(SQUARE, crs=crs), "lsoa2021_boundaries")
    assert _away_m(frame, SQUARE) < 0.01
    assert "EPSG:27700" in problems[0].mend


def test_degrees_without_a_system_are_read_as_degrees():
    degrees = _areas(SQUARE).to_crs("EPSG:4326").set_crs(None, allow_override=True)
    frame, problems = _checked(degrees, "lsoa2021_boundaries")
    assert _away_m(frame, SQUARE) < 0.01
    assert "EPSG:4326" in problems[0].mend


def test_an_outline_that_crosses_itself_is_named_and_mended():
    bow = shapely.Polygon([(375000, 164000), (375100, 164100), (375100, 164000), (375000, 164100)])
    frame, problems = _checked(_areas(SQUARE, bow), "lsoa2021_boundaries")
    assert shapely.is_valid(frame.geometry.to_numpy()).all()
    assert frame.to_crs("EPSG:27700").area.iloc[1] == pytest.approx(5000, rel=1e-3)
    assert "E01000002 has an outline that crosses itself" in problems[0].what
    assert problems[0].kept


def test_an_outline_that_doubles_back_keeps_its_areal_part_only():
    spike = shapely.Polygon(
        [(375000, 164000), (375100, 164000), (375100, 164100), (375150, 164150), (375100, 164100), (375000, 164100)]
    )
    frame, _ = _checked(_areas(spike), "lsoa2021_boundaries")
    assert frame.geom_type.iloc[0] in ("Polygon", "MultiPolygon")
    assert frame.to_crs("EPSG:27700").area.iloc[0] == pytest.approx(10000, rel=1e-3)


@pytest.mark.parametrize(
    ("shape", "what"),
    [(None, "has no shape"), (shapely.Polygon(), "has no shape"), (shapely.Point(375000, 164000), "not of the shape")],
)
def test_a_row_without_a_usable_shape_is_left_out_and_named(shape, what):
    frame, problems = _checked(_areas(SQUARE, shape), "lsoa2021_boundaries")
    assert frame["code"].tolist() == ["E01000001"]
    assert what in problems[0].what
    assert problems[0].row == 2


def test_eastings_and_northings_become_points():
    row = dict(zip(card("code_point_open").columns, ["BA1 0AA", "10", "375350", "164482", *[""] * 6], strict=True))
    frame, _ = check(pd.DataFrame([row]), card("code_point_open"))
    point = frame.to_crs("EPSG:27700").geometry.iloc[0]
    assert (point.x, point.y) == pytest.approx((375350, 164482), abs=0.01)
