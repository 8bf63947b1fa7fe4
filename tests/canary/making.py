"""What the shell and the core let out: files of every ending, printed pages, the saved page, answers, errors."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import shapely
from shapely import Point

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.cli import main
from assetmap.disclosure import disclosed, told
from assetmap.errors import AssetMapError
from assetmap.exchange.outward import ENDINGS
from assetmap.place import open_place
from assetmap.printing.short_text import short_text
from assetmap.webmap import features, ground

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.place import Place
    from tests.canary.town import Refuge


def outputs(home: Path, folder: Path, refuges: Sequence[Refuge], *, circle: str, long: bool) -> dict[str, bytes]:
    """Make them all: what it is → its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    place = open_place(home)
    try:
        out = _shell(home, folder, refuges, circle=circle, long=long) | _core(place, refuges, circle=circle)
        out |= _errors(place, refuges)
    finally:
        place.close()
    return out | _files(home)


def origins(refuges: Sequence[Refuge], *, many: int) -> list[Point]:
    """Give places to measure from, round every refuge."""
    import math

    out = []
    for refuge in refuges:
        middle = refuge.where.centroid
        for at in range(many):
            turn = 2 * math.pi * at / many
            out.append(Point(middle.x + 0.006 * math.cos(turn), middle.y + 0.004 * math.sin(turn)))
    return out


def _shell(home: Path, folder: Path, refuges: Sequence[Refuge], *, circle: str, long: bool) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    near = [f"{p.y:.4f},{p.x:.4f}" for p in origins(refuges[: None if long else 2], many=12 if long else 2)]
    codes = [x for refuge in refuges for x in ("--assets", refuge.asset.short)]
    common = ["--home", str(home), "--audience", circle]
    jobs: dict[str, list[str]] = {f"export{x}": ["export", str(folder / f"out{x}")] for x in (*ENDINGS, ".html")}
    jobs |= {f"find {at}": ["find", "--near", at, "--limit", "300", "--json"] for at in near}
    within = ["--limit", "300", "--json", "--minutes", "20", "--profile"]
    jobs |= {f"find {who} {at}": ["find", "--near", at, *within, who] for at in near for who in ("slow", "step-free")}
    jobs["find by words"] = ["find", "--near", near[0], "--text", "refuge", "--limit", "300"]
    jobs |= {f"print{x}": ["print", "referral", "--near", near[0], "--text", "refuge", "--limit", "20",
                           "--out", str(folder / f"page{x}")] for x in (".pdf", ".html")}  # fmt: skip
    jobs["print on foot"] = ["print", "referral", "--near", near[0], "--text", "refuge", "--minutes", "30", "--profile",
                             "slow", "--out", str(folder / "foot.html")]  # fmt: skip
    jobs["print by codes"] = ["print", "referral", *codes[:2], "--out", str(folder / "codes.pdf")]
    jobs["reach"] = ["reach", "--minutes", "10", "--json", "--out", str(folder / "reach.geojson")]
    jobs["gaps"] = ["gaps", "--minutes", "10", "--fragile", "--led", "--json", "--out", str(folder / "gaps.geojson")]
    jobs["site"] = ["site", "--new", "3", "--json", "--out", str(folder / "site.geojson")]
    jobs["print gaps"] = ["print", "gaps", "--minutes", "10", "--out", str(folder / "gaps.pdf")]
    jobs |= {f"print session{x}": ["print", "session", "--out", str(folder / f"session{x}")] for x in (".pdf", ".html")}
    jobs["print workshop"] = ["print", "workshop", "--with-assets", "--issue", "CANARY", "--out",
                              str(folder / "papers.pdf")]  # fmt: skip
    jobs["workshop export"] = ["workshop", "export", str(folder / "session.zip")]
    for name, job in jobs.items():
        out[f"assetmap {name}: what it says"] = _said(
            [*job, *(common if name != "print workshop" else common[:2]), *(["--force"] if job[0] != "find" else [])]
        )
    if circle == "workshop":  # a list is told to who looks after the map, who knows all names
        out |= _imports(home, folder.parent / f"list of {folder.name}.csv", refuges)
    return out | {f"file {path.name}": path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _imports(home: Path, path: Path, refuges: Sequence[Refuge]) -> dict[str, bytes]:
    """Lay out a list that names refuges, near where they are shown: what it is compared with is told in no output."""
    west, south, east, north = shapely.total_bounds([x.where for x in refuges])
    rows = [f'"{x.asset.name}",{(south + north) / 2 + at / 1e3},{(west + east) / 2}' for at, x in enumerate(refuges)]
    path.write_text("\n".join(["name,latitude,longitude", *rows]), encoding="utf-8")
    job = ["import", str(path), "--kind", "support group", "--publish", "--dry-run", "--home", str(home)]
    return {f"assetmap import{x}": _said([*job, *([x] if x else [])]) for x in ("", "--json")}


def _said(words: list[str]) -> bytes:
    """Run a command; it must work but for the codes of what may not be seen."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), contextlib.suppress(SystemExit):
        main(words)
    return said.getvalue().encode()


def _core(place: Place, refuges: Sequence[Refuge], *, circle: str) -> dict[str, bytes]:
    today = date.today()  # noqa: DTZ011
    shown = disclosed((x.asset for x in place.store.read()), audience=circle)
    chosen = [x for x in shown if "refuge" in x.name][:4]
    out = {
        "drawn": json.dumps(features(shown, on=today)).encode(),
        "ground": json.dumps(ground(place)).encode(),
        "copied text": short_text(chosen, settings=place.settings, on=today).text.encode(),
    }
    for refuge in refuges:
        there = place.store.get(refuge.asset.id)
        rows = place.store.history(refuge.asset.id)
        said = [{name: x.record[name] for name in told(x.record, there and there.asset, audience=circle)} for x in rows]
        out[f"history of {refuge.key}"] = json.dumps(said).encode()
    return out


def _errors(place: Place, refuges: Sequence[Refuge]) -> dict[str, bytes]:
    """What somebody who knows an id or a code is told when they try."""
    out = {}
    for refuge in refuges:
        one = Asset(name="x", kind="green place", id=refuge.asset.id)
        tries = {
            "submit": lambda one=one: contributions.submit(place.store, one, by="resident: x", expected=7),
            "approve": lambda one=one: contributions.approve(place.store, [one.id], by="resident: x"),
            "reject": lambda one=one: contributions.reject(place.store, [one.id], by="resident: x"),
            "withdraw": lambda one=one: contributions.withdraw(place.store, one.id, by="resident: x"),
            "by receipt": lambda one=one: contributions.by_receipt(place.store, f"{one.short}-0000-0000"),
        }
        for name, attempt in tries.items():
            with contextlib.suppress(AssetMapError):
                try:
                    attempt()
                except AssetMapError as error:
                    out[f"the error of {name} on {refuge.key}"] = str(error).encode()
                    raise
    return out


def _files(home: Path) -> dict[str, bytes]:
    """Everything below the home but the store and its kept copies."""
    return {
        f"home/{path.relative_to(home)}": path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.startswith("assets.gpkg") and "backups" not in path.parts
    }
