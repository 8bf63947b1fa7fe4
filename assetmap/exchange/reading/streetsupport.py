"""Street Support Network's lists of who helps people without a home, in JSON: by category, or by day."""

from __future__ import annotations

from typing import Any

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.services import clock, objects, text
from assetmap.exchange.sheets import Row, Sheet, Sheets

_WHAT = "Street Support"
_DAYS = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_HEADINGS = (
    "source_id", "name", "description", "only_for", "phone", "address", "postcode", "latitude", "longitude",
    "schedules", "weekday", "opens_at", "closes_at", "hours_text", "booking", "status",
)  # fmt: skip
_NOWHERE = "00000000-0000-0000-0000-000000000000"


def knows(whole: Any) -> bool:
    """Say whether it is one of the two lists."""
    return isinstance(whole, dict) and (isinstance(whole.get("daysServices"), list) or _is_by_category(whole))


def _is_by_category(whole: dict[str, Any]) -> bool:
    providers = whole.get("providers")
    return (
        isinstance(providers, list) and len(providers) > 0 and isinstance(providers[0], dict)
        and "serviceProviderName" in providers[0]
    )  # fmt: skip


def read_json(whole: Any, name: str) -> Sheets:
    """
    Read the services.

    Raises
    ------
    ExchangeError
        There are none in it.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    by_day = isinstance(whole.get("daysServices"), list)
    entries: list[tuple[str, Any]] = [("", x) for x in whole.get("providers") or []]
    if by_day:
        days = objects(whole["daysServices"])
        entries = [(text(day.get("name")), x) for day in days for x in day.get("serviceProviders") or []]
    known: dict[str, dict[str, int]] = {}
    for number, (day, entry) in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            problems.append(Problem(number, None, "not a service", "a service is an object with a name."))
            continue
        rows.append(Row(number, _of_day(entry, day, known) if by_day else _of_category(entry)))
    if not rows:
        raise ExchangeError(f"{name} is empty: its list has nothing in it.")
    headings = tuple(x for x in _HEADINGS if by_day or x not in {"weekday", "opens_at", "closes_at"})
    return Sheets((Sheet(headings=headings, rows=tuple(rows), problems=tuple(problems), what=_WHAT),))


def _of_category(entry: dict[str, Any]) -> dict[str, Any]:
    location = (objects(entry.get("location")) or [{}])[0]
    offered = ", ".join(x for one in objects(entry.get("subCategories")) if (x := text(one.get("name"))))
    said = [text(entry.get("info")), f"{text(entry.get('categoryName'))}: {offered}" if offered else ""]
    return {
        "source_id": text(entry.get("id")),
        "name": text(entry.get("serviceProviderName")),
        "description": "\n".join(x for x in said if x),
        "phone": text(entry.get("telephone")),
        "address": _address(
            location, ("description", "streetLine1", "streetLine2", "streetLine3", "streetLine4", "city")
        ),
        "schedules": _spans(objects(entry.get("openingTimes"))),
        "status": "" if entry.get("isPublished", True) else "draft",
    } | _both(entry, location)


def _of_day(entry: dict[str, Any], day: str, known: dict[str, dict[str, int]]) -> dict[str, Any]:
    """Read the row of one day; what a provider does in one place under another text is another service."""
    location = (objects(entry.get("address")) or [{}])[0]
    times = (objects(entry.get("openingTime")) or [{}])[0]
    address = _address(location, ("street", "street1", "street2", "street3", "city"))
    said = text(entry.get("serviceInfo"))
    key, own = text(entry.get("key")), text(location.get("key"))
    which = known.setdefault(key, {})
    at = which.setdefault(
        f"{said}|{address}|{location.get('postcode')}|{own if own != _NOWHERE else ''}", len(which) + 1
    )
    return {
        "source_id": key if at == 1 else f"{key}/{at}",
        "name": text(entry.get("name")),
        "description": said,
        "phone": text(location.get("telephone")),
        "address": ", ".join(x for x in (text(entry.get("locationDescription")), address) if x),
        "weekday": text(times.get("day")) or day,
        "opens_at": text(times.get("startTime")),
        "closes_at": text(times.get("endTime")),
    } | _both(entry, location)


def _both(entry: dict[str, Any], location: dict[str, Any]) -> dict[str, Any]:
    tags = entry.get("tags")
    always = entry.get("isOpen247") is True or location.get("isOpen247") is True
    words = [
        "Open day and night." if always else "",
        "By telephone." if entry.get("isTelephoneService") is True else "",
    ]
    return {
        "only_for": "; ".join(x for one in tags if (x := text(one))) if isinstance(tags, list) else text(tags),
        "postcode": text(location.get("postcode")),
        "latitude": location.get("latitude"),
        "longitude": location.get("longitude"),
        "hours_text": " ".join(x for x in words if x),
        "booking": "yes" if entry.get("isAppointmentOnly") is True else "",
    }


def _address(location: dict[str, Any], keys: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(x for key in keys if (x := text(location.get(key)).strip(" ,"))))


def _spans(times: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Read opening times, days with the same hours together."""
    days: dict[tuple[str, str], list[str]] = {}
    for one in times:
        day = _DAYS.get(text(one.get("day")).casefold())
        hours = clock(one.get("startTime")), clock(one.get("endTime"))
        if day and any(hours) and day not in days.setdefault(hours, []):
            days[hours].append(day)
    return [{"byday": found, "opens_at": opens, "closes_at": closes} for (opens, closes), found in days.items()]
