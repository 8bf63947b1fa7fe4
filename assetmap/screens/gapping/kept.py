"""
A place made ready for its gaps: once for all who look, and for as long as the assets are as they were.

It is about assets alone, as disclosed to one circle, and about homes by their postcodes. The last few answers are kept
with it, of things as they are; what anybody supposes never comes here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.deprivation import Need
    from assetmap.gaps import Asked, Gaps, Model
    from assetmap.place import Place

_lock = threading.Lock()
_joining = threading.Lock()
_kept: dict[tuple[str, str, str], _Kept] = {}
_needs: dict[tuple[str, str], tuple[Place, Need | None]] = {}
_let_go = 0
ANSWERS = 6
MANY, DRAWS_OF_MANY = 3_000, 40


@dataclass(frozen=True)
class _Kept:
    place: Place
    assets: tuple[Asset, ...]
    model: Model
    answers: dict[Asked, Gaps] = field(default_factory=dict)


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
    return _ready(place, assets, audience=audience, profile=profile).model


def gaps_for(place: Place, assets: tuple[Asset, ...], asked: Asked, *, audience: str, profile: str) -> Gaps:
    """Return the gaps as they are; `asked.index` says which index weighs need. Raises as `model_for` does."""
    from assetmap.gaps import gaps

    ready = _ready(place, assets, audience=audience, profile=profile)
    with _lock:
        found = ready.answers.get(asked)
    if found is None:
        found = gaps(ready.model, need_for(place, index=asked.index), asked, draws=draws_for(ready.model))
        with _lock:
            ready.answers[asked] = found
            while len(ready.answers) > ANSWERS:
                del ready.answers[next(iter(ready.answers))]
    return found


def draws_for(model: Model) -> int:
    """Say how often what is not sure is drawn: less often for very many areas, so that the slider is followed."""
    from assetmap.gaps.scoring import DRAWS

    return DRAWS if len(model.areas) <= MANY else DRAWS_OF_MANY


def _ready(place: Place, assets: tuple[Asset, ...], *, audience: str, profile: str) -> _Kept:
    from assetmap.gaps import model_of

    key = (str(place.home), audience, profile)
    with _joining:  # joined once, whoever asks meanwhile
        kept, before = _kept.get(key), _let_go
        if kept is not None and kept.assets is assets and kept.place is place:
            return kept
        made = _Kept(place, assets, model_of(place, assets, profile=profile))
        with _lock:
            if before == _let_go:  # else something of it may not be seen any more
                _kept[key] = made
        return made


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
