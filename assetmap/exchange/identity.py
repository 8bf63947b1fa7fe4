"""
By what an asset of a list is known next time, without saying where it is.

What has no number of its publisher is known by its name and place. Both go through a keyed digest
(HMAC-SHA-256, RFC 2104) whose key never leaves the home: an id or a source number in an export cannot be turned
back into a place, not even by trying every door of a town.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import secrets
import tempfile
import uuid
from pathlib import Path

from assetmap.errors import StoreError

_FILE = "secret.key"
_BYTES = 32


def secret_of(home: Path) -> bytes:
    """
    Return a home's secret (32 bytes of `secret.key`, readable by its owner alone); made when first needed.

    Who loses the file loses no asset, only that lists without numbers are known again.

    Raises
    ------
    StoreError
        The file is damaged, or cannot be read or made.
    """
    path = home / _FILE
    try:
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            mend = "Make room, then do it again."
            raise StoreError(f"{_FILE}: the disk is full. Nothing was changed. {mend}") from None
        reason = error.strerror or type(error).__name__
        raise StoreError(f"{_FILE} of the place could not be read or made: {reason}. Nothing was changed.") from None
    if len(secret) != _BYTES:
        raise StoreError(
            f"{_FILE} of the place is damaged: put it back from a copy of the folder, or take it away to begin a new "
            "one. Nothing was changed."
        )
    return secret


def _make(path: Path) -> None:
    """Write the file whole before it has its name; where two begin at once, the first one's stays."""
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(_BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            Path(name).rename(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def secret_for(dataset: str) -> bytes:
    """Return what stands for a secret where a file is only read, outside any home: the same file, the same ids."""
    return hashlib.sha256(f"assetmap:dataset:{dataset}".encode()).digest()


def digest(secret: bytes, dataset: str, known_by: str) -> str:
    """Give the source number of what has none: 32 hexadecimal digits of a keyed digest."""
    return _hmac(secret, "number", dataset, known_by).hex()[:32]


def asset_id(secret: bytes, dataset: str, source_id: str) -> str:
    """Derive an asset's id from its dataset and its number there: the same again gives the same."""
    return str(uuid.UUID(bytes=_hmac(secret, "id", dataset, source_id)[:16], version=5))


def _hmac(secret: bytes, *parts: str) -> bytes:
    return hmac.digest(secret, "\0".join(parts).encode("utf-8", "surrogatepass"), "sha256")
