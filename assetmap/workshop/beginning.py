"""Beginning a workshop, the residents' own categories, and which workshop is meant."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from assetmap.crs import WGS84, reproject_all
from assetmap.errors import StoreError
from assetmap.gazetteer import locate
from assetmap.roles import need_steward
from assetmap.store.sessions import COLOURS, SHAPES, Category, Session
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely import Point

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Bounds


def begin(  # noqa: PLR0913  # what a workshop is
    place: Place,
    *,
    name: str,
    where: str = "",
    on: date | None = None,
    question: str = "",
    audience: str = "workshop",
    categories: Sequence[Category] = (),
    budget: int | None = None,
    bounds: Bounds | None = None,
    language: str = "",
    by: By,
) -> Session:
    """
    Begin a workshop; it is today where `on` is None, and in the place's first language.

    Raises
    ------
    StoreError
        It has no name, or what is said of it cannot be.
    """
    day = on or datetime.now().astimezone().date()
    session = Session(
        id=str(uuid.uuid4()), short="", name=name, where=where, on=day, question=question, audience=audience,
        categories=tuple(categories), budget=budget, bounds=bounds,
        language=language or (place.settings.languages[0] if place.settings.languages else "en"),
    )  # fmt: skip
    return place.store.sessions.begin(session, by=by)


def part_of_map(place: Place, near: str, *, across_m: float) -> Bounds:
    """
    Choose what a workshop's screens and papers show: a square about somewhere.

    Parameters
    ----------
    near
        A postcode, a street, a place's name or "latitude, longitude".
    across_m
        How wide, in metres.

    Returns
    -------
    bounds
        West, south, east, north in EPSG:4326.

    Raises
    ------
    PlaceError
        It was not found; the sentence says how to mend it.
    """
    return square_about(locate(near, place=place).point, across_m=across_m, metric_crs=place.settings.metric_crs)


def square_about(point: Point, *, across_m: float, metric_crs: str) -> Bounds:
    """Return the bounds, in EPSG:4326, of a square of so many metres about a point."""
    middle = reproject_all([point], WGS84, metric_crs)[0]
    square = reproject_all([middle.buffer(across_m / 2, cap_style="square")], metric_crs, WGS84)[0]
    west, south, east, north = square.bounds
    return west, south, east, north


def category(
    label: str, *, colour: str = "", shape: str = "", kind: str = "", others: Iterable[Category] = ()
) -> Category:  # fmt: skip
    """
    Make a category of the residents' own; without a colour or a shape it gets one that `others` do not have.

    Raises
    ------
    StoreError
        Every colour and shape is taken.
    """
    there = list(others)
    taken = {(x.colour, x.shape) for x in there}
    free = [
        (a, b)
        for b in ([shape] if shape else SHAPES)
        for a in ([colour] if colour else COLOURS)
        if (a, b) not in taken
    ]  # fmt: skip
    if not free:
        raise StoreError(
            _("two categories have the same colour and shape: give one of them another, to tell them apart.")
        )
    # A colour that nobody has yet is told apart from farther away than a shape.
    used = {x.colour for x in there}
    best = next((x for x in free if x[0] not in used), free[0])
    return Category(key=uuid.uuid4().hex[:8], label=label.strip(), colour=best[0], shape=best[1], kind=kind)


def meant(place: Place, code: str = "", *, by: By) -> Session:
    """
    Find the workshop that somebody means: by its code, else the only one that goes on.

    Raises
    ------
    StoreError
        There is none, or more than one.
    """
    need_steward(by, "run a workshop")
    sessions = place.store.sessions
    if code:
        found = sessions.get(code)
        if found is None:
            raise StoreError(f"there is no workshop “{code[:40]}”: `assetmap workshop list` names them all.")
        return found
    there = sessions.all(by=by)
    going = [x for x in there if x.closed_on is None]
    if len(going) == 1:
        return going[0]
    if not there:
        raise StoreError("there is no workshop yet: begin one with `assetmap workshop new --name …`.")
    if not going:
        raise StoreError("no workshop goes on: say which one with --session; `assetmap workshop list` names them all.")
    codes = ", ".join(x.short for x in going)
    raise StoreError(f"{len(going)} workshops go on ({codes}): say which one with --session.")
