"""Real places from published files."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from assetmap.deprivation import indices, need_of, people_of
from assetmap.errors import LayerError
from assetmap.place import open_place
from assetmap.setup import make_place

pytestmark = pytest.mark.realdata


def _deprivation(realdata, *names):
    return [next((realdata / "deprivation").glob(name)) for name in names]


def test_bath_from_its_cut_boundaries_and_national_files_joins_118_of_118(realdata, tmp_path):
    report = make_place(
        tmp_path / "bath",
        name="Bath & North East Somerset",
        areas=realdata / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        deprivation=_deprivation(realdata, "IoD2025*"),
        postcodes=[realdata / f"postcodes/code_point_open_{x}.csv.gz" for x in ("ba", "bs")],
        population=_deprivation(realdata, "File_6*")[0],
        lookup=realdata / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        streets=realdata / "streets/bath_ne_somerset_os_roads.geojson",
        green=realdata / "services_bath/os_greenspace_site.geojson",
        gates=realdata / "services_bath/os_greenspace_access_point.geojson",
        names=realdata / "services_bath/os_place_names.geojson",
    ).to_json()
    assert report["areas"] == {"read": 118, "joined": 118, "unjoined": []}
    assert report["changes"]["2011 to 2021"]["unchanged"] == 112
    assert report["changes"]["2011 to 2021"]["split"] == 6
    layers = {x.stem: x for x in (tmp_path / "bath/layers").glob("*.parquet")}
    assert set(layers) == {"areas", "deprivation", "population", "postcodes", "streets", "green", "gates", "names"}
    names = pd.read_parquet(layers["names"])
    assert len(names) == 191  # no farm, wood or brook among them
    assert set(names["name"]) > {"Bath", "Midsomer Norton", "Twerton", "Whiteway", "Odd Down"}
    assert set(names["what"]) == {"town", "suburb"}
    people = pd.read_parquet(layers["population"])
    assert people["shared"].sum() == 6
    assert sorted(set(pd.read_parquet(layers["deprivation"])["imd_decile"])) == list(range(1, 11))
    codes = pd.read_parquet(layers["postcodes"])
    assert codes["area"].ne("").sum() > 5500
    # The parts of each split area add up to it: the place's people are those of its 115 areas of 2011.
    file6 = pd.read_csv(_deprivation(realdata, "File_6*")[0], thousands=",", encoding="utf-8-sig")
    of_bath = file6[file6["Local Authority District code (2019)"] == "E06000022"]
    assert people["population"].sum() == of_bath["Total population: mid 2015 (excluding prisoners)"].sum()
    # Need leaves distance out, and is the nation's tenth; nobody's figure is another vintage's, but for the people.
    place = open_place(tmp_path / "bath")
    place.close()
    need = need_of(place)
    assert (need.index, need.nation, need.year) == ("imd_without_barriers", "England", 2025)
    assert not np.isnan(need.weight).any()
    assert not need.carried.any()
    assert [x.key for x in indices(place)][:3] == ["imd_without_barriers", "imd", "income"]
    assert people_of(place).shared.sum() == 6
    # Without the barriers 35 of its 118 areas stand in another tenth, two away at the most.
    away = np.abs(need_of(place, index="imd").decile - need.decile)
    assert ((away > 0).sum(), away.max()) == (35, 2)


def test_bath_from_the_south_west_shapefile_and_files_1_and_2_lies_within_5_m_of_the_cut(realdata, tmp_path):
    report = make_place(
        tmp_path / "bath",
        name="Bath",
        district="E06000022",
        areas=realdata / "boundaries/LSOA_2011_sw5forces_BGC_V2.zip",
        deprivation=_deprivation(realdata, "File_1*", "File_2*"),
    )
    assert report.to_json()["areas"] == {"read": 115, "joined": 115, "unjoined": []}
    assert any("no datum" in x for x in report.warnings)
    ours = gpd.read_parquet(tmp_path / "bath/layers/areas.parquet").set_index("code").to_crs(27700)
    cut = gpd.read_file(realdata / "boundaries/lsoa2011_bath_ne_somerset_bgc.geojson")
    cut = cut.set_index("LSOA11CD").to_crs(27700).loc[ours.index]
    assert ours.geometry.hausdorff_distance(cut.geometry).max() < 5


def test_bath_cut_out_of_england_has_the_same_118_areas(realdata, tmp_path):
    report = make_place(
        tmp_path / "bath",
        name="Bath",
        district="E06000022",
        areas=realdata / "boundaries/lsoa2021_england_bsc.geojson.zip",
        deprivation=_deprivation(realdata, "File_2*"),
        lookup=realdata / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
    )
    assert report.to_json()["areas"] == {"read": 118, "joined": 118, "unjoined": []}
    place = open_place(tmp_path / "bath")
    place.close()
    need = need_of(place)  # the index of 2019 without barriers, through the lookup like the others
    assert (need.index, need.year) == ("imd_without_barriers", 2019)
    assert need.carried.sum() == 6
    assert not np.isnan(need.weight).any()


@pytest.mark.parametrize(
    ("areas", "file", "both"),
    [
        ("lsoa2021_bath_ne_somerset_bsc.geojson", "File_2*", "112 of 118"),
        ("lsoa2011_bath_ne_somerset_bgc.geojson", "IoD2025*", "112 of 115"),
        ("lsoa2021_rutland_bsc.geojson", "File_1*", "21 of 26"),
    ],
)
def test_the_wrong_vintage_is_never_half_joined(realdata, tmp_path, areas, file, both):
    with pytest.raises(LayerError, match=both) as raised:
        make_place(
            tmp_path / "x", name="x", areas=realdata / "boundaries" / areas, deprivation=_deprivation(realdata, file)
        )
    assert "LSOA 2011" in str(raised.value)
    assert "LSOA 2021" in str(raised.value)


@pytest.mark.slow
def test_rutland_with_its_openstreetmap_extract_joins_26_of_26(realdata, tmp_path):
    report = make_place(
        tmp_path / "rutland",
        name="Rutland",
        areas=realdata / "boundaries/lsoa2021_rutland_bsc.geojson",
        deprivation=_deprivation(realdata, "IoD2025*"),
        postcodes=[realdata / "postcodes/code_point_open_rutland.csv.gz"],
        osm=realdata / "osm/rutland_2022.osm.pbf",
    ).to_json()
    assert report["areas"] == {"read": 26, "joined": 26, "unjoined": []}
    layers = tmp_path / "rutland/layers"
    streets = gpd.read_parquet(layers / "streets.parquet")
    assert 5000 < len(streets) < 6660  # of 6,660 highways, those one may walk on
    assert "motorway" not in set(streets["class"])
    assert {"footway", "steps", "residential"} <= set(streets["class"])
    names = gpd.read_parquet(layers / "names.parquet")
    assert {"Oakham", "Uppingham"} <= set(names["name"])
    green = gpd.read_parquet(layers / "green.parquet")
    assert set(gpd.read_parquet(layers / "gates.parquet")["site"]) <= set(green["id"])
    assert len(gpd.read_parquet(layers / "water.parquet")) > 100


def test_the_ons_lookup_alone_places_postcodes_in_their_neighbourhood_and_says_so(realdata, tmp_path):
    report = make_place(
        tmp_path / "rutland",
        name="Rutland",
        areas=realdata / "boundaries/lsoa2011_rutland_bsc.geojson",
        deprivation=_deprivation(realdata, "File_2*"),
        postcodes=[realdata / "postcodes/PCD_OA_LSOA_MSOA_LAD_MAY22_cut.csv.gz"],
    )
    codes = pd.read_parquet(tmp_path / "rutland/layers/postcodes.parquet")
    assert codes["area"].nunique() == 23
    assert (codes["quality"] == 100).all()
    assert any("Add Code-Point" in x for x in report.warnings)
    assert any("no longer in use" in x for x in report.warnings)


def test_an_extract_that_is_none_is_refused(realdata, tmp_path):
    (tmp_path / "x.osm.pbf").write_bytes(b"not an extract")
    with pytest.raises(LayerError, match="is not an OpenStreetMap extract"):
        make_place(
            tmp_path / "x",
            name="x",
            areas=realdata / "boundaries/lsoa2021_rutland_bsc.geojson",
            osm=tmp_path / "x.osm.pbf",
        )
