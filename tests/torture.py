"""`make torture`: the long forms of what the tests do shortly. Ends with 1 if anything was lost."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path

_KILLS = 200


def main() -> int:
    """Kill writers 200 times and look for every acknowledged edit."""
    spec = importlib.util.spec_from_file_location("store_torture", Path(__file__).parent / "store" / "torture.py")
    assert spec is not None
    assert spec.loader is not None
    store = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = store
    spec.loader.exec_module(store)
    with tempfile.TemporaryDirectory() as folder:
        tally = store.kill_writers(Path(folder), kills=_KILLS, longest_s=0.5)
    print(f"kill -9 during writes: {tally.kills} kills, {tally.acknowledged:,} acknowledged, {len(tally.lost)} missing")
    for problem in tally.problems:
        print(f"  {problem}")
    return int(bool(tally.lost or tally.problems))


if __name__ == "__main__":
    sys.exit(main())
