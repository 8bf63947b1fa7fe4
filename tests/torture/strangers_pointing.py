# ruff: noqa: E501  # one file a line
"""Hostile files that point: at a file of this machine, at an address, at themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.torture.strangers_parts import ODS, XLSX, feature, kml, sheet_of, workbook, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.torture.strangers_canary import Bait

_GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">%s<wpt lat="51.38" lon="-2.36">%s</wpt></gpx>'
_OSM = '<osm version="0.6"><node id="1" lat="51.38" lon="-2.36"><tag k="leisure" v="park"/><tag k="name" v="%s"/></node></osm>'


def _vrt(at: str) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="canary"><SrcDataSource>{at}</SrcDataSource>'
        '<GeometryType>wkbPoint</GeometryType><GeometryField encoding="PointFromColumns" x="lon" y="lat"/>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def _gdalg(at: str) -> bytes:
    command = f"gdal vector pipeline ! read {at} ! write --of=stream out"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command}).encode()


def _collection(**members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": [feature("Hostile")]}).encode()


def _entity(canary: Bait, *, at: str = "") -> str:
    return f'<!DOCTYPE x [<!ENTITY c SYSTEM "{at or canary.file_address}">]>'


_LAUGHS = (
    '<!DOCTYPE kml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in zip("bcdefghij", "abcdefghi", strict=True))
    + "]>"
)
_QUADRATIC = f'<!DOCTYPE kml [<!ENTITY a "{"A" * 100_000}">]>'

KINDS: Mapping[str, Callable[[Bait], tuple[str, bytes]]] = {
    "VRT": lambda c: ("list.vrt", _vrt(c.path)),
    "VRT called CSV": lambda c: ("list.csv", _vrt(c.path)),
    "VRT called GeoJSON": lambda c: ("list.geojson", _vrt(c.path)),
    "VRT called KML": lambda c: ("list.kml", _vrt(c.path)),
    "VRT called GeoPackage": lambda c: ("list.gpkg", _vrt(c.path)),
    "VRT called XLSX": lambda c: ("list.xlsx", _vrt(c.path)),
    "VRT of an address": lambda c: ("list.csv", _vrt(f"/vsicurl/{c.address}/x.csv")),
    "VRT of itself": lambda _: ("list.vrt", _vrt("list.vrt")),
    "VRT behind a long comment": lambda c: ("list.csv", b"<!--" + b"x" * 300_000 + b"-->" + _vrt(c.path)),
    "VRT in UTF-16": lambda c: ("list.csv", _vrt(c.path).decode().encode("utf-16")),
    "VRT in UTF-16 without a mark": lambda c: ("list.csv", _vrt(c.path).decode().encode("utf-16-le")),
    "VRT of pictures": lambda c: ("list.csv", f"<VRTDataset><SourceFilename>{c.path}</SourceFilename></VRTDataset>".encode()),
    "VRT in a zip": lambda c: ("list.zip", zipped({"list.vrt": _vrt(c.path)})),
    "VRT called CSV in a zip": lambda c: ("list.zip", zipped({"list.csv": _vrt(c.path)})),
    "VRT called KML in a KMZ": lambda c: ("list.kmz", zipped({"doc.kml": _vrt(c.path)})),
    "VRT beside a shapefile": lambda c: ("list.zip", zipped({"a.shp": _vrt(c.path), "a.dbf": b"", "a.shx": b""})),
    "GDALG": lambda c: ("list.gdalg.json", _gdalg(c.path)),
    "GDALG called GeoJSON": lambda c: ("list.geojson", _gdalg(c.path)),
    "GDALG called CSV": lambda c: ("list.csv", b"\xef\xbb\xbf  " + _gdalg(f"/vsicurl/{c.address}/x")),
    "GDALG in a zip": lambda c: ("list.zip", zipped({"list.json": _gdalg(c.path)})),
    "WFS by XML": lambda c: ("list.xml", f"<OGRWFSDataSource><URL>{c.address}</URL></OGRWFSDataSource>".encode()),
    "WFS by a line": lambda c: ("list.csv", f"WFS:{c.address}/wfs".encode()),
    "WMS by XML": lambda c: ("list.csv", f'<GDAL_WMS><Service name="TMS"><ServerUrl>{c.address}</ServerUrl></Service></GDAL_WMS>'.encode()),
    "an address alone": lambda c: ("list.csv", f"{c.address}/list.csv".encode()),
    "a virtual path": lambda c: ("list.csv", f"/vsicurl/{c.address}/x.csv".encode()),
    "a path in a zip": lambda c: ("list.csv", f"/vsizip/{{{c.path}}}".encode()),
    "a database by a line": lambda c: ("list.csv", f"PG:host=127.0.0.1 port={c.port}".encode()),
    "a file by a line": lambda c: ("list.csv", f"CSV:{c.path}".encode()),
    "crs that is a link": lambda c: ("list.geojson", _collection(crs={"type": "link", "properties": {"href": c.address, "type": "proj4"}})),
    "crs that is a file": lambda c: ("list.geojson", _collection(crs={"type": "link", "properties": {"href": c.path, "type": "ogcwkt"}})),
    "crs named by an address": lambda c: ("list.geojson", _collection(crs={"type": "name", "properties": {"name": f"{c.address}/crs/EPSG:4326"}})),
    "crs that includes a file": lambda c: ("list.geojson", _collection(crs={"type": "name", "properties": {"name": f"+init={c.path}:1"}})),
    "crs by a number of an address": lambda c: ("list.geojson", _collection(crs={"type": "EPSG", "properties": {"code": c.address}})),
    "a geometry elsewhere": lambda c: ("list.geojson", json.dumps({"type": "FeatureCollection", "features": [feature("H") | {"geometry": {"type": "link", "href": c.file_address}}]}).encode()),
    "TopoJSON of an address": lambda c: ("list.json", json.dumps({"type": "Topology", "objects": {}, "arcs": [c.address]}).encode()),
    "ESRI JSON of an address": lambda c: ("list.json", json.dumps({"url": c.address, "layers": [{"url": c.address}]}).encode()),
    "a reference in JSON": lambda c: ("list.json", json.dumps({"$ref": c.file_address, "features": {"$ref": c.address}}).encode()),
    "ORUK with a next page": lambda c: ("services.json", json.dumps({"totalElements": 500, "totalPages": 5, "number": 1, "size": 100, "next": f"{c.address}?page=2", "links": [{"rel": "next", "href": c.address}], "content": [{"id": "1", "name": "Hostile", "url": c.address, "$ref": c.file_address}]}).encode()),
    "ORUK 3 with a next page": lambda c: ("services.json", json.dumps({"total_items": 500, "total_pages": 5, "page_number": 1, "next": c.address, "contents": [{"id": "1", "name": "Hostile", "organization": {"$ref": c.address, "logo": c.file_address}}]}).encode()),
    "HSDS tables elsewhere": lambda c: ("hsds.zip", zipped({"datapackage.json": json.dumps({"resources": [{"name": "organizations", "path": c.path}, {"name": "services", "path": f"{c.address}/s.csv"}]}).encode(), "services.csv": b"id,name\n1,Hostile\n"})),
    "KML of links": lambda c: ("list.kml", kml(f"<NetworkLink><name>N</name><Link><href>{c.address}</href></Link></NetworkLink>")),
    "KML with an overlay": lambda c: ("list.kml", kml(f"<GroundOverlay><name>O</name><Icon><href>{c.file_address}</href></Icon></GroundOverlay>")),
    "KML with outer styles": lambda c: ("list.kml", kml(f"<Placemark><name>P</name><styleUrl>{c.address}#s</styleUrl><description><![CDATA[<img src='{c.address}'>]]></description><Point><coordinates>-2.36,51.38</coordinates></Point></Placemark>")),
    "KML with an inclusion": lambda c: ("list.kml", kml(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{c.file_address}" parse="text"/>')),
    "KML with a style sheet": lambda c: ("list.kml", f'<?xml-stylesheet href="{c.address}"?>'.encode() + kml("")),
    "KMZ of links": lambda c: ("list.kmz", zipped({"doc.kml": kml(f"<NetworkLink><Link><href>../../{c.path}</href></Link></NetworkLink>")})),
    "GPX of links": lambda c: ("list.gpx", (_GPX % (f'<metadata><link href="{c.address}"/></metadata>', f'<name>H</name><link href="{c.file_address}"/>')).encode()),
    "GML of links": lambda c: ("list.gml", f'<FeatureCollection xmlns:xlink="x"><member xlink:href="{c.address}"/></FeatureCollection>'.encode()),
    "osmChange": lambda c: ("list.osm", f'<osmChange generator="{c.address}"><create/></osmChange>'.encode()),
    "XXE in KML": lambda c: ("list.kml", _entity(c).encode() + kml("<Placemark><name>&c;</name></Placemark>")),
    "XXE of an address in KML": lambda c: ("list.kml", _entity(c, at=c.address).encode() + kml("<Placemark><name>&c;</name></Placemark>")),
    "XXE in GPX": lambda c: ("list.gpx", (_entity(c) + _GPX % ("", "<name>&c;</name>")).encode()),
    "XXE in OpenStreetMap XML": lambda c: ("list.osm", (_entity(c) + _OSM % "&c;").encode()),
    "XXE in KMZ": lambda c: ("list.kmz", zipped({"doc.kml": _entity(c).encode() + kml("<name>&c;</name>")})),
    "XXE in XLSX": lambda c: ("list.xlsx", zipped(XLSX | {"xl/sharedStrings.xml": f'{_entity(c)}<sst count="1" uniqueCount="1"><si><t>&c;</t></si></sst>'.encode()})),
    "XXE in a sheet": lambda c: ("list.xlsx", zipped(XLSX | {"xl/worksheets/sheet1.xml": _entity(c).encode() + sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>')})),
    "XXE in ODS": lambda c: ("list.ods", zipped(ODS | {"content.xml": _entity(c).encode() + ODS["content.xml"]})),
    "XXE in UTF-16": lambda c: ("list.kml", (_entity(c) + kml("<name>&c;</name>").decode()).encode("utf-16")),
    "XXE behind an instruction": lambda c: ("list.kml", b"<?a?><!-- > -->\n<?b?>" + _entity(c).encode() + kml("<name>&c;</name>")),
    "an outer DTD": lambda c: ("list.kml", f'<!DOCTYPE kml SYSTEM "{c.address}/kml.dtd">'.encode() + kml("")),
    "parameter entities": lambda c: ("list.kml", f'<!DOCTYPE kml [<!ENTITY % p SYSTEM "{c.address}/p.dtd"> %p;]>'.encode() + kml("")),
    "a billion laughs": lambda _: ("list.kml", _LAUGHS.encode() + kml("<Placemark><name>&j;</name></Placemark>")),
    "a billion laughs in XLSX": lambda _: ("list.xlsx", zipped(XLSX | {"xl/workbook.xml": _LAUGHS.encode() + workbook()})),
    "quadratic blow-up": lambda _: ("list.kml", _QUADRATIC.encode() + kml("&a;" * 100_000)),
    "deep XML": lambda _: ("list.kml", kml("<Folder>" * 2_000_000 + "</Folder>" * 10)),
    "deep GPX": lambda _: ("list.gpx", (_GPX % ("", "<extensions>" + "<a>" * 1_000_000)).encode()),
    "XML with an attribute of 20 MB": lambda _: ("list.kml", kml(f'<Placemark id="{"x" * 20_000_000}"/>')),
    "XML with a million attributes": lambda _: ("list.kml", kml("<Placemark " + " ".join(f'a{x}="1"' for x in range(1_000_000)) + "/>")),
    "XML of another encoding": lambda c: ("list.kml", b'<?xml version="1.0" encoding="utf-7"?>' + kml("+ADw-name+AD4-") + c.path.encode()),
    "XML in UTF-32": lambda c: ("list.kml", (_entity(c) + kml("").decode()).encode("utf-32")),
}  # fmt: skip
