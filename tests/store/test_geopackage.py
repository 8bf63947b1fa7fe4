"""The GeoPackage in real life: crashes, full disks, locked folders, other programs, copies."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import shapely

from assetmap.assets import Asset
from assetmap.errors import StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, blobs, connections, restore, schema
from tests.torture.killing import kill_writers

CHECKOUT = Path(__file__).resolve().parent.parent.parent
HILL = Asset(name="Beacon Hill", kind="hill or view", where=shapely.Point(-2.35, 51.39), status="published")
SECRET = shapely.Point(-2.123456789, 51.987654321)


def opened(path):
    return GeoPackageStore.open(path)


def filled(path, many=50):
    store = opened(path)
    assets = [
        HILL.changed(id=f"{n:08d}-0000-4000-8000-000000000000", short="", where=shapely.Point(-2 + n / 1000, 51))
        for n in range(many)
    ]
    store.write([Edit(asset=x, exact=SECRET if n % 5 == 0 else None) for n, x in enumerate(assets)], by="steward")
    return store


def contents(store):
    return [(x.asset, x.version, store.exact_place(x.asset.id)) for x in store.read()]


def child(code, *arguments, **more):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        **more,
    )


def test_a_store_is_made_where_there_is_none_and_leaves_one_file(tmp_path):
    path = tmp_path / "new" / "assets.gpkg"
    store = filled(path)
    was = contents(store)
    store.close()
    assert [x.name for x in path.parent.iterdir()] == ["assets.gpkg"]
    again = opened(path)
    assert contents(again) == was
    again.close()


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path):
    tally = kill_writers(tmp_path, kills=10)
    assert tally.acknowledged > 20
    assert tally.lost == ()
    assert tally.problems == ()


COUNTER = """
import sys
from assetmap.errors import ConflictError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
store, conflicts, done = GeoPackageStore.open(sys.argv[1]), 0, 0
asset_id = sys.argv[2]
while done < 40:
    there = store.get(asset_id)
    more = there.asset.changed(depends_on=(there.asset.depends_on or 0) + 1)
    try:
        store.write([Edit(asset=more, expected=there.version)], by="steward")
        done += 1
    except ConflictError:
        conflicts += 1
store.close()
print(conflicts)
"""


@pytest.mark.slow
def test_processes_that_change_one_asset_lose_nothing(tmp_path):
    path = tmp_path / "assets.gpkg"
    store = opened(path)
    store.write([Edit(asset=HILL)], by="steward")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTER, str(path), HILL.id],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.DEVNULL,
        )
        for _ in range(3)
    ]
    assert [x.wait(timeout=120) for x in writers] == [0, 0, 0]
    assert store.get(HILL.id).asset.depends_on == 120
    assert store.get(HILL.id).version == 121
    assert store.check().problems == ()
    store.close()


def test_processes_that_make_the_store_at_once_make_one(tmp_path):
    code = "import sys; from assetmap.store.geopackage import GeoPackageStore as S; S.open(sys.argv[1]).close()"
    path = tmp_path / "assets.gpkg"
    makers = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], env=os.environ | {"PYTHONPATH": str(CHECKOUT)})
        for _ in range(4)
    ]
    assert [x.wait(timeout=60) for x in makers] == [0] * 4
    store = opened(path)
    assert store.check().problems == ()
    store.close()


def test_a_forked_child_leaves_its_parents_connections_alone(tmp_path):
    store = filled(tmp_path / "assets.gpkg")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            store.write([Edit(asset=HILL)], by="steward")
            store.close()
            code = 0
        finally:
            os._exit(code)  # the child must not run the parent's tests
    assert os.waitpid(pid, 0)[1] == 0
    store.write([Edit(asset=HILL.changed(name="Parent"), expected=1)], by="steward")
    assert store.check().problems == ()
    store.close()


FULL = """
import sys, shapely
from assetmap.assets import Asset
from assetmap.errors import StoreError
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
store = GeoPackageStore.open(sys.argv[1] + "/assets.gpkg")
kept = []
try:
    while len(kept) < 5000:
        asset = Asset(name="A place", kind="green place", own_words="x" * 5000, where=shapely.Point(-2, 51))
        store.write([Edit(asset=asset, exact=shapely.Point(-2.1, 51))], by="steward")
        kept.append(asset.id)
    print("never full")
except StoreError as error:
    there = [x.asset.id for x in store.read()]
    print(str(error))
    print(there == kept and bool(kept), store.check().problems, store.version() == len(kept))
"""


def test_a_full_disk_is_said_and_nothing_half_written_shows(tmp_path):
    script = f'mount -t tmpfs -o size=1m tmpfs "{tmp_path}" && exec "{sys.executable}" -c "$0" "{tmp_path}"'
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    if shutil.which("unshare") is None:
        pytest.skip("no unshare: a small disk cannot be mounted here")
    can = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs tmpfs "{tmp_path}"'], capture_output=True, check=False
    )
    if can.returncode:
        pytest.skip("a small disk cannot be mounted here")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, FULL], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    said, found = done.stdout.splitlines()
    assert "the disk is full" in said
    assert found == "True () True"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_may_not_be_written_is_said(there):
    code = """
import os, sys
os.setgid(65534); os.setuid(65534)
from assetmap.errors import StoreError
from assetmap.store.geopackage import GeoPackageStore
try:
    GeoPackageStore.open(sys.argv[1])
except StoreError as error:
    print(error)
"""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders cannot even be entered by others
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "assets.gpkg"
        if there:
            filled(path).close()
            path.chmod(0o644)
            before = path.read_bytes()
        # The child loads the program before it gives its rights up.
        done = child(f"import assetmap.store.geopackage, shapely\n{code}", path)
        assert done.returncode == 0, done.stderr
        assert "cannot be written by you" in done.stdout
        assert "Traceback" not in done.stderr
        if there:
            assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_store_is_said_and_left_alone(tmp_path, content):
    path = tmp_path / "assets.gpkg"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a store, or is damaged"):
        opened(path)
    assert path.read_bytes() == content


def test_a_database_of_somebody_elses_is_refused(tmp_path):
    path = tmp_path / "assets.gpkg"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE assets (x)")
    other.close()
    with pytest.raises(StoreError, match="not a store of assets"):
        opened(path)


def test_a_locked_store_is_said(tmp_path):
    filled(tmp_path / "assets.gpkg").close()
    store = GeoPackageStore.open(tmp_path / "assets.gpkg", busy_s=0.05)
    other = sqlite3.connect(tmp_path / "assets.gpkg", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another program"):
        store.write([Edit(asset=HILL)], by="steward")
    assert len(list(store.read())) == 50  # readers go on
    other.execute("ROLLBACK")
    other.close()
    store.write([Edit(asset=HILL)], by="steward")
    store.close()


def test_a_network_drive_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(connections, "_file_system", lambda _: "nfs4")
    with pytest.raises(StoreError, match=r"network drive \(nfs4\)"):
        opened(tmp_path / "assets.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_the_file_system_of_a_folder_is_known_on_linux(tmp_path):
    if not Path("/proc/self/mounts").exists():
        pytest.skip("no /proc here")
    assert connections._file_system(Path("/proc/x")) == "proc"
    assert connections._file_system(tmp_path / "assets.gpkg") not in connections._NETWORK


# Forms of the file


def test_a_stored_home_of_form_1_opens(tmp_path):
    path = tmp_path / "assets.gpkg"
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "store_v1.sql").read_text(encoding="utf-8"))
    old.close()
    store = opened(path)
    assert store.check().problems == ()
    assert store.mark().endswith(f"-{store.version()}")
    [park, choir] = store.read()
    assert (park.asset.name, park.version, park.asset.short) == ("Quay Park", 2, "QARK01")
    assert (choir.asset.name, choir.asset.precision) == ("Whelk choir 🐚", "neighbourhood")
    assert store.exact_place(choir.asset.id) == shapely.Point(-3.5, 50.4)
    assert [x.what for x in store.history()] == ["added", "added", "changed"]
    assert [x.asset.name for x in store.read(bbox=(-3.7, 50.2, -3.55, 50.35))] == ["Quay Park"]
    store.write([Edit(asset=HILL)], by="steward")
    assert store.check().problems == ()
    store.close()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "assets.gpkg"
    filled(path).close()
    new = sqlite3.connect(path)
    new.execute("PRAGMA user_version = 10499")
    new.close()
    with pytest.raises(StoreError, match=r"a newer assetmap wrote this store .* install the newer assetmap"):
        opened(path)
    with pytest.raises(StoreError, match="a newer assetmap"):
        restore(path, tmp_path / "home" / "assets.gpkg")
    assert not (tmp_path / "home" / "assets.gpkg").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and more", "is a zip file, not a backup: .*assetmap unpack"),
        (b"name,kind\nElm Garden,park\n", "is a text or a table, not a backup: .*assetmap import"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is another kind of file, or damaged, not a backup"),
    ],
    ids=["zip", "table", "picture"],
)
def test_what_is_no_backup_is_called_what_it_is(tmp_path, content, sentence):
    (tmp_path / "x.file").write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        restore(tmp_path / "x.file", tmp_path / "home" / "assets.gpkg")
    assert not (tmp_path / "home" / "assets.gpkg").exists()


def test_an_older_file_is_brought_forward_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "assets.gpkg"
    store = filled(path)
    was = contents(store)
    store.close()
    known = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*known, "CREATE TABLE more (x);\nINSERT INTO nowhere VALUES (1);\n"))
    with pytest.raises(StoreError):
        opened(path)
    monkeypatch.setattr(schema, "MIGRATIONS", known)
    store = opened(path)  # as it was
    assert contents(store) == was
    store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*known, "CREATE TABLE more (x);\nINSERT INTO more VALUES (1);\n"))
    store = opened(path)
    assert contents(store) == was
    store.close()
    look = sqlite3.connect(path)
    assert look.execute("PRAGMA user_version").fetchone() == (10400 + len(known) + 1,)
    assert look.execute("SELECT x FROM more").fetchall() == [(1,)]
    look.close()


# Copies


GDAL = """
import json, sys, warnings
warnings.simplefilter("error")
import pyogrio
frame = pyogrio.read_dataframe(sys.argv[1], layer="assets")
box = pyogrio.read_dataframe(sys.argv[1], layer="assets", bbox=(-2.001, 50.9, -1.9955, 51.1))
info = pyogrio.read_info(sys.argv[1], layer="assets")
print(json.dumps([len(frame), len(box), str(frame.crs), frame["name"][0], info["total_bounds"]]))
"""


def test_gdal_opens_a_backup(tmp_path):
    store = filled(tmp_path / "assets.gpkg")
    store.backup(tmp_path / "copy.gpkg")
    done = child(GDAL, tmp_path / "copy.gpkg")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    many, near, crs, name, bounds = json.loads(done.stdout)
    assert (many, near, crs, name) == (50, 5, "EPSG:4326", "Beacon Hill")
    assert bounds == pytest.approx([-2, 51, -1.951, 51])
    store.close()


def test_a_backup_is_whole_while_others_write(tmp_path):
    store = filled(tmp_path / "assets.gpkg")
    stop = threading.Event()

    def write():
        while not stop.is_set():
            store.write([Edit(asset=Asset(name="New", kind="green place", where=SECRET), exact=SECRET)], by="steward")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            copy = tmp_path / f"copy{n}.gpkg"
            before = store.version()
            store.backup(copy)
            kept = opened(copy)
            assert before <= kept.version() <= store.version()
            assert kept.check().problems == ()
            kept.close()
    finally:
        stop.set()
        writer.join()
    store.close()
    assert oct((tmp_path / "copy0.gpkg").stat().st_mode & 0o777) == "0o600"
    assert not [x for x in tmp_path.iterdir() if x.name.startswith(".new-")]


def test_a_backup_over_the_store_itself_is_refused(tmp_path):
    store = filled(tmp_path / "assets.gpkg")
    was = contents(store)
    with pytest.raises(StoreError, match="the store itself"):
        store.backup(tmp_path / "assets.gpkg")
    assert contents(store) == was
    store.close()


def test_a_backup_is_restored_also_while_the_store_is_open_and_the_old_one_is_kept(tmp_path):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    was = contents(store)
    store.backup(tmp_path / "copy.gpkg")
    store.write([Edit(asset=HILL)], by="steward")
    kept = restore(tmp_path / "copy.gpkg", home)
    assert contents(store) == was  # whoever had it open sees it too
    store.write([Edit(asset=HILL.changed(name="After"))], by="steward")
    store.close()
    again = opened(home)
    assert again.get(HILL.id).asset.name == "After"
    assert again.check().problems == ()
    again.close()
    old = opened(kept)
    assert old.get(HILL.id).asset.name == HILL.name
    old.close()
    assert sorted(x.name for x in home.parent.iterdir()) == ["assets.gpkg", "backups"]


def test_a_mark_never_comes_back_though_change_numbers_do(tmp_path):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    store.backup(tmp_path / "copy.gpkg")
    marks = [store.mark()]
    store.write([Edit(asset=HILL)], by="steward")
    marks.append(store.mark())
    number = store.version()
    for _ in range(2):
        restore(tmp_path / "copy.gpkg", home)
        marks.append(store.mark())
    store.write([Edit(asset=HILL)], by="steward")
    marks.append(store.mark())
    assert store.version() == number
    assert len(set(marks)) == len(marks)
    store.close()
    assert opened(tmp_path / "other.gpkg").mark() != opened(tmp_path / "another.gpkg").mark()


def test_what_was_withdrawn_since_the_backup_stays_withdrawn_after_a_restore(tmp_path):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    store.backup(tmp_path / "copy.gpkg")
    first, second, *_ = store.read()
    late = HILL.changed(id="99999999-0000-4000-8000-000000000000", short="", status="withdrawn")
    store.write([Edit(asset=first.asset.changed(status="withdrawn"), what="withdrawn")], by="steward")
    store.write([Edit(asset=second.asset.changed(name="Changed since"))], by="steward")
    store.write([Edit(asset=late)], by="steward")
    restore(tmp_path / "copy.gpkg", home)
    assert store.get(first.asset.id).asset.status == "withdrawn"
    assert store.get(late.id).asset.status == "withdrawn"
    assert store.get(second.asset.id).asset == second.asset
    assert store.exact_place(first.asset.id) is None
    newest = store.changes_since(1)
    assert {(x.asset_id, x.what, x.why) for x in newest} == {
        (x, "withdrawn", "restored: withdrawn before") for x in (first.asset.id, late.id)
    }
    assert len({x.change for x in newest}) == 1
    assert store.check().problems == ()
    restore(tmp_path / "copy.gpkg", home)  # and after the next one
    assert store.get(first.asset.id).asset.status == "withdrawn"
    store.close()


def test_a_rejection_since_the_backup_stays_one_and_a_withdrawal_asked_for_since_is_one(tmp_path):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    first, second, third, *_ = store.read()

    def out(there, what):
        store.write([Edit(asset=there.asset.changed(status="withdrawn"), what=what)], by="steward")

    out(third, "rejected")
    store.backup(tmp_path / "copy.gpkg")
    out(first, "rejected")
    out(second, "undone")
    out(third, "withdrawn")
    restore(tmp_path / "copy.gpkg", home)
    done = [store.history(x.asset.id)[-1].what for x in (first, second, third)]
    assert done == ["rejected", "undone", "withdrawn"]
    assert store.check().problems == ()
    store.close()


def test_a_secret_goes_with_a_backup_and_comes_back_with_it(tmp_path):
    store, home = opened(tmp_path / "one.gpkg"), tmp_path / "home" / "assets.gpkg"
    store.backup(tmp_path / "copy.gpkg")
    secret = store.secret()  # asked for only now, and in the backup all the same
    store.close()
    other = opened(home)
    assert other.secret() != secret
    restore(tmp_path / "copy.gpkg", home)
    assert other.secret() == secret
    other.close()


def test_a_backup_of_an_older_form_leaves_the_secret_there_is(tmp_path):
    old = sqlite3.connect(tmp_path / "old.gpkg")
    old.executescript((Path(__file__).parent / "store_v1.sql").read_text(encoding="utf-8"))
    old.close()
    store = opened(tmp_path / "assets.gpkg")
    secret = store.secret()
    restore(tmp_path / "old.gpkg", tmp_path / "assets.gpkg")
    assert store.secret() == secret
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_stores_backups_and_what_a_restore_leaves_are_their_owners_alone(tmp_path, monkeypatch):
    def rights(path):
        return stat.S_IMODE(path.stat().st_mode)

    seen = []
    replace_file = Path.replace

    def look(new, target):
        seen.append((target.name, rights(new)))
        return replace_file(new, target)

    monkeypatch.setattr(Path, "replace", look)
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    assert rights(home.parent) == 0o700
    assert {x.name: rights(x) for x in home.parent.iterdir()} == dict.fromkeys(
        ("assets.gpkg", "assets.gpkg-wal", "assets.gpkg-shm"), 0o600
    )
    store.backup(tmp_path / "copy.gpkg")
    kept = [restore(tmp_path / "copy.gpkg", home)]
    store.close()
    home.write_bytes(b"rubbish" * 1000)
    home.chmod(0o644)
    kept.append(restore(tmp_path / "copy.gpkg", home))
    restore(tmp_path / "copy.gpkg", tmp_path / "other" / "assets.gpkg")
    assert rights(tmp_path / "other") == rights(kept[0].parent) == 0o700
    files = [home, tmp_path / "copy.gpkg", *kept, tmp_path / "other" / "assets.gpkg"]
    assert [rights(x) for x in files] == [0o600] * 5
    assert {x for _, x in seen} == {0o600}, seen


def test_a_backup_is_restored_where_there_was_nothing_or_rubbish(tmp_path):
    filled(tmp_path / "store.gpkg").backup(tmp_path / "copy.gpkg")
    home = tmp_path / "home" / "assets.gpkg"
    assert restore(tmp_path / "copy.gpkg", home) is None
    store = opened(home)
    assert len(list(store.read())) == 50
    store.close()
    home.write_bytes(b"rubbish" * 1000)
    kept = restore(tmp_path / "copy.gpkg", home)
    assert kept.read_bytes() == b"rubbish" * 1000
    store = opened(home)
    assert len(list(store.read())) == 50
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace an open file")
def test_who_had_a_store_open_that_was_damaged_sees_what_was_restored(tmp_path):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    store.backup(tmp_path / "copy.gpkg")
    store.write([Edit(asset=HILL)], by="steward")
    (tmp_path / "rubbish").write_bytes(b"rubbish" * 1000)
    (tmp_path / "rubbish").replace(home)
    restore(tmp_path / "copy.gpkg", home)
    assert store.get(HILL.id) is None
    store.write([Edit(asset=HILL.changed(name="After"))], by="steward")
    again = opened(home)
    assert again.get(HILL.id).asset.name == "After"
    assert again.mark() == store.mark()
    again.close()
    store.close()
    assert opened(home).check().problems == ()


def damage_record(path):
    there = sqlite3.connect(path)
    blobs.register(there)
    there.execute("UPDATE assets SET record = '{\"id\":1}' WHERE fid = 1")
    there.commit()
    there.close()


@pytest.mark.parametrize("harm", ["missing", "rubbish", "empty", "cut", "record", "other"])
def test_a_bad_backup_changes_nothing(tmp_path, harm):
    home = tmp_path / "home" / "assets.gpkg"
    store = filled(home)
    was = contents(store)
    copy = tmp_path / "copy.gpkg"
    if harm in {"cut", "record"}:
        store.backup(copy)
    if harm == "cut":
        copy.write_bytes(copy.read_bytes()[:20_000])
    elif harm == "record":
        damage_record(copy)
    elif harm == "rubbish":
        copy.write_bytes(b"rubbish" * 1000)
    elif harm == "empty":
        copy.write_bytes(b"")
    elif harm == "other":
        other = sqlite3.connect(copy)
        other.execute("CREATE TABLE x (y)")
        other.close()
    with pytest.raises(StoreError):
        restore(copy, home)
    assert contents(store) == was
    store.close()
    assert [x.name for x in home.parent.iterdir()] == ["assets.gpkg"]


# Damage


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM rtree_assets_geom WHERE id = 3", "has a shape that the index does not know"),
        ("INSERT INTO rtree_assets_geom VALUES (999, 0, 0, 0, 0)", "is in the index but has no shape"),
        ("DELETE FROM versions WHERE asset_id LIKE '00000003%'", "lacks a version in its history"),
        ("UPDATE versions SET version = 4 WHERE asset_id LIKE '00000003%'", "lacks a version in its history"),
        ("UPDATE assets SET geom = NULL WHERE fid = 2", "differs from its own newest version"),
        ("UPDATE assets SET record = replace(record, 'Beacon', 'Bacon')", "differs from its own newest version"),
        ("DELETE FROM exact_places WHERE rowid = 1", "has an exact place that differs"),
        ("UPDATE versions SET change = 77 WHERE asset_id LIKE '00000003%'", "points to a row"),
        ("UPDATE assets SET record = replace(record, 'hill_or_view', 'castle')", "cannot be read as an asset"),
    ],
)
def test_check_finds_damage_and_names_it(tmp_path, harm, said):
    path = tmp_path / "assets.gpkg"
    filled(path).close()
    there = sqlite3.connect(path)
    blobs.register(there)
    there.execute(harm)
    there.commit()
    there.close()
    store = opened(path)
    assert any(said in x for x in store.check().problems)
    store.close()


def test_check_finds_torn_pages(tmp_path):
    path = tmp_path / "assets.gpkg"
    filled(path, many=500).close()
    content = bytearray(path.read_bytes())
    for page in range(110, 140):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)
    store = opened(path)
    assert store.check().problems
    store.close()


def test_every_connection_waits_for_the_disk_and_wipes_what_it_deletes(tmp_path):
    store = filled(tmp_path / "assets.gpkg", many=1)
    with store._pool.borrow() as connection:
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


def test_a_stored_home_of_form_5_opens(tmp_path):
    path = tmp_path / "assets.gpkg"
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "store_v5.sql").read_text(encoding="utf-8"))
    old.close()
    store = opened(path)
    assert store.check().problems == ()
    one, other, hall, halls = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))
    assert store.now_under(other) == one
    assert [x.asset.phone for x in store.suggestions.waiting()] == ["01225 222222"]
    assert store.apart.pairs() == {frozenset((hall, halls))}
    assert [x.name for x in store.what_ifs.all(by="steward")] == ["Without the hall"]
    assert store.lists.of("any") == []
    store.lists.keep("any", "groups", meanings={"a": "name"}, kind="green_place", by="steward")
    assert [(x.source, x.meanings, x.kind) for x in store.lists.of("any")] == [("groups", {"a": "name"}, "green_place")]
    assert store.check().problems == ()
    store.close()


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER planted AFTER INSERT ON changes BEGIN UPDATE assets SET name = 'theirs'; END",
        "CREATE VIEW planted AS SELECT * FROM assets",
        "CREATE TABLE planted (x DEFAULT (randomblob(9)))",
        "CREATE INDEX planted ON assets(upper(name))",
    ],
)
def test_a_backup_in_which_somebody_planted_something_is_not_restored(tmp_path, planted):
    store = GeoPackageStore.open(tmp_path / "assets.gpkg")
    store.write([Edit(asset=Asset(name="The bench", kind="green place"), expected=0)], by="steward")
    store.backup(tmp_path / "copy.gpkg")
    store.close()
    with sqlite3.connect(tmp_path / "copy.gpkg") as given:
        given.execute(planted)
    given.close()
    before = (tmp_path / "assets.gpkg").read_bytes()
    with pytest.raises(StoreError, match="holds what no backup of ours does"):
        restore(tmp_path / "copy.gpkg", tmp_path / "assets.gpkg")
    assert (tmp_path / "assets.gpkg").read_bytes() == before
