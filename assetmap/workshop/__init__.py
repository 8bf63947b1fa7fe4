"""
A workshop: what is said there, who may see what of it, and what is left behind.

    session = begin(place, name="Tea and maps", where="St Luke's hall", by="steward")
    shown(place, session, audience="workshop")  # all that a big screen may show; `public` for what goes home

Nothing of a workshop is shown to a room, or printed for it, but what comes out of `shown`.
"""

from assetmap.workshop.beginning import begin, category, meant
from assetmap.workshop.showing import Shown, assets_of, known_names, shown

__all__ = ["Shown", "assets_of", "begin", "category", "known_names", "meant", "shown"]
