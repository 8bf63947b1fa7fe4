"""Community asset mapping: what keeps people well, where it is, and who can reach it."""

from __future__ import annotations

__version__: str


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version  # a tenth of a second that few need

    try:
        return version("assetmap")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0+unknown"
