"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real published files; says so where it is not there."""
    folder = Path(os.environ.get("ASSETMAP_REALDATA") or _BESIDE)
    if not (folder / "deprivation").is_dir():
        pytest.skip("no real files: set ASSETMAP_REALDATA to the folder that holds them")
    return folder
