"""
Make Merrowcombe, an invented seaside town, from its plan: `python make_demo.py [FOLDER]`.

Only Python's own library, a fixed seed and rounded numbers: the same bytes on every machine. What it
writes beside itself (or into FOLDER) is committed, and a test makes it again and compares.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import people
import plan
import streets as town_streets
from geometry import Point, crossing, inside, joined, lon_lat, rounded, rounded_ring, smooth
from telling import HERE, Gazette, closed, told

SEED = 1891  # the year on the flood stone

Feature = dict[str, Any]


def make(folder: Path) -> list[str]:
    """Write the town's files into `folder`; returns their names."""
    streets = town_streets.network(SEED)
    doors = people.doors(streets)
    green = open_ground()
    weeks = {key: row["review_weeks"] for key, row in _vocabulary()["kinds"].items()}
    parks = {name: ring for name, _, ring in green}
    files = {
        "areas.geojson": _collection(areas()),
        "streets.geojson": _collection(street_features(streets)),
        "railway.geojson": _collection([_line("Merrow Bay line", railway(), what="railway")]),
        "green.geojson": _collection(
            _feature({"id": f"G{i:02}", "name": name, "what": what}, "Polygon", [closed(ring)])
            for i, (name, what, ring) in enumerate(green, start=1)
        ),
        "gates.geojson": _collection(gates(green, streets)),
        "water.geojson": _collection(water()),
        "names.geojson": _collection(names()),
        "assets.geojson": _collection(told(Gazette(streets, doors, parks), weeks)),
        "deprivation.csv": _table(people.deprivation(SEED)),
        "population.csv": _table(people.population()),
        "postcodes.csv": _table(
            dict(zip(("postcode", "area", "lon", "lat"), (postcode, code, *lon_lat(door)), strict=True))
            for postcode, code, door, _ in doors
        ),
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return sorted(files)


def areas() -> list[Feature]:
    rings = people.area_rings()
    return [_feature({"code": code, "name": name}, "Polygon", [closed(rings[code])]) for code, name, *_ in plan.AREAS]


def street_features(streets: list[town_streets.Street]) -> list[Feature]:
    return [_feature({"name": s.name, "class": s.kind}, "LineString", [lon_lat(p) for p in s.line]) for s in streets]


def railway() -> list[Point]:
    return joined(smooth(plan.RAILWAY, step_m=80))


def open_ground() -> list[tuple[str, str, list[Point]]]:
    """Return parks with rounded corners, the beaches among them."""
    out = [(name, what, rounded_ring(ring)) for name, what, ring in plan.GREEN]
    walked = town_streets.ring_of(["P1", "P2", "P3", "P4", "P5", "P6", (3840, 655)])
    top = [rounded((x, y - 24)) for x, y in walked[:-1]]
    out.append(("Merrow Sands", "beach", [*top, *reversed(waterline())]))
    cove = [point for point in plan.CLIFF_EAST if 3960 <= point[0] <= 4260]
    out.append(("Cockle Cove", "beach", [*cove, (4215, 462), (4140, 492), (4075, 502), (4010, 540)]))
    return out


def waterline() -> list[Point]:
    return joined(smooth(plan.WATERLINE))


def water() -> list[Feature]:
    coast = [*plan.CLIFF_WEST, *plan.HARBOUR_MOUTH, *plan.LANTERN_POINT[1:], *waterline()[1:], *plan.CLIFF_EAST[1:]]
    left, right = [], []
    bed = plan.RIVER_BED
    middle = joined(smooth([(x, y) for x, y, _ in bed], step_m=60))
    widths = {(x, y): width for x, y, width in bed}
    width = bed[0][2]
    for i, point in enumerate(middle):
        a, b = middle[max(i - 1, 0)], middle[min(i + 1, len(middle) - 1)]
        run = math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)
        width = widths.get(point, width)
        across = ((b[1] - a[1]) / run * width / 2, -(b[0] - a[0]) / run * width / 2)
        left.append(rounded((point[0] - across[0], point[1] - across[1])))
        right.append(rounded((point[0] + across[0], point[1] + across[1])))
    rings = [
        ("Merrow Bay", "sea", [*coast, *plan.SEA_FLOOR]),
        ("Merrowcombe Harbour", "harbour", plan.HARBOUR),
        ("River Merrow", "river", [*left, *reversed(right)]),
        ("Boating lake", "lake", rounded_ring(plan.BOATING_LAKE)),
    ]
    out = [_feature({"name": name, "what": what}, "Polygon", [closed(ring)]) for name, what, ring in rings]
    return [*out, _line("Withy Brook", joined(smooth(plan.WITHY_BROOK, step_m=30)), what="brook")]


def gates(green: list[tuple[str, str, list[Point]]], streets: list[town_streets.Street]) -> list[Feature]:
    """Return a point wherever a path or street comes through the edge of open ground."""
    found: set[tuple[str, Point]] = set()
    for i, (_, _, ring) in enumerate(green, start=1):
        edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        for street in streets:
            for a, b in zip(street.line, street.line[1:], strict=False):
                hits = (crossing(a, b, c, d) for c, d in edges)
                found |= {(f"G{i:02}", hit[1]) for hit in hits if hit is not None}
        if not any(site == f"G{i:02}" for site, _ in found):
            corners = sorted({end for s in streets for end in (s.line[0], s.line[-1])})
            near = min((abs(c[0] - x) + abs(c[1] - y), (x, y)) for c in corners for x, y in ring)
            found.add((f"G{i:02}", near[1]))
    kept: list[tuple[str, Point]] = []
    for site, point in sorted(found):
        if all(s != site or abs(p[0] - point[0]) + abs(p[1] - point[1]) > 25 for s, p in kept):
            kept.append((site, point))
    return [
        _feature({"id": f"E{i:03}", "site": site}, "Point", lon_lat(point))
        for i, (site, point) in enumerate(kept, start=1)
    ]


def names() -> list[Feature]:
    rows = list(plan.NAMES)
    rings = people.area_rings()
    rows += [(name, "neighbourhood", _within(rings[code])) for code, name, *_ in plan.AREAS]
    return [_feature({"name": name, "what": what}, "Point", lon_lat(point)) for name, what, point in rows]


def _within(ring: list[Point]) -> Point:
    """Return the middle of a ring's corners, or where that lies outside, the middle of the widest row at its height."""
    middle = rounded((sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)))
    if inside(middle, ring):
        return middle
    west, east = min(p[0] for p in ring) - 1, max(p[0] for p in ring) + 1
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    hits = sorted(
        hit[1][0] for c, d in edges if (hit := crossing((west, middle[1]), (east, middle[1]), c, d)) is not None
    )
    size, start = max((b - a, a) for a, b in zip(hits[::2], hits[1::2], strict=False))
    return rounded((start + size / 2, middle[1]))


def _vocabulary() -> dict[str, Any]:
    return tomllib.loads((HERE.parent / "vocabulary" / "kinds.toml").read_text(encoding="utf-8"))


def _line(name: str, line: list[Point], *, what: str) -> Feature:
    return _feature({"name": name, "what": what}, "LineString", [lon_lat(p) for p in line])


def _feature(properties: dict[str, Any], kind: str, coordinates: Any) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _collection(features: Any) -> str:
    rows = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n'


def _table(rows: Any) -> str:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for written in make(target):
        print(written)
