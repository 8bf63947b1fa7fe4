"""What the official index says of each neighbourhood of a place, with the words that a legend needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assetmap.layers.card import cards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from assetmap.layers.card import Class


class HasLayers(Protocol):
    """A place, as far as deprivation needs one."""

    def layer(self, name: str) -> GeoDataFrame | None:
        """Return one of its reference layers, EPSG:4326."""

    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is known of each layer's source."""


@dataclass(frozen=True)
class Domain:
    """One index or domain: `key` begins its columns (`imd_decile`), `label` is said to people."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Deprivation:
    """
    The neighbourhoods of a place with the official index.

    `areas` has `code`, `name`, geometry (EPSG:4326) and, for each domain, `KEY_decile` (1 = most deprived) and
    whatever of `KEY_rank` and `KEY_score` the file has; empty where the file has no row. `classes` are the steps of
    the legend, light to dark. `carried` counts neighbourhoods whose figures are another vintage's.
    """

    areas: GeoDataFrame
    domains: tuple[Domain, ...]
    classes: tuple[Class, ...]
    title: str
    publisher: str
    year: int
    licence: str
    attribution: str
    carried: int = 0

    @property
    def which_end(self) -> str:
        """Say which end of the scale is which."""
        return "1 (dark) is the most deprived tenth of areas, 10 (light) the least deprived tenth."

    @property
    def source(self) -> str:
        """Name the source in one line."""
        return f"{self.title} ({self.publisher}, {self.year})"


def domains(place: HasLayers) -> tuple[Domain, ...]:
    """Name the indices and domains that a place's neighbourhoods can be coloured by, in the order of the card."""
    areas, table = place.layer("areas"), place.layer("deprivation")
    if areas is None or table is None or table.empty:
        return ()
    source = place.sources().get("deprivation", {})
    card = cards().get(str(source.get("card", "")))
    labels = {key: str(said["label"]) for key, said in kept_domains(source).items()}
    if card is not None:  # a home set up earlier says nothing of its domains, and the card does
        labels |= {key: label for key, label in card.domains.items() if key not in labels}
    keys = [x.removesuffix("_decile") for x in table.columns if x.endswith("_decile")]
    ordered = [x for x in labels if x in keys] + [x for x in keys if x not in labels]
    return tuple(
        Domain(key, labels.get(key) or _LABELS.get(key, key.replace("_", " ").capitalize())) for key in ordered
    )


def kept_domains(source: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what setup wrote of each domain of a layer: label, title, publisher, year, nation, note."""
    kept = source.get("domains")
    if not isinstance(kept, dict):
        return {}
    return {str(key): said for key, said in kept.items() if isinstance(said, dict) and "label" in said}


# Where no card names them: the demo town's, and what the four nations' indices have in common.
_LABELS = {
    "imd": "All kinds of deprivation together",
    "imd_without_barriers": "All kinds but barriers to services",
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "living": "Living environment",
}


def read(place: HasLayers) -> Deprivation | None:
    """
    Read the deprivation of a place.

    Returns
    -------
    deprivation
        One row a neighbourhood, in the order of the layer `areas`; None where the place has no index.
    """
    areas, table = place.layer("areas"), place.layer("deprivation")
    if areas is None or table is None or table.empty:
        return None
    source = place.sources().get("deprivation", {})
    card = cards().get(str(source.get("card", "")))
    values = [x for x in table.columns if x.endswith(("_score", "_rank", "_decile"))]
    joined = areas.merge(table[["code", *values]], on="code", how="left")
    changed = table["change"].isin(["S", "M", "X"]) if "change" in table else None
    return Deprivation(
        areas=joined,
        domains=domains(place),
        classes=card.classes if card is not None else (),
        title=str(source.get("title", "")),
        publisher=str(source.get("publisher", "")),
        year=int(source.get("year", 0)),
        licence=str(source.get("licence", "")),
        attribution=str(source.get("attribution", "")),
        carried=0 if changed is None else int(changed.sum()),
    )
