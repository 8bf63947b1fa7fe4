"""Two assets that are one thing become one, and back; what leads to the other leads to the one that stays."""

from __future__ import annotations

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import (
    by_receipt,
    candidates,
    change_by_receipt,
    leads_on,
    merge,
    place_by_receipt,
    receipt,
    submit,
    submit_many,
    suggest,
    suggested,
    two_things,
    undo,
    withdraw_by_receipt,
)
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, names, now

NEAR = shapely.Point(PARK.where.x, PARK.where.y + 0.0003)
OTHER = Asset(
    name="The Quay Park", kind="green place", where=NEAR, needs=("food",), languages=("Welsh",), phone="01632 960001",
    source="parks", source_id="7",
)  # fmt: skip
BOTH = {PARK.id: 1, OTHER.id: 1}


@pytest.fixture
def two(store):
    submit(store, PARK.changed(needs=("grief and loss",)), by="steward", publish=True)
    submit(store, OTHER, by="steward", publish=True)
    return store


def state(store):
    return {x.asset.id: (x.asset, store.exact_place(x.asset.id)) for x in store.read()}


def test_they_become_one_in_one_change_and_undo_puts_both_back(two):
    before = state(two)
    done = merge(two, PARK.short, OTHER.short.lower(), by="steward", seen=BOTH, fields=["phone"])
    kept = now(two, PARK)
    assert (kept.name, kept.phone, kept.needs, kept.languages) == (
        "Quay Park", "01632 960001", ("grief_and_loss", "food"), ("Welsh",),
    )  # fmt: skip
    assert (names(two), set(done.versions)) == (["Quay Park"], {PARK.id, OTHER.id})
    assert [x.what for x in two.history(OTHER.id)] == ["added", "merged"]
    assert two.history(OTHER.id)[-1].why == f"{OTHER.short} is now {PARK.short}"
    undo(two, done.change, by="steward")
    assert state(two) == before


def test_its_code_leads_to_the_one_that_stays_however_often_it_was_merged(two):
    third = PARK.changed(id="00000000-0000-4000-8000-000000000001", short="", name="Quay Gardens")
    submit(two, third, by="steward", publish=True)
    merge(two, PARK.id, OTHER.id, by="steward", seen={})
    second = merge(two, third.id, PARK.id, by="steward", seen={})
    assert leads_on(two, OTHER.short).asset.id == leads_on(two, PARK.short).asset.id == third.id
    assert by_receipt(two, receipt(two, OTHER.id)).asset.id == third.id
    undo(two, second.change, by="steward")
    assert leads_on(two, OTHER.short).asset.id == PARK.id
    assert leads_on(two, "ZZZZZZ") is None


def test_a_receipt_of_the_other_opens_no_more_than_everybody_sees_and_hides_nothing(store):
    submit(store, GROUP.changed(address="1 Long Road"), by="resident: A", **LAYERS)
    twin = GROUP.changed(id="00000000-0000-4000-8000-000000000001", short="", address="")
    submit(store, twin, by="resident: B", **LAYERS)
    code = receipt(store, twin.id)
    assert place_by_receipt(store, code) == TRUE
    merge(store, GROUP.id, twin.id, by="steward", seen={}, **LAYERS)
    assert by_receipt(store, code).asset.id == twin.id, "what is a draft is nobody else's business"
    submit(store, now(store, GROUP), by="steward", publish=True, **LAYERS)
    there = by_receipt(store, code)
    assert (there.asset.id, there.asset.address, place_by_receipt(store, code)) == (GROUP.id, "", None)
    change_by_receipt(store, code, there.asset.changed(audience="workshop", phone="01632 960001"), **LAYERS)
    kept = now(store, GROUP)
    assert (kept.audience, kept.address, store.exact_place(GROUP.id)) == ("public", "1 Long Road", TRUE)
    [waits] = suggested(store)
    assert (waits.asset.address, waits.asset.phone, waits.asset.audience) == ("1 Long Road", "01632 960001", "workshop")


def test_what_was_meant_for_fewer_people_is_not_shown_to_more(store):
    submit(store, PARK, by="steward", publish=True, **LAYERS)
    hidden = GROUP.changed(audience="partners", needs=("food",), own_words="at Jo’s")
    submit(store, hidden, by="steward", publish=True, **LAYERS)
    seen = {PARK.id: 1, GROUP.id: 1}
    first = merge(store, PARK.id, GROUP.id, by="steward", seen=seen, **LAYERS)
    kept = now(store, PARK)
    assert (kept.audience, kept.precision, kept.needs) == ("public", "exact", ())
    undo(store, first.change, by="steward")
    merge(store, PARK.id, GROUP.id, by="steward", seen={}, fields=["own_words"], **LAYERS)
    kept = now(store, PARK)
    assert (kept.audience, kept.precision, kept.needs, kept.own_words) == (
        "partners", "neighbourhood", ("food",), "at Jo’s",
    )  # fmt: skip
    assert (kept.where == PARK.where, store.exact_place(PARK.id)) == (False, PARK.where)


def test_the_place_of_the_other_comes_with_how_exactly_it_is_shown(store):
    submit(store, PARK, by="steward", publish=True, **LAYERS)
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    shown = now(store, GROUP).where
    merge(store, PARK.id, GROUP.id, by="steward", seen={}, fields=["where"], **LAYERS)
    kept = now(store, PARK)
    assert (kept.where, kept.precision, store.exact_place(PARK.id)) == (shown, "neighbourhood", TRUE)


def test_what_was_looked_at_is_what_is_merged(two):
    submit(two, now(two, OTHER).changed(name="Else"), by="steward")
    with pytest.raises(ConflictError) as refused:
        merge(two, PARK.id, OTHER.id, by="steward", seen=BOTH)
    assert refused.value.theirs.asset.name == "Else"
    with pytest.raises(StoreError, match="one and the same"):
        merge(two, PARK.id, PARK.short, by="steward", seen={})
    with pytest.raises(PermissionDeniedError):
        merge(two, PARK.id, OTHER.id, by="resident", seen={})
    merge(two, PARK.id, OTHER.id, by="steward", seen={})
    with pytest.raises(StoreError, match="withdrawn by now"):
        merge(two, PARK.id, OTHER.id, by="steward", seen={})


def test_an_import_does_not_bring_the_other_back(two):
    merge(two, PARK.id, OTHER.id, by="steward", seen={})
    again = OTHER.changed(id="00000000-0000-4000-8000-000000000009", short="")
    assert submit_many(two, [again], by="steward", publish=True).added == 0
    assert names(two) == ["Quay Park"]


def test_what_looks_the_same_is_asked_about_until_somebody_says_it_is_two_things(two):
    far = OTHER.changed(id="00000000-0000-4000-8000-000000000002", short="", where=TRUE)
    lines = [Asset(name=name, kind="online or phone help") for name in ("Silver Line", "The Silver Line", "Quay Park")]
    for asset in (far, *lines):
        submit(two, asset, by="steward", publish=True)
    found = {frozenset((x.one.asset.name, x.other.asset.name)) for x in candidates(two)}
    assert found == {frozenset(("Quay Park", "The Quay Park")), frozenset(("Silver Line", "The Silver Line"))}
    two_things(two, OTHER.id, PARK.id, by="steward")
    two_things(two, PARK.id, OTHER.id, by="steward")
    assert [x.one.asset.name for x in candidates(two)] == ["Silver Line"]
    with pytest.raises(PermissionDeniedError):
        two_things(two, PARK.id, far.id, by="resident")


def test_whoever_gave_the_other_takes_away_what_they_gave_and_not_what_others_gave(store):
    words = "Zqkanari by the river"
    submit(store, PARK.changed(phone="01632 960001"), by="steward", publish=True, **LAYERS)
    given = Asset(
        name="The quay", kind="green place", description=words, email="zq@quay.example", where=TRUE,
        precision="neighbourhood",
    )  # fmt: skip
    submit(store, given, by="resident", **LAYERS)
    code = receipt(store, given.id)
    merge(store, PARK.id, given.id, by="steward", seen={}, fields=["description", "email", "where"], **LAYERS)
    submit(store, now(store, PARK).changed(cost="£3", description=f"{words}, opened"), by="steward", **LAYERS)
    suggest(store, now(store, PARK).changed(cost="£4", phone="01632 960002"), by="resident", **LAYERS)
    assert store.exact_place(PARK.id) == TRUE
    assert set(withdraw_by_receipt(store, code).versions) == {given.id}
    there = now(store, PARK)
    assert (there.status, there.cost, there.phone) == ("published", "£3", "01632 960001"), "others gave that"
    assert (there.description, there.email, there.where, there.precision) == ("", "", PARK.where, "exact")
    assert store.exact_place(PARK.id) is None
    row = store.history(PARK.id)[-1]
    assert (row.what, row.by) == ("changed", "resident"), "whoever keeps pages hears of it"
    [waits] = suggested(store)
    assert (waits.asset.phone, waits.asset.description, waits.exact) == ("01632 960002", "", None)
    with pytest.raises(StoreError, match="asked for it"):
        undo(store, store.version(), by="steward")
    file = store._pool.path
    assert [x.name for x in file.parent.iterdir() if words.encode() in x.read_bytes()] == []
    assert store.check().problems == ()


def test_of_what_was_merged_further_only_what_nobody_sees_goes_along(two):
    third = PARK.changed(id="00000000-0000-4000-8000-000000000009", short="", name="Third")
    submit(two, third, by="steward", publish=True, **LAYERS)
    code = receipt(two, OTHER.id)
    merge(two, PARK.id, OTHER.id, by="steward", seen={}, fields=["website"], **LAYERS)
    merge(two, third.id, PARK.id, by="steward", seen={}, fields=["website"], **LAYERS)
    withdraw_by_receipt(two, code)
    assert (now(two, third).name, now(two, third).website, now(two, third).status) == ("Third", "", "published")


def test_a_name_in_another_language_is_taken_over_alone_and_goes_when_the_other_is_forgotten(two):
    first, other = now(two, PARK), now(two, OTHER)
    submit(two, first.changed(said_in={"pl": {"name": "Park"}}), by="steward")
    submit(two, other.changed(said_in={"cy": {"name": "Parc y Cei"}, "ur": {"name": "پارک"}}), by="steward")
    merge(two, PARK.id, OTHER.id, by="steward", seen={}, fields=["name:cy"])
    assert now(two, PARK).said_in == {"cy": {"name": "Parc y Cei"}, "pl": {"name": "Park"}}
    submit(two, now(two, PARK).changed(**{"name:fr": "Parc du Quai"}), by="steward")
    withdraw_by_receipt(two, receipt(two, OTHER.id))
    assert now(two, PARK).said_in == {"fr": {"name": "Parc du Quai"}, "pl": {"name": "Park"}}
