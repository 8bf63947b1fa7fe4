"""Community asset mapping: what keeps people well, where it is, and who can reach it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("assetmap")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
