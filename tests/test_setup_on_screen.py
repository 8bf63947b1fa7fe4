"""What the screen for setting up a place is made of: recognising files, trying a place, changing settings."""

from __future__ import annotations

import gzip
import json
import os
import stat
import zipfile

import pytest

from assetmap.errors import ConflictError, LayerError, PermissionDeniedError, SettingsError
from assetmap.settings import GENERATED, CrisisLine, PlaceSettings, read_place, user_folder, write_place
from assetmap.setup import editing
from assetmap.setup.recognising import Recognised, districts, doubled, once, recognise, years_of_figures
from assetmap.setup.trying import (
    arguments,
    discard,
    folder_name,
    goes,
    keep,
    keep_again,
    set_aside,
    sweep,
    try_place,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.delenv("ASSETMAP_HOME", raising=False)


def square(code, west):
    ring = [[west, 51.0], [west + 0.01, 51.0], [west + 0.01, 51.01], [west, 51.01], [west, 51.0]]
    properties = {"LSOA21CD": code, "LSOA21NM": f"Area {code}"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def boundaries(*codes):
    features = [square(code, -2.4 + at / 50) for at, code in enumerate(codes)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


WARDS = b"""LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM
E01000001,a,E05000001,One,E06000001,Here
E01000002,b,E05000001,One,E06000001,Here
E01000003,c,E05000002,Two,E06000002,There
E01000009,d,E05000003,Three,E06000009,Far away
"""


@pytest.fixture
def aside():
    made = set_aside(by="steward")
    yield made
    discard(made, by="steward")


def put(aside, **files):
    return [recognise(aside.dropped(name, name, content)) for name, content in files.items()]


def test_boundaries_and_a_lookup_are_recognised_and_the_districts_they_reach_into_are_listed(aside):
    files = put(aside, areas=boundaries("E01000001", "E01000002", "E01000003"), wards=WARDS)
    assert [x.role for x in files] == ["areas", "lookup"]
    assert [(x.code, x.name, x.areas) for x in districts(files)] == [
        ("E06000001", "Here", 2),
        ("E06000002", "There", 1),
    ]


def test_a_list_of_groups_is_told_from_what_a_place_is_made_of(aside):
    (file,) = put(aside, **{"groups.csv": b"Name,Postcode,Kind\nLunch club,BA1 1AA,food help\n"})
    assert file.is_list
    assert not file.role
    assert not file.trouble


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (b"", "is empty"),
        (gzip.compress(b"\0" * 200_000_000), "100 times its size"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"a,b\n1,2\n", "no file that we know. Its headings are “a”, “b”."),
    ],
)
def test_a_file_of_another_kind_is_named_in_a_sentence(aside, content, said):
    (file,) = put(aside, dropped=content)
    assert said in file.trouble
    assert not file.role


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(aside, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("areas.geojson", b" " * 200_000_000)
    (file,) = put(aside, bomb=bomb.read_bytes())
    assert "was not read" in file.trouble


def test_a_file_that_is_nearly_one_we_know_says_what_it_lacks_and_where_to_get_it(aside):
    (file,) = put(aside, wards=WARDS.replace(b"LAD24CD", b"old code"))
    assert "lacks “LAD24CD”" in file.trouble
    assert "Open Geography portal" in file.trouble


def test_two_files_for_one_role_are_asked_about(aside):
    files = put(aside, one=boundaries("E01000001"), two=boundaries("E01000002"))
    assert [x.path.name for x in doubled(files)["areas"]] == ["one", "two"]
    with pytest.raises(SettingsError, match="one and two are both for the outlines"):
        arguments(files)


def test_without_boundaries_there_is_no_place(aside):
    with pytest.raises(SettingsError, match="begins with its boundaries"):
        try_place(aside, put(aside, wards=WARDS), name="x", by="steward")


def test_what_is_tried_becomes_a_home_only_when_it_is_kept_and_never_in_place_of_another():
    homes = []
    for _ in range(2):
        aside = set_aside(by="steward")
        try_place(aside, put(aside, areas=boundaries("E01000001")), name=" Bath & *Town* ", by="steward")
        assert read_place(aside.home).name == "Bath & *Town*"
        homes.append(keep(aside, by="steward"))
        assert not aside.folder.exists()
    assert [x.name for x in homes] == ["bath-town", "bath-town-2"]
    assert all((x / "assets.gpkg").exists() for x in homes)
    assert sorted(x.name for x in user_folder().iterdir()) == ["bath-town", "bath-town-2"]


def test_a_place_that_cannot_be_made_leaves_what_was_tried_before(aside):
    good = put(aside, areas=boundaries("E01000001"))
    try_place(aside, good, name="Good", by="steward")
    # A table of other codes than the boundaries.
    bad = put(aside, areas=boundaries("E01000001"), deprivation=b"not,a,table\n")
    assert bad[1].trouble
    with pytest.raises(LayerError, match="no file given says which"):
        try_place(aside, good, name="Bad", district="E06000001", by="steward")
    assert read_place(aside.home).name == "Good"
    assert sorted(x.name for x in aside.folder.iterdir()) == ["files", "home"]


def test_a_place_set_up_again_keeps_its_folder_and_says_what_goes(aside):
    from assetmap.setup import make_place

    home = user_folder() / "mine"
    make_place(home, name="Mine", areas=aside.dropped("x", "x.geojson", boundaries("E01000001")))
    (home / "layers" / "green.parquet").write_bytes(b"")
    files = put(aside, areas=boundaries("E01000001", "E01000002"))
    try_place(aside, files, name="Mine again", by="steward")
    assert goes(aside, home) == ["green"]
    report = keep_again(aside, files, home, by="steward")
    assert report.areas == 2
    assert read_place(home).name == "Mine again"


def test_only_a_steward_sets_anything_up(aside, tmp_path):
    files = put(aside, areas=boundaries("E01000001"))
    for doing in (
        lambda: set_aside(by="resident: Jo"),
        lambda: try_place(aside, files, name="x", by="contributor"),
        lambda: keep(aside, by=""),
        lambda: keep_again(aside, files, tmp_path / "x", by="stewardess"),
        lambda: discard(aside, by="resident"),
        lambda: editing.change_place(tmp_path, {}, since="", by="resident"),
    ):
        with pytest.raises(PermissionDeniedError):
            doing()
    assert aside.folder.exists()
    assert not (tmp_path / "x").exists()


def test_what_nobody_decided_about_goes_after_an_hour(aside):
    sweep()
    assert aside.folder.exists()
    os.utime(aside.folder, (1, 1))
    aside.touched()
    sweep()
    assert aside.folder.exists()
    os.utime(aside.folder, (1, 1))
    sweep()
    assert not aside.folder.exists()


def test_what_is_set_aside_is_its_owners_alone(aside):
    assert stat.S_IMODE(aside.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.csv", "x" * 400 + ".csv", "..", "", "a{b}\n.csv"])
def test_the_name_of_a_dropped_file_leads_nowhere_else(aside, name):
    path = aside.dropped("mark", name, b"x")
    assert path.parent == aside.folder / "files"
    assert path.read_bytes() == b"x"


def test_a_file_keeps_its_own_name_letter_for_letter_and_two_of_one_name_stay_two(aside):
    one = aside.dropped("1", "a**b**<script>.csv", b"1")
    two = aside.dropped("2", "a**b**<script>.csv", b"2")
    assert one.name == two.name == "a**b**<script>.csv"
    assert one.read_bytes() + two.read_bytes() == b"12"
    aside.only(["2"])
    assert not one.exists()
    assert two.exists()


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Bath & North East Somerset", "bath-north-east-somerset"),
        ("Demo", "demo-place"),
        ("巴斯", "place"),
        ("..", "place"),
    ],
)
def test_a_folder_is_named_after_its_place(name, folder):
    assert folder_name(name) == folder


BY_HAND = """# Kept by hand.
name = "Bath"  # our town
crisis_lines = [{ name = "A", contact = 999 }]

[review_weeks]
food_help = 4  # often
"""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "place.toml").write_text(BY_HAND)
    return tmp_path


def test_a_change_keeps_what_people_wrote_by_hand_and_touches_nothing_else(home):
    seen = editing.seen(home)
    lines = editing.lines([("Samaritans", "116 123", "day and night"), ("", " ", "")])
    values = {"name": "Bath **x**", "crisis_lines": lines, "online_tiles": True, "languages": ["en", "cy", "en"]}
    after = editing.change_place(home, values, since=seen.mark, by="steward")
    assert after.settings.crisis_lines == (CrisisLine(name="Samaritans", contact="116 123", note="day and night"),)
    assert after.settings.name == "Bath **x**"
    assert after.settings.languages == ("en", "cy")
    assert after.settings.review_weeks == {"food_help": 4}
    text = (home / "place.toml").read_text()
    assert "# Kept by hand." in text
    assert "# our town" in text
    assert "metric_crs" not in text
    again = editing.change_place(home, {**values, "crisis_lines": ()}, since=after.mark, by="steward")
    assert again.settings.crisis_lines == ()


def test_a_change_of_nothing_leaves_the_file_byte_for_byte(home):
    seen = editing.seen(home)
    values = {key: getattr(seen.settings, key) for key in editing.EDITABLE}
    editing.change_place(home, values, since=seen.mark, by="steward")
    assert (home / "place.toml").read_text() == BY_HAND


def test_a_change_made_by_hand_meanwhile_is_not_overwritten(home):
    seen = editing.seen(home)
    (home / "place.toml").write_text(BY_HAND.replace("Bath", "Bristol"))
    with pytest.raises(ConflictError, match="somebody has changed"):
        editing.change_place(home, {"name": "Mine"}, since=seen.mark, by="steward")
    assert read_place(home).name == "Bristol"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "  "}, "needs a name"),
        ({"published_address": "javascript:alert(1)"}, "not one that a browser opens"),
        ({"published_address": "example.org"}, "write it whole"),
        ({"published_address": "https://"}, "write it whole"),
        ({"published_address": "https://a:pw@b.example"}, "write it whole"),
        ({"published_address": "https://a.example/<b>"}, "write it whole"),
        ({"published_address": "https://a.example:99999999/"}, "write it whole"),
        ({"languages": ["<b>"]}, "short code"),
        ({"invented": True}, "cannot be changed here"),
    ],
)
def test_a_value_that_may_not_be_is_refused_and_nothing_is_written(home, values, said):
    with pytest.raises(SettingsError, match=said):
        editing.change_place(home, values, since=editing.seen(home).mark, by="steward")
    assert (home / "place.toml").read_text() == BY_HAND


def test_a_crisis_line_needs_a_name_and_a_number():
    with pytest.raises(SettingsError, match="crisis line 2 needs both"):
        editing.lines([("A", "1", ""), ("B", "", "")])


def test_what_setup_worked_out_is_not_written_into_the_file_for_people(tmp_path):
    write_place(tmp_path, PlaceSettings(name="x", attributions=("© somebody",)), leave_out=GENERATED)
    seen = editing.seen(tmp_path)
    editing.change_place(tmp_path, {"tell": "Ana,\n 01632 960 001"}, since=seen.mark, by="steward")
    text = (tmp_path / "place.toml").read_text()
    assert "attributions" not in text
    assert 'tell = "Ana, 01632 960 001"' in text


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("file", "role"),
    [
        ("boundaries/lsoa2021_england_bsc.geojson.zip", "areas"),
        ("boundaries/LSOA_2011_sw5forces_BGC_V2.zip", "areas"),
        ("deprivation/IoD2025_File_7_rebuilt_England.csv.gz", "deprivation"),
        ("deprivation/File_6_-_IoD2019_Population_Denominators.csv.gz", "population"),
        ("lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz", "lookup"),
        ("postcodes/code_point_open_ba.csv.gz", "postcodes"),
        ("postcodes/PCD_OA_LSOA_MSOA_LAD_MAY22_cut.csv.gz", "postcodes"),
        ("streets/bath_ne_somerset_os_roads.geojson", "streets"),
        ("osm/rutland_2022.osm.pbf", "osm"),
        ("services_bath/os_greenspace_site.geojson", "green"),
        ("services_bath/os_greenspace_access_point.geojson", "gates"),
        ("services_bath/banes_gp_surgeries.geojson", "list"),
        ("services_bath/csv/Community_Gardens.csv", "list"),
        ("deprivation/CIMD_Variables_canada_da.csv.gz", "deprivation"),
        ("health/epraccur.csv.gz", ""),
    ],
)
def test_a_real_file_is_recognised(realdata, file, role):
    found = recognise(realdata / file)
    assert ("list" if found.is_list else found.role) == role
    assert bool(found.trouble) == (not role)


@pytest.mark.realdata
def test_the_districts_of_a_nation_are_named(realdata):
    files = [
        recognise(realdata / "boundaries/lsoa2021_england_bsc.geojson.zip"),
        recognise(realdata / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz"),
    ]
    found = {x.code: x for x in districts(files)}
    assert len(found) == 296
    assert found["E06000022"].name == "Bath and North East Somerset"
    assert found["E06000022"].areas == 118


def test_weeks_between_checks_are_written_beside_what_stands_there_by_hand(home):
    seen = editing.seen(home)
    after = editing.change_place(home, {"review_weeks": {"food_help": 4, "park": 26}}, since=seen.mark, by="steward")
    assert after.settings.review_weeks == {"food_help": 4, "park": 26}
    assert "food_help = 4  # often" in (home / "place.toml").read_text()
    none = editing.change_place(home, {"review_weeks": {}, "tell": "Ana"}, since=after.mark, by="Steward: Jo")
    assert (none.settings.review_weeks, none.settings.tell) == ({}, "Ana")


def test_weeks_are_written_where_none_stood(tmp_path):
    (tmp_path / "place.toml").write_text('name = "Bath"\n\n[[crisis_lines]]\nname = "A"\ncontact = "1"\n')
    seen = editing.seen(tmp_path)
    values = {"review_weeks": {"food_help": 4}, "tell": "Ana"}
    after = editing.change_place(tmp_path, values, since=seen.mark, by="steward")
    assert (after.settings.review_weeks, after.settings.tell) == ({"food_help": 4}, "Ana")
    assert len(after.settings.crisis_lines) == 1


@pytest.mark.parametrize("weeks", [0, -1, 1.5, True])
def test_weeks_are_whole(home, weeks):
    with pytest.raises(SettingsError, match="whole number"):
        editing.change_place(home, {"review_weeks": {"food_help": weeks}}, since=editing.seen(home).mark, by="steward")


def test_the_same_file_twice_counts_once_but_the_parts_of_shapefiles_may_be_alike(aside):
    areas = boundaries("E01000001")
    files = put(aside, one=areas, two=areas, other=boundaries("E01000002"))
    parts = [Recognised(path=aside.dropped(x, x, b"UTF-8")) for x in ("a.cpg", "b.cpg")]
    first, again = once([*files, *parts])
    assert [x.path.name for x in first] == ["one", "other", "a.cpg", "b.cpg"]
    assert [x.path.name for x in again] == ["two"]


def test_figures_of_two_years_are_told_apart_before_anything_is_made(aside):
    old = b"LSOA code (2011),Local Authority District code (2019),Index of Multiple Deprivation (IMD) Rank,\
Index of Multiple Deprivation (IMD) Decile\nE01000001,E06000022,1,1\n"
    (file,) = put(aside, old=old)
    assert (file.role, file.year) == ("deprivation", 2019)
    new = Recognised(path=file.path, role="deprivation", year=2025, series=file.series)
    assert years_of_figures([new, file, new]) == [2019, 2025]
    assert years_of_figures([file, Recognised(path=file.path, role="population", year=2025)]) == [2019]


def test_a_map_that_is_cut_short_is_said_to_be(aside):
    (cut,) = put(aside, **{"areas.geojson": boundaries("E01000001", "E01000002")[:-30]})
    assert cut.trouble == "areas.geojson seems cut short, and cannot be read: fetch it again."


def test_two_indices_are_no_two_years_of_one(tmp_path):
    one = Recognised(path=tmp_path, role="deprivation", title="English", series="English", year=2019)
    other = Recognised(path=tmp_path, role="deprivation", title="Mental health", year=2022)
    assert years_of_figures([one, other]) == [2019]
