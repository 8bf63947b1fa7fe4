"""
What stands around the process that reads a stranger's file; each wall holds without the others.

All of them are raised by the process itself before it has seen a byte of the file. Which of them a machine has is
told by `standing()`: Linux has them all; macOS and Windows have the limits (macOS only) and the watch, so there the
readers, which open nothing by themselves, are most of what protects.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

from assetmap.exchange.untrusted import landlock, seccomp

MEMORY_BYTES = 2 * 2**30
"""Address space of the process; a list of 100,000 rows needs a tenth."""
_LARGEST_FILES = 64
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000

NAMES = {
    "limits": "memory, time and the size of files are limited",
    "no new rights": "no program can gain rights",
    "no network": "a network of its own, with nothing in it",
    "files": "no file but the program's own can be read (Landlock)",
    "calls": "no connection, program or new file can be asked for (seccomp)",
    "watch": "the last fence, in Python itself",
}
"""Each wall, in words."""


def first(*, memory: int, seconds: int) -> list[str]:
    """Raise what must stand before anything is loaded, while there is one thread; which walls stand."""
    stand = ["limits"] if _limits(memory, seconds) else []
    libc = _libc()
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if any(libc.unshare(flags) == 0 for flags in (_NEW_USER | _NEW_NET | _NEW_IPC, _NEW_USER | _NEW_NET)):
            stand.append("no network")
    return stand


def _limits(memory: int, seconds: int) -> bool:
    """Limit memory, processor time, files and programs. False: this system cannot (Windows) or does not (macOS)."""
    try:
        import resource
    except ImportError:
        return False
    stand = True
    wanted = {"AS": memory, "CPU": seconds, "FSIZE": 0, "NOFILE": _LARGEST_FILES, "CORE": 0}
    for name, most in wanted.items():
        try:
            which = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(which)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (least, least))
        except (AttributeError, ValueError, OSError):
            stand = False
    return stand and sys.platform == "linux"  # elsewhere memory is not held to it


def rest() -> list[str]:
    """Raise all other walls; which of them stand."""
    libc = _libc()
    stand = []
    if libc is not None:
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            stand.append("no new rights")
            with contextlib.suppress(OSError):
                if landlock.fence(libc, readable()):
                    stand.append("files")
            if seccomp.filter_calls(libc):
                stand.append("calls")
    sys.addaudithook(_watch)
    return [*stand, "watch"]


@cache
def readable() -> tuple[Path, ...]:
    """Where the program itself lies: all that a reader may open."""
    package = Path(__file__).resolve().parents[2]
    own = [package, package.parent / "data" / "vocabulary"]
    own += [Path(sysconfig.get_path(x)) for x in ("stdlib", "platstdlib", "purelib", "platlib")]
    own += [Path(x) for x in sys.path if x.endswith("site-packages")]
    own += [Path(sys.base_prefix) / "lib", *map(Path, ("/lib", "/lib64", "/usr/lib", "/usr/lib64"))]
    own += [Path("/usr/share/zoneinfo"), Path("/etc/ld.so.cache"), Path("/dev/urandom"), Path("/dev/null")]
    return tuple(dict.fromkeys(x.resolve() for x in own if x.exists()))


_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.system",
    "os.startfile", "os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.chflags", "os.utime", "shutil.", "urllib.", "http.", "ftplib.",
    "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.", "webbrowser.", "tempfile.", "pickle.",
    "sqlite3.enable_load_extension", "sqlite3.load_extension", "ctypes.dlopen", "ctypes.dlsym", "pty.", "winreg.",
    "msvcrt.", "syslog.", "glob.",
)  # fmt: skip
_OPENS = ("open", "os.listdir", "os.scandir", "os.walk")


def _watch(event: str, details: tuple[Any, ...]) -> None:
    """Refuse, in Python, what no reader does."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event in _OPENS and not _may_open(*details[:3]):
        raise PermissionError(event)
    if event == "sqlite3.connect" and details[0] != ":memory:":
        raise PermissionError(event)


def _may_open(path: object, mode: object = None, flags: object = 0) -> bool:
    if isinstance(path, int) or path is None:
        return True  # what is open already
    writes = isinstance(mode, str) and set(mode) & set("wax+")
    if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        return False
    whole = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    return any(whole == str(x) or whole.startswith(f"{x}{os.sep}") for x in readable())


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
