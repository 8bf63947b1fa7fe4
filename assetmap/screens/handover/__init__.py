"""What the Refer screen is made of: the box, the list with ticks, the page beside it, and how all is forgotten."""

from assetmap.screens.handover.finding import Sought, found_for, ticked, ticked_before, way_out
from assetmap.screens.handover.letters import letters
from assetmap.screens.handover.state import forget, start_again
from assetmap.screens.handover.ticks import Section, by_hand, ranked, reason

__all__ = [
    "Section", "Sought", "by_hand", "forget", "found_for", "letters", "ranked", "reason", "start_again", "ticked",
    "ticked_before", "way_out",
]  # fmt: skip
