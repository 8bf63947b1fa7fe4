"""What comes in from other people's files and goes out to them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assetmap.exchange.inward import assets_of, read_assets
    from assetmap.exchange.outward import ENDINGS, export
    from assetmap.exchange.problems import Problem
    from assetmap.exchange.untrusted import read_bytes

__all__ = ["ENDINGS", "Problem", "assets_of", "export", "read_assets", "read_bytes"]

# The process that reads a stranger's file shall load its reader, and nothing else of this room.
_WHERE = {
    "ENDINGS": "outward", "Problem": "problems", "assets_of": "inward", "export": "outward", "read_assets": "inward",
    "read_bytes": "untrusted",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
