"""Landlock: of all files of the machine, a process keeps those that it needs to run (Linux 5.13 and newer)."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_READS = _READ_FILE | _READ_DIR
# How many rights over files each version of the interface knows (linux/landlock.h); from 4 on TCP, from 6 on scopes.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP, _SCOPES = 0b11, 0b11


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def fence(libc: ctypes.CDLL, readable: Iterable[Path]) -> bool:
    """Leave this process the right to read beneath `readable`, and no other right over any file. False: not here."""
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if version < 1:
        return False
    rules = _Rules((1 << _RIGHTS.get(version, 16)) - 1, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    fence_ = libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if fence_ < 0:
        return False
    try:
        return all(_allowed(libc, fence_, path) for path in readable) and (
            libc.syscall(_RESTRICT, ctypes.c_int(fence_), ctypes.c_uint32(0)) == 0
        )
    finally:
        os.close(fence_)


def _allowed(libc: ctypes.CDLL, fence_: int, path: Path) -> bool:
    try:
        here = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True  # what is not there needs no right
    try:
        rights = (_READS | _EXECUTE) if path.is_dir() else _READ_FILE
        rule = _Beneath(rights, here)
        added = libc.syscall(
            _ADD, ctypes.c_int(fence_), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0)
        )
        return bool(added == 0)
    finally:
        os.close(here)
