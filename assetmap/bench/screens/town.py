"""Homes of many assets, and the same assets as the file that the peer reads."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.assets import Asset, OpenSpan
from assetmap.contributions import submit_many
from assetmap.disclosure import SHOWN, disclosed
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.place import Place

_DO = ("Singing", "Gardening", "Walking", "Reading", "Mending", "Cooking", "Dancing", "Painting", "Talking", "Swimming")
_FOR = ("for everybody", "with neighbours", "after lunch", "for beginners", "by the harbour", "with the children")
_SAID = "We meet every week. There is tea, nobody has to book, and somebody by the door says hello to who is new. "


def home(folder: Path, *, many: int) -> Path:
    """
    Make the demo town with `many` public assets in all, its own among them, unless it is there already.

    The demo town alone where `many` is less than it has.
    """
    from assetmap.demo import make_demo
    from assetmap.place import open_place

    path = folder / f"town-{many}"
    if path.exists():
        return path
    make_demo(path)
    place = open_place(path)
    try:
        more = many - len(_public(place))
        if more > 0:
            submit_many(place.store, assets(place, more), by="steward", publish=True)
    finally:
        place.close()
    return path


def assets(place: Place, many: int, *, seed: int = 7) -> list[Asset]:
    """Invent assets over the place, each with the words that a real one has; the same ones every time."""
    chance = random.Random(seed)  # noqa: S311  # a seeded town, no secret
    areas = place.layer("areas")
    assert areas is not None
    west, south, east, north = areas.total_bounds.tolist()
    known = vocabulary()
    kinds, needs = sorted(known.kinds), sorted(known.needs)
    return [
        Asset(
            name=f"{chance.choice(_DO)} {chance.choice(_FOR)} {number}",
            kind=chance.choice(kinds),
            where=shapely.Point(
                round(west + (east - west) * (0.1 + 0.8 * chance.random()), 5),
                round(south + (north - south) * (0.1 + 0.8 * chance.random()), 5),
            ),
            needs=tuple(sorted(chance.sample(needs, 2))),
            description=_SAID * chance.randint(1, 2),
            own_words="I came for the tea and stayed for the people.",
            schedules=(OpenSpan(byday=(chance.choice(("MO", "TU", "TH")),), opens_at="10:00", closes_at="12:00"),),
            address=f"{chance.randint(1, 200)} High Street",
            phone="01632 960000",
            website="https://example.org/",
            step_free="yes",
            free="yes",
            source="bench",
            source_id=str(number),
            status="draft",
        )
        for number in range(many)
    ]


def written(home: Path, path: Path) -> list[tuple[str, float, float]]:
    """
    Write the public assets of a home that have a place as a file of plain values.

    Returns
    -------
    pins
        What a map of them must show, sorted: name, longitude and latitude (EPSG:4326, five decimals).
    """
    from assetmap.place import open_place

    place = open_place(home)
    try:
        kinds = vocabulary().kinds
        rows: list[dict[str, Any]] = []
        for asset in _public(place):
            if asset.where is None:
                continue
            at = asset.where if isinstance(asset.where, shapely.Point) else asset.where.representative_point()
            rows.append({
                "name": asset.name, "kind": kinds[asset.kind].label, "lon": at.x, "lat": at.y,
                "text": asset.description, "address": asset.address, "phone": asset.phone,
            })  # fmt: skip
    finally:
        place.close()
    path.write_text(json.dumps(rows), encoding="utf-8")
    return sorted(pin(row["name"], row["lon"], row["lat"]) for row in rows)


def pin(name: str, lon: float, lat: float) -> tuple[str, float, float]:
    """Write what a pin says so that two maps can be compared."""
    return name, round(lon, 5), round(lat, 5)


def same(*maps: list[tuple[str, float, float]]) -> bool:
    """Say whether maps show the same pins: equal names, and places within two metres for their rounding."""
    first, *others = maps
    return all(
        len(one) == len(first)
        and all(
            a[0] == b[0] and abs(a[1] - b[1]) < 2e-5 and abs(a[2] - b[2]) < 2e-5
            for a, b in zip(first, one, strict=True)
        )
        for one in others
    )


def _public(place: Place) -> list[Asset]:
    return disclosed(row.asset for row in place.store.read(statuses=SHOWN))
