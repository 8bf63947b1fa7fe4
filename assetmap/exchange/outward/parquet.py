"""GeoParquet 1.1: our keys, days as days, numbers as numbers, lists as lists; for programs that count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assetmap.assets import LISTS, OpenSpan
from assetmap.exchange.outward.columns import DAYS, whole_numbers
from assetmap.exchange.own import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

_LARGEST = 2**63 - 1


def write_parquet(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """
    Write a row an asset, columns as in JSON (`name:pl` for texts in further languages) and `geometry`, EPSG:4326.

    What is not known is null. `schedules` is a list of structs, a span each. The metadata's key `assetmap` says whose
    data it is, as JSON.
    """
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = whole_numbers(assets, most=_LARGEST)
    records = [x.to_record() | x.further_texts() for x in assets]
    columns: dict[str, Any] = {}
    for name in columns_of(assets):
        cells = [x.get(name) for x in records]
        form = _form(name, numbers, pa=pa)
        if form == pa.string():
            cells = [None if x is None else str(x) for x in cells]
        elif name in DAYS:
            cells = [getattr(x, name) for x in assets]
        elif name == "schedules":
            cells = [[_whole_span(y) for y in x.schedules] or None for x in assets]
        columns[name] = pd.Series(pd.array(pa.array(cells, form), dtype=pd.ArrowDtype(form)))
    frame = gpd.GeoDataFrame(columns, geometry=[x.where for x in assets], crs="EPSG:4326")
    frame.to_parquet(path, index=False, schema_version="1.1.0")
    table = pq.read_table(path)
    kept = {key: text for key, text in (table.schema.metadata or {}).items() if key == b"geo"}  # not pandas' own types
    kept[b"assetmap"] = json.dumps(outgoing.about, ensure_ascii=False).encode()
    pq.write_table(table.replace_schema_metadata(kept), path)


def _form(name: str, numbers: frozenset[str], *, pa: Any) -> Any:
    if name in DAYS:
        return pa.date32()
    if name in numbers:
        return pa.int64()
    if name == "schedules":
        texts = dict.fromkeys(("opens_at", "closes_at", "freq", "note", "only"), pa.string())
        return pa.list_(pa.struct({
            "byday": pa.list_(pa.string()), **texts, "interval": pa.int64(),
            "valid_from": pa.date32(), "valid_to": pa.date32(),
        }))  # fmt: skip
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _whole_span(span: OpenSpan) -> dict[str, Any]:
    values = {name: getattr(span, name) for name in OpenSpan.__dataclass_fields__}
    return {name: list(x) if isinstance(x, tuple) else x if x != "" else None for name, x in values.items()}
