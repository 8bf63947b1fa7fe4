"""Read the labelled pairs."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.alike.rows import rows

if TYPE_CHECKING:
    from assetmap.assets import Asset

SEED = "bath-2026-11-21"
_FILES = [Path(__file__).with_name(name) for name in ("labelled_pairs.csv", "labelled_later.csv")]


@dataclass(frozen=True, kw_only=True)
class Label:
    """Two rows, and the verdict: "same", "different" or "unsure"."""

    file_a: str
    row_a: int
    file_b: str
    row_b: int
    verdict: str
    hard: bool
    half: str
    reason: str

    def both(self, folder: Path) -> tuple[Asset, Asset]:
        """Return the two as assets; `folder` holds the real lists."""
        one, other = rows(folder, self.file_a)[self.row_a - 1], rows(folder, self.file_b)[self.row_b - 1]
        if one is None or other is None:
            raise ValueError(f"{self.file_a} {self.row_a} or {self.file_b} {self.row_b} has no name: other files?")
        return one, other


def labels(*, half: str | None = None) -> list[Label]:
    """List the labelled pairs, of one part ("open", "held", "later") or of all."""
    found = []
    for path in _FILES:
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                Label(**(x | {"row_a": int(x["row_a"]), "row_b": int(x["row_b"]), "hard": x["hard"] == "yes"}))  # type: ignore[arg-type]
                for x in csv.DictReader(file)
            ]
    return [x for x in found if half in (None, x.half)]


def half_of(file: str, row: int) -> str:
    """Say in which half a pair belongs whose first row this is."""
    return "held" if hashlib.sha256(f"{SEED}:{file}:{row}".encode()).digest()[0] % 2 else "open"
