"""Looking for canaries in bytes: words in every spelling, places as text, as numbers, in metres of two grids."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import struct
import urllib.parse
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING

import shapely
from pyproj import Transformer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.canary.town import Refuge

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_GRIDS = ("EPSG:3857", "EPSG:27700")


def leaks_in(content: bytes, refuges: Sequence[Refuge], *, circle: str) -> list[str]:
    """Name every canary that the circle may not see: “the address of Quarter”."""
    words, places = _found(content, refuges)
    said = [f"“{word}” of {x.key}" for x in refuges for word in x.hidden[circle] if (x.key, word) in words]
    return said + [f"the true place of {key}" for key in places]


_looked_at: dict[tuple[bytes, str], tuple[set[tuple[str, str]], list[str]]] = {}


def _found(content: bytes, refuges: Sequence[Refuge]) -> tuple[set[tuple[str, str]], list[str]]:
    """Find every canary in it, whoever may see which: what is the same for several circles is looked at once."""
    key = (hashlib.sha256(content).digest(), " ".join(refuge.where.wkt for refuge in refuges))
    if key not in _looked_at:
        layers = list(unfolded(content))
        texts = [layer.lower() for layer in layers]
        words = {
            (refuge.key, word)
            for refuge in refuges
            for word in {word for hidden in refuge.hidden.values() for word in hidden}
            if any(spelt in text for spelt in _spellings(word) for text in texts)
        }
        places = [
            refuge.key
            for refuge in refuges
            if any(_stands(place, layer) for place in _places(refuge.where) for layer in layers)
            or any(number in layer for number in _numbers(refuge.where) for layer in layers)
        ]
        _looked_at[key] = words, places
    return _looked_at[key]


def unfolded(content: bytes, *, depth: int = 3) -> Iterator[bytes]:
    """Give bytes, and everything that is packed in them."""
    yield content
    if not depth:
        return
    inner: list[bytes] = []
    if content[:2] == b"\x1f\x8b":
        inner.append(gzip.decompress(content))
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inner += [archive.read(name) for name in archive.namelist()]
    if content[:4] == b"PAR1":
        inner.append(_parquet_text(content))
    if content[:15] == b"BEGIN:VCALENDAR":  # its lines are folded (RFC 5545, 3.1) and its commas escaped
        inner.append(content.replace(b"\r\n ", b"").replace(b"\\,", b",").replace(b"\\;", b";"))
    if content[:5] == b"%PDF-":
        for stream in _STREAM.findall(content):
            try:
                inner.append(zlib.decompressobj().decompress(stream))
            except zlib.error:
                inner.append(stream)
        inner.append(_pdf_text(content))
    for one in inner:
        yield from unfolded(one, depth=depth - 1)


def _parquet_text(content: bytes) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: list[bytes] = []
    for row in pq.read_table(pa.BufferReader(content)).to_pylist():
        shape = row.pop("geometry", None)
        parts += [str(cell).encode("utf-8", "replace") for cell in row.values()]
        parts += [shape, shapely.from_wkb(shape).wkt.encode()] if shape else []
    return b"\n".join(parts)


def _pdf_text(content: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).encode("utf-8", "replace")
    finally:
        document.close()


@cache
def _spellings(word: str) -> tuple[bytes, ...]:
    import html

    plain = word.lower()
    closed = plain.replace(" ", "")
    spelt = {
        plain, closed, urllib.parse.quote(plain), urllib.parse.quote_plus(plain), html.escape(plain),
        json.dumps(plain)[1:-1],
    }  # fmt: skip
    return tuple({x.encode() for x in spelt} | {plain.encode("utf-16-be"), plain.encode("utf-16-le")})


@cache
def _corners(where: shapely.Geometry) -> tuple[tuple[float, float], ...]:
    points = shapely.get_coordinates(where).tolist()
    middle = where.centroid
    return tuple({(x, y) for x, y in [*points, (middle.x, middle.y)]})


_Written = tuple[set[bytes], set[bytes], re.Pattern[bytes]]


def _stands(place: _Written, layer: bytes) -> bool:
    """Say whether a place stands in it; first whether either number does, which is ten times quicker to see."""
    one, other, beside = place
    return any(x in layer for x in one) and any(x in layer for x in other) and beside.search(layer) is not None


@cache
def _places(where: shapely.Geometry) -> tuple[_Written, ...]:
    """Write a place as text: both numbers beside one another, cut or rounded to four decimals or more."""
    out = []
    for x, y in _corners(where):
        for one, other in ((x, y), (y, x)):
            a, b = _digits(one), _digits(other)
            out.append((a, b, re.compile(rb"(?<![\d.])" + _any(a) + rb"\d*[^\d.]{1,24}?" + _any(b))))
        for grid in _GRIDS:
            a, b = ({str(int(v)).encode(), str(round(v)).encode()} for v in _metres(grid).transform(x, y))
            out.append((a, b, re.compile(rb"(?<!\d)" + _any(a) + rb"(?:\.\d+)?[^\d]{1,24}?" + _any(b))))
    return tuple(out)


def _any(of: set[bytes]) -> bytes:
    return b"(?:" + b"|".join(re.escape(x) for x in sorted(of)) + b")"


def _digits(value: float) -> set[bytes]:
    sign, digits = ("-" if value < 0 else ""), abs(value)
    return {f"{sign}{x}".encode() for x in (f"{int(digits * 10**4) / 10**4:.4f}", f"{digits:.4f}")}


@cache
def _numbers(where: shapely.Geometry) -> frozenset[bytes]:
    """Write a place as the bytes of numbers: doubles one by one, floats side by side, whole millionths side by side."""
    out = set()
    for x, y in _corners(where):
        pairs = [(x, y), *(_metres(grid).transform(x, y) for grid in _GRIDS)]
        for one, other in pairs:
            for order in "<>":
                out |= {struct.pack(f"{order}d", v) for v in (one, other)}
                out |= {struct.pack(f"{order}2d", round(one, n), round(other, n)) for n in (4, 5, 6, 7)}
                out |= {struct.pack(f"{order}2f", a, b) for a, b in ((one, other), (other, one))}
        for scale in (10**5, 10**6, 10**7):
            out |= {struct.pack(f"{order}2i", round(x * scale), round(y * scale)) for order in "<>"}
    return frozenset(out)


@cache
def _metres(grid: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", grid, always_xy=True)
