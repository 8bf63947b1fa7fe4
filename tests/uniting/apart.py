"""Copies of one store go their own ways, meet in some order, and are compared: one case of many."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from assetmap.store.geopackage import GeoPackageStore
from tests.uniting.histories import Town, clock, copied, differing, meet, removed, state, untold

_ROUNDS = 4
_SHM = Path("/dev/shm")  # noqa: S108  # a disk that nobody waits for


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: how many copies, what is done before they part and after, and how far their clocks are off."""

    seed: int
    copies: int = 2
    before: int = 12
    apart: int = 14
    minutes_off: int = 500


def problems_of(case: Case) -> list[str]:
    """Play a case; returns what is not as it should be."""
    with tempfile.TemporaryDirectory(prefix="assetmap-apart-", dir=_SHM if _SHM.is_dir() else None) as name:
        folder = Path(name)
        try:
            return list(_played(case, folder))
        finally:
            removed(folder / "homes")


def _played(case: Case, folder: Path) -> list[str]:
    chance = random.Random(case.seed)  # noqa: S311
    base = GeoPackageStore.open(folder / "base.gpkg")
    is_one_key = case.copies > 2 or case.seed % 2 == 0
    Town(base, random.Random(case.seed), is_one_key=is_one_key).some_steps(case.before)  # noqa: S311
    homes = [copied(base, folder / f"one-{n}.gpkg") for n in range(case.copies)]
    for n, home in enumerate(homes):
        with clock(timedelta(minutes=chance.randint(-case.minutes_off, case.minutes_off))):
            Town(home, random.Random(case.seed * 100 + n), is_one_key=is_one_key).some_steps(case.apart)  # noqa: S311
    again = [copied(home, folder / f"other-{n}.gpkg") for n, home in enumerate(homes)]
    said = [f"before: {x}" for home in homes for x in untold(home)]
    said += _met(homes, folder, chance)
    said += _met(again[::-1], folder, chance)
    said += [f"in another order: {x}" for home in [*homes[1:], *again] for x in differing(homes[0], home)]
    said += [f"not as told: {x}" for home in (*homes, *again) for x in untold(home)]
    said += [x for home in (*homes, *again) for x in home.check().problems]
    then = state(homes[0])
    for home in homes[1:]:
        if not meet(homes[0], home, folder).repeated or state(homes[0]) != then:
            said.append("meeting again changed something")
    for store in (base, *homes, *again):
        store.close()
    return said


def _met(homes: list[GeoPackageStore], folder: Path, chance: random.Random) -> list[str]:
    """Let everybody meet everybody, until nothing is new to anybody; two need one meeting each way."""
    if len(homes) == 2:
        meet(homes[0], homes[1], folder)
        meet(homes[1], homes[0], folder)
        said = differing(*homes)
        meet(homes[0], homes[1], folder)  # what was decided there by a rule is known here, too
        return said
    for _ in range(_ROUNDS):
        before = [state(home) for home in homes]
        for one in homes:
            others = [x for x in homes if x is not one]
            chance.shuffle(others)
            done = [meet(one, other, folder).repeated for other in others]
        if before == [state(home) for home in homes] and all(done):
            return []
    return ["still something new after everybody met everybody four times"]
