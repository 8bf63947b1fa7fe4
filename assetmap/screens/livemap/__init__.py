"""The map on the screen and the list that is its equal: one component, drawn in the browser, no iframe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset


Mode = Literal["look", "start", "walk", "choose", "put", "point", "line", "area"]
_NOT_SENT = frozenset({"extra", "drawn", "review_weeks", "reach", "shading", "table", "drawn_as"})


@dataclass(frozen=True, kw_only=True)
class Walked:
    """
    How far one comes on foot, as it is drawn: the areas on the map, the minutes in the list.

    Attributes
    ----------
    at
        (lon, lat) where the walk begins.
    outlines
        Minutes and the rings of an area, as `onfoot.packed` writes them; each area within the next.
    heads
        Headings of the list, each with the short code that it stands above.
    notes
        Short code → what is said of the walk.
    bring
        Whether the map goes there where not all of it is in view: for what was typed, not for what was tapped.
    """

    at: tuple[float, float]
    outlines: tuple[tuple[int, list[list[int]]], ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    notes: Mapping[str, str]
    bring: bool = False


@dataclass(frozen=True, kw_only=True)
class Shading:
    """
    Areas by what was worked out of them; small, for the shapes come over a route that the browser keeps.

    Attributes
    ----------
    areas
        The address of the shapes, in the order of the place's layer.
    values
        One character an area: its class.
    classes
        Character → its colour, the sign that is written in the area, and how it is hatched: "", `lines`, `crossed`.
    legend
        `title`; `grid`, rows of classes, one row for steps; what stands at its two ends, `across` and `down`; `keys`,
        further classes each with its words; `source`.
    chosen
        The row of the area that is outlined; -1 for none.
    spots
        (lon, lat, sign, `added` or `next`, name) of what a plan puts on the map.
    mark
        Says in the page which answer is drawn.
    """

    areas: str
    values: str
    classes: Mapping[str, tuple[str, str, str]]
    legend: Mapping[str, Any]
    chosen: int = -1
    spots: tuple[tuple[float, float, str, str, str], ...] = ()
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    The areas as a table that can be sorted.

    Attributes
    ----------
    label
        What it is, for whoever hears it.
    columns
        Each with `label`, `about`, `kind` (`name`, `number`, `text`) and whether the largest come first (`down`).
    rows
        Each an id (12 characters at most), then a cell a column: what it is sorted by, what is said, and for a name
        what is said beneath.
    chosen
        The id of the row that is chosen, or "".
    """

    label: str
    columns: tuple[Mapping[str, Any], ...]
    rows: tuple[tuple[Any, ...], ...]
    chosen: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    """
    What the map and the list show; small, for it travels with every click. `session.view(…)` makes one.

    Attributes
    ----------
    ground, places, overlay
        Addresses of routes, whose data the browser keeps.
    since, version
        Where the differences from `places` are to be had, and the version that is wanted.
    attribution
        Whose data it is; always shown.
    groups, needs
        Keys: only assets of one of the groups that meet every need are shown; empty means all.
    shown
        Short codes in the order of the list, where words choose too; None for all.
    chosen
        A short code, or "".
    extra, review_weeks
        What only this person sees beside the public assets: their own drafts, as disclosed to them; and how long a
        check of each kind holds here, so that an overdue one is drawn as any other.
    drawn_as
        Short code → an SVG drawing of our own for one of `extra`, in place of the symbol of its kind.
    mode
        `look` picks assets; `point`, `line` and `area` let a person put one on the map; a tap with `start` says
        where a walk begins, with `put` where something new shall be, and with `walk` and `choose` where it was unless
        it is on an asset; it changes nothing else.
    drawn
        What is being put on the map (EPSG:4326): a pin to be dragged, a line or an area to be edited.
    focus
        (lon, lat) to go to when it changes; None leaves the view alone.
    around
        (west, south, east, north) to show when it changes; None leaves the view alone.
    alone
        Whether nobody else may learn which part is looked at: no tiles of others, whatever the place allows.
    kept
        A name under which the map's view is kept in the browser's tab: drawn again later, it is where it was.
    reach
        What is within so many minutes on foot; None where that is not asked.
    shading, table
        Areas by what was worked out of them, on the map and as the face `table`.
    at_top
        Whether the page goes to its beginning when the map is first drawn: for what stands in for something else.
    """

    ground: str
    places: str
    since: str
    version: int
    attribution: str
    overlay: str | None = None
    groups: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None
    chosen: str = ""
    extra: tuple[Asset, ...] = ()
    review_weeks: Mapping[str, int] | None = None
    drawn_as: Mapping[str, str] | None = None
    mode: Mode = "look"
    drawn: BaseGeometry | None = None
    focus: tuple[float, float] | None = None
    around: tuple[float, float, float, float] | None = None
    alone: bool = False
    kept: str = ""
    reach: Walked | None = None
    shading: Shading | None = None
    table: Table | None = None
    at_top: bool = False


def livemap(
    view: View,
    *,
    face: Literal["map", "list", "table"],
    key: str,
    on_picked: Callable[[], None] | None = None,
    on_drawn: Callable[[], None] | None = None,
) -> None:
    """
    Draw one face of the view.

    Parameters
    ----------
    key
        Keeps the mount: zoom, view and scroll survive every rerun.
    on_picked
        Called when a pin or a row is tapped; `picked(key)` then says which.
    on_drawn
        Called when a point was tapped, a pin dragged, or a line or an area finished; `drawn(key)` then gives it.
    """
    _component()(
        key=key,
        data=sent(view, face=face),
        height="content",
        on_picked_change=on_picked or _nothing,
        on_drawn_change=on_drawn or _nothing,
    )


def sent(view: View, *, face: str) -> dict[str, Any]:
    """Write a view as the JSON values that go to the browser."""
    from assetmap.freshness import today
    from assetmap.screens.livemap.words import said_in_browser
    from assetmap.webmap import features

    data = {name: getattr(view, name) for name in View.__dataclass_fields__ if name not in _NOT_SENT}
    data["face"] = face
    if words := said_in_browser():
        data["words"] = words
    if view.extra:
        data["extra"] = features(view.extra, on=today(), review_weeks=view.review_weeks, drawn_as=view.drawn_as)
    if view.drawn is not None and face == "map":
        data["drawn"] = shapely.to_geojson(view.drawn)
    if face == "table":
        data["shown"] = None  # it lists areas
    if view.shading is not None and face == "map":
        data["shading"] = dict(vars(view.shading))
    if view.table is not None and face == "table":
        data["table"] = dict(vars(view.table))
    if (reach := view.reach) is not None:
        said = {"at": reach.at, "outlines": reach.outlines, "bring": reach.bring}
        data["reach"] = said if face == "map" else {"heads": reach.heads, "notes": dict(reach.notes)}
    return data


def picked(key: str) -> str | None:
    """Return the short code that was just tapped; "" for the empty map, None where nothing was tapped."""
    value = _said(key, "picked")
    return value if isinstance(value, str) and len(value) <= 12 else None


def drawn(key: str) -> BaseGeometry | None:
    """Return what was just put on the map (EPSG:4326; an area valid), or None."""
    return shape_of(_said(key, "drawn"))


def shape_of(said: object) -> BaseGeometry | None:
    """
    Read a geometry that the browser sent: GeoJSON text of a point, a line or an area; None where it is no such thing.

    An outline that crosses itself is mended; what cannot be is no shape.
    """
    if not isinstance(said, str) or len(said) > _LONGEST_SHAPE:
        return None
    try:
        shape = shapely.from_geojson(said)
    except (shapely.errors.GEOSException, ValueError):
        return None
    if shape is None or shape.is_empty or shape.geom_type not in {"Point", "LineString", "Polygon"}:
        return None
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shape if shape.geom_type in _KEPT and not shape.is_empty else None


_LONGEST_SHAPE = 200_000
_KEPT = {"Point", "LineString", "Polygon", "MultiPolygon"}


def _nothing() -> None:
    """A trigger that a screen does not listen to."""


def _said(key: str, name: str) -> object:
    import streamlit as st

    state = st.session_state.get(key)
    return state.get(name) if state is not None else None


def loader(mark: str, base: str) -> str:
    """
    Write the few lines that ride along with each change and fetch the component's script once.

    Parameters
    ----------
    mark
        Changes with the script.
    base
        Streamlit's `server.baseUrlPath`.
    """
    import json

    address = json.dumps(f"{base_path(base)}/assetmap/livemap.js?v={mark}")
    return (
        "export default async function (component) {\n"
        f"  const map = await import(window.location.origin + {address});\n"
        "  return map.default(component);\n"
        "}\n"
    )


def base_path(base: str) -> str:
    """Write Streamlit's `server.baseUrlPath` as the beginning of a path: "" or `/town`."""
    return f"/{base.strip('/')}" if base.strip("/") else ""


def _component() -> Callable[..., Any]:
    """Register the component with the Streamlit that runs; asked again, it is the same one."""
    import streamlit as st

    from assetmap.screens.livemap.script import script_read

    js = loader(script_read()[1], str(st.get_option("server.baseUrlPath") or ""))
    if js not in _made:
        _made[js] = st.components.v2.component("assetmap_livemap", js=js, isolate_styles=True)
    return _made[js]


_made: dict[str, Callable[..., Any]] = {}
