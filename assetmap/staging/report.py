"""What an import did, or would do, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.exchange import Problem

WHY = "import of a list"
"""How the reason of a change begins that a list made."""
_AS_MEANT = frozenset({"joined", "as last time"})


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """
    What an import did, or would do.

    Attributes
    ----------
    added, updated, unchanged
        Assets.
    drafts
        How many of the first two wait for approval; `drafts_updated` were here before.
    left_out
        Rows that did not come in.
    merged
        Rows that were made one with something else.
    proposed
        Assets of which the list says otherwise, which waits in Look after: people changed them here, or they are
        shown and nothing of the list is yet.
    waiting
        How many of those are only shown as they are until somebody takes the news over.
    gone
        Assets that came from this list once and are not in it any more: that waits in Look after, too.
    change
        The number to undo it all by, None where nothing changed.
    alike
        Names of what would be added although something here, or a row above, looks the same.
    proposals
        What rows could be meant to say: key → how many rows.
    """

    added: int
    updated: int
    unchanged: int
    drafts: int
    left_out: int
    problems: tuple[Problem, ...] = ()
    change: int | None = None
    alike: tuple[str, ...] = ()
    merged: int = 0
    proposed: int = 0
    gone: int = 0
    waiting: int = 0
    drafts_updated: int = 0
    proposals: Mapping[str, int] | None = None

    @property
    def to_look_at(self) -> int:
        """How many rows have something that a person should see, and things of the whole file; what was joined not."""
        worth = [x for x in self.problems if x.what not in _AS_MEANT]
        return len({x.row for x in worth if x.row is not None}) + sum(x.row is None for x in worth)

    @property
    def repairs(self) -> tuple[Problem, ...]:
        """The outlines that were mended."""
        return tuple(x for x in self.problems if x.what == "repaired")

    def to_json(self) -> dict[str, Any]:
        """Return the report in the shape of `assetmap import --json`."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "drafts": self.drafts,
            "left_out": self.left_out,
            "merged": self.merged,
            "proposed": self.proposed,
            "waiting": self.waiting,
            "gone": self.gone,
            "look_the_same": len(self.alike),
            "to_look_at": self.to_look_at,
            "problems": [x.to_json() for x in self.problems],
            "repairs": [{"row": x.row, "what": x.mend} for x in self.repairs],
            "proposals": dict(self.proposals or {}),
            "change": self.change,
        }


def list_of(why: str) -> str:
    """Return the name of the list that a change brought in, by the change's reason; "" where it was no list."""
    return why.removeprefix(f"{WHY}: ") if why.startswith(WHY) else ""
