"""A legend has its words: domains, steps, source, and which end is which."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from assetmap import deprivation
from assetmap.deprivation import words
from assetmap.errors import LayerError
from assetmap.layers import cards


class Town:
    """Two neighbourhoods, of which one has an index."""

    def __init__(self, table, **source):
        self.table, self.source, self.people = table, source, None
        self.codes = ["B", "A"]

    def layer(self, name):
        """Return a layer."""
        if name == "areas":
            boxes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
            return gpd.GeoDataFrame({"code": self.codes, "name": ["b", "a"]}, geometry=boxes, crs=4326)
        return {"deprivation": self.table, "population": self.people}.get(name)

    def sources(self):
        """Return the sources."""
        return {"deprivation": self.source} if self.source else {}


@pytest.fixture
def table():
    return pd.DataFrame(
        {"code": ["A"], "change": ["S"], "crime_decile": [3], "imd_rank": [12], "imd_decile": [1], "imd_score": [40.5]}
    )


def test_every_neighbourhood_has_a_row_in_its_own_order_and_the_unknown_is_empty(table):
    read = deprivation.read(Town(table, card="imd2019_file2", title="IoD", publisher="P", year=2019))
    assert read.areas["code"].tolist() == ["B", "A"]
    assert read.areas["imd_decile"].isna().tolist() == [True, False]
    assert read.areas["imd_decile"].iloc[1] == 1
    assert read.areas.crs.to_epsg() == 4326


def test_domains_come_in_the_cards_order_with_its_labels(table):
    read = deprivation.read(Town(table, card="imd2019_file2", title="IoD", publisher="P", year=2019))
    assert [(x.key, x.label) for x in read.domains] == [
        ("imd", "All kinds of deprivation together"),
        ("crime", "Crime"),
    ]


def test_the_legend_has_its_steps_its_source_and_its_ends(table):
    read = deprivation.read(Town(table, card="imd2019_file2", title="IoD 2019", publisher="P", year=2019))
    assert [x.value for x in read.classes] == list(range(10, 0, -1))
    assert read.source == "IoD 2019 (P, 2019)"
    assert "1 (dark) is the most deprived" in read.which_end
    assert read.carried == 1


def test_an_index_whose_card_is_gone_can_still_be_shown(table):
    read = deprivation.read(Town(table))
    assert [x.label for x in read.domains] == ["Crime", "All kinds of deprivation together"]
    assert read.classes == ()


def test_a_place_without_an_index_has_none():
    assert deprivation.read(Town(None)) is None


def test_need_is_weighed_by_the_tenth_of_the_nation_and_the_unknown_stays_unknown(table):
    need = deprivation.need_of(Town(table, card="imd2019_file2", title="IoD", publisher="P", year=2019))
    assert need.codes == ("B", "A")
    assert need.index == "imd"
    assert need.decile[1] == 1
    assert need.weight[1] == 1.0
    assert need.carried.tolist() == [False, True]
    assert pd.isna(need.weight).tolist() == [True, False]
    assert need.source == "IoD (P, 2019)"


def test_need_by_a_domain_or_by_none_is_a_choice(table):
    town = Town(table, card="imd2019_file2")
    assert [x.key for x in deprivation.indices(town)] == ["imd", "crime"]
    assert deprivation.need_of(town, index="crime").weight[1] == pytest.approx(0.8)
    assert deprivation.need_of(town, index="none") is None
    with pytest.raises(LayerError, match="it has imd, crime"):
        deprivation.need_of(town, index="happiness")


def test_a_place_without_an_index_has_no_need_and_says_so():
    assert deprivation.need_of(Town(None)) is None
    assert "reach alone" in deprivation.why_none(Town(None))


def test_areas_of_two_nations_are_never_weighed_by_one_index(table):
    town = Town(table.assign(code=["E01000001"]))
    town.codes = ["E01000001", "W01000001"]
    assert deprivation.indices(town) == ()
    assert deprivation.need_of(town) is None
    with pytest.raises(LayerError, match=r"England and Wales.*there is none for them together"):
        deprivation.need_of(town, index="imd")


def test_nobody_living_somewhere_is_a_figure_and_a_shared_one_is_marked():
    town = Town(None)
    town.people = pd.DataFrame({"code": ["A"], "population": [0], "shared": [True]})
    people = deprivation.people_of(town)
    assert people.people[1] == 0
    assert pd.isna(people.people).tolist() == [True, False]
    assert people.shared.tolist() == [False, True]
    assert deprivation.people_of(Town(None)) is None


def test_translators_find_the_words_of_every_card():
    said = {label for card in cards().values() for label in card.domains.values()}
    assert said <= set(words.LABELS)
    notes = {x.note for card in cards().values() for x in (card, *card.derived.values())}
    assert notes - {""} == set(words.NOTES)


def test_a_home_set_up_earlier_is_told_how_to_have_the_index_without_distance(table):
    need = deprivation.need_of(Town(table.assign(barriers_decile=[2]), card="imd2019_file2"))
    assert need.index == "imd"
    assert need.nation == "England"
    assert need.notes == (words.HOLDS_DISTANCE, words.SET_UP_AGAIN)
    invented = deprivation.need_of(Town(table.assign(barriers_decile=[2])))
    assert invented.notes == (words.HOLDS_DISTANCE,)
