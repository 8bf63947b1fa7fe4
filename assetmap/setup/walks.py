"""The walk network of a place that is being made, and what there is to say of it in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import WGS84, metric_for_frame, reproject
from assetmap.errors import LayerError

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.network import WalkGraph
    from assetmap.setup.around import Reach
    from assetmap.setup.report import Draft

_LISTED = 6
_DETAIL_M = 50.0


def add_network(draft: Draft, *, reach: Reach | None = None, osm: Path | None = None) -> None:
    """
    Make the walk network of a draft's streets, and note what a person should know of it.

    Parameters
    ----------
    reach
        What the streets were cut to; None: they came as they are.
    osm
        The extract that the streets are of: then it is read itself, with what a line cannot say (stiles, private
        ways, one-way on foot).

    Raises
    ------
    LayerError
        None of the streets is one to walk on; the file is named.
    """
    areas, streets = draft.layers["areas"], draft.layers.get("streets")
    if streets is None:
        draft.warnings.append(
            "no streets were given: there are no walking minutes, and distances are as the crow flies."
        )
        return
    crs, said = metric_for_frame(areas), draft.sources["streets"]
    within: BaseGeometry | None
    if osm is not None:
        from assetmap.network.from_extract import graph_from_extract

        graph = graph_from_extract(osm, crs=crs, bounds=None if reach is None else reach.bounds)
        within = None if reach is None else shapely.box(*reach.bounds)
    else:
        from assetmap.network.of_home import graph_of_layer

        try:
            graph = graph_of_layer(streets, crs=crs, card=str(said["card"]), file=str(said["file"]))
        except LayerError as error:
            raise LayerError(f"{said['file']}: {error}") from None
        within = None if reach is None else reach.shape
    if within is not None:
        outline = reproject(within, WGS84, crs).simplify(_DETAIL_M)
        graph.source["within"] = shapely.to_wkt(outline, rounding_precision=0)  # type: ignore[index]
    draft.network = graph
    draft.warnings += sentences(graph)
    draft.warnings += _without_streets(areas, streets)


def sentences(graph: WalkGraph) -> list[str]:
    """Say how much street there is, what was cut off or left out, and whether steps are known."""
    length = np.bincount(graph.part[graph.ends[:, 0]], weights=graph.length_mm) / 1e6
    said = [f"{_km(length.sum())} of street to walk on, in and around the place."]
    left_out: dict[str, Any] = graph.source.get("left_out", {})
    shut = left_out.get("not_walkable")
    if isinstance(shut, dict) and shut.get("lines"):
        said.append(f"{_km(shut['metres'] / 1000)} of motorway and the like were left out: nobody walks there.")
    crumbs = left_out.get("crumbs", {})
    if crumbs.get("parts"):
        bits = f"{crumbs['parts']:,} short bits of street, {_km(crumbs['metres'] / 1000)} in all, hang"
        if crumbs["parts"] == 1:
            bits = f"one short bit of street, {_km(crumbs['metres'] / 1000)}, hangs"
        said.append(f"{bits} on to no other street, and no route goes there: left out.")
    if len(length) > 1:
        islands = f"{len(length) - 1:,} parts of the streets, {_km(length[1:].sum())} in all, are"
        if len(length) == 2:
            islands = f"one part of the streets, {_km(length[1])}, is"
        said.append(f"{islands} cut off from the rest: from there to elsewhere there is no walking route.")
    said.append(
        "the streets say where steps are."
        if graph.knows_steps
        else "the streets do not say where steps and paths are: a page says “steps not known”."
    )
    return said


def _without_streets(areas: GeoDataFrame, streets: GeoDataFrame) -> list[str]:
    """Name the neighbourhoods in which there is no street at all: nothing is known of walking there."""
    tree = shapely.STRtree(streets.geometry.to_numpy())
    has_one = np.zeros(len(areas), dtype=bool)
    has_one[tree.query(areas.geometry.to_numpy(), predicate="intersects")[0]] = True
    bare = areas[~has_one]
    if bare.empty:
        return []
    named = ", ".join(str(x) for x in (bare["name"] if "name" in bare else bare["code"])[:_LISTED])
    more = f" and {len(bare) - _LISTED:,} more" if len(bare) > _LISTED else ""
    many = f"{len(bare):,} neighbourhoods have" if len(bare) > 1 else "one neighbourhood has"
    return [f"{many} no street in the file: {named}{more}. What can be reached on foot there is not known."]


def _km(length: float) -> str:
    return f"{length:,.0f} km" if length >= 10 else f"{length:,.1f} km"
