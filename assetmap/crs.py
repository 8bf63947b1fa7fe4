"""
Which coordinate reference system measures what.

Everything is stored in `WGS84` (EPSG:4326, longitude then latitude). Lengths and areas are taken in
the place's own metric system, and this module alone chooses it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.errors import CRSError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame
    from pyproj import CRS, Transformer
    from shapely.geometry.base import BaseGeometry

WGS84 = "EPSG:4326"
BRITISH_NATIONAL_GRID = "EPSG:27700"

# Great Britain, its islands and near waters; EPSG registry, area of use of EPSG:27700.
_BRITAIN = (-9.01, 49.75, 2.01, 61.01)
# The island of Ireland, drawn loosely through the sea around it: inside the box, not on the grid.
_IRELAND = shapely.Polygon(
    [
        (-10.8, 51.2), (-6.1, 51.95), (-5.9, 53.3), (-5.35, 54.3), (-5.55, 54.75),
        (-5.95, 55.15), (-6.1, 55.33), (-7.4, 55.55), (-8.6, 55.3), (-10.8, 54.4),
    ]
)  # fmt: skip


def metric_for(lon: float, lat: float) -> str:
    """
    Name the CRS in metres that a place is measured in.

    Parameters
    ----------
    lon, lat
        Any point of the place, EPSG:4326.

    Returns
    -------
    code
        `EPSG:27700` in Great Britain, elsewhere the UTM zone of WGS 84.
    """
    if not (np.isfinite(lon) and np.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise CRSError(
            "longitude and latitude are out of range: longitude goes from -180 to 180 and latitude from -90 to 90, "
            "so these may be metres, or the two may be swapped."
        )
    west, south, east, north = _BRITAIN
    in_britain = west <= lon <= east and south <= lat <= north
    if in_britain and not _IRELAND.contains(shapely.Point(lon, lat)):
        return BRITISH_NATIONAL_GRID
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}"


def metric_for_frame(frame: GeoDataFrame) -> str:
    """Name the CRS in metres for the middle of `frame` (any CRS; not empty)."""
    if frame.crs is None:
        raise CRSError("the layer has no coordinate reference system: say which one it is in before measuring.")
    west, south, east, north = frame.to_crs(WGS84).total_bounds
    return metric_for((west + east) / 2, (south + north) / 2)


def has_no_datum(crs: CRS) -> bool:
    """Say whether a system names no datum: a plain reprojection from it would be off by as much as 100 m."""
    return crs.to_epsg() is None and (crs.datum is None or crs.datum.name.casefold().startswith("unknown"))


@lru_cache(maxsize=32)
def code_of(wkt: str) -> tuple[str, str]:
    """
    Name the EPSG code that a text (WKT, a .prj) means.

    Returns
    -------
    code, note
        `"EPSG:27700"`, or "" where it is not known; and a sentence where the numbers were believed rather than the
        text: the British National Grid without the name of its datum.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError as NotUnderstood

    try:
        crs = CRS.from_wkt(wkt)
        code = crs.to_epsg()
    except (NotUnderstood, ValueError):
        return "", ""
    if code is not None:
        return f"EPSG:{code}", ""
    if has_no_datum(crs) and _is_british(crs):
        note = "its .prj names no datum, which would put it about 100 m off; the numbers were read as "
        return BRITISH_NATIONAL_GRID, f"{note}{BRITISH_NATIONAL_GRID} (British National Grid)"
    return "", ""


def _is_british(crs: CRS) -> bool:
    """Compare with the projection of the British National Grid (EPSG registry, conversion 19916)."""
    operation = crs.coordinate_operation
    if operation is None or operation.method_name != "Transverse Mercator":
        return False
    given = sorted(float(x.value) for x in operation.params)
    return given == sorted((49.0, -2.0, 0.9996012717, 400_000.0, -100_000.0))


@lru_cache(maxsize=32)
def transformer(source: str | CRS, target: str | CRS) -> Transformer:
    """Return a cached transformer that takes and gives x (longitude, easting) first."""
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


def reproject(geometry: BaseGeometry, source: str, target: str) -> BaseGeometry:
    """Reproject one shapely geometry; z is dropped."""
    moved: BaseGeometry = reproject_all([geometry], source, target)[0]
    return moved


def reproject_all(geometries: Iterable[BaseGeometry | None], source: str, target: str) -> np.ndarray:
    """Reproject many shapely geometries at once; None stays None, z is dropped."""
    array = shapely.force_2d(np.asarray(list(geometries), dtype=object))
    if source == target or not len(array):
        return np.asarray(array, dtype=object)
    change = transformer(source, target)

    def moved(points: np.ndarray) -> np.ndarray:
        x, y = change.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    return np.asarray(shapely.transform(array, moved), dtype=object)
