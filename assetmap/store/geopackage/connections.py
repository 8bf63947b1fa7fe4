"""Opening the file, sharing it among threads, and saying in a sentence what SQLite means."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError, StoreError
from assetmap.store.geopackage import blobs
from assetmap.store.geopackage.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_S = 30.0
PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
"""Rights of a store's file and folder: drafts and exact places are their owner's alone."""
_NOTHING = "Nothing was changed."
# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _TOOBIG, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 18, 26
# Where file locks, or memory shared among processes, cannot be trusted: WAL needs both.
_NETWORK = frozenset({
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "fuse.curlftpfs", "fuse.davfs2",
    "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs",
    "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "orangefs", "smb3", "smbfs",
})  # fmt: skip
_WINDOWS_REMOTE = 4


def sentence(error: sqlite3.Error, path: Path) -> StoreError:
    """Turn SQLite's error into what happened and how to mend it; the file's name is all that is said of `path`."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    full = code == _FULL
    if code in {_IOERR, _CANTOPEN}:
        with contextlib.suppress(OSError):
            full = shutil.disk_usage(path.parent).free < 65536
    if full:
        return StoreError(f"{path.name}: the disk is full. {_NOTHING} Make room, then do it again.")
    if code in {_BUSY, _LOCKED}:
        return StoreError(
            f"{path.name} was in use by another program for {BUSY_S:.0f} seconds. "
            f"{_NOTHING} Close it there, or try again."
        )
    if code in {_READONLY, _CANTOPEN}:
        return StoreError(
            f"{path.name} or its folder cannot be written by you. {_NOTHING} Ask for the right to write, or choose "
            "another home."
        )
    if code in {_NOTADB, _CORRUPT}:
        return StoreError(
            f"{path.name} is not a store, or is damaged. {_NOTHING} Put a backup in its place with `assetmap restore`."
        )
    if code == _TOOBIG:
        return StoreError(f"{path.name}: one text or shape is too big to keep. {_NOTHING} Shorten or simplify it.")
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    return StoreError(f"{path.name}: the store could not do it ({name}). {_NOTHING} `assetmap check` says more.")


def make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, and its folder, where there is none; the log is like it."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # it is there; or SQLite says in a moment why it cannot be
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


@contextlib.contextmanager
def said(path: Path) -> Iterator[None]:
    """Raise SQLite's and the system's errors inside the block as a `StoreError`."""
    try:
        yield
    except AssetMapError:  # said already; a refusal is the system's kind of error too
        raise
    except sqlite3.Error as error:
        raise sentence(error, path) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(f"{path.name}: {reason}. {_NOTHING}") from None


def refuse_network(path: Path) -> None:
    """
    Refuse a file on a network drive, where two writers would damage it.

    Raises
    ------
    StoreError
        `path` lies on one.
    """
    kind = _file_system(path)
    if kind in _NETWORK:
        raise StoreError(
            f"{path.name} would lie on a network drive ({kind}), where two people writing at once would damage it: "
            "choose a home on this computer's own disk, and share backups instead."
        )


def connect(path: Path, *, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """Open one connection that loses nothing: WAL, every commit on the disk before it returns."""
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        _write_ahead(connection, path, busy_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: through the drive's own cache too
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_size_limit = 4194304")
        connection.execute("PRAGMA trusted_schema = ON")  # the R-tree's triggers call our functions
        blobs.register(connection)
    except BaseException:
        connection.close()
        raise
    return connection


class Pool:
    """
    Connections to one file. Each piece of work borrows one, so any thread may ask at any time. Where another file
    took its place (a restore over a damaged one), the next to borrow gets that.

    A process that was forked never touches its parent's connections: closing one there could remove the
    parent's log.
    """

    def __init__(self, path: Path, *, busy_s: float = BUSY_S) -> None:
        self.path = path
        self.busy_s = busy_s
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._which = _identity(path)
        self._owner = os.getpid()
        self._parents: list[list[sqlite3.Connection]] = []
        self._closed = False
        self._turns = (self._owner, Turns())

    @contextlib.contextmanager
    def borrow(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; what SQLite complains of inside the block comes out as a `StoreError`."""
        with said(self.path):
            connection, which = self._take()
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                raise
            finally:
                self._give_back(connection, which)

    @contextlib.contextmanager
    def borrow_to_write(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to whoever is going to write, one after the other; see `turns.Turns`."""
        of, turns = self._turns
        if of != os.getpid():  # whose turn it was in the parent, it is nobody's here
            turns = Turns()
            self._turns = os.getpid(), turns
        with turns.taken(patience_s=self.busy_s), self.borrow() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; the last one folds the log into the file."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        if os.getpid() != self._owner:
            self._parents.append(idle)
            return
        for connection in idle:
            connection.close()

    def _take(self) -> tuple[sqlite3.Connection, tuple[int, int] | None]:
        which = _identity(self.path)
        gone: list[sqlite3.Connection] = []
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.path.name} has been closed: open the place again.")
            if os.getpid() != self._owner:
                self._parents.append(self._idle)
                self._idle, self._owner = [], os.getpid()
            if which not in {None, self._which}:
                gone, self._idle, self._which = self._idle, [], which
            if self._idle:
                return self._idle.pop(), self._which
        for old in gone:
            old.close()
        return connect(self.path, busy_s=self.busy_s), which

    def _give_back(self, connection: sqlite3.Connection, which: tuple[int, int] | None) -> None:
        with self._lock:
            if not self._closed and which == self._which:
                self._idle.append(connection)
                return
        connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        said = path.stat()
    except OSError:
        return None
    return said.st_dev, said.st_ino


def _write_ahead(connection: sqlite3.Connection, path: Path, busy_s: float) -> None:
    """Switch to WAL; while another process does the same, SQLite refuses without waiting, so wait here."""
    until = time.monotonic() + busy_s
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            break
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in {_BUSY, _LOCKED} or time.monotonic() > until:
                raise
            time.sleep(0.02)
    if mode != "wal":
        raise StoreError(
            f"{path.name} lies on a drive that cannot keep it safely while several people write: "
            "choose a home on this computer's own disk."
        )


def _file_system(path: Path) -> str:
    """Name the file system that `path` lies on, "" where this system does not say."""
    folder = path.absolute().parent
    if sys.platform == "win32":
        import ctypes

        if str(folder).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _WINDOWS_REMOTE:
            return "cifs"
        return ""
    try:
        table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    with contextlib.suppress(OSError):
        folder = folder.resolve()
    best, kind = -1, ""
    for line in table.splitlines():
        _, mount, name, *_ = line.split(" ")
        mount_path = Path(mount.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # Later lines cover earlier ones of the same folder.
        if (folder == mount_path or mount_path in folder.parents) and len(mount_path.parts) >= best:
            best, kind = len(mount_path.parts), name
    return kind
