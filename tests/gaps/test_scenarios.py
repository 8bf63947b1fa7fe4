"""What-ifs kept by name: they come back, stay stewards' own, lose what is taken away, and stand side by side."""

import json
from datetime import date

import pytest

from assetmap import contributions
from assetmap.errors import PermissionDeniedError, SettingsError
from assetmap.gaps import Added, Asked, Change, model_of
from assetmap.gaps.scenarios import compare, forget, keep, kept, said_compared, said_missing
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
from tests.gaps.street import Town, areas, asset, at, need, population, postcodes, street

TOWN = Town(
    street([(0, 0), (1200, 0)], [(1200, 0), (2400, 0)]),
    areas=areas(A=(0, -500, 800, 500), B=(800, -500, 1600, 500), C=(1600, -500, 2400, 500)),
    postcodes=postcodes(("A", 100), ("A", 500), ("B", 1000), ("B", 1400), ("C", 2010)),
    population=population({"A": 1000, "B": 600, "C": 400}),
)
NEED = need("ABC", [6, 9, 1])
NEAR = Asked(kinds=("growing space",), minutes=5, decay="within")
P, Q, R = (asset("growing space", x) for x in (300, 1200, 400))
THERE = at(2000)
MORE = Change(closed=frozenset({Q.id}), added=(Added(lon=THERE.x, lat=THERE.y, kind="growing space", name="New"),))
STEWARD = "steward: Jo"


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    made.write([Edit(asset=x) for x in (P, Q, R)], by="steward")
    yield made
    made.close()


@pytest.fixture(scope="module")
def model():
    return model_of(TOWN, [P, Q, R])


def test_it_comes_back_with_what_was_asked_and_who_kept_it(store, model):
    change = Change(closed=MORE.closed, added=MORE.added, capacity={P.id: 2.0})
    keep(store, "  Move   the garden ", change, asked=NEAR, by=STEWARD)
    for one in (*kept(store, by="steward"), *kept(store, by="steward", model=model)):
        assert (one.name, one.by, one.asked, one.change) == ("Move the garden", STEWARD, NEAR, change)
        assert one.on.date() >= date(2026, 1, 1)
        assert (one.gone, one.away, said_missing(one)) == (0, 0, "")


def test_it_is_replaced_and_deleted_by_its_name(store):
    keep(store, "One", MORE, asked=NEAR, by=STEWARD)
    keep(store, "ONE", Change(closed=frozenset({P.id})), asked=NEAR, by=STEWARD)
    [one] = kept(store, by=STEWARD)
    assert one.change.closed == {P.id}
    assert forget(store, " one ", by=STEWARD)
    assert kept(store, by=STEWARD) == ()
    assert not forget(store, "one", by=STEWARD)


@pytest.mark.parametrize("by", ["resident", "contributor: Sam", "visitor"])
def test_nobody_but_a_steward_keeps_sees_or_deletes_one(store, by):
    keep(store, "Ours", MORE, asked=NEAR, by=STEWARD)
    for does in (
        lambda: keep(store, "x", MORE, asked=NEAR, by=by), lambda: kept(store, by=by),
        lambda: forget(store, "Ours", by=by),
    ):  # fmt: skip
        with pytest.raises(PermissionDeniedError):
            does()
    assert len(kept(store, by=STEWARD)) == 1


@pytest.mark.parametrize(
    ("name", "change"), [("  ", MORE), ("x" * 81, MORE), ("nothing", Change())], ids=["no name", "long", "no change"]
)
def test_what_cannot_be_kept_is_said(store, name, change):
    with pytest.raises(SettingsError):
        keep(store, name, change, asked=NEAR, by=STEWARD)


def test_what_was_taken_away_drops_out_and_it_is_said(store, model):
    keep(store, "All three", Change(closed=frozenset({P.id, Q.id, R.id})), asked=NEAR, by=STEWARD)
    contributions.withdraw(store, Q.id, by="steward")
    [one] = kept(store, by=STEWARD, model=model_of(TOWN, [P]))
    assert one.change.closed == {P.id}
    assert (one.gone, one.away) == (1, 1)  # R is not on the map that is looked at
    assert said_missing(one) == "2 places in this what-if are not on the map any more: they do not count."


def test_what_was_made_one_with_another_stands_for_that(store):
    keep(store, "Without", Change(closed=frozenset({R.id})), asked=NEAR, by=STEWARD)
    contributions.merge(store, P.id, R.id, by="steward", seen={P.id: 1, R.id: 1})
    [one] = kept(store, by=STEWARD, model=model_of(TOWN, [P, Q]))
    assert (one.change.closed, one.away) == ({P.id}, 0)


def test_what_a_newer_program_wrote_is_read_as_far_as_it_is_known(store):
    there = {"lon": 1.0, "lat": 51.0, "kind": "growing space", "roof": "green"}
    record = {"added": [there, {"kind": "moon base"}], "asked": {"minutes": 500, "moons": 2}, "more": 1}
    store.what_ifs.keep("Later", assets={}, record=record, by=STEWARD)
    [one] = kept(store, by=STEWARD)
    assert [x.kind for x in one.change.added] == ["growing_space"]
    assert (one.away, one.asked) == (1, Asked())


def test_they_stand_side_by_side(store, model):
    keep(store, "Move", MORE, asked=Asked(), by=STEWARD)
    keep(store, "Close", Change(closed=frozenset({P.id, R.id})), asked=Asked(), by=STEWARD)
    today, close, move = compare(model, NEED, NEAR, scenarios=kept(store, by=STEWARD, model=model))
    assert [x.name for x in (today, close, move)] == ["", "Close", "Move"]
    # Today A has two gardens for 1,000, B one for 600, C none; fair is 1.5 for 1,000.
    assert (today.short, today.reached) == pytest.approx((400, 1600))
    assert (today.worst_decile, today.worst_supply, today.worst_reached) == (1, 0.0, 0.0)
    assert (close.gains, close.loses) == ((), ("A",))
    assert (close.short, close.reached) == pytest.approx((1400, 600))
    # B's only garden moves to C: 600 lose, 400 gain, and C, the worst off, has 2.5 of a fair 1.5.
    assert (move.gains, move.loses) == (("C",), ("B",))
    assert (move.short, move.reached) == pytest.approx((600, 1400))
    assert (move.worst_supply, move.worst_reached) == pytest.approx((2.5 / 1.5, 1.0))
    assert move.score == pytest.approx(600 * 0.2)
    assert said_compared(move, today=today) == (
        "1 neighbourhood gains, 1 loses.",
        "600 people are short of a fair share; today it is 400.",
        "Where people are most deprived, 100 of 100 have something within reach; today it is 0.",
    )
    json.dumps([x.to_json() for x in (today, close, move)])


def test_without_people_or_an_index_nothing_is_made_up(model):
    bare = model_of(Town(TOWN.network(), areas=TOWN.layer("areas"), postcodes=TOWN.layer("postcodes")), model.assets)
    [today] = compare(bare, None, NEAR, scenarios=())
    assert (today.short, today.worst_decile, today.worst_supply) == (None, None, None)
    assert said_compared(today, today=today) == ("No neighbourhood gains, none loses.",)
