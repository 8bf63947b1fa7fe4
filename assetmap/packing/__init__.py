"""A whole place in one file, for the rucksack: taken out of its home, and put into another."""

from assetmap.packing.opening import Unpacked, unpack
from assetmap.packing.taking import Packed, pack

__all__ = ["Packed", "Unpacked", "pack", "unpack"]
