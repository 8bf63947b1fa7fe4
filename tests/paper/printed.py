"""The program's own sheets, `print workshop` as people have it: made once into a folder, then photographed from it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import assetmap
from assetmap.paper.code import SheetCode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from tests.paper.sheets import Spec

_SHEETS_FROM = ("printing/workshop", "cartography", "paper", "demo.py")
"""What a printed sheet depends on: a change there and all are printed anew."""
_OF_THIS_RUN = "ASSETMAP_PAPER_SHEETS"
"""Where the sheets of a run are, for its own processes too, whoever changes the printer meanwhile."""
_REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
MIDDLES = {"demo": (-3.1975, 50.4985), "bath": (-2.3597, 51.3823)}
"""Longitude and latitude of the middle of a map, moved by `Spec.aside`."""


def folder() -> Path:
    """Return where sheets are kept between runs."""
    return Path(tempfile.gettempdir()) / f"assetmap-paper-{os.getuid()}"


def real_files() -> Path | None:
    """Return the folder of real published files, if there is one."""
    real = Path(os.environ.get("ASSETMAP_REALDATA") or _REAL)
    return real if (real / "deprivation").is_dir() else None


def prepare(specs: Iterable[Spec]) -> list[Spec]:
    """Print what is not printed yet; gives the sheets that can be (those of Bath need its real files)."""
    os.environ.setdefault(_OF_THIS_RUN, str(folder() / f"printed-{_digest(_SHEETS_FROM)}"))
    able = [x for x in specs if x.place == "demo" or real_files() is not None]
    for place in dict.fromkeys(x.place for x in able):
        lacking = [x for x in able if x.place == place and not _path(x).with_suffix(".json").exists()]
        if lacking:
            _print(place, lacking)
    return able


def code_of(spec: Spec) -> SheetCode:
    """Return a printed sheet's code, as the printer says."""
    told = _told(spec)["code"]
    return SheetCode(**{**told, "bounds": tuple(told["bounds"])})


def page_of(spec: Spec, *, dpi: float) -> NDArray[np.uint8]:
    """Return a printed sheet as a picture: sRGB, blue first."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_path(spec).with_suffix(".pdf"))
    try:
        picture = document[_told(spec)["page"]].render(scale=dpi / 72).to_numpy()
        return np.ascontiguousarray(picture[..., :3])
    finally:
        document.close()


def home(place: str) -> Path:
    """Return a home of the demo town or of Bath, made if there is none."""
    where = folder() / f"home-{place}-{_digest(('demo.py', 'setup', 'store/geopackage/schema.py'))}"
    if not where.exists():
        from assetmap.demo import make_demo

        new = Path(tempfile.mkdtemp(dir=_made(folder()))) / place
        make_demo(new) if place == "demo" else _bath(new)
        new.rename(where)
    return where


def _print(place: str, specs: list[Spec]) -> None:
    from assetmap.place import open_place
    from assetmap.printing.workshop import workshop_papers
    from assetmap.store.sessions import Category, Session

    own = (
        Category(key="quiet", label="Quiet places", colour="blue", shape="circle"),
        Category(key="chat", label="Somebody to talk to", colour="red", shape="star"),
        Category(key="mend", label="Mending and making", colour="green", shape="square"),
    )
    session = Session(
        id="0", short="HALL26", name="What helps us feel well", on=date(2026, 11, 22), categories=own,
        question="What helps you feel well here?",
    )  # fmt: skip
    opened = open_place(home(place))
    try:
        for spec in specs:
            papers = workshop_papers(
                opened, session, paper=spec.paper, sheets=spec.tile[1], lines=0, issue=f"P{spec.number:05d}",
                bounds=_bounds(spec),
            )  # fmt: skip
            maps = [x for x in papers.codes if x.kind == "map"]
            code = maps[min(spec.tile[0], len(maps)) - 1]
            target = _path(spec)
            _made(target.parent)
            target.with_suffix(".pdf").write_bytes(papers.pdf())
            told = {"code": asdict(code), "page": _page_with(papers.pdf(), encode(code))}
            target.with_suffix(".json").write_text(json.dumps(told), "utf-8")
    finally:
        opened.close()


def _page_with(pdf: bytes, text: str) -> int:
    """Find the page that carries a code."""
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(pdf)
    try:
        for i in range(len(document)):
            picture = document[i].render(scale=100 / 72, grayscale=True).to_numpy()
            if any(x.text == text for x in zxingcpp.read_barcodes(np.ascontiguousarray(np.squeeze(picture)))):
                return i
    finally:
        document.close()
    raise LookupError(f"no page carries {text}")


def _told(spec: Spec) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_path(spec).with_suffix(".json").read_text("utf-8"))
    return told


def _bounds(spec: Spec) -> tuple[float, float, float, float]:
    lon, lat = MIDDLES[spec.place]
    lon, lat = lon + spec.aside[0], lat + spec.aside[1]
    wide, high = (spec.across_m, spec.across_m * 0.7) if spec.landscape else (spec.across_m * 0.7, spec.across_m)
    east, north = wide / 2 / 70_500, high / 2 / 111_200  # metres in a degree here, near enough to choose a map
    return lon - east, lat - north, lon + east, lat + north


def _bath(new: Path) -> Path:
    from assetmap.setup import make_place

    d = real_files()
    if d is None:
        raise FileNotFoundError("no real files: set ASSETMAP_REALDATA")
    make_place(
        new, name="Bath & North East Somerset",
        areas=d / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        postcodes=[d / "postcodes/code_point_open_ba.csv.gz"],
        streets=d / "streets/bath_ne_somerset_os_roads.geojson",
        green=d / "services_bath/os_greenspace_site.geojson",
    )  # fmt: skip
    return new


def _path(spec: Spec) -> Path:
    digest = hashlib.sha256(json.dumps(asdict(spec), sort_keys=True).encode()).hexdigest()[:8]
    return Path(os.environ[_OF_THIS_RUN]) / f"{spec.number:02d}-{digest}"


def _made(where: Path) -> Path:
    where.mkdir(parents=True, exist_ok=True)
    return where


def _digest(parts: tuple[str, ...]) -> str:
    root = Path(assetmap.__file__).parent
    known = hashlib.sha256()
    for part in parts:
        at = root / part
        for file in [at] if at.is_file() else sorted(x for x in at.rglob("*") if x.suffix in (".py", ".typ", ".toml")):
            if "reading" not in file.relative_to(root).parts:
                known.update(file.read_bytes())
    return known.hexdigest()[:10]
