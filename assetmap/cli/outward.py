"""`assetmap export`: assets as a file for others, by its ending."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give
from assetmap.errors import ExchangeError
from assetmap.store.copies import DATA, PAGE


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help="Write what everybody may see to .gpkg, .geojson, .csv, .json or .html.")(export)


def export(
    file: Annotated[Path, typer.Argument(help="The file to write; its ending says what it is.")],
    overlay: Annotated[
        str | None,
        typer.Option(help="Index that colours the areas of an .html map, for example income.", metavar="INDEX"),
    ] = None,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Export what everybody may see, or partners, or those who make the map: nothing for anybody else."""
    _must_be_known(file)
    place = opened(home)
    try:
        assets = assets_for(place, audience)
        if file.suffix.lower() == ".html":
            from assetmap.files import write_whole
            from assetmap.webmap import overlays, web_page

            index = overlay or next(iter(overlays(place)), None)
            write_whole(file, web_page(assets, place=place, overlay=index, audience=audience).encode(), force=force)
        else:
            from assetmap.exchange import export as write_file

            write_file(assets, file, place=place, force=force, audience=audience)
        # Should one of them have to be forgotten, this file can be asked for.
        place.store.copies.add(PAGE if file.suffix.lower() == ".html" else DATA, file.name, [x.id for x in assets])
    finally:
        place.close()
    give({"file": file.name, "assets": len(assets)}, [f"{file.name}: {len(assets)} assets."], as_json=as_json)


def _must_be_known(file: Path) -> None:
    from assetmap.exchange.outward import ENDINGS

    known = [*ENDINGS, ".html"]
    if file.suffix.lower() not in known:
        raise ExchangeError(f"{file.name} ends in no form that is known here: choose one of {', '.join(known)}.")
