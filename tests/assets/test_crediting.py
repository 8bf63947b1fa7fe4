"""OpenStreetMap is named wherever something of it is shown, and nowhere else."""

import pytest

from assetmap.assets import Asset
from assetmap.assets.crediting import (
    attributions_of,
    is_openstreetmap,
    licensed,
    shared_alike,
    sources_of_assets,
    with_credit,
)
from assetmap.settings import PlaceSettings

OURS = Asset(name="Tea", kind="green_place")
THEIRS = Asset(name="Hall", kind="indoor_place", source="openstreetmap", source_licence="ODbL 1.0")
CREDIT = "© OpenStreetMap contributors (ODbL)"


def test_openstreetmap_is_named_for_the_sake_of_one_asset():
    place = PlaceSettings(name="Bath", attributions=("Contains OS data",))
    assert attributions_of(place, [OURS]) == ("Contains OS data",)
    assert attributions_of(place, [OURS, THEIRS]) == ("Contains OS data", CREDIT)
    assert attributions_of(None, [THEIRS]) == (CREDIT,)
    assert attributions_of(None, [OURS]) == ()


def test_it_is_named_once():
    place = PlaceSettings(name="Bath", attributions=(CREDIT,))
    assert attributions_of(place, [THEIRS]) == (CREDIT,)
    assert with_credit("© OpenStreetMap contributors", [THEIRS]) == "© OpenStreetMap contributors"


@pytest.mark.parametrize(("credit", "said"), [("", CREDIT), ("Contains OS data", f"Contains OS data · {CREDIT}")])
def test_a_line_under_a_map_gets_it(credit, said):
    assert with_credit(credit, [OURS, THEIRS]) == said
    assert with_credit(credit, [OURS]) == credit


def test_what_was_made_one_with_something_of_openstreetmap_is_known_by_its_licence():
    assert is_openstreetmap(OURS.changed(source="parks", source_licence="OGL v3; ODbL 1.0"))
    assert not is_openstreetmap(OURS.changed(source="parks", source_licence="OGL v3"))


def test_what_is_taken_over_from_openstreetmap_keeps_its_licence():
    parks = OURS.changed(source="parks", source_licence="OGL v3")
    assert licensed(parks, THEIRS) == {"source_licence": "OGL v3; ODbL 1.0"}
    assert licensed(OURS, THEIRS) == {"source_licence": "ODbL 1.0"}
    assert licensed(THEIRS, parks) == {}
    assert licensed(parks, OURS) == {}


def test_the_terms_are_said_where_data_are_passed_on():
    [said] = shared_alike([OURS, THEIRS])
    assert "Open Database License" in said
    assert "alike" in said
    assert shared_alike([OURS]) == ()
    assert sources_of_assets([OURS]) == []
    assert sources_of_assets([THEIRS])[0]["attribution"] == CREDIT
