"""A place by its name, from OpenStreetMap: for anywhere in the world, without deprivation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.layers import card
from assetmap.settings import home_folder
from assetmap.setup.report import Draft
from assetmap.setup.walks import add_network
from assetmap.setup.writing import refuse_demo, write_home

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.exchange.openstreetmap import Endpoints
    from assetmap.setup.report import Progress, SetupReport

FEATURES = "openstreetmap.geojson"
"""What OpenStreetMap knows of assets, beside the layers: a person looks through it before anything is brought in."""
_COLUMNS = {
    "areas": ["code", "name"],
    "streets": ["name", "class"],
    "green": ["id", "name", "what"],
    "water": ["name", "what"],
    "gates": ["id", "site"],
    "names": ["name", "what"],
}


def make_place_online(
    home: str | os.PathLike[str],
    place: str,
    *,
    name: str | None = None,
    services: Endpoints | None = None,
    progress: Progress | None = None,
) -> SetupReport:
    """
    Make a place by asking OpenStreetMap.

    Parameters
    ----------
    home
        The folder of the place; one that is there keeps its assets.
    place
        What to ask for: "Totnes, UK".
    name
        What to call it; by default what OpenStreetMap does.
    services
        Where to ask; by default as the environment says (`exchange.openstreetmap.endpoints`).

    Raises
    ------
    NetworkError, PlaceError, ExchangeError
        OpenStreetMap could not be asked, or knows no such place. Nothing was changed.
    SettingsError
        The folder cannot be a home, or holds the invented demo town. Nothing was changed, and nobody was asked.
    StoreError
        The home could not be written; an earlier place is as it was.
    """
    from assetmap.exchange.openstreetmap import fetch

    folder = home_folder(home)
    refuse_demo(folder)
    tell = progress or (lambda _what, _share: None)
    fetched = fetch(place, services=services, progress=lambda what, share: tell(what, 0.9 * share))
    today = date.today()  # noqa: DTZ011  the day where this machine stands
    draft = Draft()
    source = replace(card("openstreetmap"), year=today.year)
    for layer, columns in _COLUMNS.items():
        frame: GeoDataFrame = getattr(fetched, layer)
        if len(frame):
            draft.layers[layer] = frame[[*columns, "geometry"]].reset_index(drop=True)
            draft.used(
                f"OpenStreetMap: {layer}",
                source,
                read=len(frame),
                used=len(frame),
                layers=[layer],
                on=today.isoformat(),
            )
    if len(fetched.areas) == 1:
        draft.warnings.append("OpenStreetMap has no smaller areas of this place: it is one neighbourhood.")
    if fetched.streets.empty:
        draft.warnings.append("OpenStreetMap has no street here that one may walk on.")
    else:
        add_network(draft)
    draft.warnings.append("OpenStreetMap has no deprivation: set the place up from official files to add it.")
    if len(fetched.features):
        draft.warnings.append(
            f"{len(fetched.features)} places that may be assets are in {FEATURES}: look them through, then bring "
            f"them in with `assetmap import`."
        )
    tell("writing", 0.95)
    write_home(folder, (name or fetched.name).strip() or fetched.name, draft)
    _write_features(folder / FEATURES, fetched.features)
    tell("done", 1.0)
    return draft.report()


def _write_features(path: Path, features: GeoDataFrame) -> None:
    """Write what may become assets as GeoJSON."""
    from assetmap.files import write_whole

    try:
        write_whole(path, features.to_json(na="drop", drop_id=True).encode(), force=True)
    except ExchangeError as error:
        raise ExchangeError(f"the place was made, but {error}") from None
