"""What a reader that was taken over could do: raw calls of the system, past Python's own fence."""

import subprocess
import sys
from pathlib import Path

import pytest

from assetmap.exchange.untrusted import seccomp, standing, walls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls of Linux")

_BEGIN = """
import ctypes, os, sys
sys.path[:0] = {paths!r}
from assetmap.exchange.untrusted import walls
libc = ctypes.CDLL(None, use_errno=True)
for name in "socket fork execv ptrace kill mount unlink open rename unshare".split():
    getattr(libc, name)
stand = walls.first(memory=walls.MEMORY_BYTES, seconds=20) + walls.rest()
def said(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
"""


@pytest.fixture(scope="module")
def stand():
    return standing()


@pytest.fixture
def within():
    def run(code):
        begin = _BEGIN.format(paths=[str(Path(walls.__file__).parents[3])])
        done = subprocess.run([sys.executable, "-I", "-c", begin + code], capture_output=True, text=True, check=False)
        assert not done.stderr, done.stderr
        assert done.returncode == 0
        return done.stdout.splitlines()

    return run


def test_this_machine_has_all_the_walls(stand):
    missing = set(walls.NAMES) - set(stand)
    if missing:
        pytest.skip(f"this machine lacks: {', '.join(sorted(missing))}")


_CALLS = (
    "libc.socket(2, 1, 0)",
    "libc.socket(1, 1, 0)",
    "libc.fork()",
    "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    "libc.ptrace(0, 0, 0, 0)",
    "libc.kill(os.getppid(), 0)",
    "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "libc.unlink(file)",
    "libc.open(file, 1)",
    "libc.open(file + b'.new', 0o101, 0o600)",
    "libc.rename(file, file + b'2')",
    "libc.unshare(0x10000000)",
)
_OPENED = (
    "libc.open(file, 0)",
    "libc.open(b'/etc/passwd', 0)",
    "libc.open(b'/proc/self/environ', 0)",
    "libc.open(b'/root', 0)",
    "libc.open(b'/tmp', 0)",
)
_REFUSED = {"1", "13"}
"""Not permitted; no access."""


@pytest.mark.parametrize(("wall", "calls"), [("calls", _CALLS), ("files", _OPENED)], ids=["calls", "files"])
def test_a_call_past_python_is_refused(stand, within, tmp_path, wall, calls):
    if wall not in stand:
        pytest.skip(f"this machine lacks the wall of {wall}")
    file = tmp_path / "somebody.csv"
    file.write_text("private", encoding="utf-8")
    tried = [f"said(ctypes.get_errno() if {call} < 0 else 'done')" for call in calls]
    told = within("\n".join([f"file = {bytes(file)!r}", *tried]))
    assert dict(zip(calls, told, strict=True)) == {
        call: x for call, x in zip(calls, told, strict=True) if x in _REFUSED
    }
    assert [x.name for x in tmp_path.iterdir()] == ["somebody.csv"]


def test_python_itself_refuses_it_too(within):
    codes = (
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "open('/etc/passwd')",
        "open('new', 'w')",
        "os.listdir('/')",
        "import sqlite3; sqlite3.connect('/etc/x')",
        "import pickle; pickle.loads(b'cos\\nsystem\\n(S\\'true\\'\\ntR.')",
        "os.system('true')",
        "ctypes.CDLL(None).getpid()",
    )
    tried = [f"try:\n    {x}\n    said('done')\nexcept PermissionError:\n    said('refused')" for x in codes]
    told = within("\n".join(tried))
    assert dict(zip(codes, told, strict=True)) == dict.fromkeys(codes, "refused")


def test_memory_is_limited_and_a_reader_may_still_read_its_own_program(stand, within):
    if "limits" not in stand:
        pytest.skip("this machine limits no memory")
    assert within("try:\n    bytes(3 * 2**30)\nexcept MemoryError:\n    said('enough')") == ["enough"]
    loads = "import csv, sqlite3, zoneinfo, encodings.cp1252\nsaid(*sqlite3.connect(':memory:').execute('SELECT 1'))"
    assert within(loads) == ["(1,)"]


def test_the_filter_is_written_for_both_processors_and_no_other():
    for machine in ("x86_64", "aarch64"):
        code = seccomp.program(machine, 77)
        assert len(code) % 8 == 0
        assert len(code) // 8 < 4096  # the kernel takes no more steps
    assert seccomp.program("riscv64", 77) is None
