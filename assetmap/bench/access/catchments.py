"""Floating catchments over England's neighbourhoods, against PySAL's `access`, both given the same table of pairs."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.catchments import Decay, bands, catchments, within
from assetmap.access.found import Pairs
from assetmap.bench.access.turns import turns
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from assetmap.bench.access.town import Town

GOAL, EQUAL = 100, 1e-9
AREAS = "boundaries/lsoa2021_england_bsc.geojson.zip"
_MANY, _SUPPLIES = 33_755, 50_000
_LIMIT_MM = 1_200_000
_ZONES_MM = (400_000, 800_000, _LIMIT_MM)
INVENTED = "no real files (set ASSETMAP_REALDATA to the folder that holds them): invented neighbourhoods"


@dataclass(frozen=True, kw_only=True, eq=False)
class Country:
    """Supplies, people, and who is near whom, as we take it and as PySAL does."""

    pairs: Pairs
    capacity: NDArray[np.float64]
    population: NDArray[np.float64]
    note: str

    def frames(self) -> tuple[Any, Any, Any]:
        """Return PySAL's frames of people, supplies and costs."""
        import pandas as pd

        rows = {"origin": self.pairs.node, "dest": self.pairs.owner, "cost": self.pairs.mm}
        people = pd.DataFrame({"demand": self.population}).rename_axis("geoid")
        return people, pd.DataFrame({"supply": self.capacity}).rename_axis("geoid"), pd.DataFrame(rows)


def rows(town: Town | None = None, *, short: bool = False) -> Iterator[Row]:  # noqa: ARG001  as all parts are called
    """Measure both methods from the pairs, and scoring anew after every capacity changed."""
    made, rounds = country(short=short), 2 if short else 7
    for name, decay in (("E2SFCA in three zones", bands(_ZONES_MM)), ("2SFCA", within(_LIMIT_MM))):
        yield _row(made, name, decay, rounds=rounds)
    yield _row(made, "E2SFCA scored anew, weights kept", bands(_ZONES_MM), rounds=rounds, kept=True)


def _row(country: Country, name: str, decay: Decay, *, rounds: int, kept: bool = False) -> Row:
    ready = catchments(country.pairs, decay)
    capacity = country.capacity[::-1].copy() if kept else country.capacity
    works = {"ours": lambda: (ready if kept else catchments(country.pairs, decay)).scores(capacity, country.population)}
    if is_there := (found := peer()) is not None:
        works["theirs"] = lambda: pysal(found, frames, decay)
        people, supplies, costs = country.frames()
        frames = (people, supplies.assign(supply=capacity), costs)
        works["theirs"]()
    works["ours"]()
    seconds, given = turns(works, rounds=rounds)
    mine, other = seconds["ours"], seconds.get("theirs")
    equal = None
    if is_there:
        theirs = given["theirs"].reindex(np.arange(len(country.population)), fill_value=0.0).to_numpy()
        equal = bool(np.allclose(given["ours"], theirs, rtol=EQUAL, atol=0.0))
    size = f"{len(country.population):,} × {len(country.capacity):,}, 1.2 km, {len(country.pairs.mm):,} pairs"
    return Row(
        work=f"{name}: {size}", peer="PySAL access", ours=mine * 1000, theirs=other and other * 1000, unit="ms",
        ratio=other and other / mine, goal="no goal" if kept or len(decay.edges_mm) < 2 else f"≥ {GOAL} ×", equal=equal,
        note="; ".join(x for x in (
            country.note, f"equal to {EQUAL:g}" if is_there else "access is not installed",
            "it has nothing to keep" if kept and is_there else "",
        ) if x),
    )  # fmt: skip


def peer() -> tuple[Any, Any] | None:
    """Return PySAL's two modules, or None where they are not installed; another `access` may be about."""
    try:
        return importlib.import_module("access.fca"), importlib.import_module("access.weights")
    except ImportError:
        return None


def pysal(modules: tuple[Any, Any], frames: tuple[Any, Any, Any], decay: Decay) -> Any:
    """Score by its own two steps, with its own step function where there are zones."""
    fca, weights = modules
    people, supplies, costs = frames
    zones = dict(zip(decay.edges_mm, decay.weights, strict=True))
    return fca.two_stage_fca(
        people, supplies, costs, max_cost=decay.limit_mm, demand_index=True,
        weight_fn=weights.step_fn(zones) if len(zones) > 1 else None,
    )  # fmt: skip


def country(*, short: bool, limit_mm: int = _LIMIT_MM) -> Country:
    """Put seeded supplies about neighbourhoods, most where people live closest; distances are straight."""
    from scipy.spatial import cKDTree

    chance = np.random.default_rng(7)
    at, is_real = middles(many=400 if short else None, chance=chance)
    near = chance.integers(0, len(at), 500 if short else _SUPPLIES)
    supplies = at[near] + chance.normal(0, 600, (len(near), 2))
    table = cKDTree(supplies).sparse_distance_matrix(cKDTree(at), limit_mm / 1000, output_type="ndarray")
    mm = np.rint(table["v"] * 1000.0).astype(np.int32)
    order = np.lexsort((table["j"], mm, table["i"]))
    return Country(
        pairs=Pairs(
            head=np.searchsorted(table["i"][order], np.arange(len(supplies) + 1)).astype(np.int64),
            node=table["j"][order].astype(np.int32), mm=mm[order], nodes=len(at), limit_mm=limit_mm,
        ),
        capacity=chance.integers(1, 30, len(supplies)).astype(np.float64),
        population=chance.integers(1_000, 3_001, len(at)).astype(np.float64),
        note="" if is_real or short else INVENTED,
    )  # fmt: skip


def middles(*, many: int | None, chance: np.random.Generator) -> tuple[NDArray[np.float64], bool]:
    """Give neighbourhoods' middles, metres: England's where its files are and no number is asked for, else invented."""
    folder = os.environ.get("ASSETMAP_REALDATA")
    path = Path(folder or "") / AREAS
    if many is None and folder and path.is_file():
        return _real(path), True
    return _invented(chance, many=many or _MANY), False


@cache
def _real(path: Path) -> NDArray[np.float64]:
    """Read the neighbourhoods' middles, metres on the British National Grid."""
    import geopandas as gpd
    import shapely

    middles = shapely.centroid(gpd.read_file(path).to_crs("EPSG:27700").geometry.to_numpy())
    return np.asarray(shapely.get_coordinates(middles))


def _invented(chance: np.random.Generator, *, many: int) -> NDArray[np.float64]:
    """Lay neighbourhoods out in towns."""
    towns = chance.uniform(0, 500_000 * (many / _MANY) ** 0.5, (max(many // 60, 1), 2))
    return np.asarray(towns[chance.integers(0, len(towns), many)] + chance.normal(0, 2_000, (many, 2)))
