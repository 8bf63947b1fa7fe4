"""The atlas from the screen: what whoever saves it may see, and no more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assetmap.errors import PermissionDeniedError
from assetmap.gaps import Asked, gaps, model_of
from assetmap.screens.gapping import showing
from assetmap.settings import PlaceSettings
from tests.gaps.street import Town, areas, asset, postcodes, street


class Place(Town):
    settings = PlaceSettings(name="Longstreet")


def test_the_atlas_is_a_pdf_for_the_circle_it_was_asked_for_and_nothing_for_another(monkeypatch):
    town = Place(street([(0, 0), (1000, 0)]), areas=areas(A=(0, -500, 1000, 500)), postcodes=postcodes(("A", 100)))
    found = gaps(model_of(town, [asset("growing space", 300)]), None, Asked(), draws=0)
    still = SimpleNamespace(circle="partners")
    monkeypatch.setattr(showing.circles, "still", lambda *_: still.circle)
    saved = showing._atlas(found, town, by=None, audience="partners", language="en")
    assert saved[:5] == b"%PDF-"
    still.circle = "public"
    with pytest.raises(PermissionDeniedError):
        showing._atlas(found, town, by=None, audience="partners", language="en")
