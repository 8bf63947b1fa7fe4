"""Taking a place with one: its home as one file that is whole or not there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap import __version__
from assetmap.errors import ExchangeError, StoreError
from assetmap.exchange.identity import secret_of
from assetmap.files import UNFINISHED, whole_file
from assetmap.network.keeping import current
from assetmap.packing.contents import LISTED, SECRET, STORE, Contents, Entry, files_of
from assetmap.place import LAYERS, read_layer
from assetmap.settings import layers_folder
from assetmap.store.copies import PACK
from assetmap.store.geopackage import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from assetmap.place import Place

_PRIVATE = 0o600
_AT_A_TIME = 2**20
_PACKED_ALREADY = (".parquet", ".pmtiles")
_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""Every file is of the same day, so that the same place gives the same bytes."""
_AGAIN = 3


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What was packed: how many assets, the names of the files in the home, and the size of the pack in bytes."""

    assets: int
    files: tuple[str, ...]
    size: int


class _ChangedError(Exception):
    """The place was changed so while it was packed that two of its files would not belong together."""


def pack(place: Place, path: Path, *, force: bool = False, name: str = "") -> Packed:
    """
    Write a whole place into one file, while others go on.

    It holds everything: drafts, exact places, who may sign in, and the keys of the place. What was taken away is not
    in it. That it left is kept in the record of copies.

    Parameters
    ----------
    path
        A file; its owner alone may read it.
    name
        What the copy is called in the record, where that is not the name of `path`.

    Raises
    ------
    ExchangeError
        The file is there already and `force` is not set, it cannot be written, or the disk is full.
    StoreError, LayerError, SettingsError
        The store cannot be copied, or a part of the place is damaged.
    """
    path = Path(path)
    if path.resolve().is_relative_to(place.home.resolve()):
        raise ExchangeError(f"{path.name} would lie in the place's own folder: choose a place for it elsewhere.")
    secret_of(place.home)  # made now, if no list has needed it yet
    _refuse_damaged(place)
    for _ in range(_AGAIN):
        with contextlib.suppress(_ChangedError):
            packed, holds = _packed(place, path, force=force)
            place.store.copies.add(PACK, name or path.name, holds)
            return packed
    raise ExchangeError("the place was being changed all the while: wait a moment, then pack it again.")


def _refuse_damaged(place: Place) -> None:
    """Let nobody carry away what could not be unpacked."""
    place.sources()
    for name in LAYERS:
        read_layer(place.home, name)
    problems = place.store.check().problems
    if problems:
        raise StoreError(f"the store is damaged, and was not packed: {problems[0]} `assetmap check` says more.")


def _packed(place: Place, path: Path, *, force: bool) -> tuple[Packed, list[str]]:
    with whole_file(path, force=force, mode=_PRIVATE) as new, _copy_of_store(place) as store:
        before = _state(place)
        holds = place.store.ids()
        place.store.backup(store)
        entries = []
        with zipfile.ZipFile(new, "w", allowZip64=True) as archive:
            for name, source in [*files_of(place.home), (STORE, store)]:
                with contextlib.suppress(FileNotFoundError):
                    entries.append(_added(archive, name, source))
            contents = Contents(
                place=place.settings.name, made_on=date.today().isoformat(), version=__version__,  # noqa: DTZ011
                schema=SCHEMA, assets=len(holds), files=tuple(entries),
            )  # fmt: skip
            archive.writestr(_info(LISTED), contents.to_text().encode())
        if _state(place) != before:
            raise _ChangedError
        packed = Packed(assets=len(holds), files=tuple(x.name for x in entries), size=new.stat().st_size)
    return packed, holds


def _state(place: Place) -> tuple[object, ...]:
    """Tell apart what must not change meanwhile: which layers and streets there are, and what was taken away."""
    with contextlib.suppress(OSError):
        said = layers_folder(place.home).stat()
        return said.st_ino, said.st_mtime_ns, current(place.home), place.store.erasures()
    return 0, 0, current(place.home), place.store.erasures()


@contextlib.contextmanager
def _copy_of_store(place: Place) -> Iterator[Path]:
    """Give a path for a copy of the store, in the home: what is left of it when this is cut off is swept there."""
    descriptor, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{os.getpid()}-", suffix=".gpkg", dir=place.home)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _added(archive: zipfile.ZipFile, name: str, path: Path) -> Entry:
    if path.is_symlink() and name != SECRET:
        raise ExchangeError(f"{name} is a link to somewhere else: put the file itself in the place's folder.")
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as source, archive.open(_info(name), "w", force_zip64=True) as into:
        for part in _parts(source):
            digest.update(part)
            size += len(part)
            into.write(part)
    return Entry(name=name, size=size, sha256=digest.hexdigest())


def _parts(source: IO[bytes]) -> Iterator[bytes]:
    while part := source.read(_AT_A_TIME):
        yield part


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_DAY)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    info.external_attr = (0o100600) << 16
    return info
