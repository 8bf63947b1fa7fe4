"""`assetmap gaps`: where need is high and reach is low, a row a neighbourhood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.cli.supposing import (
    Besides,
    By,
    Compare,
    Fair,
    Forget,
    Fragile,
    KeepAs,
    Led,
    With,
    Without,
    change_of,
    command_more,
    told,
)
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from assetmap.place import Place

Kinds = Annotated[list[str] | None, typer.Option("--kind", help="What it is; may be repeated. All when left out.")]
Needs = Annotated[
    list[str] | None, typer.Option("--need", help="What it helps with; may be repeated. All when left out.")
]
Minutes = Annotated[float, typer.Option("--minutes", help="How far on foot, 1 to 60.")]
Profile = Annotated[str, typer.Option("--profile", help="walking, step-free or slow.")]
Index = Annotated[
    str,
    typer.Option("--index", help="Which index says who is in need, or “none”: by reach alone. Else the first."),
]
Decay = Annotated[str, typer.Option("--decay", help="How further away counts less: bands, within or gaussian.")]
Lens = Annotated[
    str, typer.Option("--lens", help="no_id: only what asks for no papers; language:pl: only where that is spoken.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Also write a table: .csv, .xlsx, .parquet, or .geojson with the areas.", metavar="FILE"
    ),
]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("gaps", help="Say where need is high and reach is low, and how sure that is.")(gaps)


def gaps(
    kind: Kinds = None,
    need: Needs = None,
    minutes: Minutes = 15,
    profile: Profile = "walking",
    index: Index = "",
    decay: Decay = "bands",
    lens: Lens = "",
    without: Without = None,
    put: With = None,
    keep_as: KeepAs = "",
    compare: Compare = False,
    forget: Forget = "",
    fair: Fair = False,
    fragile: Fragile = False,
    by: By = "",
    led: Led = False,
    out: Out = None,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Weigh what is within reach by who is in need of it."""
    from assetmap.disclosure import marked_for
    from assetmap.gaps import Asked, lines
    from assetmap.gaps.asking import must_be_spoken

    if out is not None:
        _must_be_known(out)
    asked = Asked(
        kinds=tuple(kind or ()), needs=tuple(need or ()), minutes=minutes, index=index, decay=decay, lens=lens
    )
    besides = Besides(
        without=without or (), put=put or (), keep_as=keep_as, compare=compare, forget=forget, fair=fair,
        fragile=fragile, by=by, led=led, audience=str(audience),
    )  # fmt: skip
    place = opened(home)
    try:
        shown = assets_for(place, audience)
        must_be_spoken(asked, shown)
        found, weighed = _found(place, shown, asked, profile=profile, besides=besides)
        marked = marked_for((), audience=audience)
        result = found.to_json()
        result["method"]["command"] += command_more(besides)
        more, said = told(place, found, weighed, besides)
        result |= more
        result["method"] |= {"place": place.settings.name, "audience": str(audience)}
        if audience != Audience.PUBLIC:
            result["method"]["command"] += f" --audience {audience}"
        if out is not None:
            _write(out, result, place, force=force, marked=marked)
    finally:
        place.close()
    if out is not None:
        say(f"{out.name}: {len(result['areas'])} neighbourhoods.")
    give(result, [*([f"{marked}."] if marked else []), *lines(found), *said], as_json=as_json)


def _found(place: Place, shown: Any, asked: Any, *, profile: str, besides: Besides) -> tuple[Any, Any]:
    from assetmap.deprivation import need_of
    from assetmap.gaps import gaps as gaps_of
    from assetmap.gaps import model_of

    model = model_of(place, shown, profile=profile)
    need = need_of(place, index=asked.index)
    return gaps_of(model, need, asked, change=change_of(place, model, asked, besides)), need


def _must_be_known(out: Path) -> None:
    from assetmap.exchange.areawise import ENDINGS

    if out.suffix.lower() not in ENDINGS:
        raise ExchangeError(f"{out.name} ends in no form that is known here: choose one of {', '.join(ENDINGS)}.")


def _write(out: Path, result: dict[str, Any], place: Place, *, force: bool, marked: str) -> None:
    from assetmap.exchange.areawise import write_areas

    areas = place.layer("areas")
    assert areas is not None
    write_areas(out, result, areas=areas, settings=place.settings, force=force, marked=marked)
