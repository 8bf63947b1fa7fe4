"""Bringing in somebody's list: dropped, looked at, put right, decided about, brought in, and undone if need be."""

from assetmap.screens.listing.bring_in import bring_in

__all__ = ["bring_in"]
