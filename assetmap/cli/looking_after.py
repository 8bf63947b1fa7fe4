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
    app.command("check", help="Look for damage.")(check)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
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
    say("note: a backup holds exact places and drafts too: keep it where only stewards can open it.")
    give({"file": file.name, "assets": report.assets}, [f"{file.name}: {report.assets} assets."], as_json=as_json)


def restore(file: Annotated[Path, typer.Argument(help="A backup.")], home: Home = None, as_json: Json = False) -> None:
    """Restore a backup; a file that is not one, or a home without a place, changes nothing."""
    from assetmap.settings import home_folder, read_place
    from assetmap.store.geopackage import restore as put_back

    folder = home_folder(home)
    say(f"home: {folder}")
    read_place(folder)  # refused before anything is written: without a place nobody could open what was restored
    kept = put_back(file, folder / "assets.gpkg")
    if kept is not None:
        say(f"note: the store as it was is kept in {kept}")
    report, result = _looked_over(opened(folder))
    give(result, [f"Restored: {report.assets} assets."], as_json=as_json)


def check(home: Home = None, as_json: Json = False) -> None:
    """Check the store; ends with status 1 where something is wrong."""
    report, result = _looked_over(opened(home))
    whole = "Nothing is damaged." if not report.problems else "Damaged:"
    lines = [f"{report.assets} assets, {report.changes} changes. {whole}", *(f"  {x}" for x in report.problems)]
    give(result, lines, as_json=as_json)
    if report.problems:
        raise typer.Exit(1)


def _looked_over(place: Place) -> tuple[CheckReport, dict[str, Any]]:
    """Check a place's store and let go of it; the report, and as JSON."""
    try:
        report = place.store.check()
    finally:
        place.close()
    return report, {"assets": report.assets, "changes": report.changes, "problems": list(report.problems)}
