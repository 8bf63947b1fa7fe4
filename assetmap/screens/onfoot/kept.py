"""
A place's assets joined to its streets: once for all who look, and for as long as the assets are as they were.

It is about assets alone, as disclosed to one circle. Where anybody sets out never comes here.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.walking import Walks

_lock = threading.Lock()
_joining = threading.Lock()
_kept: dict[tuple[str, str, str], _Kept] = {}
_ready: set[str] = set()
SOON_S = 2.0
"""So long after the first page what walks need is made ready: the first marker does not wait for it."""


@dataclass(frozen=True)
class _Kept:
    place: Place
    assets: tuple[Asset, ...]
    walks: Walks


def walks_for(place: Place, assets: tuple[Asset, ...], *, audience: str, profile: str = "walking") -> Walks | None:
    """
    Return the walks to all that a circle may see, or None where the place has no streets.

    Parameters
    ----------
    assets
        As `circles.seen` gives them: the same tuple for as long as nothing has changed.
    audience
        The circle that they were disclosed to.

    Raises
    ------
    LayerError
        The place's streets or its gates are damaged.
    """
    key = (str(place.home), audience, profile)
    with _joining:  # joined once, whoever asks meanwhile
        kept = _kept.get(key)
        if kept is not None and kept.assets is assets and kept.place is place:
            return kept.walks
        walks = _walks(place, assets, profile=profile)
        with _lock:
            _kept.pop(key, None)
            if walks is not None:
                _kept[key] = _Kept(place, assets, walks)
        return walks


def let_go_of_all() -> None:
    """Keep nothing of assets as they were: something of one may not be seen any more."""
    with _lock:
        _kept.clear()


def ready_soon(place: Place, assets: tuple[Asset, ...]) -> None:
    """
    Make ready what the first question needs, in words or on foot, a moment from now and once for a home; nobody waits.

    The searches are compiled when they are first used, on a fresh machine for seconds; a made-up question, from the
    middle of the streets, sees to that.
    """
    home = str(place.home)
    with _lock:
        if home in _ready:
            return
        _ready.add(home)
    timer = threading.Timer(SOON_S, _make_ready, args=(place, assets))
    timer.daemon = True
    timer.start()


def _make_ready(place: Place, assets: tuple[Asset, ...]) -> None:
    import shapely

    from assetmap.crs import WGS84, reproject
    from assetmap.screens.indexed import index_for
    from assetmap.screens.onfoot.reach import reach_from
    from assetmap.screens.steady import steadily

    # What is wrong with the streets is said to whoever asks, not here.
    with contextlib.suppress(AssetMapError, OSError):
        index_for(place, assets, audience="public")
        walks = walks_for(place, assets, audience="public")
        if walks is not None:
            graph = walks.walked.graph
            middle = graph.points[graph.at[graph.nodes // 2]]
            x, y = shapely.get_coordinates(reproject(shapely.Point(middle), graph.crs, WGS84))[0]
            steadily(reach_from, walks, shapely.Point(x, y), assets, ground=steadily(place.ground))


def _walks(place: Place, assets: tuple[Asset, ...], *, profile: str) -> Walks | None:
    from assetmap.walking import walks_of

    graph = place.network()
    if graph is None or not graph.pieces:
        return None
    return walks_of(graph, assets, profile=profile, gates=place.layer("gates"))
