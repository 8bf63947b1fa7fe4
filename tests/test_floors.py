"""The house stands: no room leans on one above it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_each_room_leans_only_on_rooms_below_it():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_shell_starts_without_anything_heavy():
    heavy = "geopandas,pandas,numpy,shapely,folium,streamlit,osmnx,typst,pyproj,scipy,pyarrow,rich"
    code = (
        "import sys\nfrom assetmap.cli.app import application\napplication()\n"
        f"print(sorted(set('{heavy}'.split(',')) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip() == "[]"
