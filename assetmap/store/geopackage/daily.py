"""
Copies that the program itself keeps of a store, in `backups/` beside it: one a day and one a week.

A copy is made on a day on which something is different from the newest one, and looked at before an older one goes.
What is taken away is taken out of them as out of every kept copy (`kept_copies`).
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.geopackage.connections import PRIVATE_FOLDER, said

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.store.base import Store

DAYS, WEEKS = 7, 5
"""How many daily and weekly copies are kept: a week back by the day, and a month by the week."""
_DAILY = re.compile(r"daily-(\d{4}-\d{2}-\d{2})\.gpkg")
_WEEKLY = re.compile(r"weekly-(\d{4})-W(\d{2})\.gpkg")
_AT_A_TIME = 2**20
# What SQLite counts in a file's first page without anything being different: its changes, and who wrote it last.
_COUNTED = ((24, 28), (92, 100))


@dataclass(frozen=True, kw_only=True)
class KeptCopy:
    """A copy that the program made: `day` is the day it is of, or the Monday of its week."""

    path: Path
    day: date
    is_weekly: bool


def kept_copies_of(live: Path) -> list[KeptCopy]:
    """List the daily and weekly copies of a store, newest first."""
    found = []
    for path in (live.parent / "backups").glob("*ly-*.gpkg"):
        with contextlib.suppress(ValueError):
            if daily := _DAILY.fullmatch(path.name):
                found.append(KeptCopy(path=path, day=date.fromisoformat(daily[1]), is_weekly=False))
            elif weekly := _WEEKLY.fullmatch(path.name):
                day = date.fromisocalendar(int(weekly[1]), int(weekly[2]), 1)
                found.append(KeptCopy(path=path, day=day, is_weekly=True))
    return sorted(found, key=lambda x: (x.day, not x.is_weekly, x.path.name), reverse=True)


def found_among(live: Path, name: Path) -> Path:
    """Find a file by its path, or by its name among the copies in the store's own `backups/`."""
    kept = live.parent / "backups" / name
    return kept if len(name.parts) == 1 and not name.exists() and kept.is_file() else name


def keep_copy(store: Store, live: Path, *, today: date) -> tuple[str, ...]:
    """
    Keep a copy of today, and one of this week where there is none, unless nothing changed; then let older ones go.

    Parameters
    ----------
    live
        The store's file, `assets.gpkg` of a home.

    Returns
    -------
    made
        Names of the files; none where there is one of today, or nothing is different from the newest.

    Raises
    ------
    StoreError
        The folder cannot be written, the disk is full, or the store is damaged. Earlier copies are as they were.
    """
    room = live.parent / "backups"
    year, week, _ = today.isocalendar()
    daily, weekly = room / f"daily-{today.isoformat()}.gpkg", room / f"weekly-{year:04}-W{week:02}.gpkg"
    if daily.exists():
        return ()
    with said(room):
        room.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    newest = next((x for x in kept_copies_of(live) if not x.is_weekly), None)
    store.backup(daily)
    _refuse_damaged(daily)
    if newest is not None and _is_the_same(daily, newest.path):
        daily.unlink()
        return ()
    made: tuple[str, ...] = (daily.name,)
    if not weekly.exists():
        store.backup(weekly)
        made = (daily.name, weekly.name)
    _let_go(live, {daily, weekly})
    return made


def _let_go(live: Path, now: set[Path]) -> None:
    """Take out what is older than what is kept; never what was made now, whatever the clock said before."""
    there = kept_copies_of(live)
    for is_weekly, most in ((False, DAYS), (True, WEEKS)):
        kind = [x.path for x in there if x.is_weekly == is_weekly]
        kept = [x for x in kind if x in now]
        kept += [x for x in kind if x not in now][: most - len(kept)]
        for path in kind:
            if path not in kept:
                with contextlib.suppress(OSError):  # the next day tries again
                    path.unlink()


def _refuse_damaged(path: Path) -> None:
    with said(path), contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            path.unlink()
            raise StoreError(
                "assets.gpkg is damaged, and no copy of it was kept: earlier ones are in backups. `assetmap check` "
                "says more."
            )


def _is_the_same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as first, other.open("rb") as second:
            if _uncounted(first.read(_AT_A_TIME)) != _uncounted(second.read(_AT_A_TIME)):
                return False
            while part := first.read(_AT_A_TIME):
                if part != second.read(_AT_A_TIME):
                    return False
    except OSError:
        return False  # the older one cannot be read: the new one is needed all the more
    return True


def _uncounted(start: bytes) -> bytes:
    plain = bytearray(start)
    for begin, end in _COUNTED:
        plain[begin:end] = bytes(end - begin)
    return bytes(plain)
