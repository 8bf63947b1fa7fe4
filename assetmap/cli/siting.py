"""`assetmap site`: where the next places should be."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.siting import Sites
    from assetmap.place import Place

New = Annotated[int, typer.Option("--new", help="How many new places, pinned ones among them.", metavar="P")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="What is to be new; may be repeated. Anything when left out.")
]
Needs = Annotated[list[str] | None, typer.Option("--need", help="What it is to help with; may be repeated.")]
Minutes = Annotated[float, typer.Option("--minutes", help="How far on foot is near, 1 to 60.")]
Profile = Annotated[str, typer.Option("--profile", help="walking, step-free or slow.")]
Index = Annotated[
    str, typer.Option("--index", help="Which index says who is in need, or “none”: all alike. Else the first.")
]
Lens = Annotated[
    str, typer.Option("--lens", help="no_id: only what asks for no papers counts today; language:pl: only in Polish.")
]
Pins = Annotated[
    list[str] | None,
    typer.Option("--pin", help="A place on the map that must be in, by its six-character code; may be repeated."),
]
Where = Annotated[
    str,
    typer.Option("--candidates", help="Where it could go: venues (places on the map), postcodes or streets."),
]
WorstFirst = Annotated[
    bool, typer.Option("--worst-off-first", help="First those where need is greatest, then all; says what that costs.")
]
Exact = Annotated[bool, typer.Option("--exact", help="Find the best choice there is, and prove it.")]
Seconds = Annotated[float, typer.Option("--seconds", help="With --exact: how long to look for proof.", min=1)]
Out = Annotated[Path | None, typer.Option("--out", help="Also write the new places: .geojson or .csv.", metavar="FILE")]
_ENDINGS = (".csv", ".geojson")


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("site", help="Say where the next places should be, so that most people in need have one near.")(site)


def site(
    new: New,
    kind: Kinds = None,
    need: Needs = None,
    minutes: Minutes = 15,
    profile: Profile = "walking",
    index: Index = "",
    lens: Lens = "",
    pin: Pins = None,
    candidates: Where = "venues",
    worst_off_first: WorstFirst = False,
    exact: Exact = False,
    seconds: Seconds = 60,
    out: Out = None,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Choose among places that could hold it."""
    from assetmap.disclosure import marked_for
    from assetmap.gaps.asking import Asked
    from assetmap.gaps.siting_telling import lines

    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise ExchangeError(f"{out.name} ends in no form that is known here: choose one of {', '.join(_ENDINGS)}.")
    asked = Asked(kinds=tuple(kind or ()), needs=tuple(need or ()), minutes=minutes, index=index, lens=lens)
    place = opened(home)
    try:
        wishes = {"new": new, "pinned": pin or (), "worst_off_first": worst_off_first, "exact": exact}
        found = _found(
            place, asked, audience=audience, profile=profile, where=candidates, wishes=wishes | {"seconds": seconds}
        )
        marked = marked_for((), audience=audience)
        result = found.to_json()
        result["method"] |= {"place": place.settings.name, "audience": str(audience)}
        if audience != Audience.PUBLIC:
            result["method"]["command"] += f" --audience {audience}"
        if out is not None:
            _write(out, result, place, force=force, marked=marked)
    finally:
        place.close()
    if out is not None:
        say(f"{out.name}: {len(found.chosen)} places.")
    give(result, [*([f"{marked}."] if marked else []), *lines(found)], as_json=as_json)


def _found(place: Place, asked: Asked, *, audience: str, profile: str, where: str, wishes: dict[str, Any]) -> Sites:
    from assetmap.deprivation import need_of
    from assetmap.gaps import model_of
    from assetmap.gaps.asking import must_be_spoken
    from assetmap.gaps.siting import site as choose
    from assetmap.gaps.siting_candidates import candidates_of

    shown = assets_for(place, audience)
    must_be_spoken(asked, shown)
    model = model_of(place, shown, profile=profile)
    listed = candidates_of(place, model, asked, where=where)
    with _aside():
        return choose(
            model, need_of(place, index=asked.index), asked, candidates=listed, where=where, told=say, **wishes
        )


@contextmanager
def _aside() -> Iterator[None]:
    """Drop what HiGHS prints by itself, unasked, past Python: standard output is for the one answer."""
    sys.stdout.flush()
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is no standard output
        yield
        return
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _write(out: Path, result: dict[str, Any], place: Place, *, force: bool, marked: str) -> None:
    import geopandas as gpd

    from assetmap.exchange.areawise import write_areas

    rows = result["sites"]
    points = gpd.GeoDataFrame(
        {"code": [x["code"] for x in rows]},
        geometry=gpd.points_from_xy([x["lon"] for x in rows], [x["lat"] for x in rows]), crs="EPSG:4326",
    )  # fmt: skip
    write_areas(out, result | {"areas": rows}, areas=points, settings=place.settings, force=force, marked=marked)
