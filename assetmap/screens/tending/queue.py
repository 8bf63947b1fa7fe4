"""Which draft is looked at now: one at a time, and it stays until something was decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError, sentence
from assetmap.wording import N_, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assetmap.screens.form.changing import Changing
    from assetmap.store.base import Store, Stored


# translators: parts of the screen for whoever looks after a map; drafts wait to be looked at before they are shown
PARTS = {
    "calls": N_("Calls today"),
    "drafts": N_("Drafts"),
    "changes": N_("Changes people suggest"),
    "alike": N_("Looks the same"),
    "done": N_("What was done"),
    "away": N_("Taken away"),
}
"""What there is to look after, in the order of the row above it."""
Pair = tuple[str, str]
"""Two assets that look the same, by their ids: the one that stays where they are one, and the other."""
ELSEWHERE = N_("Somebody else has decided about the one you were looking at.")


@dataclass(kw_only=True)
class Tending:
    """
    What one steward is doing on the Look after screen; it lives in their session alone.

    Attributes
    ----------
    part
        Which part of the screen is open, a key of `PARTS`; "" until one was drawn.
    current
        The id of the draft that is looked at, or "".
    later
        Ids of drafts put off.
    suggestion, later_changes
        The suggestion that is looked at (0: none), and those put off.
    pair, later_pairs
        The two that are looked at beside each other, and those put off.
    said, change, turned_down, apart
        What was just done, and the change, the suggestion or the two that an *Undo* beside it takes back.
    problem
        What went wrong with it.
    turning
        Whether it is asked why the current draft is not to be shown.
    form, turn
        The form in which a draft is changed, and how many there have been.
    answered
        How often something was done or refused: each time leads to the sentence about it.
    asking
        The change and the doing (`undo`, `show`) that is asked about once more, for it is of many assets.
    evening
        Whose day is asked about, to be undone as one.
    pages
        Where the pages of what was done lately begin, the newest first.
    """

    part: str = ""
    current: str = ""
    later: set[str] = field(default_factory=set)
    suggestion: int = 0
    later_changes: set[int] = field(default_factory=set)
    pair: Pair | None = None
    later_pairs: set[Pair] = field(default_factory=set)
    said: str = ""
    change: int | None = None
    turned_down: int | None = None
    apart: Pair | None = None
    problem: str = ""
    turning: bool = False
    form: Changing | None = None
    turn: int = 0
    answered: int = 0
    asking: tuple[int, str] | None = None
    evening: tuple[str, date] | None = None
    pages: list[int | None] = field(default_factory=lambda: [None])

    def go(self, part: str) -> None:
        """Go to another part, and say no more of what was done in this one."""
        self.hush()
        self.part, self.turning, self.pages, self.pair, self.evening = part, False, [None], None, None

    def hush(self) -> None:
        """Say no more of what was done, and ask nothing about it."""
        self.said, self.change, self.problem, self.asking = "", None, "", None
        self.turned_down = self.apart = None

    def ask_why(self, is_asked: bool) -> None:  # noqa: FBT001  # Streamlit hands over arguments by place
        """Ask why something is not to be, or stop asking."""
        self.hush()
        self.turning = is_asked

    @property
    def undo_letter(self) -> list[tuple[str, str, str]]:
        """The letter that takes back what was just done, where it can be."""
        return (
            [("U", pgettext("beside the key that does it", "undo"), ".st-key-look_done button")]
            if self.can_undo
            else []
        )

    @property
    def can_undo(self) -> bool:
        """Whether *Undo* stands beside what was just done."""
        return bool(self.said) and any(x is not None for x in (self.change, self.turned_down, self.apart))


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The draft to look at, or None; how many wait, and how many of them were put off."""

    draft: Stored | None
    waiting: int
    later: int


def waiting(store: Store, tending: Tending) -> Waiting:
    """Return the draft to look at: the same as before, else what people gave before what lists brought."""
    ids = [*store.ids(statuses=["draft"], listed=False), *store.ids(statuses=["draft"], listed=True)]
    there = set(ids)
    tending.later &= there
    if tending.current and tending.current not in there and not tending.problem:
        tending.said, tending.change = _(ELSEWHERE), None
    if tending.current not in there or tending.current in tending.later:
        tending.current = next((x for x in ids if x not in tending.later), "")
        tending.turning = False
    draft = store.get(tending.current) if tending.current else None
    if draft is not None and draft.asset.status != "draft":  # decided elsewhere in this very moment
        return waiting(store, tending)
    return Waiting(draft=draft, waiting=len(ids), later=len(tending.later))


def put_off(tending: Tending, asset_id: str) -> None:
    """Leave a draft for later."""
    tending.later.add(asset_id)
    settled(tending, said=_("Left for later."))


def settled(
    tending: Tending,
    *,
    said: str,
    change: int | None = None,
    turned_down: int | None = None,
    apart: Pair | None = None,
) -> None:
    """Go on after something was done."""
    tending.hush()
    tending.said, tending.change, tending.turned_down, tending.apart = said, change, turned_down, apart
    tending.answered += 1
    tending.turning, tending.form, tending.pair = False, None, None
    tending.current = ""


def tried(tending: Tending, doing: Callable[[], None]) -> None:
    """Do something; what the store refuses is a sentence, and the queue goes on."""
    tending.hush()
    try:
        doing()
    except AssetMapError as error:
        tending.problem = sentence(error)
        tending.answered += 1
        tending.turning = False
