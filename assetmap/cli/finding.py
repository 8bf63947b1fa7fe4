"""`assetmap find`: what is near, and helps."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.filtering import (
    Age,
    Free,
    NoId,
    Offered,
    Open,
    Speaks,
    StepFree,
    TakesNew,
    Toilet,
    filters_of,
)
from assetmap.cli.options import Audience, For, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import PlaceError
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetmap.assets import Asset
    from assetmap.gazetteer import Located
    from assetmap.place import Place
    from assetmap.referral import Filters, Found, Shortlist
    from assetmap.walking import Walks

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
Minutes = Annotated[
    int | None,
    typer.Option("--minutes", help="Only what is within so many minutes on foot.", min=1, max=600, metavar="N"),
]


class Profile(StrEnum):
    """Who walks."""

    WALKING = "walking"
    STEP_FREE = "step-free"
    SLOW = "slow"


On = Annotated[Profile, typer.Option("--profile", help="How they walk: at the usual pace, without steps, or slowly.")]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("find", help="Find what is near somebody, by need, kind and words.")(find)


def find(
    near: Near = None,
    need: Needs = None,
    kind: Kinds = None,
    text: Words = "",
    limit: Limit = 8,
    minutes: Minutes = None,
    profile: On = Profile.WALKING,
    open_: Open = None,
    free: Free = False,
    step_free: StepFree = False,
    toilet: Toilet = False,
    speaks: Speaks = "",
    age: Age = None,
    no_id: NoId = False,
    offered: Offered = None,
    takes_new: TakesNew = False,
    audience: For = Audience.PUBLIC,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Find assets, by minutes on foot where the streets are known. Nothing that was typed is kept."""
    from assetmap.disclosure import marked_for
    from assetmap.referral import found_json, unspoken

    if near is None:
        raise PlaceError("--near is missing: say where from, or --near - to type it on standard input.")
    filters = filters_of(
        open_=open_, free=free, step_free=step_free, toilet=toilet, no_id=no_id, takes_new=takes_new, age=age,
        speaks=speaks, offered=offered,
    )  # fmt: skip
    place = opened(home)
    try:
        origin = located(near, place)
        found = shortlisted(
            place, origin, needs=need or (), kinds=kind or (), text=text, limit=limit, audience=audience,
            minutes=minutes, profile=profile, filters=filters,
        )  # fmt: skip
        nobody = unspoken(assets_for(place, audience), speaks) if speaks else ""
    finally:
        place.close()
    result = found_json(found, origin=origin.point) | {"profile": str(profile), "minutes": minutes}
    marked = marked_for((), audience=audience)
    if marked:
        result["audience"] = str(audience)
    head = [f"{marked}."] if marked else []
    give(result, [*head, *_lines(found, minutes=minutes, nobody=nobody)], as_json=as_json)


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
    minutes: int | None = None,
    profile: str = "walking",
    filters: Filters | None = None,
) -> Shortlist:
    """Rank what a circle may see, from a place's own store, and say what is not known on foot."""
    from assetmap.freshness import today
    from assetmap.referral import NOTHING, shortlist

    words, assets = vocabulary(), assets_for(place, audience)
    walks = None if origin is None else walked(place, assets, profile=profile, is_asked=minutes is not None)
    found = shortlist(
        assets,
        None if origin is None else origin.point,
        needs=[words.need(x) for x in needs],
        kinds=[words.kind(x) for x in kinds],
        text=text,
        limit=limit,
        on=datetime.now().astimezone(),
        metric_crs=place.settings.metric_crs,
        review_weeks=place.settings.review_weeks,
        gates=place.layer("gates"),
        walks=walks,
        minutes=minutes,
        filters=filters or NOTHING,
        handed=place.store.calls.counts(since=today()),
        terms=place.settings.school_terms,
    )
    say_how_far_off(found)
    return found


def walked(place: Place, assets: Sequence[Asset], *, profile: str, is_asked: bool = False) -> Walks | None:
    """Join assets to a place's streets, or say that it has none where minutes or a profile were asked for."""
    from assetmap.walking import walks_at

    walks = walks_at(place, assets, profile=str(profile))
    if walks is None and (is_asked or str(profile) != Profile.WALKING):
        say("note: this place has no streets to walk on: distances are straight lines.")
    if walks is not None and walks.profile.leaves_out and not walks.knows_steps:
        say("note: the streets here do not say where steps are: nobody knows whether a way is step-free.")
    return walks


def say_how_far_off(found: Shortlist) -> None:
    """Say that who sets out is too far from any street; they are never put on one in silence."""
    if found.origin_why_not:
        say(f"note: {found.origin_why_not}; distances are straight lines.")


def _lines(found: Shortlist, *, minutes: int | None, nobody: str = "") -> Iterator[str]:
    if nobody:  # of another language some may do all the same: of most nobody knows what is spoken there
        yield nobody
    elif not (found.near or found.elsewhere or found.not_known):
        asked = "" if minutes is None else f" within {minutes} minutes on foot"
        yield f"Nothing fits{asked}. Try fewer needs{', other words or more minutes' if asked else ' or other words'}."
    for number, row in enumerate(found.near, start=1):
        yield from _entry(f"{number}.", row)
    if found.not_known:
        yield "Perhaps near enough; how far it is on foot is not known:"
    for row in found.not_known:
        yield from _entry("-", row)
    if found.elsewhere:
        yield "By phone or online:"
    for row in found.elsewhere:
        yield f"-  {row.asset.name}: {row.why}  [{row.asset.short}]"
        yield f"   {' '.join(x for x in (row.checked, row.busy) if x)}"
    if found.almost:
        yield "Almost fits:"
    for row in found.almost:
        yield from _entry("-", row)


def _entry(mark: str, row: Found) -> Iterator[str]:
    far = far_words(row)
    yield f"{mark} {row.asset.name} ({vocabulary().label(row.asset.kind)}){f' {far}' if far else ''}"
    yield f"   {' '.join(x for x in (row.lacks, row.why) if x)}  [{row.asset.short}]"
    yield f"   {' '.join(x for x in (row.checked, row.busy) if x)}"
    if row.way is not None:
        yield f"   {row.way.words(most=None)}"


def far_words(row: Found) -> str:
    """Say how far one is: minutes and steps where they are known, else the straight line."""
    from assetmap.access.telling import steps_words, walk_words

    if row.walk_min:
        said = walk_words(row.walk_min, about=row.walk_is_about)
        return said if row.way is None else f"{said}, {steps_words(row.steps)}"
    return "" if row.distance_m is None else f"{row.distance_m:,.0f} m in a straight line"
