"""Bringing in a list, without a browser: what is said, asked and decided before anything is kept."""

from __future__ import annotations

import pytest

from assetmap.contributions import withdraw
from assetmap.exchange import Problem
from assetmap.exchange.problems import together
from assetmap.screens import session
from assetmap.screens.listing.counted import rows_text, summary
from assetmap.staging import ImportReport

from .conftest import troubles
from .test_your_place import page, texts, town_here

__all__ = ["town_here"]

LIST = b"name,lat,lon\nSoup **kitchen**,50.5,-3.2\n"
ODD = b"""Group,Their,Where from,Lat,Long,Tel
x,Tuesday **soup** <b>,here,50.5,-3.2,01225 111222
y,Friday soup,here,-3.2,50.5,
z,Tuesday soup,there,50.50001,-3.2,01225 111222
w,Tuesday soup,there,50.50002,-3.2,01225 111222
"""


def test_what_a_list_would_do_is_said_in_a_sentence():
    would = ImportReport(added=3, updated=1, unchanged=2, drafts=3, left_out=1)
    assert summary(would, done=False) == (
        "3 would be added, 1 would be brought up to date, 2 are here already as they are, 1 row would be left out. "
        "3 of them as drafts."
    )


def test_rows_of_one_fault_are_one_line_and_columns_of_one_row_too():
    far = [Problem(n, "lat", "far away", f"it lies {n}.5 km outside: look at it.", kept=True) for n in range(2, 41)]
    blank = [Problem(row, column, "empty", "write it.") for row in (3, 7) for column in ("name", "kind")]
    odd = [Problem(row, None, "odd", "look at it.") for row in (1, 5, 9, 12)]
    found = together([*far, *blank, *odd, Problem(9, None, "long", "cut it."), Problem(None, "", "x", "y")])
    assert [(rows_text(x.rows), x.column, x.what, x.mend, x.kept) for x in found] == [
        ("39 rows: 2 to 40", "lat", "far away", "it lies 2.5 km outside: look at it.", True),
        ("2 rows: 3, 7", "name, kind", "empty", "write it.", False),
        ("4 rows, for example 1, 5, 9", "", "odd", "look at it.", False),
        ("Row 9", "", "long", "cut it.", False),
        ("The whole list", "", "x", "y", False),
    ]


@pytest.mark.slow
def test_what_was_chosen_for_one_list_is_not_kept_for_the_next(town_here):
    run = page().run().switch_page("your_place.py").run()
    run.segmented_control(key="part").set_value("Bring in a list").run()
    run.file_uploader(key="list_0").set_value([("soup.csv", LIST, "text/csv")]).run()
    run.selectbox(key="list_kind_0").set_value("food_help").run()
    run.radio(key="list_how_0").set_value("Show them at once").run()
    run.button(key="list_go").click().run()
    assert "1 was added" in texts(run)
    assert run.selectbox(key="list_kind_1").value is None
    assert run.radio(key="list_how_1").value.startswith("As drafts")
    run.file_uploader(key="list_1").set_value([("kitchens.csv", LIST, "text/csv")]).run()
    run.selectbox(key="list_kind_1").set_value("food_help").run()
    assert "1 row looks the same as something on the map or in the list." in texts(run)


def dropped(run, content=ODD, name="odd **x**.csv", kind="food_help"):
    turn = run.session_state["list_turn"] if "list_turn" in run.session_state else 0  # noqa: SIM401  no mapping
    run.file_uploader(key=f"list_{turn}").set_value([(name, content, "text/csv")]).run()
    return run.selectbox(key=f"list_kind_{turn}").set_value(kind).run()


@pytest.fixture
def opened(town_here):
    run = page()
    run.query_params["part"] = "Bring in a list"
    return run.run().switch_page("your_place.py").run()


def the_column(run, heading):
    return next(x for x in run.selectbox if x.label == f"What “{heading}” holds")


@pytest.mark.slow
def test_a_column_is_put_right_what_is_meant_is_ticked_and_two_are_made_one_and_undone(opened):
    store = session.opened().store
    before = store.ids(statuses=["draft", "published"])
    run = dropped(opened)
    the_column(run, "Group").set_value("").run()
    the_column(run, "Their").set_value("name").run()
    assert "3 would be added, 1 row would be left out. 3 of them as drafts." in texts(run)
    box = next(x for x in run.checkbox if x.label == "Do so for this 1 row")
    box.check().run()
    assert "4 would be added" in texts(run)
    assert "2 rows look the same as something" in texts(run)
    run.button(key=next(x.key for x in run.button if x.key.endswith("_one"))).click().run()
    assert "3 would be added, 1 would be made one with another" in texts(run)
    run.button(key=next(x.key for x in run.button if x.key.endswith("_out"))).click().run()
    assert "stays out." in texts(run)
    run.button(key="list_take_back").click().run()
    run.button(key=next(x.key for x in run.button if x.key.endswith("_two"))).click().run()
    run.button(key="list_go").click().run()
    assert not troubles(run)
    assert "3 were added, 1 was made one with another." in texts(run)
    assert len(set(store.ids(statuses=["draft"])) - set(before)) == 3
    run.button(key="list_undo").click().run()
    assert "Undone: the list is out again." in texts(run)
    assert set(store.ids(statuses=["draft", "published"])) == set(before)
    # The very same list again: what was mended is mended, and that may be taken back.
    run = dropped(run)
    box = next(x for x in run.checkbox if x.label == "Do so for this 1 row")
    assert box.value is True
    box.uncheck().run()
    assert "1 row would be left out" in texts(run)
    assert next(x for x in run.checkbox if x.label == "Do so for this 1 row").value is False
    # The next list of that shape is read as this one was.
    run = dropped(run, ODD.replace(b"soup", b"bread"), "other.csv")
    assert the_column(run, "Their").value == "name"
    assert "as last time" in texts(run)


@pytest.mark.slow
def test_a_list_of_patients_is_refused_and_what_stood_in_it_is_not_said(opened):
    run = dropped(opened, b"name,NHS number,postcode\nJo Bloggs,943 476 5919,BA1 1AA\n", "clients.csv")
    [said] = troubles(run)
    assert "943" not in texts(run)
    assert "Bloggs" not in texts(run)
    assert "list_go" not in {x.key for x in run.button}
    assert said


@pytest.mark.slow
def test_the_newer_form_of_a_list_brings_it_up_to_date_and_comes_in_once(opened):
    first = b"name,lat,lon,phone\nPie club,50.5,-3.2,01225 1\nJam club,50.51,-3.21,01225 2\n"
    run = dropped(opened, first, "groups 2025.csv")
    run.button(key="list_go").click().run()
    run = dropped(run, first.replace(b"01225 1", b"01225 9"), "groups 2026.csv")
    assert "2 would be added" in texts(run)
    asked = next(x for x in run.radio if x.label.startswith("It has the same columns as"))
    asked.set_value("newer").run()
    assert "1 would be brought up to date, 1 is here already as it is" in texts(run)


@pytest.mark.slow
def test_what_somebody_took_away_for_good_stays_away(opened):
    store = session.opened().store
    run = dropped(opened, LIST, "soup.csv")
    run.button(key="list_go").click().run()
    [there] = [x.asset for x in store.read(statuses=["draft"]) if x.asset.name.startswith("Soup")]
    withdraw(store, there.id, by="steward")
    run = dropped(run, LIST, "soup.csv")
    assert "There is nothing in it to bring in." in texts(run)
    assert "list_go" not in {x.key for x in run.button}
