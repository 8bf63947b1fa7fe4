"""Give each thing people told us (`told.toml`) its place, telephone, dates and record."""

from __future__ import annotations

import tomllib
import uuid
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geometry import Point, length, lon_lat
from people import beside
from plan import AREAS

if TYPE_CHECKING:
    from streets import Street

HERE = Path(__file__).resolve().parent
DEMO_DAY = date(2026, 11, 16)
"""The day the town's dates are written for; opening the demo later moves them all by as many days."""

_LED = {
    "residents": "local residents", "lived": "people with lived experience", "charity": "an outside charity",
    "public": "a public body", "business": "a business", "nobody": "nobody", "?": "not known",
}  # fmt: skip
_FROM = {"here": "this neighbourhood", "elsewhere": "elsewhere", "?": "not known", "": "not known"}
_RUN = {"paid": "paid staff", "both": "both", "volunteers": "volunteers", "": "not known"}
_INDOORS = {"group_or_club", "support_group", "class_or_activity", "advice_and_help", "indoor_place", "health_service",
            "food_help", "shop_or_exchange"}  # fmt: skip
_CHECKERS = ["Ana", "Tobi", "Rosie", "Idris"]
# What the short words of `told.toml` are called in the record.
_SAME = {
    "says": "own_words", "about": "description", "org": "organisation", "contact": "contact_name",
    "hours": "hours_text", "cost": "cost", "depends": "depends_on", "capacity": "capacity", "minage": "min_age",
    "maxage": "max_age", "for": "only_for", "languages": "languages", "transport": "transport",
    "venue": "venue_security", "new": "takes_new", "offered": "offered", "audience": "audience",
    "precision": "precision", "referral": "referral_needed", "noid": "no_id_needed", "booking": "booking",
    "touch": "gets_in_touch",
    "loop": "hearing_loop", "quiet": "quiet_space", "step": "step_free", "lived": "lived_experience",
    "consent": "consent", "free": "free",
}  # fmt: skip


def luck(words: str, below: int) -> int:
    """Return a number below `below` that is always the same for the same words."""
    return zlib.crc32(words.encode()) % below


class Gazette:
    """Where things are: doors by area and street, shapes by name. Metres."""

    def __init__(
        self,
        streets: list[Street],
        doors: list[tuple[str, str, Point, Street]],
        parks: dict[str, list[Point]],
    ) -> None:
        self.streets, self.doors, self.parks = streets, doors, parks
        self.codes = {name: code for code, name, *_ in AREAS}
        self.used: dict[str, int] = {}
        self.found: dict[str, tuple[dict[str, Any] | None, dict[str, str]]] = {}

    def find(self, row: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, str]]:
        """Return the GeoJSON geometry of a row of `told.toml` (None: no place), and its address."""
        what, _, where = row["at"].partition(":")
        self.found[row["name"]] = self.found[where] if what == "with" else self._place(row, what, where)
        return self.found[row["name"]]

    def _place(self, row: dict[str, Any], what: str, where: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
        if what in {"area", "street"}:
            return self._door(row["name"], what, where)
        if what == "xy":
            x, y = (float(n) for n in where.split(","))
            return {"type": "Point", "coordinates": lon_lat((x, y))}, {}
        if what in {"park", "beach"}:
            ring = self.parks[where]
            if row.get("point"):
                middle = (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
                return {"type": "Point", "coordinates": lon_lat(middle)}, {}
            return {"type": "Polygon", "coordinates": [closed(ring)]}, {}
        if what == "walk":
            names = where.split("+")
            lines = [[lon_lat(p) for p in s.line] for name in names for s in self.streets if s.name == name]
            return {"type": "MultiLineString", "coordinates": lines}, {}
        return None, {}

    def _door(self, name: str, what: str, where: str) -> tuple[dict[str, Any], dict[str, str]]:
        homes = [d for d in self.doors if (d[1] == self.codes[where] if what == "area" else d[3].name == where)]
        postcode, _, _, street = homes[luck(name, len(homes))]
        # Two things on one stretch of street stand at different doors.
        taken = self.used.get(postcode, 0)
        self.used[postcode] = taken + 1
        share = (luck(name + "door", 40) + 30 + 17 * taken) % 70 / 100 + 0.15
        point = beside(street.line, share, -9.0 if luck(name + "side", 2) else 9.0)
        number = 2 * int(length(street.line) * share / 9) + 1 + luck(name + "side", 2)
        return (
            {"type": "Point", "coordinates": lon_lat(point)},
            {"address": f"{number} {street.name}", "postcode": postcode},
        )


def closed(ring: list[Point]) -> list[list[float]]:
    points = [lon_lat(p) for p in ring]
    return [*points, points[0]]


def told(gazette: Gazette, review_weeks: dict[str, int]) -> list[dict[str, Any]]:
    """Return every asset as a GeoJSON feature whose properties are the asset's record."""
    rows = tomllib.loads((HERE / "told.toml").read_text(encoding="utf-8"))["a"]
    numbers = {"land": 100, "mobile": 100}
    out = []
    for row in rows:
        where, address = gazette.find(row)
        record = _record(row, review_weeks) | address
        if row.get("tel"):
            stem = "01632 960" if row["tel"] == "land" else "07700 900"
            record["phone"] = f"{stem}{numbers[row['tel']]}"
            numbers[row["tel"]] += 1
        out.append({"type": "Feature", "properties": dict(sorted(record.items())), "geometry": where})
    return out


def _record(row: dict[str, Any], review_weeks: dict[str, int]) -> dict[str, Any]:
    kind = row["kind"].replace(" ", "_").replace("-", "_")
    name = row["name"]
    asset_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.merrowcombe.example"))
    record: dict[str, Any] = {
        "id": asset_id,
        "name": name,
        "kind": kind,
        "source": "Invented data",
        "source_licence": "CC0-1.0",
    }
    record["needs"] = row["needs"]
    record |= {field: row[word] for word, field in _SAME.items() if word in row}
    record["said_in"] = {
        code: {_SAME.get(word, word): text for word, text in said.items()}
        for code, said in sorted(row.get("also", {}).items())
    }
    record["led_by"] = _LED[row.get("led", "?")]
    record["leaders_from"] = "not known" if row.get("led") == "nobody" else _FROM[row.get("from", "")]
    record["run_by"] = _RUN[row.get("run", "")]
    record["lived_experience"] = "yes" if row.get("led") == "lived" else row.get("lived", "not known")
    record["status"] = row.get("status", "published")
    record["source_id"] = f"demo-{asset_id[:8]}"
    if "free" not in row:
        record["free"] = "no" if "cost" in row else "yes"
    if kind in _INDOORS:
        record.setdefault("step_free", ["yes", "yes", "yes", "partly", "no", "not known"][luck(name + "step", 6)])
        record["accessible_toilet"] = ["yes", "yes", "no", "not known"][luck(name + "toilet", 4)]
        record.setdefault("booking", "no")
        record.setdefault("takes_new", "yes")
        record.setdefault("referral_needed", "no")
        record.setdefault("venue_security", ["secure", "secure", "not known"][luck(name + "venue", 3)])
    if kind in {"food_help", "advice_and_help"}:
        record.setdefault("no_id_needed", "yes")
    if "offered" not in record and kind in _INDOORS:
        record["offered"] = ["in person"]
    if row.get("org"):
        host = "".join(c for c in row["org"].lower() if c.isalpha())
        record["website"] = f"https://{host}.example"
        record["email"] = f"hello@{host}.example"
    elif row.get("led") in {"residents", "business"} and luck(name + "mail", 3) == 0:
        record["email"] = f"{''.join(c for c in name.lower() if c.isascii() and c.isalpha())}@merrowcombe.example"
    record["schedules"] = [_span(text) for text in row.get("when", [])]
    record |= _dates(row, kind, review_weeks)
    return {key: value for key, value in record.items() if value not in ("", [], {}, None, "not known")}


def _dates(row: dict[str, Any], kind: str, review_weeks: dict[str, int]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if "ends" in row:
        out["funding_ends"] = (DEMO_DAY + timedelta(days=row["ends"])).isoformat()
    if "paused" in row:
        out["paused_until"] = (DEMO_DAY + timedelta(days=row["paused"])).isoformat()
    if row.get("unchecked"):
        return out
    period = review_weeks[kind] * 7
    ago = (
        period * row["late"] if "late" in row else 2 + min(period, 700) * (0.08 + luck(row["name"] + "when", 70) / 100)
    )
    if "late" not in row and kind == "person_with_a_skill":
        ago = period * 0.5
    day = DEMO_DAY - timedelta(days=round(ago))
    out["checked_on"] = day.isoformat()
    if row.get("led") == "nobody" or not row.get("tel"):
        how = ["visited", "resident"][luck(row["name"] + "how", 2)]
    else:
        how = ["phoned", "phoned", "visited", "website" if "org" in row else "resident"][luck(row["name"] + "how", 4)]
    out["how_checked"] = how
    out["checked_by"] = _CHECKERS[luck(row["name"] + "by", len(_CHECKERS))]
    if row.get("consent"):
        out["consent_on"] = out["checked_on"]
    return out


def _span(text: str) -> dict[str, Any]:
    """Read `every2 TH 10:00-12:00 | a note`."""
    words, _, note = text.partition("|")
    parts = words.split()
    span: dict[str, Any] = {}
    if parts[0].startswith("every"):
        span["interval"] = int(parts.pop(0).removeprefix("every"))
    days = parts[0].split(",")
    span["byday"] = days
    span["freq"] = "MONTHLY" if days[0][0] in "-12345" else "WEEKLY"
    span["opens_at"], span["closes_at"] = parts[1].split("-")
    if note.strip():
        span["note"] = note.strip()
    return span
