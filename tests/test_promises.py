"""What PRIVACY.md and SECURITY.md say is so, as far as a machine can tell."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assetmap.assets import Asset
from assetmap.contributions import submit, withdraw
from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.store.geopackage import GeoPackageStore, restore
from tests import promised
from tests.test_readme import run

TOP = Path(__file__).resolve().parent.parent
PRIVACY, SECURITY = ((TOP / name).read_text(encoding="utf-8") for name in ("PRIVACY.md", "SECURITY.md"))


def first_cells(head):
    """Return the names in backticks in the first cells of the table under a heading row."""
    [table] = re.findall(rf"^\| {head} \|.*?\n\n", PRIVACY, re.DOTALL | re.MULTILINE)
    cells = [line.split("|")[1] for line in table.strip().splitlines()[2:]]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def tables(path):
    """Return the tables of a store that are not the file format's own."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name for name in names if not name.startswith(("gpkg_", "rtree_", "sqlite_"))}


def columns(path, table):
    with closing(sqlite3.connect(path)) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def said(text):
    """Return a text as one line, so that a sentence is found however it is broken."""
    return " ".join(text.split())


def test_every_table_of_the_store_is_named_with_how_long_it_is_kept_and_no_other(tmp_path):
    GeoPackageStore.open(tmp_path / "assets.gpkg").close()
    assert first_cells("table") == tables(tmp_path / "assets.gpkg")


def test_nothing_of_who_somebody_is_has_a_column_but_what_is_named(tmp_path):
    path = tmp_path / "assets.gpkg"
    GeoPackageStore.open(path).close()
    assert columns(path, "changes") == {"change", "made_by", "made_on", "why"}
    assert columns(path, "people") == {"id", "alias", "role", "audience", "how", "proof", "added_on", "ended_on"}
    assert columns(path, "sign_ins") == {"mark", "person", "began", "ends"}
    assert columns(path, "handouts") == {"asset_id", "month", "count"}
    assert columns(path, "calls") == {"id", "asset_id", "made_on", "made_by", "answer"}
    assert columns(path, "copies") == {"id", "made_on", "what", "name", "holds", "gone_on"}


def test_every_file_of_a_home_that_is_used_is_named(tmp_path):
    home = make_demo(tmp_path / "town")
    (tmp_path / "groups.csv").write_text("Name,Postcode\nWhelk choir,ZZ1 1AA\n", encoding="utf-8")
    for line in ('assetmap import groups.csv --kind "group or club"', "assetmap backup copy.gpkg"):
        assert run(line, home, tmp_path).returncode == 0
    place = open_place(home)
    asset = Asset(name="To be taken away", kind="green place")
    submit(place.store, asset, by="steward")
    withdraw(place.store, asset.id, by="steward")
    restore(tmp_path / "copy.gpkg", home / "assets.gpkg")
    named = first_cells("file") | {"assets.gpkg-wal", "assets.gpkg-shm"}
    there = {f"{path.name}/" if path.is_dir() else path.name for path in home.iterdir()}
    place.close()
    assert {"assets.gpkg", "backups/", "secret.key"} <= there
    assert there - named == set()


def test_seven_days_and_five_weeks_are_kept_as_is_said(tmp_path):
    from datetime import date, timedelta

    from assetmap.store.geopackage import daily

    assert f"the last {daily.DAYS} daily and {daily.WEEKS} weekly ones" in said(PRIVACY)
    live = tmp_path / "assets.gpkg"
    with GeoPackageStore.open(live) as store:
        for days in range(9):
            asset = Asset(name=f"Day {days}", kind="green place")
            submit(store, asset, by="steward")
            daily.keep_copy(store, live, today=date(2026, 11, 16) + timedelta(days))
        withdraw(store, asset.id, by="steward")
    kept = [x.name for x in (tmp_path / "backups").iterdir()]
    assert len([x for x in kept if x.startswith("daily-")]) == daily.DAYS
    assert not any(b"Day 8" in x.read_bytes() for x in (tmp_path / "backups").iterdir())


def test_a_pack_holds_what_is_named_and_nothing_that_was_taken_away(tmp_path):
    from zipfile import ZipFile

    from assetmap.packing import pack

    place = open_place(make_demo(tmp_path / "town"))
    asset = Asset(name="Hedgehog QX97ZZ", kind="green place")
    submit(place.store, asset, by="steward")
    withdraw(place.store, asset.id, by="steward")
    pack(place, tmp_path / "town.assetmap")
    place.close()
    named = first_cells("file")
    with ZipFile(tmp_path / "town.assetmap") as packed:
        tops = {f"{x.partition('/')[0]}/" if "/" in x else x for x in packed.namelist()}
        assert tops - {"assetmap-pack.json"} <= named - {"sign-in.toml", "backups/"}
        assert not any(b"Hedgehog" in packed.read(x) for x in packed.namelist())
    assert (tmp_path / "town.assetmap").stat().st_mode & 0o777 == 0o600


def test_who_sees_what_is_what_the_gate_does():
    assert promised.assets_table() in PRIVACY, "write it anew: python -m tests.promised"
    assert promised.fields_table() in PRIVACY, "write it anew: python -m tests.promised"


def test_the_numbers_that_are_said_are_the_programs():
    from assetmap import passphrases
    from assetmap.exchange import untrusted
    from assetmap.screens.doors import page
    from assetmap.screens.doors.phones import tries
    from assetmap.setup import trying
    from assetmap.store import people, sessions
    from assetmap.store.geopackage import proofs

    assert (people.HOURS, page.MINUTES, trying._KEPT_S, passphrases.WORDS_MADE) == (12, 15, 3600, 5)
    assert (people.MOST_A_MINUTE, people.MOST_WAITING, untrusted.LARGEST_BYTES) == (60, 1_000, 50 * 2**20)
    assert (proofs._N, proofs._R, proofs._P) == (2**15, 8, 3)
    assert (len(sessions.CODE_LETTERS), sessions.CODE_LONG, sessions.MOST_PHONES) == (30, 6, 300)
    assert (sessions.MOST_A_PHONE_A_MINUTE, sessions.MOST_A_PHONE, tries._HELD_S) == (20, 200, 3600)
    assert (tries.AT_ONCE, tries.AFTER_A_PAUSE, tries.PAUSE_S) == (30, 10, 60)
    assert (tries.AT_ONCE_OVER_ALL, tries.AFTER_A_PAUSE_OVER_ALL) == (120, 60)
    assert (tries.NEWCOMER, tries.NEWCOMERS_AN_HOUR) == (3, 1_000)
    assert (tries.JOINS_AT_ONCE, tries.JOINS_AFTER_A_PAUSE) == (60, 10)
    for text, sentence in (
        (PRIVACY, "in memory for 15 minutes at most"),
        (PRIVACY, "deleted after an hour"),
        (PRIVACY, "12 hours"),
        (SECURITY, "older than 12 hours"),
        (SECURITY, "at most 60 in a minute and 1,000 that wait"),
        (SECURITY, "50 MB at most"),
        (SECURITY, "five words, over 45 bits"),
        (SECURITY, "six of thirty letters and figures, 729,000,000 in all"),
        (SECURITY, "30 wrong codes pass, then 10 after each pause of a minute"),
        (SECURITY, "together 120, then 60 a minute"),
        (SECURITY, "3 from each address that typed no wrong one, 1,000 an hour in all"),
        (SECURITY, "Of right codes 60 pass from one address, then 10 a minute"),
        (SECURITY, "at most 20 things in a minute and 200 in all, 300 phones"),
        (PRIVACY, "held in memory for an hour at most"),
        (SECURITY, "N = 2¹⁵, r = 8, p = 3"),
    ):
        assert sentence in said(text)
    assert len(passphrases.WORDS) ** passphrases.WORDS_MADE > 2**45


BUTTONS = (
    "Start again", "I have a code", "Take it away", "Take it off the map", "Somebody asked for it to be taken away",
    "Taken away", "Suggest a change",
)  # fmt: skip


@pytest.mark.parametrize("words", BUTTONS)
def test_a_button_that_is_named_is_on_a_screen(words):
    assert f"*{words}*" in said(PRIVACY)
    screens = (TOP / "assetmap" / "screens").rglob("*.py")
    assert any(f'"{words}"' in path.read_text(encoding="utf-8") for path in screens)


@pytest.mark.slow
def test_every_command_does_what_is_said(tmp_path):
    home = make_demo(tmp_path / "town")
    place = open_place(home)
    code = next(x.asset.short for x in place.store.read())
    place.store.people.add("Sam", role="contributor", by="steward", email="sam@example.org")
    place.close()
    lines = [
        line.strip()
        for text in (PRIVACY, SECURITY)
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(lines) >= 6
    for line in lines:
        done = run(line.replace("7K2MXQ", code), home, tmp_path)
        assert done.returncode == 0, f"{line}: {done.stderr}"
    place = open_place(home)
    assert place.store.get(code).asset.name == ""
    assert {(one.alias, one.ended_on is None) for one in place.store.people.everybody()} == {
        ("Sam", False),
        ("Jo", True),
    }
    assert place.store.people.has_steward()
    place.close()
    assert (tmp_path / "monday.gpkg").stat().st_mode & 0o777 == 0o600


def test_every_file_that_is_linked_is_there():
    named = re.findall(r"\]\(([^)#:]+)\)", PRIVACY + SECURITY)
    assert len(named) >= 2
    assert [path for path in named if not (TOP / path).exists()] == []
