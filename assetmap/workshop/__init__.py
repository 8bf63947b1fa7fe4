"""
A workshop: what is said there, who may see what of it, and what is left behind.

    session = begin(place, name="Tea and maps", where="St Luke's hall", by="steward")
    shown(place, session, audience="workshop")  # all that a big screen may show; `public` for what goes home
    drafts_from(place, session, read_photo(photo, name), by="steward")  # for a person to type from

Nothing of a workshop is shown to a room, or printed for it, but what comes out of `shown`.
"""

from assetmap.workshop.beginning import begin, category, meant
from assetmap.workshop.from_paper import Drafted, PaperDraft, drafts_from
from assetmap.workshop.showing import Shown, assets_of, known_names, shown

__all__ = [
    "Drafted", "PaperDraft", "Shown", "assets_of", "begin", "category", "drafts_from", "known_names", "meant", "shown",
]  # fmt: skip
