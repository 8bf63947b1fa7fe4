"""What comes in from other people's files and goes out to them."""

from assetmap.exchange.inward import assets_of, read_assets
from assetmap.exchange.outward import ENDINGS, export
from assetmap.exchange.problems import Problem
from assetmap.exchange.untrusted import read_bytes

__all__ = ["ENDINGS", "Problem", "assets_of", "export", "read_assets", "read_bytes"]
