"""`assetmap print session`: what a workshop leaves behind, on a page to take home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assetmap.cli.options import STEWARD, Audience, Force, Home, Json, opened
from assetmap.cli.speaking import give, say
from assetmap.cli.workshop import SessionCode
from assetmap.errors import PrintError
from assetmap.wording import LANGUAGES


def session(
    out: Annotated[Path, typer.Option("--out", help="The file to write, .pdf or .html.", metavar="FILE")],
    session: SessionCode = "",
    page_format: Annotated[
        str, typer.Option("--format", help="Clear print, large print or easy to read: clear, large or easy.")
    ] = "clear",
    paper: Annotated[str, typer.Option("--paper", help="A4 or Letter.")] = "A4",
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help=f"The page's own words, by code or name, else as the workshop: {', '.join(LANGUAGES)}.",
            metavar="LANGUAGE",
        ),
    ] = "",
    audience: Annotated[
        Audience | None,
        typer.Option("--audience", help="For whom: public, partners or workshop; else who the workshop was for."),
    ] = None,
    next_day: Annotated[
        bool,
        typer.Option(
            "--next-day", help="In its place the list of what is to be done now; it names people, for you alone."
        ),
    ] = False,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print what was said, what mattered most and what was agreed, without what stands in private fields."""
    from assetmap.files import write_whole
    from assetmap.freshness import today
    from assetmap.printing.session import next_day_page, session_page
    from assetmap.workshop import meant, shown, tomorrow

    if out.suffix.lower() not in {".pdf", ".html"}:
        raise PrintError("--out ends in .pdf or .html: that says which page to make.")
    place = opened(home)
    try:
        one = meant(place, session, by=STEWARD)
        circle = str(audience or one.audience)
        seen = shown(place, one, audience=circle)
        if next_day:
            list_ = tomorrow(place, one, by=STEWARD)
            page = next_day_page(place, one, list_, format=page_format, paper=paper, language=language)
        else:
            page = session_page(
                place, one, seen, on=today(), format=page_format, paper=paper, audience=circle, language=language
            )
        content = page.pdf() if out.suffix.lower() == ".pdf" else page.html().encode()
        unprintable = list(page.unprintable)
        write_whole(out, content, force=force)
    finally:
        place.close()
    if unprintable:
        say(f"note: no font has {' '.join(unprintable)}; printed as □.")
    if next_day:
        to_do = sum(len(part.tasks) for part in page.leaflet.parts)
        result = {"file": out.name, "to_do": to_do, "unprintable": unprintable}
        give(result, [f"{out.name}: {to_do} to do. It names people: keep it to yourself."], as_json=as_json)
        return
    said = len(seen.assets) + sum(map(len, (seen.stories, seen.gaps, seen.links, seen.plans, seen.grants)))
    result = {"file": out.name, "said": said, "held_back": seen.held_back, "unprintable": unprintable}
    kept = f" {seen.held_back} kept private." if seen.held_back else ""
    give(result, [f"{out.name}: {said} things said.{kept}"], as_json=as_json)
