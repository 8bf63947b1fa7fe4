"""
Plain street lines to a walk graph: OS OpenMap Local roads, a council's own drawing, a place's layer `streets`.

Lines say nothing of where one can turn: what touches is joined, and what crosses on one level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import reproject_all
from assetmap.errors import LayerError
from assetmap.layers.osmtags import osm_tags
from assetmap.network.joining import Drawn, joined, points_numbered
from assetmap.network.pieces import CRUMB_M, Ways, pieces_of
from assetmap.network.profiles import BRIDGE, STEPS, TUNNEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from assetmap.network.graph import WalkGraph

SNAP_M = 1.0
"""Ends so near to another line were meant to touch it: OS roads of one district have 9 within 1 m, then few to 3 m."""
_MOST_WORDS = 255
_NO = frozenset({"", "0", "no", "n", "f", "false", "none", "nan"})


def graph_from_lines(
    frame: GeoDataFrame,
    *,
    crs: str,
    snap_m: float = SNAP_M,
    crossings: bool = True,
    knows_steps: bool | None = None,
    crumb_m: float = CRUMB_M,
    source: Mapping[str, Any] | None = None,
) -> WalkGraph:
    """
    Make a walk graph of lines.

    Ends within `snap_m` of each other become one, where most lines end; an end within `snap_m` of another line's
    middle is moved onto it, and the other is cut there. Lines that cross or touch on one level are cut there. Lines of
    different levels meet where one of them ends upon the other's own point, and nowhere else. The same line twice, in
    whichever direction, is kept once (the one with a name); two lines that run one upon the other in part are kept
    both, side by side. What nobody walks on is left out by its class: motorways, and `not_walkable` of
    `data/vocabulary/osm_tags.toml`. The result does not depend on the lines' order or direction.

    Parameters
    ----------
    frame
        Lines in any CRS, of several parts or with Z; columns where there are any: `name`, `class`, `level` (a number),
        `bridge`, `tunnel` (yes, or what kind), which are levels 1 and -1 where there is no level.
    crs
        The place's metric system, an EPSG code.
    snap_m
        The tolerance, metres; 0 joins only what has a point in common.
    crossings
        False where lines that cross without a point in common are bridges, as OpenStreetMap draws them.
    knows_steps
        Whether the source would say where steps are; by default it does if a line is of the class `steps`.
    crumb_m
        Parts with less street in all are left out (`pieces.pieces_of`).
    source
        What is known of the source, for `WalkGraph.source`.

    Returns
    -------
    graph
        Coordinates are rounded to whole millimetres. `source` says besides what was given: `kind` "lines",
        `knows_steps`, `lines` used, `joined` (places: `ends`, `middles`, `crossings`) and `left_out` (`no_lines`,
        `no_length`, `repeated`, and `not_walkable` with `lines`, `metres`; `crumbs` of `pieces_of`).

    Raises
    ------
    LayerError
        It has no CRS, no line, or none that one may walk on.
    """
    lines, left_out = _read(frame, crs)
    drawn, joints = joined(lines.drawn, snap_m=snap_m, crossings=crossings)
    xy, at = points_numbered(drawn)
    steps = bool((lines.flags & STEPS).any()) if knows_steps is None else knows_steps
    said = {
        "kind": "lines", **(source or {}), "knows_steps": steps, "lines": len(lines.flags),
        "joined": {"ends": joints.ends, "middles": joints.middles, "crossings": joints.crossings},
        "left_out": left_out,
    }  # fmt: skip
    ways = Ways(
        xy=xy, at=at, first=drawn.first, flags=lines.flags, way=lines.way.astype(np.uint8),
        name=lines.name.astype(np.int32), ways=lines.ways, names=lines.names,
    )  # fmt: skip
    graph = pieces_of(ways, crs=crs, source=said, crumb_m=crumb_m)
    if not graph.pieces:
        raise LayerError("the street lines have no length: a line goes from one place to another.")
    return graph


@dataclass(frozen=True, kw_only=True, eq=False)
class _Lines:
    """Lines that one may walk on, in an order of their own, with what is said of each."""

    drawn: Drawn
    flags: NDArray[np.uint16]
    way: NDArray[np.int64]
    name: NDArray[np.int64]
    ways: tuple[str, ...]
    names: tuple[str, ...]


def _read(frame: GeoDataFrame, crs: str) -> tuple[_Lines, dict[str, Any]]:
    """Take the lines out of a frame, one a part, without what nobody walks on and what is there twice."""
    if frame.crs is None:
        raise LayerError("the street lines have no coordinate reference system: say which one they are in.")
    shapes, row, no_lines = _parts_of(frame)
    if not len(shapes):
        raise LayerError(f"there is no line among the {len(frame):,} shapes: streets are lines.")
    classes = _words(frame, "class")[row]
    shapes = reproject_all(shapes, frame.crs.to_string(), crs)
    is_walked = ~_not_walkable(classes)
    if not is_walked.any():
        kinds = ", ".join(sorted(set(classes))[:3])
        raise LayerError(f"none of the {len(shapes):,} street lines is one to walk on: all are of {kinds}.")
    shut = shapely.length(shapes[~is_walked])
    left_out: dict[str, Any] = {
        "no_lines": no_lines,
        "not_walkable": {"lines": int((~is_walked).sum()), "metres": round(float(shut.sum()))},
    }
    shapes, row, classes = shapes[is_walked], row[is_walked], classes[is_walked]
    level, flags = _levels(frame, row)
    flags |= np.where(np.char.lower(classes.astype(str)) == "steps", STEPS, 0).astype(np.uint16)
    names = _words(frame, "name")[row]
    points, first, kept = _flat(shapes)
    left_out["no_length"] = len(shapes) - len(kept)
    points = _turned(points, first)
    order = _order(points, first, [flags[kept], level[kept], classes[kept], names[kept] == "", names[kept]])
    points, first = _taken(points, first, order)
    twice = _repeated(points, first, level[kept][order])
    left_out["repeated"] = int(twice.sum())
    points, first = _taken(points, first, np.flatnonzero(~twice))
    of = kept[order][~twice]
    way, ways = _listed(classes[of], most=_MOST_WORDS)
    name, listed = _listed(names[of])
    drawn = Drawn(points=points, first=first, level=level[of])
    return _Lines(drawn=drawn, flags=flags[of], way=way, name=name, ways=ways, names=listed), left_out


def _parts_of(frame: GeoDataFrame) -> tuple[Any, NDArray[np.int64], int]:
    """Split shapes into single lines; also their rows, and how many rows have no line that can be drawn."""
    parts, row = shapely.get_parts(shapely.force_2d(frame.geometry.to_numpy()), return_index=True)
    inner, of = shapely.get_parts(parts, return_index=True)  # a collection may hold lines of several parts
    row = row[of]
    is_line = np.isin(shapely.get_type_id(inner), (1, 2)) & ~shapely.is_empty(inner)
    lines, row = inner[is_line], row[is_line]
    coordinates, which = shapely.get_coordinates(lines, return_index=True)
    broken = np.unique(which[~np.isfinite(coordinates).all(axis=1)])
    lines, row = np.delete(lines, broken), np.delete(row, broken)
    return lines, row, len(frame) - len(np.unique(row))


def _words(frame: GeoDataFrame, column: str) -> NDArray[np.object_]:
    """Return a column as text, "" where there is none."""
    if column not in frame:
        return np.full(len(frame), "", dtype=object)
    cells = frame[column].astype("object")
    return np.asarray(cells.where(cells.notna(), "").astype(str).str.strip().to_numpy(dtype=object))


def _not_walkable(classes: NDArray[np.object_]) -> NDArray[np.bool_]:
    closed = set(osm_tags().not_walkable["highway"])
    known = {x: x.lower().replace(" ", "_") for x in set(classes)}
    shut = {x for x, plain in known.items() if plain in closed or plain.startswith("motorway")}
    return np.isin(classes, np.array(sorted(shut), dtype=object))


def _levels(frame: GeoDataFrame, row: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Return the level of each line, 0 being the ground, and the flags of bridges and tunnels."""
    import pandas as pd

    yes = [~np.isin(np.char.lower(_words(frame, x).astype(str)), list(_NO)) for x in ("bridge", "tunnel")]
    is_bridge, is_tunnel = yes
    level = is_bridge.astype(np.int64) - is_tunnel
    if "level" in frame:
        said = pd.to_numeric(frame["level"], errors="coerce").to_numpy(dtype=np.float64)
        level = np.where(np.isfinite(said), np.nan_to_num(said, posinf=0, neginf=0).round(), level).astype(np.int64)
    flags = np.where(is_bridge, BRIDGE, 0) | np.where(is_tunnel, TUNNEL, 0)
    return level[row], flags[row].astype(np.uint16)


def _flat(shapes: Any) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the points in whole millimetres, without repeats; of each line its first point; and which lines stay."""
    points, line = shapely.get_coordinates(shapes, return_index=True)
    points = np.round(points, 3) + 0.0
    stays = np.ones(len(points), dtype=bool)
    stays[1:] = (line[1:] != line[:-1]) | (points[1:] != points[:-1]).any(axis=1)
    points, line = points[stays], line[stays]
    count = np.bincount(line, minlength=len(shapes))
    is_way = count >= 2
    return points[is_way[line]], np.r_[0, np.cumsum(count[is_way])], np.flatnonzero(is_way)


def _turned(points: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    """Let every line begin at its western end (then the southern); a ring goes to the western of its neighbours."""
    head, tail = first[:-1], first[1:] - 1
    is_ring = (points[head] == points[tail]).all(axis=1)
    one, other = points[head + is_ring], points[tail - is_ring]
    back = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    at = np.arange(len(points))
    line = np.repeat(np.arange(len(back)), np.diff(first))
    return np.asarray(points[np.where(back[line], (head + tail)[line] - at, at)])


def _order(points: NDArray[np.float64], first: NDArray[np.int64], said: list[Any]) -> NDArray[np.int64]:
    """Put lines in an order that only what they are decides: by their ends, form, and what is said of them."""
    head, tail = first[:-1], first[1:] - 1
    form = np.add.reduceat(points * (np.arange(len(points)) - np.repeat(head, np.diff(first)) + 1)[:, None], head)
    texts = [np.unique(x.astype(str), return_inverse=True)[1].ravel() if x.dtype == object else x for x in said]
    keys = [*points[head].T, *points[tail].T, np.diff(first), *np.round(form, 3).T, *texts]
    return np.lexsort(keys[::-1])


def _taken(
    points: NDArray[np.float64], first: NDArray[np.int64], which: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Take lines in another order."""
    size = np.diff(first)[which]
    heads = np.r_[0, np.cumsum(size)]
    inner = np.arange(heads[-1]) - np.repeat(heads[:-1], size)
    return points[np.repeat(first[which], size) + inner], heads


def _repeated(points: NDArray[np.float64], first: NDArray[np.int64], level: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which lines are the one before again, point for point, on its level."""
    twice = np.zeros(len(first) - 1, dtype=bool)
    size = np.diff(first)
    maybe = np.flatnonzero((size[1:] == size[:-1]) & (points[first[1:-1]] == points[first[:-2]]).all(axis=1))
    for line in maybe:
        here, before = points[first[line + 1] : first[line + 2]], points[first[line] : first[line + 1]]
        twice[line + 1] = level[line] == level[line + 1] and np.array_equal(here, before)
    return twice


def _listed(texts: NDArray[np.object_], *, most: int = 2**31 - 2) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Number texts from 1, in order of the alphabet; "" is 0, and so are the rarest beyond `most`."""
    found, number, count = np.unique(texts.astype(str), return_inverse=True, return_counts=True)
    stays = found != ""
    if stays.sum() > most:
        stays &= np.isin(np.arange(len(found)), np.argsort(-count, kind="stable")[:most])
    rank = np.where(stays, np.cumsum(stays), 0)
    return rank[number.ravel()], ("", *(str(x) for x in found[stays]))
