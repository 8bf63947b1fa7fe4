"""
`basemap.pmtiles` of a home: one file with every tile, and the mark of the layers it was made of.

A file whose mark is not that of the layers is of another setup: it is left aside, and made anew when the place is set
up or served.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
from typing import TYPE_CHECKING, Any

from assetmap.basemap.content import content_of, reach_of, within
from assetmap.basemap.cutting import DEEPEST, FIRST, tiles
from assetmap.files import whole_file
from assetmap.settings import layers_folder

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.basemap.content import Content, Layers

FILE = "basemap.pmtiles"
MADE_OF = ("streets", "green", "water", "names", "railway")
_EDITION = "1"
"""Changes with what a tile holds: archives of an earlier edition are made anew."""
_LAYERS = {
    "water": {}, "green": {}, "brooks": {}, "railway": {}, "streets": {"rank": "Number"},
    "names": {"name": "String", "rank": "Number"}, "area_names": {"name": "String", "wide": "Number"},
    "street_names": {"name": "String", "rank": "Number"},
}  # fmt: skip


def mark_of(layers: Path) -> str:
    """Return a mark of a folder's layers that are drawn; it changes with their content alone."""
    digest = hashlib.sha256(_EDITION.encode())
    for name in MADE_OF:
        with contextlib.suppress(FileNotFoundError), (layers / f"{name}.parquet").open("rb") as handle:
            digest.update(name.encode() + hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()[:16]


def write_archive(path: Path, layers: Layers, *, mark: str, metric_crs: str) -> bool:
    """
    Write the base map to `path`, whole or not at all, in place of an earlier one.

    Parameters
    ----------
    layers
        Gives the layers of `MADE_OF`, in any CRS.
    mark
        As `mark_of` gives it for the files of those layers.
    metric_crs
        The place's own system, an EPSG code.

    Returns
    -------
    written
        False where the layers hold nothing to draw: then there is no file.

    Raises
    ------
    ExchangeError
        The folder may not be written or the disk is full; an earlier file is as it was.
    """
    content = content_of(layers)
    if not content.is_empty():
        content = within(content, reach_of(layers, content))
    if content.is_empty():
        path.unlink(missing_ok=True)
        return False
    from pmtiles.tile import zxy_to_tileid
    from pmtiles.writer import Writer

    made = sorted((zxy_to_tileid(zoom, x, y), body) for zoom, x, y, body in tiles(content, metric_crs=metric_crs))
    with whole_file(path, force=True) as new, new.open("wb") as handle:
        writer = Writer(handle)
        for number, body in made:
            writer.write_tile(number, gzip.compress(body, mtime=0))
        writer.finalize(_header(content), _metadata(mark))
    return True


def archive_of(home: Path) -> tuple[Path, str] | None:
    """Return the base map of a home and its mark; None where there is none, or it is not of the layers."""
    path = home / FILE
    said = _mark_in(path)
    return (path, said) if said is not None and said == mark_of(layers_folder(home)) else None


def renew(home: Path, layers: Layers, *, metric_crs: str) -> bool:
    """
    Make the base map of a home where it is missing or of other layers; say whether it was made.

    Raises
    ------
    ExchangeError
        It could not be written; see `write_archive`.
    """
    if archive_of(home) is not None:
        return False
    mark = mark_of(layers_folder(home))
    return write_archive(home / FILE, layers, mark=mark, metric_crs=metric_crs)


def _mark_in(path: Path) -> str | None:
    """Return the mark that an archive carries; None where it is none of ours, or damaged."""
    from pmtiles.reader import Reader

    try:
        with path.open("rb") as handle:
            whole = path.stat().st_size

            def part(offset: int, length: int) -> bytes:
                handle.seek(offset)
                return handle.read(length)

            reader = Reader(part)
            header = reader.header()
            said = reader.metadata()
            if header["tile_data_offset"] + header["tile_data_length"] != whole:
                return None
    except Exception:  # noqa: BLE001  # whatever is wrong with the file, it is made anew
        return None
    mark = said.get("assetmap") if isinstance(said, dict) else None
    return mark if isinstance(mark, str) else None


def _header(content: Content) -> dict[str, Any]:
    import shapely
    from pmtiles.tile import Compression, TileType

    kinds = (content.green, content.water, content.brooks, content.railway, content.streets)
    shapes = [
        *(shape for kind in kinds for shape in kind.shapes),
        *(shapely.Point(x, y) for x, y, _, _ in content.names),
    ]
    west, south, east, north = (round(x * 1e7) for x in shapely.total_bounds(shapes).tolist())
    return {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": DEEPEST, "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip


def _metadata(mark: str) -> dict[str, Any]:
    layers = [{"id": name, "fields": fields, "minzoom": FIRST, "maxzoom": DEEPEST} for name, fields in _LAYERS.items()]
    return {"name": "Quiet base map", "type": "baselayer", "format": "pbf", "assetmap": mark, "vector_layers": layers}
