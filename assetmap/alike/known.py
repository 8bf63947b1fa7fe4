"""One asset as it is compared: made once, however many it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assetmap.alike.names import folded, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.alike.names import Name
    from assetmap.assets import Asset

_DIGITS = 9
"""The last nine digits tell a British telephone from others, with +44, with 0 or with neither."""
_SHORT = 5
_HOUSE = re.compile(r"^\D{0,60}?\b(\d+[a-z]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """
    An asset as it is compared.

    `kind`: the asset's, "" where nobody said so far. `shape` is in metres (None: no place), `area` in square metres.
    `door`: its first house number and its postcode.
    """

    asset: Asset
    kind: str
    names: tuple[Name, ...]
    shape: BaseGeometry | None
    area: float
    phones: frozenset[str]
    email: str
    website: str
    postcode: str
    door: str
    near: frozenset[str]


def known(asset: Asset, shape: BaseGeometry | None) -> Known:
    """Read an asset; `shape` is its place in the place's metric CRS."""
    postcode = re.sub(r"\W", "", asset.postcode).upper()
    number = _HOUSE.search(asset.address)
    return Known(
        asset=asset,
        kind=asset.kind,
        names=tuple(named(x) for x in asset.every_text("name")),
        shape=shape,
        area=0.0 if shape is None else shape.area,
        phones=phones_in(asset.phone),
        email=asset.email.strip().casefold(),
        website=site_of(asset.website),
        postcode=postcode,
        door=f"{number[1].casefold()} {postcode}" if number and postcode else "",
        near=frozenset(folded(f"{asset.address} {asset.organisation}")),
    )


def all_known(assets: Sequence[Asset], shapes: Sequence[BaseGeometry | None]) -> list[Known]:
    """Read many assets, each with its place in metres."""
    return [known(asset, shape) for asset, shape in zip(assets, shapes, strict=True)]


def phones_in(text: str) -> frozenset[str]:
    """Find the telephone numbers of a text: spaces, brackets, the country and a lost first 0 make no difference."""
    found = set()
    for part in re.split(r"[,;/|]|\bor\b|\bext\b|\n", text):
        digits = re.sub(r"\D", "", part.replace("(0)", ""))
        if len(digits) >= _SHORT:
            found.add(digits[-_DIGITS:])
    return frozenset(found)


def site_of(text: str) -> str:
    """Name a website by its host and page: `www`, `http` and a last stroke make no difference."""
    first = next(iter(text.split()), "")
    try:
        parts = urlsplit(first if "//" in first else f"//{first}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if "." not in host:
        return ""
    page = parts.path.rstrip("/").casefold()
    page = re.sub(r"/(?:index|home|default)(?:\.\w+)?$", "", page)
    return f"{host}{page}?{parts.query}" if parts.query else f"{host}{page}"
