"""
A downloaded extract to a graph: ours beside osmnx, each in a process of its own.

osmnx reads XML alone: it is handed the extract as XML, converted before its clock starts, with the ways that we walk
and their points only, so that both make a graph of the same streets. Beforehand osmnx would have kept every way.
"""

from __future__ import annotations

import importlib
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.bench.access.apart import apart
from assetmap.bench.access.town import PORTO_CRS
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from assetmap.bench.access.town import Town

GOAL, MEMORY_GOAL = 12, 2
_IMPORTED_LATE = ("osmium", "pyproj", "shapely", "scipy.sparse.csgraph")
_NEAR = 0.01
"""Lengths on the sphere (osmnx) and in the plane (ours, UTM) differ by up to 0.1 %; crumbs are left out by us."""


def rows(town: Town, *, short: bool = False) -> list[Row]:
    """Measure reading, cutting, joining and measuring; once for osmnx, three times for ours."""
    work = f"{town.name}: extract to graph"
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        given = {"path": str(town.extract or _written(town, Path(folder) / "town.osm")), "crs": town.graph.crs}
        xml = str(Path(folder) / "walked.osm")
        apart("extracting:as_xml", path=given["path"], xml=xml)
        ours = [apart("extracting:ours", **given) for _ in range(1 if short else 2)]
        theirs = apart("extracting:osmnx", xml=xml)
        ours += [apart("extracting:ours", **given) for _ in range(0 if short else 1)]
    mine, memory = statistics.median(x["seconds"] for x in ours), statistics.median(x["peak_mb"] or 0 for x in ours)
    if "missing" in theirs:
        return [_row(work, mine, None, "s", f"≥ {GOAL} ×", note=f"{theirs['missing']} is not installed")]
    note = (
        f"ours {ours[0]['metres'] / 1000:,.0f} km of street, osmnx {theirs['metres'] / 1000:,.0f} km; osmnx from XML "
        f"of the same ways, the conversion not counted; {town.note}".rstrip("; ")
    )
    equal = abs(ours[0]["metres"] / theirs["metres"] - 1) < _NEAR
    return [
        _row(work, mine, theirs["seconds"], "s", f"≥ {GOAL} ×", equal=equal, note=note),
        _row(f"{work}: memory", memory or None, theirs["peak_mb"], "MB", f"≥ {MEMORY_GOAL} ×",
             note="the whole process at its most"),
    ]  # fmt: skip


def ours(path: str, crs: str) -> dict[str, Any]:
    """Make our graph."""
    from assetmap.network.from_extract import graph_from_extract

    for late in _IMPORTED_LATE:  # as osmnx has imported its own before its clock starts
        importlib.import_module(late)
    begin = time.perf_counter()
    graph = graph_from_extract(path, crs=crs)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "metres": float(graph.length_mm.sum(dtype="int64")) / 1000}


def osmnx(xml: str) -> dict[str, Any]:
    """Make osmnx's graph, simplified."""
    import osmnx as ox

    ox.settings.all_oneway = False
    ox.settings.bidirectional_network_types = ["all"]
    begin = time.perf_counter()
    graph = ox.graph_from_xml(xml, bidirectional=True, simplify=True, retain_all=True)
    seconds = time.perf_counter() - begin
    once = ox.convert.to_undirected(graph)
    return {"seconds": seconds, "metres": float(sum(x for _, _, x in once.edges(data="length")))}


def as_xml(path: str, xml: str) -> dict[str, Any]:
    """Convert an extract to XML: the ways that are walked here, and their points."""
    import osmium

    from assetmap.layers.osmtags import is_walkable

    ways = 0
    with osmium.BackReferenceWriter(xml, ref_src=path, overwrite=True, remove_tags=False) as writer:
        for way in osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter("highway")):
            if is_walkable(way.tags):
                writer.add_way(way)
                ways += 1
    return {"ways": ways}


def _written(town: Town, path: Path) -> Path:
    """Write a town that has no extract as one, so that both can read it."""
    from assetmap.crs import WGS84, transformer

    graph = town.graph
    lon, lat = transformer(PORTO_CRS, WGS84).transform(*graph.points.T)
    name: dict[str, int] = {}
    lines, ways = [], []
    for piece in range(graph.pieces):
        refs = []
        for at in range(int(graph.first[piece]), int(graph.first[piece + 1])):
            place = f'lat="{lat[at]:.7f}" lon="{lon[at]:.7f}"'
            if place not in name:
                name[place] = len(name) + 1
                lines.append(f'<node id="{name[place]}" version="1" {place}/>')
            refs.append(f'<nd ref="{name[place]}"/>')
        tag = '<tag k="highway" v="residential"/>'
        ways.append(f'<way id="{piece + 1}" version="1">{"".join(refs)}{tag}</way>')
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">' + "\n".join([*lines, *ways]) + "</osm>\n",
        encoding="utf-8",
    )
    return path


def _row(
    work: str, ours: float | None, theirs: float | None, unit: str, goal: str, *, equal: bool | None = None, note: str
) -> Row:
    return Row(
        work=work, peer="osmnx", ours=ours, theirs=theirs, unit=unit,
        ratio=theirs / ours if ours and theirs else None, goal=goal, equal=equal, note=note,
    )  # fmt: skip
