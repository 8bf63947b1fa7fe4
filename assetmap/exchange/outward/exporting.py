"""Assets as a file for others, by its ending; what comes in here has passed `disclosure.disclosed`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assetmap.disclosure import marked_for
from assetmap.errors import ExchangeError
from assetmap.exchange.outward.carried import Outgoing
from assetmap.exchange.outward.harmless import about, harmless
from assetmap.files import whole_file

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Exported
    from assetmap.settings import PlaceSettings

_WRITERS = {
    ".gpkg": ("geopackage", "write_gpkg"),
    ".geojson": ("lists", "write_geojson"),
    ".csv": ("tables", "write_csv"),
    ".json": ("lists", "write_json"),
    ".xlsx": ("workbooks", "write_xlsx"),
    ".kml": ("kml", "write_kml"),
    ".parquet": ("parquet", "write_parquet"),
    ".ics": ("calendars", "write_ics"),
    ".oruk.json": ("openreferral", "write_oruk"),
}
ENDINGS = tuple(_WRITERS)
"""What `export` can write."""


class HasSettings(Protocol):
    """A place, as far as an output needs one."""

    @property
    def settings(self) -> PlaceSettings:
        """Its settings."""


def ending_of(name: str) -> str:
    """Give the ending of a file's name, `.oruk.json` before `.json`; "" where none of `ENDINGS` is its."""
    return max((x for x in ENDINGS if name.lower().endswith(x)), key=len, default="")


def export(
    assets: Sequence[Asset],
    path: str | os.PathLike[str],
    *,
    place: HasSettings | None = None,
    force: bool = False,
    audience: str = "public",
) -> Exported:
    """
    Write assets to a file; it appears whole or not at all.

    Parameters
    ----------
    assets
        As `disclosure.disclosed` gave them: a blurred place is already the blurred one.
    path
        Its ending says what it becomes, one of `ENDINGS`; the module of each says how.
    place
        Gives the output its title and the attributions of its sources.
    force
        Replace an existing file.
    audience
        The circle that `assets` were disclosed to; where it is not the public, the file's attribution says so (in a
        CSV the column `audience` does, and the file's name should).

    Returns
    -------
    exported
        Which assets are in the file, and what of them is not.

    Raises
    ------
    ExchangeError
        Another ending, the file exists, it is a place's live store, or it cannot be written.
    """
    file = Path(path)
    ending = ending_of(file.name)
    if not ending:
        said = f"{file.suffix} is not an ending" if file.suffix else "a file without an ending is not one"
        raise ExchangeError(f"{said} that can be written: choose one of {', '.join(ENDINGS)}.")
    if file.name == "assets.gpkg" and (file.parent / "place.toml").exists():
        raise ExchangeError("assets.gpkg is the place's live store: give the export another name or folder.")
    settings = None if place is None else place.settings
    marked = marked_for(assets, audience=audience)
    outgoing = Outgoing(about=about(settings, marked=marked, assets=assets), settings=settings, marked=marked)
    rows = harmless(assets, outgoing)
    module, function = _WRITERS[ending]
    write: Callable[[Sequence[Asset], Path, Outgoing], None] = getattr(
        import_module(f"assetmap.exchange.outward.{module}"), function
    )
    with whole_file(file, force=force) as new:
        write(rows, new, outgoing)
    return outgoing.exported(rows)
