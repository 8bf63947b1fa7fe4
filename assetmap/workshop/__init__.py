"""
A workshop: what is said there, who may see what of it, and what is left behind.

    session = begin(place, name="Tea and maps", where="St Luke's hall", by="steward")
    shown(place, session, audience="workshop")  # all that a big screen may show; `public` for what goes home
    drafts_from(place, session, read_photo(photo, name), by="steward")  # for a person to type from

    tomorrow(place, session)  # what is to be done the day after; it names people
    export_session(place, session, "tea.zip", by="steward"); withdraw(place, session, by="steward")

Nothing of a workshop is shown to a room, or printed for it, but what comes out of `shown`.
"""

from assetmap.workshop.beginning import begin, category, meant, part_of_map, square_about
from assetmap.workshop.from_paper import Drafted, PaperDraft, drafts_from
from assetmap.workshop.leaving import Taken, export_session, withdraw
from assetmap.workshop.next_day import NextDay, tomorrow
from assetmap.workshop.showing import Shown, assets_of, known_names, may_go, shown
from assetmap.workshop.tallying import Linked, by_area, by_category, connections

__all__ = [
    "Drafted",
    "Linked",
    "NextDay",
    "PaperDraft",
    "Shown",
    "Taken",
    "assets_of",
    "begin",
    "by_area",
    "by_category",
    "category",
    "connections",
    "drafts_from",
    "export_session",
    "known_names",
    "may_go",
    "meant",
    "part_of_map",
    "shown",
    "square_about",
    "tomorrow",
    "withdraw",
]
