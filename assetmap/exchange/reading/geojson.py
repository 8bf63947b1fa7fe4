"""GeoJSON and lists in JSON, read with `json` alone: nothing in the file is opened or called."""

from __future__ import annotations

import re
from typing import Any

from assetmap.assets import in_languages
from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.lists import parsed
from assetmap.exchange.sheets import LARGEST_ROWS, Row, Sheet, Sheets

_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_WRAPPERS = ("data", "results", "records", "items", "rows", "places", "features", "entries", "value", "values")
"""Under which keys other programs put their list."""
_DEGREES = {"4326", "4258", "4979"}


def knows(_whole: Any) -> bool:
    """Every other list in JSON is read here, or said what it is instead."""
    return True


def read_geojson(text: str, name: str) -> Sheet:
    """Read text that is JSON; see `read_json`."""
    return read_json(parsed(text, name), name).best


def read_json(whole: Any, name: str) -> Sheets:
    """
    Read a FeatureCollection, a Feature, our own JSON export, or a list of flat objects.

    Raises
    ------
    ExchangeError
        It is not a list of anything.
    """
    crs, problems = _crs(whole)
    rows, headings = [], dict[str, None]()
    for number, item in enumerate(_items(whole, name), start=1):
        row = _row(number, item)
        if row is None:
            problems.append(Problem(number, None, "not a feature", "a feature has properties and a geometry."))
            continue
        rows.append(row)
        headings |= dict.fromkeys(row.cells)
    is_geojson = isinstance(whole, dict) and whole.get("type") in ("FeatureCollection", "Feature")
    what = "GeoJSON" if is_geojson else "list in JSON"
    return Sheets((Sheet(headings=tuple(headings), rows=tuple(rows), problems=tuple(problems), crs=crs, what=what),))


def _items(whole: Any, name: str) -> list[Any]:
    items: Any = None
    if isinstance(whole, dict):
        if whole.get("type") == "FeatureCollection":
            items = whole.get("features")
        elif whole.get("type") == "Feature":
            items = [whole]
        elif isinstance(whole.get("assets"), list):
            items = whole["assets"]
        elif whole.get("type") == "Topology":
            raise ExchangeError(f"{name} is TopoJSON: export it as GeoJSON.")
        else:
            items = next((whole[x] for x in _WRAPPERS if isinstance(whole.get(x), list)), None)
    elif isinstance(whole, list):
        items = whole
    if not isinstance(items, list):
        raise ExchangeError(f"{name} is JSON but not a list of places: GeoJSON has a list called features.")
    if not items:
        raise ExchangeError(f"{name} is empty: its list has nothing in it.")
    if len(items) > LARGEST_ROWS:
        raise ExchangeError(f"{name} has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
    return items


def _row(number: int, item: Any) -> Row | None:
    if not isinstance(item, dict):
        return None
    if item.get("type") == "Feature":
        properties, shape = item.get("properties"), item.get("geometry")
        cells = dict(properties) if isinstance(properties, dict) else {}
        if "id" not in cells and isinstance(item.get("id"), str | int):
            cells["id"] = item["id"]
    else:
        cells = {key: value for key, value in item.items() if key != "where"}
        shape = item.get("where")
    if isinstance(further := cells.get("said_in"), dict):  # our own records hold texts in further languages so
        cells.pop("said_in")
        cells |= in_languages.further(in_languages.known(further))
    if shape is None:  # a list of objects may carry its geometry under any name
        shape = next(
            (x for x in cells.values() if isinstance(x, dict) and isinstance(x.get("coordinates"), list)), None
        )
    return Row(number=number, cells={str(key): value for key, value in _flat(cells).items()}, shape=shape)


def _flat(cells: dict[str, Any]) -> dict[str, Any]:
    """Open nested objects: `{"phone": {"phone_number": "…"}}` is a phone; a location's latitude is a latitude."""
    out: dict[str, Any] = {}
    for key, value in cells.items():
        if not isinstance(value, dict):
            out[key] = _text_of(value)
            continue
        if "coordinates" in value:
            continue
        inner = {k: _text_of(v) for k, v in value.items() if isinstance(v, str | int | float) and v not in ("", None)}
        if len(inner) == 1:
            out[key] = next(iter(inner.values()))
        else:
            for k, v in inner.items():
                out.setdefault(k if k not in cells else f"{key}_{k}", v)
    return out


def _text_of(value: Any) -> Any:
    """Make text that can be stored: a lone half of a surrogate pair cannot."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value
    return value


def _crs(whole: Any) -> tuple[str, list[Problem]]:
    """Say what the old `crs` member names; a link is never followed (RFC 7946 has no such member)."""
    member = whole.get("crs") if isinstance(whole, dict) else None
    if member is None:
        return "EPSG:4326", []
    properties = member.get("properties") if isinstance(member, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(named, str):
        if "CRS84" in named.upper():
            return "EPSG:4326", []
        match = _EPSG.fullmatch(named.strip())
        if match:
            return ("EPSG:4326" if match[1] in _DEGREES else f"EPSG:{match[1]}"), []
    mend = "the coordinates were taken as longitude and latitude; nothing was looked up. Export it in EPSG:4326."
    return "EPSG:4326", [Problem(None, "crs", "not understood", mend, kept=True)]
