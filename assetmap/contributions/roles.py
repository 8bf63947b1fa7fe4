"""Who may do what, under the name that this room's own files know it by."""

from __future__ import annotations

from assetmap.roles import is_steward, need_steward

__all__ = ["is_steward", "need_steward"]
