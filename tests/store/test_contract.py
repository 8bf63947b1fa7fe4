"""What every store promises. A new kind of store adds its factory here and passes the same sentences."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.assets import Asset, OpenSpan, short_of
from assetmap.errors import ConflictError, StoreError
from assetmap.store.base import Edit, Store
from assetmap.store.geopackage import GeoPackageStore

FACTORIES = {"geopackage": lambda folder: GeoPackageStore.open(folder / "assets.gpkg")}

HILL = Asset(name="Beacon Hill", kind="hill or view", where=shapely.Point(-2.35, 51.39), status="published")
BEACH = shapely.Polygon([(-2.4, 51.3), (-2.3, 51.3), (-2.3, 51.35), (-2.4, 51.3)])
LINE = Asset(name="A line to ring", kind="online or phone help", where=None, phone="01225 000000")
HOSTILE = [
    "{{7*7}}",
    "{% raw %}",
    "</script><img src=x onerror=alert(1)>",
    "${x} `x` \\ '\"; DROP TABLE assets; --",
    "\u202etfel ot thgir\u2066",
    "é" * 10_000,
    "🏖️👩‍👩‍👧",
    "a\0b",
    "half a pair \ud83c",
    "not_known",
    "ŵ ŷ বাংলা 中文 العربية",
]


@pytest.fixture(params=FACTORIES)
def store(request, tmp_path):
    made = FACTORIES[request.param](tmp_path)
    yield made
    made.close()


def put(store, asset, **more):
    return store.write([Edit(asset=asset, **more)], by="steward")


def test_it_keeps_the_protocol(store):
    assert isinstance(store, Store)
    assert store.version() == 0
    assert list(store.read()) == []
    assert store.history() == []


def test_what_is_written_is_read_again_letter_for_letter(store):
    full = HILL.changed(
        needs=("moving more", "sleep and rest"),
        own_words="It’s where I go\nwhen it’s all too much.",
        said_in={"cy": {"name": "Bryn y Ffagl", "own_words": "Dyna lle dwi’n mynd\n"}, "ar": {"name": "تل المنارة"}},
        schedules=(
            OpenSpan(byday=("TU", "TH"), opens_at="09:30", closes_at="12:00", valid_from=date(2026, 1, 5)),
            OpenSpan(byday=("2MO",), freq="MONTHLY", interval=2, note="ring first"),
        ),
        languages=("en", "cy"),
        offered=("in person",),
        depends_on=0,
        min_age=18,
        checked_on=date(2026, 11, 3),
        how_checked="visited",
        step_free="partly",
    )
    written = put(store, full)
    [there] = store.read()
    assert (there.asset, there.version, there.change) == (full, 1, written.change)
    assert store.get(full.id) == there


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(store, text):
    asset = HILL.changed(name=text, own_words=text, source=text, source_id=text, contact_name=text)
    store.write([Edit(asset=asset, what=text[:50])], by=f"resident: {text}", key=text, why=text)
    assert store.get(asset.id).asset == asset
    assert [x.asset for x in store.read(source=text)] == [asset]
    assert store.history(asset.id)[0].record["name"] == text
    assert store.write([Edit(asset=asset)], by="steward", key=text).repeated
    assert store.check().problems == ()


words = st.text(alphabet=st.characters(), max_size=40)
records = st.builds(
    Asset,
    name=words.filter(str.strip),
    kind=st.sampled_from(["green place", "group or club", "person with a skill"]),
    own_words=words,
    description=words,
    organisation=words,
    languages=st.lists(words, max_size=3).map(tuple),
    min_age=st.none() | st.integers(0, 120),
    funding_ends=st.none() | st.dates(),
    step_free=st.sampled_from(["yes", "no", "partly", "not known"]),
    where=st.none() | st.builds(shapely.Point, st.floats(-180, 180), st.floats(-90, 90)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(asset=records, true=st.none() | st.builds(shapely.Point, st.floats(-180, 180), st.floats(-90, 90)))
def test_any_record_comes_back_equal(store, asset, true):
    put(store, asset, exact=true)
    assert store.get(asset.id).asset == asset
    assert store.exact_place(asset.id) == true


def test_an_asset_is_found_by_its_code_however_it_is_typed(store):
    asset = HILL.changed(short="A01B1C")
    put(store, asset)
    for typed in ("A01B1C", " a01b1c ", "aoiblc", "AO1BIC"):
        assert store.get(typed).asset.id == asset.id
    assert store.get("ZZZZZZ") is None
    assert store.get("") is None


def test_codes_are_unique_and_stay_with_their_asset(store):
    first, second = HILL.changed(short="AAAAAA"), LINE.changed(short="AAAAAA")
    put(store, first)
    put(store, second)
    assert store.get("AAAAAA").asset.id == first.id
    assert store.get(second.id).asset.short == short_of(second.id, attempt=0)
    put(store, first.changed(short="BBBBBB", name="Renamed"))
    assert store.get("AAAAAA").asset.name == "Renamed"
    assert store.get("BBBBBB") is None


def test_assets_come_in_order_of_arrival(store):
    assets = [HILL.changed(id=f"{9 - n}0000000-0000-4000-8000-000000000000", short="") for n in range(9)]
    store.write([Edit(asset=x) for x in assets], by="steward")
    put(store, assets[0].changed(name="Changed"))
    assert [x.asset.id for x in store.read()] == [x.id for x in assets]


def test_a_box_gives_what_truly_touches_it(store):
    area = LINE.changed(where=BEACH)
    nowhere = HILL.changed(id="00000000-0000-4000-8000-000000000000", short="", where=None)
    store.write([Edit(asset=x) for x in (HILL, area, nowhere)], by="steward")
    assert [x.asset.id for x in store.read(bbox=(-2.36, 51.38, -2.35, 51.39))] == [HILL.id]  # on the corner
    assert [x.asset.id for x in store.read(bbox=(-2.31, 51.34, -2.29, 51.36))] == [area.id]
    # In the triangle's own box, but beside the triangle.
    assert list(store.read(bbox=(-2.4, 51.34, -2.38, 51.35))) == []
    put(store, HILL.changed(where=shapely.Point(0, 0)))
    assert list(store.read(bbox=(-2.36, 51.38, -2.34, 51.40))) == []
    put(store, HILL.changed(where=None))
    assert list(store.read(bbox=(-1, -1, 1, 1))) == []
    assert store.check().problems == ()


def test_only_the_statuses_asked_for_are_read(store):
    store.write([Edit(asset=HILL), Edit(asset=LINE)], by="steward")
    assert [x.asset.id for x in store.read(statuses=["draft"])] == [LINE.id]
    assert list(store.read(statuses=[])) == []


def test_reading_shows_one_moment_while_others_write(store):
    store.write([Edit(asset=HILL), Edit(asset=LINE)], by="steward")
    seen = store.read()
    put(store, LINE.changed(name="Changed"))
    assert [x.asset.name for x in seen] == [HILL.name, LINE.name]


def test_a_write_is_one_change_with_a_row_for_each_asset(store):
    on = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    written = store.write(
        [Edit(asset=HILL, what="added"), Edit(asset=LINE, what="added")], by="steward", why="a list", on=on
    )
    put(store, HILL.changed(name="Renamed"))
    rows = store.history()
    assert [(x.change, x.asset_id, x.version, x.what) for x in rows] == [
        (written.change, HILL.id, 1, "added"),
        (written.change, LINE.id, 1, "added"),
        (written.change + 1, HILL.id, 2, "changed"),
    ]
    assert (rows[0].by, rows[0].why, rows[0].on) == ("steward", "a list", on)
    assert [x.record["name"] for x in store.history(HILL.id)] == ["Beacon Hill", "Renamed"]
    assert store.changes_since(written.change) == rows[2:]
    assert store.version() == written.change + 1


def test_the_same_key_again_does_nothing(store):
    first = store.write([Edit(asset=HILL)], by="steward", key="form 1")
    again = store.write([Edit(asset=HILL.changed(name="Other"), expected=0)], by="steward", key="form 1")
    assert again.repeated
    assert (again.change, again.versions) == (first.change, {HILL.id: 1})
    assert store.get(HILL.id).asset.name == "Beacon Hill"
    assert store.version() == first.change


def test_a_conflict_writes_nothing_and_says_what_they_wrote(store):
    put(store, HILL, expected=0)
    put(store, HILL.changed(name="Theirs"), expected=1)
    with pytest.raises(ConflictError, match="changed by somebody else") as refused:
        store.write([Edit(asset=LINE), Edit(asset=HILL.changed(name="Mine"), expected=1)], by="steward", key="k")
    assert refused.value.theirs.asset.name == "Theirs"
    assert store.get(LINE.id) is None
    assert len(store.history()) == 2
    assert not store.write([Edit(asset=LINE)], by="steward", key="k").repeated
    with pytest.raises(ConflictError):
        put(store, HILL, expected=0)


def test_one_asset_twice_in_a_write_is_refused(store):
    with pytest.raises(StoreError, match="twice"):
        store.write([Edit(asset=HILL), Edit(asset=HILL)], by="steward")
    assert store.version() == 0


def test_true_places_are_opened_by_one_function_alone(store):
    true = shapely.Point(-2.123456789, 51.987654321)
    put(store, HILL.changed(precision="neighbourhood"), exact=true)
    assert store.exact_place(HILL.id) == true
    said = repr(list(store.read())) + repr(store.history()) + repr(store.get(HILL.id))
    assert "2.123456789" not in said
    put(store, HILL)
    assert store.exact_place(HILL.id) is None
    assert store.check().problems == ()


def test_what_a_change_found_is_remembered_with_its_true_place(store):
    true = shapely.Point(-2.1, 51.9)
    made = put(store, HILL.changed(precision="neighbourhood"), exact=true)
    moved = put(store, HILL.changed(where=None))
    assert store.before(made.change) == {HILL.id: None}
    assert store.before(moved.change) == {HILL.id: (HILL.changed(precision="neighbourhood"), true)}
    assert store.before(999) == {}


def test_what_was_withdrawn_leaves_the_history_people_see(store):
    put(store, HILL)
    put(store, HILL.changed(status="withdrawn"))
    assert [x.record for x in store.history()] == [{}, {}]
    assert [x.version for x in store.history(HILL.id)] == [1, 2]


def test_the_newest_changes_are_summed_up_newest_first(store):
    many = [HILL.changed(id=f"{n}0000000-0000-4000-8000-000000000000", short="", status="draft") for n in range(3)]
    on = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    store.write([Edit(asset=x, what="added") for x in many], by="steward: Jo", why="a list", on=on)
    mixed = [
        Edit(asset=LINE, what="added"),
        Edit(asset=many[1].changed(status="published", name="Renamed"), what="approved"),
    ]
    store.write(mixed, by="steward")
    store.write([Edit(asset=many[1], what="undone"), Edit(asset=LINE.changed(name="L"), what="undone")], by="steward")
    newest, middle, oldest = store.recent(9)
    assert (oldest.change, oldest.by, oldest.why, oldest.on) == (1, "steward: Jo", "a list", on)
    assert (oldest.counts, oldest.latest, oldest.undone, oldest.drafts) == ({"added": 3}, 2, 0, 2)
    assert (oldest.asset_id, oldest.name) == (many[0].id, "Beacon Hill")
    assert (middle.counts, middle.latest, middle.undone) == ({"added": 1, "approved": 1}, 0, 2)
    assert (middle.name, newest.counts, newest.latest, newest.change) == ("Beacon Hill", {"undone": 2}, 2, 3)
    assert store.recent(1) == [newest]
    assert store.recent(1, before=3) == [middle]
    assert store.recent(5, before=1) == []


def test_what_somebody_asked_to_be_withdrawn_is_summed_up_without_its_name(store):
    put(store, HILL)
    put(store, HILL.changed(status="withdrawn"), what="rejected")
    assert [x.name for x in store.recent(9)] == ["Beacon Hill", "Beacon Hill"]
    put(store, HILL.changed(status="withdrawn"), what="withdrawn")
    assert [x.name for x in store.recent(9)] == ["", "", ""]


def test_ids_come_in_order_of_arrival(store):
    listed = LINE.changed(source="parks", source_id="7")
    store.write([Edit(asset=HILL), Edit(asset=listed)], by="steward")
    assert store.ids() == [HILL.id, listed.id]
    assert store.ids(statuses=["draft"]) == [listed.id]
    assert store.ids(statuses=["published", "draft"], listed=False) == [HILL.id]
    assert store.ids(listed=True) == [listed.id]
    assert store.ids(statuses=[]) == []


def test_a_store_has_a_secret_of_its_own(store):
    secret = store.secret()
    assert len(secret) == 32
    asked = []
    threads = [threading.Thread(target=lambda: asked.append(store.secret())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [secret] * 4
    assert store.version() == 0


def test_nothing_to_write_makes_no_change(store):
    assert store.write([], by="steward").versions == {}
    assert store.version() == 0


def test_threads_share_it(store):
    put(store, HILL)
    wins = []

    def work():
        while len(wins) < 60:
            there = store.get(HILL.id)
            try:
                put(store, there.asset.changed(depends_on=(there.asset.depends_on or 0) + 1), expected=there.version)
            except ConflictError:
                continue
            wins.append(there.version)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(wins)) == len(wins)
    assert store.get(HILL.id).asset.depends_on == len(wins)
    assert store.check().problems == ()


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.version()
