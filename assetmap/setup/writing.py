"""The new layers are written beside the old ones, and change places with them at once when all are whole."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap import basemap
from assetmap.crs import metric_for_frame
from assetmap.errors import ExchangeError, SettingsError, StoreError
from assetmap.network.keeping import forget_graph, name_graph, one_at_a_time, write_graph
from assetmap.network.of_home import mark_of, marked
from assetmap.settings import GENERATED, OLD_LAYERS, PlaceSettings, generated_by_setup, read_place, write_place

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from assetmap.setup.report import Draft

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux' renameat2
_HERE = -100  # AT_FDCWD
_NEW = ".new-layers-"


def refuse_demo(home: Path) -> None:
    """
    Refuse to make a real place of the invented one: its crisis lines and assets would stay, and be taken for real.

    Raises
    ------
    SettingsError
        The home holds the demo town, or its `place.toml` cannot be read. Nothing was changed.
    """
    if (home / "place.toml").exists() and read_place(home).invented:
        raise SettingsError("this home holds the invented demo town: name a folder of your own with --home.")


def write_home(home: Path, name: str, draft: Draft) -> None:
    """
    Make `home` the place that `draft` describes; its assets are never touched.

    The one step that decides is the layers' change of places: the settings that go with them lie among them
    (`settings.read_place`), and `place.toml` only follows. So does the base map, which carries the mark of its layers:
    cut off in between, the earlier one is known to be of other layers and is left aside (`basemap.archive_of`). And so
    does the walk network (`network.of_home`).

    Raises
    ------
    StoreError
        The folder may not be written or the disk is full; an earlier place is as it was.
    SettingsError
        The home holds the invented demo town.
    """
    refuse_demo(home)
    fresh: Path | None = None
    staged: Path | None = None
    walks: Path | None = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        _put_back(home)
        settings = _settings(home, name, draft)
        fresh = Path(tempfile.mkdtemp(prefix=_NEW, dir=home))
        for layer, frame in draft.layers.items():
            _write_layer(fresh / f"{layer}.parquet", frame)
        text = json.dumps(draft.sources, ensure_ascii=False, indent=1)
        (fresh / "sources.json").write_text(text, encoding="utf-8")
        (fresh / "place.json").write_text(generated_by_setup(home, settings), encoding="utf-8")
        _synced(fresh)
        fresh.chmod(0o755)
        staged = Path(tempfile.mkdtemp(prefix=_NEW, dir=home))
        # What could fail for want of room is done before anything changes. The moment makes this file unlike any
        # before it, so that a name edited back by hand still counts.
        remark = f"For people to edit. Set up {datetime.now().astimezone().isoformat()}."
        write_place(staged, settings, leave_out=GENERATED, remark=remark)
        mark = basemap.mark_of(fresh)
        held = basemap.Held(draft.layers)
        drawn = basemap.write_archive(staged / basemap.FILE, held, mark=mark, metric_crs=settings.metric_crs)
        if draft.network is not None:
            walks = write_graph(marked(draft.network, mark_of(fresh)), home)
        if not (home / "assets.gpkg").exists():
            from assetmap.store.geopackage import GeoPackageStore

            GeoPackageStore.open(home / "assets.gpkg").close()
        _change_places(fresh, home / "layers")
        (staged / "place.toml").replace(home / "place.toml")
        with contextlib.suppress(OSError):  # an earlier file that stays is left aside, and made anew when it is served
            if drawn:
                (staged / basemap.FILE).replace(home / basemap.FILE)
            else:
                (home / basemap.FILE).unlink(missing_ok=True)
        _name_network(walks, home)
    except (OSError, ExchangeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoreError(
            f"the place could not be written to {home.name}: {reason}. An earlier place there is as it was."
        ) from None
    finally:
        for left in (fresh, staged, walks, home / OLD_LAYERS):
            if left is not None:
                shutil.rmtree(left, ignore_errors=True)


def _name_network(walks: Path | None, home: Path) -> None:
    """Let the new network count; where it cannot be named it is made anew from the streets when it is wanted."""
    with contextlib.suppress(OSError, ExchangeError):
        if walks is None:
            forget_graph(home)
            return
        with one_at_a_time(home):
            name_graph(walks)


def _settings(home: Path, name: str, draft: Draft) -> PlaceSettings:
    """Keep what an earlier place was told (crisis lines, languages, …); the rest is the new place's."""
    areas = draft.layers["areas"]
    west, south, east, north = (float(x) for x in areas.total_bounds)
    earlier = read_place(home) if (home / "place.toml").exists() else PlaceSettings(name=name)
    return replace(
        earlier,
        name=name,
        metric_crs=metric_for_frame(areas),
        bounds=(west, south, east, north),
        attributions=draft.attributions(),
        layer_attributions={name: str(x["attribution"]) for name, x in draft.sources.items() if x["attribution"]},
        invented=False,
    )


def _write_layer(path: Path, frame: GeoDataFrame) -> None:
    if "geometry" in frame:
        frame.reset_index(drop=True).to_parquet(path, index=False, write_covering_bbox=False)
    else:
        frame.reset_index(drop=True).to_parquet(path, index=False)


def _synced(folder: Path) -> None:
    """Ask the disk to hold every file of a folder, and the folder."""
    for path in [*folder.iterdir(), folder]:
        with contextlib.suppress(PermissionError):  # Windows opens no folders
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _change_places(fresh: Path, layers: Path) -> None:
    """Put the new folder where the old one is; on Linux in one step, elsewhere in two that `_put_back` can mend."""
    if not layers.exists():
        fresh.rename(layers)
        return
    if sys.platform == "linux":
        call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if call is not None and call(_HERE, os.fsencode(fresh), _HERE, os.fsencode(layers), _EXCHANGE) == 0:
            return
    old = layers.with_name(OLD_LAYERS)
    shutil.rmtree(old, ignore_errors=True)
    layers.rename(old)
    fresh.rename(layers)


def _put_back(home: Path) -> None:
    """Mend a home whose setup was cut off between the two steps, and sweep up what it left."""
    old, layers = home / OLD_LAYERS, home / "layers"
    if old.exists() and not layers.exists():
        old.rename(layers)
    for left in home.glob(f"{_NEW}*"):
        shutil.rmtree(left, ignore_errors=True)
