"""JSON: parsed once, then read by whichever reader knows its form."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.reading.decoding import decoded

if TYPE_CHECKING:
    from assetmap.exchange.sheets import Sheets

FORMS: tuple[str, ...] = ("overpass", "streetsupport", "oruk", "geojson")
"""
Modules of this room that read a form of JSON, asked in this order.

Each has `knows(whole) -> bool` and `read_json(whole, name) -> Sheets`, with `whole` as `json.loads` gave it; the last
knows everything, and says what it is instead where it cannot be read.
"""


def read(content: bytes, name: str) -> Sheets:
    """
    Read a list of places in whatever form of JSON.

    Raises
    ------
    ExchangeError
        It is not JSON, or not a list of anything.
    """
    text, _ = decoded(content, name)
    whole = parsed(text, name)
    if isinstance(whole, dict) and isinstance(whole.get("resources"), list) and "features" not in whole:
        raise ExchangeError(f"{name} is a data package: bring in its services.csv, or the whole folder as a zip.")
    for form in FORMS:
        module: Any = import_module(f"assetmap.exchange.reading.{form}")
        if module.knows(whole):
            sheets: Sheets = module.read_json(whole, name)
            return sheets
    raise ExchangeError(f"{name} is JSON but not a list of places: GeoJSON has a list called features.")


def parsed(text: str, name: str) -> Any:
    """Parse JSON, also one object a line; what is wrong with it is a sentence."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ExchangeError(f"{name} is nested too deeply to be a list of places.") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (several := _line_by_line(text)) is not None:
            return several
        raise ExchangeError(
            f"{name} is not whole GeoJSON: line {error.lineno}, column {error.colno}: {error.msg}. Export it again."
        ) from None
    except ValueError:  # a number of thousands of digits
        raise ExchangeError(f"{name} holds a number that is too long to be one. Export it again.") from None


def _line_by_line(text: str) -> list[Any] | None:
    """Read objects that stand one a line, as programs write them that never hold the whole; None where they do not."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
