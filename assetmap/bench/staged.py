"""A long list laid out beside an empty place and brought in by one change: seconds, and most memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_MB = 1024


def rows(path: Path, many: int) -> Iterator[Row]:
    """
    Measure what becomes of a list's rows after they were read.

    Parameters
    ----------
    path
        The list: its rows say what they are.
    many
        How many rows it has.
    """
    code = "import sys; from assetmap.bench.staged import bring; bring(sys.argv[1])"
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    ).stdout
    found = json.loads(said)
    work = f"CSV of {many:,} rows"
    for what, seconds in found["seconds"].items():
        yield Row(work=f"{work}: {what}", peer="-", ours=seconds, theirs=None, unit="s", ratio=None, goal="",
                  equal=found["whole"], note="processor time of this process")  # fmt: skip
    yield Row(
        work=f"{work}: most memory from bytes to kept, both processes together", peer="-", ours=found["mb"],
        theirs=None, unit="MB", ratio=None, goal=f"≤ {_MOST_MB} MB", equal=None,
        note="the highest of each added, though they are not reached at the same moment",
    )  # fmt: skip


def bring(path: str) -> None:
    """Bring a list into a new place and print what it took, as JSON."""
    from assetmap.exchange.untrusted import read_strange
    from assetmap.place import open_place
    from assetmap.staging import commit, stage
    from assetmap.store.geopackage import GeoPackageStore

    file, seconds = Path(path), {}
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        (Path(folder) / "place.toml").write_text('name = "Bench"\n', encoding="utf-8")
        GeoPackageStore.open(Path(folder) / "assets.gpkg").close()
        place = open_place(folder)
        try:
            sheets = read_strange(file.read_bytes(), file.name)
            began = time.process_time()
            staging = stage(place, sheets, file.name, by="steward", publish=True)
            seconds["rows become assets, doubles are looked for, all is laid out"] = time.process_time() - began
            began = time.process_time()
            report = commit(place, staging, by="steward")
            seconds["all is kept by one change"] = time.process_time() - began
            whole = report.added == len(sheets.best.rows) - report.left_out == len(place.store.ids())
        finally:
            place.close()
    print(json.dumps({"seconds": seconds, "mb": _most_mb(), "whole": whole}))


def _most_mb() -> float:
    import resource

    unit = 2**20 if sys.platform == "darwin" else 1024
    return sum(resource.getrusage(x).ru_maxrss for x in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
