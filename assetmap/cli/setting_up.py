"""`assetmap setup`: a real place from published files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.options import Home, Json
from assetmap.cli.speaking import give, progress_bar, say
from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.setup import SetupReport


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("setup", help="Make a place from official files, or by name from OpenStreetMap.")(setup)


def setup(
    name: Annotated[str | None, typer.Option(help="What the place is called.")] = None,
    areas: Annotated[Path | None, typer.Option(help="Boundaries of its neighbourhoods.", metavar="FILE")] = None,
    district: Annotated[str | None, typer.Option(help="Cut national files to this district code.")] = None,
    deprivation: Annotated[
        list[Path] | None,
        typer.Option(
            help="Deprivation file; may be repeated. Your own needs a column of area codes and one of numbers.",
            metavar="FILE",
        ),
    ] = None,
    high_is: Annotated[
        str, typer.Option(help="In a deprivation file of your own, a high number is: worse or better.")
    ] = "",
    population: Annotated[
        Path | None, typer.Option(help="Population by area, published or your own.", metavar="FILE")
    ] = None,
    lookup: Annotated[
        list[Path] | None,
        typer.Option(help="2011 to 2021 area lookup, or that to wards; may be repeated.", metavar="FILE"),
    ] = None,
    postcodes: Annotated[
        list[Path] | None, typer.Option(help="Postcode file; may be repeated.", metavar="FILE")
    ] = None,
    streets: Annotated[Path | None, typer.Option(help="Street lines.", metavar="FILE")] = None,
    osm: Annotated[Path | None, typer.Option(help="OpenStreetMap extract (.osm.pbf or .osm).", metavar="FILE")] = None,
    green: Annotated[Path | None, typer.Option(help="Parks and other green space.", metavar="FILE")] = None,
    gates: Annotated[Path | None, typer.Option(help="Ways into green space.", metavar="FILE")] = None,
    names: Annotated[Path | None, typer.Option(help="What people call the parts of the place.", metavar="FILE")] = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Instead of files: a name to ask OpenStreetMap for.")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make a place; an earlier one in the same home stays whole until the new one is complete."""
    from assetmap.settings import home_folder, read_place
    from assetmap.setup import make_place, make_place_online

    folder = home_folder(home, last_opened=False)  # never over the place somebody opened on the screen
    say(f"home: {folder}")
    draw = progress_bar("setup")
    if place is not None:
        if areas is not None:
            raise SettingsError("choose one: --place asks OpenStreetMap, --areas reads a file of boundaries.")
        report = make_place_online(folder, place, name=name, progress=draw)
    else:
        if name is None or areas is None:
            raise SettingsError(
                "--name and --areas are needed: what the place is called, and the file of its boundaries."
            )
        report = make_place(
            folder,
            name=name,
            areas=areas,
            district=district,
            deprivation=deprivation or (),
            high_is=high_is,
            population=population,
            lookup=lookup or (),
            postcodes=postcodes or (),
            streets=streets,
            osm=osm,
            green=green,
            gates=gates,
            names=names,
            progress=draw,
        )
    result = report.to_json()
    for warning in result["warnings"]:
        say(f"note: {warning}")
    if not read_place(folder).crisis_lines:
        say("note: no crisis lines yet. Add them to place.toml: they stand at the foot of every page.")
    give(result, _lines(report), as_json=as_json)


def _lines(report: SetupReport) -> Iterator[str]:
    result = report.to_json()
    areas = result["areas"]
    if report.has_deprivation:
        yield f"{areas['joined']} of {areas['read']} neighbourhoods joined to deprivation."
    else:
        yield f"{areas['read']} neighbourhoods; no deprivation was given, so none is joined."
    if areas["unjoined"]:
        yield f"Not joined: {', '.join(areas['unjoined'])}"
    for row in result["files"]:
        yield f"  {row['file']}: {row['card']}, {row['read']:,} rows read, {row['used']:,} used"
