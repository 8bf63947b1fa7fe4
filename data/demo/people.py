"""How well off the neighbourhoods are, who lives there, and their postcodes: all invented."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from geometry import Point, along, inside, length, rounded
from plan import AREAS
from streets import ring_of

if TYPE_CHECKING:
    from streets import Street

# Domain: weight in the whole index (per cent, as in the English indices of deprivation 2025), and how a
# neighbourhood's setting moves it: old centre, estate beyond the railway, hill.
DOMAINS: dict[str, tuple[float, float, float, float]] = {
    "income": (22.5, 0.02, 0.02, -0.02),
    "employment": (22.5, 0.03, 0.01, -0.01),
    "education": (13.5, -0.06, 0.05, -0.02),
    "health": (13.5, 0.05, 0.01, -0.02),
    "crime": (9.3, 0.10, -0.02, -0.04),
    "barriers": (9.3, -0.40, 0.02, 0.34),
    "living": (9.3, 0.08, -0.30, -0.02),
}
COUNTY = 1000  # invented neighbourhoods of an invented county that ranks are out of
_CENTRE = {"D0100001", "D0100002", "D0100003", "D0100006", "D0100007", "D0100012"}
_ESTATE = {"D0100018", "D0100019", "D0100020", "D0100021"}
_HILL = {"D0100005", "D0100016", "D0100017"}
_WITH_HOUSES = {"residential", "tertiary", "secondary", "primary", "service"}
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # an inward code never holds C I K M O V


def deprivation(seed: int) -> list[dict[str, object]]:
    """Return one row an area: score, rank (1 is most deprived of 1,000) and decile of the index and its domains."""
    chance = random.Random(seed)
    rows: list[dict[str, float]] = []
    for code, _, _, base, _ in AREAS:
        setting = 1 if code in _CENTRE else 2 if code in _ESTATE else 3 if code in _HILL else 0
        rows.append(_deprived(base, setting, 0.10, chance))
    rows.extend(_deprived(chance.random(), 0, 0.34, chance) for _ in range(COUNTY - len(AREAS)))
    ranks = {domain: _ranked([row[domain] for row in rows]) for domain in DOMAINS}
    scores = [
        sum(weight / 100.1 * _exponential(ranks[domain][i]) for domain, (weight, *_) in DOMAINS.items())
        for i in range(COUNTY)
    ]
    overall = _ranked(scores)
    left = {domain: weight for domain, (weight, *_) in DOMAINS.items() if domain != "barriers"}
    without = [
        sum(weight / sum(left.values()) * _exponential(ranks[domain][i]) for domain, weight in left.items())
        for i in range(COUNTY)
    ]
    overall_without = _ranked(without)
    out = []
    for i, (code, name, *_rest) in enumerate(AREAS):
        row: dict[str, object] = {"code": code, "name": name}
        row |= {"imd_score": round(scores[i], 2), "imd_rank": overall[i], "imd_decile": _decile(overall[i])}
        row |= {
            "imd_without_barriers_score": round(without[i], 2),
            "imd_without_barriers_rank": overall_without[i],
            "imd_without_barriers_decile": _decile(overall_without[i]),
        }
        for domain in DOMAINS:
            rank = ranks[domain][i]
            row |= {
                f"{domain}_score": round(rows[i][domain], 3),
                f"{domain}_rank": rank,
                f"{domain}_decile": _decile(rank),
            }
        out.append(row)
    return out


def _deprived(base: float, setting: int, spread: float, chance: random.Random) -> dict[str, float]:
    row = {}
    for domain, (_, *moves) in DOMAINS.items():
        value = base + (moves[setting - 1] if setting else 0.0) + (chance.random() - 0.5) * 2 * spread
        shake = chance.random() * 0.02  # what falls off the end of the scale keeps an order
        row[domain] = round(min(0.9999 - shake, max(0.0001 + shake, value)), 4)
    return row


def _ranked(values: list[float]) -> list[int]:
    order = sorted(range(len(values)), key=lambda i: (-round(values[i], 6), i))
    ranks = [0] * len(values)
    for rank, i in enumerate(order, start=1):
        ranks[i] = rank
    return ranks


def _exponential(rank: int) -> float:
    """Turn a rank into 0 to 100 as the English index does: a tenth of the areas gets half of the scale."""
    share = (COUNTY - rank) / (COUNTY - 1)
    return -23 * math.log(1 - share * (1 - math.exp(-100 / 23)))


def _decile(rank: int) -> int:
    return (rank - 1) * 10 // COUNTY + 1


def population() -> list[dict[str, object]]:
    return [{"code": code, "name": name, "population": people} for code, name, _, _, people in AREAS]


def area_of(point: Point, rings: dict[str, list[Point]]) -> str:
    """Return the code of the area that holds a point, or nothing."""
    return next((code for code, ring in rings.items() if inside(point, ring)), "")


def area_rings() -> dict[str, list[Point]]:
    return {code: ring_of(corners) for code, _, corners, _, _ in AREAS}


def doors(streets: list[Street]) -> list[tuple[str, str, Point, Street]]:
    """Return a postcode for each stretch of street with houses: postcode, area code, a door on it, the street."""
    rings = area_rings()
    found = []
    for street in streets:
        if (
            street.kind not in _WITH_HOUSES
            or length(street.line) < 48
            or street.name in {"Town Bridge", "Netherby Arch"}
        ):
            continue
        door = beside(street.line, 0.5, 9.0)
        code = area_of(door, rings)
        if code:
            found.append((code, street.name, street.line, door, street))
    out = []
    counts: dict[int, int] = {}
    for code, _, _, door, street in sorted(found, key=lambda x: x[:3]):
        sector = int(code[-2:])
        number = counts.get(sector, 0)
        counts[sector] = number + 1
        letters = _LETTERS[number // len(_LETTERS)] + _LETTERS[number % len(_LETTERS)]
        out.append((f"ZZ{1 + (sector - 1) // 9} {1 + (sector - 1) % 9}{letters}", code, door, street))
    return out


def beside(line: tuple[Point, ...], share: float, off_m: float) -> Point:
    """Return a point `off_m` metres to the right of a line, `share` of the way along it."""
    size = length(line)
    a, b = along(line, max(0.0, size * share - 2)), along(line, min(size, size * share + 2))
    run = math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) or 1.0
    x, y = along(line, size * share)
    return rounded((x + (b[1] - a[1]) / run * off_m, y - (b[0] - a[0]) / run * off_m))
