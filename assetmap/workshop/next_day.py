"""The day after a workshop: what whoever looks after the map has to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.contributions import candidates
from assetmap.roles import need_steward
from assetmap.workshop.showing import assets_of

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.contributions.merging import Alike
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.sessions import Note, Session


@dataclass(frozen=True, kw_only=True)
class NextDay:
    """
    What is to be done. It names people: for who looks after the map alone, and on no page that is handed on.

    Attributes
    ----------
    drafts
        Assets to be looked at, in the order they came.
    to_type
        Those of them with a picture to type from.
    to_place
        Id of a draft → where a phone said it is, which nobody has put on the map.
    to_ring
        What was said by people who left a way to reach them.
    plans
        What was agreed, by when it is due: those with a day first.
    grants
        Small grants that were asked for.
    duplicates
        Pairs that may be one thing, at least one of them of the workshop.
    """

    drafts: tuple[Asset, ...] = ()
    to_type: tuple[str, ...] = ()
    to_place: tuple[tuple[str, str], ...] = ()
    to_ring: tuple[Note, ...] = ()
    plans: tuple[Note, ...] = ()
    grants: tuple[Note, ...] = ()
    duplicates: tuple[Alike, ...] = ()


def tomorrow(place: Place, session: Session, *, by: By = "steward") -> NextDay:
    """
    Return the list for the next day.

    Raises
    ------
    PermissionDeniedError
        Somebody else than who looks after the map asks.
    """
    need_steward(by, "see what is to be done")
    members = place.store.sessions.members(session.id)
    drafts = tuple(x for x in assets_of(place, session, by=by) if x.status == "draft")
    notes = place.store.sessions.notes(session.id, by=by)
    plans = [x for x in notes if x.what == "plan"]
    return NextDay(
        drafts=drafts,
        to_type=tuple(x.id for x in drafts if members[x.id].has_picture),
        to_place=tuple(
            (x.id, members[x.id].said_where) for x in drafts if x.where is None and members[x.id].said_where
        ),
        to_ring=tuple(x for x in notes if x.private.get("contact", "").strip()),
        plans=tuple(sorted(plans, key=lambda x: (not x.due[:4].isdigit(), x.due))),
        grants=tuple(x for x in notes if x.what == "grant"),
        duplicates=tuple(
            x for x in candidates(place.store) if x.one.asset.id in members or x.other.asset.id in members
        ),
    )  # fmt: skip
