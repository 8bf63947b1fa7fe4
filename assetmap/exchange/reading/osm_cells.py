"""One thing of OpenStreetMap as a row of cells, under the headings by which our own reader knows them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from assetmap.exchange.reading.osm_hours import spans_in
from assetmap.layers.osmkinds import called
from assetmap.layers.osmtags import osm_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOURCE, LICENCE = "openstreetmap", "ODbL 1.0"
_IN_A_LANGUAGE = re.compile(r"(?P<what>name|description):(?P<code>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_NO_LANGUAGE = frozenset({"old", "alt", "sub", "ref", "wiki", "genitive"})
_YES_NO = {"yes": "yes", "designated": "yes", "no": "no", "limited": "partly"}
_FOR_NOTHING = {"no": "yes", "yes": "no", "donation": "partly"}
_PLACES = ("addr:place", "addr:hamlet", "addr:suburb", "addr:village", "addr:town", "addr:city")
_LONGEST = 2_000
FIRST = (
    "name", "kind", "source_id", "source_version", "source_licence", "organisation", "needs", "only_for", "description",
    "hours_text", "schedules", "phone", "email", "website", "address", "postcode", "cost", "free", "step_free",
    "accessible_toilet", "hearing_loop", "checked_on", "how_checked",
)  # fmt: skip
"""The headings, in their order; names in languages come behind them."""


def headings_of(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the headings under which any of the rows has something."""
    used = {heading for row in rows for heading in row}
    return (*(x for x in FIRST if x in used), *sorted(used.difference(FIRST)))


def cells_of(tags: Mapping[str, str], kind: str, *, source_id: str, version: int = 0) -> dict[str, str]:
    """
    Carry over what a thing's tags say, heading → text; what they do not say is no cell.

    Parameters
    ----------
    kind
        As `layers.osmkinds.kind_of` gave it.
    source_id
        `node/1`, `way/2`, `relation/3`.
    version
        0 where the file does not count them.
    """
    cells = {
        "name": called(tags),
        "kind": kind.replace("_", " "),
        "source_id": source_id,
        "source_version": str(version) if version > 0 else "",
        "source_licence": LICENCE,
        "organisation": _first(tags, "operator"),
        "description": _described(tags),
        "phone": _first(tags, "phone", "contact:phone", "contact:mobile", "mobile"),
        "email": _one(_first(tags, "email", "contact:email")),
        "website": _one(_first(tags, "website", "contact:website", "url")),
        "address": _address(tags),
        "postcode": _first(tags, "addr:postcode"),
        "step_free": _YES_NO.get(_first(tags, "wheelchair").lower(), ""),
        "accessible_toilet": _YES_NO.get(_first(tags, "toilets:wheelchair").lower(), ""),
        "hearing_loop": _YES_NO.get(_first(tags, "hearing_loop", "audio_loop").lower(), ""),
    }
    cells |= _times(tags) | _price(tags) | _checked(tags) | _for_whom(tags)
    for key, text in tags.items():
        found = _IN_A_LANGUAGE.fullmatch(key)
        if found and found["code"] not in _NO_LANGUAGE and text.strip():
            cells[key] = text
    return {heading: text.strip()[:_LONGEST] for heading, text in cells.items() if text.strip()}


def _first(tags: Mapping[str, str], *keys: str) -> str:
    return next((text for key in keys if (text := tags.get(key, "").strip())), "")


def _one(text: str) -> str:
    """Return the first of several addresses."""
    return text.split(";", maxsplit=1)[0].strip()


def _described(tags: Mapping[str, str]) -> str:
    known = called(tags).casefold()
    others = [x.strip() for key in ("loc_name", "alt_name") for x in tags.get(key, "").split(";")]
    also = [x for x in dict.fromkeys(others) if x and x.casefold() != known]
    return " ".join(filter(None, (_first(tags, "description"), f"Also called {', '.join(also)}." if also else "")))


def _address(tags: Mapping[str, str]) -> str:
    if whole := _first(tags, "addr:full"):
        return whole
    street = " ".join(filter(None, (_first(tags, "addr:housenumber"), _first(tags, "addr:street"))))
    parts = [_first(tags, "addr:housename"), street if tags.get("addr:street") else "", *map(tags.get, _PLACES)]
    return ", ".join(dict.fromkeys(x.strip() for x in parts if x and x.strip()))


def _times(tags: Mapping[str, str]) -> dict[str, str]:
    text = _first(tags, "opening_hours", "service_times" if tags.get("amenity") == "place_of_worship" else "")
    spans = spans_in(_first(tags, "opening_hours"))
    return {"hours_text": text, "schedules": json.dumps(spans) if spans else ""}


def _price(tags: Mapping[str, str]) -> dict[str, str]:
    fee, charge = _first(tags, "fee"), _first(tags, "charge")
    free = _FOR_NOTHING.get(fee.lower(), "no" if charge else "")
    said = charge or (fee if fee and fee.lower() not in _FOR_NOTHING else "")
    return {"free": free, "cost": said or ("what you can give" if fee.lower() == "donation" else "")}


def _checked(tags: Mapping[str, str]) -> dict[str, str]:
    """Give the day on which a mapper last looked; how, OpenStreetMap does not say."""
    for key in ("check_date", "survey:date"):
        try:
            return {"checked_on": date.fromisoformat(_first(tags, key)).isoformat(), "how_checked": "imported"}
        except ValueError:
            continue
    return {}


def _for_whom(tags: Mapping[str, str]) -> dict[str, str]:
    words = osm_tags()
    said = [x.strip() for x in tags.get("social_facility:for", "").split(";")]
    return {
        "only_for": ", ".join(words.for_whom[x] for x in said if x in words.for_whom).capitalize(),
        "needs": "; ".join(words.helps_with[x] for x in said if x in words.helps_with),
    }
