"""How much a neighbourhood's people need: the tenth of its nation that an index puts it in, as a weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.deprivation.people import source_line
from assetmap.deprivation.shown import Domain, domains, kept_domains
from assetmap.deprivation.words import HOLDS_DISTANCE, SET_UP_AGAIN
from assetmap.errors import LayerError
from assetmap.layers.card import cards
from assetmap.layers.nations import nations_of
from assetmap.wording import gettext as _
from assetmap.wording import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assetmap.deprivation.shown import HasLayers
    from assetmap.layers.card import Card

BY_REACH = "none"
"""What to ask for where need is not to count: `need_of` then gives None."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Need:
    """
    The need of n neighbourhoods by one index, in the order of the layer `areas`.

    `decile`: 1 is the most deprived tenth of the nation (or of the file, then `note` says so), NaN where not known.
    `weight`: (11 - decile) / 10, so 1.0 for the most deprived tenth and 0.1 for the least; NaN where not known.
    `carried` marks neighbourhoods whose decile is another vintage's. `index` is a key of `indices`, `label` names it
    in English (`_(label)` says it), `source` is one line, `nation` "" where it has no name. `notes`: what must be
    said with it, in English, so that a Need may be kept for people of several languages.
    """

    codes: tuple[str, ...]
    decile: NDArray[np.float64]
    weight: NDArray[np.float64]
    index: str
    label: str
    source: str
    nation: str
    year: int
    carried: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What must be said with it, in the language spoken, or ""."""
        return " ".join(_(x) for x in self.notes)


def indices(place: HasLayers) -> tuple[Domain, ...]:
    """Name the indices that need can be weighed by, the one to begin with first; none where `why_none` says why."""
    found = domains(place)
    if len(_nations(place)) > 1:  # a file of one's own may well be of several nations
        kept = kept_domains(place.sources().get("deprivation", {}))
        found = tuple(x for x in found if x.key in kept and not kept[x.key].get("nation"))
    if not found:
        return ()
    first = _first(place, found)
    return (first, *(x for x in found if x is not first))


def why_none(place: HasLayers) -> str:
    """Say in one sentence why need cannot be weighed by an index here, or "" where it can."""
    if indices(place):
        return ""
    if not domains(place):
        return _("This place has no index of deprivation, so gaps are told by reach alone.")
    return _(
        "This place has neighbourhoods of {nations}. Each nation has an index of its own and there is none for "
        "them together, so gaps are told by reach alone.",
        nations=joined([_(x) for x in _nations(place)]),
    )


def _nations(place: HasLayers) -> list[str]:
    areas = place.layer("areas")
    return [] if areas is None else nations_of(areas["code"])


def need_of(place: HasLayers, *, index: str = "") -> Need | None:
    """
    Weigh the need of each neighbourhood.

    Parameters
    ----------
    index
        A key of `indices`; "" takes the first of them, and `BY_REACH` none.

    Returns
    -------
    need
        None where no index is wanted, or none can be had (`why_none` says why).

    Raises
    ------
    LayerError
        An index is asked for by name that this place does not have, or that no index covers it.
    """
    if index == BY_REACH:
        return None
    reason = why_none(place)
    if reason:
        if index:
            raise LayerError(reason)
        return None
    found = indices(place)
    chosen = next((x for x in found if x.key == index), None) if index else found[0]
    if chosen is None:
        known = ", ".join(x.key for x in found)
        raise LayerError(f"this place has no index called {index}: it has {known}, or choose {BY_REACH}.")
    areas, table = place.layer("areas"), place.layer("deprivation")
    assert areas is not None
    assert table is not None
    codes = areas["code"].astype(str)
    rows = table.drop_duplicates("code").set_index("code")
    decile = rows[f"{chosen.key}_decile"].astype("float64").reindex(codes).to_numpy(dtype=np.float64)
    decile = np.where((decile >= 1) & (decile <= 10), decile, np.nan)
    change = next((x for x in (f"{chosen.key}_change", "change") if x in rows), None)
    if change is not None:
        carried = rows[change].reindex(codes).isin(["S", "M", "X"]).to_numpy(dtype=bool)
    else:
        carried = np.zeros(len(codes), dtype=bool)
    said = _said(place, chosen.key)
    return Need(
        codes=tuple(codes),
        decile=decile,
        weight=(11 - decile) / 10,
        index=chosen.key,
        label=chosen.label,
        source=source_line({**said, "title": _index_of(str(said.get("title") or ""))}),
        nation=str(said.get("nation") or ""),
        year=int(said.get("year", 0) or 0),
        carried=carried,
        notes=_notes(place, said, chosen, found),
    )


def _said(place: HasLayers, key: str) -> Mapping[str, Any]:
    """Return what is known of one domain's source; a home set up earlier knows it of the layer only."""
    source = place.sources().get("deprivation", {})
    kept = kept_domains(source).get(key)
    if kept is not None:
        return kept
    card = _card(place)
    return {**source, "nation": card.nation if card is not None else ""}


def _index_of(title: str) -> str:
    """Leave out which of a publisher's files it was: that is no index's name."""
    return title.partition(", File ")[0]


def _card(place: HasLayers) -> Card | None:
    return cards().get(str(place.sources().get("deprivation", {}).get("card", "")))


def _first(place: HasLayers, found: tuple[Domain, ...]) -> Domain:
    """Return the index to begin with: the one that leaves distance out, which a gap counts already."""
    card = _card(place)
    wanted = (str(place.sources().get("deprivation", {}).get("first") or ""), card.first if card is not None else "")
    by_key = {x.key: x for x in found}
    return next((by_key[key] for key in (*wanted, "imd_without_barriers", "imd") if key in by_key), found[0])


def _notes(place: HasLayers, said: Mapping[str, Any], chosen: Domain, found: tuple[Domain, ...]) -> tuple[str, ...]:
    """Say what must be known of the index chosen."""
    notes = said.get("notes")
    if isinstance(notes, list) and notes:
        return tuple(str(x) for x in notes)
    card = _card(place)
    derived = {} if card is None else card.derived
    if chosen.key != "imd" or not any(x.key in ("barriers", "access") for x in found):
        return ()
    if derived and not any(x.key in derived for x in found):
        return (HOLDS_DISTANCE, SET_UP_AGAIN)
    return (HOLDS_DISTANCE,)
