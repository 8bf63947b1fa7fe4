"""A whole place in one file, and in a home again."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import stat
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.contributions import submit, withdraw
from assetmap.demo import make_demo
from assetmap.errors import AssetMapError, ExchangeError, StoreError
from assetmap.packing import pack, unpack
from assetmap.packing.contents import LISTED, MOST_FILES
from assetmap.place import open_place
from assetmap.store.copies import PACK
from assetmap.store.geopackage import SCHEMA, GeoPackageStore
from tests.torture import unpacking

CANARY = "Hedgehog QX97ZZ"
_OTHER_TRIGGER = (
    "DROP TRIGGER rtree_assets_geom_insert; "
    "CREATE TRIGGER rtree_assets_geom_insert AFTER INSERT ON assets BEGIN DELETE FROM people; END"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A home with a draft whose true place is hidden; nobody writes to it."""
    home = make_demo(tmp_path_factory.mktemp("packed") / "town")
    place = open_place(home)
    asset = Asset(name="A door that is not shown", kind="green place", where=shapely.Point(-2.999123, 50.499321))
    submit(place.store, asset.changed(precision="neighbourhood"), by="steward")
    place.close()
    (home / "sign-in.toml").write_text("client_secret = 'of somebody else'\n", encoding="utf-8")
    (home / "notes about people.txt").write_text("not of the place", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def packed(town, tmp_path_factory):
    path = tmp_path_factory.mktemp("rucksack") / "town.assetmap"
    place = open_place(town)
    pack(place, path)
    place.close()
    return path


def everything(home):
    """Give all that a store holds of its assets."""
    with GeoPackageStore.open(home / "assets.gpkg") as store:
        return [(x.asset.to_record(), x.version, store.exact_place(x.asset.id)) for x in store.read()], store.secret()


def changed(packed, path, *, without=(), names=None, said=None, **entries):
    """Write a pack anew with other entries; the list is made to fit, but for what `said` says."""
    with zipfile.ZipFile(packed) as given:
        contents = {x: given.read(x) for x in given.namelist() if x not in without}
    contents |= {(names or {}).get(key, key): value for key, value in entries.items()}
    listed = json.loads(contents.pop(LISTED))
    files = [{"name": x, "bytes": len(y), "sha256": hashlib.sha256(y).hexdigest()} for x, y in contents.items()]
    listed |= {"files": files} | (said or {})
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        archive.writestr(LISTED, json.dumps(listed))
    return path


def refused(path, home, words=""):
    with pytest.raises(AssetMapError) as caught:
        unpack(path, home)
    assert words in str(caught.value)
    assert str(home.parent) not in str(caught.value)
    assert not home.exists()
    assert [x.name for x in home.parent.glob(".*")] == []
    return str(caught.value)


def test_a_place_comes_out_as_it_went_in(town, packed, tmp_path):
    unpacked = unpack(packed, tmp_path / "new")
    assert everything(tmp_path / "new") == everything(town)
    assert unpacked.assets == 159
    for name in ("place.toml", "secret.key", "basemap.pmtiles", "layers/areas.parquet", "layers/sources.json"):
        assert (tmp_path / "new" / name).read_bytes() == (town / name).read_bytes()
    place = open_place(tmp_path / "new")
    folder = next(x.name for x in (town / "network").glob("streets-*"))
    assert place.network().pieces > 500
    assert [x.name for x in (tmp_path / "new" / "network").glob("streets-*")] == [folder], "not made anew"
    assert place.store.check().problems == ()
    place.close()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    for name in ("assets.gpkg", "secret.key"):
        assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600


def test_what_is_not_of_the_place_is_not_in_it(packed):
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        assert {x.date_time for x in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[:2] == ["place.toml", "secret.key"]
    assert names[-1] == LISTED
    assert not {x for x in names if "sign-in" in x or "notes" in x or "backups" in x}
    assert len(names) <= MOST_FILES
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600


def test_what_was_taken_away_is_not_in_it_and_that_it_left_is_kept(town, tmp_path):
    home = tmp_path / "town"
    shutil.copytree(town, home)
    place = open_place(home)
    asset = Asset(name=CANARY, kind="green place")
    submit(place.store, asset, by="steward")
    withdraw(place.store, asset.id, by="steward")
    result = pack(place, tmp_path / "one.assetmap")
    [copy] = place.store.copies.lately(1)
    assert (copy.what, copy.name, copy.assets) == (PACK, "one.assetmap", result.assets)
    assert [x.name for x in home.glob(".new-*")] == []
    place.close()
    with zipfile.ZipFile(tmp_path / "one.assetmap") as archive:
        assert not any(CANARY.encode() in archive.read(x) for x in archive.namelist())


def test_a_list_is_known_again_in_the_new_home(town, packed, tmp_path):
    from assetmap.exchange.identity import secret_of

    unpack(packed, tmp_path / "new")
    assert secret_of(tmp_path / "new") == secret_of(town)


def test_nobody_is_still_signed_in_in_the_new_home(town, packed, tmp_path):
    unpack(packed, tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new" / "assets.gpkg")) as connection:
        assert connection.execute("SELECT count(*) FROM sign_ins").fetchone() == (0,)


def test_a_file_that_is_there_and_a_folder_of_the_place_are_not_written_to(town, packed):
    place = open_place(town)
    before = packed.read_bytes()
    with pytest.raises(ExchangeError, match="already there"):
        pack(place, packed)
    with pytest.raises(ExchangeError, match="own folder"):
        pack(place, town / "backups" / "x.assetmap")
    place.close()
    assert packed.read_bytes() == before


def test_what_could_not_be_unpacked_is_not_packed(town, tmp_path):
    home = tmp_path / "town"
    shutil.copytree(town, home)
    place = open_place(home)
    (home / "layers" / "green.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(AssetMapError, match="damaged"):
        pack(place, tmp_path / "x.assetmap")
    shutil.copy(town / "layers" / "green.parquet", home / "layers")
    next(home.glob("network/streets-*/to.npy")).unlink()
    pack(place, tmp_path / "x.assetmap")  # streets are made anew from their layer
    place.close()
    unpack(tmp_path / "x.assetmap", tmp_path / "new")
    assert not (tmp_path / "new" / "network").exists()
    new = open_place(tmp_path / "new")
    assert new.network().pieces > 500
    new.close()


def test_a_place_that_is_set_up_anew_meanwhile_is_packed_as_one(town, tmp_path, monkeypatch):
    from assetmap.packing import taking

    home = tmp_path / "town"
    shutil.copytree(town, home)
    place = open_place(home)
    tried = []

    def added(archive, name, path, given=taking._added):
        if name == "layers/areas.parquet":
            tried.append(name)
            if len(tried) == 1:
                (home / "layers").rename(home / "gone")
                shutil.copytree(home / "gone", home / "layers")
        return given(archive, name, path)

    monkeypatch.setattr(taking, "_added", added)
    pack(place, tmp_path / "x.assetmap")
    assert len(tried) == 2
    place.close()


def test_a_home_with_something_in_it_is_left_alone_or_put_aside(packed, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(ExchangeError, match="not empty"):
        unpack(packed, home)
    assert [x.name for x in home.iterdir()] == ["letter.txt"]
    kept = unpack(packed, home, force=True).kept
    assert (kept / "letter.txt").read_text(encoding="utf-8") == "keep me"
    assert (home / "place.toml").is_file()
    assert kept.parent == tmp_path


def test_an_empty_folder_is_taken(packed, tmp_path):
    (tmp_path / "home").mkdir()
    assert unpack(packed, tmp_path / "home").kept is None


@pytest.mark.parametrize("at", range(0, 100, 24))
def test_a_byte_that_was_changed_anywhere_is_noticed(packed, tmp_path, at):
    content = bytearray(packed.read_bytes())
    with zipfile.ZipFile(packed) as archive:
        one = max(archive.infolist(), key=lambda x: x.compress_size)
    content[one.header_offset + 200 + (one.compress_size - 300) * at // 100] ^= 0x55
    (tmp_path / "bad.assetmap").write_bytes(content)
    refused(tmp_path / "bad.assetmap", tmp_path / "home", "damaged")


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 0.999])
def test_half_a_file_is_refused(packed, tmp_path, share):
    content = packed.read_bytes()
    (tmp_path / "half.assetmap").write_bytes(content[: int(len(content) * share)])
    refused(tmp_path / "half.assetmap", tmp_path / "home", "not a packed place")


def test_other_files_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    refused(tmp_path / "other.zip", tmp_path / "home", "not a packed place")
    refused(tmp_path / "none.assetmap", tmp_path / "home", "not there")
    refused(tmp_path, tmp_path / "home", "not a file")


@pytest.mark.parametrize(
    "name",
    [
        "../outside.toml", "/etc/outside", "layers/../../outside", "layers\\..\\outside", "C:\\outside", "app.py",
        "sign-in.toml", "backups/one.gpkg", "assets.gpkg-wal", "layers/x.parquet", "layers/areas.parquet/x",
        "network/streets-a/../../x.npy", "network/streets-a/evil.npy", "network/.lock", "layers/", "PLACE.TOML",
    ],
)  # fmt: skip
def test_a_file_that_no_place_has_is_refused_whatever_it_is_called(packed, tmp_path, name):
    path = changed(packed, tmp_path / "x.assetmap", x=b"x", names={"x": name})
    refused(path, tmp_path / "home", "holds what no packed place does")
    assert {x.name for x in tmp_path.iterdir()} == {"x.assetmap"}


def tampered(packed, path, tamper):
    """Write the pack anew, each entry's header handed to `tamper`."""
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(path, "w") as archive:
        for info in given.infolist():
            content = given.read(info)
            tamper(info)
            archive.writestr(info, content)
    return path


def test_a_link_in_it_is_refused(packed, tmp_path):
    def tamper(info):
        if info.filename == "place.toml":
            info.external_attr = (stat.S_IFLNK | 0o777) << 16

    refused(tampered(packed, tmp_path / "x.assetmap", tamper), tmp_path / "home", "no packed place does")


def test_another_way_of_packing_is_refused(packed, tmp_path):
    def tamper(info):
        info.compress_type = zipfile.ZIP_LZMA

    refused(tampered(packed, tmp_path / "x.assetmap", tamper), tmp_path / "home", "no packed place does")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(packed, tmp_path):
    shutil.copy(packed, tmp_path / "x.assetmap")
    with zipfile.ZipFile(tmp_path / "x.assetmap", "a") as archive:
        archive.writestr("place.toml", "name = 'Another'")
    refused(tmp_path / "x.assetmap", tmp_path / "home", "not a packed place")


def test_what_unpacks_to_more_than_it_says_is_refused(packed, tmp_path):
    big = b"\0" * 2**22
    path = changed(packed, tmp_path / "x.assetmap", **{"basemap.pmtiles": big})
    listed = json.loads(zipfile.ZipFile(path).read(LISTED))
    for one in listed["files"]:
        one["bytes"] = 100 if one["name"] == "basemap.pmtiles" else one["bytes"]
    path = changed(packed, tmp_path / "y.assetmap", said=listed, **{"basemap.pmtiles": big})
    refused(path, tmp_path / "home", "does not hold what its list says")
    path = changed(packed, tmp_path / "z.assetmap", **{"place.toml": b"#" * (2**20 + 1)})
    refused(path, tmp_path / "home", "no packed place does")


def test_a_newer_programs_pack_is_refused_with_a_sentence(packed, tmp_path):
    for said in ({"form": 2, "version": "9.1"}, {"schema": SCHEMA + 1, "version": "9.1"}):
        path = changed(packed, tmp_path / "x.assetmap", said=said)
        assert "newer assetmap (9.1)" in refused(path, tmp_path / "home")


@pytest.mark.parametrize("missing", ["assets.gpkg", "place.toml"])
def test_a_pack_without_its_store_or_its_settings_is_refused(packed, tmp_path, missing):
    path = changed(packed, tmp_path / "x.assetmap", without=(missing,))
    refused(path, tmp_path / "home", "no whole place")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON changes BEGIN DELETE FROM assets; END",
        "CREATE VIEW v AS SELECT * FROM assets",
        "CREATE TABLE more (x TEXT)",
        "CREATE TABLE more (x TEXT, y TEXT GENERATED ALWAYS AS (hex(x)))",
        "CREATE INDEX i ON assets(hex(name))",
        "CREATE VIRTUAL TABLE v USING rtree(id, a, b)",
        "ALTER TABLE assets ADD COLUMN more TEXT CHECK (hex(more) <> 'x')",
        _OTHER_TRIGGER,
        "DROP TABLE apart; CREATE VIEW apart AS SELECT 1 AS one, 2 AS other, 'x' AS said_by, '' AS said_on",
    ],
)
def test_a_store_with_more_in_it_than_ours_is_not_opened(packed, tmp_path, statement):
    with zipfile.ZipFile(packed) as archive:
        archive.extract("assets.gpkg", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "assets.gpkg")) as connection:
        connection.executescript(statement)
    content = (tmp_path / "out" / "assets.gpkg").read_bytes()
    path = changed(packed, tmp_path / "x.assetmap", **{"assets.gpkg": content})
    refused(path, tmp_path / "home", "holds what no store of ours does")


def test_a_list_of_copies_that_unpacks_without_end_is_refused(packed, tmp_path):
    with zipfile.ZipFile(packed) as archive:
        archive.extract("assets.gpkg", tmp_path / "out")
    bomb = zlib.compress(b"\0" * 2**25, 9)
    with closing(sqlite3.connect(tmp_path / "out" / "assets.gpkg")) as connection:
        connection.execute("INSERT INTO copies (made_on, what, name, holds) VALUES ('', 'data', 'x', ?)", (bomb,))
        connection.commit()
    content = (tmp_path / "out" / "assets.gpkg").read_bytes()
    path = changed(packed, tmp_path / "x.assetmap", **{"assets.gpkg": content})
    refused(path, tmp_path / "home", "no store of ours")


def array(packed, name):
    with zipfile.ZipFile(packed) as archive:
        [full] = [x for x in archive.namelist() if x.endswith(f"/{name}.npy")]
        with archive.open(full) as source:
            return full, np.load(source)


@pytest.mark.parametrize("name", ["ends", "piece", "head", "at", "way"])
def test_streets_that_lead_beside_the_map_are_refused(packed, tmp_path, name):
    full, numbers = array(packed, name)
    numbers[numbers.size // 2 % len(numbers)] = np.iinfo(numbers.dtype).max
    with (tmp_path / "bad.npy").open("wb") as handle:
        np.save(handle, numbers)
    path = changed(packed, tmp_path / "x.assetmap", **{full: (tmp_path / "bad.npy").read_bytes()})
    refused(path, tmp_path / "home", "does not fit together")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("secret.key", b"short"), ("place.toml", b"name = "), ("place.toml", b"languages = ['en']"),
        ("assets.gpkg", b"not a store" * 100), ("assets.gpkg", b""), ("layers/areas.parquet", b"PAR1 no"),
        ("layers/sources.json", b"[]"),
    ],
)  # fmt: skip
def test_a_part_that_is_not_what_it_should_be_is_refused(packed, tmp_path, name, content):
    refused(changed(packed, tmp_path / "x.assetmap", **{name: content}), tmp_path / "home")


def test_an_older_programs_place_is_brought_forward(packed, tmp_path):
    old = tmp_path / "old.gpkg"
    with closing(sqlite3.connect(old)) as connection:
        script = Path(__file__).resolve().parent.parent / "store" / "store_v1.sql"
        connection.executescript(script.read_text(encoding="utf-8"))
    path = changed(packed, tmp_path / "x.assetmap", said={"schema": 1}, **{"assets.gpkg": old.read_bytes()})
    assert unpack(path, tmp_path / "home").assets == 2
    place = open_place(tmp_path / "home")
    assert place.store.check().problems == ()
    # And a store that came so far can be packed again.
    pack(place, tmp_path / "again.assetmap")
    place.close()
    assert unpack(tmp_path / "again.assetmap", tmp_path / "home2").assets == 2


def test_a_full_disk_is_said_before_anything_is_written(packed, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    refused(packed, tmp_path / "home", "not enough room")


def test_where_names_cannot_be_exchanged_the_old_home_is_put_aside_all_the_same(packed, tmp_path, monkeypatch):
    from assetmap.packing import opening

    monkeypatch.setattr(opening, "exchanged", lambda *_: False)
    unpack(packed, tmp_path / "home")
    kept = unpack(packed, tmp_path / "home", force=True).kept
    assert everything(kept) == everything(tmp_path / "home")


def test_a_network_drive_is_refused(packed, tmp_path, monkeypatch):
    from assetmap.store.geopackage import connections

    monkeypatch.setattr(connections, "_file_system", lambda _: "nfs4")
    with pytest.raises(StoreError, match="network drive"):
        unpack(packed, tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
def test_killed_midway_the_home_is_whole_or_as_it_was(tmp_path):
    row = unpacking.row(tmp_path, kills=4)
    assert row.is_reached, str(row)
