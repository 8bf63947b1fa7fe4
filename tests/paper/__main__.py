"""`python -m tests.paper --open [--photos N] [--sheets 1 3] [--keep FOLDER] [--jobs N]`: see the room's docstring."""

from __future__ import annotations

import argparse
import os
import sys

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy: seconds are of one core

from tests.paper.running import main  # noqa: E402


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.paper", description="Photographs of sheets, and the reader.")
    parser.add_argument("--open", action="store_true", help="the open sheets (odd numbers)")
    parser.add_argument("--held", action="store_true", help="the held out sheets (even numbers): only at the end")
    parser.add_argument("--wrong", action="store_true", help="pictures that must be refused, or read rightly")
    parser.add_argument("--cases", nargs="*", default=[], help="with --wrong: those whose name holds one of these")
    parser.add_argument("--sheets", type=int, nargs="*", default=[], help="only these")
    parser.add_argument("--photos", type=int, default=20, help="of each sheet")
    parser.add_argument("--only", type=int, nargs="*", default=[], help="only these numbers of photographs")
    parser.add_argument("--keep", default="", help="a folder for the photographs and their truth as JSON")
    parser.add_argument("--no-read", action="store_true", help="only make the photographs")
    parser.add_argument("--jobs", type=int, default=2, help="processes, at most 2")
    parser.add_argument("--verbose", action="store_true", help="a line for each photograph, what was missed or made up")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_asked()))
