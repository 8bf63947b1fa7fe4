"""
Assets as a file for others, by its ending: GeoPackage, GeoJSON, CSV, JSON.

What comes in here has passed `disclosure.disclosed`: a blurred place is already the blurred one. All that is
decided here is what is harmless to open.

Characters that turn a line around (Unicode's bidirectional embeddings, overrides and isolates) are dropped from
every text but residents' own words, which come out letter for letter: a changed quotation would no longer be
theirs. A file says so itself nowhere; the cells that may hold them are those of `own_words` alone.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import shapely

from assetmap.assets import CARD, Asset
from assetmap.disclosure import marked_for
from assetmap.errors import ExchangeError
from assetmap.exchange.formulas import defused
from assetmap.exchange.own import cell_of, columns_of
from assetmap.files import whole_file

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.settings import PlaceSettings

# Unicode 16, UAX #9: LRE RLE PDF LRO RLO, LRI RLI FSI PDI. The marks LRM, RLM and ALM turn nothing around, and
# Arabic and Hebrew need them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LON_LAT_WKT = ("lon", "lat", "wkt")


class HasSettings(Protocol):
    """A place, as far as an output needs one."""

    @property
    def settings(self) -> PlaceSettings:
        """Its settings."""


def export(
    assets: Sequence[Asset],
    path: str | os.PathLike[str],
    *,
    place: HasSettings | None = None,
    force: bool = False,
    audience: str = "public",
) -> int:
    """
    Write assets to a file; it appears whole or not at all.

    Parameters
    ----------
    assets
        As `disclosure.disclosed` gave them.
    path
        Its ending says what it becomes, one of `ENDINGS`: `.gpkg` (layer `assets`, EPSG:4326, every field a
        column of text), `.geojson` (RFC 7946, our keys, lists as lists), `.csv` (UTF-8 with a byte order mark,
        without which spreadsheets show Â; columns `lon`, `lat`, `wkt`; cells that a spreadsheet would run start
        with an apostrophe), `.json` (records with `where`).
    place
        Gives the output its title and the attributions of its sources.
    force
        Replace an existing file.
    audience
        The circle that `assets` were disclosed to; where it is not the public, the file's attribution says so (in a
        CSV the column `audience` does, and the file's name should).

    Returns
    -------
    count
        Assets written.

    Raises
    ------
    ExchangeError
        Another ending, the file exists, it is a place's live store, or it cannot be written.
    """
    file = Path(path)
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        ending = f"{file.suffix} is not an ending" if file.suffix else "a file without an ending is not one"
        raise ExchangeError(f"{ending} that can be written: choose one of {', '.join(ENDINGS)}.")
    if file.name == "assets.gpkg" and (file.parent / "place.toml").exists():
        raise ExchangeError("assets.gpkg is the place's live store: give the export another name or folder.")
    rows = [_harmless(asset) for asset in assets]
    settings = None if place is None else place.settings
    about = _about(settings, marked=marked_for(rows, audience=audience))
    with whole_file(file, force=force) as new:
        write(rows, new, about)
    return len(rows)


def _harmless(asset: Asset) -> Asset:
    """Drop what turns lines around from every text but own words; a name of nothing else becomes □."""
    texts = {
        name: _TURNING.sub("", value)
        for name in CARD
        if name != "own_words" and isinstance(value := getattr(asset, name), str) and _TURNING.search(value)
    }
    further = asset.further_texts() if asset.said_in else {}
    texts |= {
        name: _TURNING.sub("", value)
        for name, value in further.items()
        if not name.startswith("own_words:") and _TURNING.search(value)
    }
    if "name" in texts and not texts["name"].strip():
        texts["name"] = "□"
    languages = tuple(_TURNING.sub("", x) for x in asset.languages)
    if languages != asset.languages:
        return asset.changed(**texts, languages=tuple(filter(None, languages)))
    return asset.changed(**texts) if texts else asset


def _whole(text: str) -> bytes:
    """Encode; half of a surrogate pair, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")


def _member(where: BaseGeometry | None) -> Any:
    """Give a geometry as RFC 7946 wants it: outlines counter-clockwise, no height."""
    if where is None:
        return None
    return json.loads(shapely.to_geojson(shapely.orient_polygons(where, exterior_cw=False)))


def _about(settings: PlaceSettings | None, *, marked: str) -> dict[str, Any]:
    if settings is None:
        return {"attribution": [marked]} if marked else {}
    about: dict[str, Any] = {
        "name": settings.name,
        "attribution": [*([marked] if marked else []), *settings.attributions],
    }
    return about | ({"invented": True} if settings.invented else {})


def _write_geojson(assets: Sequence[Asset], path: Path, about: dict[str, Any]) -> None:
    features = (
        {"type": "Feature", "id": x.id, "geometry": _member(x.where), "properties": _properties(x)} for x in assets
    )
    # One feature a line, so that two exports can be compared.
    lines = ",\n".join(json.dumps(x, ensure_ascii=False) for x in features)
    head = "".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},\n" for k, v in about.items())
    path.write_bytes(_whole(f'{{"type": "FeatureCollection",\n{head}"features": [\n{lines}\n]}}\n'))


def _properties(asset: Asset) -> dict[str, Any]:
    """Give a record flat, as programs that show maps read it: `name:pl`, as in OpenStreetMap."""
    record = asset.to_record()
    record.pop("said_in", None)
    return record | asset.further_texts()


def _write_json(assets: Sequence[Asset], path: Path, about: dict[str, Any]) -> None:
    rows = [x.to_record() | {"where": _member(x.where)} for x in assets]
    path.write_bytes(_whole(json.dumps(about | {"assets": rows}, ensure_ascii=False, indent=1) + "\n"))


def _write_csv(assets: Sequence[Asset], path: Path, _about: dict[str, Any]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    columns = columns_of(assets)
    writer.writerow([*columns, *_LON_LAT_WKT])
    for asset in assets:
        cells = [defused(cell_of(asset, field)) for field in columns]
        writer.writerow([*cells, *_lon_lat(asset.where), "" if asset.where is None else _wkt(asset.where)])
    path.write_bytes(b"\xef\xbb\xbf" + _whole(buffer.getvalue()))


def _lon_lat(where: BaseGeometry | None) -> tuple[str, str]:
    """Give a point on or inside a shape, to 0.1 mm; numbers need no apostrophe."""
    if where is None:
        return "", ""
    x, y = shapely.get_coordinates(shapely.point_on_surface(where))[0]
    return f"{x:.9g}", f"{y:.9g}"


def _wkt(where: BaseGeometry) -> str:
    return str(shapely.to_wkt(where, rounding_precision=-1))


def _write_gpkg(assets: Sequence[Asset], path: Path, about: dict[str, Any]) -> None:
    import numpy as np
    import pyogrio.raw
    from pyogrio.errors import DataLayerError, DataSourceError

    # A C library ends a text at its first zero.
    names = columns_of(assets)
    columns = [[cell_of(x, field).replace("\x00", "\ufffd") or None for x in assets] for field in names]
    field_data = [
        np.array([None if x is None else _whole(x).decode() for x in column], dtype=object) for column in columns
    ]
    shapes = np.array([None if x.where is None else shapely.to_wkb(x.where) for x in assets], dtype=object)
    types = {x.where.geom_type for x in assets if x.where is not None}
    said = {k.upper(): "; ".join(x) if isinstance(x, list) else str(x) for k, x in about.items()}
    path.unlink()  # a GeoPackage is begun by its driver, not in an empty file
    try:
        pyogrio.raw.write(
            str(path), shapes, field_data, np.array(names, dtype=object),
            layer="assets", driver="GPKG", geometry_type=types.pop() if len(types) == 1 else "Unknown",
            crs="EPSG:4326", layer_metadata=said or None,
            layer_options={"DESCRIPTION": "Community assets"},
        )  # fmt: skip
    except (DataSourceError, DataLayerError):  # its words are SQL, with the rows' values
        raise OSError(errno.ENOSPC, "the disk is full, or took no more") from None


_WRITERS: dict[str, Callable[[Sequence[Asset], Path, dict[str, Any]], None]] = {
    ".gpkg": _write_gpkg,
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".json": _write_json,
}
ENDINGS = tuple(_WRITERS)
"""What `export` can write."""
