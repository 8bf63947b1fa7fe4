"""
What a stranger's file is: told by its bytes, never by its ending.

Nothing is followed or opened here. What is only a pointer to other files or addresses (VRT, GDALG, connection
strings) and any XML with a DOCTYPE is refused; what is something else is named.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from assetmap.errors import ExchangeError
from assetmap.exchange.untrusted import zips
from assetmap.exchange.untrusted.sizes import PACKED, allow, plain_name, unpacked

if TYPE_CHECKING:
    import zipfile

_LIST = "choose a list, as CSV, a spreadsheet or GeoJSON"
# First bytes → what it is, what to do about it, the endings that say so themselves.
_OTHER_KINDS: tuple[tuple[bytes, str, str, tuple[str, ...]], ...] = (
    (b"\x89PNG", "a picture (PNG)", "choose the list that the picture shows, as CSV or GeoJSON", (".png",)),
    (b"\xff\xd8\xff", "a photo (JPEG)", _LIST, (".jpg", ".jpeg")),
    (b"GIF8", "a picture (GIF)", _LIST, (".gif",)),
    (b"II*\x00", "a picture (TIFF)", _LIST, (".tif", ".tiff")),
    (b"MM\x00*", "a picture (TIFF)", _LIST, (".tif", ".tiff")),
    (b"RIFF", "a picture or a sound", _LIST, (".webp", ".wav")),
    (b"%PDF", "a PDF", "ask its publisher for the list as CSV", (".pdf",)),
    (b"PAR1", "a Parquet file", "export it as GeoPackage or GeoJSON and choose that", (".parquet",)),
    (b"ARROW1", "an Arrow file", "export it as GeoJSON and choose that", (".feather", ".arrow")),
    (b"fgb\x03", "a FlatGeobuf", "export it as GeoJSON and choose that", (".fgb",)),
    (b"\x89HDF", "an HDF5 file", _LIST, (".h5", ".hdf5")),
    (b"{\\rtf", "a text document (RTF)", "save the list as CSV and choose that", (".rtf",)),
    (b"7z\xbc\xaf", "packed (7-Zip)", "unpack it and choose what was inside", (".7z",)),
    (b"Rar!", "packed (RAR)", "unpack it and choose what was inside", (".rar",)),
    (b"BZh", "packed (bzip2)", "unpack it and choose what was inside", (".bz2",)),
    (b"\xfd7zXZ", "packed (xz)", "unpack it and choose what was inside", (".xz",)),
    (b"\x28\xb5\x2f\xfd", "packed (zstd)", "unpack it and choose what was inside", (".zst",)),
    (b"\x7fELF", "a program", _LIST, ()),
    (b"MZ\x90", "a program", _LIST, (".exe", ".dll")),
    (b"MZ\x00", "a program", _LIST, (".exe", ".dll")),
    (b"\xcf\xfa\xed\xfe", "a program", _LIST, ()),
    (b"\xca\xfe\xba\xbe", "a program", _LIST, (".class",)),
    (b"\x00asm", "a program", _LIST, (".wasm",)),
    (b"\x80\x02", "data of a program (pickle)", _LIST, (".pkl", ".pickle")),
    (b"\x80\x03", "data of a program (pickle)", _LIST, (".pkl", ".pickle")),
    (b"\x80\x04", "data of a program (pickle)", _LIST, (".pkl", ".pickle")),
    (b"\x80\x05", "data of a program (pickle)", _LIST, (".pkl", ".pickle")),
    (b"\xff\xe0\x04o5m", "an OpenStreetMap extract of another form (o5m)", "choose it as .osm.pbf", (".o5m",)),
    (
        b"\x00\x00\x27\x0a",
        "one part of a shapefile",
        "put all its parts into one zip",
        (".shp", ".shx"),
    ),
)
_DATABASE, _OFFICE, _ZIP = b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06")
_UNMARKED = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be", b"{\x00": "utf-16-le", b"\x00{": "utf-16-be"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF32_BE, ""))  # fmt: skip
_PROLOG = 2**20
_POINTERS = {
    "ogrvrtdatasource", "vrtdataset", "gdal_wms", "ogrwfsdatasource", "wfs_capabilities", "wms_capabilities",
    "capabilities", "ogcwfsdatasource", "wcs_gdal", "gdal_wmts", "getcapabilities", "getfeature",
    "owscontext", "networklink", "osmconf",
}  # fmt: skip
_ROOTS = {"kml": "kml", "gpx": "gpx", "osm": "osm.xml"}
_ADDRESS = re.compile(
    r"(?:/vsi\w+[/{]|(?:https?|ftp|file|s3|gs)://\S+\s*$|"
    r"(?:WFS3?|OAPIF|CSW|WMS|WMTS|WCS|PG|PGEO|MYSQL|MSSQL|ODBC|OCI|DB2ODBC|ES|HANA|MongoDBv3|CouchDB|CARTO|EEDA?|NGW|"
    r"SQLITE|GPKG|CSV|XLSX|ODS|KML|GPX|OSM|GeoJSON(?:Seq)?|TopoJSON|ESRIJSON|GDALG|GLOBUS|STACTA|STACIT|PLScenes):\S)",
    re.IGNORECASE,
)
_GDALG = re.compile(rb'"type"\s*:\s*"gdal_streamed_alg"|"gdal_streamed_alg"')
_LISTS = (".csv", ".tsv", ".txt", ".json", ".geojson", ".gpkg", ".kml", ".gpx", ".xls", ".osm", ".pbf")
_HSDS = {"organization", "service", "location", "organizations", "services", "locations", "service_at_location"}


class Settled(NamedTuple):
    """What a file is, with what was packed unpacked: `kind` is a key of `reading.READERS`."""

    content: bytes
    name: str
    kind: str


def kind_of(content: bytes, name: str) -> str:
    """
    Say what a file is by its content: a key of `reading.READERS`.

    Raises
    ------
    ExchangeError
        It is nothing that is read here; the sentence says what it is instead, or what is wrong with it.
    """
    return settled(content, name).kind


def settled(content: bytes, name: str, *, most: int | None = None) -> Settled:
    """
    Say what a file is, and unpack a list that came packed by itself (gzip, or a zip with one list in it).

    Raises
    ------
    ExchangeError
        See `kind_of`.
    """
    name = plain_name(name)
    allow(len(content), name, most=most)
    content, name = unpacked(content, name)
    if content.startswith(PACKED):
        raise ExchangeError(f"{name} is packed twice: unpack it and choose what was inside.")
    if content.startswith(_ZIP):
        allow(len(content), name)
        return _in_zip(content, name)
    kind = _plain(content, name)
    if not kind.startswith("osm."):
        allow(len(content), name)  # extracts alone may be larger
    return Settled(content, name, kind)


def _plain(content: bytes, name: str) -> str:
    """Tell what is not packed."""
    if not content.strip(b"\x00\t\r\n "):
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    for start, what, mend, endings in _OTHER_KINDS:
        if content.startswith(start):
            honest = PurePosixPath(name).suffix.lower() in endings
            raise ExchangeError(f"{name} is {what}{'' if honest else ', whatever its name says'}: {mend}.")
    if content[257:262] == b"ustar":
        raise ExchangeError(f"{name} is packed (tar): unpack it and choose what was inside.")
    if content.startswith(_DATABASE):
        return "gpkg"
    if content.startswith(_OFFICE):
        return _office(content, name)
    if b"OSMHeader" in content[:64] or b"OSMData" in content[:64]:
        return "osm.pbf"
    return _text(content, name)


def _office(content: bytes, name: str) -> str:
    if _wide("EncryptedPackage") in content or _wide("EncryptionInfo") in content:
        raise ExchangeError(f"{name} is locked with a password: unlock it, save it again, and choose that.")
    if _wide("Workbook") not in content and _wide("Book") not in content:
        raise ExchangeError(f"{name} is an old office document, not a spreadsheet: save its list as CSV.")
    return "xls"


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _text(content: bytes, name: str) -> str:
    head = _head(content, name).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        root = xml_root(content, name)
        if root in _ROOTS:
            return _ROOTS[root]
        if root in _POINTERS:
            raise ExchangeError(
                f"{name} is XML that points at other files or addresses, which are never followed: choose the list "
                "itself."
            )
        what = "a web page" if root in {"html", "head", "body", "div"} else f"XML of another form ({root[:40]})"
        raise ExchangeError(f"{name} is {what}: export the list as CSV, GeoJSON, KML or GPX.")
    if head.startswith(("{", "[")):
        if _GDALG.search(content[: 2**20]):
            raise ExchangeError(
                f"{name} is a command for a map program (GDALG), which is never run: choose the list itself."
            )
        return "json"
    if PurePosixPath(name).suffix.lower() in {".geojson", ".json"}:
        raise ExchangeError(f"{name} is not GeoJSON, whatever its name says: export it again, or call it .csv.")
    first = head.partition("\n")[0].strip()
    if _ADDRESS.match(first) and "," not in first:
        raise ExchangeError(f"{name} is an address for a map program, which is never called: choose the list itself.")
    odd = sum(x < " " and x not in "\t\r\n\f\x0b\x1c\x1d\x1e\x1f\x85" for x in head[:4096])
    if "\x00" in first or odd > len(head[:4096]) // 50:
        raise ExchangeError(f"{name} is not text: {_LIST}.")
    return "csv"


def _head(content: bytes, name: str) -> str:
    """Decode the beginning."""
    encoding = next((x for mark, x in _MARKS if content.startswith(mark)), None)
    if encoding == "" or content.startswith((b"\x00\x00\x00<", b"<\x00\x00\x00")):
        raise ExchangeError(f"{name} is text in an unusual form (UTF-32): save it as UTF-8.")
    if encoding is None:
        zeros = content[:4096].count(0)
        encoding = _UNMARKED.get(content[:2], "utf-8")
        if encoding == "utf-8" and zeros > len(content[:4096]) // 4:
            encoding = "utf-16-le" if content[1:4096:2].count(0) >= content[:4096:2].count(0) else "utf-16-be"
    return content[:_PROLOG].decode(encoding, errors="replace")


def xml_root(content: bytes, name: str) -> str:
    """
    Return the name of XML's outermost element in small letters, without its prefix; "" where there is none.

    Raises
    ------
    ExchangeError
        It has a DOCTYPE, or begins so long-windedly that none can be ruled out.
    """
    text = _head(content, name)
    at = 0
    while match := _SKIPPED.match(text, at):
        at = match.end()
    if _PAGE.match(text, at):
        return "html"
    if text.startswith("<!", at):
        raise ExchangeError(
            f"{name} declares a document type (DOCTYPE), by which XML reads other files: save it again without."
        )
    element = _ELEMENT.match(text, at)
    if element is None:
        raise ExchangeError(f"{name} is damaged XML: export it again.")
    return element[1].rpartition(":")[2].lower()


_SKIPPED = re.compile(r"[\ufeff\s]+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<([^\s<>/!?]{1,200})")


def _in_zip(content: bytes, name: str) -> Settled:
    """Tell a workbook, a KMZ, a shapefile, an HSDS package, or a zip with one list in it by the members."""
    archive = zips.opened(content, name)
    names = [x.filename for x in archive.infolist() if not x.is_dir() and not x.filename.startswith("__MACOSX/")]
    low = [x.lower() for x in names]
    kind = _workbook(archive, names, name) or _package(low)
    if kind:
        _no_doctype(archive, names, kind, name)
        zips.proved(archive, name)
        return Settled(content, name, kind)
    lists = [x for x in names if x.lower().endswith(_LISTS)]
    if len(lists) > 1:  # a note beside the list is none
        lists = [x for x in lists if not x.lower().endswith(".txt")] or lists
    if len(lists) != 1:
        what = f"holds {len(lists)} lists" if lists else "holds no list that is read here"
        mend = "choose one of them" if lists else _LIST
        raise ExchangeError(f"{name} {what}: unpack it and {mend}.")
    inside = zips.taken_out(archive, lists[0], name)
    inner = plain_name(lists[0])
    allow(len(inside), inner)
    return Settled(inside, inner, _plain(inside, inner))


def _workbook(archive: zipfile.ZipFile, names: list[str], name: str) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    office = {"word/": "a text document (DOCX)", "ppt/": "slides (PPTX)", "xl/": "a spreadsheet of another form (XLSB)"}
    for folder, what in office.items():
        if any(x.startswith(folder) for x in names):
            raise ExchangeError(f"{name} is {what}: save its list as XLSX or CSV.")
    if "mimetype" in names:
        said = zips.taken_out(archive, "mimetype", name, most=100).decode("ascii", errors="replace").strip()
        if said.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise ExchangeError(f"{name} is an office document, not a spreadsheet: save its list as ODS or CSV.")
    return ""


def _package(low: list[str]) -> str:
    if any(x.endswith(".shp") for x in low):
        return "shp.zip"
    if any(x.endswith(".kml") for x in low):
        return "kmz"
    tables = {PurePosixPath(x).stem for x in low if x.endswith(".csv")}
    if "datapackage.json" in {PurePosixPath(x).name for x in low} or len(tables & _HSDS) >= 2:
        return "hsds.zip"
    return ""


def _no_doctype(archive: zipfile.ZipFile, names: list[str], kind: str, name: str) -> None:
    """Look at the beginning of every XML that is read; the notes beside a shapefile are not."""
    endings = {"xlsx": (".xml", ".rels", ".vml"), "ods": (".xml", ".rdf"), "kmz": (".kml",)}.get(kind, ())
    for member in names:
        if member.lower().endswith(endings) and endings:
            head = zips.taken_out(archive, member, name, most=_PROLOG)
            if head.strip():
                xml_root(head, name)
