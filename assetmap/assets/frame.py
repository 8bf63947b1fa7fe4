"""Assets as a GeoDataFrame: the form in which questions are asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets.record import Asset
from assetmap.crs import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame

CARD: tuple[str, ...] = tuple(name for name in Asset.__dataclass_fields__ if name != "where")
"""The columns of a frame of assets, besides `geometry`."""


def to_frame(assets: Iterable[Asset]) -> GeoDataFrame:
    """
    Lay assets out as rows.

    Returns
    -------
    frame
        One row an asset in the order given, columns `CARD` and `geometry` (None where an asset has no
        place), EPSG:4326. Lists are tuples.
    """
    from geopandas import GeoDataFrame

    rows = list(assets)
    columns: dict[str, list[object]] = {name: [getattr(asset, name) for asset in rows] for name in CARD}
    return GeoDataFrame(columns, geometry=[asset.where for asset in rows], crs=WGS84)
