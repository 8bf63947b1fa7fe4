"""Every card is whole, and says what a legend and a person need."""

import re

import pytest

from assetmap.errors import LayerError
from assetmap.layers import card, cards
from assetmap.layers.card import _read

WANTED = {
    "imd2019_file1", "imd2019_file2", "imd2019_file6", "imd2019_file7", "iod2025_file7", "lsoa2011_boundaries",
    "lsoa2021_boundaries", "lsoa_2011_2021_lookup", "lsoa2021_wards", "code_point_open", "ons_postcode_lookup",
    "os_open_map_roads", "os_open_greenspace_sites", "os_open_greenspace_gates", "census2021_ts001",
    "simd2020", "scotland_data_zones_2011", "wimd2019", "nimdm2017", "northern_ireland_soas_2011", "samhi5",
    "svi2018_county", "us_counties_2018", "cimd2016", "canada_dissemination_areas_2016",
    "os_open_map_names",
}  # fmt: skip


def _rgb(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def test_there_is_a_card_for_every_file_a_place_is_made_from():
    assert set(cards()) >= WANTED


@pytest.mark.parametrize("each", list(cards().values()), ids=lambda x: x.key)
def test_a_card_says_what_it_says_and_what_it_does_not(each):
    for text in (each.title, each.says, each.does_not_say, each.publisher, each.licence, each.attribution, each.get):
        assert text.strip()
    assert each.tried
    if each.headerless:
        assert sorted(x.position for x in each.columns.values()) == list(range(len(each.columns)))


@pytest.mark.parametrize("each", [x for x in cards().values() if x.classes], ids=lambda x: x.key)
def test_a_legend_goes_from_light_to_dark_in_one_hue_that_is_not_red(each):
    assert [x.value for x in each.classes] == list(range(10, 0, -1))
    colours = [_rgb(x.colour) for x in each.classes]
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in colours]
    assert light == sorted(light, reverse=True)
    assert all(b >= r >= g for r, g, b in colours)  # violet throughout
    assert "least deprived" in each.classes[0].label
    assert "most deprived" in each.classes[-1].label


def test_codes_of_2011_end_where_the_census_of_2021_went_on():
    pattern = re.compile(card("lsoa2011_boundaries").columns["code"].pattern)
    assert pattern.fullmatch("E01000001")
    assert pattern.fullmatch("E01033768")
    assert not pattern.fullmatch("E01033769")
    assert not pattern.fullmatch("E01035210")


def test_headings_are_found_whatever_their_case_spaces_or_byte_order_mark():
    found = card("imd2019_file1").found_in(["\ufeffLSOA code (2011)", " local authority  district code (2019)"])
    assert found == {
        "code": "\ufeffLSOA code (2011)",
        "district": " local authority  district code (2019)",
    }


def test_a_file_without_headings_is_known_by_the_pattern_of_its_columns():
    row = ["BA1 0AA", "10", "375350", "164482", "E92000001", "", "E18000010", "", "E06000022", "E05012471"]
    assert card("code_point_open").fits_rows([row])
    assert not card("code_point_open").fits_rows([row, [*row[:2], "east", *row[3:]]])
    assert not card("code_point_open").fits_rows([row[:-1]])
    assert not card("code_point_open").fits_rows([])


def test_a_card_that_does_not_exist_names_those_that_do():
    with pytest.raises(LayerError, match="imd2019_file1"):
        card("imd1066")


@pytest.mark.parametrize("text", ["title = ", "title = 'x'", "[columns]\ncode = { headings = ['c'], kind = 'roman' }"])
def test_a_spoilt_card_is_named(text):
    with pytest.raises(LayerError, match=r"layers/spoilt\.toml is not a card"):
        _read("spoilt", text)


INDEX = """
title = "x"
feeds = ["deprivation"]
says = "x"
does_not_say = "x"
publisher = "x"
year = 2020
licence = "x"
attribution = "x"
geometry = "none"
get = "x"
key = "code"
{more}
[columns]
code = {{ headings = ["code"] }}
a_rank = {{ headings = ["a"], kind = "whole" }}
[domains]
all = "All"
a = "A"
[derived.all]
weights = {{ {weight} = 1 }}
cites = "x"
"""


@pytest.mark.parametrize(
    ("more", "weight", "said"),
    [
        ("", "a", "all cannot be worked out without `whole`"),
        ("whole = 9", "b", "all cannot be worked out without column b_rank"),
        ('whole = 9\nfirst = "b"', "a", "the first index, b, is none of its domains"),
    ],
    ids=["no size", "no rank", "no such first"],
)
def test_an_index_whose_parts_do_not_go_together_is_named(more, weight, said):
    with pytest.raises(LayerError, match=rf"layers/loose\.toml: {said}"):
        _read("loose", INDEX.format(more=more, weight=weight))
    assert _read("whole", INDEX.format(more="whole = 9", weight="a")).derived["all"].weights == {"a": 1}


def test_a_domain_without_a_column_is_named():
    text = INDEX.format(more="whole = 9", weight="a").replace('a = "A"', 'a = "A"\nb = "B"')
    with pytest.raises(LayerError, match="b is a domain without a column b_decile"):
        _read("loose", text)
