"""What the tags of an OpenStreetMap way, or of a barrier on it, mean to somebody on foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.layers.osmtags import fits, osm_tags
from assetmap.network.profiles import BACKWARD_ONLY, BRIDGE, FORWARD_ONLY, NOT_ON_WHEELS, STEPS, TUNNEL

if TYPE_CHECKING:
    from assetmap.layers.osmtags import Tagged

SHUT = FORWARD_ONLY | BACKWARD_ONLY
"""Both ways against the walker: nobody walks there."""
_YES = ("yes", "designated", "true", "1")
_WITHOUT_LINKS = ("trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "road")
ROADS = frozenset(word + end for word in _WITHOUT_LINKS for end in ("", "_link"))
"""Roads that all use. People call them by their number where they have no name; a path's `ref` is the council's own."""


def flags_of(tags: Tagged) -> int:
    """
    Return a way's flags of `profiles`; `SHUT` is among them where both directions are closed on foot.

    `oneway` is for wheels: on foot `oneway:foot`, `foot:forward` and `foot:backward` count. An escalator's `conveying`
    does not.
    """
    get = tags.get
    flags = 0
    if get("highway") == "steps" and not _has_ramp(tags):
        flags |= STEPS
    if fits(tags, osm_tags().not_on_wheels):
        flags |= NOT_ON_WHEELS
    one_way = get("oneway:foot")
    if one_way is not None:
        flags |= FORWARD_ONLY if one_way in _YES else BACKWARD_ONLY if one_way in ("-1", "reverse") else 0
    if get("foot:backward") == "no":
        flags |= FORWARD_ONLY
    if get("foot:forward") == "no":
        flags |= BACKWARD_ONLY
    if (get("bridge") or "no") != "no":
        flags |= BRIDGE
    if (get("tunnel") or "no") not in ("no", "building_passage", "culvert"):
        flags |= TUNNEL
    return flags


def _has_ramp(tags: Tagged) -> bool:
    """Say whether wheels get up steps: a ramp, unless it is said to be for bicycles, pushchairs or luggage alone."""
    if tags.get("wheelchair") in _YES:
        return True
    for_wheelchairs = tags.get("ramp:wheelchair")
    if for_wheelchairs is not None:
        return for_wheelchairs in (*_YES, "separate")
    others = any(tags.get(f"ramp:{what}") in _YES for what in ("bicycle", "stroller", "luggage"))
    return tags.get("ramp") in _YES and not others


def name_of(tags: Tagged) -> str:
    """Return what people call a way: its name, else a road's number; "" where it has neither."""
    name = tags.get("name")
    if not name and tags.get("highway") in ROADS:
        name = (tags.get("ref") or "").split(";")[0]
    return " ".join((name or "").split())


def stops_everybody(tags: Tagged) -> bool:
    """Say whether a barrier keeps all walkers out."""
    words = osm_tags()
    if tags.get("foot") in words.not_walkable["foot"]:
        return True
    closed = tags.get("access") in words.not_walkable["access"] and fits(tags, words.closing_barriers)
    return closed and not fits(tags, words.walkable)


def stops_wheels(tags: Tagged) -> bool:
    """Say whether a wheelchair or a pushchair does not get past a barrier."""
    wheels = tags.get("wheelchair")
    return wheels == "no" or (wheels not in _YES and fits(tags, osm_tags().wheel_barriers))
