"""What proves who somebody is: scrypt hashes, digests of tokens, and patience with whoever guesses."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import math
import secrets
import threading
import time
from functools import cache
from typing import TYPE_CHECKING

from assetmap.errors import PermissionDeniedError
from assetmap.passphrases import LONGEST, bare
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

WRONG = N_("the name and the passphrase do not go together: look at both, then try again.")
BUSY = N_("very many people sign in just now: wait a moment, then try again.")
# OWASP Password Storage Cheat Sheet, 2024: scrypt with N = 2^15, r = 8, p = 3; 32 MB for each try.
_N, _R, _P = 2**15, 8, 3
_MEMORY = 2**26
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT_S = 20.0
_FREE, _LONGEST_WAIT_S, _MOST_NAMES = 4, 60.0, 10_000


def of_passphrase(passphrase: str) -> str:
    """Return what is kept of a passphrase: how it was hashed, a salt and the hash."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_hash(passphrase, salt, _N, _R, _P).hex()}"


def is_passphrase(typed: str, proof: str) -> bool:
    """Compare, as slowly for somebody who is not known (`proof` is "") as for somebody who is."""
    _kind, n, r, p, salt, kept = (proof or _nobody()).split("$")
    if len(typed) > LONGEST:
        typed = ""
    if not _AT_ONCE.acquire(timeout=_WAIT_S):
        raise PermissionDeniedError(_(BUSY))
    try:
        found = _hash(typed, bytes.fromhex(salt), int(n), int(r), int(p))
    finally:
        _AT_ONCE.release()
    return hmac.compare_digest(found, bytes.fromhex(kept)) and bool(proof)


def mark(token: str) -> str:
    """Return what is kept of a token: its SHA-256. It has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Throttle:
    """Lets a name be tried a few times at once, then after growing pauses; it lives in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._misses: dict[str, tuple[int, float]] = {}

    @contextlib.contextmanager
    def tried(self, name: str) -> Iterator[None]:
        """
        Count what goes wrong inside.

        Raises
        ------
        PermissionDeniedError
            It has gone wrong too often to be tried again at once.
        """
        key = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
        now = time.monotonic()
        with self._lock:
            misses, not_before = self._misses.get(key, (0, 0.0))
            if now < not_before:
                left = math.ceil(not_before - now)
                raise PermissionDeniedError(
                    ngettext(
                        "please wait {n} second, then try again.", "please wait {n} seconds, then try again.", left
                    )
                )
            if len(self._misses) >= _MOST_NAMES:
                self._misses.pop(next(iter(self._misses)))
            # Counted before it is known: many at once are as many as one after another.
            wait = 0.0 if misses < _FREE else min(_LONGEST_WAIT_S, 2.0 ** (misses - _FREE))
            self._misses[key] = (misses + 1, now + wait)
        yield
        with self._lock:
            self._misses.pop(key, None)


def _hash(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    said = bare(passphrase).encode("utf-8", "replace")
    return hashlib.scrypt(said, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


@cache
def _nobody() -> str:
    return of_passphrase(secrets.token_urlsafe(24))
