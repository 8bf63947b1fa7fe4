"""`assetmap approve`, `undo`, `history`, `withdraw`: what is decided about what is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.options import STEWARD, Home, Json, opened
from assetmap.cli.speaking import give
from assetmap.store.copies import COPY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.contributions import Withdrawn


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("approve", help="Publish drafts, by their codes.")(approve)
    app.command("undo", help="Undo one change (an import is one change).")(undo)
    app.command("history", help="Tell what happened to an asset.")(history)
    app.command("withdraw", help="Forget an asset for good, for somebody asked for it.")(withdraw)


def approve(
    codes: Annotated[list[str], typer.Argument(help="Codes of the drafts.", metavar="ID…")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Publish drafts."""
    from assetmap.contributions import approve as publish

    place = opened(home)
    try:
        written = publish(place.store, codes, by=STEWARD)
    finally:
        place.close()
    result = {"change": written.change, "approved": len(written.versions)}
    give(result, [f"{len(written.versions)} published (change {written.change})."], as_json=as_json)


def undo(
    change: Annotated[int, typer.Argument(help="The number of the change.", metavar="CHANGE", min=1)],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Undo a change."""
    from assetmap.contributions import undo as take_back

    place = opened(home)
    try:
        written = take_back(place.store, change, by=STEWARD)
    finally:
        place.close()
    give(
        {"change": written.change, "undone": len(written.versions)},
        [f"Change {change} undone for {len(written.versions)} assets (change {written.change})."],
        as_json=as_json,
    )


def withdraw(
    code: Annotated[str, typer.Argument(help="Code of the asset.", metavar="ID")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Withdraw an asset. Its words, places and history are erased, in kept copies too: nothing brings it back."""
    from assetmap.contributions import withdraw as take_out

    place = opened(home)
    try:
        done = take_out(place.store, code, by=STEWARD)
    finally:
        place.close()
    copies = [{"on": x.on.date().isoformat(), "what": x.what, "name": x.name} for x in done.copies]
    result = {"change": done.change, "withdrawn": len(done.versions), "copies": copies}
    result |= {"waits": done.waits, "unreached": list(done.unreached)}
    give(result, _said_of(done), as_json=as_json)


def _said_of(done: Withdrawn) -> Iterator[str]:
    if done.versions:
        yield f"It is gone for good, with its words, its places and its history (change {done.change})."
    else:
        yield "It was gone already."
    if done.waits:
        yield (
            "It shows nowhere, but the last of it is still in the file: another program is reading just now, or "
            "the disk is full. It goes when the store is next opened or written to, for example by `assetmap check`."
        )
    for name in done.unreached:
        yield f"{name}, a copy beside the store, could not be opened: delete it by hand if it may hold it."
    if done.copies:
        yield "These copies were handed out and still hold it. Ask for them back:"
        for copy in done.copies:
            yield f"  {copy.on.date().isoformat()}  {COPY_WORDS.get(copy.what, copy.what)}: {copy.name}"


def history(
    code: Annotated[str, typer.Argument(help="Code of the asset.", metavar="ID")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Tell what happened to an asset, oldest first."""
    from assetmap.contributions.edits import found
    from assetmap.contributions.story import story

    place = opened(home)
    try:
        [there] = found(place.store, [code])
        told = story(place.store, there.asset.id, role=STEWARD)
    finally:
        place.close()
    rows = [{"on": x.on.isoformat(), "who": x.who, "said": x.said, "change": x.change} for x in told]
    give(
        {"id": there.asset.id, "short": there.asset.short, "story": rows},
        [f"{x.text} (change {x.change})" if x.change else x.text for x in told],
        as_json=as_json,
    )
