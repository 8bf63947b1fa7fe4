"""
Two rucksacks in halls that no network leads out of: the whole of a workshop in each, then they meet over a file.

One hall is a network namespace with a bridge, as a router without internet makes one; the phone is in a second
namespace that reaches the bridge and nothing else. The other rucksack is in a namespace that has only itself.
`rucksack_child` is who does it there, with the shell's own commands.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from assetmap.demo import make_demo
from tests.torture.children import CHECKOUT, environment
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

WHAT = "two rucksacks, no route out"
FIGURE = "session, phones, paper, prints, merge all pass; merging twice changes nothing"
_TOOLS = ("unshare", "ip", "nsenter")
_PATIENCE_S = 900
_CAN = "ip link set lo up && ip link add br0 type bridge && ip link add v0 type veth peer name v1"


def row(folder: Path) -> Row:
    """Carry the same map into two halls, work in both, bring them together from either side."""
    why = cannot()
    if why:
        return Row(what=WHAT, figure=FIGURE, reached=why, is_reached=None)
    town = make_demo(folder / "town")
    packed = folder / "town.assetmap"
    _shell("pack", packed, "--home", town)
    told = {name: _in_a_hall(folder, name, packed) for name in ("one", "two")}
    problems = [f"{name}: {x}" for name, said in told.items() for x in said["problems"]]
    passed = sum(len(said["passed"]) for said in told.values())
    if not problems:
        met = _in_namespace("meet", folder / "one" / "home", folder / "two" / "home", folder)
        problems += met["problems"]
        passed += len(met["passed"])
    return Row.of(WHAT, FIGURE, f"{passed} steps passed without a network, {len(problems)} did not", *problems)


def cannot() -> str:
    """Say why two networks cannot be made here, or nothing."""
    lacking = [x for x in _TOOLS if shutil.which(x) is None]
    if lacking:
        return f"no {', '.join(lacking)}: two networks cannot be made here"
    done = subprocess.run(["unshare", "-rn", "sh", "-c", _CAN], capture_output=True, check=False)
    return "two networks cannot be made here" if done.returncode else ""


def _in_a_hall(folder: Path, name: str, packed: Path) -> dict[str, Any]:
    own = folder / name
    own.mkdir()
    return _in_namespace("hall" if name == "one" else "alone", packed, own)


def _in_namespace(what: str, *arguments: object) -> dict[str, Any]:
    command = ["unshare", "-rn", sys.executable, "-m", "tests.torture.rucksack_child", what, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=CHECKOUT, timeout=_PATIENCE_S, env=environment()
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"passed": [], "problems": [f"{what} ended early: {done.stderr[-400:]}"]}
    return told


def _shell(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "assetmap", *map(str, arguments)], check=True, capture_output=True, cwd=CHECKOUT
    )
