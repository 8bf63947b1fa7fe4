"""What a steward keeps right about what is shown: checked, paused, open again, closed. `undo` takes each back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.edits import found, kept_edit
from assetmap.disclosure import SHOWN
from assetmap.errors import StoreError
from assetmap.roles import need_steward
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from assetmap.roles import By
    from assetmap.store.base import Store, Written


def checked(store: Store, asset_id: str, *, how: str, on: date, by: By) -> Written:
    """
    Keep that somebody has made sure of an asset that is shown.

    Parameters
    ----------
    how
        `visited`, `phoned`, `resident` or `website`.
    on
        The day of the check.

    Raises
    ------
    StoreError
        The id is unknown, it is not shown, or `how` is empty; nothing was written.
    """
    if not how.strip():
        raise StoreError(_("say how it was checked: by a visit, by phone, by a resident or on its website."))
    said = {"how_checked": how, "checked_on": on, "checked_by": str(by)}
    return _kept(store, asset_id, by=by, may="say that something was checked", what="checked", fields=said)


def pause(store: Store, asset_id: str, *, by: By, until: date | None = None) -> Written:
    """
    Keep that an asset is not on for now; it stays shown, and every output says so.

    Parameters
    ----------
    until
        The day on which it is on again, or None where nobody knows. Paused again, it is this day that counts.

    Raises
    ------
    StoreError
        The id is unknown, or it is not shown; nothing was written.
    """
    fields = {"status": "paused", "paused_until": until}
    return _kept(store, asset_id, by=by, may="pause", what="paused", fields=fields)


def open_again(store: Store, asset_id: str, *, by: By) -> Written:
    """
    End a pause.

    Raises
    ------
    StoreError
        The id is unknown, or it is not paused; nothing was written.
    """
    fields = {"status": "published", "paused_until": None}
    return _kept(store, asset_id, by=by, may="open", what="reopened", fields=fields, among=("paused",))


def close(store: Store, asset_id: str, *, by: By) -> Written:
    """
    Keep that an asset has ended: it goes out of every output, and its history stays.

    Raises
    ------
    StoreError
        The id is unknown, or it is not shown; nothing was written.
    """
    return _kept(store, asset_id, by=by, may="close", what="closed", fields={"status": "closed"})


def _kept(
    store: Store,
    asset_id: str,
    *,
    by: By,
    may: str,
    what: str,
    fields: Mapping[str, object],
    among: Collection[str] = SHOWN,
) -> Written:
    need_steward(by, may)
    [there] = found(store, [asset_id])
    status = there.asset.status
    if status not in among:
        # Nothing that is off the map comes back onto it here: what took it off was another decision.
        raise StoreError(_(_BY_NOW[status], name=named(there.asset)))
    edit = kept_edit(store, there, status=status, what=what)
    return store.write([dataclasses.replace(edit, asset=edit.asset.changed(**fields))], by=by)


_BY_NOW = {
    "published": N_("{name} is open by now. Nothing was changed."),
    "draft": N_("{name} is a draft by now. Nothing was changed."),
    "withdrawn": N_("{name} is taken away by now. Nothing was changed."),
    "paused": N_("{name} is paused by now. Nothing was changed."),
    "closed": N_("{name} is closed by now. Nothing was changed."),
}
