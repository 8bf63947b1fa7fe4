"""The phrases that a way is told in: each is whole, so that every language may put it in its own order and bend it."""

from __future__ import annotations

from assetmap.wording import N_
from assetmap.wording import gettext as _

# translators: how a walk sets out. {where} is as “along George Street” or “by the steps”.
SETTING_OUT = (
    N_("north {where}"), N_("north-east {where}"), N_("east {where}"), N_("south-east {where}"), N_("south {where}"),
    N_("south-west {where}"), N_("west {where}"), N_("north-west {where}"),
)  # fmt: skip
"""By the number of the wind, clockwise from north."""

# translators: a turn on a walk. {where} is as “into Quay Lane”, “onto the footpath” or “to stay on Hill Road”.
TURNS = {
    "right": N_("right {where}"),
    "left": N_("left {where}"),
    "sharp right": N_("sharp right {where}"),
    "sharp left": N_("sharp left {where}"),
    "back": N_("turn back {where}"),
    "straight on": N_("straight on {where}"),
    "on": N_("on {where}"),
}

# translators: where one walks; stands with a turn, as “straight on along the footpath”, “left onto the footpath” or
# “left to stay on the footpath”.
_GROUND = {
    "footpath": (N_("along the footpath"), N_("onto the footpath"), N_("to stay on the footpath")),
    "cycle path": (N_("along the cycle path"), N_("onto the cycle path"), N_("to stay on the cycle path")),
    "bridleway": (N_("along the bridleway"), N_("onto the bridleway"), N_("to stay on the bridleway")),
    "track": (N_("along the track"), N_("onto the track"), N_("to stay on the track")),
    "steps": (N_("by the steps"), N_("by the steps"), N_("to stay on the steps")),
    "pedestrian street": (
        N_("along the pedestrian street"), N_("onto the pedestrian street"), N_("to stay on the pedestrian street"),
    ),
    "platform": (N_("along the platform"), N_("onto the platform"), N_("to stay on the platform")),
    "passage": (N_("along the passage"), N_("onto the passage"), N_("to stay on the passage")),
    "service road": (N_("along the service road"), N_("onto the service road"), N_("to stay on the service road")),
    "alley": (N_("along the alley"), N_("onto the alley"), N_("to stay on the alley")),
    "road": (N_("along the road"), N_("onto the road"), N_("to stay on the road")),
    "bridge": (N_("along the bridge"), N_("over the bridge"), N_("to stay on the bridge")),
    "footbridge": (N_("along the footbridge"), N_("over the footbridge"), N_("to stay on the footbridge")),
    "tunnel": (N_("along the tunnel"), N_("through the tunnel"), N_("to stay on the tunnel")),
    "underpass": (N_("along the underpass"), N_("through the underpass"), N_("to stay on the underpass")),
}  # fmt: skip
_CROSSED = frozenset({"bridge", "footbridge", "tunnel", "underpass"})


def along(name: str, noun: str, *, steps: bool) -> str:
    """Say that a walk sets out along something."""
    if not name:
        return _(_GROUND[noun][0])
    # translators: a street's name, where it is a flight of steps
    return _("by {street} (steps)", street=name) if steps else _("along {street}", street=name)


def into(name: str, noun: str, *, steps: bool, straight: bool) -> str:
    """Say what a walk goes on into; `straight`: without a turn."""
    if not name:
        return _(_GROUND[noun][0 if straight and noun not in _CROSSED else 1])
    return _("by {street} (steps)", street=name) if steps else _("into {street}", street=name)


def staying(name: str, noun: str, *, steps: bool) -> str:
    """Say that one turns off to stay on a way."""
    if not name:
        return _(_GROUND[noun][2])
    return _("to stay on {street} (steps)", street=name) if steps else _("to stay on {street}", street=name)
