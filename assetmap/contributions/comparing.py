"""A suggestion three ways: the asset as it was when it was suggested, as it is, as they would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.contributions.edits import base_of, leads_on, where_known
from assetmap.contributions.fieldwise import PLACE, differences, fields_of, moved_words, said
from assetmap.errors import StoreError
from assetmap.store.base import Edit
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.store.base import Store, Stored
    from assetmap.store.suggested import Suggestion

NOT_THEIRS = (
    "id", "short", "source", "source_id", "source_version", "source_licence", "repairs", "checked_on",
    "how_checked", "checked_by", "consent", "consent_on",
)  # fmt: skip
"""How an asset is known, where it came from, who checked it and what was agreed to: nobody suggests that."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One field of a suggestion.

    Attributes
    ----------
    field, label
        Its name in `Asset` (`where` is the place) and what it is called.
    was, now, theirs
        As a person reads them: when it was suggested, as it is, as they would have it. Of a place `theirs` says
        what they would do with it, and `now` what somebody else has done to it since.
    changed_since
        Somebody else has changed it since it was suggested: choose between `now` and `theirs`.
    is_so
        It is so already: nothing is left to take.
    """

    field: str
    label: str
    was: str
    now: str
    theirs: str
    changed_since: bool
    is_so: bool


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    A suggestion beside what it is about.

    Attributes
    ----------
    there
        The asset as it is now: its `version` is what `take` wants as `seen`.
    rows
        What they would change.
    others
        What somebody else has changed since, and they would not: label, before, after.
    """

    suggestion: Suggestion
    there: Stored
    rows: tuple[Row, ...]
    others: tuple[tuple[str, str, str], ...]

    @property
    def is_done(self) -> bool:
        """Whether everything they would change is so already."""
        return all(row.is_so for row in self.rows)

    @property
    def needs_choice(self) -> bool:
        """Whether somebody else has changed since what they would change."""
        return any(row.changed_since for row in self.rows)


def three_way(store: Store, suggestion: Suggestion) -> Compared:
    """
    Compare a suggestion with what it is about. For stewards: places that are blurred are compared too.

    Raises
    ------
    StoreError
        What it is about is not there any more.
    """
    there = leads_on(store, suggestion.asset_id)
    if there is None:
        raise StoreError(_("what this was about is not there any more. Nothing was changed."))
    base = base_of(store, suggestion.asset_id, suggestion.seen)
    now = Edit(asset=there.asset, exact=store.exact_place(there.asset.id))
    theirs = Edit(asset=suggestion.asset, exact=suggestion.exact)
    if base is None:  # nothing older is known any more: then it is all theirs
        base = now
    rows, others = [], []
    for name, label in fields_of(base.asset, now.asset, theirs.asset).items():
        was, is_now, wanted = (value_of(x, name) for x in (base, now, theirs))
        if wanted != was and name not in NOT_THEIRS:
            rows.append(_row(name, label, base=base, now=now, theirs=theirs))
        elif is_now != was and name not in NOT_THEIRS:
            others += [
                (x.label, x.before, x.after)
                for x in differences(base.asset, now.asset, was=where_known(base), now=where_known(now))
                if x.field == name
            ]
    return Compared(suggestion=suggestion, there=there, rows=tuple(rows), others=tuple(others))


def value_of(edit: Edit, name: str) -> Any:
    """Return what stands in a field (`name:pl`, too); of a place the true one."""
    return where_known(edit) if name == PLACE else edit.asset.value(name)


def _row(name: str, label: str, *, base: Edit, now: Edit, theirs: Edit) -> Row:
    was, is_now, wanted = (value_of(x, name) for x in (base, now, theirs))
    if name == PLACE:
        told = {x.asset.precision for x in (base, now, theirs)} == {"exact"}
        texts = (
            "",
            "" if is_now == was else moved_words(was, is_now, is_told=told),
            moved_words(was, wanted, is_told=told),
        )
    else:
        texts = (said(base.asset, name), said(now.asset, name), said(theirs.asset, name))
    return Row(
        field=name, label=label, was=texts[0], now=texts[1], theirs=texts[2],
        changed_since=is_now not in (was, wanted), is_so=is_now == wanted,
    )  # fmt: skip
