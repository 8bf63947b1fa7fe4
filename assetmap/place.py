"""A place, opened: its settings, its store of assets and its reference layers. Shell, screens and notebooks use it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.errors import LayerError, SettingsError, StoreError
from assetmap.settings import PlaceSettings, home_folder, layers_folder, read_place
from assetmap.store.geopackage import GeoPackageStore

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from geopandas import GeoDataFrame

    from assetmap.network import WalkGraph
    from assetmap.network.ground import Ground
    from assetmap.store.base import Store

LAYERS = ("areas", "deprivation", "population", "postcodes", "streets", "green", "gates", "water", "names", "railway")
"""
The reference layers a home may hold, as `layers/NAME.parquet`, EPSG:4326:

areas        code, name, perhaps ward_name, geometry (areas); one row a neighbourhood
deprivation  code, then per index and domain KEY_score, KEY_rank, KEY_decile (imd, income, …; decile 1 = most deprived);
             change (U, S, M, X) where carried from another vintage, KEY_change where only that index was
population   code, population, shared (True where split from another vintage's area)
postcodes    postcode (“BA2 3QE”), area (code or ""), geometry (points)
streets      name, class, level (where the source has it: a number, 0 the ground), geometry (lines)
green        id, name, what, geometry (areas)
gates        id, site, geometry (points)
water        name, geometry (areas or lines)
names        name, what, geometry (points)
railway      name, geometry (lines)
"""


@dataclass
class Place:
    """One open home. Layers are read when first asked for and kept."""

    home: Path
    settings: PlaceSettings
    store: Store
    _layers: dict[str, GeoDataFrame | None] = field(default_factory=dict, repr=False)
    _network: dict[str, WalkGraph | None] = field(default_factory=dict, repr=False)
    _ground: dict[str, Ground] = field(default_factory=dict, repr=False)

    def layer(self, name: str) -> GeoDataFrame | None:
        """Return a reference layer (EPSG:4326; see `LAYERS`), or None where the place has none."""
        if name not in LAYERS:
            raise LayerError(f"there is no layer called {name}: the layers are {', '.join(LAYERS)}.")
        if name not in self._layers:
            self._layers[name] = read_layer(self.home, name)
        return self._layers[name]

    def network(self) -> WalkGraph | None:
        """
        Return the walk network, in metres of `settings.metric_crs`; None where the place has no street to walk on.

        It is mapped from the home, which many share. Where there is none, or it is of other streets, it is made of the
        layer `streets` once, and kept if the home can be written.

        Raises
        ------
        LayerError
            The layer `streets` is damaged.
        """
        crs = self.settings.metric_crs
        if crs not in self._network:
            from assetmap.network.of_home import network_of

            card = str(self.sources().get("streets", {}).get("card", ""))
            self._network[crs] = network_of(self.home, crs=crs, card=card, streets=lambda: self.layer("streets"))
        return self._network[crs]

    def ground(self) -> Ground | None:
        """
        Return what the place's streets cover, which takes a moment for a large one; None where it has none.

        Water counts as covered: nobody walks there, and nothing is missing.
        """
        graph = self.network()
        if graph is None:
            return None
        if graph.crs not in self._ground:
            import shapely

            from assetmap.network.ground import ground_of

            water = self.layer("water")
            besides = None
            if water is not None and len(water):
                besides = shapely.union_all(shapely.make_valid(water.to_crs(graph.crs).geometry.to_numpy()))
            self._ground[graph.crs] = ground_of(graph, besides=besides)
        return self._ground[graph.crs]

    def sources(self) -> dict[str, dict[str, object]]:
        """Return what `setup` wrote of each layer: card, title, year, attribution, file, rows."""
        path = layers_folder(self.home) / "sources.json"
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            said = None
        if not isinstance(said, dict) or not all(isinstance(x, dict) for x in said.values()):
            raise LayerError("layers/sources.json is damaged: set the place up again, or take it from a backup.")
        return said

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def read_layer(home: Path, name: str) -> GeoDataFrame | None:
    """
    Read `layers/NAME.parquet` of a home, or None. A layer without shapes comes with empty geometry.

    Raises
    ------
    LayerError
        The file is damaged.
    """
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = layers_folder(home) / f"{name}.parquet"
    if not path.exists():
        return None
    try:
        if b"geo" in (pq.read_schema(path).metadata or {}):
            return gpd.read_parquet(path)
        frame = pd.read_parquet(path)
    except (OSError, ValueError, pa.ArrowException):
        raise LayerError(
            f"layers/{name}.parquet is damaged: set the place up again, or take it from a backup."
        ) from None
    return gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs="EPSG:4326")


def open_place(home: str | os.PathLike[str] | None = None) -> Place:
    """
    Open a home.

    Raises
    ------
    SettingsError
        There is no place in the folder.
    StoreError
        Its store cannot be opened.
    """
    folder = home_folder(home)
    if not (folder / "place.toml").exists():
        raise SettingsError(
            f"there is no place in {folder}: make one with `assetmap setup`, or look at `assetmap serve`."
        )
    kept = folder / "assets.gpkg"
    if not kept.is_file() or not kept.stat().st_size:
        raise StoreError(
            "the place's assets are gone: assets.gpkg is missing or empty. Bring it back with `assetmap restore`."
        )
    return Place(home=folder, settings=read_place(folder), store=GeoPackageStore.open(kept))
