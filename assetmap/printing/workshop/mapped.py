"""The map of a sheet: light streets to stick dots on, with names large enough to be read standing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.cartography import drawing, palette
from assetmap.cartography.labels import Layout as Names
from assetmap.cartography.quietmap import cut
from assetmap.cartography.scale import MM_PER_PT, Window, distance_words
from assetmap.cartography.symbols import BOX, symbol
from assetmap.crs import WGS84, reproject_all
from assetmap.printing.fonts import measure
from assetmap.printing.voices import kept_as_it_is
from assetmap.printing.workshop.rooms import ENLARGED
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.cartography.labels import Label
    from assetmap.cartography.quietmap import LayerSource
    from assetmap.cartography.symbols import Symbol
    from assetmap.paper.layout import Layout

NAME_PT = 12.0
"""Size of the names of streets on A4; larger paper enlarges them, see `rooms.ENLARGED`."""
_PART_PT = 15.0
_PIN_PT = 17.0
_PALER = {
    palette.LAND: "#FAF9F5", palette.GREEN: "#E6F1DD", palette.GREEN_EDGE: "#B4C6A8", palette.WATER: "#DCEBF5",
    palette.WATER_EDGE: "#9DBBD0", palette.STREET_CASING: "#A3A09A", palette.MAIN_STREET: "#FCF1D2",
    palette.MAIN_CASING: "#8E8A80",
}  # fmt: skip
"""The quiet map's colours as they are on a sheet: so pale that no small park is taken for a green dot, by no eye."""
_LANDMARKS = frozenset({"station", "hospital", "bridge", "school", "church", "library", "hall"})
_NEAR_PT = 24.0
"""So near to its mark is the name of a landmark, or left out."""
_EACH_PT2 = 2600.0
"""About one name of a street for so much of the map, in square points of A4."""
_INKS = {"area": palette.INK, "landmark": palette.INK}
# No coloured ink: the letters of a park's name are no green dots.


@dataclass(frozen=True, kw_only=True)
class Text:
    """A line on the map: its middle in mm from the top left of the frame, turned clockwise, its size in points."""

    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0
    bold: bool = False
    ink: str = palette.INK


@dataclass(frozen=True, kw_only=True)
class MapDrawing:
    """`svg` fills the frame; `words` say the map to who cannot see it."""

    svg: str
    texts: tuple[Text, ...]
    words: str
    assets: tuple[Asset, ...]
    """Those that are drawn."""


def drawn(
    place: LayerSource,
    layout: Layout,
    *,
    bounds: tuple[float, float, float, float],
    metric_crs: str,
    name: str,
    scale: int,
    beneath: str = "",
    assets: Sequence[Asset] = (),
) -> MapDrawing:
    """
    Draw the ground of a sheet.

    Parameters
    ----------
    bounds
        Of the frame, in metres of `metric_crs`.
    name
        Of the place, for the words.
    beneath
        Markup in mm of the page that lies below the names.
    assets
        Drawn small with their sign; already past `disclosure`.
    """
    frame = layout.frame
    larger = ENLARGED[layout.paper]
    unit = larger * MM_PER_PT  # mm of paper a point of the drawing
    window = Window(
        west=bounds[0], south=bounds[1], east=bounds[2], north=bounds[3], width=frame.width / unit,
        height=frame.height / unit,
    )  # fmt: skip
    ground = cut(place, window, metric_crs=metric_crs)
    pins = _pins(assets, window, metric_crs=metric_crs)
    half = layout.cross_mm / 2 / unit
    crosses = [((x - frame.x) / unit, (y - frame.y) / unit) for x, y in layout.crosses]
    taken = [(x - half, y - half, x + half, y + half) for x, y in crosses]
    taken += [(x - _PIN_PT / 2, y - _PIN_PT / 2, x + _PIN_PT / 2, y + _PIN_PT / 2) for x, y, _asset in pins]
    parts = Names(ground, size=_PART_PT, measure=measure(), obstacles=taken)
    parts.parts_of_town(most=30, about=True)
    marks = _landmarks(place, window, metric_crs=metric_crs)
    taken += [_box_of(label) for label in parts.labels] + [(x - 4, y - 4, x + 4, y + 4) for _text, x, y in marks]
    names = Names(ground, size=NAME_PT, measure=measure(), obstacles=taken, tries=9)
    for row in list(marks):
        text, x, y = row
        names.beside(text, x=x, y=y, away=6.0, what="landmark")
        label = names.labels[-1]
        if abs(label.x - x) > label.width / 2 + _NEAR_PT or abs(label.y - y) > label.size / 2 + _NEAR_PT:
            names.labels.pop()  # so far away nobody would know what it names
            marks.remove(row)
    names.areas(most=40)
    names.streets(near=np.zeros((0, 2)), most=round(window.width * window.height / _EACH_PT2))
    labels = [*parts.labels, *names.labels]
    markup = [
        _pale(drawing.ground_markup(ground)),
        f'<g transform="scale({1 / unit:.9f}) translate({-frame.x:g} {-frame.y:g})">{beneath}</g>',
        _pale(drawing.plates_markup(labels)),
        *(_spot(x, y) for _text, x, y in marks),
        *(_pin(symbol(a.kind), x=x, y=y) for x, y, a in pins),
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width:g}mm" height="{frame.height:g}mm" '
        f'viewBox="0 0 {window.width:.4f} {window.height:.4f}">{"".join(markup)}</svg>'
    )
    texts = [
        Text(text=x.text, x=x.x * unit, y=x.y * unit, size=x.size * larger, angle=x.angle, bold=x.bold,
             ink=_INKS.get(x.what, palette.QUIET_INK))
        for x in labels
    ]  # fmt: skip
    for x, y, asset in pins:
        sign = symbol(asset.kind)
        k = _PIN_PT / BOX
        texts.append(
            Text(text=sign.sign, x=(x + (sign.x - 12) * k) * unit, y=(y + (sign.y - 12) * k) * unit,
                 size=sign.size * k * larger, bold=True)
        )  # fmt: skip
    known = tuple(dict.fromkeys(label.text for label in parts.labels))
    return MapDrawing(
        svg=svg,
        texts=tuple(texts),
        words=_in_words(name, window, scale=scale, parts=known),
        assets=tuple(asset for _x, _y, asset in pins),
    )


def as_json(made: MapDrawing, layout: Layout) -> dict[str, Any]:  # JSON
    """Lay the drawing out for the template, which writes its texts as strings."""
    frame = layout.frame
    return {
        "x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height, "svg": made.svg, "alt": made.words,
        "texts": [
            {"text": t.text, "x": t.x, "y": t.y, "size": t.size, "angle": t.angle, "bold": t.bold, "ink": t.ink}
            for t in made.texts
        ],
    }  # fmt: skip


def scale_words(scale: int) -> str:
    """Say a scale: “1 : 5,000”."""
    # translators: the scale of a map
    return kept_as_it_is(_("1 : {number}", number=number_text(scale)))


def _pale(markup: str) -> str:
    for colour, paler in _PALER.items():
        markup = markup.replace(colour, paler)
    return markup


def _in_words(name: str, window: Window, *, scale: int, parts: Sequence[str]) -> str:
    said = _(
        "Map of {place} to write on, about {distance} across, at a scale of {scale}.",
        place=name, distance=distance_words(window.east - window.west), scale=scale_words(scale),
    )  # fmt: skip
    if not parts:
        return said
    return " ".join([said, _("It shows {parts}.", parts=", ".join(parts[:12]))])


def _pins(assets: Sequence[Asset], window: Window, *, metric_crs: str) -> list[tuple[float, float, Asset]]:
    """Place each asset that lies on the sheet, in points of the drawing."""
    placed = [asset for asset in assets if asset.where is not None]
    if not placed:
        return []
    shapes = reproject_all([asset.where for asset in placed], WGS84, metric_crs)
    spots = window.to_page(shapely.get_coordinates(shapely.point_on_surface(shapes)))
    edge = _PIN_PT / 2
    shown: list[tuple[float, float, Asset]] = []
    for (x, y), asset in zip(spots.tolist(), placed, strict=True):
        inside = edge < x < window.width - edge and edge < y < window.height - edge
        if inside and all(math.dist((x, y), other[:2]) > edge for other in shown):  # one on another says nothing
            shown.append((x, y, asset))
    return shown


def _landmarks(place: LayerSource, window: Window, *, metric_crs: str) -> list[tuple[str, float, float]]:
    """Return what people find their way by: stations, hospitals, bridges, as the place's names have them."""
    frame = place.layer("names")
    if frame is None or not len(frame) or frame.crs is None or "what" not in frame:
        return []
    said = frame["what"].fillna("").str.casefold()
    rows = frame[said.isin(_LANDMARKS)]
    if not len(rows):
        return []
    shapes = reproject_all(rows.geometry.to_numpy(), rows.crs.to_wkt(), metric_crs)
    spots = window.to_page(shapely.get_coordinates(shapely.point_on_surface(shapes)))
    return [
        (str(name), x, y)
        for name, (x, y) in zip(rows["name"], spots.tolist(), strict=True)
        if isinstance(name, str) and name.strip() and 12 < x < window.width - 12 and 12 < y < window.height - 12
    ]


def _pin(sign: Symbol, *, x: float, y: float) -> str:
    """Draw an asset that is known already: its family's outline on white, for coloured it would be taken for a dot."""
    k = _PIN_PT / BOX
    return (
        f'<path transform="translate({x - _PIN_PT / 2:.2f} {y - _PIN_PT / 2:.2f}) scale({k:.4f})" d="{sign.path}" '
        f'fill="{palette.PAPER}" stroke="{palette.FADED_INK}" stroke-width="1.1" stroke-linejoin="round"/>'
    )


def _spot(x: float, y: float) -> str:
    return (
        f'<rect x="{x - 3:.2f}" y="{y - 3:.2f}" width="6" height="6" fill="{palette.INK}" stroke="{palette.PAPER}" '
        'stroke-width="1.2"/>'
    )


def _box_of(label: Label) -> tuple[float, float, float, float]:
    return (
        label.x - label.width / 2, label.y - label.size / 2, label.x + label.width / 2, label.y + label.size / 2,
    )  # fmt: skip
