"""Open Referral UK 1.0 and 3.0, and HSDS 3, in JSON: one service, a list, a page of an API or several pages."""

from __future__ import annotations

from typing import Any

from assetmap.errors import ExchangeError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.services import objects, sheet_of
from assetmap.exchange.sheets import LARGEST_ROWS, Sheets

_PAGE = frozenset(
    {"total_items", "total_pages", "page_number", "first_page", "last_page", "totalElements", "totalPages", "number"}
)
_SERVICE = frozenset(
    {
        "service_at_locations", "service_areas", "regular_schedules", "cost_options", "assured_date", "assurer_email",
        "service_taxonomys", "eligibilitys", "organization_id", "fees", "accreditations",
    }
)  # fmt: skip
_UK_1 = frozenset({"regular_schedules", "eligibilitys", "service_taxonomys", "holiday_schedules", "fundings"})
_HSDS = frozenset({"alternate_name", "application_process", "interpretation_services", "wait_time", "licenses"})
_LOOKED_AT = 20


def knows(whole: Any) -> bool:
    """Say whether it is a page, a service or an organisation of Open Referral, or a list of them."""
    if isinstance(whole, list):
        found = [x for x in whole[:_LOOKED_AT] if isinstance(x, dict)]
        return bool(found) and all(_is_page(x) or _is_service(x) for x in found)
    return isinstance(whole, dict) and (
        _is_page(whole) or _is_service(whole) or _is_at_location(whole) or _is_organisation(whole)
    )


def read_json(whole: Any, name: str) -> Sheets:
    """
    Read the services of a directory.

    Raises
    ------
    ExchangeError
        Its list holds no services, or nothing.
    """
    items = _items(whole)
    if not items:
        raise ExchangeError(f"{name} is empty: its list has nothing in it.")
    if len(items) > LARGEST_ROWS:
        raise ExchangeError(f"{name} has more than {LARGEST_ROWS:,} rows: cut it to the place first.")
    services = [_service_in(x) for x in items]
    if not any(isinstance(x, dict) and _is_service(x) for x in services):
        raise ExchangeError(
            f"{name} is a list of an Open Referral directory but not of services (a taxonomy, perhaps): "
            "fetch its list of services."
        )
    return Sheets((sheet_of(services, what=_called(whole, services), problems=_of_pages(whole)),))


def _items(whole: Any) -> list[Any]:
    if isinstance(whole, list):
        return [x for one in whole for x in (_items(one) if isinstance(one, dict) and _is_page(one) else [one])]
    if _is_page(whole):
        return list(whole.get("contents") if isinstance(whole.get("contents"), list) else whole.get("content") or [])
    if _is_organisation(whole):
        inner = {key: value for key, value in whole.items() if key != "services"}
        return [{"organization": inner} | x for x in objects(whole["services"])]
    return [whole]


def _service_in(item: Any) -> Any:
    """Give the service of a `service_at_location` the one place that it is about."""
    if isinstance(item, dict) and _is_at_location(item):
        at = {key: value for key, value in item.items() if key != "service"}
        return item["service"] | {"service_at_locations": [at]}
    return item


def _is_page(item: Any) -> bool:
    for key in ("contents", "content"):
        if isinstance(found := item.get(key), list):
            return bool(_PAGE & item.keys()) or any(_is_service(x) for x in found[:_LOOKED_AT])
    return False


def _is_service(item: Any) -> bool:
    if not isinstance(item, dict) or item.get("type") in ("Feature", "FeatureCollection"):
        return False
    # An organisation or a place in a list of flat objects has none of these; ours has a kind.
    is_whole = isinstance(item.get("organization"), dict) or isinstance(item.get("attributes"), list)
    is_one = bool(_SERVICE & item.keys()) or (is_whole and "status" in item)
    return (is_one and "kind" not in item and "latitude" not in item) or _is_at_location(item)


def _is_at_location(item: Any) -> bool:
    return isinstance(item.get("service"), dict) and isinstance(item.get("location"), dict)


def _is_organisation(item: Any) -> bool:
    services = item.get("services")
    return isinstance(services, list) and bool(services) and isinstance(services[0], dict) and _is_service(services[0])


def _called(whole: Any, services: list[Any]) -> str:
    keys = {key for x in services[:_LOOKED_AT] if isinstance(x, dict) for key in x}
    if keys & _UK_1 or (isinstance(whole, dict) and isinstance(whole.get("content"), list)):
        return "Open Referral UK 1.0"
    return "Open Referral (HSDS 3.0)" if keys & _HSDS else "Open Referral UK 3.0"


def _of_pages(whole: Any) -> list[Problem]:
    """Tell that there are more pages than the file holds."""
    pages = [x for x in (whole if isinstance(whole, list) else [whole]) if isinstance(x, dict) and _is_page(x)]
    total = max(
        (x for page in pages if isinstance(x := page.get("total_pages", page.get("totalPages")), int)), default=0
    )
    if pages and total > len(pages):
        mend = f"it is {len(pages)} of {total:,} pages of the directory: the services on the others are not in it."
        return [Problem(None, None, "more pages", mend, kept=True)]
    return []
