"""Undo: a change is taken back as a whole, and taking back is a change itself, which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.deciding import was_asked_for
from assetmap.contributions.edits import kept_edit
from assetmap.errors import ConflictError, StoreError
from assetmap.roles import need_steward
from assetmap.store.base import Edit
from assetmap.store.suggested import TAKEN, TAKEN_BACK, WAITS, Decision
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetmap.roles import By
    from assetmap.store.base import Change, Store, Stored, Written

ASKED = frozenset({"withdrawn", "narrowed"})
"""What is not undone: whom it is about asked for it."""
_WITH_IT = "the list was taken back"


def undo(store: Store, change: int, *, by: By) -> Written:
    """
    Take back one change, all of it: an edit, an approval, a merge, another undo, or a whole import.

    What the change made is withdrawn; what it altered is as it was before, its place and the true place behind
    it too. Changes of one asset are taken back newest first, one after the other. A suggestion that was taken by
    the change waits again, as it did before; where taking it back is taken back, it is taken. A withdrawal is not
    undone, nor what whoever gave it asked to be shown to fewer people: somebody asked for it.

    Raises
    ------
    StoreError
        There is no such change, it was undone already, or somebody asked for it.
    ConflictError
        Somebody has changed one of its assets since; nothing was undone.
    """
    need_steward(by, "undo")
    before = store.before(change)
    if not before:
        if 0 < change <= store.version():
            raise StoreError(_("nothing is left of this change: somebody asked for it to be taken away for good."))
        raise StoreError(f"there is no change {change}: the newest is {store.version()}.")
    edits: list[Edit] = []
    redone: set[int] = set()
    for asset_id in before:
        there = store.get(asset_id)
        trail = None if there is None else Trail.of(store, there)
        version = None if trail is None else trail.undoable(change)
        if trail is not None and version is None and trail.is_undone(change):
            raise StoreError(_("this was undone already. Nothing was changed."))
        if there is None or trail is None or version is None:
            raise ConflictError(
                _("an asset of it has been changed since: undo the newer change first. Nothing was changed.")
                if there is None
                else _(
                    "{name} has been changed since: undo the newer change first. Nothing was changed.",
                    name=named(there.asset),
                ),
                theirs=None if there is None else there.asset,
            )
        if was_asked_for(store, there):
            raise StoreError(
                _(
                    "a withdrawal is not undone, for somebody asked for it: add the asset anew if they agree. "
                    "Nothing was changed."
                )
            )
        if trail.what(version) in ASKED:
            raise StoreError(
                _(
                    "{name} is shown to fewer people, or less exactly, for whoever gave it asked for that: it is not "
                    "undone. Nothing was changed.",
                    name=named(there.asset),
                )
            )
        edits.append(trail.back_to(store, version - 1))
        redone.update(trail.redone(version))
    deciding = [*again(store, sorted(redone)), *waits_again(store, [change]), *_gone_with(store, change)]
    deciding += [x for one in sorted(redone) for x in _come_again(store, one)]
    return store.write(edits, by=by, why=f"undo of change {change}", deciding=deciding)


def _gone_with(store: Store, change: int) -> list[Decision]:
    """What a list proposed goes with it, where nobody has decided about it."""
    return [Decision(id=x.id, decided=TAKEN_BACK, reason=_WITH_IT) for x in store.suggestions.born(change) if x.waits]


def _come_again(store: Store, change: int) -> list[Decision]:
    born = store.suggestions.born(change)
    return [
        Decision(id=x.id, decided=WAITS, expected=TAKEN_BACK)
        for x in born
        if x.decided == TAKEN_BACK and x.reason == _WITH_IT
    ]


def waits_again(store: Store, changes: Iterable[int]) -> list[Decision]:
    """Let what was taken by changes wait again."""
    return [
        Decision(id=x.id, decided=WAITS, expected=TAKEN)
        for change in changes
        for x in store.suggestions.of_change(change)
        if x.decided == TAKEN
    ]


def again(store: Store, changes: Iterable[int]) -> list[Decision]:
    """Let what was taken by changes, and waits since they were undone, be taken again."""
    return [
        Decision(id=x.id, decided=TAKEN, change=change)
        for change in dict.fromkeys(changes)
        for x in store.suggestions.of_change(change)
        if x.waits
    ]


@dataclass(frozen=True)
class Trail:
    """
    What an asset has been, and which of it still counts.

    Attributes
    ----------
    rows
        Its history by version.
    versions
        Version → the asset as it was; only the newest where it has no other.
    """

    there: Stored
    rows: Mapping[int, Change]
    versions: Mapping[int, Edit]

    @classmethod
    def of(cls, store: Store, there: Stored) -> Trail:
        if there.version == 1 and there.asset.status != "withdrawn":
            return cls(there, {}, {})
        asset_id = there.asset.id
        return cls(there, {x.version: x for x in store.history(asset_id)}, store.versions(asset_id))

    def put_back(self, version: int) -> int | None:
        """Say which version another one put back (0: none), or None where it did not."""
        edit = self.versions.get(version)
        return None if edit is None else edit.back_to

    def change(self, version: int) -> int:
        """Say which change made a version."""
        return self.there.change if version == self.there.version else self.rows[version].change

    def what(self, version: int) -> str:
        """Say what was done to make a version."""
        return self.versions[version].what if version in self.versions else "added"

    def undoable(self, change: int) -> int | None:
        """Return the version that a change made, where nothing but what was undone came after it; or None."""
        at: int | None = self.there.version
        while at:
            if self.change(at) == change:
                return at
            at = self.put_back(at)
        return None

    def is_undone(self, change: int) -> bool:
        """Say whether what a change made of it does not count any more, for it was put back."""
        at = self.there.version
        while at:
            back = self.put_back(at)
            if back is None:
                if self.change(at) == change:
                    return False
                at -= 1
            elif any(self.change(x) == change for x in range(back + 1, at)):
                return True
            else:
                at = back
        return False

    def redone(self, version: int) -> list[int]:
        """List the changes that count again where a version, an undo, is undone."""
        until, out = self.put_back(version), []
        at = version - 1
        while until is not None and at > until:
            out.append(self.change(at))
            back = self.put_back(at)
            at = at - 1 if back is None else back
        return out

    def back_to(self, store: Store, version: int) -> Edit:
        """Write an undo: the asset as it was at a version, or away where that is 0."""
        import dataclasses

        if version < 1:
            edit = kept_edit(store, self.there, status="withdrawn", what="undone")
            return dataclasses.replace(edit, back_to=0)
        was = self.versions[version]
        return Edit(
            asset=was.asset, exact=was.exact, expected=self.there.version, what="undone", back_to=version
        )  # fmt: skip
