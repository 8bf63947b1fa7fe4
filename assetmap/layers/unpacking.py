"""What lies in a file: a table, a map or something else; plain, gzip or zip. Endings are not trusted."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.errors import LayerError
from assetmap.layers.pointing import refuse_linked_system, refuse_pointers

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 2_000_000_000
"""The ONS postcode directory, the largest file a place is made from, unpacks to about 1.3 GB."""

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file: open it and save the sheet as CSV"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
)
_MAPS = {".shp": b"\x00\x00\x27\x0a", ".gpkg": b"SQLite format 3\x00"}
"""How the maps in a zip begin: the vector reader would read them by what they are, not by how they are called."""


@dataclass(frozen=True)
class Content:
    """
    One table or map found in a file.

    `what` is `table` or `map`; a table, or a map that is JSON, is in `blob`; any other map has a `source` that the
    vector reader opens.
    """

    what: str
    name: str
    blob: bytes = b""
    source: str = ""


def contents(path: Path) -> list[Content]:
    """
    List what can be read in a file.

    Raises
    ------
    LayerError
        The file is not there, is empty, is damaged, is too large, or is of another kind (which is named).
    """
    try:
        return _opened(path)
    except FileNotFoundError:
        raise LayerError(f"there is no file {path.name} in {path.parent}.") from None
    except PermissionError:
        raise LayerError(f"{path.name} may not be read: ask whoever owns it.") from None
    except OSError as error:
        raise LayerError(f"{path.name} could not be read: {error.strerror or 'a fault of the disk'}.") from None


def _opened(path: Path) -> list[Content]:
    if path.is_dir():
        raise LayerError(f"{path.name} is a folder: give the name of a file.")
    size = path.stat().st_size
    if size == 0:
        raise LayerError(f"{path.name} is empty: fetch it again.")
    with path.open("rb") as handle:
        head = handle.read(64)
    if head.startswith(b"PK"):
        return _in_zip(path)
    if head.startswith(b"SQLite format 3\x00"):
        return [Content("map", path.name, source=str(path))]
    if head[:4] == b"\x00\x00\x27\x0a":
        return [_shapefile(path)]
    if size > LARGEST_BYTES:
        raise LayerError(f"{path.name} is larger than 2 GB: cut it to the part that is needed.")
    blob = _gunzipped(path) if head.startswith(b"\x1f\x8b") else path.read_bytes()
    return [_told_apart(path.name, blob)]


def _gunzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as handle:
            blob = handle.read(LARGEST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise LayerError(f"{path.name} is damaged (its gzip does not unpack): fetch it again.") from None
    if len(blob) > LARGEST_BYTES:
        raise LayerError(f"{path.name} unpacks to more than 2 GB: cut it to the part that is needed.")
    return blob


def _shapefile(path: Path) -> Content:
    missing = [end for end in (".dbf", ".shx") if not any(path.with_suffix(x).exists() for x in (end, end.upper()))]
    if missing:
        raise LayerError(
            f"{path.name} lacks its {' and '.join(missing)}: a shapefile is several files, keep them together."
        )
    return Content("map", path.name, source=str(path))


def _in_zip(path: Path) -> list[Content]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [x for x in archive.infolist() if not x.is_dir() and "__MACOSX" not in x.filename]
            names = [x.filename for x in members]
            if any(x.startswith("xl/") for x in names):
                raise LayerError(f"{path.name} is an Excel workbook: open it and save the sheet as CSV.")
            if "mimetype" in names:
                raise LayerError(f"{path.name} is an office document: open it and save the sheet as CSV.")
            if sum(x.file_size for x in members) > LARGEST_BYTES:
                raise LayerError(f"{path.name} unpacks to more than 2 GB: cut it to the part that is needed.")
            if any(x.flag_bits & 1 for x in members):
                raise LayerError(f"{path.name} is locked with a password: unpack it first.")
            found = [
                Content("map", name, source=f"/vsizip/{{{path}}}/{name}") for name in names if _is_map(archive, name)
            ]
            for name in names:
                if name.lower().endswith((".csv", ".txt", ".geojson", ".json")):
                    blob = archive.read(name)
                    if blob.strip():
                        found.append(_told_apart(name, blob))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise LayerError(f"{path.name} is damaged (its zip does not unpack): fetch it again.") from None
    if not found:
        raise LayerError(f"{path.name} holds no table or map: a CSV, GeoJSON, shapefile or GeoPackage is needed.")
    return found


def _is_map(archive: zipfile.ZipFile, name: str) -> bool:
    begins = next((x for end, x in _MAPS.items() if name.lower().endswith(end)), b"")
    if not begins:
        return False
    with archive.open(name) as member:
        if member.read(len(begins)) != begins:
            raise LayerError(f"{name} is no map, whatever its name says: pack it again.")
    return True


def _told_apart(name: str, blob: bytes) -> Content:
    """Tell a table from GeoJSON from anything else by its bytes; endings are not trusted."""
    other = next((what for magic, what in _MAGIC if blob.startswith(magic)), "")
    if b"OSMHeader" in blob[:32]:
        other = "an OpenStreetMap extract: give it with --osm"
    start = blob[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not other and start.startswith(b"<"):
        other = "a web page or XML" if b"html" not in start.lower() else "a web page"
    if other:
        raise LayerError(f"{name} is {other}, not a table or a map.")
    if start.startswith((b"{", b"[")):
        refuse_pointers(blob, name)
        refuse_linked_system(blob, name)
        return Content("map", name, blob=blob)
    if not blob.strip():
        raise LayerError(f"{name} is empty: fetch it again.")
    if blob[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Content("table", name, blob=blob.decode("utf-16", errors="replace").encode())
    if b"\x00" in blob[:65536]:
        raise LayerError(f"{name} is not a table or a map: a CSV, GeoJSON, shapefile or GeoPackage is needed.")
    blob = blob.removeprefix(b"\xef\xbb\xbf")
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:  # older official files are Windows text
        blob = blob.decode("cp1252", errors="replace").encode()
    return Content("table", name, blob=blob)
