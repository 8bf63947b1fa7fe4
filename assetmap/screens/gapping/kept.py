"""
A place made ready for its gaps: once for all who look, and for as long as the assets are as they were.

It is about assets alone, as disclosed to one circle, and about homes by their postcodes. What anybody asks, and what
they plan, never comes here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.deprivation import Need
    from assetmap.gaps import Model
    from assetmap.place import Place

_lock = threading.Lock()
_joining = threading.Lock()
_kept: dict[tuple[str, str, str], _Kept] = {}
_needs: dict[tuple[str, str], tuple[Place, Need | None]] = {}
_let_go = 0


@dataclass(frozen=True)
class _Kept:
    place: Place
    assets: tuple[Asset, ...]
    model: Model


def model_for(place: Place, assets: tuple[Asset, ...], *, audience: str, profile: str = "walking") -> Model:
    """
    Return every walk of up to an hour between homes and what a circle may see.

    Parameters
    ----------
    assets
        As `circles.seen` gives them: the same tuple for as long as nothing has changed.
    audience
        The circle that they were disclosed to.

    Raises
    ------
    LayerError
        The place has no neighbourhoods or no streets, or they are damaged.
    """
    from assetmap.gaps import model_of

    key = (str(place.home), audience, profile)
    with _joining:  # joined once, whoever asks meanwhile
        kept, before = _kept.get(key), _let_go
        if kept is not None and kept.assets is assets and kept.place is place:
            return kept.model
        model = model_of(place, assets, profile=profile)
        with _lock:
            if before == _let_go:  # else something of it may not be seen any more
                _kept[key] = _Kept(place, assets, model)
        return model


def need_for(place: Place, *, index: str) -> Need | None:
    """Return the need of each neighbourhood by an index, "" the one to begin with; None where no index weighs it."""
    from assetmap.deprivation import need_of

    key = (str(place.home), index)
    with _lock:
        kept = _needs.get(key)
    if kept is not None and kept[0] is place:
        return kept[1]
    need = need_of(place, index=index)
    with _lock:
        _needs[key] = (place, need)
    return need


def let_go_of_all() -> None:
    """Keep nothing of assets as they were: something of one may not be seen any more."""
    global _let_go  # noqa: PLW0603  guarded by the lock
    with _lock:
        _kept.clear()
        _let_go += 1
