"""An OpenStreetMap extract (.osm.pbf, or .osm) gives a place its streets, green space, water, gates and names."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from assetmap.crs import WGS84, metric_for_frame
from assetmap.errors import LayerError
from assetmap.layers import card
from assetmap.layers.osmtags import gates_of, layer_of, osm_tags, streets_of
from assetmap.layers.pointing import LOOKED_AT, refuse_pointers
from assetmap.network.extract_files import form_of
from assetmap.network.from_extract import graph_from_extract

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.setup.around import Reach
    from assetmap.setup.report import Draft

# Tags that decide something here and that the reader leaves in one text, `"foot"=>"no","service"=>"driveway"`.
_HIDDEN = ("foot", "access", "service", "area", "motorroad", "entrance", "waterway")


def add_extract(path: Path, reach: Reach, *, draft: Draft, on: str) -> None:
    """
    Add `streets`, `green`, `water`, `gates` and `names` from an extract, cut to the place and its margin.

    Raises
    ------
    LayerError
        It is not an extract, is damaged, or has no street in the place.
    """
    _refuse_other_files(path)
    lines = _layer(path, "lines", reach)
    outlines = _layer(path, "multipolygons", reach)
    points = _layer(path, "points", reach)
    green = layer_of(outlines, "green")
    made = {
        "streets": streets_of(lines),
        "green": green,
        "water": _stacked(layer_of(outlines, "water"), layer_of(lines, "water")),
        "gates": gates_of(points, green, metric_for_frame(reach.areas)),
        "names": layer_of(points, "names"),
    }
    if made["streets"].empty:
        graph_from_extract(path, bounds=reach.bounds)  # says what it holds and where that lies, if not here
        raise LayerError(f"no street in {path.name} lies in the place: is it of another part of the country?")
    columns = {"streets": ["name", "class"], "green": ["id", "name", "what"], "water": ["name", "what"]}
    columns |= {"gates": ["id", "site"], "names": ["name", "what"]}
    kept = {layer: frame for layer, frame in made.items() if len(frame)}
    for layer, frame in kept.items():
        draft.layers[layer] = frame[[*columns[layer], "geometry"]].reset_index(drop=True)
    read = len(lines) + len(outlines) + len(points)
    used = sum(len(x) for x in kept.values())
    draft.used(path.name, card("openstreetmap"), read=read, used=min(used, read), layers=list(kept), on=on)


def _refuse_other_files(path: Path) -> None:
    if form_of(path) in ("osm.gz", "osm.bz2"):
        raise LayerError(f"{path.name} is packed: unpack it first.")
    with path.open("rb") as handle:
        refuse_pointers(handle.read(LOOKED_AT), path.name)


def _layer(path: Path, layer: str, reach: Reach) -> GeoDataFrame:
    """Read one kind of shape near the place, with the hidden tags as columns."""
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # rings that the county's edge cut open
            frame = pyogrio.read_dataframe(path, layer=layer, bbox=reach.bounds)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError):
        raise LayerError(f"{path.name} is damaged and cannot be read: fetch it again.") from None
    if frame.crs is None:
        frame = frame.set_crs(WGS84)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    frame = frame[reach.holds(frame.geometry)].reset_index(drop=True)
    known = {key for tags in osm_tags().layers.values() for key in tags}
    for key in sorted({*_HIDDEN, *known} - set(frame.columns)):
        frame[key] = frame["other_tags"].str.extract(rf'"{re.escape(key)}"=>"((?:[^"\\]|\\.)*)"', expand=False)
    kind = {"points": "node", "lines": "way", "multipolygons": "relation"}[layer]
    frame["id"] = kind + "/" + frame["osm_id"].fillna("").astype(str)
    if "osm_way_id" in frame:
        ways = frame["osm_way_id"].notna()
        frame.loc[ways, "id"] = "way/" + frame.loc[ways, "osm_way_id"].astype(str)
    return frame


def _stacked(*frames: GeoDataFrame) -> GeoDataFrame:
    import pandas as pd

    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
