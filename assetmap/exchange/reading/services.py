"""Services of a directory (Open Referral UK 1.0 and 3.0, HSDS 3) as rows: one for each place a service is at."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from assetmap.exchange.problems import Problem
from assetmap.exchange.sheets import LARGEST_ROWS, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Object = dict[str, Any]

HEADINGS = (
    "source_id", "name", "description", "organisation", "website", "email", "phone", "contact_name", "address",
    "postcode", "latitude", "longitude", "schedules", "hours_text", "cost", "free", "min_age", "max_age", "only_for",
    "languages", "transport", "checked_on", "status",
)  # fmt: skip
TAXONOMY = "assetmap"
"""What our own exports call the taxonomy of what Open Referral has no field for."""
_COLUMN = re.compile(r"[a-z_]{2,30}(?::[A-Za-z-]{2,12})?")
_SAID_ANEW = ("source_id", "hours_text", "transport", "free")
"""What others say elsewhere, and our own exports among the attributes or not at all."""
_STATUS = {
    "active": "", "": "", "inactive": "closed", "defunct": "closed", "temporarily closed": "paused",
    "temporarily_closed": "paused", "paused": "paused",
}  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_MOST = 50
_MOST_TOLD = 20


def sheet_of(services: Iterable[Any], *, what: str, problems: Sequence[Problem] = ()) -> Sheet:
    """
    Turn services, as their standard nests them, into a sheet with our own headings.

    Parameters
    ----------
    services
        Objects with `organization`, `service_at_locations`, `schedules` … inside; what is no object is told.
    what
        The standard, for people.
    """
    told = list(problems)
    rows: list[Row] = []
    several = 0
    for service in services:
        number = len(rows) + len([x for x in told if x.row is not None and not x.kept]) + 1
        if not isinstance(service, dict):
            told.append(Problem(number, None, "not a service", "a service is an object with an id and a name."))
            continue
        before = len(rows)
        for cells in _rows_of(service):
            rows.append(Row(number + len(rows) - before, cells))
        several += len(rows) - before > 1
        told += _missing(service, number)
        if len(rows) > LARGEST_ROWS:
            break
    if several:
        mend = f"{several:,} of its services are at several places: each place became a row of its own."
        told.append(Problem(None, None, "several places", mend, kept=True))
    further = dict.fromkeys(key for row in rows for key in row.cells if key not in HEADINGS)
    return Sheet(headings=(*HEADINGS, *further), rows=tuple(rows), problems=tuple(told), what=what)


def objects(value: Any) -> list[Object]:
    """Give the objects of a list, or an object alone."""
    if isinstance(value, dict):
        return [value]
    return [x for x in value[:_MOST] if isinstance(x, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Give a text or a number as text."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def clock(value: Any) -> str:
    """Read `10:00:00`, `T10:00Z` or `9:30` as HH:MM; "" where it is none."""
    match = _TIME.fullmatch(text(value))
    return f"{int(match[1]):02}:{match[2]}" if match and int(match[1]) <= 24 and int(match[2]) < 60 else ""


def _missing(service: Object, number: int) -> Iterator[Problem]:
    if not text(service.get("description")):
        mend = "its standard asks for one: it came in without."
        yield Problem(number, "description", "no description", mend, kept=True)
    status = text(service.get("status")).casefold()
    if status not in _STATUS:
        mend = "it is active, inactive, defunct or temporarily closed: it waits as a draft."
        yield Problem(number, "status", "not a status", mend, kept=True)


def _rows_of(service: Object) -> Iterator[Object]:
    ats = objects(service.get("service_at_locations")) or objects(service.get("locations"))
    common, ours = _common(service), _ours(service)
    if not ats:
        yield common | ours
        return
    for at in ats:
        inner = at.get("location")
        location: Object = inner if isinstance(inner, dict) else at
        own = text(at.get("id")) if len(ats) > 1 else ""
        yield common | _placed(location) | _opened(at, common) | ({"source_id": own} if own else {}) | ours


def _common(service: Object) -> Object:
    organisation = (objects(service.get("organization")) or [{}])[0]
    contacts = objects(service.get("contacts"))
    ages = objects(service.get("eligibilitys")) or objects(service.get("eligibility"))
    cost, free = _cost(service)
    cells: Object = {
        "source_id": text(service.get("id")),
        "name": text(service.get("name")),
        "description": _described(service),
        "organisation": text(organisation.get("name")),
        "website": text(service.get("url")) or text(organisation.get("website")) or text(organisation.get("url")),
        "email": text(service.get("email")) or _first(contacts, "email") or text(organisation.get("email")),
        "phone": _phone(service, contacts, organisation),
        "contact_name": _contact(contacts),
        "cost": cost,
        "free": free,
        "min_age": _age(service.get("minimum_age"), ages, "minimum_age"),
        "max_age": _age(service.get("maximum_age"), ages, "maximum_age"),
        "only_for": text(service.get("eligibility_description")) or _first(ages, "eligibility"),
        "languages": _languages(service),
        "checked_on": text(service.get("assured_date"))[:10],
        "status": _STATUS.get(text(service.get("status")).casefold(), text(service.get("status"))),
    }
    if _ours(service):  # of our own making: its alert is said by other columns
        cells["description"] = text(service.get("description"))
    return cells | _opened(service, cells)


def _ours(service: Object) -> Object:
    """Read what an export of ours put among the attributes: a term's name is our column, its description the cell."""
    terms = [x.get("taxonomy_term") for x in objects(service.get("attributes"))]
    own = [x for x in terms if isinstance(x, dict) and x.get("taxonomy") == TAXONOMY]
    said = {text(x.get("name")): x.get("description") for x in own}
    found: Object = {name: cell for name, cell in said.items() if _COLUMN.fullmatch(name) and isinstance(cell, str)}
    return dict.fromkeys(_SAID_ANEW, "") | found if "id" in found else found


def _described(service: Object) -> str:
    alert, said = text(service.get("alert")), text(service.get("description"))
    return "\n".join(x for x in (said, f"Please note: {alert}" if alert else "") if x)


def _first(items: Iterable[Object], key: str) -> str:
    return next((x for item in items if (x := text(item.get(key)))), "")


def _phone(*among: Any) -> str:
    """Give the first telephone of a service, its contacts or its organisation."""
    for one in among:
        for holder in [one] if isinstance(one, dict) else one:
            for phone in objects(holder.get("phones")):
                number = text(phone.get("number")).strip('" ')
                if number:
                    extension = text(phone.get("extension"))
                    return f"{number} ext. {extension}" if extension else number
    return ""


def _contact(contacts: Iterable[Object]) -> str:
    for contact in contacts:
        if name := text(contact.get("name")):
            title = text(contact.get("title"))
            return f"{name}, {title}" if len(title) > 3 else name
    return ""


def _age(said: Any, ages: Iterable[Object], key: str) -> str:
    number = text(said) or _first(ages, key)
    return number.removesuffix(".0") if number not in {"0", "0.0"} else ""


def _languages(service: Object) -> str:
    names = (
        text(x.get("name")) or text(x.get("language")) or text(x.get("code")) for x in objects(service.get("languages"))
    )
    return "; ".join(dict.fromkeys(x for x in names if x))


def _cost(service: Object) -> tuple[str, str]:
    said, amounts = [], []
    for option in objects(service.get("cost_options")):
        amount = option.get("amount")
        sign = "£" if text(option.get("currency")) in {"", "GBP", "gbp"} else f"{text(option.get('currency'))} "
        price = ""
        if isinstance(amount, int | float) and not isinstance(amount, bool):
            amounts.append(amount)
            price = "free" if amount == 0 else f"{sign}{amount:,.2f}".removesuffix(".00")
        words = " ".join(x for x in (price, text(option.get("amount_description"))) if x)
        group = text(option.get("option"))
        said.append(f"{group}: {words}" if group and words else group or words)
    fees = text(service.get("fees_description")) or text(service.get("fees"))
    cost = "; ".join(dict.fromkeys(x for x in [*said, fees] if x))
    return cost, "yes" if amounts and not any(amounts) else ""


def _placed(location: Object) -> Object:
    if text(location.get("location_type")) == "virtual":
        return {}
    addresses = objects(location.get("addresses")) or objects(location.get("physical_addresses"))
    physical = [x for x in addresses if text(x.get("address_type")) == "physical"] or addresses
    address = physical[0] if physical else {}
    parts = [text(location.get("name"))]
    parts += [text(address.get(x)) for x in ("address_1", "address_2", "address_3", "city", "state_province")]
    access = objects(location.get("accessibility")) or objects(location.get("accessibility_for_disabilities"))
    ways_in = [
        text(location.get("transportation")),
        *(text(x.get("description")) or text(x.get("accessibility")) for x in access),
    ]
    return {
        "address": ", ".join(dict.fromkeys(x for x in parts if x)),
        "postcode": text(address.get("postal_code")),
        "latitude": location.get("latitude"),
        "longitude": location.get("longitude"),
        "transport": " ".join(dict.fromkeys(x for x in ways_in if x)),
    }


def _opened(holder: Object, before: Object) -> Object:
    spans, said = [], []
    for one in objects(holder.get("schedules")) + objects(holder.get("regular_schedules")):
        span = _span(one)
        if span:
            spans.append(span)
        said += [text(one.get("description")), text(one.get("notes"))]
    if not spans and not any(said):
        return {}
    words = " ".join(dict.fromkeys(x for x in said if x))
    return {"schedules": spans or before.get("schedules"), "hours_text": words or before.get("hours_text", "")}


def _span(one: Object) -> Object:
    """Read one schedule as a span of ours; {} where it says nothing that one can hold."""
    freq = text(one.get("freq")).upper() or "WEEKLY"
    days = [x.strip().upper() for x in text(one.get("byday")).split(",")]
    weekday = text(one.get("weekday"))
    if weekday.isdigit() and 1 <= int(weekday) <= len(_DAYS):  # HSDS 1.1
        days = [_DAYS[int(weekday) - 1]]
    elif weekday:
        days = [x for x in _DAYS if weekday.upper().startswith(x)]
    days = [x for x in days if _BYDAY.fullmatch(x)]
    if freq == "DAILY":
        freq, days = "WEEKLY", list(_DAYS)
    begins = _day(one.get("dtstart"))
    if not days and freq == "WEEKLY" and begins:
        days = [_DAYS[date.fromisoformat(begins).weekday()]]
    opens, closes = clock(one.get("opens_at")), clock(one.get("closes_at"))
    if freq not in {"WEEKLY", "MONTHLY"} or not days or not (opens or closes):
        return {}
    interval = one.get("interval")
    first, last = _day(one.get("valid_from")), _day(one.get("valid_to"))
    if first and last and first > last:
        first = last = ""
    return {
        "byday": days, "opens_at": opens, "closes_at": closes, "freq": freq,
        "interval": interval if isinstance(interval, int) and interval > 0 else 1,
    } | {key: day for key, day in (("valid_from", first), ("valid_to", last)) if day}  # fmt: skip


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(text(value)[:10]).isoformat()
    except ValueError:
        return ""
