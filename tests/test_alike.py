"""What has nearly the same name close by."""

from __future__ import annotations

import pytest
import shapely

from assetmap.alike import alike
from assetmap.assets import Asset

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
