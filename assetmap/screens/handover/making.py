"""The right side of the screen: the page as it will print, and what may be chosen about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.printing.entries import entry_of
from assetmap.printing.in_touch import opening
from assetmap.printing.nearby import streets_near
from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.words import FACTS, intro_text, item_of
from assetmap.screens import circles
from assetmap.screens.handover.counting import counted
from assetmap.screens.handover.options import options
from assetmap.screens.handover.own_words import Lines
from assetmap.screens.handover.paper import paper
from assetmap.screens.handover.saying import head, say
from assetmap.screens.handover.state import drop_pages
from assetmap.screens.steady import steadily
from assetmap.webmap.safe import straight
from assetmap.wording import gettext as _
from assetmap.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assetmap.place import Place
    from assetmap.printing.entries import Entry
    from assetmap.referral import Found
    from assetmap.screens.handover.finding import Sought


def make(place: Place, sought: Sought, chosen: Sequence[Found]) -> None:
    """Draw the page as it will print, and what may be chosen about it."""
    head(_("3. Print the page"))
    if not chosen:
        drop_pages()
        say(_("The page comes here as soon as something is ticked."))
        return
    today = datetime.now().astimezone().date()
    entries = [entry_of(row) for row in chosen]
    said = options(
        has_origin=sought.origin is not None,
        greeting=lambda page, language: usual_greeting(page, sought, language=language),
        lines=lambda language: _lines(entries, place=place, on=today, language=language),
    )
    page = steadily(
        referral_page,
        entries,
        origin=None if sought.origin is None else sought.origin.point,
        place=place,
        on=today,
        needs=sought.needs,
        audience=circles.circle(),
        profile=sought.profile,
        page=said.page,
        format=said.format,
        paper=said.paper,
        language=said.language,
        show_here=said.here,
        greeting=said.greeting,
        who=said.who,
        when=said.when,
        how=said.how,
        leave_out=said.leave_out,
    )
    assets = [row.asset for row in chosen]
    paper(
        page,
        assets=assets,
        settings=place.settings,
        on=today,
        near=streets_near(assets, place=place),
        set_as=said.set_as,
        handed=lambda: counted(place, assets, on=today),
    )


def usual_greeting(page: str, sought: Sought, *, language: str) -> str:
    """Say what the page says at the top where nobody writes another."""
    with speaking(language):
        return " ".join(opening()) if page == "touch" else intro_text(sought.needs)


def _lines(entries: Sequence[Entry], *, place: Place, on: date, language: str) -> list[Lines]:
    """Return which lines the page has of each place, and the name of each with its number on the map: no two alike."""
    settings, said = place.settings, dict[str, Lines]()
    written_in = settings.languages[0] if settings.languages else "en"
    for number, entry in enumerate(entries, start=1):
        with speaking(language):
            item = item_of(
                entry, number=number, on=on, review_weeks=settings.review_weeks, turns=1, street="x",
                written_in=written_in,
            )  # fmt: skip
        has = {fact.key for fact in item.facts} | {key for key in ("about", "own_words") if getattr(item, key)}
        asset = entry.asset
        name = straight(asset.name) if asset.where is None else f"{number}. {straight(asset.name)}"
        name = f"{name} ({asset.short})" if name in said else name
        said[name] = Lines(short=asset.short, name=name, keys=tuple(x for x in FACTS if x in has))
    return list(said.values())
