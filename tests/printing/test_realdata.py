"""A page of the real streets of Bath."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, TestPlace, asset

from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page


@pytest.mark.realdata
def test_bath_is_drawn_from_its_own_streets(realdata):
    roads = gpd.read_file(realdata / "streets" / "bath_ne_somerset_os_roads.geojson")
    green = gpd.read_file(realdata / "services_bath" / "os_greenspace_site.geojson")
    place = TestPlace(name="Bath & North East Somerset")
    place._layers = {
        "streets": roads.rename(columns={"distname": "name", "classifica": "class"}),
        "green": green.rename(columns={"distname1": "name"}),
    }
    spots = {
        "Royal Victoria Park": (-2.3735, 51.3865),
        "Oldfield Park hall": (-2.3755, 51.3768),
        "Guildhall": (-2.3592, 51.3826),
    }
    rows = [Entry(asset(name, 0, 0, where=shapely.Point(*spot)), 500.0, None) for name, spot in spots.items()]
    page = referral_page(rows, origin=shapely.Point(-2.372, 51.381), place=place, on=ON)
    drawn = page.sheet.sections[0].map
    names = {text.text for text in drawn.texts}
    assert {"1", "2", "3", "You are here"} <= names
    assert len(names & set(roads["distname"].dropna())) >= 5
    assert len(drawn.markup) > 20_000
    assert page.pdf().startswith(b"%PDF-")
    assert page.unprintable == ()
