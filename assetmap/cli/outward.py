"""`assetmap export`: assets as a file for others, by its ending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give
from assetmap.errors import ExchangeError
from assetmap.store.copies import DATA, PAGE
from assetmap.vocabulary import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.exchange.outward import NotCarried


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export",
        help="Write what everybody may see, by the ending: .gpkg, .xlsx, .csv, .geojson, .json, .kml, .parquet, .ics, "
        ".oruk.json (Open Referral UK) or .html.",
    )(export)


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
    lost: Sequence[NotCarried] = ()
    try:
        assets = assets_for(place, audience)
        if file.suffix.lower() == ".html":
            from assetmap.files import write_whole
            from assetmap.webmap import overlays, web_page

            index = overlay or next(iter(overlays(place)), None)
            write_whole(file, web_page(assets, place=place, overlay=index, audience=audience).encode(), force=force)
            ids = [x.id for x in assets]
        else:
            from assetmap.exchange import export as write_file

            done = write_file(assets, file, place=place, force=force, audience=audience)
            ids, lost = list(done.ids), done.not_carried
        # Should one of them have to be forgotten, this file can be asked for.
        place.store.copies.add(PAGE if file.suffix.lower() == ".html" else DATA, file.name, ids)
    finally:
        place.close()
    said = {"file": file.name, "assets": len(ids), "not_carried": [x.to_record() for x in lost]}
    give(said, [f"{file.name}: {len(ids)} assets.", *not_carried_text(lost)], as_json=as_json)


_MOST_NAMED = 6


def not_carried_text(lost: Sequence[NotCarried]) -> list[str]:
    """Say what the file could not take along, a line a reason: whole assets first, then fields, then risks."""
    by_reason: dict[tuple[bool, str], list[NotCarried]] = {}
    for part in sorted(lost, key=lambda x: x.kept):
        by_reason.setdefault((part.kept, part.why), []).append(part)
    return [
        f"{'In it, and whole' if kept else 'Not in it'}: {_what(parts)}: {why}."
        for (kept, why), parts in by_reason.items()
    ]


def _what(parts: Sequence[NotCarried]) -> str:
    if not parts[0].field:
        return f"{parts[0].rows} assets" if parts[0].rows != 1 else "1 asset"
    by_field: dict[str, int] = {}
    for part in sorted(parts, key=lambda x: ":" in x.field):
        field = "texts in further languages" if ":" in part.field else part.field
        by_field[field] = max(by_field.get(field, 0), part.rows)
    said = [label_of(field) + (f" ({rows})" if rows else "") for field, rows in by_field.items()]
    more = len(said) - _MOST_NAMED
    return ", ".join(said) if more <= 1 else f"{', '.join(said[:_MOST_NAMED])} and {more} more (--json names them)"


def _must_be_known(file: Path) -> None:
    from assetmap.exchange.outward import ENDINGS, ending_of

    known = [*ENDINGS, ".html"]
    if not ending_of(file.name) and file.suffix.lower() != ".html":
        raise ExchangeError(f"{file.name} ends in no form that is known here: choose one of {', '.join(known)}.")
