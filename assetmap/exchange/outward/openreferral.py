"""
Open Referral UK 3.0 (HSDS 3.0): one page of services, as `GET /services` gives it.

A service is something that somebody does for people, at a location where it has one:

- groups, classes, advice, health, food and lines of help are;
- an indoor place or a shop (a library, a community centre, a post office) is where anything tells of people in it: an
  organisation, a telephone, email, website or contact, or opening hours;
- a growing, play or sport place is where we know who runs it or whom to ask: a swing stands there by itself;
- a park, a water or a walk is where an organisation runs it.

A hill, the sea, a bench or a story is a place: it is left out and counted. No organisation is invented; the UK profile
asks for none. Ids are uuid5 of the dataset and the asset's id, so that they stay.
What Open Referral has no field for stands in `attributes` under our own taxonomy, `assetmap`: a term's `name` is our
column, its `description` what a table of ours would say there, letter for letter.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.crs import BRITISH_NATIONAL_GRID
from assetmap.exchange.outward.carried import filled
from assetmap.exchange.outward.lists import json_text
from assetmap.exchange.own import cell_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.assets import Asset, OpenSpan
    from assetmap.exchange.outward.carried import Outgoing

TAXONOMY = "assetmap"
_ALWAYS = frozenset({
    "group_or_club", "support_group", "informal_get_together", "class_or_activity", "advice_and_help",
    "health_service", "food_help", "online_or_phone_help",
})  # fmt: skip
_RUN = ("organisation",)
_ASKED = (*_RUN, "phone", "email", "contact_name")
_STAFFED = (*_ASKED, "website", "schedules", "hours_text")
_IF_IT_SAYS = {
    "indoor_place": _STAFFED, "shop_or_exchange": _STAFFED, "growing_space": _ASKED, "play_or_sport_place": _ASKED,
    "green_place": _RUN, "water_place": _RUN, "walk_or_route": _RUN,
}  # fmt: skip
"""Somebody does something for people there where one of these is filled; else it is a building or ground."""
_STATUS = {"published": "active", "paused": "temporarily closed", "closed": "defunct"}
_HAS_A_FIELD = frozenset({
    "name", "description", "cost", "min_age", "max_age", "checked_on", "organisation", "languages", "contact_name",
    "phone", "address", "postcode", "where",
})  # fmt: skip
# What a careful reader of other people's files would tidy up stands among the attributes as well, letter for letter.
_UNTIDY = re.compile(r"""\s.*|.*\s|["'\[].*|.*["']|0|(?i:n/?a|null|none|nil|-+|\?+|not known|unknown)""", re.DOTALL)
# RFC 3986 and 5321, strictly enough that no validator refuses what we call a uri or an email.
_URI = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!#$&-;=?-\[\]_a-z~%]*)?", re.IGNORECASE | re.ASCII)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
_ACCESS = {
    "step_free": "Step-free entrance", "accessible_toilet": "Accessible toilet", "hearing_loop": "Hearing loop",
    "bsl": "British Sign Language", "quiet_space": "Somewhere quiet",
}  # fmt: skip
_SHOWN_IN = {"street": "Shown in its street only.", "neighbourhood": "Shown in its neighbourhood only."}


def write_oruk(assets: Sequence[Asset], path: Path, outgoing: Outgoing) -> None:
    """Write the page; `attribution` stands beside it."""
    dataset = _dataset(outgoing)
    services = []
    for asset in assets:
        if not _is_service(asset):
            outgoing.leave_out(asset, "Open Referral lists what somebody does for people, and this is a place alone")
            continue
        services.append(_Service(asset, dataset, outgoing).record())
    page: dict[str, Any] = {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services),
        "first_page": True, "last_page": True, "empty": not services,
        **{name: text for name, text in outgoing.about.items() if name != "name"},
        "contents": services,
    }  # fmt: skip
    path.write_text(json_text(page, indent=1) + "\n", encoding="utf-8")


def _dataset(outgoing: Outgoing) -> uuid.UUID:
    settings = outgoing.settings
    address = (settings.published_address or f"assetmap:{settings.name}") if settings else "assetmap:"
    return uuid.uuid5(uuid.NAMESPACE_URL, address)


def _is_service(asset: Asset) -> bool:
    return asset.kind in _ALWAYS or any(cell_of(asset, x).strip() for x in _IF_IT_SAYS.get(asset.kind, ()))


class _Service:
    """One service on its way: what has been given a field, and what goes among the attributes."""

    def __init__(self, asset: Asset, dataset: uuid.UUID, outgoing: Outgoing) -> None:
        self.asset, self.outgoing = asset, outgoing
        self.space = uuid.uuid5(dataset, asset.id)
        self.dataset = dataset
        self.placed = set(_HAS_A_FIELD)

    def record(self) -> dict[str, Any]:
        asset = self.asset
        out: dict[str, Any] = {
            "id": str(self.space), "name": asset.name, "status": _STATUS.get(asset.status, "inactive"),
        }  # fmt: skip
        self.placed -= {x for x in _HAS_A_FIELD if _UNTIDY.fullmatch(cell_of(asset, x) if x != "where" else "")}
        texts = {
            "description": asset.description, "fees": asset.cost, "alert": _alert(asset),
            "assured_date": asset.checked_on.isoformat() if asset.checked_on else "",
            "minimum_age": asset.min_age, "maximum_age": asset.max_age,
            "url": self._fit("website", _URI), "email": self._fit("email", _EMAIL),
        }  # fmt: skip
        out |= {name: value for name, value in texts.items() if value not in ("", None)}
        if asset.organisation:
            number = str(uuid.uuid5(self.dataset, f"organisation {asset.organisation}"))
            out |= {
                "organization_id": number,
                "organization": {"id": number, "name": asset.organisation, "description": asset.organisation},
            }
        parts = {
            "schedules": self._schedules(), "service_at_locations": self._locations(),
            "languages": [self._part(f"language {at}", name=x) for at, x in enumerate(asset.languages)],
            "contacts": [self._part("contact", name=asset.contact_name)] if asset.contact_name else [],
            "phones": [{"id": self._id("phone"), "number": asset.phone}] if asset.phone else [],
            "attributes": self._attributes(),
        }  # fmt: skip
        return out | {name: rows for name, rows in parts.items() if rows}

    def _id(self, of: str) -> str:
        return str(uuid.uuid5(self.space, of))

    def _part(self, of: str, **values: Any) -> dict[str, Any]:
        return {"id": self._id(of), "service_id": str(self.space), **values}

    def _fit(self, field: str, form: re.Pattern[str]) -> str:
        """Give a text where it has the form that its field asks for; else it goes among the attributes."""
        text: str = getattr(self.asset, field)
        if not form.fullmatch(text):
            return ""
        self.placed.add(field)
        return text

    def _schedules(self) -> list[dict[str, Any]]:
        spans = self.asset.schedules
        # A note, term time and a span without days or hours are said in words alone, and in full as an attribute.
        if all(x.byday and (x.opens_at or x.closes_at) and not (x.only or x.note) for x in spans):
            self.placed.add("schedules")
        return [self._schedule(at, span) for at, span in enumerate(spans)]

    def _schedule(self, at: int, span: OpenSpan) -> dict[str, Any]:
        said = {"term_time": "In term time only.", "school_holidays": "In school holidays only."}.get(span.only, "")
        values = {
            "valid_from": span.valid_from.isoformat() if span.valid_from else "",
            "valid_to": span.valid_to.isoformat() if span.valid_to else "",
            "dtstart": span.valid_from.isoformat() if span.valid_from else "",
            "byday": ",".join(span.byday), "opens_at": span.opens_at, "closes_at": span.closes_at,
            "description": said, "notes": span.note,
        }  # fmt: skip
        told = {name: text for name, text in values.items() if text}
        return self._part(f"schedule {at}", freq=span.freq, interval=span.interval, **told)

    def _locations(self) -> list[dict[str, Any]]:
        asset = self.asset
        place: dict[str, Any] = {}
        if asset.where is not None:
            is_point = asset.where.geom_type == "Point"
            inside = asset.where if is_point else asset.where.representative_point()
            [[lon, lat]] = shapely.get_coordinates(inside).tolist()
            if not is_point:
                self.outgoing.lose(asset, "where", "a location is a point: one inside its shape stands there")
            place = {"latitude": lat, "longitude": lon}
            if asset.precision in _SHOWN_IN:
                place["description"] = _SHOWN_IN[asset.precision]
        if asset.address or asset.postcode:
            place["addresses"] = [self._address()]
        access = [f"{title}: {cell_of(asset, field)}." for field, title in _ACCESS.items() if cell_of(asset, field)]
        if place and access:
            place["accessibility"] = [{"id": self._id("accessibility"), "description": " ".join(access)}]
        kind = "physical" if place else "virtual" if "online" in asset.offered else ""
        if not kind:
            return []
        location = {"id": self._id("location"), "location_type": kind, **place}
        return [self._part("at location", location_id=location["id"], location=location)]

    def _address(self) -> dict[str, Any]:
        """Give the address; what is not known is empty, where the schema asks for something."""
        settings = self.outgoing.settings
        country = "GB" if settings is not None and settings.metric_crs == BRITISH_NATIONAL_GRID else ""
        return {
            "id": self._id("address"), "location_id": self._id("location"), "address_1": self.asset.address,
            "city": "", "state_province": "", "postal_code": self.asset.postcode, "country": country,
            "address_type": "physical",
        }  # fmt: skip

    def _attributes(self) -> list[dict[str, Any]]:
        """Put in our own taxonomy whatever has no field here: what it is first."""
        columns = [x for x in filled(self.asset) if x not in self.placed]
        columns.sort(key=lambda x: (x != "kind", x != "needs", x != "own_words"))
        return [self._attribute(x, cell_of(self.asset, x)) for x in columns]

    def _attribute(self, column: str, text: str) -> dict[str, Any]:
        term = {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"assetmap:{column}:{text}")), "name": column,
            "description": text, "taxonomy": TAXONOMY,
        }  # fmt: skip
        if column == "kind":
            term["term"] = vocabulary().label(self.asset.kind)
        return {
            "id": self._id(f"attribute {column}"), "link_id": str(self.space), "link_type": "service",
            "taxonomy_term_id": term["id"], "taxonomy_term": term,
        }  # fmt: skip


def _alert(asset: Asset) -> str:
    """Say what somebody must know before they send anybody."""
    said = [{"full": "Full at the moment.", "waiting_list": "There is a waiting list."}.get(asset.takes_new, "")]
    if asset.status == "paused":
        said.append(f"Paused until {asset.paused_until.isoformat()}." if asset.paused_until else "Paused: ring first.")
    if asset.checked_on is None:
        said.append("Ring first: this has not been checked.")
    return " ".join(filter(None, said))
