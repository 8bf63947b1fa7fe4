"""GeoJSON (RFC 7946) and lists in JSON: our keys, lists as lists, one feature a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing


_ACTED_UPON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


def write_geojson(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write a FeatureCollection, one feature a line, so that two exports can be compared."""
    features = (
        {"type": "Feature", "id": x.id, "geometry": member(x.where), "properties": _properties(x)} for x in assets
    )
    lines = ",\n".join(json_text(x) for x in features)
    head = "".join(f"{json_text(k)}: {json_text(v)},\n" for k, v in outgoing.about.items())
    path.write_text(f'{{"type": "FeatureCollection",\n{head}"features": [\n{lines}\n]}}\n', encoding="utf-8")


def write_json(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write records with `where`."""
    rows = [x.to_record() | {"where": member(x.where)} for x in assets]
    path.write_text(json_text(outgoing.about | {"assets": rows}, indent=1) + "\n", encoding="utf-8")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Write JSON whose letters are letters; what a terminal or an editor acts upon is escaped, which is the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ACTED_UPON.sub(lambda x: f"\\u{ord(x[0]):04x}", text)


def member(where: BaseGeometry | None) -> Any:
    """Give a geometry as RFC 7946 wants it: outlines counter-clockwise, no height."""
    if where is None:
        return None
    return json.loads(shapely.to_geojson(shapely.orient_polygons(where, exterior_cw=False)))


def _properties(asset: Asset) -> dict[str, Any]:
    """Give a record flat, as programs that show maps read it: `name:pl`, as in OpenStreetMap."""
    record = asset.to_record()
    record.pop("said_in", None)
    return record | asset.further_texts()
