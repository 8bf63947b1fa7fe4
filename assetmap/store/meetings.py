"""When two copies of one map meet: what became of each since they parted, and how it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assetmap.store.base import Written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.roles import By
    from assetmap.store.base import Edit

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    Something that both changed, neither knowing of the other.

    Attributes
    ----------
    field
        A field of `Asset`, or the first of those that go together: `where`, `status`, `checked_on`, `consent`.
    mine, theirs
        The asset as it would be with the one and with the other, for `fieldwise.said`; with its true place.
    my_by, my_on, their_by, their_on
        Who set it when, as each copy's own clock said.
    proposal
        `MINE` or `THEIRS`.
    is_ahead
        Whether the clock of the one that set it later is ahead of this computer's by more than a day.
    """

    asset_id: str
    short: str
    name: str
    kind: str
    field: str
    mine: Edit
    theirs: Edit
    my_by: str
    my_on: datetime
    their_by: str
    their_on: datetime
    proposal: str
    is_ahead: bool = False

    @property
    def key(self) -> str:
        """By what it is answered: `ID:field`."""
        return f"{self.asset_id}:{self.field}"


@dataclass(frozen=True, kw_only=True)
class Changed:
    """An asset that becomes another one here: `what` is new, changed, out, back or erased."""

    asset_id: str
    short: str
    name: str
    what: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Met:
    """
    What two copies meeting does to this one.

    Attributes
    ----------
    changed
        Assets that become another one here, in order of their arrival there.
    questions
        What both changed.
    gone
        Ids of assets that somebody asked the other copy to forget, and that go here too.
    rows
        Kind of what is no asset (`session`, `note`, `vote`, `apart`, `suggestion`, `call`) → how many come or change.
    drafts
        How many of the new ones wait to be looked at.
    codes
        Short code there → here, where a code stood for two things.
    same
        Pairs of ids that are one thing by the number in their list, and are made one.
    is_kin
        Whether the two began as one.
    has_own_secret
        Whether receipts that were given out there open nothing here.
    clock_ahead_s
        By how much the other's newest change is ahead of this computer's clock, in seconds; 0 where it is not.
    """

    changed: tuple[Changed, ...] = ()
    questions: tuple[Question, ...] = ()
    gone: tuple[str, ...] = ()
    gone_sessions: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    drafts: int = 0
    codes: Mapping[str, str] = field(default_factory=dict)
    same: tuple[tuple[str, str], ...] = ()
    is_kin: bool = True
    has_own_secret: bool = False
    clock_ahead_s: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it would change nothing here."""
        return not (self.changed or self.questions or self.gone or self.gone_sessions or any(self.rows.values()))


@dataclass(frozen=True, kw_only=True)
class Together(Written):
    """What putting together did; `met` says what it was. `waits`, `unreached`: as of `store.erasing.Erased`."""

    met: Met
    waits: bool = False
    unreached: tuple[str, ...] = ()


class Meetings(Protocol):
    """Meetings with other copies. A copy is a store file of this program's own form that nobody else has open."""

    def compare(self, other: Path, *, now: datetime) -> Met:
        """Say what putting together would do here; nothing is changed."""

    def put_together(
        self,
        other: Path,
        *,
        choices: Mapping[str, str],
        by: By,
        now: datetime,
        areas: GeoDataFrame | None = None,
        streets: GeoDataFrame | None = None,
    ) -> Together:
        """
        Bring what the other copy knows into this one, as one change, in one transaction.

        What somebody asked to forget is a change of its own before it, for nobody may undo that.

        Parameters
        ----------
        choices
            Key of a question → `MINE` or `THEIRS`; of one that is not named the proposal counts.
        now
            This computer's moment, by which another's clock is judged.
        areas, streets
            The place's layers, to blur what nobody has shown so before.

        Raises
        ------
        PermissionDeniedError
            Who asks does not look after the map.
        StoreError
            A question does not exist (any more), disk full, locked; nothing was written.
        """
