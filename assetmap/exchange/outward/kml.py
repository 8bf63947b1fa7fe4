"""
KML 2.2 (OGC 07-147r2): a folder a kind, our colours, every field as data so that it comes back.

No picture is fetched: a placemark is the program's own pin in our colour. What stands in a balloon is HTML to Google
Earth, so there the texts are written as HTML that shows them letter for letter; the name and what is said of the whole
document are plain text.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import shapely

from assetmap.cartography.palette import INK, mixed
from assetmap.exchange.outward.carried import without
from assetmap.exchange.outward.columns import title_of
from assetmap.exchange.outward.harmless import about_lines
from assetmap.exchange.outward.tables import number
from assetmap.exchange.own import cell_of, columns_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing

# XML 1.0, 2.2 Characters: what may not stand in a document, not even as a reference.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN = (
    "kind", "description", "own_words", "needs", "hours_text", "address", "postcode", "phone", "email", "website",
    "cost", "only_for", "step_free", "checked_on",
)  # fmt: skip
"""What a balloon tells, in this order."""
_NO_TAG = str.maketrans({"<": "‹"})
"""The document's own description is plain text with plain lines; only what would begin a tag is another sign."""


def write_kml(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write a Document with a folder for each kind that is there."""
    rows = without(assets, _UNFIT, outgoing, why="characters that XML cannot hold became “\ufffd”")
    for asset in rows:
        if asset.where is not None and len(getattr(asset.where, "geoms", ())) == 1:
            outgoing.lose(asset, "where", "a shape of several parts that has one alone is a plain one in KML")
    columns = columns_of(rows)
    words = vocabulary()
    kinds = [kind for kind in words.kinds if any(x.kind == kind for x in rows)]
    folders = "".join(
        f"<Folder><name>{_text(words.kinds[kind].plural)}</name>\n"
        + "".join(_placemark(x, columns) for x in rows if x.kind == kind)
        + "</Folder>\n"
        for kind in kinds
    )
    said = about_lines(outgoing.about)
    about = f"<description>{_text(chr(10).join(said).translate(_NO_TAG))}</description>" if said else ""
    name = outgoing.about.get("name") or "Community assets"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{_text(name)}</name>{about}\n{''.join(map(_style, kinds))}{folders}"
        "</Document></kml>\n",
        encoding="utf-8",
        newline="",
    )


def _style(kind: str) -> str:
    words = vocabulary()
    colour = words.groups[words.kinds[kind].group].colour
    edge = mixed(colour, INK, 0.45)
    return (
        f'<Style id="{kind}"><IconStyle><color>{_abgr(colour)}</color></IconStyle>'
        f"<LineStyle><color>{_abgr(edge)}</color><width>3</width></LineStyle>"
        f"<PolyStyle><color>{_abgr(colour, opacity=0x70)}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )


def _abgr(colour: str, *, opacity: int = 255) -> str:
    """Write a hex colour as KML does: opacity, blue, green, red."""
    return f"{opacity:02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _placemark(asset: Asset, columns: Sequence[str]) -> str:
    data = "".join(
        f"<Data name={_quoted(column)}><displayName>{_text(title_of(column))}</displayName>"
        f"<value>{_text(cell)}</value></Data>"
        for column in columns
        if (cell := cell_of(asset, column))
    )
    shape = "" if asset.where is None else _shape(asset.where)
    return (
        f'<Placemark id="a{asset.id}"><name>{_text(asset.name)}</name><Snippet maxLines="0"></Snippet>'
        f"<description>{_told(asset)}</description><styleUrl>#{asset.kind}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{shape}</Placemark>\n"
    )


def _told(asset: Asset) -> str:
    """Say what a balloon shows."""
    lines = [f"<h3>{_markup(asset.name)}</h3>"]
    lines += [
        f"<p><b>{_markup(title_of(field))}</b>: {_markup(cell)}</p>"
        for field in _SHOWN
        if (cell := cell_of(asset, field))
    ]
    return _text("".join(lines))


def _markup(text: str) -> str:
    """Write a text as HTML that shows it; `$[…]` would be replaced by a field, and is taken apart."""
    return html.escape(text).replace("$", "&#36;").replace("\n", "<br/>")


def _text(text: str) -> str:
    """Write a text between tags; a carriage return would be read as a line feed."""
    return escape(text, {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _shape(where: BaseGeometry) -> str:
    parts = [_part(x) for x in (where.geoms if hasattr(where, "geoms") else [where])]
    if where.geom_type.startswith("Multi"):
        return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"
    return parts[0]


def _part(where: BaseGeometry) -> str:
    if isinstance(where, shapely.Point):
        return f"<Point><coordinates>{_corners(where)}</coordinates></Point>"
    if isinstance(where, shapely.LineString):
        return f"<LineString><tessellate>1</tessellate><coordinates>{_corners(where)}</coordinates></LineString>"
    assert isinstance(where, shapely.Polygon)
    turned = shapely.orient_polygons(where, exterior_cw=False)
    rings = "".join(
        f"<{side}><LinearRing><coordinates>{_corners(ring)}</coordinates></LinearRing></{side}>"
        for side, ring in (("outerBoundaryIs", turned.exterior), *(("innerBoundaryIs", x) for x in turned.interiors))
    )
    return f"<Polygon><tessellate>1</tessellate>{rings}</Polygon>"


def _corners(where: BaseGeometry) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in shapely.get_coordinates(where).tolist())
