"""A file of one's own: a column of codes and one of numbers, and one plain sentence where that is not clear."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from assetmap import deprivation
from assetmap.errors import LayerError
from assetmap.place import open_place
from assetmap.setup import make_place
from assetmap.webmap import source_of

CODES = ("E01000001", "E01000002", "E01000003", "W01000001")


@pytest.fixture
def areas(tmp_path):
    """Four neighbourhoods, of which one is of another nation."""
    squares = [shapely.box(-2.7 + 0.01 * at, 51.6, -2.69 + 0.01 * at, 51.61) for at in range(4)]
    gpd.GeoDataFrame({"LSOA21CD": CODES}, geometry=squares, crs=4326).to_file(tmp_path / "areas.geojson")
    return tmp_path / "areas.geojson"


@pytest.fixture
def make(tmp_path, areas):
    """Make a place with a table of one's own."""

    def made(text, *, feed="deprivation", high_is="worse"):
        path = tmp_path / "own.csv"
        path.write_text(text, encoding="utf-8")
        given = {"deprivation": [path], "high_is": high_is} if feed == "deprivation" else {"population": path}
        report = make_place(tmp_path / "home", name="Here", areas=areas, **given)
        place = open_place(tmp_path / "home")
        place.close()
        return report, place

    return made


TABLE = "area;name;year;homes_without_a_car\n" + "".join(
    f"{x};n;2021;{y}\n" for x, y in zip(CODES, (5, 40, 10, 20), strict=True)
)


def test_a_code_and_a_number_are_an_index_whose_tenths_are_those_of_the_file(make):
    report, place = make(TABLE)
    assert report.to_json()["areas"] == {"read": 4, "joined": 4, "unjoined": []}
    assert any("tenths are those of the 4 areas in the file" in x for x in report.warnings)
    need = deprivation.need_of(place)
    assert need.decile.tolist() == [10, 3, 8, 5]
    assert (need.index, need.label, need.nation) == ("own", "homes without a car", "")
    assert need.source == "homes without a car, from own.csv"
    assert "not of a nation" in need.note
    assert source_of(place, "own").startswith("Tenths of the areas in the file.")
    assert deprivation.why_none(place) == ""  # one measure may well be of two nations


def test_the_person_says_which_end_is_worse(make):
    _, place = make(TABLE, high_is="better")
    assert deprivation.need_of(place).decile.tolist() == [3, 10, 5, 8]
    with pytest.raises(LayerError, match="say it with --high-is worse or --high-is better"):
        make(TABLE, high_is="")


def test_what_tables_write_for_not_known_is_no_number(make):
    report, place = make("code,rate\n" + "".join(f"{x},{y}\n" for x, y in zip(CODES, (7, -999, "n/a", 9), strict=True)))
    assert deprivation.need_of(place).decile.tolist()[::3] == [10, 5]
    assert np.isnan(deprivation.need_of(place).decile).tolist() == [False, True, True, False]
    assert not any("not a number" in x for x in report.warnings)
    assert "own.csv: 2 rows were left out as not known: “-999” and “n/a”." in report.warnings


def test_97_in_100_joined_says_which_were_not(make):
    report, place = make("code,rate\nE01000001,1\nE01000002,2\nE01000003,3\nE01999999,4\n")
    assert report.unjoined == ("W01000001",)
    assert "1 of 4 neighbourhoods have no row in the files given: W01000001." in report.warnings
    assert deprivation.need_of(place).decile.tolist()[:3] == [10, 8, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,rate,people\nE01000001,1,2\nE01000002,2,3\n", "numbers in “rate” and “people”: which of them counts"),
        ("code,name\nE01000001,a\nE01000002,b\n", "no column of numbers that differ"),
        ("code,year\nE01000001,2021\nE01000002,2021\n", "no column of numbers that differ"),
        ("code,again,rate\nE01000001,E01000001,1\nE01000002,E01000002,2\n", "twice, in “code” and “again”: keep one"),
        ("code,rate,Rate\nE01000001,1,2\nE01000002,2,3\n", "two columns called “rate”: keep one"),
        ("code,rate\nX1,1\nX2,2\n", "not a file of deprivation that any card knows"),
        ("code,rate\nE01000001,1\n", "no column of numbers that differ"),
    ],
    ids=["two numbers", "no number", "a year", "two codes", "one name twice", "no code", "one row"],
)
def test_what_is_not_clear_is_one_sentence_and_nothing_is_made(make, tmp_path, text, said):
    with pytest.raises(LayerError, match=said):
        make(text)
    assert not (tmp_path / "home").exists()


def test_a_population_of_ones_own_may_be_nobody_and_is_whole(make):
    report, place = make(
        "code,people\n"
        + "".join(f"{x},{y}\n" for x, y in zip(CODES, ("1,500", 0, 3, 4), strict=True)).replace("1,500", '"1,500"'),
        feed="population",
    )
    assert not report.has_deprivation
    people = deprivation.people_of(place)
    assert people.people.tolist() == [1500, 0, 3, 4]
    assert not people.shared.any()
    with pytest.raises(LayerError, match="no column of whole numbers from 0 up"):
        make("code,people\nE01000001,-5\nE01000002,1.5\n", feed="population")


def test_a_file_for_another_option_is_still_named(make):
    heads = "LSOA code (2011),LSOA name (2011),Local Authority District code (2019)"
    with pytest.raises(LayerError, match="give it with --population"):
        make(f"{heads},Total population: mid 2015 (excluding prisoners)\nE01000001,n,E1,5\n")


def test_the_shell_takes_it_and_says_what_is_missing(tmp_path, areas, capsys):
    from assetmap.cli import main

    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "people.csv").write_text("code,people\nE01000001,5\nE01000002,6\n", encoding="utf-8")
    given = ["setup", "--home", tmp_path / "home", "--name", "Here", "--areas", areas, "--deprivation"]
    given += [tmp_path / "own.csv", "--high-is", "worse", "--population", tmp_path / "people.csv", "--json"]
    with pytest.raises(SystemExit) as ended:
        main([str(x) for x in given])
    assert not ended.value.code
    said = capsys.readouterr()
    assert "people.csv says of 2 of 4 neighbourhoods not how many people live there: E01000003, W01000001." in said.err
    assert json.loads(said.out)["areas"]["joined"] == 4


def _split(tmp_path, *files):
    """Make a place of 2021 in which one neighbourhood is a part of one of 2011."""
    codes = ["E01000001", "E01035210"]
    squares = [shapely.box(-2.7 + 0.01 * at, 51.6, -2.69 + 0.01 * at, 51.61) for at in range(2)]
    gpd.GeoDataFrame({"LSOA21CD": codes}, geometry=squares, crs=4326).to_file(tmp_path / "areas.geojson")
    (tmp_path / "l.csv").write_text(
        "LSOA11CD,CHGIND,LSOA21CD\nE01000001,U,E01000001\nE01000003,S,E01035210\nE01000003,S,E01035211\n"
    )
    given = {"deprivation": [tmp_path / x for x in files], "lookup": [tmp_path / "l.csv"]}
    make_place(tmp_path / "home", name="Here", areas=tmp_path / "areas.geojson", high_is="worse", **given)
    place = open_place(tmp_path / "home")
    place.close()
    return place


def test_an_index_of_another_vintage_beside_ones_own_is_carried_alone(tmp_path):
    (tmp_path / "own.csv").write_text("code,rate\nE01000001,1\nE01035210,2\n")
    (tmp_path / "s.csv").write_text("lsoa11,samhi_index.2022,samhi_dec.2022\nE01000001,0,4\nE01000003,2.5,10\n")
    place = _split(tmp_path, "own.csv", "s.csv")
    mind, own = deprivation.need_of(place, index="samhi"), deprivation.need_of(place, index="own")
    assert mind.decile.tolist() == [7, 1]
    assert mind.carried.tolist() == [False, True]
    assert own.carried.tolist() == [False, False]


def test_ones_own_file_of_earlier_codes_goes_through_the_lookup(tmp_path):
    (tmp_path / "own.csv").write_text("code,rate\nE01000001,1\nE01000003,2\n")
    need = deprivation.need_of(_split(tmp_path, "own.csv"))
    assert need.decile.tolist() == [10, 5]
    assert need.carried.tolist() == [False, True]
