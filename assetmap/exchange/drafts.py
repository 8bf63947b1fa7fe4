"""A row on its way to being an asset, and by what it is known the next time its list comes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.exchange.headings import folded
from assetmap.exchange.identity import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.exchange.sheets import Row


@dataclass
class Draft:
    """A row on its way: its values, its publisher's number for it, where it is, and whether it must wait."""

    row: Row
    values: dict[str, Any]
    number: str
    where: BaseGeometry | None
    held: bool


def known_by(draft: Draft) -> str:
    """Say what a row is, exactly: never to be written anywhere in clear."""
    name = folded(draft.values["name"]) or draft.values["name"]
    return "|".join([*filter(None, [draft.number]), name, _place_key(draft)])


def identities(drafts: Sequence[Draft], *, secret: bytes, dataset: str) -> list[str]:
    """
    Say by what each row is known next time.

    The publisher's own number where it is one thing's alone; else a digest of name and place to 1 m, or name and
    address, with the number that several things share (a building's UPRN).
    """
    things: dict[str, set[str]] = defaultdict(set)
    known = [known_by(x) for x in drafts]
    for draft, what in zip(drafts, known, strict=True):
        things[draft.number].add(what)
    return [
        x.number if x.number and len(things[x.number]) == 1 else digest(secret, dataset, what)
        for x, what in zip(drafts, known, strict=True)
    ]


def _place_key(draft: Draft) -> str:
    if draft.where is None:
        return folded(f"{draft.values.get('address', '')} {draft.values.get('postcode', '')}")
    west, south, east, north = draft.where.bounds
    return f"{(west + east) / 2:.5f},{(south + north) / 2:.5f}"
