"""The daily copy of the place that is open, made while the app runs; and what to say where none could be made."""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError
from assetmap.place import open_place
from assetmap.screens import homes
from assetmap.store.geopackage.daily import keep_copy, kept_copies_of

if TYPE_CHECKING:
    from pathlib import Path

_lock = threading.Lock()
_looked_on: dict[Path, date] = {}
_trouble: dict[Path, str] = {}


def keep_todays(*, today: date | None = None) -> None:
    """Keep a copy of the place that is open, if nobody looked today; what goes wrong is kept to be said (`trouble`)."""
    day = today or datetime.now().astimezone().date()
    home = homes.current()
    with _lock:
        if _looked_on.get(home) == day or not (home / "assets.gpkg").is_file():
            return
        try:
            place = open_place(home)
            try:
                keep_copy(place.store, home / "assets.gpkg", today=day)
            finally:
                place.close()
        except AssetMapError as error:
            _trouble[home] = str(error)  # the next turn tries again
            return
        _looked_on[home] = day
        _trouble.pop(home, None)


def trouble(home: Path) -> str:
    """Return why the latest copy of a home could not be made, or ""."""
    return _trouble.get(home, "")


def newest(home: Path) -> date | None:
    """Return the day of the newest daily copy of a home."""
    return next((x.day for x in kept_copies_of(home / "assets.gpkg") if not x.is_weekly), None)
