"""What somebody saves from a screen is listed, and holds nothing that was taken away meanwhile."""

from __future__ import annotations

import pytest

from assetmap.contributions import withdraw
from assetmap.demo import make_demo
from assetmap.disclosure import SHOWN, disclosed
from assetmap.place import open_place
from assetmap.screens.explore import _handed_out
from assetmap.webmap import web_page


@pytest.fixture
def place(tmp_path):
    opened = open_place(make_demo(tmp_path / "town"))
    yield opened
    opened.close()


def test_a_page_saved_from_an_old_screen_leaves_out_what_has_gone_and_is_listed_with_what_it_holds(place):
    shown = disclosed(x.asset for x in place.store.read(statuses=SHOWN))[:5]
    first, second, *_ = shown

    def page(assets):
        return web_page(assets, place=place)

    assert first.name in _handed_out(place, "page", "map.html", shown, page)
    done = withdraw(place.store, first.id, by="steward")
    assert [(x.what, x.name, x.assets) for x in done.copies] == [("page", "map.html", 5)]
    again = _handed_out(place, "page", "map.html", shown, page)
    assert first.name not in again
    assert second.name in again
    assert [x.assets for x in place.store.copies.of(second.id)] == [4, 5]
    assert [x.assets for x in place.store.copies.of(first.id)] == [5]
