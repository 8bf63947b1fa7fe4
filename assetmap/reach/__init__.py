"""Who can reach what on foot, neighbourhood by neighbourhood."""

from assetmap.reach.asking import LONGEST, Reached, reach
from assetmap.reach.telling import lines, summary

__all__ = ["LONGEST", "Reached", "lines", "reach", "summary"]
