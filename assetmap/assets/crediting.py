"""Whose data assets are: what licences ask to be said wherever they are shown, and where they are passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetmap.assets.record import Asset
    from assetmap.settings import PlaceSettings

OPENSTREETMAP, ODBL = "openstreetmap", "ODbL 1.0"
_CREDIT = "© OpenStreetMap contributors (ODbL)"
# ODbL 1.0, 4.2 to 4.4: a derivative database is under the same licence, which is named with it.
_SHARED_ALIKE = N_(
    "Places from OpenStreetMap are under the Open Database License (ODbL) 1.0: whoever passes them on as data names "
    "OpenStreetMap and shares them alike. openstreetmap.org/copyright"
)


def is_openstreetmap(asset: Asset) -> bool:
    """Say whether an asset, or something that was made one with it, came from OpenStreetMap."""
    return asset.source == OPENSTREETMAP or "odbl" in asset.source_licence.casefold()


def source_words(asset: Asset) -> str:
    """Say where an asset comes from, as its source asks to be named."""
    return "© OpenStreetMap contributors" if asset.source == OPENSTREETMAP else asset.source


def attributions_of(settings: PlaceSettings | None, assets: Iterable[Asset]) -> tuple[str, ...]:
    """
    Return what is said of sources where assets are shown: the place's own, then those of the assets at hand.

    Parameters
    ----------
    settings
        None where the reference layers of the place are not shown, or named apart.
    assets
        Those that are shown: OpenStreetMap is named for their sake where one of them came from there.
    """
    said = () if settings is None else settings.attributions
    if any("openstreetmap" in x.casefold() for x in said) or not any(map(is_openstreetmap, assets)):
        return tuple(said)
    return (*said, _CREDIT)


def with_credit(credit: str, assets: Iterable[Asset]) -> str:
    """Add what the assets at hand ask for to a line that credits a map's layers; nothing is said twice."""
    if "openstreetmap" in credit.casefold():
        return credit
    return " · ".join(x for x in (credit, *attributions_of(None, assets)) if x)


def licensed(ours: Asset, theirs: Asset) -> dict[str, str]:
    """Return the licence of what takes something over from another: ODbL goes with what came from OpenStreetMap."""
    if is_openstreetmap(ours) or not is_openstreetmap(theirs):
        return {}
    return {"source_licence": "; ".join(x for x in (ours.source_licence, ODBL) if x)}


def shared_alike(assets: Iterable[Asset]) -> tuple[str, ...]:
    """Return under what terms assets are passed on as data, in the language spoken; () where none asks for any."""
    return (_(_SHARED_ALIKE),) if any(map(is_openstreetmap, assets)) else ()


def sources_of_assets(assets: Iterable[Asset]) -> list[dict[str, object]]:
    """Name OpenStreetMap among the `sources` of an answer in JSON, where one of the assets came from there."""
    if not any(map(is_openstreetmap, assets)):
        return []
    return [
        {
            "layer": "assets", "title": "OpenStreetMap", "publisher": "OpenStreetMap contributors",
            "licence": "Open Data Commons Open Database License (ODbL) 1.0", "attribution": _CREDIT,
        }
    ]  # fmt: skip
