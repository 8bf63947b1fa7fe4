"""What goes out comes back letter for letter, and is harmless to open."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from shapely import LineString, MultiPolygon, Point, box

from assetmap.assets import Asset, OpenSpan
from assetmap.cli.outward import not_carried_text
from assetmap.disclosure import disclosed
from assetmap.errors import ExchangeError
from assetmap.exchange import export, read_assets
from assetmap.exchange.outward.carried import retold
from assetmap.settings import PlaceSettings

pytestmark = pytest.mark.usefixtures("read_in_this_process")

TABLES = (".csv", ".geojson", ".json")
FULL = Asset(
    name="Whelk choir",
    kind="group or club",
    where=Point(-2.3599999999999999, 51.380000000000003),
    needs=("meeting people", "drink, drugs or gambling"),
    own_words='  It\'s where I "breathe";\r\n=we sing\t',
    description="-10 songs\n+ tea",
    organisation="@whelks",
    led_by="local residents",
    lived_experience="yes",
    depends_on=2,
    funding_ends=date(2027, 3, 31),
    takes_new="waiting list",
    capacity=0,
    schedules=(
        OpenSpan(
            byday=("TU", "TH"), opens_at="12:00", closes_at="14:00", valid_from=date(2026, 1, 1), note="not in August"
        ),
        OpenSpan(byday=("-1FR",), freq="MONTHLY", interval=2, opens_at="19:30"),
    ),
    hours_text="Tuesdays; Thursdays",
    address="=1+1",
    phone="+44 1225 000000",
    cost="0",
    languages=("English", "Cymraeg; o'r môr", '["x"]'),
    offered=("in person", "online"),
    checked_on=date(2026, 11, 3),
    how_checked="phoned",
    source="list",
    source_id="-7",
    precision="neighbourhood",
    audience="partners",
    status="paused",
    paused_until=date(2026, 12, 1),
)
AREA = Asset(
    name="Park", kind="green place", where=MultiPolygon([box(0, 50, 1, 51), box(2, 50, 3, 51)]), status="published"
)
LINE = Asset(
    name="Walk", kind="walk or route", where=LineString([(-2.3, 51.1), (-2.4, 51.123456789012345)]), status="published"
)
NOWHERE = Asset(name="Night line", kind="online or phone help", status="published")


def back(assets, path, **options):
    assert len(export(assets, path, **options)) == len(assets)
    return read_assets(path)


def same(ours, theirs):
    assert [x.changed(where=None) for x in ours] == [x.changed(where=None) for x in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert (one.where is None) == (other.where is None)
        assert one.where is None or one.where.equals(other.where)


@pytest.mark.parametrize("ending", TABLES)
def test_an_export_comes_back_with_every_field_and_its_ids(ending, tmp_path):
    assets, problems = back([FULL, AREA, LINE, NOWHERE], tmp_path / f"x{ending}")
    assert problems == []
    same([FULL, AREA, LINE, NOWHERE], assets)
    assert assets[0].own_words == FULL.own_words
    assert assets[0].where.equals_exact(FULL.where, 0)


HOSTILE = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("=+-@'\"\t\r\n,;|\\{}<>&\u202e\x00[]`$"), max_size=30
)
NAMES = HOSTILE.filter(lambda x: re.sub("[\u202a-\u202e\u2066-\u2069]", "", x).strip() == x != "")
PLAIN = HOSTILE.map(lambda x: re.sub("[\u202a-\u202e\u2066-\u2069]", "", x))


@pytest.mark.parametrize("ending", TABLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    name=HOSTILE.filter(str.strip),
    own_words=HOSTILE,
    description=PLAIN,
    languages=st.lists(PLAIN.filter(bool), max_size=3),
)
def test_hostile_text_comes_back_letter_for_letter(ending, name, own_words, description, languages, tmp_path):
    name = re.sub("[\u202a-\u202e\u2066-\u2069]", "", name)
    if not name.strip():
        name = "□"
    asset = Asset(
        name=name, kind="green place", own_words=own_words, description=description, languages=tuple(languages)
    )
    assets, problems = back([asset], tmp_path / f"x{ending}", force=True)
    assert problems == []
    if ending == ".csv":  # which would hand on what a terminal acts upon
        unfit = {x: 0x2400 + x for x in range(32) if x not in b"\t\r\n"} | {0x7F: 0x2421}
        asset, _ = retold(asset, lambda _, text: text.translate(unfit))
    assert assets == [asset]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@sum", "\t=1", "\r=1", " =1", "\n=1", "＝1", "'=1", "''=1"])
def test_no_cell_of_text_begins_with_what_a_spreadsheet_runs(text, tmp_path):
    asset = Asset(name=f"{text}x", kind="green place", own_words=text, description=text, where=Point(-2.36, 51.38))
    export([asset], tmp_path / "x.csv")
    content = (tmp_path / "x.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    for heading, cell in zip(head, row, strict=True):
        if heading not in {"lon", "lat"}:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "\t", "\r"))
    assert dict(zip(head, row, strict=True))["lon"] == "-2.36"
    assert read_assets(tmp_path / "x.csv")[0] == [asset]


@pytest.mark.parametrize("ending", [*TABLES, ".gpkg"])
def test_characters_that_turn_a_line_around_go_but_from_own_words(ending, tmp_path):
    words = "I love \u202ethe sea\u202c"
    asset = Asset(
        name="\u202eevil\u2066", kind="green place", description="a\u202bb", languages=("x\u202e",), own_words=words
    )
    path = tmp_path / f"x{ending}"
    export([asset, asset.changed(name="\u202e", id="00000000-0000-4000-8000-000000000001")], path)
    if ending == ".gpkg":
        frame = pyogrio.read_dataframe(path, layer="without_place")
        assert frame["name"].tolist() == ["evil", "□"]
        assert frame["own_words"].tolist() == [words, words]
        return
    first, second = read_assets(path)[0]
    assert (first.name, first.description, first.languages, first.own_words) == ("evil", "ab", ("x",), words)
    assert second.name == "□"


def test_geojson_follows_the_rfc(tmp_path):
    place = SimpleNamespace(settings=PlaceSettings(name="Bath", attributions=("© Crown copyright",)))
    clockwise = Asset(name="Park", kind="green place", where=box(0, 50, 1, 51, ccw=False), needs=("moving more",))
    export([clockwise, NOWHERE], tmp_path / "x.geojson", place=place)
    whole = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert list(whole) == ["type", "name", "attribution", "features"]
    area, nowhere = whole["features"]
    assert area["geometry"]["coordinates"][0][:2] != [[0, 50], [0, 51]]
    ring = area["geometry"]["coordinates"][0]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
    assert area["id"] == area["properties"]["id"] == clockwise.id
    assert area["properties"]["needs"] == ["moving_more"]
    assert nowhere["geometry"] is None


def test_an_empty_place_exports_too(tmp_path):
    for ending in (*TABLES, ".gpkg"):
        assert len(export([], tmp_path / f"x{ending}")) == 0
    assert len(pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="points")) == 0


def test_an_existing_file_stays_unless_forced_and_a_failure_leaves_it_whole(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("mine")
    with pytest.raises(ExchangeError, match="--force"):
        export([NOWHERE], path)
    assert path.read_text() == "mine"
    export([NOWHERE], path, force=True)
    assert "Night line" in path.read_text(encoding="utf-8-sig")
    assert [x.name for x in tmp_path.iterdir()] == ["x.csv"]


def test_the_live_store_is_never_written_over(tmp_path):
    (tmp_path / "place.toml").write_text('name = "Bath"')
    (tmp_path / "assets.gpkg").write_bytes(b"live")
    with pytest.raises(ExchangeError, match="live store"):
        export([NOWHERE], tmp_path / "assets.gpkg", force=True)
    assert (tmp_path / "assets.gpkg").read_bytes() == b"live"


@pytest.mark.parametrize("name", ["x.docx", "x"])
def test_another_ending_is_one_sentence(name, tmp_path):
    with pytest.raises(ExchangeError, match=r"choose one of \.gpkg, \.geojson, \.csv"):
        export([NOWHERE], tmp_path / name)


def test_reading_and_writing_tables_does_not_load_gdal(tmp_path):
    code = (
        "import sys\nfrom assetmap.assets import Asset\nfrom assetmap.exchange import export, read_assets\n"
        f"path = {str(tmp_path / 'x.geojson')!r}\n"
        "export([Asset(name='A', kind='green place')], path)\nread_assets(path)\n"
        "print(sorted({'pyogrio', 'geopandas', 'fiona'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.realdata
@pytest.mark.parametrize("ending", TABLES)
def test_the_real_parks_go_out_and_come_back(ending, realdata, tmp_path):
    parks, _ = read_assets(realdata / "services_bath/banes_gss_parks_recreation.geojson", kind="green place")
    assets, problems = back(parks, tmp_path / f"x{ending}")
    assert problems == []
    same(parks, assets)


SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from shapely import Point
from assetmap.assets import Asset
from assetmap.errors import ExchangeError
from assetmap.exchange import export
import pyogrio.raw

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
assets = [Asset(name="A", kind="green place", where=Point(n / 1000, 51), description="x" * 500) for n in range(300)]
for most in (0, 1_000, 20_000, 60_000, 100_000, 150_000, 200_000, 400_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        export(assets, path)
        print("whole", pyogrio.read_info(path)["features"])
        break
    except ExchangeError as error:
        print(error, [x.name for x in path.parent.iterdir()])
"""


@pytest.mark.parametrize("ending", [".gpkg", ".csv"])
def test_a_disk_that_takes_no_more_is_a_sentence_and_no_file(tmp_path, ending):
    run = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, tmp_path / f"x{ending}"], capture_output=True, text=True, check=True
    )
    *refused, last = run.stdout.splitlines()
    assert last.startswith("whole")
    assert len(refused) >= 3
    for line in refused:
        assert line.startswith(f"x{ending} could not be written: ")
        assert line.endswith("Nothing was changed. []")


@pytest.mark.parametrize("ending", TABLES)
def test_what_is_said_in_other_languages_comes_back_letter_for_letter(ending, tmp_path):
    said = {"ar": {"name": "نادي الغداء"}, "zh-Hant": {"own_words": "\u202e=湯 \r\n", "name": "-湯", "transport": "+1"}}
    ours = [FULL.changed(said_in=said), AREA, NOWHERE.changed(said_in={"cy": {"description": "<b>Llinell</b>"}})]
    assets, problems = back(ours, tmp_path / f"x{ending}")
    assert problems == []
    same(ours, assets)


def test_a_table_has_a_column_for_a_text_in_another_language_only_where_one_is_used(tmp_path):
    export([FULL, AREA], tmp_path / "plain.csv")
    export([FULL, AREA.changed(said_in={"pl": {"cost": "=0", "name": "Park\u202e"}})], tmp_path / "more.csv")
    read = ((tmp_path / x).read_text(encoding="utf-8-sig") for x in ("plain.csv", "more.csv"))
    plain, more = (list(csv.reader(io.StringIO(text, newline=""))) for text in read)
    assert not [x for x in plain[0] if ":" in x or x == "said_in"]
    assert [x for x in more[0] if x not in plain[0]] == ["name:pl", "cost:pl"]
    at = more[0].index("name:pl")
    assert [row[at : at + 2] for row in more[1:]] == [["", ""], ["Park", "'=0"]]
    assert [x for x in more[0] if x in plain[0]] == plain[0]


def test_a_table_leaves_out_what_no_row_fills_and_comes_back_all_the_same(tmp_path):
    assets, problems = back([NOWHERE, AREA], tmp_path / "x.csv")
    assert problems == []
    same([NOWHERE, AREA], assets)
    head = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert set(head) == {"id", "short", "name", "kind", "audience", "precision", "status", "lon", "lat", "wkt"}
    back([NOWHERE, AREA, FULL], tmp_path / "full.csv")
    more = (tmp_path / "full.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert [x for x in more if x in head] == head
    assert "own_words" in more


def test_a_public_table_names_nobody_who_checked_and_no_consent(tmp_path):
    asset = FULL.changed(audience="public", status="published", consent="said yes", checked_by="Ann")
    asset = asset.changed(consent_on=date(2026, 1, 1), repairs="mended")
    for ending in (".csv", ".xlsx"):
        path = tmp_path / f"x{ending}"
        export(disclosed([asset]), path)
        cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0] if ending == ".xlsx" else []
        head = cells or path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert not {"consent", "consent_on", "checked_by", "repairs"} & set(head)
        assert "own_words" in head


def test_a_csv_keeps_a_long_shape_whole_and_says_that_a_spreadsheet_cannot(tmp_path):
    fine = LINE.changed(where=LineString([(at / 1000, 51.123456789) for at in range(3000)]), own_words="x" * 33_000)
    said = export([fine, AREA], tmp_path / "x.csv")
    assert {(x.field, x.rows, x.kept) for x in said.not_carried} == {("where", 1, True), ("own_words", 1, True)}
    assert any(".xlsx" in x.why and ".gpkg" in x.why for x in said.not_carried)
    found, problems = read_assets(tmp_path / "x.csv")
    assert problems == []
    same([fine, AREA], found)
    lines = not_carried_text(said.not_carried)
    assert any(x.startswith("In it, and whole: where (1): longer than a cell of a spreadsheet") for x in lines)
    assert not [x for x in lines if x.startswith("Not in it")]


def test_a_geopackage_and_geojson_name_them_as_openstreetmap_does(tmp_path):
    for ending in (".gpkg", ".geojson"):
        export([LINE.changed(said_in={"pl": {"name": "Spacer"}}), LINE.changed(id=AREA.id)], tmp_path / f"x{ending}")
        frame = pyogrio.read_dataframe(tmp_path / f"x{ending}", layer="lines" if ending == ".gpkg" else None)
        assert list(frame["name:pl"].fillna("")) == ["Spacer", ""]
        assert "said_in" not in frame
