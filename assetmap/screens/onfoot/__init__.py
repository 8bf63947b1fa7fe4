"""Minutes on foot on the screens: a place's walks, kept for all, and what one person asks of them, kept for nobody."""

from assetmap.screens.onfoot.asking import OnFoot, ask, forget, offer, tapped
from assetmap.screens.onfoot.kept import let_go_of_all, ready_soon, walks_for
from assetmap.screens.onfoot.reach import TIMES, Reach, reach_from

__all__ = [
    "TIMES", "OnFoot", "Reach", "ask", "forget", "let_go_of_all", "offer", "reach_from", "ready_soon",
    "tapped", "walks_for",
]  # fmt: skip
