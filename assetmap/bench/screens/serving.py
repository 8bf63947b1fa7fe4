"""Streamlit as a process of its own on the loopback address: the app, and the peer written to a folder."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

# The checkout, or the folder that the package is installed in: where the child finds the same assetmap.
_ROOT = Path(__file__).resolve().parents[3]
_READY_S = 120


@dataclass(frozen=True)
class Server:
    """A process that serves; `began` is when it was started (`time.perf_counter`)."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    began: float

    def until_ready(self) -> None:
        """
        Wait until somebody answers.

        Raises
        ------
        SettingsError
            It ended, or nobody answers for long.
        """
        while not self.answers():
            if self.process.poll() is not None or time.perf_counter() - self.began > _READY_S:
                said = self.log.read_text(encoding="utf-8", errors="replace")[-400:]
                raise SettingsError(f"the app to be measured did not start: {said}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Say whether it answers by now."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as said:  # noqa: S310  # the loopback
                return bool(said.status == 200)
        except OSError:
            return False

    def cpu_s(self) -> float | None:
        """Say how long its processors have worked, in seconds; None where the system does not tell."""
        try:
            words = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float | None:
        """Say how much memory it holds, in MB; None where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return None
        return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS:")), None)


@contextlib.contextmanager
def ours(home: Path, folder: Path, *, wait: bool = True) -> Iterator[Server]:
    """Serve the app on a home."""
    from assetmap.shipped import shipped

    with _running(shipped("app.py"), folder, wait=wait, home=home) as server:
        yield server


@contextlib.contextmanager
def peer(script: Path, folder: Path, *, wait: bool = True) -> Iterator[Server]:
    """Serve the peer's script."""
    with _running(script, folder, wait=wait, home=folder) as server:
        yield server


@contextlib.contextmanager
def _running(script: Path, folder: Path, *, wait: bool, home: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    for name, value in {
        "server.port": str(port), "server.address": "127.0.0.1", "server.headless": "true",
        "server.fileWatcherType": "none", "server.showEmailPrompt": "false", "browser.gatherUsageStats": "false",
    }.items():  # fmt: skip
        command += [f"--{name}", value]
    # Nothing of a measurement reaches the user's own data folder.
    own = {"ASSETMAP_HOME": str(home), "XDG_DATA_HOME": str(folder / "user-data"), "PYTHONPATH": str(_ROOT)}
    log = folder / f"served-{port}.log"
    with log.open("w") as said:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # our own words
            command, cwd=folder, env={**os.environ, **own}, stdout=said, stderr=subprocess.STDOUT
        )
    server = Server(url=f"http://127.0.0.1:{port}", process=process, log=log, began=began)
    try:
        if wait:
            server.until_ready()
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
