"""The drawn map of a page: the place's own streets with numbered pins, and the same in words."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.cartography import drawing, palette
from assetmap.cartography.labels import Layout
from assetmap.cartography.pins import stand_apart
from assetmap.cartography.quietmap import cut
from assetmap.cartography.scale import compass_words, distance_words, fit, north_turn, scale_bar
from assetmap.cartography.symbols import BOX, FONT, symbol
from assetmap.crs import WGS84, reproject_all
from assetmap.printing.fonts import measure
from assetmap.printing.text import one_line, printable
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import LineString, Point
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.cartography.labels import Label
    from assetmap.cartography.pins import Box, Pin
    from assetmap.cartography.quietmap import LayerSource, QuietMap
    from assetmap.cartography.scale import Window
    from assetmap.printing.frame import Format


@dataclass(frozen=True, kw_only=True)
class MapText:
    """A line of text on the map: its middle in points of paper, turned clockwise by `angle` degrees."""

    text: str
    x: float
    y: float
    angle: float = 0.0
    size: float
    bold: bool = False
    ink: str = palette.INK


@dataclass(frozen=True, kw_only=True)
class DrawnMap:
    """
    A map `width` by `height` points.

    `markup` is its drawing as SVG without text, `texts` every line of text on it, `words` what it says to
    somebody who cannot see it.
    """

    width: float
    height: float
    markup: str
    texts: tuple[MapText, ...]
    words: str
    streets: tuple[str, ...] = ()
    """The nearest named street of each mark, or an empty string where none is near."""
    has_routes: bool = False

    def ground_svg(self) -> str:
        """Return the drawing without text, as a whole SVG."""
        return f"{self._opening()}>{self.markup}</svg>"

    def svg(self) -> str:
        """Return the drawing with its text, as a whole SVG that says `words` to a screen reader."""
        texts = "".join(
            f'<text transform="translate({t.x:.1f} {t.y:.1f}) rotate({t.angle:.1f})" y="{t.size * 0.34:.1f}" '
            f'text-anchor="middle" font-size="{t.size:g}" fill="{t.ink}" '
            f'font-weight="{700 if t.bold else 400}">'
            f"{html.escape(t.text)}</text>"
            for t in self.texts
        )
        return (
            f'{self._opening()} role="img" aria-label="{html.escape(self.words)}" font-family="{FONT}">'
            f'{self.markup}<g aria-hidden="true">{texts}</g></svg>'
        )

    def _opening(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}pt" height="{self.height:g}pt" '
            f'viewBox="0 0 {self.width:g} {self.height:g}"'
        )


@dataclass(frozen=True, kw_only=True)
class Mark:
    """
    An asset that gets a pin: its number on the list, and how its symbol is drawn.

    `route`: the way there on foot, EPSG:4326, drawn where `drawn_map` has the origin and not too many of them.
    """

    number: int
    asset: Asset
    distance_m: float | None
    overdue: bool
    route: LineString | None = None


ROUTES_A_MAP = 8
"""With more ways on one map nobody tells them apart."""


def drawn_map(
    marks: Sequence[Mark],
    *,
    origin: Point | None,
    place: LayerSource,
    metric_crs: str,
    width: float,
    format: Format,  # noqa: A002  (the name the page and the shell use)
    lacking: set[str],
    least_m: float = 0.0,
) -> DrawnMap | None:
    """
    Draw a map that shows every mark, and the origin if there is one.

    Parameters
    ----------
    marks
        Assets with a place.
    origin
        Where the person sets out, EPSG:4326; None leaves “you are here” off. Not kept.
    place
        Gives the layers.
    metric_crs
        The place's own system in metres.
    width
        In points of paper.
    lacking
        Characters that no font has are added to it.
    least_m
        How many metres from west to east it shows at least, so that somebody knows where it is.

    Returns
    -------
    drawn
        None where there is nothing to show.
    """
    height = round(width * format.map_share, 1)
    where = [mark.asset.where for mark in marks]
    shapes = reproject_all([*where, origin] if origin is not None else where, WGS84, metric_crs)
    spots = _spots(shapes, origin=shapes[-1] if origin is not None else None)
    spots = spots[np.isfinite(spots).all(axis=1)]
    if not len(spots) or len(spots) != len(shapes):
        return None
    routes = _routes(marks, metric_crs=metric_crs) if origin is not None else shapely.GeometryCollection()
    seen = np.concatenate([spots, shapely.get_coordinates(routes)])
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    ends = np.array([[-least_m / 2, 0.0], [least_m / 2, 0.0]])
    seen = np.concatenate([seen, middle + ends])
    window = fit([(x, y) for x, y in seen], width=width, height=height, margin=format.pin * 1.25)
    ground = cut(place, window, metric_crs=metric_crs)
    on_page = window.to_page(spots)
    pin_spots = [(float(x), float(y)) for x, y in on_page[: len(marks)]]
    here = (float(on_page[-1, 0]), float(on_page[-1, 1])) if origin is not None else None

    bar = scale_bar(window, longest=width * 0.22)
    bar_words = bar.words
    measured = measure()
    scale_box: Box = (
        6, height - 30, 6 + 7 + bar.length + 8 + measured(bar_words) * format.least * 1.06 + 6, height - 6,
    )  # fmt: skip
    # translators: one letter or a short word for “north”
    north = printable(pgettext("letter of the north arrow", "N"), lacking=lacking)
    north_wide = max(26.0, measured(north) * format.least * 1.06 + 8)
    north_box: Box = (width - 6 - north_wide, 6, width - 6, 6 + 28 + format.least * 1.15)
    obstacles: list[Box] = [scale_box, north_box]
    if here is not None:
        half = format.pin * 0.4
        obstacles.append((here[0] - half, here[1] - half, here[0] + half, here[1] + half))
    pins = stand_apart(pin_spots, window=window, size=format.pin, obstacles=obstacles)
    half = format.pin / 2
    taken = obstacles + [(p.x - half, p.y - half, p.x + half, p.y + half) for p in pins]
    labels = _names(Layout(ground, size=format.least, measure=measured, obstacles=taken), pins, here=here, form=format)

    symbols = [
        symbol(mark.asset.kind, number=mark.number, status=mark.asset.status, overdue=mark.overdue) for mark in marks
    ]
    middle = shapely.Point((window.west + window.east) / 2, (window.south + window.north) / 2)
    centre = reproject_all([middle], metric_crs, WGS84)[0]
    markup = [
        drawing.ground_markup(ground),
        drawing.outline_markup(_outlines(shapes[: len(marks)], window)),
        drawing.routes_markup(_outlines(np.array([routes], dtype=object), window)),
        drawing.plates_markup(labels),
        drawing.leaders_markup(pins),
        drawing.here_markup(x=here[0], y=here[1], size=format.pin * 0.8) if here is not None else "",
        *(drawing.pin_markup(s, x=p.x, y=p.y, size=format.pin) for s, p in zip(symbols, pins, strict=True)),
        drawing.scale_markup(bar, box=scale_box),
        drawing.north_markup(box=north_box, turn=north_turn(centre.x, centre.y, metric_crs=metric_crs)),
    ]
    k = format.pin / BOX
    texts = [
        MapText(text=printable(label.text, lacking=lacking), x=label.x, y=label.y, angle=label.angle, size=label.size,
                bold=label.bold, ink=_INKS.get(label.what, palette.QUIET_INK))
        for label in labels
    ]  # fmt: skip
    texts += [
        MapText(
            text=s.sign,
            x=p.x + (s.x - 12) * k,
            y=p.y + (s.y - 12) * k,
            size=max(s.size * k, format.least),
            bold=True,
            ink=s.ink,
        )
        for s, p in zip(symbols, pins, strict=True)
    ]
    texts.append(
        MapText(text=bar_words, x=scale_box[0] + 7 + bar.length + 8 + measured(bar_words) * format.least * 0.53,
                y=(scale_box[1] + scale_box[3]) / 2, size=format.least, bold=True)
    )  # fmt: skip
    texts.append(
        MapText(
            text=north,
            x=(north_box[0] + north_box[2]) / 2,
            y=north_box[3] - format.least * 0.62,
            size=format.least,
            bold=True,
        )
    )
    return DrawnMap(
        width=width,
        height=height,
        markup="".join(markup),
        texts=tuple(texts),
        words=printable(
            _in_words(marks, spots, window, has_origin=origin is not None, has_routes=not routes.is_empty),
            lacking=lacking,
        ),
        has_routes=not routes.is_empty,
        streets=tuple(_street_at(ground, x, y) for x, y in pin_spots),
    )


def _spots(shapes: np.ndarray, *, origin: BaseGeometry | None) -> np.ndarray:
    """Give where each number stands: inside an area, on a line where it is nearest to who sets out, else midway."""
    spots = shapely.point_on_surface(shapes)
    if origin is not None:
        lines = shapely.get_dimensions(shapes) == 1
        spots[lines] = shapely.get_point(shapely.shortest_line(shapes[lines], origin), 0)
    return np.array([(p.x, p.y) for p in spots]).reshape(-1, 2)


def _routes(marks: Sequence[Mark], *, metric_crs: str) -> BaseGeometry:
    """Make one drawing of the ways on foot, each stretch once: dots upon dots would be a line."""
    ways = [mark.route for mark in marks if mark.route is not None]
    if len(ways) > ROUTES_A_MAP:
        return shapely.GeometryCollection()
    return shapely.line_merge(shapely.union_all(reproject_all(ways, WGS84, metric_crs), grid_size=0.5))


_NEAR_M = 150.0


def _street_at(ground: QuietMap, x: float, y: float) -> str:
    if not ground.named_streets:
        return ""
    away = shapely.distance(np.array([s.geometry for s in ground.named_streets], dtype=object), shapely.Point(x, y))
    nearest = int(np.argmin(away))
    return ground.named_streets[nearest].name if away[nearest] <= _NEAR_M * ground.window.points_per_m else ""


_INKS = {"green": "#24501C", "water": "#124566", "here": palette.INK, "area": palette.INK}


def _names(layout: Layout, pins: Sequence[Pin], *, here: tuple[float, float] | None, form: Format) -> list[Label]:
    """Place the names: “you are here” always, then what helps to find one's way, as far as there is room."""
    spots = [(pin.true_x, pin.true_y) for pin in pins]
    if here is not None:
        layout.beside(_("You are here"), x=here[0], y=here[1], away=form.pin * 0.5, what="here")
        spots.append(here)
    layout.parts_of_town(most=4)
    layout.areas(most=5)
    layout.streets(near=np.array(spots).reshape(-1, 2), most=form.street_names)
    return layout.labels


def _outlines(shapes: np.ndarray, window: Window) -> np.ndarray:
    """Bring the assets that are lines or areas to points of paper, clipped to the map."""
    big = shapes[shapely.get_dimensions(shapes) >= 1]
    if not len(big):
        return big
    clipped = shapely.clip_by_rect(big, *window.bounds)
    moved = np.asarray(shapely.transform(clipped, window.to_page), dtype=object)
    return moved[~shapely.is_empty(moved)]


def _in_words(marks: Sequence[Mark], spots: np.ndarray, window: Window, *, has_origin: bool, has_routes: bool) -> str:
    """Say what the map says: how wide it is, and for each number the name, and how far and which way."""
    across = distance_words(window.east - window.west)
    if has_origin:
        start = _("Map of the streets around you, about {distance} across.", distance=across)
    else:
        start = _("Map, about {distance} across.", distance=across)
    if not marks:
        return f"{start} {_('A mark shows where you are.')}" if has_origin else start
    said = []
    for mark, (east, north) in zip(marks, spots - spots[-1], strict=False):
        known = {"number": mark.number, "name": one_line(mark.asset.name, most=100)}
        wind = compass_words(east, north) if has_origin and np.hypot(east, north) >= 20 else ""
        far = distance_words(mark.distance_m) if mark.distance_m is not None else ""
        if far and wind:
            # translators: {direction} is “north-east”: “3, Repair café, 620 metres to the east”
            said.append(_("{number}, {name}, {distance} to the {direction}", **known, distance=far, direction=wind))
        elif far:
            said.append(_("{number}, {name}, {distance}", **known, distance=far))
        elif wind:
            said.append(_("{number}, {name}, to the {direction}", **known, direction=wind))
        else:
            said.append(_("{number}, {name}", **known))
    shows = ngettext(
        "It shows {n} place: {places}.", "It shows {n} places: {places}.", len(marks), places="; ".join(said)
    )
    return " ".join([start, shows, *([_("Dotted lines show the ways on foot.")] if has_routes else [])])
