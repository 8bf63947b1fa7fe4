"""What the scribe types, kept: a thing on the map with its place or the words for it, and the last one taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.contributions.edits import new_edit
from assetmap.errors import PlaceError, StoreError
from assetmap.gazetteer import locate, spelt_like
from assetmap.screens.hall.squares import square_at
from assetmap.store.sessions import Belongs
from assetmap.vocabulary import vocabulary
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.screens.hall.squares import Sheet
    from assetmap.store.base import Written
    from assetmap.store.sessions import Session

SOURCE = "workshop"
ELSE_KIND = "story_or_special_place"
"""What a thing is whose category is the residents' own and like none of ours, until somebody says more."""
_LONGEST = 200
_MOST_ENTRIES = 60


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One thing that the scribe's desk sends; its id is the asset's, so that sent twice it counts once.

    Attributes
    ----------
    what
        What it is called; "" for what is no thing.
    where
        The words for its place.
    at
        Longitude and latitude of a tap on the map, or None.
    which
        `own:KEY` for a category of the residents, `kind:KEY` for one of ours.
    hide
        Whether its place stays with those who make the map: a home, a refuge.
    look
        Words to be looked up alone.
    undo
        Whether the last one is to be taken back.
    instead
        The id of a refused one that this is sent for again.
    """

    id: str
    what: str = ""
    where: str = ""
    at: tuple[float, float] | None = None
    which: str = ""
    hide: bool = False
    look: str = ""
    undo: bool = False
    instead: str = ""


def read_entries(said: object) -> list[Entry]:
    """Read what the browser sent; what is no such thing is left out."""
    rows = said.get("entries") if isinstance(said, dict) else None
    if not isinstance(rows, list):
        return []
    found = [_read(row) for row in rows[:_MOST_ENTRIES]]
    return [x for x in found if x is not None]


def _read(row: object) -> Entry | None:
    if not isinstance(row, dict) or not _is_id(row.get("id")):
        return None
    return Entry(
        id=row["id"],
        what=_text(row.get("what")),
        where=_text(row.get("where")),
        at=_spot(row.get("at")),
        which=_text(row.get("which")),
        hide=row.get("hide") is True,
        look=_text(row.get("look")),
        undo=row.get("undo") is True,
        instead=row["instead"] if _is_id(row.get("instead")) else "",
    )


def _is_id(said: object) -> bool:
    try:
        return isinstance(said, str) and str(uuid.UUID(said)) == said
    except ValueError:
        return False


def _text(said: object) -> str:
    return " ".join(said.split())[:_LONGEST] if isinstance(said, str) else ""


def _spot(said: object) -> tuple[float, float] | None:
    if not isinstance(said, list) or len(said) != 2:
        return None
    lon, lat = said
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (lon, lat)):
        return None
    return (float(lon), float(lat)) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What is known of words for a place: longitude and latitude or None, what to say, and names spelt like it."""

    typed: str
    at: tuple[float, float] | None = None
    said: str = ""
    likes: tuple[str, ...] = ()


def looked_up(
    place: Place, typed: str, *, things: Sequence[Asset] = (), on: Session | None = None, sheet: Sheet | None = None
) -> Looked:
    """
    Look words for a place up.

    Parameters
    ----------
    things
        What may be named too.
    on, sheet
        The workshop whose paper map hangs on the wall, and which that is: its squares may be named.
    """
    if not typed:
        return Looked(typed="")
    square = None if on is None else square_at(place, on, typed, sheet=sheet)
    if square is not None:
        return Looked(typed=typed, at=square, said=_("In square {square} of the paper map", square=typed.upper()))
    try:
        found = locate(typed, place=place, things=things)
    except PlaceError:
        likes = spelt_like(typed, place=place, things=things, most=4)
        return Looked(
            typed=typed,
            said=_("We do not know this place. It is kept with these words, and waits to be put on the map."),
            likes=likes,
        )
    said = _("Somewhere along {street}", street=found.said) if found.rough else _("At {place}", place=found.said)
    return Looked(typed=typed, at=(found.point.x, found.point.y), said=said)


def asset_of(entry: Entry, on: Session, *, at: tuple[float, float] | None) -> tuple[Asset, str]:
    """Write an entry as an asset; returns it with the key of the residents' category, or ""."""
    way, _sep, key = entry.which.partition(":")
    own = next((x for x in on.categories if way == "own" and x.key == key), None)
    kind = own.kind if own is not None else key if way == "kind" and key in vocabulary().kinds else ""
    kind = kind or ELSE_KIND
    private = vocabulary().kinds[kind].private
    asset = Asset(
        id=entry.id,
        name=entry.what,
        kind=kind,
        where=shapely.Point(at) if at is not None else None,
        audience="workshop" if entry.hide or private else on.audience,
        precision="not_shown" if entry.hide else "neighbourhood" if private else "exact",
        how_checked="resident",
        source=SOURCE,
    )
    return asset, own.key if own is not None else ""


def keep(
    place: Place, on: Session, entry: Entry, *, by: By, things: Sequence[Asset] = (), sheet: Sheet | None = None
) -> tuple[Written, Asset]:
    """
    Keep what was typed, once however often it is sent. A place that is not known is kept in its words.

    Raises
    ------
    AssetMapError
        It could not be kept, or the workshop has ended.
    """
    if on.closed_on is not None:
        raise StoreError(_("this workshop has ended: open it again to go on."))
    at = entry.at or looked_up(place, entry.where, things=things, on=on, sheet=sheet).at
    asset, category = asset_of(entry, on, at=at)
    edit = new_edit(asset, publish=False, areas=place.layer("areas"), streets=place.layer("streets"))
    belongs = Belongs(
        session=on.id, how="scribe", category=category, shown=True, said_where="" if at is not None else entry.where
    )
    written = place.store.write([edit], by=by, key=f"scribe:{entry.id}", belongs={asset.id: belongs})
    return written, asset


def put(place: Place, asset_id: str, at: tuple[float, float], *, by: By) -> Written:
    """
    Put something that was said onto the map, or elsewhere on it.

    Raises
    ------
    AssetMapError
        It is not there any more, or somebody was quicker.
    """
    there = place.store.get(asset_id)
    if there is None or there.asset.status == "withdrawn":
        raise StoreError(_("it is not there any more."))
    return contributions.submit(
        place.store, there.asset.changed(where=shapely.Point(at)), by=by, areas=place.layer("areas"),
        streets=place.layer("streets"), expected=there.version,
    )  # fmt: skip
