"""What one window has of photographs and drafts; it lives in that browser session alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from shapely import Point

    from assetmap.paper.reading import Line, SheetRead

_STATE = "paper_desk"
POINTED_OUT = "corner"
"""How the keys of refusals begin that pointing at the corners may mend."""
_BY_HAND = frozenset({"no_sheet", "corners_missing", "code_unreadable", "unsure", "glare", "bent", "hand_wrong"})


@dataclass(kw_only=True)
class Photo:
    """
    One file that was dropped.

    Attributes
    ----------
    mark
        By which the very same file is known.
    content
        None once it has been read: nothing of the photograph itself stays.
    reads
        What came of it.
    trouble
        Why it could not be read at all.
    elsewhere
        That its sheet is of another workshop or place.
    new, again
        How many drafts it gave, and how many dots had been read before.
    pointing
        Whether its corners are being pointed at.
    """

    mark: str
    name: str
    content: bytes | None
    reads: list[SheetRead] = field(default_factory=list)
    trouble: str = ""
    elsewhere: str = ""
    new: int = 0
    again: int = 0
    pointing: bool = False
    turn: int = 0

    @property
    def may_be_pointed_at(self) -> bool:
        """Whether pointing at its corners may help: one sheet, seen, but not all of its markers."""
        return self.content is not None and len(self.reads) == 1 and _by_hand(self.reads[0])

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do about it."""
        return not self.trouble and not self.elsewhere and bool(self.reads) and all(x.placed for x in self.reads)


def _by_hand(read: SheetRead) -> bool:
    return (
        not read.placed
        and bool(read.preview)
        and read.refused is not None
        and (read.refused.key.startswith(POINTED_OUT) or read.refused.key in _BY_HAND)
    )


@dataclass(kw_only=True)
class Desk:
    """
    Photographs, lines of companion sheets, and the draft that is typed.

    Attributes
    ----------
    session
        The id of the workshop it is for.
    lines
        Number → the line of a companion sheet, and what its boxes mean (`SheetCode.boxes`).
    later, typed
        Ids of drafts that were put off, and that were typed here.
    moved
        Where the pin of the draft at hand was moved to, by its id.
    change, undone_id
        What *Undo* takes back, and of which draft.
    field, turn
        Which field of the form is gone to, once for each turn.
    seen_alike
        The id of the draft beside which something alike was shown, and what was said of it.
    """

    session: str = ""
    photos: dict[str, Photo] = field(default_factory=dict)
    lines: dict[int, tuple[Line, int]] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    moved: dict[str, Point] = field(default_factory=dict)
    current: str = ""
    said: str = ""
    problem: str = ""
    change: int | None = None
    changed_id: str = ""
    seen_alike: tuple[str, str] = ("", "")
    turn: int = 0
    field: str = "number"
    drop: int = 0

    def hush(self) -> None:
        """Say no more of what was done."""
        self.said, self.problem, self.change, self.changed_id = "", "", None, ""

    def done(self, said: str, *, change: int | None = None, asset_id: str = "") -> None:
        """Go on after something was done."""
        self.hush()
        self.said, self.change, self.changed_id = said, change, asset_id
        self.current, self.seen_alike, self.field = "", ("", ""), "number"
        self.turn += 1

    def refused(self, problem: str) -> None:
        """Stay where one is, for what the store refused."""
        self.hush()
        self.problem, self.field = problem, "name"
        self.turn += 1


def desk_of(session_id: str) -> Desk:
    """Return what this window has of one workshop; what it had of another one is forgotten."""
    desk: Desk | None = st.session_state.get(_STATE)
    if desk is None or desk.session != session_id:
        desk = st.session_state[_STATE] = Desk(session=session_id)
    return desk
