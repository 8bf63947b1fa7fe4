"""Which assets look the same and are two different things, as somebody who looks after the map has said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assetmap.roles import By


class Apart(Protocol):
    """Pairs of assets, by their ids; in which order makes no difference."""

    def keep(self, one: str, other: str, *, by: By) -> None:
        """Keep that these are two different things; said again, it stays as it was."""

    def forget(self, one: str, other: str, *, by: By) -> None:
        """Forget that it was said."""

    def pairs(self) -> set[frozenset[str]]:
        """Return every pair."""
