"""The shell: one JSON object, a sentence for every error, nothing repeated that was typed about a person."""

import csv
import io
import json
import sys

import pytest
import shapely

from assetmap.exchange.outward import ENDINGS
from tests.canary.searching import unfolded

VERBS = [
    "serve",
    "setup",
    "import",
    "approve",
    "undo",
    "history",
    "withdraw",
    "find",
    "print",
    "reach",
    "gaps",
    "export",
    "backup",
    "restore",
    "check",
    "pack",
    "unpack",
    "bench",
]
CANARY = "QX97ZZCANARY"
FIND_FIELDS = {
    "id", "short", "name", "kind", "lon", "lat", "distance_m", "walk_m", "walk_min", "steps", "checked_on",
    "how_checked", "overdue", "open_now", "why",
}  # fmt: skip


def a_postcode(town):
    import pandas as pd

    frame = pd.read_parquet(town / "layers" / "postcodes.parquet", columns=["postcode"])
    return str(frame["postcode"].iloc[len(frame) // 2])


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)


def test_help_names_every_verb(shell):
    said = shell("--help")
    assert said.status == 0
    assert all(f" {verb} " in said.out for verb in VERBS)


@pytest.mark.parametrize(
    ("call", "option"), [(("find", "Weston Hub"), "--text"), (("unpack", "place.zip", "some folder"), "--home")],
    ids=["find", "unpack"],
)  # fmt: skip
def test_words_left_over_are_told_which_option_they_were_meant_for(shell, call, option):
    said = shell(*call)
    assert (said.status, f"is given with {option}" in said.err) == (2, True)


def test_the_version_is_said(shell):
    assert shell("--version").out.startswith("assetmap ")


@pytest.mark.parametrize(
    "call",
    [
        ("find", "--near", CANARY),
        ("find", "--near", CANARY, "two words", "left over"),
        ("find", "--near", f"{CANARY} 1AA", "--limit", "many"),
        ("find", "--near", "BA1", CANARY),
        ("print", "referral", "--near", CANARY, "--out", "page.pdf"),
        ("print", "referral", "--near", CANARY, "--out", "page.doc"),
        ("find", "--nearest", CANARY),
        ("find", f"--near{CANARY} 3QE"),
        ("find", f"--{CANARY}=x"),
        ("find", f"-{CANARY}"),
        ("find", "--near", "51.38,-2.36", f"--json={CANARY}"),
        ("find", "--near", "POSTCODE", "--need", f"panic since the {CANARY}"),
        ("find", "--near", "POSTCODE", "--kind", CANARY),
        ("print", "referral", "--near", "POSTCODE", "--need", CANARY, "--out", "page.pdf"),
        ("print", "referral", "--near", "POSTCODE", "--paper", CANARY, "--out", "page.pdf"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_typed_about_a_person_is_never_repeated(shell, town, call, as_json):
    given = [a_postcode(town) if word == "POSTCODE" else word for word in call]
    said = shell(*given, "--home", town, *(["--json"] if as_json else []))
    assert said.status in {1, 2}
    assert CANARY not in said.out + said.err
    assert "Traceback" not in said.err
    if as_json:
        assert set(said.json) == {"error"}


def test_find_gives_the_fields_of_the_contract(shell, town):
    found = shell("find", "--home", town, "--near", a_postcode(town), "--limit", "5", "--json").json
    assert set(found) >= {"origin", "assets", "elsewhere"}
    assert len(found["assets"]) == 5
    for row in found["assets"]:
        assert set(row) >= FIND_FIELDS
    near = [2 ** (-max(1, int(x["walk_min"] + 0.5)) / 15) * (0.85 if x["overdue"] else 1) for x in found["assets"]]
    assert near == sorted(near, reverse=True)


def test_near_is_read_from_standard_input(shell, town, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(a_postcode(town) + "\n"))
    assert shell("find", "--home", town, "--near", "-", "--json").json["assets"]


def test_a_need_is_met_by_everything_that_is_found(shell, town):
    found = shell("find", "--home", town, "--near", a_postcode(town), "--need", "meeting people", "--json").json
    assert found["assets"]
    near_miss = shell("find", "--home", town, "--near", a_postcode(town), "--need", "meeting peple")
    assert near_miss.status == 1
    assert "Did you mean “meeting people”" in near_miss.err


def test_an_import_is_drafts_until_published_and_the_same_file_twice_adds_nothing(shell, town, tmp_path):
    find = shell("find", "--home", town, "--near", a_postcode(town), "--json").json
    lon, lat = find["assets"][0]["lon"], find["assets"][0]["lat"]
    write_csv(tmp_path / "new.csv", [["Name", "Latitude", "Longitude"], ["Whelk choir", lat, lon], ["", lat, lon]])
    first = shell("import", tmp_path / "new.csv", "--home", town, "--kind", "group or club", "--json").json
    assert (first["added"], first["drafts"], len(first["problems"])) == (1, 1, 1)
    assert first["problems"][0]["row"] == 3
    again = shell("import", tmp_path / "new.csv", "--home", town, "--kind", "group or club", "--json").json
    assert (again["added"], again["unchanged"]) == (0, 1)
    assert not shell("find", "--home", town, "--near", f"{lat},{lon}", "--text", "whelk", "--json").json["assets"]


def test_a_draft_is_approved_withdrawn_and_the_approval_undone(shell, town, tmp_path):
    from assetmap.place import open_place

    lat_lon = shell("find", "--home", town, "--near", a_postcode(town), "--json").json["assets"][0]
    near = f"{lat_lon['lat']},{lat_lon['lon']}"
    write_csv(tmp_path / "new.csv", [["Name", "Latitude", "Longitude"], ["Whelk choir", *near.split(",")]])
    shell("import", tmp_path / "new.csv", "--home", town, "--kind", "group or club")
    place = open_place(town)
    short = next(x.asset.short for x in place.store.read() if x.asset.name == "Whelk choir")
    place.close()

    def found():
        return [
            x["short"]
            for x in shell("find", "--home", town, "--near", near, "--text", "whelk", "--json").json["assets"]
        ]

    approved = shell("approve", short, "--home", town, "--json").json
    assert found() == [short]
    assert shell("undo", str(approved["change"]), "--home", town).status == 0
    assert found() == []
    shell("approve", short, "--home", town)
    assert found() == [short]
    shell("export", tmp_path / "handed-out.csv", "--home", town)
    gone = shell("withdraw", short, "--home", town, "--json").json
    assert (gone["withdrawn"], gone["waits"], gone["unreached"]) == (1, False, [])
    assert [(x["what"], x["name"]) for x in gone["copies"]] == [("data", "handed-out.csv")]
    said = shell("withdraw", short, "--home", town).out
    assert "It was gone already." in said
    assert "a file of data: handed-out.csv" in said
    assert found() == []


@pytest.mark.parametrize("ending", [*(x[1:] for x in ENDINGS), "html"])
def test_every_export_names_what_is_public_and_nothing_else(shell, town, tmp_path, ending):
    from assetmap.disclosure import disclosed
    from assetmap.place import open_place

    path = tmp_path / f"out.{ending}"
    said = shell("export", path, "--home", town, "--json").json
    assert said["file"] == path.name
    content = b"\n".join(unfolded(path.read_bytes())).decode("utf-8", errors="replace")
    place = open_place(town)
    stored = [x.asset for x in place.store.read()]
    place.close()
    shown = {x.id for x in disclosed(stored)}
    hidden = [x for x in stored if x.id not in shown]
    assert shown
    assert hidden
    left_out = [x for x in said["not_carried"] if x["field"] is None]
    assert said["assets"] + sum(x["rows"] for x in left_out) == len(shown)
    assert bool(left_out) == (ending in {"oruk.json", "ics"})
    assert sum(x in content for x in shown) == said["assets"] or ending in {"html", "ics"}
    assert not [x.name for x in hidden if x.id in content or x.short in content]
    twice = shell("export", path, "--home", town)
    assert twice.status == 1
    assert "--force" in twice.err


def test_an_ending_nobody_knows_is_told_all_that_are(shell, town, tmp_path):
    said = shell("export", tmp_path / "out.xls", "--home", town)
    assert said.status == 1
    assert all(ending in said.err for ending in (*ENDINGS, ".html"))


def test_a_backup_is_restored_and_checked(shell, town, tmp_path):
    before = shell("check", "--home", town, "--json").json
    assert before["problems"] == []
    assert shell("backup", tmp_path / "kept.gpkg", "--home", town).status == 0
    write_csv(tmp_path / "new.csv", [["Name"], ["Whelk choir"]])
    shell("import", tmp_path / "new.csv", "--home", town, "--kind", "online or phone help")
    assert shell("check", "--home", town, "--json").json["assets"] == before["assets"] + 1
    assert shell("restore", tmp_path / "kept.gpkg", "--home", town).status == 0
    assert shell("check", "--home", town, "--json").json == before


def test_a_restore_says_where_the_store_as_it_was_is_kept(shell, town, tmp_path):
    shell("backup", tmp_path / "kept.gpkg", "--home", town)
    said = shell("restore", tmp_path / "kept.gpkg", "--home", town, "--json")
    assert said.status == 0
    assert set(said.json) == {"assets", "changes", "problems"}
    (kept,) = (town / "backups").iterdir()
    assert f"the store as it was is kept in {kept}" in said.err


def test_a_restore_into_a_home_without_a_place_is_refused_before_anything_is_written(shell, town, tmp_path):
    shell("backup", tmp_path / "kept.gpkg", "--home", town)
    home = tmp_path / "bare"
    home.mkdir()
    said = shell("restore", tmp_path / "kept.gpkg", "--home", home, "--json")
    assert said.status == 1
    assert "there is no place" in said.json["error"]
    assert list(home.iterdir()) == []


def test_a_copy_that_was_kept_is_named_and_restored_by_its_name(shell, town):
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.contributions import submit
    from assetmap.place import open_place
    from assetmap.store.geopackage.daily import keep_copy

    assert "No copies yet" in shell("backups", "--home", town).out
    place = open_place(town)
    keep_copy(place.store, town / "assets.gpkg", today=date(2026, 11, 16))
    before = place.store.ids()
    submit(place.store, Asset(name="Came later", kind="green place"), by="steward")
    place.close()
    listed = json.loads(shell("backups", "--home", town, "--json").out)["copies"]
    assert [x["file"] for x in listed] == ["daily-2026-11-16.gpkg", "weekly-2026-W47.gpkg"]
    assert shell("restore", "daily-2026-11-16.gpkg", "--home", town).status == 0
    place = open_place(town)
    assert place.store.ids() == before
    place.close()


def test_a_place_is_packed_and_unpacked(shell, town, tmp_path):
    packed = shell("pack", tmp_path / "town.assetmap", "--home", town, "--json")
    assert json.loads(packed.out)["assets"] > 100
    assert "Keep it like a key" in packed.err
    assert "already there" in shell("pack", tmp_path / "town.assetmap", "--home", town).err
    unpacked = shell("unpack", tmp_path / "town.assetmap", "--home", tmp_path / "new", "--json")
    assert json.loads(unpacked.out)["place"] == "Merrowcombe"
    assert shell("check", "--home", tmp_path / "new").status == 0
    again = shell("unpack", tmp_path / "town.assetmap", "--home", tmp_path / "new")
    assert (again.status, "not empty" in again.err) == (1, True)
    assert shell("unpack", tmp_path / "town.assetmap", "--home", tmp_path / "new", "--force").status == 0


def test_a_file_that_is_no_backup_changes_nothing(shell, town, tmp_path):
    (tmp_path / "kept.gpkg").write_bytes(b"no backup at all" * 100)
    before = shell("check", "--home", town, "--json").json
    refused = shell("restore", tmp_path / "kept.gpkg", "--home", town, "--json")
    assert refused.status == 1
    assert shell("check", "--home", town, "--json").json == before


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_page_is_printed_and_names_what_was_found(shell, town, tmp_path, form):
    near = a_postcode(town)
    found = shell("find", "--home", town, "--near", near, "--limit", "4", "--json").json
    out = tmp_path / f"page.{form}"
    done = shell("print", "referral", "--home", town, "--near", near, "--limit", "4", "--out", out, "--json")
    assert done.status == 0, done.err
    if form == "pdf":
        from pypdf import PdfReader

        text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    else:
        text = out.read_text(encoding="utf-8")
    text = " ".join(text.split())
    for row in found["assets"]:
        assert " ".join(row["name"].split()) in text or form == "html"
    assert near not in text


def test_exactly_the_assets_named_are_printed(shell, town, tmp_path):
    found = shell("find", "--home", town, "--near", a_postcode(town), "--json").json["assets"]
    picked = [found[4]["short"], found[1]["short"]]
    out = tmp_path / "page.html"
    options = [x for code in picked for x in ("--assets", code)]
    assert shell("print", "referral", "--home", town, *options, "--out", out).status == 0
    unknown = shell("print", "referral", "--home", town, "--assets", "000000", "--out", tmp_path / "b.html")
    assert unknown.status == 1


def test_no_place_says_how_to_make_one(shell, tmp_path):
    said = shell("find", "--home", tmp_path / "nowhere", "--near", "BA1 1AA", "--json")
    assert said.status == 1
    assert "assetmap setup" in said.json["error"]


def test_setup_without_its_words_says_which_are_needed(shell, tmp_path):
    said = shell("setup", "--home", tmp_path / "x", "--json")
    assert said.status == 1
    assert "--name and --areas" in json.loads(said.out)["error"]


def test_setup_without_a_home_leaves_the_demo_town_as_it_is(shell, tmp_path, made_once):
    import shutil

    demo = tmp_path / "data-home" / "assetmap" / "demo"
    shutil.copytree(made_once, demo)
    before = (demo / "place.toml").read_bytes()
    said = shell("setup", "--name", "Ours", "--areas", tmp_path / "areas.geojson", "--json")
    assert said.status == 1
    assert "invented demo town" in said.json["error"]
    assert (demo / "place.toml").read_bytes() == before


def test_setup_says_that_no_deprivation_was_given(shell, tmp_path):
    import geopandas as gpd
    import shapely

    square = gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000001"], "LSOA21NM": ["A"]},
        geometry=[shapely.box(375000, 164000, 376000, 165000)],
        crs=27700,
    )
    square.to_crs(4326).to_file(tmp_path / "lsoa21.geojson")
    given = ("setup", "--home", tmp_path / "x", "--name", "X", "--areas", tmp_path / "lsoa21.geojson")
    people = shell(*given)
    assert people.status == 0
    assert "no deprivation was given" in people.out
    assert "joined to deprivation" not in people.out
    assert shell(*given, "--json").json["areas"] == {"read": 1, "joined": 0, "unjoined": []}


def test_an_option_that_is_not_known_is_said_and_not_repeated(shell):
    said = shell("find", "--nearBA2 3QE", "--json")
    assert said.status == 2
    assert said.json["error"].startswith("there is no such option. ")
    assert "3QE" not in said.out + said.err


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("street", "that street is long"),
        ("postcode", "that postcode has no exact point"),
        ("green place", "that is a large place"),
    ],
)
def test_a_rough_place_to_start_from_is_said_aside_and_not_repeated(shell, town, tmp_path, monkeypatch, kind, said):
    from assetmap import gazetteer

    lon, lat = (
        shell("find", "--home", town, "--near", a_postcode(town), "--json").json["origin"][x] for x in ("lon", "lat")
    )
    monkeypatch.setattr(
        gazetteer, "locate", lambda *_, **__: gazetteer.Located(shapely.Point(lon, lat), CANARY, kind, rough=True)
    )
    for call in (("find",), ("print", "referral", "--out", tmp_path / "page.html")):
        done = shell(*call, "--home", town, "--near", CANARY, "--json")
        assert done.status == 0
        assert f"note: {said}" in done.err
        assert CANARY not in done.out + done.err
