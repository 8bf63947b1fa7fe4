"""What a new row may be the same as: something here, or a row above it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assetmap.alike import couples, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from assetmap.alike import Twin
    from assetmap.assets import Asset

MOST_COMPARED = 20_000
"""Of longer lists only rows of one name are compared with each other: all with all takes minutes."""
_ONE_NAME = 40
"""What more rows than that are called (“bench”) says nothing of which of them are one."""


def twins_of(
    new: tuple[Asset, ...], here: tuple[Asset, ...], *, apart: AbstractSet[frozenset[str]]
) -> Mapping[str, tuple[Twin, ...]]:
    """
    Look for what is here already, and for what comes twice.

    Parameters
    ----------
    new
        What would be added, in the order of the file.
    here
        What is here, drafts too: for who looks after the map.
    apart
        Pairs of ids that are two different things, as somebody said.

    Returns
    -------
    twins
        Id of a new asset → what it may be the same as, likeliest first. Of two rows the later one has the pair.
    """
    found: dict[str, list[Twin]] = {}
    for one, twins in (pairs_of(new, here) if here else {}).items():
        found[one] = [x for x in twins if frozenset((one, x.asset.id)) not in apart]
    for above, twin in couples(new) if len(new) <= MOST_COMPARED else _of_one_name(new):
        below = twin.asset.id
        if frozenset((above.id, below)) not in apart:
            found.setdefault(below, []).append(dataclasses.replace(twin, asset=above))
    return {one: tuple(sorted(twins, key=lambda x: -x.score)) for one, twins in found.items() if twins}


def _of_one_name(new: tuple[Asset, ...]) -> Iterator[tuple[Asset, Twin]]:
    from assetmap.exchange.headings import folded

    named: dict[str, list[Asset]] = {}
    for one in new:
        named.setdefault(folded(one.name) or one.name, []).append(one)
    for same in named.values():
        if 1 < len(same) <= _ONE_NAME:
            yield from couples(tuple(same))
