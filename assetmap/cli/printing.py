"""`assetmap print`: pages to hand over."""

from __future__ import annotations

import contextlib
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.filtering import Age, Free, NoId, Offered, Open, SpeaksThere, StepFree, TakesNew, Toilet, filters_of
from assetmap.cli.finding import (
    Kinds,
    Limit,
    Minutes,
    Near,
    Needs,
    On,
    Profile,
    Words,
    located,
    say_how_far_off,
    shortlisted,
    walked,
)  # fmt: skip
from assetmap.cli.options import Audience, For, Force, Home, Json, assets_for, opened
from assetmap.cli.speaking import give, say
from assetmap.errors import PlaceError, PrintError, StoreError
from assetmap.wording import LANGUAGES, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.gazetteer import Located
    from assetmap.place import Place
    from assetmap.referral import Shortlist


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "A4"
    LETTER = "Letter"


class Format(StrEnum):
    """Sizes of print: clear (body 14 pt) or large (body 18 pt)."""

    CLEAR = "clear"
    LARGE = "large"


class PageFormat(StrEnum):
    """How a page for a person is set: clear or large print, or easy (short sentences, a picture beside each)."""

    CLEAR = "clear"
    LARGE = "large"
    EASY = "easy"


class PageKind(StrEnum):
    """What a page for a person is about: what is near them, or who keeps in touch with them."""

    NEAR = "near"
    TOUCH = "touch"


def add(app: typer.Typer) -> None:
    """Add the commands."""
    from assetmap.cli.printing_gaps import gaps
    from assetmap.cli.printing_session import session
    from assetmap.cli.printing_workshop import workshop

    pages = typer.Typer(help="Print a page as PDF or HTML.", no_args_is_help=True, rich_markup_mode=None)
    pages.command("referral", help="One good page of what is near a person.")(referral)
    pages.command("calls", help="A list to ring round from: what is due, with boxes to tick.")(calls)
    pages.command("gaps", help="The atlas of gaps: where need is high and reach is low, a page a neighbourhood.")(gaps)
    pages.command("session", help="What a workshop leaves behind: what was said, what matters most, what was agreed.")(
        session
    )
    pages.command("workshop", help="Maps to stick dots on, and what else a workshop takes along on paper.")(workshop)
    app.add_typer(pages, name="print")


def referral(
    out: Annotated[Path, typer.Option("--out", help="The file to write, .pdf or .html.", metavar="FILE")],
    near: Near = None,
    assets: Annotated[list[str] | None, typer.Option("--assets", help="Print exactly these, by code; repeat.")] = None,
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
    speaks: SpeaksThere = "",
    age: Age = None,
    no_id: NoId = False,
    offered: Offered = None,
    takes_new: TakesNew = False,
    page: Annotated[
        PageKind, typer.Option("--page", help="What is near a person, or who keeps in touch with them.")
    ] = PageKind.NEAR,
    who: Annotated[
        str, typer.Option("--who", help="With --page touch: who will be in touch; - reads a line, as --near does.")
    ] = "",
    when: Annotated[str, typer.Option("--when", help="With --page touch: when; - reads a line.")] = "",
    how: Annotated[str, typer.Option("--how", help="With --page touch: how to reach them; - reads a line.")] = "",
    page_format: Annotated[
        PageFormat, typer.Option("--format", help="Clear print, large print or easy to read.")
    ] = PageFormat.CLEAR,
    language: Annotated[
        str,
        typer.Option(
            "--language", help=f"The page's own words, by code or name: {', '.join(LANGUAGES)}.", metavar="LANGUAGE"
        ),
    ] = "en",
    paper: Annotated[Paper, typer.Option("--paper", help="A4 or Letter.")] = Paper.A4,
    hide_here: Annotated[bool, typer.Option("--hide-here", help="Leave “you are here” off the map.")] = False,
    audience: For = Audience.PUBLIC,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print what is near a person. What was typed is on the page's map alone, and kept nowhere."""
    from assetmap.files import write_whole
    from assetmap.freshness import today
    from assetmap.printing.entries import entry_of
    from assetmap.printing.referral_sheet import referral_page

    _can_write(out)
    if near is None and not assets:
        raise PlaceError("--near or --assets is missing: say where from, or which assets by their codes.")
    if page is not PageKind.TOUCH and (who or when or how):
        raise PrintError("--who, --when and --how are for --page touch: who keeps in touch with a person.")
    tongue = language_of(language)
    filters = filters_of(
        open_=open_, free=free, step_free=step_free, toilet=toilet, no_id=no_id, takes_new=takes_new, age=age,
        speaks=speaks, offered=offered,
    )  # fmt: skip
    place = opened(home)
    try:
        origin = None if near is None else located(near, place)
        who, when, how = (sys.stdin.readline() if said.strip() == "-" else said for said in (who, when, how))
        found = (
            _chosen(place, assets, origin, audience=audience, profile=profile)
            if assets
            else shortlisted(
                place,
                origin,
                needs=need or (),
                kinds=kind or (),
                text=text,
                limit=limit,
                audience=audience,
                minutes=minutes,
                profile=profile,
                filters=filters,
            )
        )
        listed = (*found.near, *found.not_known, *found.elsewhere)
        made = referral_page(
            [entry_of(row) for row in listed],
            origin=None if origin is None else origin.point,
            place=place,
            on=today(),
            page=page.value,
            format=page_format.value,
            language=tongue.code,
            paper=paper.value,
            show_here=not hide_here,
            needs=need or (),
            audience=audience,
            profile=profile,
            who=who,
            when=when,
            how=how,
        )
        content = made.pdf() if out.suffix.lower() == ".pdf" else made.html().encode()
        unprintable = list(made.unprintable)
        write_whole(out, content, force=force)
        with contextlib.suppress(StoreError):  # the page is there; that it was handed out is counted where it can be
            place.store.calls.handed_out([row.asset.id for row in listed], today())
    finally:
        place.close()
    _say_missing(unprintable)
    result = {"file": out.name, "assets": len(listed), "unprintable": unprintable}
    give(result, [f"{out.name}: {len(listed)} assets."], as_json=as_json)


def calls(
    out: Annotated[Path, typer.Option("--out", help="The file to write, .pdf or .html.", metavar="FILE")],
    limit: Annotated[int, typer.Option("--limit", help="Most calls on the sheet.", min=1, metavar="N")] = 40,
    page_format: Annotated[Format, typer.Option("--format", help="Clear print or large print.")] = Format.CLEAR,
    paper: Annotated[Paper, typer.Option("--paper", help="A4 or Letter.")] = Paper.A4,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Print what is due to be asked about, most handed-out and oldest first; only what everybody may see."""
    from assetmap.contributions.ringing import due
    from assetmap.files import write_whole
    from assetmap.freshness import today
    from assetmap.printing.call_sheet import call_sheet

    _can_write(out)
    place = opened(home)
    try:
        on, weeks = today(), place.settings.review_weeks
        asked = due(place.store, on=on, review_weeks=weeks, limit=limit, audience="public")
        sheet = call_sheet(
            asked.to_ring, asked.to_walk[: limit - len(asked.to_ring)],
            settings=place.settings, on=on, format=page_format.value, paper=paper.value,
        )  # fmt: skip
        inner = due(place.store, on=on, review_weeks=weeks, limit=0)
    finally:
        place.close()
    content = sheet.pdf() if out.suffix.lower() == ".pdf" else sheet.html().encode()
    write_whole(out, content, force=force)
    _say_missing(sheet.unprintable)
    left = asked.ringing + asked.walking - sheet.calls
    inside = inner.ringing + inner.walking - asked.ringing - asked.walking
    if inside:
        say(f"note: due as well, {inside} more that not everybody may see: ring from the screen.")
    result = {
        "file": out.name, "calls": sheet.calls, "due": asked.ringing + asked.walking, "not_public": inside,
        "later": asked.later, "unprintable": list(sheet.unprintable),
    }  # fmt: skip
    more = f" {left} more are due: --limit says how many to print." if left else ""
    give(result, [f"{out.name}: {sheet.calls} to ask about.{more}"], as_json=as_json)


def _can_write(out: Path) -> None:
    if out.suffix.lower() not in {".pdf", ".html"}:
        raise PrintError("--out ends in .pdf or .html: that says which page to make.")


def _say_missing(unprintable: Sequence[str]) -> None:
    if unprintable:
        say(f"note: no font has {' '.join(unprintable)}; printed as □.")


def _chosen(place: Place, codes: Sequence[str], origin: Located | None, *, audience: str, profile: str) -> Shortlist:
    """Take exactly the assets named, in the order named."""
    from assetmap.contributions import leads_on
    from assetmap.referral import shortlist

    shown = {asset.short: asset for asset in assets_for(place, audience)}
    by_id = {asset.id: asset for asset in shown.values()}
    wanted = []
    for code in codes:
        asset = shown.get(code.upper()) or by_id.get(code)
        if asset is None and (there := leads_on(place.store, code)) is not None:
            asset = by_id.get(there.asset.id)  # typed otherwise, or made one with another since it was printed
        if asset is None:
            raise PlaceError(
                "[assets] a code is not among the assets that may be shown: `assetmap find` gives the codes."
            )
        if asset not in wanted:
            wanted.append(asset)
    found = shortlist(
        wanted,
        None if origin is None else origin.point,
        limit=len(wanted),
        on=datetime.now().astimezone(),
        metric_crs=place.settings.metric_crs,
        review_weeks=place.settings.review_weeks,
        gates=place.layer("gates"),
        walks=None if origin is None else walked(place, wanted, profile=profile),
    )
    say_how_far_off(found)
    return found
