"""
The paper desk: photographs of a workshop's sheets are read, and what is on them is typed, one after the other.

The photographs stay in this window's own memory until they are read; what is kept are small cut-outs, until each is
decided.
"""

from assetmap.screens.paper_desk.drawing import paper_desk

__all__ = ["paper_desk"]
