"""
The walk network of a home, which is of its layer `streets` and of no other.

It carries the mark of that layer. One that does not fit (an interrupted setup, a layer that was put there by hand, a
home made before there were networks) is left aside and made anew from the layer.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError, LayerError
from assetmap.network.from_lines import graph_from_lines
from assetmap.network.keeping import current, name_graph, one_at_a_time, open_graph, write_graph
from assetmap.settings import layers_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.network.graph import WalkGraph

_EDITION = "1"
"""Changes with how streets become a network: those of an earlier edition are made anew."""


def mark_of(layers: Path) -> str | None:
    """Return a mark of the streets in a folder of layers; it changes with their content alone. None: no streets."""
    try:
        with (layers / "streets.parquet").open("rb") as handle:
            return f"{_EDITION}-{hashlib.file_digest(handle, 'sha256').hexdigest()[:16]}"
    except OSError:
        return None


def marked(graph: WalkGraph, mark: str | None) -> WalkGraph:
    """Return the graph with the mark of the layers it is of; the mark of the file it was read from is `file_mark`."""
    own = {"file_mark": graph.source["mark"]} if "mark" in graph.source else {}
    return replace(graph, source={**graph.source, **own, "mark": mark})


def kept_network(home: Path, *, crs: str) -> WalkGraph | None:
    """Map the network that a home keeps; None where there is none, or it is of other streets, or damaged."""
    said = current(home)
    mark = mark_of(layers_folder(home))
    if said is None or mark is None or said["source"].get("mark") != mark:
        return None
    with contextlib.suppress(LayerError):
        graph = open_graph(home)
        if graph is not None and graph.crs == crs and graph.source.get("mark") == mark:
            return graph
    return None


def network_of(home: Path, *, crs: str, card: str, streets: Callable[[], GeoDataFrame | None]) -> WalkGraph | None:
    """
    Return the walk network of a home, made and kept if need be; a home that cannot be written gets one all the same.

    Parameters
    ----------
    crs
        The place's metric system.
    card
        Which card the layer `streets` is of: it says what the lines can know (`graph_of_layer`).
    streets
        Gives the layer.

    Returns
    -------
    graph
        None where the place has no streets to walk on.
    """
    graph = kept_network(home, crs=crs)
    if graph is not None:
        return graph
    mark = mark_of(layers_folder(home))
    if mark is None:
        return None
    try:
        with one_at_a_time(home):
            graph = kept_network(home, crs=crs)  # somebody else's, made meanwhile
            if graph is not None:
                return graph
            graph = _made(streets(), crs=crs, card=card, mark=mark)
            if graph is not None and mark_of(layers_folder(home)) == mark:
                with contextlib.suppress(OSError, ExchangeError):
                    name_graph(write_graph(graph, home))
                    return kept_network(home, crs=crs) or graph
            return graph
    except OSError:
        return _made(streets(), crs=crs, card=card, mark=mark)


def graph_of_layer(streets: GeoDataFrame, *, crs: str, card: str, file: str = "") -> WalkGraph:
    """
    Make the graph of a layer `streets`, whose card says how its lines meet.

    Lines of OpenStreetMap meet where they have a point in common, and would say where steps are.

    Raises
    ------
    LayerError
        There is no street to walk on.
    """
    said: dict[str, Any] = {"kind": "lines", "card": card, "file": file}
    if card == "openstreetmap":
        return graph_from_lines(streets, crs=crs, snap_m=0, crossings=False, knows_steps=True, source=said)
    return graph_from_lines(streets, crs=crs, source=said)


def _made(streets: GeoDataFrame | None, *, crs: str, card: str, mark: str) -> WalkGraph | None:
    if streets is None:
        return None
    try:
        return marked(graph_of_layer(streets, crs=crs, card=card), mark)
    except LayerError:  # set up when nobody walked it: points, or motorways alone
        return None
