"""What a person decides about one row of a list before it comes in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Decision:
    """`BRING`, `LEAVE`, `APART` or a `Merge`; a row nobody decided about comes in as it is told."""

    what: str


BRING = Decision("bring")
"""It comes in; of something that is shown its news is shown at once, also where the rest of the list waits."""
LEAVE = Decision("leave")
"""It stays out this time."""
APART = Decision("apart")
"""It comes in, and is not the same as what it looks like: that is remembered."""


@dataclass(frozen=True)
class Merge(Decision):
    """
    It is one with something that is here, or that comes in by another row.

    Attributes
    ----------
    into
        The id of that one, which stays.
    fields
        Fields of `Asset` that are taken over from the row (`where` is its place).
    """

    what: str = field(default="merge", init=False)
    into: str
    fields: frozenset[str] = frozenset()
