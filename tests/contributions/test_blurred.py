"""A hidden place stays hidden, whatever is done to its asset afterwards."""

import json

import pytest
import shapely
from geopandas import GeoDataFrame

from assetmap.assets import Asset
from assetmap.contributions import approve, approve_change, change_by_receipt, receipt, submit, undo
from assetmap.contributions.comparing import three_way
from assetmap.contributions.suggesting import suggest
from assetmap.disclosure import disclosed, told
from assetmap.errors import StoreError

DOOR = shapely.Point(-3.5012345, 50.4012345)


def areas(west=-3.51):
    return GeoDataFrame({"code": ["A"]}, geometry=[shapely.box(west, 50.40, -3.50, 50.41)], crs="EPSG:4326")


def kept(store, **fields):
    one = Asset(**({"name": "Kitchen", "kind": "support group", "where": DOOR, "precision": "neighbourhood"} | fields))
    submit(store, one, by="steward", areas=areas(), publish=True)
    return store.get(one.id).asset


def test_editing_other_fields_never_moves_it_not_even_when_the_neighbourhoods_are_drawn_otherwise(store):
    shown = kept(store).where
    for turn, west in enumerate((-3.52, -3.53, -3.502)):
        there = store.get(kept_id(store)).asset
        submit(store, there.changed(hours_text=f"Mondays {turn}"), by="steward", areas=areas(west))
        assert store.get(there.id).asset.where == shown
        # A steward's form holds the true place.
        submit(store, there.changed(hours_text=f"Sundays {turn}", where=DOOR), by="steward", areas=areas(west))
        assert store.get(there.id).asset.where == shown
        assert store.exact_place(there.id) == DOOR


def kept_id(store):
    return store.ids()[0]


def test_moved_on_purpose_it_is_blurred_where_it_is_now(store):
    one = kept(store)
    there = shapely.Point(-3.5055, 50.4055)
    submit(store, one.changed(where=there), by="steward", areas=areas(-3.52))
    now = store.get(one.id).asset
    assert now.where == areas(-3.52).geometry.iloc[0].representative_point()
    assert store.exact_place(one.id) == there


def test_blurred_later_nothing_exact_is_left_in_what_anybody_but_a_steward_is_told(store):
    said = {"address": "3 Secret Row", "postcode": "ZZ1 1AA", "contact_name": "Jo Rower"}
    one = kept(store, precision="exact", **said)
    submit(store, one.changed(precision="neighbourhood"), by="steward", areas=areas())
    now = store.get(one.id).asset
    assert store.exact_place(one.id) == DOOR
    for audience in ("public", "partners", "workshop"):
        told_all = [{x: row.record[x] for x in told(row.record, now, audience=audience)} for row in store.history()]
        out = json.dumps([*told_all, *(x.to_record() for x in disclosed([now], audience=audience))])
        assert not [x for x in ("Secret Row", "ZZ1 1AA", "50.4012", "3.5012") if x in out]
    assert now.where != DOOR


def test_by_a_receipt_the_place_behind_the_blurred_one_is_kept(store):
    one = Asset(name="Kitchen", kind="support group", where=DOOR, precision="neighbourhood")
    submit(store, one, by="resident", areas=areas())
    there = store.get(one.id).asset
    change_by_receipt(store, receipt(store, one.id), there.changed(hours_text="Mondays"), areas=areas(-3.52))
    assert store.exact_place(one.id) == DOOR
    assert store.get(one.id).asset.where == there.where


def test_people_are_approved_only_when_they_have_agreed(store):
    people = [Asset(name=x, kind="person with a skill", where=DOOR) for x in ("Jo", "Sam")]
    for one in people:
        submit(store, one, by="resident", areas=areas())
    with pytest.raises(StoreError, match="Ask them"):
        approve(store, [people[0].id], by="steward")
    submit(store, store.get(people[0].id).asset.changed(consent="Yes"), by="steward", areas=areas())
    approve(store, [people[0].id], by="steward")
    assert [x.name for x in disclosed(x.asset for x in store.read())] == ["Jo"]


def test_of_a_list_those_who_have_agreed_are_approved(store):
    from assetmap.contributions import submit_many

    rows = [
        Asset(name="Jo", kind="person with a skill", source="l", source_id="1"),
        Asset(name="Park", kind="green place", source="l", source_id="2"),
    ]
    change = submit_many(store, rows, by="steward").change
    approve_change(store, change, by="steward")
    assert [x.name for x in disclosed(x.asset for x in store.read())] == ["Park"]


def test_undo_of_a_widening_hides_it_again(store):
    one = kept(store)
    written = submit(store, one.changed(precision="exact", where=DOOR), by="steward", areas=areas())
    assert store.get(one.id).asset.where == DOOR
    undo(store, written.change, by="steward")
    assert store.get(one.id).asset.where == one.where
    assert store.exact_place(one.id) == DOOR


def test_whoever_guesses_what_is_hidden_is_not_told_that_they_are_right(store):
    one = kept(store, address="3 Secret Row", contact_name="Jo Rower")
    [seen] = disclosed([one])
    assert suggest(store, seen, by="resident", areas=areas()).number is None
    for field, guesses in {"address": ("3 Secret Row", "4 Secret Row"), "contact_name": ("Jo Rower", "Al")}.items():
        said = [suggest(store, seen.changed(**{field: x}), by="resident", areas=areas()) for x in guesses]
        assert all(x.number is not None for x in said)
        for x in said:  # whoever looks after the map sees each of them
            assert three_way(store, store.suggestions.get(x.number)).there.asset == one
