# ruff: noqa: E501  # one file a line
"""Hostile files that are lists: tables, JSON, and names of files."""

from __future__ import annotations

import json
import math
import pickle
import random
from typing import TYPE_CHECKING

from tests.torture.strangers_parts import feature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.torture.strangers_canary import Bait

_HEAD = b"name,lat,lon\n"
_ROW = b"Hostile,51.38,-2.36\n"
_LIST = _HEAD + _ROW


class _Caller:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return open, (self.path,)  # what a loaded pickle would do


def _csv(content: bytes) -> tuple[str, bytes]:
    return "list.csv", content


def _cells(heading: str, *cells: str) -> tuple[str, bytes]:
    rows = "".join(f'Hostile {n},51.38,-2.36,"{x.replace(chr(34), chr(34) * 2)}"\n' for n, x in enumerate(cells))
    return _csv(f"name,lat,lon,{heading}\n{rows}".encode())


def _json(content: str) -> tuple[str, bytes]:
    return "list.geojson", content.encode()


def _shaped(shape: str) -> tuple[str, bytes]:
    return _json(
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"H"}},"geometry":{shape}}}]}}'
    )


def _of(kind: str, coordinates: object) -> tuple[str, bytes]:
    return _shaped(json.dumps({"type": kind, "coordinates": coordinates}))


def _crossing(many: int) -> list[list[list[float]]]:
    chance = random.Random(3)  # noqa: S311  # a seeded outline, no secret
    ring = [[-2.4 + chance.random() / 10, 51.3 + chance.random() / 10] for _ in range(many)]
    return [[*ring, ring[0]]]


_DEEP = "[" * 900 + "-2.36,51.38" + "]" * 900
_COLLECTION = '{"type":"GeometryCollection","geometries":['

KINDS: Mapping[str, Callable[[Bait], tuple[str, bytes]]] = {
    "quotes that never close": lambda _: _csv(_HEAD + b'"a,51,-2\n' * 200_000),
    "quotes in quotes": lambda _: _csv(_HEAD + b'"' * 20_000_000),
    "one line of 49 MB": lambda _: _csv(b"name,lat,lon\n" + b"x" * 49_000_000),
    "one heading of 40 MB": lambda _: _csv(b"name" + b" " * 40_000_000 + b",lat,lon\n" + _ROW),
    "headings without end": lambda _: _csv(b",".join(b"name%d" % x for x in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n"),
    "a hundred thousand empty headings": lambda _: _csv(b"name" + b"," * 100_000 + b"\n" + b"," * 100_000 + b"x\n"),
    "rows of commas": lambda _: _csv(_HEAD + (b"," * 1000 + b"\n") * 40_000),
    "a million rows": lambda _: _csv(_HEAD + _ROW * 1_000_000),
    "twenty million empty rows": lambda _: _csv(_HEAD + b"\n" * 20_000_000),
    "one heading a thousand times": lambda _: _csv(b"name," * 5_000 + b"\n" + b"x," * 5_000 + b"\n"),
    "a number of a million digits": lambda _: _csv(b"name,lat,lon\nHostile," + b"9" * 1_000_000 + b",-2.36\n"),
    "numbers that are none": lambda _: _csv(b"name,lat,lon\nA,NaN,inf\nB,-Infinity,nan\nC,1e999,-1e999\nD,0x1F,1_000\nE,\xd9\xa1\xd9\xa2,1\n"),
    "UTF-7": lambda _: _csv(b"name,lat,lon\n+ADw-script+AD4-,51.38,-2.36\n"),
    "half of UTF-16": lambda _: _csv(_LIST.decode().encode("utf-16")[:-1]),
    "half a pair of UTF-16": lambda _: _csv(b"\xff\xfe" + _HEAD.decode().encode("utf-16-le") + b"\x3d\xd8,\x005\x001\x00\n\x00"),
    "UTF-32": lambda _: _csv(_LIST.decode().encode("utf-32")),
    "null bytes": lambda _: _csv(b"name,lat,lon\nA\x00B,51.38,-2.36\n\x00,\x00,\x00\n"),
    "null bytes alone": lambda _: _csv(bytes(10_000_000)),
    "broken UTF-8": lambda _: _csv(_HEAD + b"\xc0\xaf\xed\xa0\x80\xf8\x88,51.38,-2.36\n"),
    "a delimiter that is no sign": lambda _: _csv(b"sep=\x00\n" + _LIST),
    "a delimiter that is a quote": lambda _: _csv(b'sep="\n' + _LIST),
    "carriage returns alone": lambda _: _csv(b"name,lat,lon\r" + b"A,51.38,-2.36\r" * 5_000),
    "cells that run": lambda c: _cells("description", "=cmd|' /C calc'!A0", f'=HYPERLINK("{c.address}")', "@SUM(1)", "+1", "-1"),
    "tags that do not end": lambda _: _cells("description", "<a " * 30_000, "<" * 100_000, "<!--" * 20_000, "&#" + "9" * 100_000 + ";"),
    "spaces that do not end": lambda _: _cells("address", " " * 1_000_000 + "x", "\t" * 500_000 + ",", "a" * 1_000_000, ", " * 200_000),
    "opening hours that do not end": lambda _: _cells("opening_hours", "Mo-" * 50_000, "Mo 09:00-17:00; " * 20_000, "(" * 50_000, "1" * 500_000),
    "postcodes that do not end": lambda _: _cells("postcode", "BA1 " * 100_000, "A" * 500_000, "1" * 500_000),
    "telephones that do not end": lambda _: _cells("phone", "0" * 1_000_000, "+44 " * 100_000, "(0)" * 100_000),
    "addresses of the web that do not end": lambda _: _cells("website", "http://" * 100_000, "www." * 100_000, "javascript:alert(1)", "file:///etc/passwd"),
    "letters that do not end": lambda _: _cells("email", "a@" * 200_000, "a" * 300_000 + "@", "." * 300_000),
    "days that do not end": lambda _: _cells("last checked", "1/" * 200_000, "9" * 4_000, "2026-" * 100_000),
    "pairs that do not end": lambda _: _cells("location", "(" * 200_000, "51.38," * 100_000, "(51.38, -2.36" + " " * 500_000, "-" * 300_000),
    "deep shapes in words": lambda _: _cells("wkt", "GEOMETRYCOLLECTION(" * 100_000, "POINT(" + "9" * 100_000 + " 1)", "POLYGON((" + "0 0," * 300_000 + "0 0))", "MULTIPOINT(" * 50_000),
    "shapes in a hundred dimensions": lambda _: _cells("wkt", "POINT(" + "1 " * 100_000 + ")", "POINT EMPTY", "POINT(nan nan)", "POINT(inf inf)"),
    "grid references that do not end": lambda _: _cells("grid reference", "ST" + "7" * 200_000, "ST 7 6" * 50_000),
    "accents that do not end": lambda _: _cells("description", "e" + "\u0301" * 500_000, "\ufdfa" * 100_000),
    "names that turn around": lambda _: _csv("name,lat,lon\n\u202eevil\u2066,51.38,-2.36\n**x** :red[y] <b>,51.38,-2.36\n".encode()),
    "headings that are code": lambda _: _csv(b"name,lat,lon,{{7*7}},__class__,<script>,$x$\nA,51.38,-2.36,1,2,3,4\n"),
    "a heading that is ours": lambda _: _csv(b"id,short,name,kind,status,schedules\n1,1,A,green place,withdrawn,[[[[[[\n"),
    "our own columns, deep": lambda _: _csv(f"id,short,name,kind,schedules,said_in\n1,000001,A,green place,{'[' * 100_000},{'{' * 10}\n".encode()),
    "a pickle": lambda c: ("list.pkl", pickle.dumps(_Caller(c.path))),
    "a pickle called CSV": lambda c: _csv(pickle.dumps(_Caller(c.path))),
    "an old pickle called CSV": lambda c: _csv(pickle.dumps(_Caller(c.path), protocol=0)),
    "deep JSON": lambda _: _json("[" * 10_000_000),
    "deep JSON that ends": lambda _: _json("[" * 5_000_000 + "]" * 5_000_000),
    "JSON just as deep as may be": lambda _: _json("[" * 900 + "]" * 900),
    "deep objects": lambda _: _json('{"a":' * 1_000_000),
    "deep properties": lambda _: _json('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"name":"H","x":' + '{"y":' * 900 + "1" + "}" * 900 + "}}]}"),
    "a JSON number of a million digits": lambda _: _json("[" + "9" * 1_000_000 + "]"),
    "a JSON number with a million zeros": lambda _: _of("Point", [-2.36, 1e300]),
    "JSON numbers that are none": lambda _: _shaped('{"type":"Point","coordinates":[NaN,Infinity]}'),
    "millions of lists": lambda _: _json("[" + "[]," * 12_000_000 + "[]]"),
    "millions of objects": lambda _: _json('{"type":"FeatureCollection","features":[' + "{}," * 12_000_000 + "{}]}"),
    "a feature a key": lambda _: _json('{"type":"FeatureCollection","features":[' + ",".join(f'{{"type":"Feature","geometry":null,"properties":{{"k{x}":1}}}}' for x in range(90_000)) + "]}"),
    "an object with a million keys": lambda _: _json('[{"name":"H",' + ",".join(f'"k{x}":{x}' for x in range(1_000_000)) + "}]"),
    "a key a million times": lambda _: _json("[{" + '"name":"H",' * 1_000_000 + '"name":"H"}]'),
    "deep coordinates": lambda _: _shaped(f'{{"type":"MultiPolygon","coordinates":{_DEEP}}}'),
    "collections in collections": lambda _: _shaped(_COLLECTION * 300 + "]}" * 300),
    "collections in collections, deeper": lambda _: _shaped(_COLLECTION * 100_000),
    "coordinates that are words": lambda c: _of("Point", [c.address, {"a": 1}]),
    "coordinates in a hundred dimensions": lambda _: _of("Point", list(range(100_000))),
    "coordinates without end": lambda _: _of("Point", [math.pi * 1e308, -1e308]),
    "a geometry of no kind": lambda _: _of("__class__", [0, 0]),
    "a geometry that is a number": lambda _: _shaped("12"),
    "a line of one point": lambda _: _of("LineString", [[-2.36, 51.38]]),
    "an outline that crosses itself without end": lambda _: _of("Polygon", _crossing(200_000)),
    "an outline that crosses itself": lambda _: _of("Polygon", _crossing(3_000)),
    "an outline with ten thousand holes": lambda _: _of("Polygon", _crossing(10) * 10_000),
    "a million points in one": lambda _: _of("MultiPoint", [[-2.36, 51.38]] * 1_000_000),
    "halves of letters in JSON": lambda _: _json(json.dumps({"type": "FeatureCollection", "features": [feature("\ud83d"), feature("a\x00b"), feature("\udcff" * 9)]})),
    "JSON that is two": lambda _: _json("{}{}"),
    "JSON with a mark and a comment": lambda _: _json('\ufeff/* x */ {"a":1}'),
    "JSON of features that are none": lambda _: _json('{"type":"FeatureCollection","features":{"length":9}}'),
    "our own file, foreign": lambda _: ("own.json", b'{"assets":[{"id":"../../x","name":"H","where":{"type":"Point","coordinates":[0,0]},"said_in":{"pl":{"name":[[1]]}},"schedules":[{"days":"x"}]}]}'),
    "a name on two lines": lambda _: ("list\nof\x1b[31m things.csv", _LIST + b"x"),
    "a name that turns around": lambda _: ("list\u202evsc.exe.csv", b""),
    "a name that climbs": lambda _: ("..csv", b""),
    "a name of a device": lambda _: ("CON.csv", b""),
    "a name of a device alone": lambda _: ("NUL", b"\x00"),
    "a name that is long": lambda _: ("x" * 240 + ".csv", b""),
    "a name that is code": lambda _: ("$(touch x);`id`'{{7*7}}<b>.csv", b""),
    "a name that is an option": lambda _: ("--help.csv", b""),
}  # fmt: skip
