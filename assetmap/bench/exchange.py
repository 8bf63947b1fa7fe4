"""
A stranger's CSV of 100,000 rows: ours from the bytes to rows in this process, through the walls, beside GeoPandas.

`geopandas.read_file` opens the file in the process itself, whatever is in it; the start of a process with walls that
reads nothing is measured and added to it. They take turns in one run, and their answers are compared cell by cell.
"""

from __future__ import annotations

import csv
import io
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.bench import staged
from assetmap.bench.rows import Row
from assetmap.exchange.untrusted import read_strange, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assetmap.exchange.sheets import Sheet

FULL = 100_000
_TURNS = 7
_MOST_MB = 1024
_HEADINGS = ("name", "kind", "description", "address", "postcode", "phone", "website", "lat", "lon", "opening_hours")


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure a list.

    Parameters
    ----------
    size
        Its rows (100,000 when None).
    """
    many = size or FULL
    with tempfile.TemporaryDirectory(prefix="assetmap-bench-") as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(_list(many))
        yield _speed(path, many)
        yield _memory(path, many)
        yield from staged.rows(path, many)


def _speed(path: Path, many: int) -> Row:
    import geopandas

    content = path.read_bytes()
    starts, ours, theirs = [], [], []
    for turn in range(_TURNS + 1):
        start, _ = _timed(standing)
        mine, sheets = _timed(lambda: read_strange(content, path.name))
        yours, frame = _timed(lambda: geopandas.read_file(path))
        if turn:  # the first loads both
            starts.append(start)
            ours.append(mine)
            theirs.append(yours)
        equal = _same(sheets.best, frame)
        del sheets, frame
    mine, start = statistics.median(ours), statistics.median(starts)
    yours = statistics.median(theirs) + start
    return Row(
        work=f"CSV of {many:,} rows, {len(content) // 10**6} MB, from bytes to rows",
        peer="geopandas.read_file + the bare start of a process with walls",
        ours=mine,
        theirs=yours,
        unit="s",
        ratio=yours / mine,
        goal="≥ 1 ×",
        equal=equal,
        note=f"medians of {_TURNS}; the bare start is {start * 1000:.0f} ms, and {', '.join(standing())} stand",
    )


def _memory(path: Path, many: int) -> Row:
    mine, yours = _most(_OURS, path), _most(_THEIRS, path)
    return Row(
        work=f"CSV of {many:,} rows: most memory, both processes together",
        peer="geopandas.read_file",
        ours=mine,
        theirs=yours,
        unit="MB",
        ratio=yours / mine,
        goal=f"≤ {_MOST_MB} MB",
        equal=None,
        note="each from a fresh process; the highest of each added, though they are not reached at the same moment",
    )


_MEASURED = "; import resource as r; print(*(r.getrusage(x).ru_maxrss for x in (r.RUSAGE_SELF, r.RUSAGE_CHILDREN)))"
_OURS = (
    "from assetmap.exchange.untrusted import read_strange; kept = read_strange(open(sys.argv[1], 'rb').read(), 'x.csv')"
)
_THEIRS = "import geopandas; kept = geopandas.read_file(sys.argv[1])"


def _most(code: str, path: Path) -> float:
    """Run it in a fresh process; MB of that and of what it started."""
    whole = [sys.executable, "-c", f"import sys; {code}{_MEASURED}", str(path)]
    said = subprocess.run(whole, capture_output=True, text=True, check=True).stdout  # noqa: S603
    unit = 2**20 if sys.platform == "darwin" else 1024
    return sum(map(int, said.split())) / unit


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _same(sheet: Sheet, frame: Any) -> bool:
    """Say whether both read the same cells; an empty one is nothing in ours, and may be in theirs."""
    if list(frame.columns) != list(sheet.headings) or len(frame) != len(sheet.rows):
        return False
    return all(
        [x.cells[heading] for x in sheet.rows] == [None if x is None or x == "" else str(x) for x in frame[heading]]
        for heading in sheet.headings
    )


def _list(many: int) -> bytes:
    """Invent a list: quotes, commas, letters beyond ASCII, and one cell in five empty."""
    chance = random.Random(7)  # noqa: S311  # a seeded town, no secret
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    for number in range(many):
        writer.writerow(
            (
                f"Group {number}, “Café {number % 97}”",
                "green place",
                "A quiet green with benches, five minutes from the station." if number % 3 else "",
                f"{number % 200} High Street, Bath" if number % 5 else "",
                f"BA{number % 9 + 1} {number % 9 + 1}AB",
                "01632 960000" if number % 2 else "",
                f"https://example.org/{number}" if number % 4 else "",
                f"{51.3 + chance.random() / 10:.6f}",
                f"{-2.4 + chance.random() / 10:.6f}",
                "Mo-Fr 09:00-17:00" if number % 2 else "",
            )
        )
    return out.getvalue().encode()
