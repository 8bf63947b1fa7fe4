"""Processes of their own, as people's programs are: started, told when to begin, listened to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).resolve().parent.parent.parent
_PATIENCE_S = 600


def environment(**more: str) -> dict[str, str]:
    """Give a child's environment: it finds the same assetmap, and knows of no home but the one it is told."""
    own = {name: value for name, value in os.environ.items() if name != "ASSETMAP_HOME"}
    return own | {"PYTHONPATH": str(CHECKOUT), **more}


def start(module: str, *arguments: object, **more: str) -> subprocess.Popen[str]:
    """Start a module of this room; it waits for a line before it begins."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.torture.{module}", *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env=environment(**more),
    )  # fmt: skip


def ready() -> None:
    """In the child: say that everything is loaded, and wait to be told to begin."""
    print("ready", flush=True)
    sys.stdin.readline()


def together(children: Sequence[subprocess.Popen[str]]) -> list[dict[str, Any]]:
    """Let children begin in the same moment, and read the one JSON object that each gives in the end."""
    try:
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n", "a process ended before it began"
        for child in children:
            begin(child)
        return [json.loads(child.communicate(timeout=_PATIENCE_S)[0]) for child in children]
    finally:
        for child in children:
            end(child)


def begin(child: subprocess.Popen[str]) -> None:
    """Tell a child to begin."""
    assert child.stdin is not None
    child.stdin.write("begin\n")
    child.stdin.flush()


def end(child: subprocess.Popen[str]) -> None:
    """End a child that has not ended."""
    if child.poll() is None:
        child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()


def shell(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Run an `assetmap` command on a home."""
    return subprocess.run(
        [sys.executable, "-m", "assetmap", *map(str, words), "--home", str(home)],
        capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment(), timeout=_PATIENCE_S,
    )  # fmt: skip
