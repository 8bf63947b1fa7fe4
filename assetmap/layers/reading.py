"""Read an official file, whatever it is packed in, and find the card that recognises it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import LayerError
from assetmap.layers.card import Card, Column, cards, plain
from assetmap.layers.unpacking import Content, contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

Bounds = tuple[float, float, float, float]

OPTIONS = {
    "areas": "--areas",
    "deprivation": "--deprivation",
    "population": "--population",
    "lookup": "--lookup",
    "postcodes": "--postcodes",
    "streets": "--streets",
    "green": "--green",
    "gates": "--gates",
    "names": "--names",
}
"""Which option of `assetmap setup` takes the files that feed what."""
_PEEK_ROWS = 20


@dataclass(frozen=True)
class Reading:
    """
    A file as it was read: `frame` has the publisher's headings (our keys where there are none), all cells as text.

    `rows` counts the rows of the file (more than `frame` holds where it was read for a window only); `notes` are
    sentences about what was passed over.
    """

    frame: DataFrame
    card: Card
    file: str
    rows: int
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Look:
    """
    What a file is, by its headings alone.

    `card` is the one that recognises it, or None; then `nearest` is the card it comes closest to, which `lacks` those
    headings. `is_map` says that it holds shapes.
    """

    file: str
    card: Card | None
    headings: tuple[str, ...]
    is_map: bool
    nearest: Card | None = None
    lacks: tuple[str, ...] = ()


@dataclass
class _Found:
    """One table or layer, its headings, and the card that fits (None: no card)."""

    content: Content
    headings: list[str]
    card: Card | None
    layer: str | None = None
    delimiter: str = ","


def read(path: str | Path, *, feeds: Sequence[str], within: Bounds | None = None) -> Reading:
    """
    Read a file that is to feed one of `feeds`.

    Parameters
    ----------
    path
        A CSV, GeoJSON, shapefile or GeoPackage; plain, gzip or the publisher's zip (whose tables of one kind are
        read as one, as Code-Point Open has them).
    feeds
        What it is wanted for: `areas`, `deprivation`, … Cards for anything else do not count.
    within
        W, S, E, N in EPSG:4326: shapes that lie wholly outside may be passed over.

    Raises
    ------
    LayerError
        The file cannot be read, or no card recognises it: the headings found, the nearest card and what the file
        lacks for it are named.
    """
    path = Path(path)
    found = [each for content in contents(path) for each in _looked_at(content, feeds)]
    known = [each for each in found if each.card is not None]
    if not known:
        raise LayerError(_unknown(path.name, found, feeds))
    first = known[0]
    assert first.card is not None
    if first.content.what == "map":
        return _read_map(path.name, first, within)
    return _read_tables(path.name, [each for each in known if each.card is first.card])


def look(path: str | Path) -> Look:
    """
    Say what a file is without reading its rows: the card that knows it, whatever it may feed.

    Raises
    ------
    LayerError
        It is no table and no map, is empty or damaged; what it is instead is named.
    """
    path = Path(path)
    found = [each for content in contents(path) for each in _looked_at(content, tuple(OPTIONS))]
    first = next((each for each in found if each.card is not None), None)
    if first is not None:
        return Look(path.name, first.card, tuple(first.headings), first.content.what == "map")
    fullest = max(found, key=lambda each: len(each.headings))
    is_map = any(each.content.what == "map" for each in found)
    candidates = [card for card in cards().values() if not card.headerless]
    nearest = max(candidates, key=lambda card: len(card.found_in(fullest.headings)), default=None)
    if nearest is None or not nearest.found_in(fullest.headings):
        return Look(path.name, None, tuple(fullest.headings), is_map)
    lacks = tuple(nearest.lacking(fullest.headings))
    return Look(path.name, None, tuple(fullest.headings), is_map, nearest, lacks)


def cells(path: str | Path, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """
    Read some columns of a file that a card knows as text, without its shapes; one tuple a row, "" where it has none.

    Raises
    ------
    LayerError
        The file cannot be read, or no card recognises it.
    """
    import pyogrio

    path = Path(path)
    found = [each for content in contents(path) for each in _looked_at(content, tuple(OPTIONS))]
    known = [each for each in found if each.card is not None]
    if not known:
        raise LayerError(_unknown(path.name, found, tuple(OPTIONS)))
    first, card = known[0], known[0].card
    assert card is not None
    if first.content.what == "map":
        headings = card.found_in(first.headings)
        source = first.content.blob or first.content.source
        columns = [headings[key] for key in keys if key in headings]
        frame = pyogrio.read_dataframe(source, layer=first.layer, columns=columns, read_geometry=False)
    else:
        frame = _read_tables(path.name, [each for each in known if each.card is card]).frame
        headings = {key: key for key in card.columns} if card.headerless else card.found_in(list(frame.columns))
    texts = [
        frame[headings[key]].fillna("").astype(str).str.strip().tolist() if key in headings else [""] * len(frame)
        for key in keys
    ]
    return list(zip(*texts, strict=True))


def every_cell(path: str | Path) -> Reading | None:
    """
    Read the first table of a file with all its columns, of whatever card; None where the file holds a map only.

    Raises
    ------
    LayerError
        The file cannot be read.
    """
    path = Path(path)
    table = next((content for content in contents(path) if content.what == "table"), None)
    if table is None:
        return None
    found = _looked_at_table(table, ())
    first: dict[str, str] = {}  # of two columns of one name the first counts
    for heading in found.headings:
        first.setdefault(plain(heading), heading)
    columns = {f"column_{at}": Column(key=f"column_{at}", headings=(x,)) for at, x in enumerate(first.values())}
    found.card = Card(
        key="", title="", says="", does_not_say="", feeds=(), publisher="", year=0, licence="", attribution="",
        geometry="none", get="", columns=columns,
    )  # fmt: skip
    return _read_tables(path.name, [found])


def _looked_at(content: Content, feeds: Sequence[str]) -> list[_Found]:
    if content.what == "table":
        return [_looked_at_table(content, feeds)]
    import pyogrio

    source = content.blob or content.source
    try:
        layers: list[str | None] = [str(name) for name, _ in pyogrio.list_layers(source)]
        if len(layers) == 1:  # an unnamed layer in memory has another name at each reading
            layers = [None]
        found = []
        for layer in layers:
            fields = [str(x) for x in pyogrio.read_info(source, layer=layer)["fields"]]
            found.append(_Found(content, fields, _fitting(fields, feeds, is_map=True), layer=layer))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError):
        if content.blob and not content.blob.rstrip(b"\x00\t\r\n ").endswith((b"}", b"]")):
            raise LayerError(f"{content.name} seems cut short, and cannot be read: fetch it again.") from None
        raise LayerError(
            f"{content.name} is not a map that can be read: GeoJSON, a shapefile or a GeoPackage is needed."
        ) from None
    return found


def _looked_at_table(content: Content, feeds: Sequence[str]) -> _Found:
    text = content.blob[:262_144].decode("utf-8", errors="ignore")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows: list[list[str]] = []
    # The last row may be cut in two by the peek; it is dropped where the text goes on.
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in lines:
            if row:
                rows.append(row)
            if len(rows) > _PEEK_ROWS:
                break
    except csv.Error:
        raise LayerError(f"{content.name} is not a table that can be read: save it as CSV.") from None
    headings = rows[0] if rows else []
    card = _fitting(headings, feeds, is_map=False)
    if card is None:
        whole = rows if len(content.blob) <= len(text.encode()) else rows[:_PEEK_ROWS]
        card = next((x for x in cards().values() if set(x.feeds) & set(feeds) and x.fits_rows(whole)), None)
    return _Found(content, headings, card, delimiter=delimiter)


def _fitting(headings: Sequence[str], feeds: Sequence[str], *, is_map: bool) -> Card | None:
    """Return the card that explains most of the headings, of those that lack none."""
    best: Card | None = None
    most = 0
    for card in cards().values():
        wanted = [feed for feed in feeds if feed in card.feeds]
        if card.headerless or not wanted or (is_map and card.geometry == "none"):
            continue
        if not is_map and card.geometry in ("line", "area"):
            continue
        if all(card.lacking(headings, feed=feed) for feed in wanted):
            continue
        matched = len(card.found_in(headings))
        if matched > most:
            best, most = card, matched
    return best


def _unknown(name: str, found: Sequence[_Found], feeds: Sequence[str]) -> str:
    headings = max((each.headings for each in found), key=len, default=[])
    is_map = any(each.content.what == "map" for each in found)
    shown = ", ".join(f"“{_short(x)}”" for x in headings[:12]) or "none"
    more = f" and {len(headings) - 12} more" if len(headings) > 12 else ""
    start = f"{name} is not a file of {' or '.join(feeds)} that any card knows. Headings found: {shown}{more}."
    elsewhere = _fitting(headings, tuple(set(OPTIONS) - set(feeds)), is_map=is_map)
    if elsewhere is not None:
        options = " or ".join(OPTIONS[feed] for feed in elsewhere.feeds if feed in OPTIONS)
        return f"{start} It is “{elsewhere.title}”: give it with {options}."
    candidates = [x for x in cards().values() if set(x.feeds) & set(feeds) and not x.headerless]
    if not candidates:
        return start

    def nearness(card: Card) -> tuple[float, int]:
        matched = len(card.found_in(headings))
        return matched / max(len([c for c in card.columns.values() if c.required]), 1), matched

    nearest = max(candidates, key=nearness)
    lacks = [feed_lack for feed in feeds if feed in nearest.feeds for feed_lack in nearest.lacking(headings, feed=feed)]
    if not lacks:
        shape = "a map of outlines, lines or points" if nearest.geometry != "none" else "a table"
        return f"{start} It has the headings of “{nearest.title}”, which is {shape}: fetch that form of it."
    listed = ", ".join(f"“{x}”" for x in lacks[:4]) + (f" and {len(lacks) - 4} more" if len(lacks) > 4 else "")
    return f"{start} The nearest is “{nearest.title}”, for which it lacks {listed}. Get it from {nearest.get}."


def _short(heading: str) -> str:
    clean = "".join(x if x.isprintable() else "·" for x in str(heading).replace("\ufeff", ""))
    return clean if len(clean) <= 70 else clean[:69] + "…"


def _read_map(name: str, found: _Found, within: Bounds | None) -> Reading:
    import pyogrio

    assert found.card is not None
    source = found.content.blob or found.content.source
    wanted = list(found.card.found_in(found.headings).values())
    try:
        info = pyogrio.read_info(source, layer=found.layer)
        rows = int(info["features"])
        box = _box_in(info, within)
        frame = pyogrio.read_dataframe(source, layer=found.layer, columns=wanted, bbox=box)
        if rows < 0:
            rows = len(frame)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise LayerError(f"{name} is damaged and cannot be read: {str(error)[:120]}. Fetch it again.") from None
    if rows == 0:
        raise LayerError(f"{name} has headings and no rows: fetch it again.")
    if "geometry" not in frame:
        raise LayerError(f"{name} has no shapes, and “{found.card.title}” is a map: fetch that form of it.")
    return Reading(frame, found.card, name, rows)


def _box_in(info: dict[str, Any], within: Bounds | None) -> Bounds | None:
    """Put the window into the file's own system; where that system cannot be trusted, nothing is passed over."""
    if within is None or not info.get("crs"):
        return None
    from pyproj import CRS

    from assetmap.crs import WGS84, transformer

    crs = CRS.from_user_input(info["crs"])
    if crs.to_epsg() is None:
        return None
    west, south, east, north = transformer(WGS84, crs).transform_bounds(*within)
    return (west, south, east, north)


def _read_tables(name: str, found: Sequence[_Found]) -> Reading:
    import pandas as pd

    card = found[0].card
    assert card is not None
    passed = 0
    frames = []
    for each in found:
        frame, bad = _read_table(each)
        frames.append(frame)
        passed += bad
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    if frame.empty:
        raise LayerError(f"{name} has headings and no rows: fetch it again.")
    notes = [f"{name}: {passed} rows have too many or too few cells and were passed over."] if passed else []
    return Reading(frame, card, name, len(frame) + passed, notes)


def _read_table(found: _Found) -> tuple[DataFrame, int]:
    """Read the columns that the card names, as text; also count the rows with another number of cells."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    card = found.card
    assert card is not None
    if card.headerless:
        wanted = sorted(card.columns.values(), key=lambda column: column.position or 0)
        names = [column.key for column in wanted]
        kept, skipped = names, 0
    else:
        names = [f"{heading}\n{at}" for at, heading in enumerate(found.headings)]
        first = {heading: names[at] for at, heading in reversed(list(enumerate(found.headings)))}
        kept = [first[heading] for heading in card.found_in(found.headings).values()]
        skipped = 1
    bad = 0

    def passed_over(_row: object) -> str:
        nonlocal bad
        bad += 1
        return "skip"

    # A quoted heading may hold a line break; skip_rows_after_names counts records, skip_rows lines.
    size = min(max(len(found.content.blob), 1 << 20), 1 << 25)
    table = arrow_csv.read_csv(
        pa.BufferReader(found.content.blob),
        read_options=arrow_csv.ReadOptions(
            column_names=names,
            skip_rows_after_names=skipped,
            block_size=size,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=found.delimiter, newlines_in_values=True, invalid_row_handler=passed_over
        ),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=kept, column_types=dict.fromkeys(kept, pa.string()), strings_can_be_null=False
        ),
    )
    frame: DataFrame = table.to_pandas()
    frame.columns = [str(x).rsplit("\n", 1)[0] if not card.headerless else str(x) for x in frame.columns]
    return frame, bad
