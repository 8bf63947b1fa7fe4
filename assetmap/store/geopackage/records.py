"""
Asset records as JSON text, and quickly back.

What lies in the store was checked when it was made, so reading does not check it against the vocabulary again:
100,000 assets come back in about a second. `check` does the slow, thorough reading.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from assetmap.assets import LISTS, Asset, OpenSpan, in_languages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

_FIELDS = tuple(spec.name for spec in dataclasses.fields(Asset) if spec.name not in {"where", "id"})
_DEFAULTS: dict[str, Any] = {
    spec.name: None if spec.default is dataclasses.MISSING else spec.default for spec in dataclasses.fields(Asset)
}
_DATES = frozenset(
    spec.name for spec in dataclasses.fields(Asset) if "date" in str(spec.type)
)  # annotations are text here
_KNOWN = frozenset(_DEFAULTS)
_CONVERTED = _DATES | {*LISTS, "said_in"}
_SPAN_DEFAULTS = {spec.name: spec.default for spec in dataclasses.fields(OpenSpan)}


def to_text(asset: Asset) -> str:
    """
    Write every field but the geometry as one JSON object; fields at their default are left out.

    Unlike `Asset.to_record` it keeps a text that happens to read “not_known”.
    """
    row: dict[str, Any] = {"id": asset.id}
    for name in _FIELDS:
        value = getattr(asset, name)
        if value == _DEFAULTS[name]:
            continue
        if name == "schedules":
            value = [_span_row(span) for span in value]
        elif isinstance(value, date):
            value = value.isoformat()
        row[name] = value
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: typed, so kept, but only as an escape
        text = json.dumps(row, separators=(",", ":"))
    return text


def from_texts(texts: list[str]) -> list[dict[str, Any]]:
    """Parse many records at once."""
    rows: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    return rows


def to_asset(row: Mapping[str, Any], where: BaseGeometry | None) -> Asset:
    """Make the asset that `to_text` wrote; fields of a newer version are ignored."""
    values = _DEFAULTS.copy()
    values.update(row)
    if len(values) != len(_KNOWN):
        values = {name: value for name, value in values.items() if name in _KNOWN}
    for name in _CONVERTED.intersection(row):
        value = row[name]
        if name == "schedules":
            values[name] = tuple(OpenSpan.from_record(x) for x in value)
        elif name in _DATES:
            values[name] = date.fromisoformat(value) if isinstance(value, str) else value
        elif name == "said_in":
            values[name] = in_languages.ordered(in_languages.known(value))
        else:
            values[name] = tuple(value)
    values["where"] = where
    asset = object.__new__(Asset)
    asset.__dict__.update(values)
    return asset


def plain(text: str) -> str:
    """Make a text that any reader of a column can take: no half surrogate pairs, no NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _span_row(span: OpenSpan) -> dict[str, Any]:
    row = {}
    for name, default in _SPAN_DEFAULTS.items():
        value = getattr(span, name)
        if value != default:
            row[name] = value.isoformat() if isinstance(value, date) else value
    return row
