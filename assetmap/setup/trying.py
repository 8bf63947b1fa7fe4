"""A place is made in a folder aside and looked at first; it becomes a home when it is kept."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import SettingsError, StoreError
from assetmap.roles import need_steward
from assetmap.settings import DEMO, user_folder
from assetmap.setup.from_files import make_place
from assetmap.setup.recognising import ROLES, SEVERAL, doubled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.roles import By
    from assetmap.setup.recognising import Recognised
    from assetmap.setup.report import Progress, SetupReport

_ASIDE = ".trying-"
_KEPT_S = 3600
"""How long what nobody decided about stays: an hour."""
_LONGEST_NAME = 120
_NO_NAME = re.compile(r"[/\\{}\x00-\x1f\x7f]" if os.name != "nt" else r'[/\\{}<>:"|?*\x00-\x1f\x7f]')
_TAKEN = frozenset({DEMO, "con", "prn", "aux", "nul"})


@dataclass
class Aside:
    """
    A folder of its own for what was dropped and what is made of it, in the user's folder.

    `home` is the place as it would be, once `try_place` has made it.
    """

    folder: Path
    report: SetupReport | None = None
    name: str = ""
    _dropped: dict[str, Path] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """The home that is looked at."""
        return self.folder / "home"

    def touched(self) -> None:
        """Note that somebody is at it: its hour begins anew."""
        with contextlib.suppress(OSError):
            os.utime(self.folder)

    def dropped(self, mark: str, name: str, content: bytes) -> Path:
        """Keep a dropped file under its own name; the same `mark` again is the same file."""
        path = self._dropped.get(mark)
        if path is None or not path.exists():
            folder = self.folder / "files"
            path = folder / _plain_name(name)
            if path.exists():  # another one of that name; the parts of a shapefile must lie side by side
                folder = Path(tempfile.mkdtemp(prefix="again-", dir=folder))
                path = folder / path.name
            path.write_bytes(content)
            self._dropped[mark] = path
        return path

    def only(self, marks: Sequence[str]) -> None:
        """Let go of the files that were taken away again."""
        for mark in set(self._dropped) - set(marks):
            self._dropped.pop(mark).unlink(missing_ok=True)


def set_aside(*, by: By) -> Aside:
    """
    Make a folder to try a place in; what others left an hour ago is swept up.

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    StoreError
        The user's folder cannot be written.
    """
    need_steward(by, "set up a place")
    sweep()
    try:
        user_folder().mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=user_folder()))
        (folder / "files").mkdir()
    except OSError as error:
        raise StoreError(f"nothing can be kept in the user's folder: {error.strerror}.") from None
    return Aside(folder)


def try_place(
    aside: Aside,
    files: Sequence[Recognised],
    *,
    name: str,
    district: str | None = None,
    by: By,
    progress: Progress | None = None,
) -> SetupReport:
    """
    Make the place aside, to be looked at.

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    SettingsError
        The name or the boundaries are missing, or two files claim one role.
    LayerError
        The files do not go together; what was made before stays to be looked at.
    """
    need_steward(by, "set up a place")
    given = arguments(files)
    aside.touched()
    fresh = aside.folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        report = make_place(fresh, name=name, district=district, progress=progress, **given)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(aside.home, ignore_errors=True)
    fresh.rename(aside.home)
    aside.report, aside.name = report, name.strip()
    return report


def arguments(files: Sequence[Recognised]) -> dict[str, Any]:
    """
    Hand each file to the argument of `make_place` that is for it.

    Raises
    ------
    SettingsError
        There are no boundaries, or two files claim one role.
    """
    twice = doubled(files)
    if twice:
        role, claim = next(iter(twice.items()))
        names = " and ".join(x.path.name for x in claim)
        raise SettingsError(f"{names} are both for {ROLES[role]}: choose one.")
    given: dict[str, Any] = {}
    for file in files:
        if file.role in SEVERAL:
            given.setdefault(file.role, []).append(file.path)
        elif file.role:
            given[file.role] = file.path
    if "areas" not in given:
        raise SettingsError("the outlines of the neighbourhoods are missing: a place begins with its boundaries.")
    return given


def keep(aside: Aside, *, by: By) -> Path:
    """
    Make what was looked at a home of its own in the user's folder, beside any of the same name.

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    StoreError
        It is not there any more, or cannot be moved.
    """
    need_steward(by, "set up a place")
    if not (aside.home / "place.toml").exists():
        raise StoreError("what was looked at is not there any more: look at it again, and keep it then.")
    stem = folder_name(aside.name)
    for number in range(1, 1000):
        home = user_folder() / (stem if number == 1 else f"{stem}-{number}")
        try:
            home.mkdir()  # ours from now on, whoever else is making one
        except FileExistsError:
            continue
        except OSError as error:
            raise StoreError(f"the place could not be kept: {error.strerror}.") from None
        try:
            if os.name == "nt":
                home.rmdir()
            aside.home.rename(home)
        except OSError as error:
            with contextlib.suppress(OSError):
                home.rmdir()
            raise StoreError(f"the place could not be kept: {error.strerror}. It can still be looked at.") from None
        discard(aside, by=by)
        return home
    raise StoreError("there are too many places of this name: give it another.")


def keep_again(
    aside: Aside,
    files: Sequence[Recognised],
    home: Path,
    *,
    district: str | None = None,
    by: By,
    progress: Progress | None = None,
) -> SetupReport:
    """Set up a place that is there already from the files that were looked at; its assets stay. See `make_place`."""
    need_steward(by, "set up a place")
    report = make_place(home, name=aside.name, district=district, progress=progress, **arguments(files))
    discard(aside, by=by)
    return report


def goes(aside: Aside, home: Path) -> list[str]:
    """Name the layers that a home has now and that what was looked at does not bring."""
    there = {path.stem for path in (home / "layers").glob("*.parquet")}
    return sorted(there - {path.stem for path in (aside.home / "layers").glob("*.parquet")})


def discard(aside: Aside, *, by: By) -> None:
    """Delete everything that was set aside."""
    need_steward(by, "set up a place")
    shutil.rmtree(aside.folder, ignore_errors=True)


def sweep(*, older_than_s: float = _KEPT_S) -> None:
    """Delete what was set aside long ago and left."""
    for folder in user_folder().glob(f"{_ASIDE}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - older_than_s:
                shutil.rmtree(folder, ignore_errors=True)


def folder_name(name: str) -> str:
    """Write a place's name as the name of a folder: `"Bath & North East Somerset"` → `"bath-north-east-somerset"`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{made}-place" if made in _TAKEN else made or "place"


def _plain_name(name: str) -> str:
    """Return the name that a dropped file has on this disk: as it came, but for what cannot be in one."""
    bare = _NO_NAME.sub("_", name.strip())
    stem, dot, ending = bare.rpartition(".")
    while len(bare.encode()) > _LONGEST_NAME and stem:
        stem = stem[:-1]
        bare = f"{stem}{dot}{ending}"
    return bare if bare.strip(". ") and len(bare.encode()) <= _LONGEST_NAME else "file"
