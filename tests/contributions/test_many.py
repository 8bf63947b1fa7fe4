"""A whole list at once: known again, updated, undone."""

from __future__ import annotations

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import approve, submit, submit_many, undo, withdraw
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.store.base import Edit
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, WEST, names, now

LIST = [
    Asset(name=f"Garden {n}", kind="growing space", where=shapely.Point(-2.01, 51 + n / 1000), source="gardens",
          source_id=str(n))
    for n in range(5)
]  # fmt: skip


def fresh(assets):
    """The same rows read from the file again: other ids."""
    return [
        Asset(**{f: getattr(x, f) for f in ("name", "kind", "where", "source", "source_id", "phone")}) for x in assets
    ]


def counts(done):
    return done.added, done.updated, done.unchanged, done.drafts


def test_the_same_list_twice_adds_nothing(store):
    assert counts(submit_many(store, LIST, by="steward")) == (5, 0, 0, 5)
    again = submit_many(store, fresh(LIST), by="steward")
    assert counts(again) == (0, 0, 5, 0)
    assert again.change is None
    assert store.version() == 1
    more = [LIST[0].changed(phone="01225 000000"), *LIST[1:], PARK]
    assert counts(submit_many(store, fresh(more), by="steward", publish=True)) == (1, 1, 4, 0)
    assert now(store, LIST[0]).phone == "01225 000000"


def test_one_number_twice_in_a_list_is_one_asset(store):
    done = submit_many(
        store, fresh([LIST[0], LIST[0].changed(name="Later"), LIST[0].changed(name="Last")]), by="steward"
    )
    assert counts(done) == (1, 0, 2, 1)
    assert [x.asset.name for x in store.read()] == ["Last"]


def test_a_trial_run_keeps_nothing(store):
    assert counts(submit_many(store, LIST, by="steward", dry_run=True)) == (5, 0, 0, 5)
    assert store.version() == 0


def test_a_later_list_keeps_what_people_added_and_who_may_see_it(store):
    submit_many(store, [*LIST, GROUP.changed(source="gardens", source_id="9")], by="steward", publish=True, **LAYERS)
    submit(store, LIST[0].changed(own_words="Best tomatoes.", audience="partners", status="paused"), by="steward")
    again = fresh([LIST[0].changed(phone="1"), GROUP.changed(source="gardens", source_id="9")])
    assert counts(submit_many(store, again, by="steward", **LAYERS)) == (0, 1, 1, 0)
    there = now(store, LIST[0])
    assert (there.own_words, there.audience, there.status, there.phone) == ("Best tomatoes.", "partners", "paused", "1")
    assert now(store, GROUP).where == WEST
    assert store.exact_place(GROUP.id) == TRUE


def test_what_was_withdrawn_stays_withdrawn_whatever_a_list_says(store):
    submit_many(store, LIST, by="steward", publish=True)
    withdraw(store, LIST[0].id, by="steward")
    assert counts(submit_many(store, fresh([LIST[0].changed(phone="1")]), by="steward", publish=True)) == (0, 0, 1, 0)
    assert "Garden 0" not in names(store)


def test_a_whole_list_is_undone_as_one(store):
    submit(store, PARK, by="steward", publish=True)
    done = submit_many(store, [*LIST, PARK.changed(phone="1")], by="steward", publish=True)
    assert len(names(store)) == 6
    undone = undo(store, done.change, by="steward")
    assert len(undone.versions) == 6
    assert names(store) == ["Quay Park"]
    assert now(store, PARK).phone == ""


def test_what_an_undo_took_out_may_come_in_again(store):
    done = submit_many(store, [*LIST, GROUP], by="steward", publish=True, **LAYERS)
    undo(store, done.change, by="steward")
    assert names(store) == []
    with pytest.raises(PermissionDeniedError):
        submit_many(store, [LIST[0]], by="resident: Jo")
    again = submit_many(store, [*fresh(LIST), GROUP], by="steward", publish=True, **LAYERS)
    assert counts(again) == (6, 0, 0, 0)
    assert len(names(store)) == 6
    assert store.exact_place(GROUP.id) == TRUE
    undo(store, again.change, by="steward")
    assert names(store) == []


def test_an_undo_that_would_lose_somebodys_work_is_refused_whole(store):
    done = submit_many(store, LIST, by="steward", publish=True)
    submit(store, LIST[3].changed(phone="1"), by="steward")
    with pytest.raises(ConflictError, match="“Garden 3” has been changed since"):
        undo(store, done.change, by="steward")
    assert len(names(store)) == 5
    with pytest.raises(StoreError, match="there is no change 99: the newest is 2"):
        undo(store, 99, by="steward")


def test_an_undo_is_itself_undone_but_a_withdrawal_is_not(store):
    submit(store, PARK, by="steward", publish=True)
    edit = submit(store, PARK.changed(name="Mistake"), by="steward")
    back = undo(store, edit.change, by="steward")
    assert names(store) == ["Quay Park"]
    undo(store, back.change, by="steward")
    assert names(store) == ["Mistake"]
    gone = withdraw(store, PARK.id, by="steward")
    with pytest.raises(StoreError, match="a withdrawal is not undone"):
        undo(store, gone.change, by="steward")
    with pytest.raises(StoreError, match="withdrawn: it cannot be approved"):
        approve(store, [PARK.id], by="steward")
    assert withdraw(store, PARK.id, by="steward").versions == {}


def test_an_unknown_id_is_said_and_nothing_is_done(store):
    submit(store, PARK, by="steward")
    with pytest.raises(StoreError, match="there is no asset “NOBODY”"):
        approve(store, [PARK.id, "NOBODY"], by="steward")
    assert now(store, PARK).status == "draft"
    with pytest.raises(StoreError, match="there is no asset"):
        withdraw(store, "NOBODY", by="steward")


def test_a_long_list_is_known_again_too(store):
    many = [Asset(name=f"Garden {n}", kind="growing space", source="gardens", source_id=str(n)) for n in range(300)]
    assert submit_many(store, many, by="steward").added == 300
    assert counts(submit_many(store, fresh(many), by="steward")) == (0, 0, 300, 0)


def test_edits_written_past_this_module_are_seen(store):
    submit(store, PARK, by="steward")
    store.write([Edit(asset=PARK.changed(status="published"))], by="steward")
    assert names(store) == ["Quay Park"]


def test_what_was_undone_is_not_undone_again_and_that_is_said(store):
    done = submit_many(store, LIST, by="steward")
    back = undo(store, done.change, by="steward")
    with pytest.raises(StoreError, match="undone already"):
        undo(store, done.change, by="steward")
    undo(store, back.change, by="steward")
    with pytest.raises(StoreError, match="undone already"):
        undo(store, back.change, by="steward")
    undo(store, done.change, by="steward")
