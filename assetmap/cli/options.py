"""Options that several commands share, said in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.speaking import say

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="The folder that holds the place (else ASSETMAP_HOME, else the one opened last on the screen, else the "
        "demo town).",
        metavar="DIR",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Exactly one JSON object on standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is already there.")]

STEWARD = "steward"
"""Whoever sits at this machine's own keyboard (contract: roles)."""


def opened(home: Path | None) -> Place:
    """Open the home meant, and say which one it is; the demo town is made first if nobody has named a home."""
    from assetmap.place import open_place
    from assetmap.settings import home_folder

    folder = home_folder(home)
    if home is None and not (folder / "place.toml").exists():
        made_demo(folder)
    say(f"home: {folder}")
    return open_place(folder)


def made_demo(folder: Path) -> None:
    """Make the demo town in `folder`, unless somebody named that folder for a place of their own."""
    import os

    if os.environ.get("ASSETMAP_HOME"):
        return
    from assetmap.demo import make_demo

    say("Making the demo town, an invented place, once …")
    make_demo(folder)


class Audience(StrEnum):
    """For whom an output is made."""

    PUBLIC = "public"
    PARTNERS = "partners"
    WORKSHOP = "workshop"


For = Annotated[
    Audience,
    typer.Option(
        "--audience",
        help="For whom: everybody (public), partners, or the people who make this map (workshop). What is not for "
        "everybody says so.",
    ),
]


def assets_for(place: Place, audience: str = "public") -> list[Asset]:
    """Return what a circle may see, through the one gate."""
    from assetmap.disclosure import SHOWN, disclosed

    return disclosed((stored.asset for stored in place.store.read(statuses=SHOWN)), audience=str(audience))
