"""What somebody saves from a screen is listed, and holds nothing that was taken away meanwhile."""

from __future__ import annotations

import pytest

from assetmap.contributions import withdraw
from assetmap.demo import make_demo
from assetmap.disclosure import SHOWN, disclosed
from assetmap.passphrases import made
from assetmap.place import open_place
from assetmap.screens import circles
from assetmap.screens.explore import _handed_out
from assetmap.store.base import Edit
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
        return web_page(assets, place=place), [x.id for x in assets]

    assert first.name in _handed_out(place, "page", "map.html", shown, page)
    done = withdraw(place.store, first.id, by="steward")
    assert [(x.what, x.name, x.assets) for x in done.copies] == [("page", "map.html", 5)]
    again = _handed_out(place, "page", "map.html", shown, page)
    assert first.name not in again
    assert second.name in again
    assert [x.assets for x in place.store.copies.of(second.id)] == [4, 5]
    assert [x.assets for x in place.store.copies.of(first.id)] == [5]


def test_a_page_that_was_open_long_gives_what_may_be_seen_now_as_it_is_now(place):
    everything = disclosed((x.asset for x in place.store.read(statuses=SHOWN)), audience="workshop")
    public = {x.id for x in disclosed(x.asset for x in place.store.read(statuses=SHOWN))}
    assert len(public) < len(everything)
    taken = []
    _handed_out(place, "page", "map.html", everything, lambda now: (taken.extend(now) or "", ()))
    assert {x.id for x in taken} == public  # who belongs to no circle any more
    one = next(x for x in taken if x.phone)
    there = place.store.get(one.id)
    place.store.write([Edit(asset=there.asset.changed(phone=""), expected=there.version)], by="steward")
    taken.clear()
    _handed_out(place, "page", "map.html", everything, lambda now: (taken.extend(now) or "", ()), circle="workshop")
    assert {x.id for x in taken} == {x.id for x in everything}
    assert next(x for x in taken if x.id == one.id).phone == ""


def test_who_is_ended_belongs_to_everybody_with_an_open_page_too(place):
    people = place.store.people
    said = made()
    people.add("Pat", role="visitor", audience="partners", passphrase=said, by="steward")
    pat = people.person_of(people.sign_in("Pat", said))
    assert circles.still(place, pat, "partners") == "partners"
    assert circles.still(place, "visitor", "public") == "public"
    people.end("Pat", by="steward")
    assert circles.still(place, pat, "partners") == "public"
