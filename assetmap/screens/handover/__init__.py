"""What the Refer screen is made of: the list with ticks, the page beside it, and how all of it is forgotten."""

from assetmap.screens.handover.counting import counted
from assetmap.screens.handover.finding import Sought, fits_further, found_for, ticked, ticked_before, way_out
from assetmap.screens.handover.how_far import how_far, look_further
from assetmap.screens.handover.letters import letters
from assetmap.screens.handover.paper import paper
from assetmap.screens.handover.setting_out import tap_where
from assetmap.screens.handover.state import forget, start_again
from assetmap.screens.handover.ticks import Section, by_hand, ranked, reason

__all__ = [
    "Section", "Sought", "by_hand", "counted", "fits_further", "forget", "found_for", "how_far", "letters",
    "look_further", "paper", "ranked", "reason", "start_again", "tap_where", "ticked", "ticked_before", "way_out",
]  # fmt: skip
