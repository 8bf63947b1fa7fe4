"""What every importer hands on: rows of cells, and a shape where the file has one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.exchange.problems import Problem

LARGEST_ROWS = 100_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One row or feature.

    `cells`: heading → value as the file has it (text in a table; text, number, true or false, or a list in
    JSON; None where empty). `shape`: a GeoJSON geometry as it came, not looked at yet.
    """

    number: int
    cells: Mapping[str, Any]
    shape: Any = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file as rows. `crs` is that of the shapes: an EPSG code."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = field(default=())
    crs: str = "EPSG:4326"
