"""Submitting, approving, undoing and withdrawing, on a real store with layers to blur by."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import approve, submit, submit_many, undo, withdraw
from assetmap.disclosure import disclosed
from assetmap.errors import ConflictError, PermissionDeniedError, StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore

# Two neighbourhoods side by side, each with one street through its middle.
AREAS = gpd.GeoDataFrame(
    {"code": ["W", "E"]},
    geometry=[shapely.box(-2.02, 51, -2.01, 51.01), shapely.box(-2.01, 51, -2, 51.01)],
    crs="EPSG:4326",
)
STREETS = gpd.GeoDataFrame(
    {"name": ["Long Road"]}, geometry=[shapely.LineString([(-2.02, 51.005), (-2.0, 51.005)])], crs="EPSG:4326"
)
LAYERS = {"areas": AREAS, "streets": STREETS}
TRUE = shapely.Point(-2.0151, 51.0021)
WEST = AREAS.geometry.iloc[0].representative_point()

PARK = Asset(name="Quay Park", kind="green place", where=shapely.Point(-2.005, 51.004))
GROUP = Asset(name="Grief circle", kind="support group", where=TRUE, precision="neighbourhood")


@pytest.fixture
def store(tmp_path):
    made = GeoPackageStore.open(tmp_path / "assets.gpkg")
    yield made
    assert made.check().problems == ()
    made.close()


def names(store):
    return sorted(x.name for x in disclosed(x.asset for x in store.read()))


def now(store, asset):
    return store.get(asset.id).asset


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
    with pytest.raises(PermissionDeniedError, match="only a steward may"):
        work(store)
    assert store.version() == 1


@pytest.mark.parametrize("by", ["", ":", "resident: steward", "Stewardess", "steward jo", "admin: Jo", "workshop"])
def test_a_role_that_is_not_a_steward_leaves_drafts_alone(store, by):
    submit(store, PARK.changed(status="published"), by=by)
    for status in ("published", "paused", "closed", "withdrawn"):
        submit(store, PARK.changed(status=status, name=status), by=by)
        assert (now(store, PARK).status, now(store, PARK).name) == ("draft", status)
    for work in (
        lambda: submit(store, PARK, by=by, publish=True),
        lambda: submit_many(store, [PARK], by=by, publish=True),
        lambda: submit_many(store, [PARK], by=by, statuses={PARK.id: "paused"}),
        lambda: approve(store, [PARK.id], by=by),
        lambda: withdraw(store, PARK.id, by=by),
        lambda: undo(store, 1, by=by),
    ):
        with pytest.raises(PermissionDeniedError, match="only a steward may"):
            work()
    assert store.version() == 5


@pytest.mark.parametrize("by", ["steward", " Steward : Jo", "STEWARD:"])
def test_a_steward_is_one_however_it_is_typed(store, by):
    submit(store, PARK, by=by, publish=True)
    assert names(store) == ["Quay Park"]


def test_a_stale_form_does_not_bring_back_what_was_withdrawn(store):
    submit(store, PARK, by="steward", publish=True)
    form = now(store, PARK)
    withdraw(store, PARK.id, by="steward")
    for publish in (False, True):
        with pytest.raises(StoreError, match="“Quay Park” was withdrawn"):
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
    with pytest.raises(ConflictError):
        undo(store, edit.change, by="steward")
    withdraw(store, GROUP.short, by="steward")
    assert names(store) == []
    assert store.exact_place(GROUP.id) == TRUE


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


# Lists


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
