"""The page for keeping in touch: who comes to a person stands first, and somebody has a name and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.printing.sheet import Section
from assetmap.printing.text import one_line
from assetmap.printing.voices import kept_as_it_is
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.entries import Entry
    from assetmap.printing.words import Item

_THEY_COME, _TURN_TO, _PLACES = range(3)
_HEADINGS = (N_("They get in touch with you"), N_("You can also turn to"), N_("Other places near you"))
_WHERE = N_("Where they are on the map")
_ASKED = (N_("Who will be in touch with me"), N_("When"), N_("How to reach them"))
_TO_TURN_TO = frozenset({"support_group", "advice_and_help", "health_service", "online_or_phone_help"})


def in_order(rows: Sequence[Entry]) -> list[Entry]:
    """Put those first who get in touch by themselves, then those one can turn to, each as near first as before."""
    return sorted(rows, key=lambda row: _group(row.asset))


def sections_of(rows: Sequence[Entry], items: Sequence[Item], maps: Sequence[DrawnMap | None]) -> tuple[Section, ...]:
    """
    Lay out the lists, and after them the maps.

    Parameters
    ----------
    rows, items
        As `in_order` gives them, and the same in words.
    """
    lists = [
        Section(heading=_(heading), items=found)
        for group, heading in enumerate(_HEADINGS)
        if (found := tuple(item for row, item in zip(rows, items, strict=True) if _group(row.asset) == group))
    ]
    drawn = [Section(heading=_(_WHERE), map=one) for one in maps if one is not None]
    return (*lists, *drawn)


def opening() -> list[str]:
    """Say at the top what the page is."""
    return [
        _("You do not have to do this alone."),
        _("Somebody will be in touch with you. The box says who, when, and how you can reach them."),
    ]


def arranged(*typed: str) -> tuple[tuple[str, str], ...]:
    """Pair who, when and how with what was typed, for this print alone; what is empty is a line to write on."""
    return tuple((_(asked), kept_as_it_is(one_line(text))) for asked, text in zip(_ASKED, typed, strict=True))


def _group(asset: Asset) -> int:
    if asset.gets_in_touch == "yes":
        return _THEY_COME
    return _TURN_TO if asset.kind in _TO_TURN_TO else _PLACES
