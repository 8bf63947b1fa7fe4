"""The walkable ways of an OpenStreetMap extract and where their points lie, read piece by piece with pyosmium."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from assetmap.layers.osmtags import fits, is_walkable, osm_tags
from assetmap.network.extract_files import form_of
from assetmap.network.osm_ways import SHUT, flags_of, name_of, stops_everybody, stops_wheels
from assetmap.network.pbf import look_through

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray
    from osmium.index import LocationTable
    from osmium.io import File
    from osmium.osm.types import Relation, Way

    from assetmap.layers.osmtags import Tagged

_LARGE_BYTES = 300_000_000
"""From this size on only the points that are needed are held: knowing which costs up to 1.5 GB, all points more."""
_MOST_CLASSES = 255
_A_WAY = b"<osm version='0.6'><way id='1'/></osm>"


@dataclass(kw_only=True)
class Drawn:
    """
    The ways taken, in the file's order: `ids`, `sizes`, `flags`, `way` and `name` a way; `refs` a point of a way.

    `ways` and `names` give each word its number, in their order; `passed` counts streets that are not walked on,
    `squares` the areas that are.
    """

    ids: array[int] = field(default_factory=lambda: array("q"))
    refs: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    flags: array[int] = field(default_factory=lambda: array("H"))
    way: array[int] = field(default_factory=lambda: array("B"))
    name: array[int] = field(default_factory=lambda: array("i"))
    ways: dict[str, int] = field(default_factory=lambda: {"": 0})
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    passed: int = 0
    squares: int = 0

    def add(self, way: Way, tags: Tagged) -> None:
        """Take a way over, with its own tags or those of the square that it is an edge of."""
        flags = flags_of(tags)
        if flags & SHUT == SHUT:
            self.passed += 1
            return
        refs = [point.ref for point in way.nodes]
        self.ids.append(way.id)
        self.refs.extend(refs)
        self.sizes.append(len(refs))
        self.flags.append(flags)
        highway = tags.get("highway") or ""
        if highway not in self.ways and len(self.ways) >= _MOST_CLASSES:
            highway = ""
        self.way.append(self.ways.setdefault(highway, len(self.ways)))
        self.name.append(self.names.setdefault(name_of(tags), len(self.names)))


@dataclass(frozen=True, kw_only=True)
class Points:
    """Where points lie: `is_known` bool, `lon` and `lat` float64 degrees, and which of them are barriers."""

    is_known: NDArray[np.bool_]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    stops_everybody: NDArray[np.bool_]
    stops_wheels: NDArray[np.bool_]


class Extract:
    """One file; every question reads it anew. Its reader raises RuntimeError where it is damaged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.form = form_of(path)
        if self.form == "pbf":
            look_through(path)

    @property
    def file(self) -> File:
        from osmium.io import File

        return File(str(self.path), self.form)

    def as_of(self) -> str:
        """Return the day up to which edits are in it, or ""."""
        from osmium import io, osm

        with io.Reader(self.file, osm.NOTHING) as reader:
            header = reader.header()
        return str(header.get("osmosis_replication_timestamp", "") or header.get("timestamp", ""))[:10]

    def drawn(self) -> Drawn:
        """Read the ways that people walk on, each once."""
        from osmium import FileProcessor, osm
        from osmium.filter import IdFilter, KeyFilter

        made = Drawn()
        squares = osm_tags().squares
        streets = FileProcessor(self.file, osm.WAY).with_filter(KeyFilter("highway"))
        for way in cast("Iterable[Way]", streets):
            tags = way.tags
            if not is_walkable(tags):
                made.passed += 1
                continue
            made.squares += tags.get("area") == "yes" and fits(tags, squares)
            made.add(way, tags)
        edges = self._edges_of_squares(made)
        if edges:
            rings = FileProcessor(self.file, osm.WAY).with_filter(IdFilter(edges))
            for way in cast("Iterable[Way]", rings):
                if way.tags.get("highway") is None:  # else it is a street in its own right
                    made.add(way, edges[way.id])
        return made

    def _edges_of_squares(self, made: Drawn) -> dict[int, dict[str, str]]:
        """Return the ways that are the outer edge of a square, each with the square's tags, and count the squares."""
        from osmium import FileProcessor, osm
        from osmium.filter import KeyFilter

        edges: dict[int, dict[str, str]] = {}
        squares = osm_tags().squares
        relations = FileProcessor(self.file, osm.RELATION).with_filter(KeyFilter("highway"))
        for relation in cast("Iterable[Relation]", relations):
            tags = dict(relation.tags)
            if tags.get("type") == "multipolygon" and fits(tags, squares) and is_walkable(tags):
                made.squares += 1
                for member in relation.members:
                    if member.type == "w" and member.role == "outer":
                        edges.setdefault(member.ref, tags)
        return edges

    def points(self, ids: NDArray[np.int64]) -> Points:
        """Look up where points lie, and which are barriers; `ids` int64, rising."""
        from osmium import FileProcessor, IdTracker, NodeLocationsForWays, apply, index, io, osm
        from osmium.filter import KeyFilter

        where = index.create_map("sparse_mem_array")
        store = NodeLocationsForWays(where)
        store.ignore_errors()
        needed = []
        if self.path.stat().st_size >= _LARGE_BYTES:
            tracker = IdTracker()
            for one in ids.tolist():
                tracker.add_node(one)
            needed = [tracker.id_filter()]
        with io.Reader(self.file, osm.NODE) as reader:
            apply(reader, *needed, store)
        # The store sorts itself, which an extract with its points in disorder needs, when it meets a way.
        apply(io.FileBuffer(_A_WAY, "osm"), store)
        x, y, is_known = _looked_up(where, ids)
        everybody, wheels = np.zeros((2, len(ids)), dtype=bool)
        for node in FileProcessor(self.file, osm.NODE).with_filter(KeyFilter("barrier")):
            at = int(np.searchsorted(ids, node.id))
            if at < len(ids) and ids[at] == node.id:
                everybody[at] = stops_everybody(node.tags)
                wheels[at] = stops_wheels(node.tags)
        return Points(is_known=is_known, lon=x / 1e7, lat=y / 1e7, stops_everybody=everybody, stops_wheels=wheels)


def _looked_up(where: LocationTable, ids: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_]]:
    """Return x and y in ten-millionths of a degree, and which points there are."""
    x, y, is_known = array("i"), array("i"), bytearray()
    for one in ids.tolist():
        try:
            place = where.get(one)
            is_valid = place.valid()
        except (KeyError, TypeError):  # not in the file; numbers below 0 are drawn and not yet uploaded
            is_valid = False
        x.append(place.x if is_valid else 0)
        y.append(place.y if is_valid else 0)
        is_known.append(is_valid)
    return np.array(x, dtype=np.int32), np.array(y, dtype=np.int32), np.frombuffer(is_known, dtype=np.bool_)
