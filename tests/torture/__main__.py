"""`make torture`: every long form, one line each; ends with 1 if any figure was not reached."""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.row import Row

ROWS = (
    "killing", "at_once", "looking", "sending", "replaying", "backing_up", "hindered", "crowding", "hiding", "erasing",
    "roles", "phones", "patients", "unpacking", "malformed", "damaged", "names", "round_trips", "strangers", "uniting",
    "paper", "paper_refused", "rucksack",
)  # fmt: skip
"""Modules of this room, each with `row(folder)`. Name some on the command line to run those alone."""


def main(names: list[str]) -> int:
    """Run them one after another, each in a folder of its own."""
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"there is no {', '.join(unknown)}: choose among {', '.join(ROWS)}.")
        return 2
    rows = []
    for name in names or ROWS:
        began = time.monotonic()
        rows.append(_tried(name))
        print(f"{rows[-1]} · {time.monotonic() - began:.0f} s", flush=True)
    untried = [row.what for row in rows if row.is_reached is None]
    failed = [row.what for row in rows if row.is_reached is False]
    print(f"{len(rows) - len(failed) - len(untried)} of {len(rows)} reached.")
    if untried:
        print(f"Could not be tried on this machine: {'; '.join(untried)}.")
    return int(bool(failed))


def _tried(name: str) -> Row:
    with tempfile.TemporaryDirectory(prefix="assetmap-torture-") as folder:
        try:
            row: Row = importlib.import_module(f"tests.torture.{name}").row(Path(folder))
        except Exception as error:  # noqa: BLE001  # the others are tried all the same
            return Row.of(name, "runs to its end", "ended early", f"{type(error).__name__}: {error}"[:600])
        return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
