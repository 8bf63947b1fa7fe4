"""The right side of the screen: the page as it will print, and what may be chosen about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.printing.entries import entry_of
from assetmap.printing.nearby import streets_near
from assetmap.printing.referral_sheet import referral_page
from assetmap.screens import circles
from assetmap.screens.handover.counting import counted
from assetmap.screens.handover.options import FORMATS, options
from assetmap.screens.handover.paper import paper
from assetmap.screens.handover.saying import head, say
from assetmap.screens.handover.state import drop_pages
from assetmap.screens.steady import steadily

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.referral import Found
    from assetmap.screens.handover.finding import Sought


def make(place: Place, sought: Sought, chosen: Sequence[Found]) -> None:
    """Draw the page as it will print, and what may be chosen about it."""
    head("3. Print the page")
    if not chosen:
        drop_pages()
        say("The page comes here as soon as something is ticked.")
        return
    today = datetime.now().astimezone().date()
    said = options(has_origin=sought.origin is not None)
    page = steadily(
        referral_page,
        [entry_of(row) for row in chosen],
        origin=None if sought.origin is None else sought.origin.point,
        place=place,
        on=today,
        needs=sought.needs,
        audience=circles.circle(),
        profile=sought.profile,
        page=said.page,
        format=said.format,
        paper=said.paper,
        show_here=said.here,
        greeting=said.greeting,
    )
    assets = [row.asset for row in chosen]
    paper(
        page,
        assets=assets,
        settings=place.settings,
        on=today,
        near=streets_near(assets, place=place),
        set_as=FORMATS[said.format],
        handed=lambda: counted(place, assets, on=today),
    )
