"""
OpenStreetMap extracts to a walk graph: `graph_from_extract(path)`, from PBF or XML, plain or packed.

The file is read a few times and never held: the ways that one may walk on, then the points that they need.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assetmap.crs import WGS84, metric_for, transformer
from assetmap.errors import LayerError
from assetmap.network.barriers import broken, closed_to_wheels, ended, standing
from assetmap.network.extract_reading import Drawn, Extract, Points
from assetmap.network.osm_ways import ROADS
from assetmap.network.pieces import Ways, pieces_of, without_repeats

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from numpy.typing import NDArray

    from assetmap.network.graph import WalkGraph

    Bounds = tuple[float, float, float, float]


def graph_from_extract(
    path: str | os.PathLike[str],
    *,
    crs: str | None = None,
    bounds: Bounds | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> WalkGraph:
    """
    Read the walk graph of an OpenStreetMap extract.

    Parameters
    ----------
    path
        PBF or XML (`.osm`), the latter also in gzip or bzip2; told by what is in it.
    crs
        The metric system to measure in; None: that of the middle of `bounds`, or of the streets, by `crs.metric_for`.
    bounds
        West, south, east and north, EPSG:4326: of the ways, those that touch it are kept, whole. None: all.
    progress
        Called with what is being done and the share that is done.

    Returns
    -------
    graph
        What `layers.osmtags.is_walkable` lets people walk on, squares by their edge. `source` has `kind`
        ("openstreetmap"), `file` (its name), `mark` (SHA-256), `as_of` (the day of the extract, or ""), `knows_steps`
        (True), `streets` (ways taken), `squares` and `barriers` (on them), and `left_out`: `not_walkable`, `elsewhere`
        (ways outside of `bounds`), `points` (that the extract does not hold; ways are broken there), `crumbs`.

    Raises
    ------
    LayerError
        It is not an extract, is damaged, or has no street to walk on (in `bounds`).
    """
    file, tell = Path(path), progress or (lambda _what, _share: None)
    extract = Extract(file)
    try:
        tell("Reading streets", 0.0)
        drawn = extract.drawn()
        ids, at = np.unique(np.frombuffer(drawn.refs, dtype=np.int64), return_inverse=True)
        tell("Reading where streets lie", 0.5)
        points = extract.points(ids)
        as_of, mark = extract.as_of(), _mark(file)
    except (RuntimeError, OSError, UnicodeDecodeError):
        raise LayerError(f"{file.name} is damaged or cut short, and cannot be read: fetch it again.") from None
    tell("Joining streets", 0.8)
    if not drawn.ids:
        raise LayerError(_no_streets(file.name, drawn))
    ways, metric, said = _placed(drawn, at, points, crs=crs, bounds=bounds, file=file.name)
    source = {
        "kind": "openstreetmap", "file": file.name, "mark": mark, "as_of": as_of, "knows_steps": True,
        "squares": drawn.squares, **said,
    }  # fmt: skip
    graph = pieces_of(ways, crs=metric, source=source)
    tell("Joining streets", 1.0)
    return graph


def _mark(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _no_streets(name: str, drawn: Drawn) -> str:
    if drawn.passed:
        return f"{name} holds no street to walk on: its {drawn.passed:,} are motorways, private or the like."
    return f"{name} holds no streets: an OpenStreetMap extract with its streets is needed, as .osm.pbf or .osm."


def _placed(
    drawn: Drawn, at: NDArray[np.int64], points: Points, *, crs: str | None, bounds: Bounds | None, file: str
) -> tuple[Ways, str, dict[str, object]]:
    """Put the ways, those of the place, into its metres and apply barriers; also the system, and what was done."""
    sizes = np.frombuffer(drawn.sizes, dtype=np.int64)
    degrees = np.column_stack([points.lon, points.lat])
    _, once = np.unique(np.frombuffer(drawn.ids, dtype=np.int64), return_index=True)
    is_first = np.zeros(len(sizes), dtype=bool)
    is_first[once] = True
    all_ways = Ways(
        xy=degrees, at=at.ravel(), first=np.concatenate([[0], np.cumsum(sizes)]),
        flags=np.frombuffer(drawn.flags, dtype=np.uint16), way=np.frombuffer(drawn.way, dtype=np.uint8),
        name=np.frombuffer(drawn.name, dtype=np.int32), ways=tuple(drawn.ways), names=tuple(drawn.names),
    )  # fmt: skip
    whole = all_ways.rows(is_first)
    whole = broken(whole, ~points.is_known[whole.at])
    if not len(whole.at):
        raise LayerError(f"{file} holds streets without the points that they are drawn by: fetch a whole extract.")
    kept = whole if bounds is None else whole.rows(_touches(whole, bounds))
    if not len(kept.at):
        found = _where(degrees[points.is_known])
        raise LayerError(
            f"no street in {file} lies in the place, they lie {found}: is it of another part of the country?"
        )
    metric = crs or metric_for(*_middle(degrees[kept.at], bounds))
    x, y = transformer(WGS84, metric).transform(points.lon, points.lat)
    xy = np.column_stack([x, y])
    is_far = ~np.isfinite(xy).all(axis=1)
    xy[is_far] = 0.0
    kept = without_repeats(broken(kept.over(xy), is_far[kept.at]))
    shut = standing(kept, points.stops_everybody, roads=ROADS)
    made = ended(kept, shut)
    stiles = standing(made, points.stops_wheels, roads=ROADS)
    barriers = {"to_all": _how_many(kept.at[shut]), "to_wheels": _how_many(made.at[stiles])}
    made = closed_to_wheels(made, stiles)
    lacking = int((~points.is_known).sum() + is_far.sum())
    left_out = {"not_walkable": drawn.passed, "elsewhere": len(whole.flags) - len(kept.flags), "points": lacking}
    return made, metric, {"streets": len(kept.flags), "barriers": barriers, "left_out": left_out}


def _how_many(numbers: NDArray[np.int64]) -> int:
    return len(np.unique(numbers))


def _touches(ways: Ways, bounds: Bounds) -> NDArray[np.bool_]:
    """Say which ways (in degrees) have a stretch whose box meets the bounds."""
    west, south, east, north = bounds
    here, there = ways.xy[ways.at[:-1]], ways.xy[ways.at[1:]]
    low, high = np.minimum(here, there), np.maximum(here, there)
    meets = (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
    owner = np.repeat(np.arange(len(ways.flags)), np.diff(ways.first))
    hit = np.zeros(len(ways.flags), dtype=bool)
    hit[owner[:-1][meets & (owner[:-1] == owner[1:])]] = True
    return hit


def _middle(degrees: NDArray[np.float64], bounds: Bounds | None) -> tuple[float, float]:
    if bounds is not None:
        west, south, east, north = bounds
        return (west + east) / 2, (south + north) / 2
    lon, lat = np.median(degrees, axis=0)
    return float(lon), float(lat)


def _where(degrees: NDArray[np.float64]) -> str:
    """Say where points lie, so that one sees which place it is: “between 40.98° and 41.40° north and …”."""
    (west, south), (east, north) = np.percentile(degrees, (1, 99), axis=0)
    return f"{_between(south, north, 'south', 'north')} and {_between(west, east, 'west', 'east')}"


def _between(low: float, high: float, below: str, above: str) -> str:
    if low < 0 <= high:
        return f"between {-low:.2f}° {below} and {high:.2f}° {above}"
    near, far = sorted((abs(low), abs(high)))
    return f"between {near:.2f}° and {far:.2f}° {below if high < 0 else above}"
