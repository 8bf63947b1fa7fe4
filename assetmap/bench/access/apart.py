"""Work in a process of its own, for the memory that it alone took."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from assetmap.errors import SettingsError

_ONE_THREAD = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def apart(work: str, **given: Any) -> dict[str, Any]:
    """
    Call `module:function` of this room with JSON's own types, one thread, and give what it returns with `peak_mb`.

    `missing`: the module that is not installed, in place of an answer.
    """
    done = subprocess.run(  # noqa: S603  # this program itself
        [sys.executable, "-W", "ignore", "-m", "assetmap.bench.access.apart", work, json.dumps(given)],
        capture_output=True, text=True, check=False, env={**os.environ, **_ONE_THREAD},
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it was stopped"]
        raise SettingsError(f"a part of the measurement could not be run ({work}): {last[0]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def peak_mb() -> float | None:
    """
    Give the most memory that this process has had, MB; None where the system does not say.

    Not `getrusage`: what it says of a process includes the one that started it (Linux, `execve`).
    """
    try:
        said = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return None
    [line] = [x for x in said.splitlines() if x.startswith("VmHWM")] or [""]
    return int(line.split()[1]) / 1024 if line else None


def _main() -> None:
    said = os.dup(1)
    os.dup2(2, 1)  # what a peer's own compiled code prints is no answer
    module, _, name = sys.argv[1].partition(":")
    try:
        work = getattr(importlib.import_module(f"assetmap.bench.access.{module}"), name)
        answer = work(**json.loads(sys.argv[2]))
    except ImportError as error:
        answer = {"missing": error.name}
    os.write(said, json.dumps({**answer, "peak_mb": peak_mb()}).encode())


if __name__ == "__main__":
    _main()
