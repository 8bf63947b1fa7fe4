"""Addresses that open the app: codes of a printed page on Explore, needs and kinds of another system on Refer."""

from __future__ import annotations

from datetime import date

import pytest

from assetmap import contributions
from assetmap.disclosure import SHOWN, disclosed
from assetmap.place import open_place
from assetmap.printing.qr import page_code
from assetmap.screens.doors import MAIN
from assetmap.screens.linked import Shown, link_to, query_of, shown_by, wanted
from assetmap.screens.linked.opening import around

from .conftest import troubles
from .test_refer import words

ON = date(2026, 11, 3)


def everything(place):
    return tuple(disclosed(row.asset for row in place.store.read(statuses=SHOWN)))


def test_codes_open_what_may_be_seen_and_count_the_rest(own_town):
    place = open_place(own_town)
    one, other, kept, gone, *_ = everything(place)
    contributions.withdraw(place.store, other.id, by="steward")
    stored = {x.id: place.store.get(x.id).version for x in (kept, gone)}
    contributions.merge(
        place.store, kept.id, gone.id, by="steward", seen=stored, fields={}, areas=None, streets=None
    )  # fmt: skip
    draft = next(iter(place.store.read(statuses=["draft"]))).asset
    codes = f"{one.short}.{other.short}.{gone.short}.{draft.short}.ZZZZZZ.<script>.x"
    shown = shown_by(codes, "2026-11-03", place=place, everything=everything(place))
    place.close()
    assert [x.short for x in shown.assets] == [one.short, kept.short]
    assert (shown.gone, shown.on) == (3, ON)
    assert shown.words == ("These 2 were on a page printed on 3 Nov 2026. 3 more are not on the map any more.")


def test_what_an_address_cannot_hold_is_nothing():
    assert shown_by("", "", place=None, everything=()) is None
    assert shown_by("SW1A 2AA.lonely", "now", place=None, everything=()) is None
    assert "any more" in Shown(assets=(), gone=2).words


def test_a_copied_link_is_what_the_printed_code_holds():
    code = page_code("https://map.example/bath", shorts=["ABC234", "DEF567"], on=ON)
    link = link_to(["ABC234", "DEF567"], address="https://map.example/bath", root="", on=ON)
    assert code.target == link == "https://map.example/bath?on=2026-11-03&a=ABC234.DEF567"
    assert link_to(["ABC234"], address="", root="/town", on=ON) == f"/town/?{query_of(['ABC234'], ON)}"


def test_needs_kinds_and_groups_are_read_as_keys_or_labels_and_others_counted():
    asked = wanted(["meeting people", "food", "Food", "<b>", ""], ["food_help", "Groups and clubs", "refuge"])
    assert (asked.needs, asked.groups, asked.kinds) == (
        ("meeting_people", "food"), ("groups_and_clubs",), ("food_help",),
    )  # fmt: skip
    assert asked.unknown == 3


def test_a_single_bench_is_shown_with_the_streets_round_it():
    import shapely

    from assetmap.assets import Asset

    bench = Asset(name="Bench", kind="green place", where=shapely.Point(-2.0, 51.0))
    west, south, east, north = around([bench, Asset(name="Line", kind="online or phone help")])
    assert (round(east - west, 4), round(north - south, 4)) == (0.003, 0.003)
    assert around([]) is None


@pytest.fixture
def app(town, monkeypatch):
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    return AppTest.from_file(str(MAIN), default_timeout=60)


@pytest.mark.slow
def test_needs_in_the_address_open_refer_with_those_chips_and_leave_it_clean(app):
    app.query_params["need"] = ["food", "qwertz"]
    app.query_params["kind"] = "food help"
    app.run()
    assert troubles(app) == []
    assert app.pills(key="refer_needs").value == ["food"]
    assert "We look for food help, with help for food." in words(app)
    assert "One word of the link we do not know here." in words(app)
    assert "qwertz" not in words(app)
    assert dict(app.query_params) == {}
    app.button(key="refer_not_food_help").click().run()
    assert "We look for what is there, with help for food." in words(app)


@pytest.mark.slow
def test_a_printed_code_opens_those_alone_until_one_wants_everything(app, town):
    place = open_place(town)
    two = everything(place)[:2]
    place.close()
    app.query_params["a"] = ".".join(x.short for x in two)
    app.query_params["on"] = "2026-11-03"
    app.run()
    assert troubles(app) == []
    assert "These 2 were on a page printed on 3 Nov 2026." in words(app)
    assert "2 of " in words(app)
    app.button(key="linked_all").click().run()
    assert "printed on" not in words(app)
    assert dict(app.query_params) == {}
