"""`assetmap serve`: the app, as a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from assetmap.cli.options import Home, made_demo
from assetmap.cli.speaking import say
from assetmap.errors import AssetMapError, SettingsError

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8501


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", help="Open the map in the browser, on this machine alone.")(serve)


def serve(
    home: Home = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on (else PORT, else 8501).", min=1, max=65535)
    ] = None,
) -> None:
    """Start the app."""
    raise typer.Exit(serve_place(home=home, port=port))


def serve_place(*, home: Path | None, port: int | None) -> int:
    """
    Start Streamlit on the loopback address and wait for it.

    Raises
    ------
    SettingsError
        The port is taken or not a number, or there is no place in the home named.
    """
    from assetmap.settings import HOME, NAMED_BY, home_folder, home_named_by, openid_file, read_place
    from assetmap.shipped import shipped

    number = port or _port_from_environment()
    folder = home_folder(home)
    if home is None and not (folder / "place.toml").exists():
        made_demo(folder)
    place = read_place(folder)
    _must_be_free(number)
    with_base_map(folder)
    say(f"home: {folder}")
    say(f"{place.name}: open http://localhost:{number} in a browser. Ctrl+C stops it.")
    script = shipped("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(number), "--server.address", LOOPBACK]
    if (secrets := openid_file(folder)) is not None:
        command += ["--secrets.files", str(secrets)]
    told = {HOME: str(folder), NAMED_BY: home_named_by() if home is None else "--home"}
    process = subprocess.Popen(command, env={**os.environ, **told})  # noqa: S603  # our own words

    def pass_on(number: int, _frame: object) -> None:
        process.send_signal(number)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, pass_on)
    return 0 if process.wait() in {0, -signal.SIGTERM, -signal.SIGINT, 130, 143} else 1


def with_base_map(home: Path) -> None:
    """Make the base map of a home of before, or of layers that were changed; without it the map draws them itself."""
    from assetmap import basemap
    from assetmap.place import open_place

    with contextlib.suppress(AssetMapError, OSError, ValueError):
        if basemap.archive_of(home) is None:
            place = open_place(home)
            try:
                basemap.renew(home, place, metric_crs=place.settings.metric_crs)
            finally:
                place.close()


def _port_from_environment() -> int:
    text = os.environ.get("PORT", "").strip()
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SettingsError("PORT is not a port: give a number from 1 to 65535, for example PORT=8502.")
    return int(text)


def _must_be_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise SettingsError(
                f"port {port} is taken, perhaps by an assetmap that is already open: "
                f"use that one, or choose another with --port {port % 65535 + 1}."
            ) from None
