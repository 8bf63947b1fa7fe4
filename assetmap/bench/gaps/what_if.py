"""What if there were one more place: ours from what is kept, against network, walks and score worked out anew."""

from __future__ import annotations

import os
import statistics
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.assets import Asset
from assetmap.bench.access.turns import timed
from assetmap.bench.rows import Row
from assetmap.gaps import Added, Asked, Change, gaps, model_of
from assetmap.gaps.scoring import DRAWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

    from assetmap.deprivation import Need
    from assetmap.gaps import Gaps
    from assetmap.network import WalkGraph
    from assetmap.network.ground import Ground

GOAL, EQUAL = 100, 1e-9
_TAPS = 5
"""Taps on the map in each round, beside one making anew."""
_KIND = "growing_space"
_ASKED = Asked(kinds=(_KIND,))
_NO_FILES = "no real files (set ASSETMAP_REALDATA to the folder that holds them): the invented demo town"
_LAYERS = ("areas", "postcodes", "population", "deprivation", "streets", "gates", "names")


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """A place whose files are read, and whose network is made anew each time that it is asked for."""

    name: str
    layers: Mapping[str, GeoDataFrame | None] = field(repr=False)
    assets: tuple[Asset, ...] = field(repr=False)
    crs: str
    card: str
    edge: Ground | None = field(repr=False)
    need: Need | None = field(repr=False)
    note: str = ""

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a layer, from memory."""
        return self.layers.get(name)

    def network(self) -> WalkGraph | None:
        """Make the network of the streets."""
        from assetmap.network.of_home import graph_of_layer

        streets = self.layers["streets"]
        return None if streets is None else graph_of_layer(streets, crs=self.crs, card=self.card)

    def ground(self) -> Ground | None:
        """Return what the streets cover."""
        return self.edge

    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Return nothing: they are not measured."""
        return {}


def rows(*, short: bool = False) -> Iterator[Row]:
    """Measure one more place somewhere else each time, so that nothing is met twice."""
    if short:
        place = small()
    else:
        with tempfile.TemporaryDirectory() as folder:
            place = town(Path(folder) / "home")
    for draws in (0, DRAWS):
        yield _row(place, draws=draws, rounds=1 if short else 9)


def _row(place: Read, *, draws: int, rounds: int) -> Row:
    model = model_of(place, place.assets)
    base = gaps(model, place.need, _ASKED, draws=draws)
    spots = shapely.get_coordinates(shapely.point_on_surface(model.areas.geometry.to_numpy())).tolist()
    gaps(model, place.need, _ASKED, change=_one_more(spots[0]), draws=draws)
    place_of = iter(spots[at * 7 % len(spots)] for at in range(1, 10_000))
    ours: list[float] = []
    theirs: list[float] = []
    is_same = True
    for _ in range(rounds):
        at = next(place_of)
        took, anew = timed(partial(_anew, place, at, fair=base.fair, draws=draws))
        theirs.append(took)
        taps = [at, *(next(place_of) for _ in range(_TAPS - 1))]
        for tap in taps:  # each somewhere else: nothing is met twice
            took, found = timed(partial(gaps, model, place.need, _ASKED, change=_one_more(tap), draws=draws))
            ours.append(took)
            is_same = is_same and (tap is not at or _same(found, anew))
    mine, others = statistics.median(ours), statistics.median(theirs)
    return Row(
        work=f"what if there were one more place{', with intervals' if draws else ''}: {place.name}, "
        f"{len(model.areas):,} areas, {len(model.homes.xy):,} homes, {len(model.assets):,} assets",
        peer="network, walks and score anew", ours=mine * 1000, theirs=others * 1000, unit="ms", ratio=others / mine,
        goal="no goal" if draws else f"≥ {GOAL} ×", equal=is_same,
        note="; ".join(x for x in (place.note, "files read before, ours as well; equal to 1e-9") if x),
    )  # fmt: skip


def _one_more(at: list[float]) -> Change:
    return Change(added=(Added(lon=at[0], lat=at[1], kind=_KIND),))


def _anew(place: Read, at: list[float], *, fair: float, draws: int) -> Gaps:
    """Work everything out with one more asset, measured against today's fair share as a what-if is."""
    more = Asset(name="One more", kind=_KIND, where=shapely.Point(at), status="published")
    return gaps(model_of(place, (*place.assets, more)), place.need, _ASKED, fair=fair, draws=draws)


def _same(ours: Gaps, theirs: Gaps) -> bool:
    return all(
        np.allclose(ours.table[x].to_numpy(dtype=float), theirs.table[x].to_numpy(dtype=float), rtol=EQUAL, atol=EQUAL,
                    equal_nan=True)
        for x in ("supply", "shortfall", "score")
    )  # fmt: skip


def small(*, side: int = 8, seed: int = 7) -> Read:
    """Lay out a few streets 100 m apart, four neighbourhoods and some gardens."""
    import geopandas as gpd

    from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject_all

    east, north, wide = 375_000.0, 165_000.0, 100.0 * (side - 1)
    chance = np.random.default_rng(seed)

    def frame(shapes: Any, **columns: Any) -> GeoDataFrame:
        return gpd.GeoDataFrame(columns, geometry=list(reproject_all(shapes, BRITISH_NATIONAL_GRID, WGS84)), crs=WGS84)

    across = [shapely.LineString([(east, north + 100 * i), (east + wide, north + 100 * i)]) for i in range(side)]
    along = [shapely.LineString([(east + 100 * i, north), (east + 100 * i, north + wide)]) for i in range(side)]
    half = wide / 2
    boxes = [shapely.box(east + x, north + y, east + x + half, north + y + half) for x in (0, half) for y in (0, half)]
    gardens = [shapely.Point(east + x, north + y) for x, y in chance.uniform(0, wide, (6, 2))]
    at = reproject_all(gardens, BRITISH_NATIONAL_GRID, WGS84)
    codes = ["A", "B", "C", "D"]
    return Read(
        name="a few streets", crs=BRITISH_NATIONAL_GRID, card="", edge=None, need=None,
        layers={
            "areas": frame(boxes, code=codes, name=codes),
            "streets": frame([*across, *along], name=[""] * 2 * side, **{"class": ["Local Road"] * 2 * side}),
        },
        assets=tuple(
            Asset(name=f"Garden {i}", kind=_KIND, where=x, status="published") for i, x in enumerate(at)
        ),
    )  # fmt: skip


def town(home: Path) -> Read:
    """Set up Bath from the real files, or the demo town, and read it."""
    from assetmap.deprivation import need_of
    from assetmap.disclosure import SHOWN, disclosed
    from assetmap.place import open_place

    folder = os.environ.get("ASSETMAP_REALDATA")
    is_real = bool(folder) and Path(folder or "").is_dir()
    if is_real:
        _bath(Path(folder or ""), home)
    else:
        from assetmap.demo import make_demo

        make_demo(home)
    place = open_place(home)
    try:
        return Read(
            name=place.settings.name, layers={x: place.layer(x) for x in _LAYERS},
            assets=tuple(disclosed((x.asset for x in place.store.read(statuses=SHOWN)), audience="public")),
            crs=place.settings.metric_crs, card=str(place.sources().get("streets", {}).get("card", "")),
            edge=place.ground(), need=need_of(place), note="" if is_real else _NO_FILES,
        )  # fmt: skip
    finally:
        place.close()


def _bath(d: Path, home: Path) -> None:
    from assetmap.importing import import_file
    from assetmap.place import open_place
    from assetmap.setup import make_place

    make_place(
        home, name="Bath & North East Somerset", areas=d / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        deprivation=[d / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz"],
        population=d / "deprivation/File_6_-_IoD2019_Population_Denominators.csv.gz",
        lookup=d / "lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        postcodes=[d / "postcodes/code_point_open_ba.csv.gz", d / "postcodes/code_point_open_bs.csv.gz"],
        streets=d / "streets/bath_ne_somerset_os_roads.geojson", green=d / "services_bath/os_greenspace_site.geojson",
        gates=d / "services_bath/os_greenspace_access_point.geojson",
    )  # fmt: skip
    place = open_place(home)
    try:
        for file, kind in (
            ("banes_gp_surgeries", "health service"), ("banes_gss_parks_recreation", "green place"),
            ("banes_community_gardens", "growing space"), ("banes_gss_allotments", "growing space"),
            ("banes_community_orchards", "growing space"), ("banes_inspire_libraries", "indoor place"),
        ):  # fmt: skip
            import_file(place, d / f"services_bath/{file}.geojson", kind=kind, publish=True)
    finally:
        place.close()
