"""Bringing into view what matters now: after a tap far down a phone's page, the sentence far up that answers it."""

from assetmap.screens.bringing.bring import bring

__all__ = ["bring"]
