"""How soon duplicates are found: thousands of invented assets of one town against as many others."""

from __future__ import annotations

import random
import time

import shapely
from rapidfuzz import fuzz, process

from assetmap.alike import pairs_of
from assetmap.assets import Asset
from assetmap.bench.rows import Row

GOAL_S = 5
_SIZE = 10_000
_LEAST = 70
_WORDS = (
    "Abbey", "Albert", "Bridge", "Camden", "Castle", "Cedar", "Chapel", "Crown", "Forge", "Harbour", "Hill", "Kings",
    "Linden", "Market", "Meadow", "Mill", "Oak", "Orchard", "Priory", "Queens", "Riverside", "Rose", "Victoria",
    "Willow",
)  # fmt: skip
_KINDS = ("Allotments", "Café", "Choir", "Church", "Library", "Lunch Club", "Park", "Primary School", "Surgery")


def rows(*, size: int | None = None) -> list[Row]:
    """
    Find duplicates among invented assets, beside comparing every name with every other.

    Parameters
    ----------
    size
        How many come, and how many are here (10,000 when None).
    """
    here, coming = (_town(size or _SIZE, seed=seed) for seed in (1, 2))
    twins = tuple(
        x.changed(id=y.id, short=y.short, name=f"The {x.name}") for x, y in zip(here[::100], coming, strict=False)
    )
    coming = (*twins, *coming[len(twins) :])
    began = time.perf_counter()
    found = pairs_of(coming, here)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    process.cdist(
        [x.name for x in coming], [x.name for x in here], scorer=fuzz.ratio, score_cutoff=_LEAST, dtype="uint8"
    )
    theirs = time.perf_counter() - began
    return [
        Row(
            work=f"{len(coming):,} assets against {len(here):,}: name, place, contact",
            peer="rapidfuzz, every name with every other: names alone",
            ours=ours,
            theirs=theirs,
            unit="s",
            ratio=theirs / ours,
            goal=f"≤ {GOAL_S} s",
            equal=all(any(y.asset.name == x.name[4:] for y in found.get(x.id, ())) for x in twins),
            note="Every one that was put in twice is found.",
        )
    ]


def _town(many: int, *, seed: int) -> tuple[Asset, ...]:
    chance = random.Random(seed)  # noqa: S311  # the same town each time, nothing secret
    return tuple(
        Asset(
            name=f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.choice(_KINDS)}",
            kind="indoor_place",
            where=shapely.Point(chance.gauss(-2.36, 0.05), chance.gauss(51.38, 0.03)),
            phone=f"01632 96{chance.randrange(10_000):04}",
            address=f"{chance.randrange(1, 200)} High Street",
        )
        for _ in range(many)
    )
