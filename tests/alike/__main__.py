"""
`python -m tests.alike`: how well duplicates are found, on the labelled pairs that were held out.

`--half open` measures the half that thresholds were chosen on, `--names` lists what was wrongly asked about or missed
there; of what was held out it lists nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.alike.measuring import counted, karte_von_morgen, ours, told


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.alike", description=__doc__)
    parser.add_argument("--half", choices=["open", "held", "later"], default="later")
    parser.add_argument("--names", action="store_true")
    given = parser.parse_args()
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("ASSETMAP_REALDATA") or beside) / "services_bath"
    if not folder.is_dir():
        print("there are no real files: set ASSETMAP_REALDATA to the folder that holds them.")
        return 2
    pairs = told(given.half)
    same, hard = sum(x.verdict == "same" for x in pairs), sum(x.hard for x in pairs)
    print(f"{len(pairs)} pairs ({given.half}), {same} of them the same, {hard} hard")
    for name, found in (("assetmap", ours(folder, pairs)), ("Karte von morgen", karte_von_morgen(folder, pairs))):
        print(f"{name}: {counted(found)}")
        print(f"  hard ones alone: {counted(found, hard=True)}")
        if given.names and given.half == "open" and name == "assetmap":
            for what, part in (("wrong", found[1]), ("missed", found[2])):
                for pair in part:
                    one, other = pair.both(folder)
                    print(f"  {what}: {one.name} | {other.name} | {pair.reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
