"""The maps of the atlas: the whole place in classes that a photocopy keeps, and each area with what is in reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.cartography import drawing, palette
from assetmap.cartography.labels import Layout
from assetmap.cartography.pins import stand_apart
from assetmap.cartography.quietmap import cut
from assetmap.cartography.scale import fit, north_turn, scale_bar
from assetmap.cartography.symbols import BOX, symbol
from assetmap.crs import WGS84, reproject_all
from assetmap.printing import gap_atlas_drawing as marks
from assetmap.printing.drawnmap import DrawnMap, MapText
from assetmap.printing.fonts import measure
from assetmap.printing.pdf import laid_map
from assetmap.printing.text import printable
from assetmap.printing.voices import plain
from assetmap.wording import pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.cartography.labels import Label
    from assetmap.cartography.pins import Box
    from assetmap.cartography.quietmap import LayerSource, QuietMap
    from assetmap.cartography.scale import ScaleBar, Window
    from assetmap.printing.frame import Format

_NAMES = 12
_WIDEST = 2.2
"""So many times wider may the map of an area become to show what is in reach of it."""
_STREETS = 4


@dataclass(frozen=True, kw_only=True)
class Spot:
    """An asset in reach: its number on the list and its shape in metres."""

    number: int
    asset: Asset
    shape: BaseGeometry


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """A map, the numbers that lie beyond it, and how many metres it is across."""

    map: DrawnMap
    beyond: frozenset[int]
    across_m: float
    streets: tuple[str, ...]
    """The named streets that run longest through the area, the longest first: people know a place by them."""


class Drawer:
    """Draws the maps of one place, all with the same type; what is read of the layers is read once."""

    def __init__(self, place: LayerSource, *, metric_crs: str, form: Format, width: float, lacking: set[str]) -> None:
        self._place = place
        self._crs = metric_crs
        self._form = form
        self._width = width
        self._lacking = lacking
        self._measure = measure()
        # translators: one letter or a short word for “north”
        self._north = printable(pgettext("letter of the north arrow", "N"), lacking=lacking)

    def whole(
        self,
        shapes: NDArray[np.object_],
        fills: Sequence[marks.Fill],
        *,
        bounds: tuple[float, ...],
        high: float,
        words: str,
    ) -> DrawnMap:
        """Draw all areas (metres) that `bounds` shows, `high` points at the most, each in its class."""
        west, south, east, north = bounds
        height = min(high, max(self._width * 0.3, (north - south) / max(east - west, 1.0) * self._width + 16))
        window = fit([(west, south), (east, north)], width=self._width, height=round(height, 1), margin=8)
        ground = cut(self._place, window, metric_crs=self._crs)
        moved = _on_page(shapes, window, simplify=0.25)
        scale_box, north_box, bar_text = self._furniture(window)
        signs = self._signs(moved, fills, [scale_box, north_box])
        taken = [scale_box, north_box, *(_box_of(x) for x in signs)]
        layout = Layout(ground, size=self._form.least, measure=self._measure, obstacles=taken)
        layout.parts_of_town(most=8)
        markup = [
            f'<rect width="{window.width:g}" height="{window.height:g}" fill="{palette.PAPER}"/>',
            *marks.fills_markup(moved, fills),
            marks.edges_markup(moved, fills),
            marks.lines_markup(ground),
            marks.signs_markup(signs),
            drawing.plates_markup(layout.labels),
            drawing.scale_markup(self._bar(window), box=scale_box),
            drawing.north_markup(box=north_box, turn=self._turn(window)),
        ]
        texts = (*self._named(layout.labels), *signs, bar_text, self._north_text(north_box))
        return DrawnMap(
            width=window.width, height=window.height, markup="".join(markup), texts=texts,
            words=printable(words, lacking=self._lacking),
        )  # fmt: skip

    def area(
        self,
        shape: BaseGeometry,
        *,
        homes: NDArray[np.float64],
        reached: NDArray[np.bool_],
        spots: Sequence[Spot],
        high: float,
    ) -> AreaMap:
        """
        Draw an area with its homes (metres; filled where something is in reach) and what is in reach of it.

        What it says in words is the page's own list: the caller puts it in.
        """
        window = self._window(shape, homes, spots, high=high)
        ground = cut(self._place, window, metric_crs=self._crs)
        outline = _on_page(np.array([shape], dtype=object), window, simplify=0.2)
        places = np.array([shapely.get_coordinates(shapely.point_on_surface(x.shape))[0] for x in spots]).reshape(-1, 2)
        on_page = window.to_page(places)
        size = self._form.pin
        room = np.array([window.width, window.height]) - size * 0.4
        inside: NDArray[np.bool_] = np.all((on_page > size * 0.4) & (on_page < room), axis=1)
        shown = [spot for spot, here in zip(spots, inside, strict=True) if here]
        scale_box, north_box, bar_text = self._furniture(window)
        pins = stand_apart(
            [(float(x), float(y)) for x, y in on_page[inside]], window=window, size=size,
            obstacles=[scale_box, north_box],
        )  # fmt: skip
        half = size / 2
        taken: list[Box] = [scale_box, north_box, *((p.x - half, p.y - half, p.x + half, p.y + half) for p in pins)]
        layout = Layout(ground, size=self._form.least, measure=self._measure, obstacles=taken)
        layout.parts_of_town(most=4)
        layout.areas(most=3)
        centre = shapely.get_coordinates(shapely.point_on_surface(outline[0]))
        layout.streets(near=centre if len(centre) else np.zeros((0, 2)), most=_NAMES)
        symbols = [symbol(spot.asset.kind, number=spot.number) for spot in shown]
        bodies = np.array([spot.shape for spot in shown], dtype=object)
        markup = [
            drawing.ground_markup(ground),
            marks.veil_markup(outline[0], window),
            drawing.outline_markup(_bodies(bodies, window)),
            marks.homes_markup(window.to_page(homes), reached),
            drawing.plates_markup(layout.labels),
            drawing.leaders_markup(pins),
            *(drawing.pin_markup(s, x=p.x, y=p.y, size=size) for s, p in zip(symbols, pins, strict=True)),
            drawing.scale_markup(self._bar(window), box=scale_box),
            drawing.north_markup(box=north_box, turn=self._turn(window)),
        ]
        k = size / BOX
        numbers = [
            MapText(text=s.sign, x=p.x + (s.x - 12) * k, y=p.y + (s.y - 12) * k, size=max(s.size * k, 9.0), bold=True,
                    ink=s.ink)
            for s, p in zip(symbols, pins, strict=True)
        ]  # fmt: skip
        texts = (*self._named(layout.labels), *numbers, bar_text, self._north_text(north_box))
        drawn = DrawnMap(width=window.width, height=window.height, markup="".join(markup), texts=texts, words="")
        beyond = frozenset(spot.number for spot, here in zip(spots, inside, strict=True) if not here)
        return AreaMap(
            map=drawn, beyond=beyond, across_m=window.east - window.west, streets=_through(outline[0], ground)
        )

    def _window(self, shape: BaseGeometry, homes: NDArray[np.float64], spots: Sequence[Spot], *, high: float) -> Window:
        """Show the area, and as many of the nearest places as the map can be widened for."""
        west, south, east, north = shape.bounds
        seen = [(west, south), (east, north), *map(tuple, homes.tolist())]
        window = fit(seen, width=self._width, height=high, margin=14)
        most = (window.east - window.west) * _WIDEST
        for spot in spots:
            x, y = shapely.get_coordinates(shapely.point_on_surface(spot.shape))[0].tolist()
            wider = fit([*seen, (x, y)], width=self._width, height=high, margin=self._form.pin)
            if wider.east - wider.west <= most:
                seen.append((x, y))
                window = wider
        return window

    def _furniture(self, window: Window) -> tuple[Box, Box, MapText]:
        least, high, wide = self._form.least, window.height, window.width
        bar = self._bar(window)
        words = self._measure(bar.words) * least * 1.06
        scale_box: Box = (6, high - 26, 6 + 7 + bar.length + 8 + words + 6, high - 6)
        north_wide = max(22.0, self._measure(self._north) * least * 1.06 + 8)
        north_box: Box = (wide - 6 - north_wide, 6, wide - 6, 6 + 28 + least * 1.15)
        text = MapText(
            text=bar.words, x=scale_box[0] + 7 + bar.length + 8 + words / 2, y=(scale_box[1] + scale_box[3]) / 2,
            size=least, bold=True,
        )  # fmt: skip
        return scale_box, north_box, text

    def _bar(self, window: Window) -> ScaleBar:
        return scale_bar(window, longest=window.width * 0.2)

    def _north_text(self, box: Box) -> MapText:
        least = self._form.least
        return MapText(text=self._north, x=(box[0] + box[2]) / 2, y=box[3] - least * 0.62, size=least, bold=True)

    def _turn(self, window: Window) -> float:
        middle = shapely.Point((window.west + window.east) / 2, (window.south + window.north) / 2)
        at = reproject_all([middle], self._crs, WGS84)[0]
        return north_turn(at.x, at.y, metric_crs=self._crs)

    def _named(self, labels: Sequence[Label]) -> list[MapText]:
        return [
            MapText(text=printable(x.text, lacking=self._lacking), x=x.x, y=x.y, angle=x.angle, size=x.size,
                    bold=x.bold, ink=_INKS.get(x.what, palette.QUIET_INK))
            for x in labels
        ]  # fmt: skip

    def _signs(self, shapes: NDArray[np.object_], fills: Sequence[marks.Fill], taken: Sequence[Box]) -> list[MapText]:
        """Put its sign into each area that has room for it."""
        size = self._form.least
        rows = [i for i, fill in enumerate(fills) if fill.sign and not shapes[i].is_empty]
        if not rows:
            return []
        circles = shapely.maximum_inscribed_circle(shapes[rows], tolerance=1.0)
        ends = shapely.get_coordinates(circles).reshape(-1, 2, 2)
        room = shapely.length(circles)
        blocked = shapely.union_all([shapely.box(*box) for box in taken])
        out = []
        for i, (middle, _end), radius in zip(rows, ends, room.tolist(), strict=True):
            wide = self._measure(fills[i].sign) * size * 1.06
            if radius < np.hypot(wide, size * 0.8) / 2 + 0.5:
                continue
            x, y = float(middle[0]), float(middle[1])
            if shapely.box(x - wide / 2, y - size / 2, x + wide / 2, y + size / 2).intersects(blocked):
                continue
            ink = palette.INK if fills[i].hatch else palette.ink_on(fills[i].colour)
            out.append(MapText(text=fills[i].sign, x=x, y=y, size=size, bold=True, ink=ink))
        return out


def laid(drawn: DrawnMap) -> dict[str, Any]:
    """Lay a map out for the template, with what it says to who cannot see it."""
    values = laid_map(drawn)
    return values | {"alt": plain(values.pop("words"))}


def dense_part(shapes: NDArray[np.object_]) -> tuple[float, ...] | None:
    """Give the bounds of the town in which the small areas lie together; None where they lie all over the place."""
    if len(shapes) < 12:
        return None
    size = shapely.area(shapes)
    small = np.flatnonzero(size <= np.quantile(size, 0.6))
    town = shapely.get_parts(shapely.union_all(shapely.buffer(shapes[small], 20.0)))
    counts = np.array([shapely.intersects(part, shapely.centroid(shapes[small])).sum() for part in town])
    best = town[int(np.argmax(counts))]
    whole = shapely.total_bounds(shapes)
    wide = max((best.bounds[2] - best.bounds[0]) / (whole[2] - whole[0]),
               (best.bounds[3] - best.bounds[1]) / (whole[3] - whole[1]))  # fmt: skip
    return best.bounds if counts.max() >= 8 and wide <= 0.6 else None


_INKS = {"green": "#24501C", "water": "#124566", "here": palette.INK, "area": palette.INK}


def _on_page(shapes: NDArray[np.object_], window: Window, *, simplify: float) -> NDArray[np.object_]:
    beyond = 12 / window.points_per_m
    west, south, east, north = window.bounds
    cut_out = shapely.clip_by_rect(shapes, west - beyond, south - beyond, east + beyond, north + beyond)
    moved = np.asarray(shapely.transform(cut_out, window.to_page), dtype=object)
    return np.asarray(shapely.make_valid(shapely.simplify(moved, simplify, preserve_topology=True)), dtype=object)


def _bodies(shapes: NDArray[np.object_], window: Window) -> NDArray[np.object_]:
    """Bring the assets that are lines or areas to points of paper, clipped to the map."""
    big = shapes[shapely.get_dimensions(shapes) >= 1] if len(shapes) else shapes
    if not len(big):
        return big
    moved = np.asarray(shapely.transform(shapely.clip_by_rect(big, *window.bounds), window.to_page), dtype=object)
    return moved[~shapely.is_empty(moved)]


def _through(outline: BaseGeometry, ground: QuietMap) -> tuple[str, ...]:
    streets = ground.named_streets
    if not streets or outline.is_empty:
        return ()
    shapely.prepare(outline)
    lines = np.array([x.geometry for x in streets], dtype=object)
    near = np.flatnonzero(shapely.intersects(outline, lines))
    long = shapely.length(shapely.intersection(lines[near], outline))
    longest = near[np.lexsort((near, -long))][:_STREETS]
    return tuple(streets[i].name for i in longest.tolist())


def _box_of(sign: MapText) -> Box:
    half = sign.size * 0.7
    return sign.x - half, sign.y - half, sign.x + half, sign.y + half
