"""
What every store promises: shapely geometries and records in, records out; no SQL, no path.

A store keeps assets with every version they ever had. One `write` is one transaction: features, versions,
history rows and the idempotency key are all there afterwards, or none is. Once `write` returns, power
may fail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.roles import By
    from assetmap.store.apart import Apart
    from assetmap.store.copies import Copies
    from assetmap.store.erasing import Erased, TakenAway
    from assetmap.store.lists import Lists, Remembered
    from assetmap.store.meetings import Meetings
    from assetmap.store.people import People
    from assetmap.store.ringing import Ringing
    from assetmap.store.sessions import Belongs, Sessions
    from assetmap.store.suggested import Decision, Suggested, Suggestions
    from assetmap.store.what_ifs import WhatIfs

Bounds = tuple[float, float, float, float]
"""West, south, east, north in EPSG:4326."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """
    One asset as it shall be.

    `asset.where` is what outputs may show; `exact` is the true place where that differs (a blurred asset) and
    goes into a table of its own. `expected` is the version the writer saw (0: a new asset, None: whatever is
    there). `what`: added, changed, approved, rejected, withdrawn, undone …
    """

    asset: Asset
    exact: BaseGeometry | None = None
    expected: int | None = None
    what: str = "changed"
    back_to: int | None = None
    """Where this puts an earlier version back: its number, or 0 for none, the asset not being there yet."""
    into: str | None = None
    """Where this is made one with another by a change that makes many one: that one's id. `what` is `merged`."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """An asset as the store holds it, with its own version (1, 2, …) and the change that made it."""

    asset: Asset
    version: int
    change: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row of history. `change` numbers grow over the whole store; edits of one `write` share one."""

    change: int
    asset_id: str
    version: int
    what: str
    by: str
    on: datetime
    why: str = ""
    record: dict[str, object] = field(default_factory=dict)
    """The asset's fields after the change (see `Asset.to_record`)."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """
    One change as a whole, without its records: a row of what was done lately.

    Attributes
    ----------
    counts
        What was done → to how many assets.
    undone
        How many of its assets were put back as they were before it.
    latest
        How many of its assets nobody has changed since, or only to undo that.
    drafts
        How many of those are drafts.
    asset_id, name
        Its first asset by order of arrival; the name is "" where somebody asked for it to be withdrawn.
    """

    change: int
    by: str
    on: datetime
    why: str
    counts: dict[str, int]
    latest: int
    undone: int
    drafts: int
    asset_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """What `write` did. `repeated` is True where the same key had been written before: nothing was done again."""

    change: int
    versions: dict[str, int]
    repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What `check` found. `problems` are sentences; an empty tuple means the store is whole."""

    assets: int
    changes: int
    problems: tuple[str, ...] = ()


@runtime_checkable
class Store(Protocol):
    """A layer store of community assets."""

    @property
    def people(self) -> People:
        """Who may sign in, and who has."""

    @property
    def calls(self) -> Ringing:
        """What was handed out how often, and the calls that were made."""

    @property
    def suggestions(self) -> Suggestions:
        """What people would change of what is shown."""

    @property
    def apart(self) -> Apart:
        """Which assets look the same and are two different things."""

    @property
    def copies(self) -> Copies:
        """Which copies have left the house, and what is in each."""

    @property
    def what_ifs(self) -> WhatIfs:
        """What-ifs kept by name, for who looks after the map."""

    @property
    def lists(self) -> Lists:
        """What the columns of lists that came in were taken for."""

    @property
    def sessions(self) -> Sessions:
        """Workshops: who met where about what, and what was said there."""

    @property
    def meetings(self) -> Meetings:
        """Meetings with copies of the same map that went their own way."""

    def write(  # noqa: PLR0913  # one transaction: all that belongs to it
        self,
        edits: Sequence[Edit],
        *,
        by: By,
        key: str | None = None,
        why: str = "",
        on: datetime | None = None,
        deciding: Sequence[Decision] = (),
        proposing: Mapping[str, Suggested] | None = None,
        apart: Collection[tuple[str, str]] = (),
        remembering: Remembered | None = None,
        belongs: Mapping[str, Belongs] | None = None,
    ) -> Written:
        """
        Write all edits in one transaction.

        Parameters
        ----------
        by
            A role and an alias, no more: "steward", "resident: Jo".
        key
            Idempotency key: the same key again does nothing and returns what the first call did.
        deciding
            What becomes of suggestions by these edits, in the same transaction.
        proposing
            Idempotency key → a suggestion that comes with them, for the same reason; of a key that was there before
            nothing is kept again. Where there are no edits they are kept all the same, by no change.
        apart
            Ids of which it is said by the way that the two are different things.
        remembering
            What was said of the columns of the list that this brings in.
        belongs
            Id of an asset among these edits → the workshop it came from. A phone's token is looked at in the same
            transaction: nothing is written on a phone once the door is shut.

        Raises
        ------
        ConflictError
            An asset's version is not the one `expected`; nothing was written.
        PermissionDeniedError
            A phone sends it, and its workshop has ended, or the door is shut.
        StoreError
            Disk full, locked, not writable; nothing was written.
        """

    def erase(
        self, asset_ids: Iterable[str], *, by: By, why: str = "", on: datetime | None = None, alone: bool = False
    ) -> Erased:
        """
        Forget assets (full ids) for good, for somebody asked for it, and all that they were made one with.

        What stays is an empty row: the id, the short code, the newest version (`withdrawn`) and when that was.
        Everything else goes, from the file and from the copies kept with it, and nothing brings it back: no write,
        no undo, no import, no restore. What is erased already stays as it is; what was owed of it is tried again.

        Parameters
        ----------
        alone
            What they are hidden behind stays, for others gave it; it loses what it had taken over from them.

        Raises
        ------
        StoreError
            An id is unknown, or nothing can be written; nothing was changed.
        """

    def taken_away(self, limit: int) -> list[TakenAway]:
        """List what was erased, newest first."""

    def taken_numbers(self, numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """
        Find which (source, number there) belonged to something erased: number → its id.

        The store keeps a keyed digest of them alone: it can say yes or no, and not what they were.
        """

    def erasures(self) -> int:
        """Return how many assets were ever erased: what was made before and names assets is held against it."""

    def read(
        self, *, bbox: Bounds | None = None, statuses: Collection[str] | None = None, source: str | None = None
    ) -> Iterator[Stored]:
        """
        Yield assets by order of arrival, as they were at the call.

        With `bbox` those that touch it (what has no place is left out), with `source` those that came from it.
        """

    def ids(self, *, statuses: Collection[str] | None = None, listed: bool | None = None) -> list[str]:
        """
        Return the ids of assets by order of arrival, quicker than `read`; what was erased is not among them.

        With `listed` those that came from a list with a number there (True), or those that did not (False).
        """

    def get(self, asset_id: str) -> Stored | None:
        """Return one asset by id or by its short code, however typed, or None."""

    def exact_place(self, asset_id: str) -> BaseGeometry | None:
        """Return the true place (EPSG:4326) of a blurred asset, or None. The one function that opens it."""

    def history(self, asset_id: str | None = None) -> list[Change]:
        """Return changes oldest first, of one asset or of all; the records of what was withdrawn are empty."""

    def changes_since(self, change: int) -> list[Change]:
        """Return what happened after a change number, oldest first."""

    def recent(
        self,
        limit: int,
        *,
        before: int | None = None,
        by: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Summary]:
        """
        Return the newest changes, newest first, each as a whole.

        With `before` those with a smaller number; with `by` what this one did; `since` that moment, before `until`.
        """

    def versions(self, asset_id: str) -> dict[int, Edit]:
        """Return all that an asset (full id) ever was, oldest first, by version, each with its true place."""

    def now_under(self, asset_id: str) -> str | None:
        """Return the id of what an asset (full id) was made one with, where it was: prints and links lead there."""

    def before(self, change: int) -> dict[str, tuple[Asset, BaseGeometry | None] | None]:
        """
        Return what a change found: asset id → the asset as it was before, and its exact place.

        None stands for an asset that the change made. An unknown change gives an empty dict.
        """

    def version(self) -> int:
        """Return the number of the newest change (0 for a new store)."""

    def mark(self) -> str:
        """
        Return a mark that changes with every write and every restore, and never comes back.

        Change numbers do come back: a restore goes to an earlier one, and the next write repeats it. What is kept
        of a store's content is kept under its mark.
        """

    def secret(self) -> bytes:
        """
        Return 32 random bytes of this store's own, made with it.

        They are the same in whatever is restored from its backups, and are in no other output.
        """

    def check(self) -> CheckReport:
        """Look for damage: integrity, index and history that disagree with the features."""

    def backup(self, path: Path) -> None:
        """Write a whole copy to `path` while others go on reading and writing."""

    def close(self) -> None:
        """Let go of the store."""
