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

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104  # phones in the hall: the gate lets them to their pages alone
DEFAULT_PORT = 8501


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", help="Open the map in the browser, on this machine alone; with --share phones may add.")(serve)


def serve(
    home: Home = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on (else PORT, else 8501).", min=1, max=65535)
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Let phones on the same network open a page on which to add, and no other.")
    ] = False,
    session: Annotated[
        str,
        typer.Option("--session", help="With --share: open the door of this workshop at once.", metavar="CODE"),
    ] = "",
) -> None:
    """Start the app."""
    raise typer.Exit(serve_place(home=home, port=port, share=share, session=session))


def serve_place(*, home: Path | None, port: int | None, share: bool = False, session: str = "") -> int:
    """
    Start Streamlit on the loopback address, or with `share` on all of them, and wait for it.

    Raises
    ------
    SettingsError
        The port is taken or not a number, there is no place in the home named, or no such workshop in the place.
    """
    from assetmap.screens.own_machine import SHARED
    from assetmap.settings import HOME, NAMED_BY, home_folder, home_named_by, openid_file, read_place
    from assetmap.shipped import shipped

    number = port or _port_from_environment()
    folder = home_folder(home)
    if home is None and not (folder / "place.toml").exists():
        made_demo(folder)
    place = read_place(folder)
    if session and not share:
        raise SettingsError("[--session] goes with --share: write `assetmap serve --share --session CODE`.")
    _must_be_free(number, EVERYWHERE if share else LOOPBACK)
    with_base_map(folder)
    say(f"home: {folder}")
    say(f"{place.name}: open http://localhost:{number} in a browser. Ctrl+C stops it.")
    if share:
        from assetmap.cli.sharing import say_how_to_join

        say_how_to_join(folder, port=number, session=session)
        _many_may_knock()
    script = shipped("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(number), "--server.address", EVERYWHERE if share else LOOPBACK]
    # Left to itself it would ask a machine on the internet under which address it is seen there.
    command += ["--logger.hideWelcomeMessage", "true"] if share else []
    if (secrets := openid_file(folder)) is not None:
        command += ["--secrets.files", str(secrets)]
    told = {HOME: str(folder), NAMED_BY: home_named_by() if home is None else "--home"}
    told[SHARED] = "1" if share else ""
    process = subprocess.Popen(command, env={**os.environ, **told})  # noqa: S603  # our own words

    def pass_on(number: int, _frame: object) -> None:
        process.send_signal(number)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, pass_on)
    return 0 if process.wait() in {0, -signal.SIGTERM, -signal.SIGINT, 130, 143} else 1


def _many_may_knock() -> None:
    """Let as many connections be open as the system lets us: half-sent ones of a stranger shall not take the last."""
    if sys.platform == "win32":
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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


def _must_be_free(port: int, address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise SettingsError(
                f"port {port} is taken, perhaps by an assetmap that is already open: "
                f"use that one, or choose another with --port {port % 65535 + 1}."
            ) from None
