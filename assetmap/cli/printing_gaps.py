"""`assetmap print gaps`: the atlas, a page an area."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetmap.cli.finding import Kinds, Needs, On, Profile
from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.printing import Paper
from assetmap.cli.speaking import give, progress_bar, say
from assetmap.errors import PrintError
from assetmap.wording import LANGUAGES, language_of


def gaps(
    out: Annotated[Path, typer.Option("--out", help="The file to write, .pdf.", metavar="FILE")],
    kind: Kinds = None,
    need: Needs = None,
    minutes: Annotated[float, typer.Option("--minutes", help="How far on foot, 1 to 60.")] = 15,
    profile: On = Profile.WALKING,
    index: Annotated[
        str, typer.Option("--index", help="By which index need is weighed; none for reach alone.", metavar="KEY")
    ] = "",
    areas: Annotated[
        list[str] | None, typer.Option("--areas", help="Pages for these alone, by code; repeat.", metavar="CODE")
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language", help=f"The atlas's own words, by code or name: {', '.join(LANGUAGES)}.", metavar="LANGUAGE"
        ),
    ] = "en",
    paper: Annotated[Paper, typer.Option("--paper", help="A4 or Letter.")] = Paper.A4,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print where need is high and reach is low: the method, maps, the ranking, and one page an area."""
    from assetmap.deprivation import need_of
    from assetmap.files import whole_file
    from assetmap.freshness import today
    from assetmap.gaps import Asked, model_of
    from assetmap.gaps import gaps as gaps_of
    from assetmap.printing.gap_atlas import MOST_PAGES, gap_atlas

    if out.suffix.lower() != ".pdf":
        raise PrintError("--out ends in .pdf: the atlas is made for paper. `assetmap gaps --out` writes tables.")
    tongue = language_of(language)
    asked = Asked(kinds=tuple(kind or ()), needs=tuple(need or ()), minutes=minutes, index=index)
    bar = progress_bar("atlas")
    place = opened(home)
    try:
        with whole_file(out, force=force) as new:
            model = model_of(place, assets_for(place, audience), profile=profile.value)
            need_of_areas = need_of(place, index=index)
            atlas = gap_atlas(
                gaps_of(model, need_of_areas, asked), place=place, on=today(), audience=str(audience),
                areas=areas or (), paper=paper.value, language=tongue.code, sources=place.sources(), out=out.name,
                progress=bar,
            )  # fmt: skip
            new.write_bytes(atlas.pdf())
            bar("", 1.0)
    finally:
        place.close()
    if atlas.left_out:
        say(f"note: {atlas.left_out} areas have no page, {MOST_PAGES} at most are printed: --areas chooses others.")
    if atlas.unprintable:
        say(f"note: no font has {' '.join(atlas.unprintable)}; printed as □.")
    result = {
        "file": out.name, "pages": atlas.pages, "areas": list(atlas.pages_of), "left_out": atlas.left_out,
        "audience": str(audience), "unprintable": list(atlas.unprintable),
    }  # fmt: skip
    give(
        result,
        [f"{out.name}: {atlas.pages} pages, {len(atlas.pages_of)} of them a neighbourhood each."],
        as_json=as_json,
    )
