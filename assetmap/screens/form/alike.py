"""Moved to `assetmap.alike`."""

from assetmap.alike import alike

__all__ = ["alike"]
