"""Two rucksacks meet: what was done to one map in two places becomes one again, and nothing of it is lost."""

from assetmap.uniting.meeting import Meeting, United, compare, unite
from assetmap.uniting.opening import opened
from assetmap.uniting.words import Side, said_of, sides

__all__ = ["Meeting", "Side", "United", "compare", "opened", "said_of", "sides", "unite"]
