"""
Backups made while others write, each restored elsewhere: every edit acknowledged before it is in it, and GIS opens it.

Run as a module it opens a file as a GIS does, for machines without `ogrinfo`: in a process of its own, since GDAL
brings an SQLite of its own along.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.geopackage import GeoPackageStore, restore
from tests.torture.children import CHECKOUT, begin, end, environment, shell, start
from tests.torture.row import Row

if TYPE_CHECKING:
    from pathlib import Path

RESTORES = 50
_BY_SHELL = 10
"""Every so many of them is made and restored by the shell."""
_REST_S = 0.005


def row(folder: Path, *, restores: int = RESTORES) -> Row:
    """Back up while two write, restore each copy to a new home, and look in it."""
    from assetmap.demo import make_demo

    home = make_demo(folder / "town")
    path = home / "assets.gpkg"
    acknowledged: dict[str, int] = {}
    writers = [start("killing", path, _REST_S) for _ in range(2)]
    listeners = [threading.Thread(target=_listen, args=(writer, acknowledged)) for writer in writers]
    problems: list[str] = []
    looked = 0
    try:
        for listener in listeners:
            listener.start()
        for n in range(restores):
            many = len(acknowledged)
            while len(acknowledged) < many + 20:  # others do write
                assert all(writer.poll() is None for writer in writers), "a writer ended"
            before = dict(acknowledged)
            copy, new = folder / f"copy-{n}.gpkg", folder / f"home-{n}"
            problems += _by_shell(home, copy, new) if n % _BY_SHELL == 0 else _by_hand(path, copy, new)
            if not problems:
                problems += _looked(new / "assets.gpkg", before)
                problems += _opened_by_gis(copy)
                looked += len(before)
            shutil.rmtree(new, ignore_errors=True)
            copy.unlink(missing_ok=True)
            if problems:
                break
    finally:
        for writer in writers:
            writer.kill()
        for listener in listeners:
            listener.join(timeout=60)
        for writer in writers:
            end(writer)
    by = "ogrinfo" if shutil.which("ogrinfo") else "GDAL in a process of its own (no ogrinfo here)"
    return Row.of(
        "backup under load", f"{restores} restores: every edit acknowledged before it; opens in `ogrinfo`",
        f"{n if problems else n + 1} restores, {len(acknowledged):,} edits acknowledged meanwhile, {looked:,} looked "
        f"up: {len(problems)} missing or damaged; each opened by {by}",
        *problems,
    )  # fmt: skip


def _listen(writer: subprocess.Popen[str], acknowledged: dict[str, int]) -> None:
    assert writer.stdout is not None
    if writer.stdout.readline() == "ready\n":
        begin(writer)
        for line in writer.stdout:
            if line.endswith("\n"):
                what, which, version = line.split()
                if what == "asset":
                    acknowledged[which] = int(version)


def _by_hand(path: Path, copy: Path, new: Path) -> list[str]:
    try:
        with GeoPackageStore.open(path) as store:
            store.backup(copy)
        restore(copy, new / "assets.gpkg")
    except StoreError as error:
        return [str(error)]
    return []


def _by_shell(home: Path, copy: Path, new: Path) -> list[str]:
    new.mkdir()
    shutil.copy(home / "place.toml", new)
    for words, at in ((("backup", copy), home), (("restore", copy), new)):
        done = shell(*words, home=at)
        if done.returncode:
            return [done.stderr]
    return []


def _looked(path: Path, before: dict[str, int]) -> list[str]:
    with GeoPackageStore.open(path) as store:
        there = {x.asset.id: x.version for x in store.read()}
        lost = [asset_id for asset_id, version in before.items() if there.get(asset_id, 0) < version]
        problems = [*store.check().problems]
    return [*problems, *([f"{len(lost)} of {len(before)} acknowledged before it are missing"] if lost else [])]


def _opened_by_gis(copy: Path) -> list[str]:
    ogrinfo = shutil.which("ogrinfo")
    command = (
        [ogrinfo, "-ro", "-so", str(copy), "assets"]
        if ogrinfo
        else [sys.executable, "-m", "tests.torture.backing_up", str(copy)]
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment())
    said = done.stdout + done.stderr
    if done.returncode or "Feature Count:" not in said or "ERROR" in said:
        return [f"a GIS does not open it: {said[:300]}"]
    return []


def _main(path: str) -> None:
    import pyogrio

    said = pyogrio.read_info(path, layer="assets")
    frame = pyogrio.read_dataframe(path, layer="assets")
    assert len(frame) == said["features"]
    assert str(frame.crs) == "EPSG:4326"
    print(f"Feature Count: {len(frame)}")


if __name__ == "__main__":
    _main(*sys.argv[1:])
