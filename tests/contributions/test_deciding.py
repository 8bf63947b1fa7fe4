"""Drafts are shown or turned away; a decision is about what was looked at, and may be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from assetmap.contributions import (
    approve,
    bring_back,
    change_by_receipt,
    receipt,
    reject,
    shown_before,
    submit,
    submit_many,
    undo,
    withdraw,
    withdraw_by_receipt,
)
from assetmap.contributions.edits import blurred_edit
from assetmap.disclosure import disclosed
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, names, now


def done(store, asset):
    return [x.what for x in store.history(asset.id)]


def taken_off_the_map(store, asset):
    """Keep a change of what is shown as a draft, as the program did once: stores of then hold such drafts."""
    there, exact = now(store, asset), store.exact_place(asset.id)
    edit = blurred_edit(asset.changed(status="draft"), shown=there.where, exact=exact, was=there.precision, **LAYERS)
    store.write([edit], by="resident")


def test_a_draft_is_turned_away_with_a_reason_and_comes_back_when_that_is_undone(store):
    submit(store, GROUP, by="resident: Jo", **LAYERS)
    away = reject(store, [GROUP.short.lower()], by="steward", why="not about this place")
    assert now(store, GROUP).status == "withdrawn"
    assert store.exact_place(GROUP.id) == TRUE
    assert [(x.what, x.why, x.by) for x in store.history(GROUP.id)][-1] == (
        "rejected", "not about this place", "steward",
    )  # fmt: skip
    undo(store, away.change, by="steward")
    assert now(store, GROUP).status == "draft"
    assert store.exact_place(GROUP.id) == TRUE
    assert names(store) == []


def test_one_of_a_list_that_was_turned_away_is_brought_back_alone_unless_somebody_asked_for_it(store):
    for asset in (GROUP, PARK):
        submit(store, asset, by="resident: Jo", **LAYERS)
    reject(store, [GROUP.id, PARK.id], by="steward")
    with pytest.raises(PermissionDeniedError):
        bring_back(store, GROUP.id, by="resident")
    with pytest.raises(ConflictError):
        bring_back(store, GROUP.id, by="steward", expected=1)
    bring_back(store, GROUP.id, by="steward", expected=2)
    assert (now(store, GROUP).status, now(store, PARK).status) == ("draft", "withdrawn")
    assert store.exact_place(GROUP.id) == TRUE
    with pytest.raises(StoreError, match="is not away"):
        bring_back(store, GROUP.id, by="steward")
    withdraw(store, PARK.id, by="steward")
    with pytest.raises(StoreError, match="somebody asked for it"):
        bring_back(store, PARK.id, by="steward")


def test_what_is_no_draft_is_not_turned_away(store):
    submit(store, PARK, by="steward", publish=True)
    submit(store, GROUP, by="steward")
    with pytest.raises(StoreError, match="“Quay Park” is published, no draft"):
        reject(store, [GROUP.id, PARK.id], by="steward")
    assert now(store, GROUP).status == "draft"
    reject(store, [GROUP.id], by="steward")
    with pytest.raises(StoreError, match="“Grief circle” is withdrawn, no draft"):
        reject(store, [GROUP.id], by="steward")
    with pytest.raises(StoreError, match="withdrawn: it cannot be approved"):
        approve(store, [GROUP.id], by="steward")


def test_a_draft_that_would_change_what_was_shown_gives_way_to_it(store):
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    shown = now(store, GROUP)
    code = receipt(store, GROUP.id)
    taken_off_the_map(store, shown.changed(name="Buy now"))
    change_by_receipt(store, code, shown.changed(name="Buy more", where=PARK.where), **LAYERS)
    assert names(store) == []
    away = reject(store, [GROUP.id], by="steward")
    assert now(store, GROUP) == shown
    assert store.exact_place(GROUP.id) == TRUE
    undo(store, away.change, by="steward")
    assert (now(store, GROUP).name, now(store, GROUP).status) == ("Buy more", "draft")
    assert store.exact_place(GROUP.id) == PARK.where


@pytest.mark.parametrize(
    "decided",
    [["away"], ["show"], ["away", "show"], ["show", "away"], ["again", "away", "again", "show"]],
    ids="-".join,
)
def test_what_was_shown_comes_back_also_after_decisions_that_were_undone(store, decided):
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    shown, code = now(store, GROUP), receipt(store, GROUP.id)
    taken_off_the_map(store, shown.changed(name="Buy now", where=PARK.where))
    for at, what in enumerate(decided):
        if what == "again":
            change_by_receipt(store, code, now(store, GROUP).changed(name=f"Buy {at}"), **LAYERS)
            continue
        written = (reject if what == "away" else approve)(store, [GROUP.id], by="steward")
        undo(store, written.change, by="steward")
    draft = store.get(GROUP.id)
    assert draft.asset.status == "draft"
    assert shown_before(store, draft).asset == shown
    reject(store, [GROUP.id], by="steward")
    assert now(store, GROUP) == shown
    assert store.exact_place(GROUP.id) == TRUE


def test_an_undo_that_was_itself_undone_counts_as_none(store):
    submit(store, PARK, by="steward", publish=True)
    taken_off_the_map(store, now(store, PARK).changed(name="Buy now"))
    shown = approve(store, [PARK.id], by="steward")
    back = undo(store, shown.change, by="steward")
    undo(store, back.change, by="steward")
    better = now(store, PARK)
    assert (better.name, better.status) == ("Buy now", "published")
    taken_off_the_map(store, better.changed(name="Buy more"))
    reject(store, [PARK.id], by="steward")
    assert now(store, PARK) == better


def test_what_a_steward_took_off_the_map_does_not_come_back_by_turning_it_away(store):
    submit(store, PARK, by="resident")
    shown = approve(store, [PARK.id], by="steward")
    undo(store, shown.change, by="steward")
    reject(store, [PARK.id], by="steward")
    assert now(store, PARK).status == "withdrawn"


def test_a_decision_is_about_what_was_looked_at(store):
    seen = submit(store, PARK, by="resident").versions
    change_by_receipt(store, receipt(store, PARK.id), PARK.changed(name="Something else"))
    for decide in (approve, reject):
        with pytest.raises(ConflictError, match="changed or decided by somebody else") as refused:
            decide(store, [PARK.id], by="steward", seen=seen)
        assert refused.value.theirs.asset.name == "Something else"
    assert now(store, PARK).status == "draft"
    approve(store, [PARK.id], by="steward", seen={PARK.id: 2})
    with pytest.raises(ConflictError):
        approve(store, [PARK.id], by="steward", seen={PARK.id: 2})
    assert done(store, PARK) == ["added", "changed", "approved"]


def test_who_made_sure_of_a_draft_is_kept_and_not_shown_to_everybody(store):
    submit(store, PARK, by="resident")
    approve(store, [PARK.id], by="steward: Jo", how_checked="phoned", checked_on=date(2026, 11, 3))
    there = now(store, PARK)
    assert (there.how_checked, there.checked_on, there.checked_by) == ("phoned", date(2026, 11, 3), "steward: Jo")
    [public] = disclosed([there])
    assert (public.how_checked, public.checked_on, public.checked_by) == ("phoned", date(2026, 11, 3), "")
    undo(store, 2, by="steward")
    assert (now(store, PARK).how_checked, now(store, PARK).checked_on) == ("", None)


def test_an_approval_that_says_nothing_of_a_check_keeps_the_one_there_was(store):
    checked = PARK.changed(how_checked="visited", checked_on=date(2026, 1, 1), checked_by="Sam")
    submit(store, checked, by="steward")
    approve(store, [PARK.id], by="steward", checked_on=date(2026, 11, 3))
    assert (now(store, PARK).how_checked, now(store, PARK).checked_on) == ("visited", date(2026, 1, 1))


def test_a_withdrawal_that_was_asked_for_holds_also_of_what_was_turned_away_or_undone(store):
    added = submit(store, PARK, by="resident")
    away = reject(store, [PARK.id], by="steward")
    withdraw_by_receipt(store, receipt(store, PARK.id))
    for change in (away.change, store.version()):
        with pytest.raises(StoreError):
            undo(store, change, by="steward")
    other = submit(store, GROUP, by="resident")
    gone = undo(store, other.change, by="steward")
    withdraw(store, GROUP.id, by="steward")
    with pytest.raises(StoreError, match="nothing is left"):
        undo(store, gone.change, by="steward")
    assert submit_many(store, [GROUP], by="steward").added == 0
    assert withdraw(store, GROUP.id, by="steward").versions == {}
    assert (done(store, PARK)[-1], done(store, GROUP)[-1]) == ("withdrawn", "withdrawn")
    assert added.change == 1


def test_an_undo_of_an_addition_is_undone_as_well(store):
    many = submit_many(store, [PARK, GROUP], by="steward", publish=True, **LAYERS)
    gone = undo(store, many.change, by="steward")
    assert names(store) == []
    undo(store, gone.change, by="steward")
    assert names(store) == ["Grief circle", "Quay Park"]
    assert store.exact_place(GROUP.id) == TRUE


def test_what_was_turned_away_is_said_when_a_stale_form_comes(store):
    submit(store, PARK, by="resident")
    reject(store, [PARK.id], by="steward")
    with pytest.raises(StoreError, match="“Quay Park” was taken out again"):
        submit(store, PARK, by="steward")
    with pytest.raises(PermissionDeniedError):
        submit(store, PARK, by="resident")


@pytest.mark.parametrize("by", ["", "resident: steward", "contributor", "Stewardess"])
def test_only_a_steward_turns_away(store, by):
    submit(store, PARK, by="resident")
    with pytest.raises(PermissionDeniedError, match="only whoever looks after this map may decide about drafts"):
        reject(store, [PARK.id], by=by)
    assert store.version() == 1
