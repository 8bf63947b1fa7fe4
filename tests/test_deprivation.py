"""A legend has its words: domains, steps, source, and which end is which."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from assetmap import deprivation


class Town:
    """Two neighbourhoods, of which one has an index."""

    def __init__(self, table, **source):
        self.table, self.source = table, source

    def layer(self, name):
        """Return a layer."""
        if name == "areas":
            boxes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
            return gpd.GeoDataFrame({"code": ["B", "A"], "name": ["b", "a"]}, geometry=boxes, crs=4326)
        return self.table if name == "deprivation" else None

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
