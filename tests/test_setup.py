"""A place is made from files that go together, whole or not at all."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from assetmap.errors import LayerError, SettingsError, StoreError
from assetmap.place import open_place
from assetmap.settings import CrisisLine, read_place, write_place
from assetmap.setup import make_place, make_place_online

# Three squares of 1 km in a row on the British National Grid: two unchanged, one a part of a split.
CODES = ("E01000001", "E01000002", "E01035210")
D = "Local Authority District code (2019)"
RANK, DECILE = "Index of Multiple Deprivation (IMD) Rank", "Index of Multiple Deprivation (IMD) Decile"
LOOKUP = [
    ("E01000001", "U", "E01000001", "E06000022"),
    ("E01000002", "U", "E01000002", "E06000022"),
    ("E01000003", "S", "E01035210", "E06000022"),
    ("E01000003", "S", "E01035211", "E06000022"),
    ("E01000004", "U", "E01000004", "E06000099"),
]


def _csv(path, headings, rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([headings, *rows])
    return path


def _boundaries(path, *, year=21, codes=CODES):
    squares = [shapely.box(375000 + 1000 * at, 164000, 376000 + 1000 * at, 165000) for at in range(len(codes))]
    frame = gpd.GeoDataFrame(
        {f"LSOA{year}CD": codes, f"LSOA{year}NM": [f"Area {x}" for x in codes]}, geometry=squares, crs=27700
    )
    frame.to_crs(4326).to_file(path)
    return path


@pytest.fixture
def files(tmp_path):
    """A small set of files in the official forms."""
    folder = tmp_path / "files"
    folder.mkdir()
    file1 = [(f"E0100000{at}", "n", "E06000022", "B", f"{at},000", at) for at in (1, 2, 3)]
    domains = ["LSOA code (2021)", "Local Authority District code (2024)"]
    made = {
        "areas": _boundaries(folder / "lsoa21.geojson"),
        "areas11": _boundaries(folder / "lsoa11.geojson", year=11, codes=("E01000001", "E01000002", "E01000003")),
        "file1": _csv(folder / "file1.csv", ["LSOA code (2011)", "LSOA name (2011)", D, "x", RANK, DECILE], file1),
        "lookup": _csv(folder / "lookup.csv", ["LSOA11CD", "CHGIND", "LSOA21CD", "LAD22CD"], LOOKUP),
        "file6": _csv(
            folder / "file6.csv",
            ["LSOA code (2011)", D, "Total population: mid 2015 (excluding prisoners)"],
            [
                ("E01000001", "E06000022", "1,500"),
                ("E01000002", "E06000022", "10"),
                ("E01000003", "E06000022", "1,001"),
            ],
        ),
        "postcodes": folder / "ba.csv",
        "domains": domains,
    }
    made["postcodes"].write_text(
        "BA1 1AA,10,375500,164500,E92000001,,,,E06000022,E05000001\n"
        "BA11AB,10,376500,164500,E92000001,,,,E06000022,E05000001\n"
        "BA2 2BB,10,374000,164500,E92000001,,,,E06000022,E05000001\n"  # in the margin
        "BA9 9ZZ,10,300000,164500,E92000001,,,,E06000022,E05000001\n"
        "BA9 9ZY,90,0,0,E92000001,,,,E06000022,E05000001\n"
    )
    return made


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def _make(home, files, **more):
    given = {"name": "Three Squares", "areas": files["areas11"], "deprivation": [files["file1"]]} | more
    return make_place(home, **given)


def _layer(home, name):
    return pd.read_parquet(home / "layers" / f"{name}.parquet")


def test_a_place_is_made_and_opens(home, files):
    report = _make(home, files, postcodes=[files["postcodes"]], population=files["file6"])
    assert report.to_json()["areas"] == {"read": 3, "joined": 3, "unjoined": []}
    place = open_place(home)
    try:
        assert place.settings.name == "Three Squares"
        assert place.settings.metric_crs == "EPSG:27700"
        west, south, east, north = place.settings.bounds
        assert -2.37 < west < east < -2.3
        assert 51.37 < south < north < 51.4
        assert any("Deprivation 2019" in x for x in place.settings.attributions)
        assert place.layer("areas")["code"].tolist() == ["E01000001", "E01000002", "E01000003"]
        assert place.layer("deprivation")["imd_rank"].tolist() == [1000, 2000, 3000]
        assert place.layer("population")["population"].tolist() == [1500, 10, 1001]
        assert not place.layer("population")["shared"].any()
        assert place.layer("streets") is None
    finally:
        place.close()


def test_the_report_counts_each_file_and_lists_no_row_from_elsewhere(home, files):
    report = _make(home, files, postcodes=[files["postcodes"]]).to_json()
    by_file = {x["file"]: x for x in report["files"]}
    assert by_file["ba.csv"] == {"file": "ba.csv", "card": "code_point_open", "read": 5, "used": 3, "left_over": 2}
    assert not any("BA9" in x for x in report["warnings"])
    sources = json.loads((home / "layers" / "sources.json").read_text())
    assert sources["postcodes"]["attribution"].startswith("Contains OS data")
    assert set(sources["deprivation"]) == {
        "card", "title", "publisher", "year", "licence", "attribution", "file", "read", "used", "left_over", "on",
        "domains", "first",
    }  # fmt: skip


def test_postcodes_are_written_in_two_parts_and_know_their_neighbourhood(home, files):
    _make(home, files, postcodes=[files["postcodes"]])
    codes = _layer(home, "postcodes").set_index("postcode")["area"].to_dict()
    assert codes == {"BA1 1AA": "E01000001", "BA1 1AB": "E01000002", "BA2 2BB": ""}


def test_codes_of_2011_against_boundaries_of_2021_are_refused_with_both_named(home, files):
    with pytest.raises(LayerError, match=r"LSOA 2021 and file1\.csv is LSOA 2011: only 2 of 3 .* --lookup"):
        _make(home, files, areas=files["areas"])
    assert not home.exists()


def test_with_the_lookup_they_join_and_the_changes_are_listed(home, files):
    report = _make(home, files, areas=files["areas"], lookup=files["lookup"], population=files["file6"]).to_json()
    assert report["areas"] == {"read": 3, "joined": 3, "unjoined": []}
    changes = report["changes"]["2011 to 2021"]
    assert changes["unchanged"] == 2
    assert changes["listed"] == [{"change": "split", "2011": ["E01000003"], "2021": ["E01035210"]}]
    deprivation = _layer(home, "deprivation").set_index("code")
    assert deprivation.loc["E01035210", "imd_decile"] == 3
    assert pd.isna(deprivation.loc["E01035210", "imd_rank"])
    assert deprivation.loc["E01000002", "imd_rank"] == 2000
    people = _layer(home, "population").set_index("code")
    assert people.loc["E01035210"].to_dict() == {"population": 501, "shared": True}


def test_a_lookup_to_wards_names_each_neighbourhoods_ward(home, files, tmp_path):
    rows = [("E01000001", "E05000001", "Twerton", "E06000022"), ("E01035210", "E05000002", "Southdown", "E06000022")]
    wards = _csv(tmp_path / "wards.csv", ["LSOA21CD", "WD24CD", "WD24NM", "LAD24CD"], rows)
    _make(home, files, areas=files["areas"], lookup=[files["lookup"], wards], population=files["file6"])
    assert _layer(home, "areas")["ward_name"].tolist() == ["Twerton", "", "Southdown"]
    assert _layer(home, "deprivation")["code"].tolist() == list(CODES)
    twice = shutil.copy(files["lookup"], tmp_path / "again.csv")
    with pytest.raises(LayerError, match="second lookup"):
        _make(home, files, areas=files["areas"], lookup=[files["lookup"], twice])


def test_a_file_whose_heading_says_2021_and_whose_codes_are_of_2011_is_refused(home, files, tmp_path):
    years = {"LSOA code (2011)": "LSOA code (2021)"}
    rows = [(x, "E06000022", 1, 1) for x in ("E01000001", "E01000002")]
    headings = [*years.values(), "Local Authority District code (2024)"]
    values = []
    for domain in (
        "Index of Multiple Deprivation (IMD)", "Income", "Employment", "Education, Skills and Training",
        "Health Deprivation and Disability", "Crime", "Barriers to Housing and Services", "Living Environment",
    ):  # fmt: skip
        score = "Score (rate)" if domain in ("Income", "Employment") else "Score"
        values += [f"{domain} {score}", f"{domain} Rank (where 1 is most deprived)"]
        values.append(f"{domain} Decile (where 1 is most deprived 10% of LSOAs)")
    path = _csv(tmp_path / "file7.csv", headings + values, [[*row[:2], *[1] * len(values)] for row in rows])
    with pytest.raises(LayerError, match="all its codes are of an earlier vintage"):
        _make(home, files, areas=files["areas"], deprivation=[path])


def test_the_order_of_files_does_not_matter(tmp_path, files):
    extra = _csv(tmp_path / "extra.csv", ["LSOA code (2011)", D, RANK, DECILE], [("E01000001", "E06000022", 1000, 1)])
    one, two = tmp_path / "one", tmp_path / "two"
    first = _make(one, files, deprivation=[files["file1"], extra])
    second = _make(two, files, deprivation=[extra, files["file1"]])
    assert first.to_json() == second.to_json()
    assert _layer(one, "deprivation").equals(_layer(two, "deprivation"))


def test_a_district_is_cut_out_of_national_files(home, files):
    report = _make(
        home, files, areas=files["areas"], lookup=files["lookup"], district="e06000022", deprivation=[files["file1"]]
    ).to_json()
    assert report["areas"]["read"] == 3
    assert any("lacks 1 of the 4" in x for x in report["warnings"])  # E01035211 is not drawn
    with pytest.raises(LayerError, match="no neighbourhood lies in district E06009999"):
        _make(home, files, district="E06009999")
    with pytest.raises(LayerError, match="no file given says which LSOA 2021"):
        _make(home, files, areas=files["areas"], district="E06000022")


def test_neighbourhoods_without_a_row_are_listed_and_kept(home, files, tmp_path):
    headings = ["LSOA code (2011)", D, RANK, DECILE]
    short = _csv(tmp_path / "short.csv", headings, [("E01000001", "E06000022", 1, 1)])
    report = _make(home, files, deprivation=[short]).to_json()
    assert report["areas"] == {"read": 3, "joined": 1, "unjoined": ["E01000002", "E01000003"]}
    assert len(_layer(home, "areas")) == 3


def test_files_of_another_part_of_the_country_are_refused(home, files, tmp_path):
    far = _csv(tmp_path / "far.csv", ["LSOA code (2011)", D, RANK, DECILE], [("E01000009", "E06000001", 1, 1)])
    with pytest.raises(LayerError, match="another part of the country"):
        _make(home, files, deprivation=[far])
    away = tmp_path / "away.csv"
    away.write_text("BA9 9ZZ,10,300000,164500,E92000001,,,,E06000022,E05000001\n")
    with pytest.raises(LayerError, match="another part of the country"):
        _make(home, files, postcodes=[away])


def test_postcodes_of_another_part_of_the_country_are_left_out_where_others_are_of_here(home, files, tmp_path):
    away = tmp_path / "away.csv"
    away.write_text("BA9 9ZZ,10,300000,164500,E92000001,,,,E06000022,E05000001\n")
    report = _make(home, files, postcodes=[away, files["postcodes"]]).to_json()
    assert "no postcode in away.csv lies in the place: it was left out." in report["warnings"]
    assert len(_layer(home, "postcodes"))
    assert [(x["read"], x["used"]) for x in report["files"] if x["file"] == "away.csv"] == [(1, 0)]


def test_a_self_crossing_neighbourhood_is_named_mended_and_recorded(home, files, tmp_path):
    frame = gpd.read_file(files["areas11"]).to_crs(27700)
    x = 376000
    frame.loc[1, "geometry"] = shapely.Polygon([(x, 164000), (x + 1000, 165000), (x + 1000, 164000), (x, 165000)])
    frame.to_file(tmp_path / "bow.gpkg")
    report = _make(home, files, areas=tmp_path / "bow.gpkg")
    assert any("E01000002 has an outline that crosses itself" in x and "mended" in x for x in report.warnings)
    assert gpd.read_parquet(home / "layers" / "areas.parquet").is_valid.all()


def test_without_deprivation_the_place_is_made_and_says_so(home, files):
    report = _make(home, files, deprivation=[])
    assert any("no deprivation file" in x for x in report.warnings)
    assert report.to_json()["areas"] == {"read": 3, "joined": 0, "unjoined": []}
    assert not (home / "layers" / "deprivation.parquet").exists()


def test_an_empty_name_and_a_home_in_the_program_are_refused(home, files):
    with pytest.raises(SettingsError, match="needs a name"):
        _make(home, files, name="  ")
    import assetmap

    with pytest.raises(SettingsError, match="program's own files"):
        _make(os.path.join(os.path.dirname(assetmap.__file__), "home"), files)  # noqa: PTH118, PTH120


def test_progress_goes_from_start_to_done(home, files):
    told = []
    _make(home, files, progress=lambda what, share: told.append((what, share)))
    shares = [x for _, x in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)


def _state(home):
    return {str(x.relative_to(home)): x.read_bytes() for x in home.rglob("*") if x.is_file() and ".gpkg" not in x.name}


@pytest.mark.parametrize("spoilt", ["empty", "other vintage", "gone", "picture"])
def test_a_failed_setup_leaves_an_earlier_place_whole(home, files, tmp_path, spoilt):
    _make(home, files, postcodes=[files["postcodes"]])
    before = _state(home)
    bad = tmp_path / "bad.csv"
    if spoilt == "empty":
        bad.write_text("")
    if spoilt == "picture":
        bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    more = {"areas": files["areas"]} if spoilt == "other vintage" else {"population": bad}
    with pytest.raises(LayerError):
        _make(home, files, name="Another", **more)
    assert _state(home) == before


def test_setting_up_again_keeps_assets_and_what_the_place_was_told(home, files):
    _make(home, files, postcodes=[files["postcodes"]])
    line = CrisisLine(name="A line", contact="01632 960000")
    write_place(home, replace(read_place(home), crisis_lines=(line,), tell="the library", languages=("en", "pl")))
    inode = (home / "assets.gpkg").stat().st_ino
    report = _make(home, files, name="Renamed")
    kept = read_place(home)
    assert (kept.name, kept.tell, kept.languages, kept.crisis_lines) == (
        "Renamed",
        "the library",
        ("en", "pl"),
        (line,),
    )
    assert (home / "assets.gpkg").stat().st_ino == inode
    assert any("postcodes this time" in x for x in report.warnings)
    assert not (home / "layers" / "postcodes.parquet").exists()
    assert [x for x in home.iterdir() if x.name.startswith((".new", ".old"))] == []


def test_a_setup_that_was_cut_off_between_its_two_steps_is_put_back(home, files):
    _make(home, files)
    (home / "layers").rename(home / ".old-layers")
    (home / ".new-layers-abc").mkdir()
    with pytest.raises(LayerError):
        _make(home, files, deprivation=[files["file6"]])
    _make(home, files)
    assert (home / "layers" / "areas.parquet").exists()
    assert [x for x in home.iterdir() if x.name.startswith((".new", ".old"))] == []


@pytest.mark.parametrize("online", [False, True])
def test_the_invented_town_never_becomes_a_real_place(home, files, online, monkeypatch):
    from assetmap.exchange import openstreetmap

    _make(home, files, postcodes=[files["postcodes"]])
    write_place(home, replace(read_place(home), invented=True))
    before = _state(home)
    monkeypatch.setattr(openstreetmap, "fetch", lambda *_, **__: pytest.fail("asked before it refused"))
    make = partial(make_place_online, place="Totnes, UK") if online else partial(_make, files=files, name="Ours")
    with pytest.raises(SettingsError, match="holds the invented demo town: name a folder of your own with --home"):
        make(home)
    assert _state(home) == before
    assert [x for x in home.iterdir() if x.name.startswith((".new", ".old"))] == []


def test_settings_that_cannot_be_written_stop_it_before_anything_changes(home, files, monkeypatch):
    from assetmap.errors import ExchangeError
    from assetmap.setup import writing

    _make(home, files, postcodes=[files["postcodes"]])
    before = _state(home)

    def full(folder, place, **_):
        raise ExchangeError("place.toml could not be written: No space left on device. Nothing was changed.")

    monkeypatch.setattr(writing, "write_place", full)
    with pytest.raises(StoreError, match="as it was"):
        _make(home, files, name="Another")
    assert _state(home) == before


def test_where_the_system_cannot_exchange_folders_two_steps_do(home, files, monkeypatch):
    from assetmap.setup import writing

    _make(home, files, postcodes=[files["postcodes"]])
    monkeypatch.setattr(writing.sys, "platform", "somewhere")
    _make(home, files)
    assert (home / "layers" / "areas.parquet").exists()
    assert not (home / "layers" / "postcodes.parquet").exists()
    assert not (home / ".old-layers").exists()


# Made once as root, which reads in every library (nobody may not read a root's own Python), then as nobody.
SCRIPT = """
import os, sys
from assetmap.errors import AssetMapError
from assetmap.setup import make_place
warm, home, areas, file1 = sys.argv[1:]
make_place(warm, name="x", areas=areas, deprivation=[file1])
os.setuid(65534)
try:
    make_place(home, name="x", areas=areas, deprivation=[file1])
except AssetMapError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to become somebody else")
def test_a_folder_that_may_not_be_written_is_said_in_one_sentence(files):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        open_folder = Path(name)
        open_folder.chmod(0o755)
        locked = open_folder / "locked"
        locked.mkdir()
        locked.chmod(0o555)
        given = [shutil.copy(files[x], open_folder) for x in ("areas11", "file1")]
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, open_folder / "warm", locked / "home", *given],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.startswith("StoreError the place could not be written"), done.stderr[-500:]
        assert list(locked.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to mount a small disk")
def test_a_full_disk_is_said_and_leaves_the_earlier_place_whole(files, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        home = disk / "home"
        _make(home, files)
        before = _state(home)
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(b"x" * max(free.f_bavail * free.f_frsize - 8192, 0))
        with pytest.raises(StoreError, match="No space left"):
            _make(home, files, name="Another", postcodes=[files["postcodes"]])
        assert _state(home) == before
    finally:
        subprocess.run(["umount", disk], check=False)


LOOP = """
import itertools, sys
from assetmap.setup import make_place
home, areas, file1, postcodes = sys.argv[1:]
for turn in itertools.count():
    make_place(home, name=f"turn {turn}", areas=areas, deprivation=[file1], postcodes=[postcodes] if turn % 2 else [])
    print(turn, flush=True)
"""


class _Killed(BaseException):
    """The process ends here."""


def test_cut_off_between_the_layers_and_place_toml_the_settings_are_the_new_layers_own(home, files, monkeypatch):
    _make(home, files)
    line = CrisisLine(name="A line", contact="01632 960000")
    write_place(home, replace(read_place(home), crisis_lines=(line,)))
    real = Path.replace

    def killed(path, target):
        if path.name == "place.toml" and Path(target).parent == home:
            raise _Killed
        return real(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(_Killed):
        _make(home, files, name="Another", postcodes=[files["postcodes"]])
    monkeypatch.undo()
    assert (home / "layers" / "postcodes.parquet").exists()
    settings = read_place(home)
    assert (settings.name, settings.crisis_lines) == ("Another", (line,))
    assert set(settings.layer_attributions) == {"areas", "deprivation", "postcodes"}
    assert any(x.startswith("Contains OS data") for x in settings.attributions)
    _make(home, files, name="A third")
    assert set(read_place(home).layer_attributions) == {"areas", "deprivation"}


def test_place_toml_is_left_to_people_and_a_name_edited_in_it_wins(home, files):
    _make(home, files)
    path = home / "place.toml"
    text = path.read_text(encoding="utf-8")
    assert not any(x in text for x in ("bounds", "metric_crs", "attributions"))
    path.write_text(text.replace("Three Squares", "Our Squares"), encoding="utf-8")
    settings = read_place(home)
    assert (settings.name, settings.metric_crs, len(settings.bounds)) == ("Our Squares", "EPSG:27700", 4)


def test_a_name_edited_back_to_the_one_before_the_last_setup_wins_too(home, files):
    _make(home, files)
    _make(home, files, name="Another")
    path = home / "place.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Another", "Three Squares"), encoding="utf-8")
    assert read_place(home).name == "Three Squares"


@pytest.mark.parametrize("keep", [0, 4, 0.5])
def test_a_damaged_layer_is_one_sentence(home, files, keep):
    _make(home, files)
    path = home / "layers" / "areas.parquet"
    content = path.read_bytes()
    path.write_bytes(content[: keep if isinstance(keep, int) else int(len(content) * keep)])
    place = open_place(home)
    try:
        with pytest.raises(LayerError, match=r"^layers/areas\.parquet is damaged"):
            place.layer("areas")
    finally:
        place.close()


def test_damaged_sources_are_one_sentence(home, files):
    _make(home, files)
    place = open_place(home)
    try:
        for content in ("{", "[]", '{"areas": 1}'):
            (home / "layers" / "sources.json").write_text(content)
            with pytest.raises(LayerError, match=r"sources\.json is damaged"):
                place.sources()
    finally:
        place.close()


@pytest.mark.slow
def test_killed_at_any_moment_the_place_is_the_old_one_or_the_new_one(home, files):
    _make(home, files)
    given = [home, files["areas11"], files["file1"], files["postcodes"]]
    for after_ms in (1, 7, 23, 41, 58):
        with subprocess.Popen([sys.executable, "-c", LOOP, *given], stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            time.sleep(after_ms / 1000)
            child.kill()
        sources = json.loads((home / "layers" / "sources.json").read_text())
        layers = {x.stem for x in (home / "layers").glob("*.parquet")}
        assert layers == set(sources)
        place = open_place(home)
        try:
            assert all(len(place.layer(x)) == 3 for x in layers)
            # The settings are those of these layers: postcodes come in every turn with an odd number.
            assert set(place.settings.layer_attributions) == layers
            turn = int(place.settings.name.removeprefix("turn "))
            assert ("postcodes" in layers) == bool(turn % 2)
        finally:
            place.close()
