"""HSDS tabular data packages: a zip of tables (services, locations, phones …) that refer to each other by ids."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import PurePosixPath
from typing import Any

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading import tables
from assetmap.exchange.reading.decoding import decoded
from assetmap.exchange.reading.services import sheet_of
from assetmap.exchange.sheets import LARGEST_ROWS, Sheets
from assetmap.exchange.untrusted import zips

_WHAT = "Open Referral (HSDS data package)"
_SAME = {
    "service_at_locations": "services_at_location", "service_at_location": "services_at_location",
    "organisations": "organizations", "schedules": "regular_schedules", "regular_schedule": "regular_schedules",
    "addresses": "physical_addresses", "physical_address": "physical_addresses", "contact": "contacts",
    "phone": "phones", "service": "services", "location": "locations", "organization": "organizations",
    "accessibility": "accessibility_for_disabilities", "eligibilities": "eligibility", "language": "languages",
    "cost_option": "cost_options",
}  # fmt: skip
_OF_A_SERVICE = {
    "phones": "phones", "contacts": "contacts", "regular_schedules": "regular_schedules", "languages": "languages",
    "eligibility": "eligibility", "cost_options": "cost_options",
}  # fmt: skip
_OF_A_PLACE = {
    "phones": "phones", "physical_addresses": "physical_addresses",
    "accessibility_for_disabilities": "accessibility_for_disabilities",
}  # fmt: skip

Line = dict[str, Any]


def read(content: bytes, name: str) -> Sheets:
    """
    Read a zip of tables; one whose tables are not those of HSDS gives a sheet for each table.

    Raises
    ------
    ExchangeError
        It cannot be unpacked, or holds no table.
    """
    archive = zips.opened(content, name)
    members = [x.filename for x in archive.infolist() if not x.is_dir() and not x.filename.startswith("__MACOSX/")]
    found: dict[str, bytes] = {}
    for member in members:
        path = PurePosixPath(member)
        if path.suffix.lower() == ".csv":
            stem = path.stem.lower()
            found.setdefault(_SAME.get(stem, stem), zips.taken_out(archive, member, name))
    if not found:
        raise ExchangeError(f"{name} holds no tables: unpack it and choose the list.")
    if "services" not in found:
        from dataclasses import replace

        sheets = [replace(tables.read(x, f"{stem}.csv").best, table=stem) for stem, x in found.items() if x.strip()]
        if not sheets:
            raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
        return Sheets(tuple(sheets))
    problems: list[Problem] = []
    lines = {stem: _lines(x, f"{stem}.csv", problems) for stem, x in found.items()}
    services = _nested(lines, problems)
    if not services:
        raise ExchangeError(f"{name} is empty: its table of services has nothing in it.")
    return Sheets((sheet_of(services, what=_WHAT, problems=problems),))


def _lines(content: bytes, name: str, problems: list[Problem]) -> list[Line]:
    text, _ = decoded(content, name)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    out: list[Line] = []
    try:
        for line in reader:
            out.append({key: value for key, value in line.items() if key and value not in (None, "")})
            if len(out) > LARGEST_ROWS:
                raise ExchangeError(f"{name} has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
    except csv.Error:
        mend = f"{name} breaks off at line {reader.line_num}: what comes after it was not read. Export it again."
        problems.append(Problem(None, None, "a broken table", mend, kept=True))
    return out


def _nested(lines: dict[str, list[Line]], problems: list[Problem]) -> list[Line]:
    """Put each table's lines into the services and places that they belong to."""
    organisations = {x["id"]: x for x in lines.get("organizations", ()) if "id" in x}
    of_service = {key: _by(lines.get(table, ()), "service_id") for table, key in _OF_A_SERVICE.items()}
    of_place = {key: _by(lines.get(table, ()), "location_id") for table, key in _OF_A_PLACE.items()}
    of_organisation = _by(lines.get("phones", ()), "organization_id")
    places = {
        x["id"]: x | {key: found[x["id"]] for key, found in of_place.items() if x["id"] in found}
        for x in lines.get("locations", ()) if "id" in x
    }  # fmt: skip
    at = _by(lines.get("services_at_location", ()), "service_id")
    hours = _by(lines.get("regular_schedules", ()), "service_at_location_id")
    used: set[str] = set()
    services = []
    for number, line in enumerate(lines["services"], start=1):
        own = line.get("id", "")
        organisation = organisations.get(line.get("organization_id", ""), {})
        inner = {key: found[own] for key, found in of_service.items() if own in found}
        ats = []
        for one in at.get(own, ()):
            place = places.get(one.get("location_id", ""))
            if place is None:
                mend = "it is said to be at a place that is not among the locations: it came in without that place."
                problems.append(Problem(number, "location_id", "a place is missing", mend, kept=True))
                continue
            used.add(place["id"])
            ats.append(
                one | {"location": place} | ({"regular_schedules": x} if (x := hours.get(one.get("id", ""))) else {})
            )
        phones = inner.get("phones") or [x for one in ats for x in one["location"].get("phones", ())]
        phones = phones or of_organisation.get(organisation.get("id", ""), [])
        services.append(line | inner | {"organization": organisation, "service_at_locations": ats, "phones": phones})
    if unused := len(places.keys() - used):
        mend = f"{unused:,} of its locations have no service: they were left out."
        problems.append(Problem(None, None, "places alone", mend, kept=True))
    return services


def _by(lines: Any, key: str) -> dict[str, list[Line]]:
    out: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.get(key):
            out[line[key]].append(line)
    return dict(out)
