"""A row an area as a file for others, by its ending: CSV, Excel, GeoParquet, or GeoJSON with the areas' shapes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.exchange.formulas import defused
from assetmap.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.settings import PlaceSettings

ENDINGS = (".csv", ".geojson", ".parquet", ".xlsx")
"""What `write_areas` can write."""


def write_areas(
    path: Path,
    result: Mapping[str, Any],
    *,
    areas: GeoDataFrame,
    settings: PlaceSettings,
    force: bool = False,
    marked: str = "",
) -> None:
    """
    Write an answer that has a row an area; the file appears whole or not at all.

    Parameters
    ----------
    path
        Ends in one of `ENDINGS`.
    result
        `areas`: a row an area with `code`; a part that is itself a table (of kinds) becomes columns
        `green place: share`. `method` goes along in GeoJSON and GeoParquet, and as a second sheet in Excel.
    areas
        `code`, geometry; EPSG:4326.
    settings
        Gives the place's name and the attributions of its sources.
    marked
        For whom alone it is, to be said on it; "" for everybody.

    Raises
    ------
    ExchangeError
        The file exists, or cannot be written.
    """
    rows = [_flat(x) for x in result["areas"]]
    shapes = dict(zip(areas["code"].astype(str), areas.geometry, strict=True))
    about: dict[str, Any] = {
        "name": settings.name,
        "attribution": [*([marked] if marked else []), *settings.attributions],
        **({"invented": True} if settings.invented else {}),
        "method": dict(result["method"]),
        "sources": list(result["sources"]),
    }
    with whole_file(path, force=force) as new:
        match path.suffix.lower():
            case ".csv":
                new.write_bytes(_csv(rows, marked=marked))
            case ".geojson":
                new.write_text(_geojson(rows, shapes, about), encoding="utf-8")
            case ".parquet":
                _parquet(rows, shapes, about, new)
            case _:
                from assetmap.exchange.outward.workbooks import Page, workbook

                said = Page(name="how it was counted", rows=_said(about), is_headed=False)
                new.write_bytes(workbook([Page(name="neighbourhoods", rows=_table(rows)), said]))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of plain cells: tables within it become columns, flags one text."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{part}: {what}": cell for part, cells in value.items() for what, cell in cells.items()}
        else:
            flat[name] = "; ".join(value) if isinstance(value, list) else value
    return flat


def _table(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [list(rows[0]) if rows else [], *(list(row.values()) for row in rows)]


def _csv(rows: Sequence[Mapping[str, Any]], *, marked: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for at, line in enumerate(_table(rows)):
        cells = ["" if x is None else defused(x) if isinstance(x, str) else x for x in line]
        writer.writerow([*cells, *([marked if at else "audience"] if marked else [])])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _geojson(rows: Sequence[Mapping[str, Any]], shapes: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    features = (
        {"type": "Feature", "id": x["code"], "geometry": _member(shapes.get(x["code"])), "properties": x} for x in rows
    )
    lines = ",\n".join(json.dumps(x, ensure_ascii=False, allow_nan=False) for x in features)
    head = "".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},\n" for k, v in about.items())
    return f'{{"type": "FeatureCollection",\n{head}"features": [\n{lines}\n]}}\n'


def _member(shape: Any) -> Any:
    if shape is None:
        return None
    return json.loads(shapely.to_geojson(shapely.orient_polygons(shape, exterior_cw=False)))


def _parquet(rows: Sequence[Mapping[str, Any]], shapes: Mapping[str, Any], about: Mapping[str, Any], new: Path) -> None:
    import geopandas as gpd
    import pandas as pd
    import pyarrow.parquet as pq

    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=[shapes.get(x["code"]) for x in rows], crs="EPSG:4326")
    frame.to_parquet(new, index=False)
    table = pq.read_table(new)
    said = {b"assetmap": json.dumps(about, ensure_ascii=False).encode()}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **said}), new)


def _said(about: Mapping[str, Any]) -> list[list[Any]]:
    """Lay out how it was counted as lines of two cells."""
    lines: list[list[Any]] = []
    for name, value in {**about, **about["method"]}.items():
        if name in {"method", "sources"}:
            continue
        if isinstance(value, dict):
            lines += [[f"{name}: {what}", words] for what, words in value.items()]
        elif isinstance(value, (list, tuple)):
            lines += [[name, str(words)] for words in value]
        else:
            lines.append([name, value])
    return lines + [["source", "; ".join(str(x) for x in source.values())] for source in about["sources"]]
