"""`assetmap reach`: who can reach what on foot, a row a neighbourhood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.reach import Reached

Kinds = Annotated[list[str] | None, typer.Option("--kind", help="What it is; may be repeated. All when left out.")]
Minutes = Annotated[float, typer.Option("--minutes", help="How far on foot, 1 to 120.")]
Profile = Annotated[str, typer.Option("--profile", help="walking, step-free or slow.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Also write a table: .csv, .xlsx, .parquet, or .geojson with the areas.", metavar="FILE"
    ),
]
_LAYERS = {"areas", "postcodes", "population", "streets"}


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reach", help="Say for each neighbourhood who can reach what on foot.")(reach)


def reach(
    minutes: Minutes = 15,
    kind: Kinds = None,
    profile: Profile = "walking",
    out: Out = None,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Measure who reaches what, over the streets."""
    from assetmap.assets.crediting import sources_of_assets
    from assetmap.disclosure import marked_for
    from assetmap.reach import lines

    if out is not None:
        _must_be_known(out)
    place = opened(home)
    try:
        shown = assets_for(place, audience)
        found = _asked(place, shown, minutes=minutes, kinds=kind or (), profile=profile)
        marked = marked_for((), audience=audience)
        result = found.to_json()
        result["sources"] = _sources(place) + sources_of_assets(shown)
        result["method"] |= _when(place) | {"audience": str(audience)}
        if out is not None:
            _write(out, result, place, force=force, marked=marked)
    finally:
        place.close()
    if out is not None:
        say(f"{out.name}: {len(found.areas)} neighbourhoods.")
    give(result, [*([f"{marked}."] if marked else []), *lines(found)], as_json=as_json)


def _asked(place: Place, shown: Any, *, minutes: float, kinds: Any, profile: str) -> Reached:
    from assetmap.reach import reach as reach_on_foot

    people = place.layer("population")
    return reach_on_foot(
        place.network(), shown, areas=place.layer("areas"), minutes=minutes, kinds=kinds, profile=profile,
        postcodes=place.layer("postcodes"), gates=place.layer("gates"), ground=place.ground(),
        population=None if people is None else {
            str(code): int(number) for code, number in zip(people["code"], people["population"], strict=True)
        },
    )  # fmt: skip


def _sources(place: Place) -> list[dict[str, object]]:
    fields = ("title", "publisher", "year", "licence", "attribution", "file")
    return [
        {"layer": name, **{x: said[x] for x in fields if said.get(x)}}
        for name, said in place.sources().items()
        if name in _LAYERS
    ]


def _when(place: Place) -> dict[str, object]:
    from assetmap import __version__
    from assetmap.freshness import today

    return {"place": place.settings.name, "on": today().isoformat(), "version": __version__}


def _must_be_known(out: Path) -> None:
    from assetmap.exchange.areawise import ENDINGS

    if out.suffix.lower() not in ENDINGS:
        raise ExchangeError(f"{out.name} ends in no form that is known here: choose one of {', '.join(ENDINGS)}.")


def _write(out: Path, result: dict[str, Any], place: Place, *, force: bool, marked: str) -> None:
    from assetmap.exchange.areawise import write_areas

    areas = place.layer("areas")
    assert areas is not None
    write_areas(out, result, areas=areas, settings=place.settings, force=force, marked=marked)
