"""What-ifs kept by name: what somebody who looks after the map thought of closing, adding or changing. Nothing is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assetmap.roles import By


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """
    One kept what-if.

    Attributes
    ----------
    by
        A role and an alias, as in the history.
    assets
        Id of an asset → how many people it could take then; None where it is closed.
    gone
        How many more assets it named, which somebody asked to be taken away since: nothing of them is left.
    record
        Everything else, plain JSON values: what was added where, and what was asked.
    """

    name: str
    by: str
    on: datetime
    assets: Mapping[str, float | None] = field(default_factory=dict)
    gone: int = 0
    record: Mapping[str, Any] = field(default_factory=dict)


class WhatIfs(Protocol):
    """The kept what-ifs. They are plans, for who looks after the map alone, and are in no output but backups."""

    def keep(self, name: str, *, assets: Mapping[str, float | None], record: Mapping[str, Any], by: By) -> None:
        """
        Keep a what-if; one of the same name, capitals aside, is replaced.

        Raises
        ------
        PermissionDeniedError
            `by` does not look after the map, or not any more; nothing was changed.
        """

    def all(self, *, by: By) -> list[WhatIf]:
        """
        Return them all, by name.

        Raises
        ------
        PermissionDeniedError
            `by` does not look after the map.
        """

    def forget(self, name: str, *, by: By) -> bool:
        """
        Forget one; whether there was one of that name.

        Raises
        ------
        PermissionDeniedError
            As `keep`.
        """
