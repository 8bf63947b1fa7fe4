"""What has nearly the same name close by."""

from __future__ import annotations

import pytest
import shapely

from assetmap.alike import alike, pairs
from assetmap.assets import Asset, new_id

HERE = shapely.Point(-2.36, 51.38)
NEAR = Asset(name="Chapel Lunch Club", kind="food help", where=HERE)
FAR = Asset(name="Chapel Lunch Club", kind="food help", where=shapely.Point(-2.37, 51.38))
OTHER = Asset(name="Alice Park", kind="green place", where=HERE)
PHONE = Asset(name="The night line", kind="online or phone help")
AMONG = (NEAR, FAR, OTHER, PHONE)


@pytest.mark.parametrize("name", ["chapel lunch club", "The Chapel lunchclub", "Lunch club, Chapel", "Chapel lunch"])
def test_nearly_the_same_name_close_by_is_asked_about(name):
    assert alike(name, shapely.Point(-2.3605, 51.38), among=AMONG) == [NEAR]


def test_another_name_or_another_place_is_not():
    assert alike("Repair café", HERE, among=AMONG) == []
    assert alike("Chapel lunch club", shapely.Point(-2.35, 51.38), among=AMONG) == []
    assert alike("", HERE, among=AMONG) == []
    assert alike("Chapel lunch club", HERE, among=AMONG, but=NEAR.id) == []


def test_what_has_no_place_is_compared_with_what_has_none():
    assert alike("Night line", None, among=AMONG) == [PHONE]
    assert alike("Chapel lunch club", None, among=AMONG) == []


def test_a_word_that_thousands_share_makes_no_millions_of_pairs():
    many = tuple(Asset(name=f"Branch {at}", kind="green place") for at in range(3000))
    two = tuple(Asset(name=f"{x} Whelk choir", kind="green place") for x in ("The", "A"))
    assert [(one.name, other.name) for one, other, _ in pairs((*many, *two))] == [("The Whelk choir", "A Whelk choir")]


def test_a_place_is_asked_about_by_its_name_in_any_language():
    school = Asset(name="Polska Sobota", kind="class or activity", said_in={"en": {"name": "Polish Saturday school"}})
    [found] = alike("Polish Saturday School", None, among=(school,))
    assert found == school
    again = school.changed(id=new_id(), short="", name="Polska szkoła")
    assert [likeness for *_, likeness in pairs((school, again))] == [1.0]
