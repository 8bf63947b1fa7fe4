"""The one `check`: a file is held to its card, and every row that does not keep to it is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.crs import WGS84, has_no_datum
from assetmap.errors import LayerError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

    from assetmap.layers.card import Card, Column

_SHAPES = {"point": (0, 4), "line": (1, 5), "area": (3, 6)}  # shapely type numbers: single, multi
# Extent of the British National Grid in metres (EPSG registry, area of use of EPSG:27700).
_GRID = (-100_000.0, -100_000.0, 800_000.0, 1_400_000.0)


@dataclass(frozen=True)
class Problem:
    """
    One thing that is not as the card says: where, what, and how it is or can be mended.

    `row` counts from 1 as a person would see it in the file (headings are row 1; a map has features from 1); None
    is the whole file. `kept` says that the row stays, mended or with that cell empty.
    """

    row: int | None
    column: str
    what: str
    mend: str
    kept: bool = False

    def __str__(self) -> str:
        where = f'[row {self.row}, "{self.column}"] ' if self.row is not None else ""
        return f"{where}{self.what}: {self.mend}."


def check(frame: DataFrame, card: Card) -> tuple[DataFrame, list[Problem]]:
    """
    Hold a file to its card.

    Parameters
    ----------
    frame
        As `reading.read` gives it: the publisher's headings (our keys where the card is headerless), cells as text;
        a map is a GeoDataFrame in any CRS. Rows may have been left out; the index still counts the file's rows.
    card
        The card that recognised it.

    Returns
    -------
    frame, problems
        Our keys as columns in the card's order, numbers as float64 (NaN where not known), index kept; a GeoDataFrame
        in EPSG:4326 where the card has shapes. Rows without a usable key or shape are left out, and each is in
        `problems`. Outlines that cross themselves are mended, and named.

    Raises
    ------
    LayerError
        A required column is missing (the headings found are named), or no row is usable.
    """
    import pandas as pd

    lacking = [] if card.headerless else card.lacking([str(x) for x in frame.columns])
    if lacking:
        shown = ", ".join(f"“{x}”" for x in list(frame.columns)[:12] if x != "geometry")
        raise LayerError(f"“{lacking[0]}” is missing, which “{card.title}” has. Headings found: {shown}.")
    headings = {x: x for x in card.columns} if card.headerless else card.found_in([str(x) for x in frame.columns])
    problems: list[Problem] = []
    columns: dict[str, Series[Any]] = {}
    keep = np.ones(len(frame), dtype=bool)
    for key, heading in headings.items():
        column = card.columns[key]
        if column.kind == "text":
            columns[key], bad = _texts(frame[heading], column)
        else:
            columns[key], bad = _numbers(frame[heading], column)
        is_key = key == card.key_column
        told = [Problem(_row(card, at), heading, what, mend, kept=not is_key) for at, what, mend in bad]
        problems.extend(told)
        if is_key:
            keep &= ~frame.index.isin([at for at, _, _ in bad])
            again = columns[key].duplicated().to_numpy() & keep
            problems.extend(
                Problem(_row(card, at), heading, "is in the file twice", "the first row counts")
                for at in frame.index[again].tolist()
            )
            keep &= ~again
    checked = pd.DataFrame(columns, index=frame.index)
    if card.geometry != "none":
        checked, keep = _with_shapes(checked, frame, card, keep, problems)
    checked = checked[keep]
    if checked.empty and len(frame):
        first = f" The first: {problems[0]}" if problems else ""
        raise LayerError(f"no row is as “{card.title}” has it.{first}")
    return checked, problems


def in_our_words(frame: GeoDataFrame, card: Card) -> GeoDataFrame:
    """Say cells in our words where the card has them (`Column.stands_for`); rows of something else are passed over."""
    for key, column in card.columns.items():
        if column.stands_for and key in frame:
            said = frame[key].map(column.stands_for)
            frame = frame.assign(**{key: said})[said.notna()]
    return frame


def _row(card: Card, index: int) -> int:
    """Return the row as a person counts it: headings are row 1, features and files without headings start at 1."""
    is_table = card.geometry == "none"
    return int(index) + (2 if is_table and not card.headerless else 1)


def _texts(cells: Series[Any], column: Column) -> tuple[Series[Any], list[tuple[int, str, str]]]:
    """Strip, and hold to the pattern. A cell that does not keep to it becomes empty."""
    texts = cells.astype("object").where(cells.notna(), "").astype(str).str.strip()
    texts = texts.mask(texts.isin(column.missing), "")
    if column.width:
        texts = texts.where(~texts.str.fullmatch(r"\d+"), texts.str.zfill(column.width))
    if not column.pattern:
        return texts, []
    good = texts.str.fullmatch(column.pattern).to_numpy(dtype=bool)
    if not column.required:
        good |= (texts == "").to_numpy()
    bad = [
        (at, "is empty" if not text else "is not of the form the card gives", f"it should be like {column.pattern}")
        for at, text in texts[~good].items()
    ]
    return texts.where(good, ""), [(int(str(at)), what, mend) for at, what, mend in bad]


def _numbers(cells: Series[Any], column: Column) -> tuple[Series[Any], list[tuple[int, str, str]]]:
    """Read numbers, thousands commas and all; what is not one, or out of range, becomes NaN and is named."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(cells):
        values = cells.astype("float64")
        given = values.notna()
    else:
        texts = cells.astype("object").where(cells.notna(), "").astype(str).str.strip()
        texts = texts.mask(texts.isin(column.missing), "")
        given = texts != ""
        values = pd.to_numeric(texts.str.replace(r"(?<=\d)[,\u00a0 ](?=\d{3})", "", regex=True), errors="coerce")
        values = values.astype("float64")
    wrong = given & (values.isna() | ~np.isfinite(values))
    bad = [(at, "is not a number", "it is left empty") for at in cells.index[wrong]]
    if column.kind == "whole":
        parts = values.notna() & (values % 1 != 0)
        bad += [(at, "is not a whole number", "it is left empty") for at in cells.index[parts]]
        wrong |= parts
    least = -np.inf if column.least is None else column.least
    most = np.inf if column.most is None else column.most
    out = values.notna() & ((values < least) | (values > most))
    bad += [
        (at, "is out of range", f"it should lie between {least:g} and {most:g}, and is left empty")
        for at in cells.index[out]
    ]
    return values.mask(wrong | out), bad


def _with_shapes(
    checked: DataFrame, frame: DataFrame, card: Card, keep: np.ndarray, problems: list[Problem]
) -> tuple[GeoDataFrame, np.ndarray]:
    """Add the shapes in EPSG:4326; rows without a usable one are taken out of `keep`, mended ones are named."""
    import geopandas as gpd

    if "geometry" in frame:
        shapes, said = _placed(gpd.GeoSeries(frame["geometry"], crs=getattr(frame, "crs", None)), card)
        if said:
            problems.append(Problem(None, "", "the coordinate system", said, kept=True))
    else:
        empty = checked["x"].isna() | checked["y"].isna()
        points = gpd.points_from_xy(checked["x"].fillna(0), checked["y"].fillna(0), crs=card.crs)
        shapes = gpd.GeoSeries(points, index=frame.index).to_crs(WGS84)
        shapes[empty.to_numpy()] = None
    array = shapely.force_2d(shapes.to_numpy())
    usable = ~(shapely.is_missing(array) | shapely.is_empty(array))
    usable &= np.isfinite(shapely.bounds(array)).all(axis=1)
    of_kind = np.isin(shapely.get_type_id(array), _SHAPES[card.geometry])
    other = f"is not of the shape the card gives ({card.geometry})"
    for wrong, told in ((keep & ~usable, "has no shape"), (keep & usable & ~of_kind, other)):
        problems.extend(
            Problem(_row(card, at), "geometry", told, "the row is left out") for at in frame.index[wrong].tolist()
        )
    keep = keep & usable & of_kind
    if card.geometry == "area":
        for at in np.flatnonzero(keep):
            if not shapely.is_valid(array[at]):
                array[at], told = mended(array[at])
                name = checked.iloc[at][card.key_column] if card.key_column else ""
                what = f"{name} has an outline that crosses itself".strip()
                problems.append(Problem(_row(card, frame.index.tolist()[at]), "geometry", what, told, kept=True))
    return gpd.GeoDataFrame(checked, geometry=array, crs=WGS84), keep


def mended(shape: Any) -> tuple[Any, str]:
    """Mend an outline that crosses itself (EPSG:4326): the areal part of `make_valid`, and a sentence about it."""
    whole = shapely.make_valid(shape)
    parts = [x for x in shapely.get_parts(whole) if x.geom_type in ("Polygon", "MultiPolygon")]
    whole = shapely.union_all(parts) if parts else shapely.Polygon()
    before, after = abs(shape.area), whole.area
    size = f"its size changes by {abs(after - before) / before:.2%}" if before else "it had no size"
    at = re.search(r"\[([-\d.e]+) ([-\d.e]+)\]", str(shapely.is_valid_reason(shape)))
    where = f" near {float(at[2]):.5f}, {float(at[1]):.5f} (latitude, longitude)" if at else ""
    return whole, f"it was mended{where}; {size}; look at it on the map"


def _placed(shapes: Any, card: Card) -> tuple[Any, str]:
    """Bring shapes to EPSG:4326, believing the numbers where the file's word on its system cannot be true."""
    crs = shapes.crs
    x0, y0, x1, y1 = (float(x) for x in shapes.total_bounds)
    west, south, east, north = _GRID
    metres = max(abs(x0), abs(x1)) > 360 or max(abs(y0), abs(y1)) > 180
    on_grid = metres and west <= x0 and x1 <= east and south <= y0 and y1 <= north
    name = f"{card.crs} (British National Grid)" if card.crs == "EPSG:27700" else card.crs
    if not np.isfinite([x0, y0, x1, y1]).all():
        return shapes.set_crs(WGS84, allow_override=True), ""
    if crs is None:
        if not metres:
            return shapes.set_crs(WGS84), "none is named; the numbers are degrees, so they were read as EPSG:4326"
        if card.crs:
            return shapes.set_crs(card.crs).to_crs(WGS84), f"none is named; the numbers were read as {name}"
        raise LayerError("the file names no coordinate system: save it again with one.")
    if has_no_datum(crs) and card.crs and on_grid:
        told = f"its .prj names no datum, which would put it about 100 m off; the numbers were read as {name}"
        return shapes.set_crs(card.crs, allow_override=True).to_crs(WGS84), told
    if crs.is_geographic and metres:
        if card.crs and on_grid:
            told = f"the file says degrees and the numbers are metres; they were read as {name}"
            return shapes.set_crs(card.crs, allow_override=True).to_crs(WGS84), told
        raise LayerError("the file says degrees and the numbers are not: save it again with its coordinate system.")
    return shapes.to_crs(WGS84), ""
