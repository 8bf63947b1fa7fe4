"""The demo town, and the app on the loopback address as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demo town."""
    from assetmap.demo import make_demo

    return make_demo(tmp_path_factory.mktemp("homes") / "town")


@pytest.fixture(scope="session")
def address(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, running from a folder far from the checkout."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = tmp_path_factory.mktemp("said") / "app.log"
    environment = {**os.environ, "ASSETMAP_HOME": str(town), "PYTHONPATH": str(CHECKOUT)}
    with said.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "app.py"), "--server.port", str(port)],
            cwd=said.parent, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if process.poll() is not None:
                pytest.fail(f"the app ended: {said.read_text()[-600:]}")
            try:
                with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310  # the loopback address
                    break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail(f"the app did not start: {said.read_text()[-600:]}")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
