"""`assetmap pack` and `unpack`: a whole place in one file, for the rucksack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetmap.cli.options import Force, Home, Json, opened
from assetmap.cli.speaking import give, say


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("pack", help="Put the whole place into one file, to take it along.")(pack)
    app.command("unpack", help="Put a packed place into a folder of its own.")(unpack)


def pack(
    file: Annotated[Path, typer.Argument(help="The file to write, for example town.assetmap.")],
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Pack the place: settings, assets with their history, layers, streets, base map and its key."""
    from assetmap import packing

    place = opened(home)
    try:
        packed = packing.pack(place, file, force=force)
    finally:
        place.close()
    say(
        "note: the file holds everything: exact places and drafts, who may sign in, and the keys of the place. Keep it "
        "like a key, on something encrypted, and send it to nobody by email. What was taken away is not in it, and "
        "sign-in.toml is not: it is an organisation's."
    )
    result = {"file": file.name, "bytes": packed.size, "assets": packed.assets, "files": list(packed.files)}
    lines = [f"{file.name}: {packed.assets} assets, {len(packed.files)} files, {_size(packed.size)}."]
    give(result, lines, as_json=as_json)


def unpack(
    file: Annotated[Path, typer.Argument(help="What `assetmap pack` wrote.")],
    home: Home = None,
    force: Annotated[
        bool, typer.Option("--force", help="Put what lies in the folder aside; nothing of it is deleted.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Unpack a place; a file that is none, or is damaged, changes nothing."""
    from assetmap import packing
    from assetmap.settings import home_folder

    folder = home_folder(home, last_opened=False)  # what makes a place must not land in another one
    say(f"home: {folder}")
    unpacked = packing.unpack(file, folder, force=force)
    if unpacked.kept is not None:
        say(f"note: what lay there before is kept in {unpacked.kept}")
    say("note: whoever could sign in where it was packed can sign in here; `assetmap people list` names them.")
    result = {
        "home": str(unpacked.home), "place": unpacked.place, "assets": unpacked.assets,
        "kept": None if unpacked.kept is None else str(unpacked.kept),
    }  # fmt: skip
    give(result, [f"Unpacked: {unpacked.place}, {unpacked.assets} assets."], as_json=as_json)


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{-(-size // 1024)} kB"
