"""Submitting one asset, and what a steward does with it, on a real store with layers to blur by."""

from __future__ import annotations

import pytest
import shapely

from assetmap.contributions import approve, submit, submit_many, undo, withdraw
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, WEST, names, now


def test_a_submission_is_a_draft_until_it_is_approved(store):
    submit(store, PARK.changed(status="published"), by="resident: Jo")
    assert now(store, PARK).status == "draft"
    assert names(store) == []
    written = approve(store, [PARK.short.lower()], by="steward")
    assert written.versions == {PARK.id: 2}
    assert names(store) == ["Quay Park"]
    assert [x.what for x in store.history(PARK.id)] == ["added", "approved"]
    assert approve(store, [PARK.id], by="steward").versions == {}
    assert store.get(PARK.id).version == 2


def test_a_steward_shows_it_at_once(store):
    submit(store, PARK, by="steward", publish=True)
    assert names(store) == ["Quay Park"]


@pytest.mark.parametrize(
    "work",
    [
        lambda store: submit(store, GROUP, by="resident: Jo", publish=True),
        lambda store: submit(store, PARK.changed(name="Mine"), by="contributor: Jo"),
        lambda store: submit_many(store, [GROUP], by="Resident", publish=True),
        lambda store: submit_many(store, [PARK.changed(name="Mine")], by="resident: Jo"),
        lambda store: approve(store, [PARK.id], by="resident: Jo"),
        lambda store: undo(store, 1, by="visitor"),
        lambda store: withdraw(store, PARK.id, by="resident: Jo"),
    ],
)
def test_what_is_a_stewards_is_refused_to_others(store, work):
    submit(store, PARK, by="steward", publish=True)
    with pytest.raises(PermissionDeniedError, match="only whoever looks after this map may"):
        work(store)
    assert store.version() == 1


@pytest.mark.parametrize("by", ["", ":", "resident: steward", "Stewardess", "steward jo", "admin: Jo", "workshop"])
def test_a_role_that_is_not_a_steward_leaves_drafts_alone(store, by):
    submit(store, PARK.changed(status="published"), by=by, key="one form")
    assert submit(store, PARK.changed(name="Again"), by=by, key="one form").repeated
    for status in ("draft", "published", "paused", "closed", "withdrawn"):
        with pytest.raises(PermissionDeniedError, match="open it with the code that came with it"):
            submit(store, PARK.changed(status=status, name=status), by=by, key="another")
        assert (now(store, PARK).status, now(store, PARK).name) == ("draft", PARK.name)
    for work in (
        lambda: submit(store, PARK, by=by, publish=True),
        lambda: submit_many(store, [PARK], by=by, publish=True),
        lambda: submit_many(store, [PARK], by=by, statuses={PARK.id: "paused"}),
        lambda: approve(store, [PARK.id], by=by),
        lambda: withdraw(store, PARK.id, by=by),
        lambda: undo(store, 1, by=by),
    ):
        with pytest.raises(PermissionDeniedError, match="only whoever looks after this map may"):
            work()
    assert store.version() == 1


@pytest.mark.parametrize("by", ["steward", " Steward : Jo", "STEWARD:"])
def test_a_steward_is_one_however_it_is_typed(store, by):
    submit(store, PARK, by=by, publish=True)
    assert names(store) == ["Quay Park"]


def test_a_stale_form_does_not_bring_back_what_was_withdrawn(store):
    submit(store, PARK, by="steward", publish=True)
    form = now(store, PARK)
    withdraw(store, PARK.id, by="steward")
    for publish in (False, True):
        with pytest.raises(StoreError, match="it was withdrawn, for somebody asked for it"):
            submit(store, form.changed(phone="1"), by="steward", publish=publish)
    with pytest.raises(PermissionDeniedError):
        submit(store, form, by="resident: Jo")
    assert now(store, PARK).status == "withdrawn"
    assert store.version() == 2


def test_the_same_form_twice_counts_once(store):
    first = submit(store, PARK, by="resident: Jo", key="form")
    again = submit(store, PARK.changed(name="Other"), by="resident: Jo", key="form")
    assert again.repeated
    assert again.change == first.change
    assert now(store, PARK).name == "Quay Park"


def test_an_edit_on_an_old_version_is_a_conflict(store):
    submit(store, PARK, by="steward", expected=0)
    submit(store, PARK.changed(name="Theirs"), by="steward", expected=1)
    with pytest.raises(ConflictError) as refused:
        submit(store, PARK.changed(name="Mine"), by="steward", expected=1)
    assert refused.value.theirs.asset.name == "Theirs"


@pytest.mark.parametrize(
    ("precision", "shown"), [("neighbourhood", WEST), ("not_shown", None), ("street", shapely.Point(-2.01, 51.005))]
)
def test_a_blurred_place_is_kept_apart_through_approval_edit_undo_and_withdrawal(store, precision, shown):
    def is_blurred():
        where = now(store, GROUP).where
        alike = where is None if shown is None else where.distance(shown) < 1e-5
        return alike and store.exact_place(GROUP.id) == TRUE

    submit(store, GROUP.changed(precision=precision), by="resident: Jo", **LAYERS)
    assert is_blurred()
    approve(store, [GROUP.short], by="steward")
    assert is_blurred()
    # A form that gives the blurred place back does not make it the true one.
    edit = submit(store, now(store, GROUP).changed(phone="01225 000000"), by="steward", **LAYERS)
    assert is_blurred()
    moved = submit(store, now(store, GROUP).changed(where=PARK.where), by="steward", **LAYERS)
    assert store.exact_place(GROUP.id) == PARK.where
    undo(store, moved.change, by="steward")
    assert is_blurred()
    undo(store, edit.change, by="steward")  # one after the other
    assert is_blurred()
    withdraw(store, GROUP.short, by="steward")
    assert names(store) == []
    assert store.exact_place(GROUP.id) is None


def test_a_place_that_cannot_be_blurred_is_hidden(store):
    submit(store, GROUP, by="steward", publish=True)
    assert now(store, GROUP).where is None
    assert store.exact_place(GROUP.id) == TRUE


def test_a_person_is_never_an_exact_public_point(store):
    baker = PARK.changed(kind="person with a skill", where=TRUE)
    submit(store, baker, by="steward", publish=True, **LAYERS)
    assert now(store, baker).where == WEST
    assert store.exact_place(baker.id) == TRUE


def test_a_published_asset_stays_published_when_it_is_edited(store):
    submit(store, PARK, by="steward", publish=True)
    submit(store, PARK.changed(name="Quay Gardens"), by="steward")
    assert names(store) == ["Quay Gardens"]
    submit(store, PARK.changed(status="closed"), by="steward")
    assert now(store, PARK).status == "closed"
    with pytest.raises(StoreError, match="closed: it cannot be approved"):
        approve(store, [PARK.id], by="steward")
