"""
Putting a packed place into a home of its own.

A pack is a file that somebody sent. Nothing of it has its name in the home before all of it was looked at: the names,
the sizes and digests of its list, the form of its store down to each table and trigger, its assets, settings, layers
and streets. Then one rename puts the whole home in place.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError, ExchangeError
from assetmap.files import exchanged, sync_folder
from assetmap.network.keeping import open_graph
from assetmap.network.soundness import check_graph
from assetmap.packing.contents import (
    LARGEST_BYTES,
    LISTED,
    MOST_FILES,
    SECRET,
    SETTINGS,
    STORE,
    Contents,
    contents_of,
    may_be_in_it,
    most_bytes,
    newer,
)
from assetmap.place import LAYERS, open_place, read_layer
from assetmap.store.geopackage import SCHEMA, restore
from assetmap.store.geopackage.strange import refuse_strange

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGUN = ".unpacking-"
_AT_A_TIME = 2**20
_SPARE_BYTES = 64 * 2**20
_STALE_S = 3600.0
_NOTHING = "Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """A place that was put in its home. `kept`: where what lay there before is now, None where there was nothing."""

    home: Path
    place: str
    assets: int
    kept: Path | None


def unpack(path: Path, home: Path, *, force: bool = False) -> Unpacked:
    """
    Put a packed place into a home; it is there whole, or not at all.

    Parameters
    ----------
    home
        A folder that is not there yet, or empty.
    force
        A folder with something in it is put aside, under a name with the day; nothing is deleted.

    Raises
    ------
    ExchangeError
        The file is no pack, is damaged, holds what a place does not, or is of a newer program; the home is not empty;
        the folder cannot be written or the disk is full.
    StoreError, SettingsError, LayerError
        What is in it is not sound.
    """
    path, home = Path(path), Path(home)
    _allow(home, force=force)
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        _sweep(home.parent)
        with _aside(home.parent) as room:
            new = room / "home"
            new.mkdir(mode=0o700)
            with _opened(path) as archive:
                contents = _listed(archive, path.name)
                _extract(archive, contents, room=new, file=path.name)
            assets = _looked_over(new, path.name)
            _allow(home, force=force)  # somebody may have been quicker
            kept = _put(new, home)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExchangeError(f"{path.name} could not be unpacked into {home.name}: {reason}. {_NOTHING}") from None
    return Unpacked(home=home, place=contents.place, assets=assets, kept=kept)


@contextlib.contextmanager
def laid_open(path: Path, folder: Path) -> Iterator[Path]:
    """
    Give the store that a pack holds, in a folder beside, for as long as the block runs; what is no pack as it is.

    The store is the one that the pack's list says, and no more is known of it: whoever opens it looks at it first.

    Raises
    ------
    ExchangeError
        The pack is damaged, holds what a place does not, or is of a newer program.
    """
    path = Path(path)
    if not path.is_file() or not zipfile.is_zipfile(path):
        yield path
        return
    try:
        _sweep(folder)
        with _aside(folder) as room:
            with _opened(path) as archive:
                contents = _listed(archive, path.name)
                only = [x for x in contents.files if x.name == STORE]
                _extract(archive, dataclasses.replace(contents, files=tuple(only)), room=room, file=path.name)
            yield room / STORE
    except OSError as error:
        if isinstance(error, AssetMapError):
            raise
        reason = error.strerror or type(error).__name__
        raise ExchangeError(f"{path.name} could not be opened: {reason}. {_NOTHING}") from None


def _allow(home: Path, *, force: bool) -> None:
    if home.exists() and not home.is_dir():
        raise ExchangeError(f"{home.name} is a file: give the name of a folder for the place.")
    if not force and home.is_dir() and any(home.iterdir()):
        raise ExchangeError(
            f"the folder {home.name} is not empty: choose another with --home, or add --force, which puts what is "
            "there aside."
        )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a pack; what is wrong with its bytes comes out as a sentence."""
    if not path.is_file():
        raise ExchangeError(f"{path.name} is not there, or is not a file: check the name and the folder.")
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, AssetMapError):
            raise
        raise ExchangeError(f"{path.name} is damaged, or is not a packed place. {_NOTHING}") from None


def _listed(archive: zipfile.ZipFile, file: str) -> Contents:
    """Hold what the zip has to what its list says, before anything of it is unpacked but the list."""
    there = archive.infolist()
    names = [x.filename for x in there]
    if LISTED not in names or len(there) > MOST_FILES + 1 or len(set(names)) != len(names):
        raise ExchangeError(f"{file} is not a packed place: choose what `assetmap pack` wrote. {_NOTHING}")
    end = 0
    for one in sorted(there, key=lambda x: x.header_offset):
        kind = stat.S_IFMT(one.external_attr >> 16)
        strange = (
            not may_be_in_it(one.filename)
            or kind not in {0, stat.S_IFREG}
            or one.flag_bits & 1
            or one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
            or one.file_size > most_bytes(one.filename)
            or one.header_offset < end
        )
        if strange:
            raise ExchangeError(f"{file} holds what no packed place does: it was not unpacked. {_NOTHING}")
        end = one.header_offset + one.compress_size
    contents = contents_of(_bytes_of(archive, LISTED, most_bytes(LISTED)), file)
    if contents.schema > SCHEMA:
        raise newer(file, contents.version)
    sizes = {x.filename: x.file_size for x in there if x.filename != LISTED}
    if sizes != {x.name: x.size for x in contents.files}:
        raise ExchangeError(f"{file} does not hold what its list says: get it again. {_NOTHING}")
    if not {STORE, SETTINGS} <= sizes.keys():
        raise ExchangeError(f"{file} holds no whole place: its store or its settings are missing. {_NOTHING}")
    if sum(sizes.values()) > LARGEST_BYTES:
        raise ExchangeError(f"{file} unpacks to more than the {LARGEST_BYTES // 2**30} GB a place may have. {_NOTHING}")
    return contents


def _bytes_of(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as source:
        return source.read(most + 1)[:most]


def _extract(archive: zipfile.ZipFile, contents: Contents, *, room: Path, file: str) -> None:
    needed = sum(x.size for x in contents.files) + _SPARE_BYTES + 2 * max((x.size for x in contents.files), default=0)
    if shutil.disk_usage(room).free < needed:
        raise ExchangeError(f"there is not enough room on the disk: {needed // 2**20 + 1} MB are needed. {_NOTHING}")
    for entry in contents.files:
        target = room / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        left = entry.size
        with archive.open(entry.name) as source, target.open("xb") as into:
            while part := source.read(min(_AT_A_TIME, left + 1)):
                left -= len(part)
                if left < 0:
                    break
                digest.update(part)
                into.write(part)
            into.flush()
            os.fsync(into.fileno())
        if left or digest.hexdigest() != entry.sha256:
            raise ExchangeError(f"{file} is damaged ({entry.name}): get it again, or take another. {_NOTHING}")
        target.chmod(0o600 if entry.name in {STORE, SECRET} else 0o644)


def _looked_over(new: Path, file: str) -> int:
    """Look at every part of an unpacked home, bring its store forward, and return how many assets it has."""
    secret = new / SECRET
    if secret.exists() and secret.stat().st_size != 32:
        raise ExchangeError(f"{file} holds a {SECRET} that is none. {_NOTHING}")
    given = new / STORE
    refuse_strange(given)
    came = new / f".came-{STORE}"
    given.rename(came)
    restore(came, given)  # looked at, brought forward, nobody signed in any more
    came.unlink()
    place = open_place(new)
    try:
        place.sources()
        for name in LAYERS:
            read_layer(new, name)
        graph = open_graph(new)
        if graph is not None:
            check_graph(graph)
        assets = place.store.check().assets
    finally:
        place.close()
    for folder in {x.parent for x in new.rglob("*")}:
        sync_folder(folder)
    return assets


def _put(new: Path, home: Path) -> Path | None:
    """Give the home its name; what lay there is put aside."""
    if not home.exists() or not any(home.iterdir()):
        if sys.platform == "win32" and home.exists():
            home.rmdir()
        new.rename(home)  # over an empty folder, too
        sync_folder(home.parent)
        return None
    kept = home.with_name(f"{home.name}-before-{datetime.now().astimezone():%Y-%m-%d-%H%M%S-%f}")
    new.rename(kept)
    if exchanged(kept, home):
        sync_folder(home.parent)
        return kept
    kept.rename(new)
    home.rename(kept)
    try:
        new.rename(home)
    except OSError:
        kept.rename(home)
        raise
    sync_folder(home.parent)
    return kept


@contextlib.contextmanager
def _aside(parent: Path) -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix=f"{_BEGUN}{os.getpid()}-", dir=parent))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Take out what unpackings left that were cut off."""
    for left in parent.glob(f"{_BEGUN}*"):
        with contextlib.suppress(OSError, ValueError):
            if left.is_dir() and not left.is_symlink() and not _is_at_work(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_at_work(left: Path) -> bool:
    young = time.time() - left.stat().st_mtime < _STALE_S
    number = int(left.name.removeprefix(_BEGUN).partition("-")[0])
    if sys.platform == "win32" or number == os.getpid():
        return young
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return young
