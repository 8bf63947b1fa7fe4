"""
An index of what each circle may see of a place: made once for all who look, and renewed as the assets change.

It is about assets alone, as disclosed. What anybody asks never comes here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.search.index import Index

_lock = threading.Lock()
_making = threading.Lock()
_kept: dict[tuple[str, str], _Kept] = {}
_let_go = 0


@dataclass(frozen=True)
class _Kept:
    place: Place
    metric_crs: str
    assets: tuple[Asset, ...]
    index: Index


def index_for(place: Place, assets: tuple[Asset, ...], *, audience: str) -> Index:
    """
    Return the index of all that a circle may see.

    Parameters
    ----------
    assets
        As `circles.seen` gives them: the same tuple for as long as nothing has changed.
    audience
        The circle that they were disclosed to.
    """
    key, crs = (str(place.home), audience), place.settings.metric_crs
    from assetmap.referral import make_ready

    with _making:  # made once, whoever asks meanwhile
        kept, before = _kept.get(key), _let_go
        if kept is not None and kept.place is place and kept.metric_crs == crs:
            if kept.assets is assets:
                return kept.index
            index = kept.index.renewed(assets).ready()
        else:
            from assetmap.search.index import Index

            index = Index.of(assets, metric_crs=crs).ready()
        make_ready(index, review_weeks=place.settings.review_weeks)
        with _lock:
            if before == _let_go:  # else something of it may not be seen any more
                _kept[key] = _Kept(place, crs, assets, index)
        return index


def let_go_of_all() -> None:
    """Keep nothing of assets as they were: something of one may not be seen any more."""
    global _let_go  # noqa: PLW0603  guarded by the lock
    with _lock:
        _kept.clear()
        _let_go += 1
