"""Assets out of a frame, as a script has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from assetmap.assets import LISTS, Asset
from assetmap.crs import WGS84, reproject_all
from assetmap.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame


def rows_of(assets: Sequence[Asset] | GeoDataFrame) -> Sequence[Asset]:
    """
    Take assets as they are; read a frame's rows, each checked again (for many, hand over the assets).

    Raises
    ------
    LayerError
        A frame has no CRS or lacks a required column.
    """
    if not hasattr(assets, "geometry"):
        return cast("Sequence[Asset]", assets)
    frame = cast("GeoDataFrame", assets)
    if frame.crs is None:
        raise LayerError("the assets have no coordinate reference system: say which one they are in.")
    missing = {"name", "kind", "id"} - set(frame.columns)
    if missing:
        raise LayerError(f"the assets lack the column {', '.join(sorted(missing))}.")
    shapes = reproject_all(frame.geometry.to_numpy(), frame.crs.to_string(), WGS84)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    return [_asset(record, shape) for record, shape in zip(records, shapes, strict=True)]


def _asset(record: Mapping[str, Any], where: Any) -> Asset:
    # A frame turns None beside whole numbers into NaN, and the numbers into floats.
    values = {k: v for k, v in record.items() if k in Asset.__dataclass_fields__ and (k in LISTS or not _is_nothing(v))}
    for name in ("min_age", "max_age", "depends_on", "capacity"):
        if name in values:
            values[name] = int(values[name])
    return Asset(where=where, **values)


def _is_nothing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124  NaN and NaT are what is not itself
