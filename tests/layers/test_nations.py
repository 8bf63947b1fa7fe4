"""Another nation's index needs a card and nothing else; each is held to its real file where there is one."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from assetmap import deprivation
from assetmap.errors import LayerError
from assetmap.layers import card, cards, read
from assetmap.layers.nations import nation_of, nations_of
from assetmap.layers.whole import worked_out
from assetmap.place import open_place
from assetmap.setup import make_place

SIMD = "deprivation/SIMD2020_scotland_dz11_converted.csv.gz"
SVI = "deprivation/SVI2018_US_COUNTY.csv.gz"
CIMD = "deprivation/CIMD_Variables_canada_da.csv.gz"


def _boundaries(path, heading, codes, *, west, south, **more):
    squares = [shapely.box(west + 0.01 * at, south, west + 0.01 * (at + 1), south + 0.01) for at in range(len(codes))]
    frame = gpd.GeoDataFrame({heading: codes, **{x: [y] * len(codes) for x, y in more.items()}}, geometry=squares)
    frame.set_crs(4326).to_file(path)
    return path


def _made(tmp_path, areas, **files):
    report = make_place(tmp_path / "home", name="There", areas=areas, **files)
    place = open_place(tmp_path / "home")
    place.close()
    return report, place


@pytest.mark.realdata
def test_scotland_2020_loads_by_card_with_its_own_tenths_and_an_index_without_access(realdata):
    reading = read(realdata / SIMD, feeds=("deprivation",))
    assert (reading.card.key, reading.rows) == ("simd2020", 6976)
    made, notes = worked_out(reading)
    assert notes == []
    assert made["imd_without_access_decile"].value_counts().between(697, 698).all()
    assert "imd_decile" not in made  # the file has its own


@pytest.mark.realdata
def test_a_place_in_scotland_has_scotlands_tenths_and_the_people_of_its_own_boundaries(realdata, tmp_path):
    codes = ["S01006506", "S01006507", "S01099999"]
    areas = _boundaries(tmp_path / "z.geojson", "DataZone", codes, west=-2.3, south=57.1, Name="z", TotPop2011=872)
    report, place = _made(tmp_path, areas, deprivation=[realdata / SIMD], population=areas)
    assert report.unjoined == ("S01099999",)
    need = deprivation.need_of(place, index="imd")
    assert need.decile.tolist()[:2] == [7, 7]  # ranks 4,691 and 4,862 of 6,976
    assert need.notes == ("This index holds the distance to services, which a gap counts as well.",)
    assert deprivation.need_of(place).index == "imd_without_access"
    assert deprivation.need_of(place).nation == "Scotland"
    assert deprivation.people_of(place).people.tolist() == [872, 872, 872]


@pytest.mark.realdata
def test_the_domains_of_scotland_put_together_come_within_seven_places_of_the_published_rank(realdata):
    from assetmap.layers.whole import combined

    weights = {**card("simd2020").derived["imd_without_access"].weights, "access": 9}
    frame = pd.read_csv(realdata / SIMD)
    ranks = {x: frame[f"{x.capitalize()}_rank"].to_numpy() for x in weights}
    rank = pd.Series(combined(ranks, weights, areas=6976)).rank(ascending=False)
    assert (rank - frame["IMD_rank"]).abs().max() <= 7


def test_the_scottish_governments_own_headings_are_known_too():
    found = card("simd2020").found_in(["Data_Zone", "SIMD2020v2_Rank", "SIMD2020_Access_Domain_Rank"])
    assert set(found) == {"code", "imd_rank", "access_rank"}
    assert not card("simd2020").lacking(found.values())


@pytest.mark.realdata
def test_counties_of_the_united_states_load_with_their_zeros_and_what_is_missing_stays_unknown(realdata, tmp_path):
    areas = _boundaries(
        tmp_path / "c.geojson", "GEOID", ["01001", "35039", "48505"], west=-86.6, south=32.5, NAME="n", COUNTYNS="1"
    )
    report, place = _made(tmp_path, areas, deprivation=[realdata / SVI], population=realdata / SVI)
    assert report.to_json()["areas"] == {"read": 3, "joined": 3, "unjoined": []}
    need = deprivation.need_of(place)
    assert need.nation == "the United States"
    assert (need.index, need.year) == ("svi", 2018)
    # Autauga 0.4354; Rio Arriba -999, which is no number; Zapata is among the most vulnerable.
    published = pd.read_csv(realdata / SVI, dtype={"FIPS": str}).set_index("FIPS")["RPL_THEMES"]
    assert published["48505"] > 0.9
    assert need.decile.tolist()[::2] == [6, 1]
    assert pd.isna(need.decile[1])
    people = deprivation.people_of(place)
    assert people.people[1] == 39307
    assert "-999" not in str(report.warnings)


@pytest.mark.realdata
def test_every_county_has_a_tenth_but_the_one_without_data(realdata):
    reading = read(realdata / SVI, feeds=("deprivation",))
    made, notes = worked_out(reading)
    assert len(made) == 3142
    assert made["svi_decile"].isna().sum() == 1
    assert made["svi_decile"].value_counts().between(310, 318).all()
    assert notes == []


@pytest.mark.realdata
def test_canada_has_four_dimensions_and_no_sum_of_them_is_made_up(realdata, tmp_path):
    codes = ["12010030", "12010031"]
    areas = _boundaries(tmp_path / "da.geojson", "DAUID", codes, west=-63.2, south=46.2)
    _, place = _made(tmp_path, areas, deprivation=[realdata / CIMD])
    assert [x.label for x in deprivation.indices(place)] == [
        "Situational vulnerability", "Economic dependency", "Residential instability", "Ethno-cultural composition",
    ]  # fmt: skip
    need = deprivation.need_of(place)
    assert "no sum of them" in need.note
    scores = pd.read_csv(realdata / CIMD)
    assert len(scores) == 54368
    for at, code in enumerate(codes):  # by hand: how many areas have a higher score
        row = scores[scores["DAUID"] == int(code)]["Situational vulnerability Scores"].iloc[0]
        worse = (scores["Situational vulnerability Scores"] > row).mean()
        assert need.decile[at] == int(worse * 10) + 1


def test_mental_ill_health_turns_its_tenths_and_says_that_it_was_not_tried(tmp_path):
    path = tmp_path / "samhi.csv"
    path.write_text("lsoa11,samhi_index.2022,samhi_dec.2022\nE01000001,-1.2,1\nE01000002,2.5,10\n")
    made, _ = worked_out(read(path, feeds=("deprivation",)))
    assert made["samhi_decile"].tolist() == [10, 1]
    assert card("samhi5").tried.startswith("Not tried")


RANKS = {
    "wimd2019": "LSOA code,WIMD 2019\nW01000001,1\nW01000002,1909\n",
    "nimdm2017": 'SOA2001,"Multiple Deprivation Measure Rank \n(where 1 is most deprived)"\n95AA01S1,1\n95AA01S2,890\n',
}


@pytest.mark.parametrize(("key", "line"), RANKS.items(), ids=list(RANKS))
def test_a_file_of_ranks_has_tenths_of_its_nation(tmp_path, key, line):
    (tmp_path / "ranks.csv").write_text(line)
    reading = read(tmp_path / "ranks.csv", feeds=("deprivation",))
    assert reading.card.key == key
    assert worked_out(reading)[0]["imd_decile"].tolist() == [1, 10]


def test_every_index_has_boundaries_to_lie_on_or_says_so():
    families = {x.codes for x in cards().values() if "areas" in x.feeds}
    assert {x.codes for x in cards().values() if "deprivation" in x.feeds} <= families


@pytest.mark.parametrize(
    ("code", "nation"),
    [
        ("E01000001", "England"),
        ("S01006506", "Scotland"),
        ("W01000001", "Wales"),
        ("95AA01S1", "Northern Ireland"),
        ("01001", ""),
        ("D0100001", ""),
    ],
)
def test_a_code_tells_its_nation(code, nation):
    assert nation_of(code) == nation


def test_nations_are_named_once_each():
    assert nations_of(["W01000001", "E01000001", "W01000002", "x"]) == ["England", "Wales"]


def test_boundaries_of_two_nations_are_refused_an_index_with_the_reason(tmp_path):
    areas = _boundaries(tmp_path / "a.geojson", "LSOA11CD", ["E01000001", "W01000001"], west=-2.7, south=51.6)
    path = tmp_path / "w.csv"
    path.write_text("LSOA code,WIMD 2019\nW01000001,1\n")
    with pytest.raises(
        LayerError, match=r"of England and of Wales, and w\.csv is of Wales.*none of the United Kingdom"
    ):
        make_place(tmp_path / "home", name="Border", areas=areas, deprivation=[path])
    assert not (tmp_path / "home").exists()
    report = make_place(tmp_path / "home", name="Border", areas=areas)
    assert not report.has_deprivation


def test_two_indices_of_one_nation_lie_side_by_side_each_with_its_source(tmp_path):
    areas = _boundaries(tmp_path / "a.geojson", "LSOA11CD", ["E01000001", "E01000002"], west=-2.7, south=51.6)
    heads = "LSOA code (2011),Local Authority District code (2019),Index of Multiple Deprivation (IMD) "
    (tmp_path / "i.csv").write_text(
        f"{heads}Rank,Index of Multiple Deprivation (IMD) Decile\nE01000001,E1,5,1\nE01000002,E1,32000,10\n"
    )
    (tmp_path / "s.csv").write_text("lsoa11,samhi_index.2022,samhi_dec.2022\nE01000001,-1.2,1\nE01000002,2.5,10\n")
    _, place = _made(tmp_path, areas, deprivation=[tmp_path / "i.csv", tmp_path / "s.csv"])
    assert [x.key for x in deprivation.indices(place)] == ["imd", "samhi"]
    assert deprivation.need_of(place).decile.tolist() == [1, 10]
    assert deprivation.need_of(place, index="samhi").decile.tolist() == [10, 1]
    assert "SAMHI" not in deprivation.need_of(place).source
    assert deprivation.need_of(place, index="samhi").source.startswith("Small Area Mental Health Index")


def test_an_index_of_other_areas_is_told_apart_by_name(tmp_path):
    areas = _boundaries(tmp_path / "a.geojson", "LSOA11CD", ["E01000001", "E01000002"], west=-2.7, south=51.6)
    (tmp_path / "c.csv").write_text(
        "DAUID,Residential instability Scores,Ethno-cultural composition Scores,"
        "Economic dependency Scores,Situational vulnerability Scores\n12010030,1,1,1,1\n"
    )
    with pytest.raises(LayerError, match=r"of other areas\. It goes with “Dissemination areas of Canada, 2016"):
        make_place(tmp_path / "home", name="Here", areas=areas, deprivation=[tmp_path / "c.csv"])
