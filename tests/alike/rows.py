"""
Rows of the real lists as assets, as somebody would bring them in who looks at the columns.

Written before the matcher was tuned, and knows nothing of it. A row's number counts records from 1: features of a
GeoJSON file, lines below the heading of a CSV file. A defibrillator is called one, and a post office: their lists give
only the building or the street.
"""

from __future__ import annotations

import csv
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape

from assetmap.assets import Asset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Cells = Mapping[str, Any]

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.IGNORECASE)
_PAIR = re.compile(r"\(\s*(-?\d+\.\d+),\s*(-?\d+\.\d+)\s*\)")
_ABOUT = {
    "Health": "health_service", "Leisure": "play_or_sport_place", "Sport": "play_or_sport_place",
    "Tourism": "story_or_special_place", "Shopping": "shop_or_exchange", "Food": "shop_or_exchange",
}  # fmt: skip
_GREEN = {
    "Play Space": "play_or_sport_place", "Playing Field": "play_or_sport_place", "Tennis Court": "play_or_sport_place",
    "Other Sports Facility": "play_or_sport_place", "Bowling Green": "play_or_sport_place",
    "Golf Course": "play_or_sport_place", "Allotments Or Community Growing Spaces": "growing_space",
}  # fmt: skip
_NO_ASSETS = {"Bus stop", "Parking", "ATM", "Bicycle rental", "Populated Place"}
"""Left out by whoever brings the list in."""


@lru_cache(maxsize=32)
def rows(folder: Path, name: str) -> tuple[Asset | None, ...]:
    """Read every row of a list; one without a name is None, as the import leaves it out and says so."""
    read = FILES[name]
    if name.endswith(".csv"):
        with (folder / "csv" / name).open(encoding="utf-8-sig", newline="") as file:
            found = [read(row) for row in csv.DictReader(file)]
    else:
        features = json.loads((folder / name).read_text(encoding="utf-8"))["features"]
        found = [read(x["properties"] | {"geometry": x["geometry"]}) for x in features]
    return tuple(_asset(name, at, fields) for at, fields in enumerate(found, start=1))


def _asset(name: str, number: int, fields: Mapping[str, Any]) -> Asset | None:
    told = {key: value.strip() if isinstance(value, str) else value for key, value in fields.items() if value}
    if not told.get("name"):
        return None
    return Asset(**({"source": name, "source_id": str(number)} | told))


def _text(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text == "NULL" else text


def _drawn(row: Cells) -> Any:
    made = shapely.make_valid(shape(row["geometry"]))
    areas = [x for x in shapely.get_parts(made) if x.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(areas) if areas else made


def _pair(text: str) -> Any:
    found = _PAIR.search(text or "")
    return shapely.Point(float(found[2]), float(found[1])) if found else None


def _at(lon: str, lat: str) -> Any:
    return shapely.Point(float(lon), float(lat)) if lon and lat and lon != "NULL" else None


def _postcode(text: str) -> str:
    found = _POSTCODE.search(text or "")
    return f"{found[1]} {found[2]}".upper() if found else ""


def _first(text: str) -> str:
    return text.split(",", maxsplit=1)[0].strip()


def _garden(kind: str) -> Callable[[Cells], dict[str, Any]]:
    return lambda x: {
        "name": x["organisati"], "kind": kind, "where": _drawn(x), "address": x["address"],
        "postcode": _postcode(x["address"]), "website": _text(x["website"]),
    }  # fmt: skip


def _site(kind: str) -> Callable[[Cells], dict[str, Any]]:
    return lambda x: {"name": x["site_name"] or x["comment"], "kind": kind, "where": _drawn(x)}


def _phone(code: object, number: object) -> str:
    return f"0{int(code)} {int(number)}" if isinstance(code, (int, float)) and isinstance(number, (int, float)) else ""


def _cqc_kind(types: str) -> str:
    return "health_service" if re.search("Doctor|Dentist|Hospital|health", types) else "advice_and_help"


FILES: Mapping[str, Callable[[Cells], dict[str, Any]]] = {
    "banes_city_farms.geojson": _garden("growing_space"),
    "banes_community_agriculture.geojson": _garden("growing_space"),
    "banes_community_gardens.geojson": _garden("growing_space"),
    "banes_community_orchards.geojson": _garden("growing_space"),
    "banes_gss_allotments.geojson": _site("growing_space"),
    "banes_gss_parks_recreation.geojson": _site("green_place"),
    "banes_gss_playspace_children.geojson": _site("play_or_sport_place"),
    "banes_defibrillators.geojson": lambda x: {
        "name": f"Defibrillator, {x['location']}", "kind": "health_service", "where": _drawn(x),
        "address": x["location"], "postcode": _postcode(f"{x['location']} {x['unitid']}"),
    },
    "banes_education_secondary_schools.geojson": lambda x: {
        "name": x["establis00"], "kind": "indoor_place", "where": _drawn(x), "postcode": x["postcode"],
        "address": ", ".join(y for y in (x["street"], x["locality"], x["town"]) if y),
        "phone": _phone(x["telephone_"], x["telephon00"]), "website": _text(x["website_ad"]),
    },
    "banes_gp_surgeries.geojson": lambda x: {
        "name": x["name"], "kind": "health_service", "where": _drawn(x), "postcode": x["postcode"],
        "phone": x["phone"]["phone_number"],
    },
    "banes_inspire_libraries.geojson": lambda x: {
        "name": x["library_si"], "kind": "indoor_place", "where": _drawn(x), "website": x["website"],
    },
    "bh_accessible_bath.geojson": lambda x: {
        "name": "" if x["type"] in _NO_ASSETS else x["name"], "where": _drawn(x), "description": x["type"],
        "kind": "indoor_place" if x["type"] in {"Pub", "Cafe"} else _ABOUT.get(x["category"], "indoor_place"),
    },
    "os_functional_sites.geojson": lambda x: {
        "name": x["distname"], "where": _drawn(x), "description": x["classifica"],
        "kind": "health_service" if x["sitetheme"] == "Medical Care" else "indoor_place",
    },
    "os_greenspace_site.geojson": lambda x: {
        "name": x["distname1"], "kind": _GREEN.get(x["function"], "green_place"), "where": _drawn(x),
        "description": x["function"],
    },
    "os_place_names.geojson": lambda x: {
        "name": "" if x["classifica"] in _NO_ASSETS else x["distname"], "where": _drawn(x),
        "description": x["classifica"],
        "kind": "hill_or_view" if x["classifica"] == "Landform" else "green_place",
    },
    "BANES_Subset_Of_CQC_Places.csv": lambda x: {
        "name": x["name"], "kind": _cqc_kind(x["service_types"]), "where": _pair(x["location"]),
        "postcode": x["postcode"], "phone": x["phone"], "website": x["website"], "organisation": x["provider_name"],
        "address": x["location"].split("(")[0].strip(), "description": x["service_types"],
    },
    "Community_Gardens.csv": lambda x: {
        "name": x["Name"], "kind": "growing_space", "where": _at(x["Longitude"], x["Latitude"]),
        "address": x["Address"], "postcode": _postcode(x["Address"]), "website": x["Website"],
    },
    "Eat_Out_Eat_Well.csv": lambda x: {
        "name": x["Business Name"], "kind": "shop_or_exchange", "address": x["Address"],
        "postcode": _postcode(x["Address"]),
    },
    "GP_Surgeries_in_Bath_and_North_East_Somerset.csv": lambda x: {
        "name": x["Name"], "kind": "health_service", "where": _pair(x["Location 1"]), "postcode": x["Postcode"],
        "phone": x["Phone"],
    },
    "INSPIRE_Libraries.csv": lambda x: {
        "name": x["Name"], "kind": "indoor_place", "where": _pair(x["Location"]), "website": x["Website"],
    },
    "Location_of_BANES_defibrillators_at_21062016.csv": lambda x: {
        "name": f"Defibrillator, {x['Location']}", "kind": "health_service",
        "where": _at(x["Longitude"], x["Latitude"]), "address": x["Full Address"], "postcode": x["Post Code"],
    },
    "National_Lottery_Grants_1995-2015.csv": lambda x: {
        "name": x["Recipient Name"], "kind": "group_or_club", "address": x["Postal Town"],
        "description": x["Project Name"],
    },
    "Open_Pubs_-_Bath__North_East_Somerset.csv": lambda x: {
        "name": x["name"], "kind": "indoor_place", "where": _at(x["longitude"], x["latitude"]),
        "address": x["address"], "postcode": x["postcode"],
    },
    "POLLING_STATIONS_2015.csv": lambda x: {
        "name": _first(x["Address"]), "kind": "indoor_place", "where": _at(x["X"], x["Y"]), "address": x["Address"],
        "postcode": _postcode(x["Address"]),
    },
    "Post_Office_Branches.csv": lambda x: {
        "name": f"{x['LOCATION_NAME']} Post Office", "kind": "indoor_place",
        "where": _at(x["BRANCH_LONGITUDE"], x["BRANCH_LATITUDE"]), "postcode": x["LOCATION_POSTCODE"],
        "address": ", ".join(y for n in range(1, 6) if (y := _text(x[f"LOCATION_ADDRESS_LINE_{n}"]))),
    },
}  # fmt: skip
"""List → what each of its columns says of an asset."""
