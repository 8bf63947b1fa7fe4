"""The demo town with refuges in it: each in another state, each of its secrets a word or number found nowhere else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import Point

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.demo import make_demo
from assetmap.disclosure import blurred_as
from assetmap.place import open_place
from assetmap.store.base import Edit
from assetmap.store.sessions import Belongs, Note, Session

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place

CIRCLES = ("public", "partners", "workshop")
PASSPHRASE = "seven quiet herons wading"  # noqa: S105  # of an invented person
# What is said of each: field → canary; the name of a refuge stands in each.
_DOOR = ("address", "postcode", "transport", "source_id", "repairs", "consent", "checked_by")
_FREE_DEGREES = 0.0004
"""No line of the base map comes so near to a true place (about 30 m): what is found there, is it."""


@dataclass(frozen=True)
class Refuge:
    """
    One refuge.

    `where` is its true place, a point of it where it is an area; `hidden` is circle → the canaries it may not see.
    """

    key: str
    asset: Asset
    where: BaseGeometry
    hidden: dict[str, tuple[str, ...]]
    is_place_hidden: bool = True


def closed_town(home: Path, *, seed: int = 4, turn: int = 0) -> tuple[Path, tuple[Refuge, ...]]:
    """Make the town; with another `turn` each refuge has another door of its neighbourhood, and other secrets."""
    make_demo(home, on=date.today())  # noqa: DTZ011  # the day on this machine
    place = open_place(home)
    try:
        for circle in CIRCLES[1:]:
            place.store.people.add(f"{circle} friend", role="contributor", by="steward", audience=circle,
                                   passphrase=PASSPHRASE)  # fmt: skip
        made = tuple(_refuges(place, random.Random(seed), turn=turn))  # noqa: S311
        _workshop(place, made)
        return home, made
    finally:
        place.close()


def _refuges(place: Place, chance: random.Random, *, turn: int) -> list[Refuge]:
    doors = _doors(place, chance)
    made = []
    for at, (key, fields) in enumerate(_STATES.items()):
        here = doors[at][turn % len(doors[at])]
        if fields.get("is_area"):
            here = here.buffer(0.0001, quad_segs=2)
        asset = _asset(key, here, at=at, turn=turn, **{k: v for k, v in fields.items() if k not in _HOW})
        _keep(place, asset, fields)
        known = tuple(getattr(asset, name) for name in ("name", "own_words", "phone", "email", "contact_name"))
        known += tuple(asset.said_in["pl"][name] for name in ("name", "own_words"))
        door = (*(getattr(asset, name) for name in _DOOR), asset.said_in["pl"]["transport"])
        hidden = {}
        for circle in CIRCLES:
            sees = CIRCLES.index(circle) >= fields.get("sees", 0)
            contact = (asset.contact_name,) if circle == "public" else ()
            hidden[circle] = (*door, *(contact if sees else known))
        made.append(Refuge(key=key, asset=asset, where=here, hidden=hidden))
    return made


def _workshop(place: Place, refuges: tuple[Refuge, ...]) -> None:
    """Hold a workshop in which every refuge was named, let onto the wall, voted for and told of by somebody."""
    store, told = place.store, [x for x in refuges if x.key not in {"Gone", "Rejected"}]
    asked = Session(
        id="00000000-0000-4000-8000-000000000777", short="HA77AA", name="The hall", on=date(2026, 11, 21),
        audience="public", question="What helps?",
    )  # fmt: skip
    session = store.sessions.begin(asked, by="steward")
    for refuge in told:
        there = store.get(refuge.asset.id)
        assert there is not None
        edit = Edit(asset=there.asset, exact=store.exact_place(refuge.asset.id), expected=there.version)
        belongs = Belongs(session=session.id, shown=refuge.key != "Draft")
        store.write([edit], by="steward", belongs={refuge.asset.id: belongs})
        # What is closed, or waits, has no secret name: somebody may say it, and nothing else of it.
        named = "It" if refuge.key in {"Closed", "Draft"} else refuge.asset.name
        for at, words in enumerate((f"{named} took me in.", f"Ask {refuge.asset.contact_name}.")):
            note = Note(
                id=f"00000000-0000-4000-8000-{refuges.index(refuge):06d}{at:06d}", session=session.id, what="story",
                words=words, audience="public", shown=True, about=(refuge.asset.id,) if at else (),
                private={"told_by": refuge.asset.contact_name, "contact": refuge.asset.phone},
            )  # fmt: skip
            store.sessions.say(note, by="steward")
        store.sessions.vote(session.id, refuge.asset.id, ballot="somebody's ballot", dots=1, by="steward")


_HOW = {"is_area", "sees", "then", "first"}
_NOBODY = 9
# What each is in the end; `first` is how it came, `then` what was done to it, `sees` the first circle that may see it.
_STATES: dict[str, dict] = {
    "Partners": {"audience": "partners", "precision": "not_shown", "sees": 1},
    "Quarter": {"precision": "neighbourhood"},
    "Street": {"precision": "street"},
    "Acre": {"precision": "neighbourhood", "is_area": True},
    "Nowhere": {"precision": "not_shown"},
    "Once": {"precision": "neighbourhood", "first": {"precision": "exact"}, "then": "blurred"},
    "Narrow": {"audience": "workshop", "precision": "not_shown", "sees": 2,
               "first": {"audience": "public", "precision": "exact"}, "then": "blurred"},
    "Gone": {"precision": "exact", "sees": _NOBODY, "then": "withdrawn"},
    "Closed": {"precision": "exact", "sees": _NOBODY, "then": "closed"},
    "Draft": {"precision": "exact", "sees": _NOBODY, "then": "draft"},
    "Rejected": {"precision": "exact", "sees": _NOBODY, "then": "rejected"},
}  # fmt: skip


def _asset(key: str, where: BaseGeometry, *, at: int, turn: int, first: dict | None = None, **fields: object) -> Asset:
    tag = f"{key}{turn or ''}"
    return Asset(
        id=f"00000000-0000-4000-8000-0000000000{at:02d}", name=f"Kanarie{key} refuge", kind="advice and help",
        where=where, own_words=f"Zebravink{key} sings here.",
        address=f"{at + 3} Geheimlaan{tag}", postcode=f"QX{at} {turn + 1}QX", transport=f"Achterdeur{tag} is left.",
        said_in={"pl": {"name": f"Kanarek{key} schronienie", "own_words": f"Trznadel{key} tu śpiewa.",
                        "transport": f"Tylnewejście{tag} jest po lewej."}},
        contact_name=f"Mevrouw{key} Vogelaar", phone=f"07700 9{at:02d}{at:03d}", email=f"post{key}@vogel.example",
        source="a list of friends", source_id=f"UPRN{tag}77", repairs=f"Omtrek{tag} mended",
        consent=f"Jawoord{tag} was given", consent_on=date(2026, 1, 2), checked_by=f"steward: Tjitske{tag}",
        checked_on=date(2026, 10, 1), how_checked="visited", **fields,
    )  # fmt: skip


def _keep(place: Place, asset: Asset, fields: dict) -> None:
    layers = {"areas": place.layer("areas"), "streets": place.layer("streets")}
    store, then = place.store, fields.get("then", "")
    first = asset.changed(**fields["first"]) if "first" in fields else asset
    contributions.submit(store, first, by="steward", publish=then not in {"draft", "rejected"}, **layers)
    if then == "blurred":
        there = store.get(asset.id)
        assert there is not None
        contributions.submit(
            store, there.asset.changed(precision=asset.precision, audience=asset.audience), by="steward", **layers
        )
    elif then == "withdrawn":
        contributions.withdraw(store, asset.id, by="steward")
    elif then == "rejected":
        contributions.reject(store, [asset.id], by="steward", why="not ours")
    elif then == "closed":
        there = store.get(asset.id)
        assert there is not None
        store.write([Edit(asset=there.asset.changed(status="closed"), expected=there.version)], by="steward")


def _doors(place: Place, chance: random.Random) -> list[list[Point]]:
    """Choose doors, some for each state in one neighbourhood, far from every line of the base map and its corners."""
    areas, streets = place.layer("areas"), place.layer("streets")
    lines = shapely.STRtree(streets.geometry.to_numpy())
    corners = shapely.STRtree(
        shapely.points(np.vstack([shapely.get_coordinates(frame.geometry) for frame in _drawn(place)]))
    )
    found = []
    for at, key in enumerate(_STATES):
        area = areas.geometry.iloc[(7 * at + 3) % len(areas)]
        west, south, east, north = area.bounds
        doors: list[Point] = []
        first = (None, "")
        for _ in range(9000):
            point = Point(chance.uniform(west, east), chance.uniform(south, north))
            is_free = not len(corners.query(point, predicate="dwithin", distance=_FREE_DEGREES))
            is_reached = len(lines.query(point, predicate="dwithin", distance=0.002))
            if not (area.contains(point.buffer(0.0002)) and is_free and is_reached):
                continue
            shown = blurred_as(point, "street", areas=areas, streets=streets)
            if key == "Street" and (shown[1] != "street" or (doors and not shown[0].equals(first[0]))):
                continue  # another door of the same street
            first = first if doors else shown
            doors.append(point)
            if len(doors) == 2:
                break
        assert len(doors) == 2, f"no room in neighbourhood {at}"
        found.append(doors)
    return found


def _drawn(place: Place) -> list:
    frames = [place.layer(name) for name in ("areas", "streets", "green", "gates", "water", "railway", "postcodes")]
    return [frame for frame in frames if frame is not None and len(frame)]
