"""`assetmap backup`, `restore`, `check`: keeping the store whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Force, Home, Json, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import ExchangeError
from assetmap.store.copies import BACKUP

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.base import CheckReport


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup", help="Copy the whole store to a file, while others go on working.")(backup)
    app.command("restore", help="Put a backup in the store's place; the store as it was is kept beside.")(restore)
    app.command("backups", help="List the copies of each day and week that the app keeps.")(backups)
    app.command("check", help="Look for damage.")(check)


def backup(
    file: Annotated[Path, typer.Argument(help="The GeoPackage to write, for example backup.gpkg.")],
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Back up the store. The copy holds exact places too: keep it as carefully as the store."""
    if file.exists() and not force:
        raise ExchangeError(f"{file.name} is already there: choose another name, or add --force to replace it.")
    place = opened(home)
    try:
        holds = place.store.ids()
        place.store.backup(file)
        place.store.copies.add(BACKUP, file.name, holds)
        report = place.store.check()
    finally:
        place.close()
    if file.suffix.lower() != ".gpkg":
        say(f"note: {file.name} is a GeoPackage, whatever its name says: one that ends in .gpkg opens by itself.")
    say("note: a backup holds exact places and drafts too: keep it where only stewards can open it.")
    give({"file": file.name, "assets": report.assets}, [f"{file.name}: {report.assets} assets."], as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup, or the name of a kept copy (`assetmap backups`).")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Restore a backup; a file that is not one, or a home without a place, changes nothing."""
    from assetmap.settings import home_folder, read_place
    from assetmap.store.geopackage import restore as put_back
    from assetmap.store.geopackage.daily import found_among

    folder = home_folder(home)
    say(f"home: {folder}")
    read_place(folder)  # refused before anything is written: without a place nobody could open what was restored
    live = folder / "assets.gpkg"
    kept = put_back(found_among(live, file), live)
    if kept is not None:
        say(f"note: the store as it was is kept in {kept}")
    report, result = _looked_over(opened(folder))
    give(result, [f"Restored: {report.assets} assets."], as_json=as_json)


def backups(home: Home = None, as_json: Json = False) -> None:
    """List the copies that the app keeps by itself, newest first: 7 by the day, 5 by the week."""
    from assetmap.settings import home_folder
    from assetmap.store.geopackage.daily import kept_copies_of

    folder = home_folder(home)
    say(f"home: {folder}")
    found = kept_copies_of(folder / "assets.gpkg")
    rows = [
        {"file": x.path.name, "day": x.day.isoformat(), "weekly": x.is_weekly, "bytes": x.path.stat().st_size}
        for x in found
    ]
    lines = [f"{x['file']}  {'the week of' if x['weekly'] else 'the day'} {x['day']}" for x in rows]
    give({"copies": rows}, lines or ["No copies yet: the app keeps one a day while it runs."], as_json=as_json)


def check(home: Home = None, as_json: Json = False) -> None:
    """Check the store; ends with status 1 where something is wrong."""
    from assetmap.exchange.untrusted import standing
    from assetmap.exchange.untrusted.walls import NAMES

    report, result = _looked_over(opened(home))
    whole = "Nothing is damaged." if not report.problems else "Damaged:"
    lines = [f"{report.assets} assets, {report.changes} changes. {whole}", *(f"  {x}" for x in report.problems)]
    stand = standing()
    lines.append(f"Files from others are read behind {len(stand)} of {len(NAMES)} walls.")
    lines += [f"  This system has not: {words}." for wall, words in NAMES.items() if wall not in stand]
    give(result | {"walls": {wall: wall in stand for wall in NAMES}}, lines, as_json=as_json)
    if report.problems:
        raise typer.Exit(1)


def _looked_over(place: Place) -> tuple[CheckReport, dict[str, Any]]:
    """Check a place's store and let go of it; the report, and as JSON."""
    try:
        report = place.store.check()
    finally:
        place.close()
    return report, {"assets": report.assets, "changes": report.changes, "problems": list(report.problems)}
