"""`assetmap print workshop`: maps to stick dots on, and what belongs to them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.finding import Near, located
from assetmap.cli.options import STEWARD, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.cli.workshop import SessionCode
from assetmap.errors import PrintError
from assetmap.wording import LANGUAGES

if TYPE_CHECKING:
    from assetmap.place import Place


class MapPaper(StrEnum):
    """Sizes of paper for the map."""

    A4 = "A4"
    A3 = "A3"
    A2 = "A2"
    A1 = "A1"


def workshop(
    out: Annotated[Path, typer.Option("--out", help="The file to write, .pdf.", metavar="FILE")],
    session: SessionCode = "",
    paper: Annotated[MapPaper, typer.Option("--paper", help="Of the map: A4, A3, A2 or A1; all else is A4.")] = (
        MapPaper.A3
    ),
    sheets: Annotated[
        int, typer.Option("--sheets", help="At most so many maps side by side, for a wall.", min=1, metavar="N")
    ] = 1,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help=f"The sheets' own words, by code or name, else as the workshop: {', '.join(LANGUAGES)}.",
            metavar="LANGUAGE",
        ),
    ] = "",
    area: Annotated[
        list[str] | None,
        typer.Option("--area", help="Show these neighbourhoods alone, by code; repeat.", metavar="CODE"),
    ] = None,
    near: Near = None,
    across: Annotated[
        int, typer.Option("--across", help="With --near: how many metres to show.", min=100, metavar="METRES")
    ] = 1500,
    lines: Annotated[
        int,
        typer.Option(
            "--lines", help="How many numbered lines to write on, and number tags; 0 for none.", min=0, metavar="N"
        ),
    ] = 30,
    with_assets: Annotated[
        bool, typer.Option("--with-assets", help="Show small what is on the map already and is for everybody.")
    ] = False,
    issue: Annotated[
        str,
        typer.Option("--issue", help="Print the sheets of an earlier printing once more: its six characters."),
    ] = "",
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print the papers of a workshop."""
    from assetmap.files import write_whole
    from assetmap.printing.workshop import workshop_papers
    from assetmap.workshop import meant

    if out.suffix.lower() != ".pdf":
        raise PrintError("--out ends in .pdf: the sheets are made for paper.")
    place = opened(home)
    try:
        papers = workshop_papers(
            place,
            meant(place, session, by=STEWARD),
            paper=paper.value,
            sheets=sheets,
            language=language,
            ground=_ground(place, area or [], near, across=across),
            lines=lines,
            issue=issue.strip().upper(),
            assets=assets_for(place) if with_assets else (),
        )
        write_whole(out, papers.pdf(), force=force)
    finally:
        place.close()
    if papers.unprintable:
        say(f"note: no font has {' '.join(papers.unprintable)}; printed as □.")
    tiling = papers.tiling
    maps = tiling.rows * tiling.columns
    if maps < sheets:
        say(f"note: {maps} sheets show the same at the same scale as {sheets} would.")
    result = {
        "file": out.name, "pages": papers.page_count, "paper": paper.value, "sheets": maps, "rows": tiling.rows,
        "issue": papers.codes[0].issue, "columns": tiling.columns, "scale": tiling.scale, "landscape": tiling.landscape,
        "codes": [
            {"kind": x.kind, "sheet": x.sheet, "sheets": x.sheets, "issue": x.issue, "crs": x.crs, "bounds": x.bounds,
             "first": x.first, "lines": x.lines}
            for x in papers.codes
        ],
        "unprintable": list(papers.unprintable),
    }  # fmt: skip
    many = f"{maps} maps, {tiling.rows} rows of {tiling.columns}" if maps > 1 else "one map"
    line = f"{out.name}: {papers.page_count} pages; {many} at 1:{tiling.scale:,} on {paper.value}."
    line += f" To print the same sheets again: --issue {papers.codes[0].issue}."
    give(result, [line], as_json=as_json)


def _ground(
    place: Place, area: list[str], near: str | None, *, across: int
) -> tuple[float, float, float, float] | None:
    """Say what is to be shown, in metres, where it was said on the shell."""
    if area and near is not None:
        raise PrintError("--area and --near both say what to show: choose one of them.")
    if near is not None:
        from assetmap.printing.workshop.ground import around

        return around(located(near, place).point, across_m=across, metric_crs=place.settings.metric_crs)
    if not area:
        return None
    areas = place.layer("areas")
    if areas is None:
        raise PrintError("[area] this place has no neighbourhoods: say --near.")
    chosen = areas[areas["code"].isin(area)]
    if len(chosen) < len(set(area)):
        raise PrintError("[area] no neighbourhood has one of these codes: `assetmap gaps` lists them.")
    west, south, east, north = chosen.to_crs(place.settings.metric_crs).total_bounds.tolist()
    return west, south, east, north
