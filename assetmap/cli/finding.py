"""`assetmap find`: what is near, and helps."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Audience, For, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import PlaceError
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetmap.gazetteer import Located
    from assetmap.place import Place
    from assetmap.referral import Shortlist

Near = Annotated[
    str | None,
    typer.Option(
        "--near", help="A postcode, a street, a place name or LAT,LON; - reads standard input.", metavar="TEXT"
    ),
]
Needs = Annotated[list[str] | None, typer.Option("--need", help="What it should help with; may be repeated.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="What it is; may be repeated.")]
Words = Annotated[str, typer.Option("--text", help="Words it should have.", metavar="WORDS")]
Limit = Annotated[int, typer.Option("--limit", help="Most to give.", min=1, max=300)]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("find", help="Find what is near somebody, by need, kind and words.")(find)


def find(
    near: Near = None,
    need: Needs = None,
    kind: Kinds = None,
    text: Words = "",
    limit: Limit = 8,
    audience: For = Audience.PUBLIC,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find assets. Distances are straight lines; nothing that was typed is kept."""
    from assetmap.disclosure import marked_for
    from assetmap.referral import found_json

    if near is None:
        raise PlaceError("--near is missing: say where from, or --near - to type it on standard input.")
    place = opened(home)
    try:
        origin = located(near, place)
        found = shortlisted(
            place, origin, needs=need or (), kinds=kind or (), text=text, limit=limit, audience=audience
        )
    finally:
        place.close()
    result = found_json(found, origin=origin.point)
    marked = marked_for((), audience=audience)
    if marked:
        result["audience"] = str(audience)
    give(result, [*([f"{marked}."] if marked else []), *_lines(result)], as_json=as_json)


_ROUGH = {
    "street": "that street is long; distances are from its middle.",
    "postcode": "that postcode has no exact point here; distances are from somewhere near it.",
}


def located(near: str, place: Place) -> Located:
    """Turn what was typed into a point of the place, and say if it is a rough one; `-` reads a line of input."""
    from assetmap.gazetteer import locate

    found = locate(sys.stdin.readline() if near.strip() == "-" else near, place=place)
    if found.rough:
        say(f"note: {_ROUGH.get(found.kind, 'that is a large place; distances are from its middle.')}")
    return found


def shortlisted(
    place: Place,
    origin: Located | None,
    *,
    needs: Sequence[str],
    kinds: Sequence[str],
    text: str,
    limit: int,
    audience: str = "public",
) -> Shortlist:
    """Rank what a circle may see, from a place's own store."""
    from assetmap.referral import shortlist

    words = vocabulary()
    return shortlist(
        assets_for(place, audience),
        None if origin is None else origin.point,
        needs=[words.need(x) for x in needs],
        kinds=[words.kind(x) for x in kinds],
        text=text,
        limit=limit,
        on=datetime.now().astimezone(),
        metric_crs=place.settings.metric_crs,
        review_weeks=place.settings.review_weeks,
        gates=place.layer("gates"),
    )


def _lines(result: dict[str, Any]) -> Iterator[str]:
    if not result["assets"] and not result["elsewhere"]:
        yield "Nothing fits. Try fewer needs or other words."
    for number, row in enumerate(result["assets"], start=1):
        far = "" if row["distance_m"] is None else f" {row['distance_m']:,.0f} m in a straight line"
        yield f"{number}. {row['name']} ({vocabulary().label(row['kind'])}){far}"
        yield f"   {row['why']}  [{row['short']}]"
    if result["elsewhere"]:
        yield "By phone or online:"
    for row in result["elsewhere"]:
        yield f"-  {row['name']}: {row['why']}  [{row['short']}]"
