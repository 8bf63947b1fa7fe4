"""What the one box holds: words, a place, or both. What was typed is in this session's state and nowhere else."""

from assetmap.referral.box import Box, read_box, with_place

__all__ = ["Box", "read_box", "with_place"]
