"""The place that is open, once for all who look at it, and what may be kept of it: nothing that anybody typed."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import secrets
import sys
import threading
import traceback
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assetmap.disclosure import SHOWN, disclosed
from assetmap.errors import AssetMapError
from assetmap.place import open_place
from assetmap.settings import home_folder
from assetmap.webmap import COLOURS, features, ground, overlay, place_bounds
from assetmap.webmap.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.livemap import View

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_RELAYED = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
_lock = threading.RLock()
_open: dict[Path, tuple[str, Place]] = {}


@dataclass(frozen=True)
class Answer:
    """What a route sends: gzipped JSON, and a mark that changes with it."""

    body: bytes
    mark: str


def opened() -> Place:
    """
    Return the home that `ASSETMAP_HOME` names, open; opened anew when its setup has changed.

    Raises
    ------
    SettingsError
        There is no place in the home.
    """
    return _opened()[1]


def everybody_sees() -> tuple[Asset, ...]:
    """Return the public assets by name, from the store as it is now."""
    stamp, place = _opened()
    return _public(stamp, place.store.mark())


def places_mark() -> str:
    """Return a mark that changes when the public assets do, or the day."""
    stamp, place = _opened()
    return f"{stamp}-{place.store.mark()}-{datetime.now().astimezone().date():%Y%m%d}"


def setup_mark() -> str:
    """Return a mark that changes when the place's layers or settings do."""
    return _opened()[0]


def role() -> str:
    """
    Return `steward` for who sits at this machine's own keyboard, `contributor` for everybody else.

    The app listens on the loopback address and the browser came from there, with no relay in between.
    """
    import streamlit as st

    here = str(st.get_option("server.address") or "") in _LOOPBACK
    came_from = st.context.ip_address
    relayed = any(name.lower() in _RELAYED for name in st.context.headers)
    return "steward" if here and not relayed and (came_from is None or came_from in _LOOPBACK) else "contributor"


def view(place: Place, **fields: Any) -> View:
    """Make a view of the place that is open: the addresses of its data, and whatever `fields` of `View` say."""
    import streamlit as st

    from assetmap.screens.livemap import View, base_path

    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    setup, overlay_key = setup_mark(), fields.pop("overlay", None)
    return View(
        ground=f"{base}/assetmap/ground?v={setup}",
        places=f"{base}/assetmap/places?v={places_mark()}",
        overlay=f"{base}/assetmap/overlay/{overlay_key}?v={setup}" if overlay_key else None,
        attribution=place.settings.credit(),
        **fields,
    )


def places_answer() -> Answer:
    """Return the public assets as the browser draws them."""
    stamp, place = _opened()
    return _places(stamp, place.store.mark(), datetime.now().astimezone().date())


def ground_answer() -> Answer:
    """Return the quiet base map."""
    stamp, place = _opened()
    with _lock:  # layers are read once
        bounds = place_bounds(place)
    return _ground(stamp, bounds)


def overlay_answer(key: str) -> Answer:
    """
    Return areas coloured by an index.

    Raises
    ------
    LayerError
        The place has no such index.
    """
    return _overlay(_opened()[0], key)


@contextlib.contextmanager
def spoken(say: Callable[[str], object]) -> Iterator[None]:
    """Let `say` tell what went wrong inside: a sentence that helps, or a number for a fault of the program."""
    try:
        yield
    except AssetMapError as error:
        say(str(error))
    except Exception as error:  # noqa: BLE001  # the last floor: a sentence, no traceback on the screen
        say(fault(error))


def fault(error: Exception) -> str:
    """Write where a fault happened to the terminal, without a value that somebody typed, and return what to show."""
    number = secrets.token_hex(3).upper()
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    print(f"fault {number}: {type(error).__name__}\n{where}", file=sys.stderr)  # noqa: T201  # the terminal alone
    return f"Something in the program went wrong. Nothing was lost. Please try again, or report number {number}."


def _opened() -> tuple[str, Place]:
    home = home_folder()
    stamp = _stamp(home)
    with _lock:
        kept = _open.get(home)
        if kept is None or kept[0] != stamp:
            # The one before may still be answering somebody: it closes when nobody holds it any more.
            kept = _open[home] = (stamp, open_place(home))
        return kept


def _stamp(home: Path) -> str:
    """Return a mark of everything that `assetmap setup` writes."""
    digest = hashlib.sha256(str(home).encode())
    for path in (home / "place.toml", *sorted((home / "layers").glob("*"))):
        with contextlib.suppress(OSError):
            said = path.stat()
            digest.update(f"{path.name} {said.st_mtime_ns} {said.st_size}\n".encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=2)
def _public(stamp: str, mark: str) -> tuple[Asset, ...]:  # noqa: ARG001  # the marks are the cache's keys
    place = _opened()[1]
    rows = disclosed(row.asset for row in place.store.read(statuses=SHOWN))
    return tuple(sorted(rows, key=lambda asset: asset.name.casefold()))


@lru_cache(maxsize=2)
def _places(stamp: str, mark: str, day: date) -> Answer:
    place = _opened()[1]
    return _answer(features(_public(stamp, mark), on=day, review_weeks=place.settings.review_weeks))


@lru_cache(maxsize=2)
def _ground(stamp: str, bounds: tuple[float, float, float, float]) -> Answer:  # noqa: ARG001  # the mark is a key
    place = _opened()[1]
    with _lock:
        drawn = ground(place)
    return _answer({"ground": drawn, "colours": COLOURS, "bounds": list(bounds)})


@lru_cache(maxsize=32)
def _overlay(stamp: str, key: str) -> Answer:  # noqa: ARG001  # the mark is the cache's key
    return _answer(overlay(_opened()[1], key))


def _answer(value: dict[str, Any]) -> Answer:
    text = json_text(value).encode()
    return Answer(body=gzip.compress(text, 6, mtime=0), mark=hashlib.sha256(text).hexdigest()[:20])


def told(error: Exception) -> bool:
    """Show what went wrong outside a screen's own care, in a callback for one; for `st.App(on_script_error=…)`."""
    import streamlit as st

    st.error(str(error) if isinstance(error, AssetMapError) else fault(error))
    return True
