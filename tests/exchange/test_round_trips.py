"""Out and in again: nothing is lost, or the file said that it would be."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box

from assetmap.assets import CARD, Asset, OpenSpan
from assetmap.exchange.inward import read_assets, read_rows
from assetmap.exchange.outward import NotCarried, export
from assetmap.exchange.reading import READERS
from assetmap.settings import PlaceSettings
from assetmap.vocabulary import vocabulary

FORMS = {
    ".kml": "kml",
    ".csv": "csv",
    ".geojson": "json",
    ".json": "json",
    ".xlsx": "xlsx",
    ".gpkg": "gpkg",
    ".oruk.json": "json",
}
PLACE = SimpleNamespace(settings=PlaceSettings(name="Bath", attributions=("ODbL",)))

ODD = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("=+-@'\"\t\r\n,;|\\{}<>&\u202e\x00[]`$%_x0041_\ufffe"),
    max_size=24,
)
TEXT = st.just("") | ODD.filter(str.strip)
DAYS = st.none() | st.dates(date(1890, 1, 1), date(2199, 12, 31))
NUMBERS = st.none() | st.integers(0, 10**8)
LON, LAT = st.floats(-9, 2, allow_nan=False), st.floats(49, 61, allow_nan=False)
POINT = st.builds(Point, LON, LAT)
SHAPES = (
    st.none()
    | POINT
    | st.sampled_from(
        [
            MultiPoint([(1, 50), (2, 50)]),
            LineString([(-2.3, 51.1), (-2.4, 51.123456789012345)]),
            MultiLineString([[(0, 51), (1, 52)], [(2, 53), (1, 53)]]),
            Polygon([(0, 50), (4, 50), (4, 54), (0, 54)], [[(1, 51), (2, 51), (2, 52), (1, 52)]]),
            MultiPolygon([box(0, 50, 1, 51), box(2, 50, 3, 51)]),
            MultiPolygon([box(0, 50, 1, 51)]),
        ]
    )
)
CLOCK = st.sampled_from(["", "09:30", "24:00", "00:00"])
SPANS = st.builds(
    OpenSpan,
    byday=st.lists(st.sampled_from(["MO", "TU", "2MO", "-1FR"]), max_size=2, unique=True).map(tuple),
    opens_at=CLOCK,
    closes_at=CLOCK,
    freq=st.just("MONTHLY"),
    interval=st.integers(1, 3),
    note=TEXT,
    valid_from=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    valid_to=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    only=st.sampled_from(["", "term_time"]),
)
WORDS = vocabulary()
TEXTS = (
    "own_words",
    "description",
    "organisation",
    "hours_text",
    "address",
    "postcode",
    "contact_name",
    "phone",
    "email",
    "website",
    "cost",
    "only_for",
    "transport",
    "checked_by",
    "source",
    "source_id",
    "source_version",
    "source_licence",
    "repairs",
    "consent",
)
SAID = st.dictionaries(
    st.sampled_from(["pl", "zh-Hant", "ar"]),
    st.dictionaries(st.sampled_from(["name", "own_words", "cost"]), ODD.filter(str.strip), min_size=1),
    max_size=2,
)


@st.composite
def anything(draw):
    """An asset with anything in any field; a few fields at a time, so that what fails is small."""
    some = st.lists(st.sampled_from(TEXTS), max_size=4, unique=True)
    values = {name: draw(TEXT) for name in draw(some)}
    for name in draw(
        st.lists(st.sampled_from(["funding_ends", "paused_until", "checked_on", "consent_on"]), unique=True)
    ):
        values[name] = draw(DAYS)
    for name in draw(st.lists(st.sampled_from(["depends_on", "capacity", "min_age", "max_age"]), unique=True)):
        values[name] = draw(NUMBERS)
    for name in ("led_by", "takes_new", "run_by", "venue_security", "leaders_from", "audience", "precision"):
        values[name] = draw(st.sampled_from(WORDS.answers[name]))
    for name in ("step_free", "free", "booking"):
        values[name] = draw(st.sampled_from(WORDS.answers["yes_no"]))
    return Asset(
        name=draw(ODD.filter(lambda x: x.strip() == x != "")),
        kind=draw(st.sampled_from(list(WORDS.kinds))),
        where=draw(SHAPES),
        needs=tuple(draw(st.lists(st.sampled_from(list(WORDS.needs)), max_size=3, unique=True))),
        languages=tuple(draw(st.lists(ODD.filter(str.strip), max_size=2, unique=True))),
        offered=tuple(draw(st.lists(st.sampled_from(WORDS.answers["offered"]), max_size=2, unique=True))),
        how_checked=draw(st.sampled_from(["", "phoned"])),
        said_in=draw(SAID),
        status=draw(st.sampled_from(["draft", "published", "paused", "closed"])),
        schedules=tuple(draw(st.lists(SPANS, max_size=2))),
        **values,
    )


def differences(ours, theirs):
    """Name the fields in which what came back is not what went out; `name:pl` too."""
    names = [x for x in CARD if x != "said_in"]
    found = {x for x in names if getattr(ours, x) != getattr(theirs, x)}
    found |= {x for x in {**ours.further_texts(), **theirs.further_texts()} if ours.value(x) != theirs.value(x)}
    same = ours.where == theirs.where or (
        None not in (ours.where, theirs.where)
        and ours.where.geom_type == theirs.where.geom_type
        and ours.where.normalize().equals_exact(theirs.where.normalize(), 0)
    )
    return found if same else {*found, "where"}


def back(assets, ending, folder):
    path = folder / f"x{ending}"
    said = export(assets, path, place=PLACE, force=True)
    if not said.ids:
        return [], said, ()
    sheet = READERS[FORMS[ending]](path.read_bytes(), path.name).best
    read = read_rows(sheet, source="x")
    return read.assets, said, [x for x in read.problems if x.row is not None]


@pytest.mark.parametrize("ending", FORMS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assets=st.lists(anything(), min_size=1, max_size=3))
def test_what_goes_out_comes_back_or_was_said_to_stay(ending, assets, tmp_path_factory):
    assets = [x.changed(id=f"{at:032x}", short="") for at, x in enumerate(assets)]
    found, said, problems = back(assets, ending, tmp_path_factory.mktemp("trip"))
    there = {x.id: x for x in found}
    lost = {x.field for x in said.not_carried if not x.kept}
    assert set(said.ids) == {x.replace("-", "") for x in there} or set(said.ids) == set(there), problems
    assert ("" in lost) == (len(said.ids) < len(assets))
    for asset in assets:
        if asset.id in there:
            missing = differences(asset, there[asset.id]) - lost
            assert not missing, [(x, asset.value(x), there[asset.id].value(x)) for x in missing]


CHOIR = Asset(
    name="Whelk choir",
    kind="group or club",
    where=Point(-2.36, 51.38),
    needs=("meeting people",),
    phone="01225 000000",
    own_words="  It's where I breathe\r\n=we sing",
    checked_on=date(2026, 11, 3),
    how_checked="phoned",
    organisation="Whelks",
    languages=("Polish", "Welsh"),
    capacity=0,
    status="published",
    said_in={"pl": {"name": "Chór"}},
    schedules=(OpenSpan(byday=("TU",), opens_at="12:00", valid_from=date(2026, 1, 6), interval=2),),
)
LINE = CHOIR.changed(id="0" * 31 + "2", short="", name="Night line", where=None, kind="online or phone help")


@pytest.mark.parametrize("ending", FORMS)
def test_an_export_comes_back_through_the_wall_as_strangers_files_do(ending, tmp_path):
    path = tmp_path / f"Bath 2026{ending}"
    assert export([CHOIR, LINE], path, place=PLACE).not_carried in {(), _CSV_ALONE}
    assets, problems = read_assets(path)
    assert [x for x in problems if not x.kept] == []
    assert {x.name: differences(x, {y.id: y for y in assets}[x.id]) for x in (CHOIR, LINE)} == {
        "Whelk choir": set(),
        "Night line": set(),
    }


_CSV_ALONE = (
    NotCarried(field="attribution", rows=0, why="a CSV has no place for whose data it is: say it where you show it"),
)
