"""Small OpenStreetMap extracts, written for a test: numbered points on a lattice of degrees, ways and squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osmium import SimpleWriter
from osmium.io import File
from osmium.osm.mutable import Node, Relation, Way

if TYPE_CHECKING:
    from pathlib import Path


def extract(path: Path, *ways, barriers=None, relations=(), absent=(), shift=(0.0, 0.0), plain=False) -> Path:
    """
    Write ways of (points, tags); a point is (column, row), 0.001° apart near Oakham, and its own node.

    `barriers`: tags of points. `relations`: (way numbers with roles, tags). `absent`: points that are left out.
    `plain`: a PBF that is not packed.
    """
    barriers = barriers or {}
    numbers = {}
    for points, _ in ways:
        for point in points:
            numbers.setdefault(point, len(numbers) + 1)
    with SimpleWriter(File(str(path), "pbf,pbf_compression=none" if plain else "")) as writer:
        for (column, row), number in numbers.items():
            if (column, row) not in absent:
                place = (-0.73 + column * 0.001 + shift[0], 52.67 + row * 0.001 + shift[1])
                writer.add_node(Node(id=number, location=place, tags=barriers.get((column, row), {})))
        for at, (points, tags) in enumerate(ways):
            writer.add_way(Way(id=at + 1, nodes=[numbers[point] for point in points], tags=tags))
        for at, (members, tags) in enumerate(relations):
            listed = [("w", way, role) for way, role in members]
            writer.add_relation(Relation(id=at + 1, members=listed, tags=tags))
    return path
