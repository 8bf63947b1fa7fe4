"""The style with which QGIS opens a layer of ours (QML): each kind by our own symbol, or by its family's colour."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from assetmap.cartography import symbols
from assetmap.cartography.palette import INK, mixed
from assetmap.exchange.outward.columns import title_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SIZE_MM = "6"


def style_of(layer: str, kinds: Sequence[str], *, columns: Sequence[str]) -> str:
    """
    Write the style of a layer.

    Parameters
    ----------
    layer
        `points`, `lines` or `areas`.
    kinds
        Those in it, by key: the categories, each with the label that stands in the column `kind`.
    columns
        All of the layer's; their titles become QGIS's aliases.

    Notes
    -----
    QGIS 3 user manual, “QML - The QGIS Style File Format”. Symbols are SVG within the style itself: QGIS fetches
    nothing. No text of an asset is in it, and no expression.
    """
    sort, make = {"points": ("marker", _marker), "lines": ("line", _line), "areas": ("fill", _fill)}[layer]
    words = vocabulary()
    categories = "".join(
        f'<category value={quoteattr(words.label(kind))} label={quoteattr(words.label(kind))} symbol="{at}" '
        'render="true" type="string"/>'
        for at, kind in enumerate(kinds)
    )
    drawn = "".join(
        f'<symbol name="{at}" type="{sort}" alpha="1" clip_to_extent="1" force_rhr="0">{make(kind)}</symbol>'
        for at, kind in enumerate(kinds)
    )
    aliases = "".join(
        f'<alias field={quoteattr(x)} name={quoteattr(title_of(x))} index="{at}"/>' for at, x in enumerate(columns, 1)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.28.0" styleCategories="Symbology|Fields" labelsEnabled="0">'
        '<renderer-v2 type="categorizedSymbol" attr="kind" forceraster="0" symbollevels="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{drawn}</symbols></renderer-v2>"
        f"<aliases>{aliases}</aliases><previewExpression>{escape(chr(34))}name{escape(chr(34))}</previewExpression>"
        f"<layerGeometryType>{('points', 'lines', 'areas').index(layer)}</layerGeometryType></qgis>"
    )


def _marker(kind: str) -> str:
    drawn = base64.b64encode(symbols.symbol_svg(kind).encode()).decode()
    return _drawn(
        "SvgMarker",
        {"name": f"base64:{drawn}", "size": _SIZE_MM, "size_unit": "MM", "angle": "0", "offset": "0,0",
         "offset_unit": "MM", "color": _rgb(_colour(kind)), "outline_color": _rgb(INK), "outline_width": "0",
         "outline_width_unit": "MM", "scale_method": "diameter", "horizontal_anchor_point": "1",
         "vertical_anchor_point": "1", "fixedAspectRatio": "0"},
    )  # fmt: skip


def _line(kind: str) -> str:
    return _drawn(
        "SimpleLine",
        {"line_color": _rgb(mixed(_colour(kind), INK, 0.25)), "line_width": "1", "line_width_unit": "MM",
         "line_style": "solid", "capstyle": "round", "joinstyle": "round"},
    )  # fmt: skip


def _fill(kind: str) -> str:
    return _drawn(
        "SimpleFill",
        {"color": _rgb(_colour(kind), alpha=110), "style": "solid",
         "outline_color": _rgb(mixed(_colour(kind), INK, 0.45)), "outline_width": "0.4", "outline_width_unit": "MM",
         "outline_style": "solid", "joinstyle": "round"},
    )  # fmt: skip


def _drawn(what: str, options: Mapping[str, str]) -> str:
    # QGIS reads `Option` from 3.20 on and `prop` before.
    newer = "".join(f'<Option name="{k}" value={quoteattr(v)} type="QString"/>' for k, v in options.items())
    older = "".join(f'<prop k="{k}" v={quoteattr(v)}/>' for k, v in options.items())
    return f'<layer class="{what}" enabled="1" locked="0" pass="0"><Option type="Map">{newer}</Option>{older}</layer>'


def _colour(kind: str) -> str:
    words = vocabulary()
    return words.groups[words.kinds[kind].group].colour


def _rgb(colour: str, *, alpha: int = 255) -> str:
    """Write a hex colour as QGIS does: red, green, blue, opacity."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"
