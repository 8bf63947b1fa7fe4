"""A whole place in one file, for the rucksack: taken out of its home, and put into another."""

from assetmap.packing.opening import Unpacked, laid_open, unpack
from assetmap.packing.taking import Packed, pack

__all__ = ["Packed", "Unpacked", "laid_open", "pack", "unpack"]
