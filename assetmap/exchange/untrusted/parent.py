"""Starts the process that reads a stranger's file, listens to it, and ends it when it is too long about it."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import logging
import os
import queue
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.untrusted import wire
from assetmap.exchange.untrusted.sizes import COUNTY_BYTES, LARGEST_BYTES, LARGEST_EXTRACT_BYTES, allow, plain_name
from assetmap.exchange.untrusted.walls import MEMORY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from assetmap.exchange.sheets import Sheets

LONGEST_S = 20
"""Wall clock for a file of up to `LARGEST_BYTES`; with what comes before and after, less than 30 seconds."""
_LONGEST_EXTRACT_S = 240
_EXTRACT_MEMORY = 3 * 2**30
_LARGEST_ANSWER = 400 * 2**20
"""Rows of a file of 50 MB come to about twice that as JSON."""
_LARGEST_LINE = 128 * 2**20
"""No row and no picture of a file that may be read is as long: a process that was taken over does not fill ours."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Two at a time: a hundred uploads shall not fill the machine's memory."""
_LISTENED_S = 0.1
_PIPE_BYTES, _SET_PIPE_BYTES = 1 << 20, 1031
_BEGIN = (
    "import sys; sys.path[:0] = sys.argv[2].split(sys.argv[1]); "
    "from assetmap.exchange.untrusted.child import main; main(*sys.argv[3:])"
)
_log = logging.getLogger(__name__)


def read_strange(
    content: bytes | Path,
    name: str,
    *,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Sheets:
    """
    Read a stranger's file in a process of its own, without network, with little memory and time.

    Parameters
    ----------
    content
        The file's bytes, or the path of an OpenStreetMap extract of `COUNTY_BYTES` or more, which has longer.
    name
        What it is called, for messages alone: what it is, its content says.
    progress
        Told what is being done ("waiting", "reading", "rows") and how much of that is done, 0 to 1: ten times a second
        at least. Whatever it raises ends the process at once.
    cancelled
        Asked ten times a second; once it says True the process is ended at once. Nothing is left behind.

    Returns
    -------
    sheets
        The tables or layers of the file, in its order, not judged yet: no row is an asset before `inward` says so.

    Raises
    ------
    ExchangeError
        It is nothing that is read here, or cannot be read, or took too long or too much, or was cancelled; the
        sentence says which.
    """
    name = plain_name(name)
    heard: list[Any] = ["reading", 0.0]

    def tell(what: str, share: float) -> None:
        heard[:] = what, share
        if progress is not None:
            progress(what, share)

    def stop() -> bool:
        if progress is not None:
            progress(*heard)  # a page that is begun anew raises in there, and ends the process so
        return cancelled is not None and cancelled()

    most = LARGEST_EXTRACT_BYTES if isinstance(content, Path) else LARGEST_BYTES
    with opened(content, name, most) as handle, turn(name, tell, stop):
        size = os.fstat(handle.fileno()).st_size
        extract = size > LARGEST_BYTES or (isinstance(content, Path) and size > COUNTY_BYTES)
        limits = _EXTRACT_MEMORY if extract else MEMORY_BYTES, _LONGEST_EXTRACT_S if extract else LONGEST_S
        tell("reading", 0.0)
        with contextlib.closing(messages(handle, name, *limits, most=most, stop=stop)) as said:
            return _listened(said, name, tell)


def standing(job: tuple[str, str] = ("list", "{}")) -> tuple[str, ...]:
    """Say which walls this machine has around a reader: keys of `walls.NAMES`. Starts one, which reads nothing."""
    with (
        contextlib.suppress(ExchangeError),
        tempfile.TemporaryFile() as nothing,
        contextlib.closing(
            messages(nothing, "", MEMORY_BYTES, LONGEST_S, most=0, stop=lambda: False, job=job)
        ) as heard,
    ):
        return next((tuple(x["walls"]) for x in heard if "walls" in x), ())
    return ()


@contextlib.contextmanager
def opened(content: bytes | Path, name: str, most: int) -> Iterator[IO[bytes]]:
    """Give the file to hand over: one without a name, which goes when it is closed, even if we are killed."""
    if isinstance(content, Path):
        try:
            if not content.is_file():
                raise ExchangeError(f"{name} is not there: check the name and the folder.")
            with content.open("rb") as handle:
                allow(os.fstat(handle.fileno()).st_size, name, most=most)
                yield handle
        except OSError as error:
            raise ExchangeError(f"{name} could not be read: {error.strerror or type(error).__name__}.") from None
        return
    allow(len(content), name, most=most)
    if not content:
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    with _nameless() as kept:
        kept.write(content)
        kept.seek(0)
        yield kept


def _nameless() -> IO[bytes]:
    """Open a file in memory where there is such a thing, else one that nobody else can find."""
    if hasattr(os, "memfd_create"):
        with contextlib.suppress(OSError):
            return open(os.memfd_create("list", os.MFD_CLOEXEC), "w+b", buffering=0)  # noqa: PTH123
    return tempfile.TemporaryFile(buffering=0)


@contextlib.contextmanager
def turn(name: str, tell: Callable[[str, float], None], stop: Callable[[], bool]) -> Iterator[None]:
    """Wait for one's turn."""
    while not _AT_ONCE.acquire(timeout=_LISTENED_S):
        tell("waiting", 0.0)
        not_cancelled(stop, name)
    try:
        yield
    finally:
        _AT_ONCE.release()


def not_cancelled(stop: Callable[[], bool], name: str) -> None:
    if stop():
        raise ExchangeError(f"{name} was not read to its end, as you asked: nothing was brought in.")


def _listened(messages: Iterator[dict[str, Any]], name: str, tell: Callable[[str, float], None]) -> Sheets:
    arriving = wire.Assembling()
    try:
        for message in messages:
            if "read" in message:
                tell("reading", float(message["read"]))
            elif message.keys() & {"sheet", "chunk", "problems"}:
                with _without_collecting():
                    arriving.take(message)
                tell("rows", arriving.share)
            elif "error" in message:
                raise ExchangeError(str(message["error"]))
            elif "fault" in message:
                _log.warning("a file was not read: %s at %s", message["fault"], message["where"])
                raise ExchangeError(_FAULTS.get(message["fault"], _DAMAGED).format(name=name))
            elif "end" in message:
                return arriving.sheets()
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, ExchangeError):
            raise
    raise ExchangeError(_DAMAGED.format(name=name))


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Make thousands of rows, none of which is garbage, without being searched for garbage again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


_DAMAGED = "{name} could not be read: it is damaged, or not what it seems. Save it again, as CSV if you can."
_FAULTS = {
    "memory": "{name} needs more memory than a list of places may, and was put away: cut it to the place first.",
    "deep": "{name} is nested too deeply to be a list of places.",
    "reached out": "{name} wants something else opened than itself, which is never done: do not trust it.",
}
_TOO_LONG = "{name} took longer than {longest} seconds to read, and was put away: cut it to the place first."


def messages(
    handle: IO[bytes],
    name: str,
    memory: int,
    longest: int,
    *,
    most: int,
    stop: Callable[[], bool],
    job: tuple[str, str] = ("list", "{}"),
) -> Generator[dict[str, Any], None, None]:
    """Start the process and give its lines, until it ends or is ended."""
    code = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BEGIN, os.pathsep, os.pathsep.join(_paths())]
    child = subprocess.Popen(  # noqa: S603  # our own program, and no shell
        [*code, name, str(memory), str(longest), str(most), *job],
        stdin=handle, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), bufsize=-1,
        cwd=sys.base_prefix,
    )  # fmt: skip
    assert child.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue(maxsize=8)
    listener = threading.Thread(target=_hear, args=(child.stdout, lines), daemon=True)
    listener.start()
    try:
        yield from _timely(lines, name, time.monotonic() + longest, longest, stop)
        raise ExchangeError(_ended(child.wait(), name, longest))
    finally:
        child.kill()
        child.wait()
        while listener.is_alive():  # it may be waiting for room
            with contextlib.suppress(queue.Empty):
                lines.get(timeout=_LISTENED_S / 10)
        child.stdout.close()


def _timely(
    lines: queue.Queue[bytes], name: str, until: float, longest: int, stop: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    """Give lines as they come, until there is none, in time, and not too many."""
    answered = 0
    while True:
        not_cancelled(stop, name)
        if time.monotonic() > until:
            raise ExchangeError(_TOO_LONG.format(name=name, longest=longest))
        try:
            line = lines.get(timeout=_LISTENED_S)
        except queue.Empty:
            continue
        answered += len(line)
        if answered > _LARGEST_ANSWER:
            raise ExchangeError(_FAULTS["memory"].format(name=name))
        if not line.endswith(b"\n"):  # the end, or what was cut off by it
            return
        message = json.loads(line)
        if isinstance(message, dict):
            yield message


def _hear(pipe: IO[bytes], lines: queue.Queue[bytes]) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, _SET_PIPE_BYTES, _PIPE_BYTES)
    with contextlib.suppress(OSError, ValueError, MemoryError):
        heard = io.BufferedReader(pipe, _PIPE_BYTES) if isinstance(pipe, io.RawIOBase) else pipe
        while line := heard.readline(_LARGEST_LINE):  # one that is cut off there is the end
            lines.put(line)
            if not line.endswith(b"\n"):
                break
    lines.put(b"")


def _ended(code: int, name: str, longest: int) -> str:
    """Say why the process ended without a word."""
    import signal

    names = {-getattr(signal, x): x for x in ("SIGXCPU", "SIGKILL", "SIGABRT", "SIGSEGV") if hasattr(signal, x)}
    how = names.get(code, "")
    _log.warning("a reader ended by itself: %s", how or code)
    if how in {"SIGXCPU", "SIGKILL"}:
        return _TOO_LONG.format(name=name, longest=longest)
    return (_FAULTS["memory"] if how == "SIGABRT" else _DAMAGED).format(name=name)


def _environment() -> dict[str, str]:
    """Give the process nothing of ours: no home, no proxies, no keys."""
    kept = {x: os.environ[x] for x in _STARTS_WITH if x in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


_STARTS_WITH = ("SYSTEMROOT",)  # without it Windows starts no Python


def _paths() -> list[str]:
    """Where our own package and those of the readers lie; nothing else can be imported there."""
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    packages += [x for x in sys.path if x.endswith(("site-packages", "dist-packages"))]
    return list(dict.fromkeys([*packages, str(Path(__file__).resolve().parents[3])]))
