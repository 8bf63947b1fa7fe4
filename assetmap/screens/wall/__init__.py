"""The big screen: what a room has said, for a projector; only what may be seen by whoever sits in it."""

from assetmap.screens.wall.showing import wall, wall_address

__all__ = ["wall", "wall_address"]
