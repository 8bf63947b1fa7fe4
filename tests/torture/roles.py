"""Role × action, every cell of it: the tests that try them all, run once more and counted."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.torture.children import CHECKOUT, environment
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

TESTS = ("tests/test_role_by_action.py", "tests/screens/test_sign_in_door.py")


def row(folder: Path) -> Row:
    """Run them, and count the cells."""
    report = folder / "cells.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *TESTS],
        capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment(),
    )  # fmt: skip
    cells = list(ET.parse(report).iter("testcase")) if report.exists() else []  # noqa: S314  # our own report
    wrong = [f"{x.get('name')}" for x in cells if x.find("failure") is not None or x.find("error") is not None]
    untried = sum(x.find("skipped") is not None for x in cells)
    if done.returncode and not wrong:
        wrong = [f"the tests did not run: {done.stdout[-300:]}"]
    openid = [x for x in cells if "at_a_provider" in x.get("name", "") and x.find("skipped") is None]
    provider = "with a real OpenID provider" if openid else "the OpenID provider not tried here (it needs a browser)"
    skipped = f", {untried} not tried here" if untried else ""
    return Row.of(
        "role × action", "every cell by store, shell and screen; 0 escalations",
        f"{len(cells) - untried} cells and ways in, {provider}: {len(wrong)} escalations or failures{skipped}",
        *wrong,
    )  # fmt: skip
