"""The demo town: a whole home of an invented place, made from the files in `data/demo` the first time it is wanted."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from assetmap import basemap
from assetmap.assets import Asset
from assetmap.contributions import submit_many
from assetmap.errors import SettingsError
from assetmap.files import whole_file, write_whole
from assetmap.network.of_home import network_of
from assetmap.settings import CrisisLine, PlaceSettings, home_folder, write_place
from assetmap.shipped import shipped
from assetmap.store.geopackage import GeoPackageStore

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from geopandas import GeoDataFrame

NAME = "Merrowcombe"
DEMO_DAY = date(2026, 11, 16)
"""The day that the dates in `data/demo` are written for; `make_demo` moves them by as many days as have passed."""

_DATES = ("checked_on", "funding_ends", "paused_until", "consent_on")
_SHAPES = ("areas", "streets", "railway", "green", "gates", "water", "names")
_TITLES = {
    "areas": "Neighbourhoods of an invented town",
    "streets": "Streets, paths and steps of an invented town",
    "railway": "The railway of an invented town",
    "green": "Parks, woods, allotments and beaches of an invented town",
    "gates": "Where paths enter the open ground of an invented town",
    "water": "Sea, harbour and river of an invented town",
    "names": "Names on the map of an invented town",
    "deprivation": "An invented index of deprivation, ranks out of 1,000 invented neighbourhoods",
    "population": "People in each neighbourhood of an invented town",
    "postcodes": "Postcodes of an invented town",
}
_LEFT_BEHIND = ".new-demo-"


def make_demo(
    home: str | os.PathLike[str],
    *,
    progress: Callable[[str], None] | None = None,
    on: date | None = None,
) -> Path:
    """
    Make the demo town's home, unless there is a place in the folder already.

    It is built beside `home` and moved there when it is whole: stopped at any moment, it leaves no home.

    Parameters
    ----------
    home
        The folder to make; it may be missing or empty.
    progress
        Told what is being done, a few words at a time.
    on
        The day it is opened for, today if not given. Checks, ends of funding and pauses lie as far from it as they
        do from `DEMO_DAY` in the files, so that the same things are always overdue.

    Returns
    -------
    home
        The folder, ready for `assetmap.place.open_place`.

    Raises
    ------
    SettingsError
        The folder holds something else, lies among the program's own files, or cannot be written.
    """
    folder = home_folder(home)
    if (folder / "place.toml").exists():
        return folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} holds other files: choose an empty folder for the demo town.")
    say = progress or (lambda _: None)
    moved_by = (on or date.today()) - DEMO_DAY  # noqa: DTZ011 - the day on this machine's own calendar
    building: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_left_behind(folder.parent)
        building = Path(tempfile.mkdtemp(prefix=_LEFT_BEHIND, dir=folder.parent))
        _build(building, moved_by, say)
        _move(building, folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            f"the demo town could not be made in {folder}: {reason}. Nothing was left behind."
        ) from None
    finally:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)
    return folder


def _build(home: Path, moved_by: timedelta, say: Callable[[str], None]) -> None:
    (home / "layers").mkdir()
    say("streets and neighbourhoods")
    layers = _layers()
    for name, frame in layers.items():
        _write_layer(home, name, frame)
    today = (DEMO_DAY + moved_by).isoformat()
    sources = {name: _source(name, rows=len(frame), on=today) for name, frame in layers.items()}
    write_whole(
        home / "layers" / "sources.json", json.dumps(sources, indent=1, ensure_ascii=False).encode(), force=True
    )
    say("the base map")
    basemap.renew(home, basemap.Held(layers), metric_crs=PlaceSettings(name=NAME).metric_crs)
    say("ways to walk")
    crs = PlaceSettings(name=NAME).metric_crs
    network_of(home, crs=crs, card="demo", streets=lambda: layers["streets"])
    say("what keeps people well")
    assets = demo_assets(moved_by=moved_by)
    store = GeoPackageStore.open(home / "assets.gpkg")
    try:
        for publish in (True, False):
            submit_many(
                store, [x for x in assets if (x.status != "draft") == publish], by="steward: demo", publish=publish,
                areas=layers["areas"], streets=layers["streets"], key=f"demo {publish}", why="the demo town",
            )  # fmt: skip
    finally:
        store.close()
    bounds = tuple(round(float(x), 5) for x in layers["areas"].total_bounds)
    write_place(home, _settings(assets, bounds))


def demo_assets(*, moved_by: timedelta = timedelta(0)) -> list[Asset]:
    """Read the demo town's assets with their true places (EPSG:4326), dates moved by some days."""
    features = json.loads(shipped("data", "demo", "assets.geojson").read_text(encoding="utf-8"))["features"]
    assets = []
    for feature in features:
        record = dict(feature["properties"])
        for name in _DATES:
            if name in record:
                record[name] = date.fromisoformat(record[name]) + moved_by
        where = feature["geometry"]
        assets.append(Asset.from_record(record, shapely.from_geojson(json.dumps(where)) if where else None))
    return assets


def _layers() -> dict[str, GeoDataFrame]:
    import geopandas as gpd
    import pandas as pd

    layers: dict[str, Any] = {}
    for name in _SHAPES:
        features = json.loads(_file(name).read_text(encoding="utf-8"))["features"]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
        layers[name] = gpd.GeoDataFrame([x["properties"] for x in features], geometry=shapes, crs="EPSG:4326")
    layers["deprivation"] = pd.read_csv(_file("deprivation")).drop(columns="name")
    layers["population"] = pd.read_csv(_file("population"))[["code", "population"]].assign(shared=False)
    rows = pd.read_csv(_file("postcodes"))
    layers["postcodes"] = gpd.GeoDataFrame(
        rows[["postcode", "area"]], geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs="EPSG:4326"
    )
    return layers


def _file(layer: str) -> Path:
    return shipped("data", "demo", f"{layer}.{'geojson' if layer in _SHAPES else 'csv'}")


def _write_layer(home: Path, name: str, frame: GeoDataFrame) -> None:
    with whole_file(home / "layers" / f"{name}.parquet", force=True) as new:
        frame.to_parquet(new, index=False)


def _source(name: str, *, rows: int, on: str) -> dict[str, object]:
    return {
        "card": "demo", "title": _TITLES[name], "publisher": "assetmap", "year": DEMO_DAY.year, "licence": "CC0-1.0",
        "attribution": "Invented data", "file": _file(name).name, "read": rows, "used": rows, "left_over": 0, "on": on,
    }  # fmt: skip


def _settings(assets: list[Asset], bounds: tuple[float, ...]) -> PlaceSettings:
    west, south, east, north = bounds
    night_line = next(asset for asset in assets if asset.name == "Merrow Night Line")
    return PlaceSettings(
        name=NAME,
        invented=True,
        anybody_may_suggest=True,
        bounds=(west, south, east, north),
        attributions=("Invented data",),
        tell="Ana at Merrowcombe Library, 01632 960998",
        # Invented names and drama numbers: nobody may ring a real helpline because of a demo.
        crisis_lines=(
            CrisisLine(name=night_line.name, contact=night_line.phone, note="every night, 8 in the evening to 6"),
            CrisisLine(name="Merrow Bay urgent help", contact="01632 960999", note="an invented number, day and night"),
        ),
    )


def _move(building: Path, folder: Path) -> None:
    """Put the whole home in its place; if somebody else was quicker, theirs stays."""
    building.chmod(0o755)
    if folder.exists():
        with contextlib.suppress(OSError):
            folder.rmdir()  # empty: renaming onto it works only on some systems
    try:
        building.rename(folder)
    except OSError:
        if not (folder / "place.toml").exists():
            raise


def _clear_left_behind(parent: Path) -> None:
    """Remove what a run that was killed left, once it is an hour old and so no longer being built."""
    for path in parent.glob(f"{_LEFT_BEHIND}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - 3600:
                shutil.rmtree(path)
