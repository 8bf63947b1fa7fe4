"""OpenStreetMap extracts, PBF and XML: what may become assets, with its tags as cells and its version."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from assetmap.errors import ExchangeError, LayerError
from assetmap.exchange.problems import Problem
from assetmap.exchange.reading.osm_cells import LICENCE, SOURCE, cells_of, headings_of
from assetmap.exchange.sheets import LARGEST_ROWS, Row, Sheet, Sheets
from assetmap.exchange.untrusted.telling import progress
from assetmap.layers.osmkinds import called, kind_of, never_because
from assetmap.layers.osmtags import osm_tags
from assetmap.network.pbf import look_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from osmium.io import FileBuffer

ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"
_WHAT = "OpenStreetMap extract"
_SMALLEST_RING = 4
_LOOKED, _ROUTED = 0.05, 0.3
"""How much is done after the first look, and with the routes: the last pass takes longest."""
_LINES = "walk_or_route"
"""The kind whose closed ways are rounds, not areas."""


def is_wanted(tags: Mapping[str, str]) -> bool:
    """Say whether tags make an asset, if only there is a place to it."""
    kind = kind_of(tags)
    return bool(kind and called(tags)) and not never_because(tags, kind)


@dataclass
class Found:
    """What was found so far: rows, and how many things were left out, by why."""

    rows: list[Row] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def offer(self, tags: Mapping[str, str], shape: Any, *, source_id: str, version: int) -> bool:
        """
        Take a thing over where it may become an asset.

        Parameters
        ----------
        shape
            What gives its geometry, or None where that cannot be; asked for what is taken over alone.

        Returns
        -------
        taken
            False too for what is nothing of ours.
        """
        kind = kind_of(tags)
        why = never_because(tags, kind)
        if not kind and not why:
            return False
        why = why or ("" if called(tags) else "nameless")
        where = None if why else shape()
        why = why or ("" if where is not None else "cut")
        if why:
            self.left[why] += 1
            return False
        if len(self.rows) >= LARGEST_ROWS:
            raise ExchangeError(
                f"the extract holds more than {LARGEST_ROWS:,} places that may be assets: take one of your county."
            )
        cells = cells_of(tags, kind, source_id=source_id, version=version)
        self.rows.append(Row(number=len(self.rows) + 1, cells=cells, shape=where))
        return True

    def sheets(self, what: str = _WHAT) -> Sheets:
        """Give what was found as the one sheet of a file."""
        sheet = Sheet(
            headings=headings_of(x.cells for x in self.rows) or ("name", "kind", "source_id"), rows=tuple(self.rows),
            problems=tuple(_told(self.left, nothing=not self.rows)), what=what, source=SOURCE, licence=LICENCE,
            attribution=ATTRIBUTION,
        )  # fmt: skip
        return Sheets((sheet,))


def read_pbf(content: bytes, name: str) -> Sheets:
    """
    Read an extract in PBF.

    Raises
    ------
    ExchangeError
        It is damaged or cut short, or holds more than a sheet may.
    """
    return found_in(content, name, form="pbf").sheets()


def read_xml(content: bytes, name: str) -> Sheets:
    """Read an extract or an answer of Overpass in XML; see `read_pbf`."""
    return found_in(content, name, form="osm").sheets()


def found_in(content: bytes, name: str, *, form: str) -> Found:
    """Find what may become assets in an extract of a form that osmium knows; see `read_pbf`."""
    from osmium import InvalidLocationError
    from osmium.io import FileBuffer

    try:
        if form == "pbf":  # what takes osmium's reader down
            look_into(BytesIO(content), name)
        return _found(FileBuffer(content, form))
    except LayerError as error:
        raise ExchangeError(str(error)) from None
    except (RuntimeError, OSError, ValueError, OverflowError, InvalidLocationError):  # what osmium makes of damage
        raise ExchangeError(f"{name} is damaged or cut short, and cannot be read: fetch it again.") from None


def _found(file: FileBuffer) -> Found:
    import osmium
    from osmium.filter import KeyFilter
    from osmium.geom import WKBFactory

    shapes = WKBFactory()
    found, areas = Found(), set[str]()
    rings: dict[str, tuple[dict[str, str], int, Any]] = {}
    keys = KeyFilter(*sorted(osm_tags().wanted(layers=False)))
    progress(_LOOKED)
    outlines = _routes(file, found, shapes, keys)
    progress(_ROUTED)
    for thing in osmium.FileProcessor(file).with_areas(keys).with_filter(keys):
        tags = {x.k: x.v for x in thing.tags}
        if isinstance(thing, osmium.osm.Node):
            found.offer(tags, _late(shapes.create_point, thing), source_id=f"node/{thing.id}", version=thing.version)
        elif isinstance(thing, osmium.osm.Way):
            line = _late(shapes.create_linestring, thing)
            if not (thing.is_closed() and tags.get("area") != "no") or kind_of(tags) == _LINES:
                found.offer(tags, line, source_id=f"way/{thing.id}", version=thing.version)
            else:  # it comes once more as an area, unless it crosses itself
                rings[f"way/{thing.id}"] = tags, thing.version, line() if is_wanted(tags) else None
        elif isinstance(thing, osmium.osm.Area) and kind_of(tags) != _LINES:
            source_id = f"{'way' if thing.from_way() else 'relation'}/{thing.orig_id()}"
            outline = _late(shapes.create_multipolygon, thing)() if is_wanted(tags) else None
            if outline is not None or not is_wanted(tags):  # else it crosses itself, or is not whole: see below
                areas.add(source_id)
                found.offer(tags, partial(_single, outline), source_id=source_id, version=thing.version)
    for source_id, (tags, version, ring) in (rings | outlines).items():
        if source_id not in areas:
            found.offer(tags, partial(_crossing, ring), source_id=source_id, version=version)
    return found


def _single(outline: bytes | None) -> bytes | None:
    """Give a multipolygon of one part (of which WKB says so in bytes 5 to 8) as that part."""
    return outline[9:] if outline and outline[5:9] == b"\x01\0\0\0" else outline


def _crossing(ring: bytes | None) -> bytes | None:
    """Give an outline that osmium made no area of as it was drawn: a person looks at it."""
    import shapely

    line = shapely.from_wkb(ring) if ring else None
    if line is None or len(line.coords) < _SMALLEST_RING:
        return None
    return bytes(shapely.to_wkb(shapely.Polygon(line.coords)))


def _late(make: Any, thing: Any) -> Any:
    """Make a geometry when it is asked for; None where the extract lacks its points."""

    def shape() -> bytes | None:
        import osmium

        try:
            return bytes.fromhex(make(thing))
        except (osmium.InvalidLocationError, RuntimeError):
            return None

    return shape


def _routes(file: FileBuffer, found: Found, shapes: Any, keys: Any) -> dict[str, tuple[dict[str, str], int, None]]:
    """
    Take the routes over, as the lines of their ways that are in the extract.

    Returns
    -------
    outlines
        Relation → tags and version of those that must come as areas: one that does not was cut open by the edge.
    """
    import osmium
    from osmium.filter import IdFilter

    routes: dict[int, tuple[dict[str, str], int, list[int]]] = {}
    outlines: dict[str, tuple[dict[str, str], int, None]] = {}
    relations = osmium.FileProcessor(file, osmium.osm.RELATION).with_filter(keys)
    for relation in cast("Iterable[osmium.osm.Relation]", relations):
        tags = {x.k: x.v for x in relation.tags}
        if kind_of(tags) == _LINES:
            routes[relation.id] = tags, relation.version, [x.ref for x in relation.members if x.type == "w"]
        elif tags.get("type") in ("multipolygon", "boundary"):
            outlines[f"relation/{relation.id}"] = tags, relation.version, None
        elif is_wanted(tags):
            found.left["parts"] += 1
    wanted = {way for _, _, ways in routes.values() for way in ways}
    lines: dict[int, bytes] = {}
    if wanted:
        ways = osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY).with_locations()
        for way in ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(IdFilter(wanted)):
            if line := _late(shapes.create_linestring, way)():
                lines[way.id] = line
    for number, (tags, version, members) in routes.items():
        parts = [lines[x] for x in members if x in lines]
        found.offer(tags, partial(_together, parts), source_id=f"relation/{number}", version=version)
    return outlines


def _together(lines: list[bytes]) -> bytes | None:
    """Join lines end to end where they meet."""
    import shapely

    if not lines:
        return None
    joined = shapely.line_merge(shapely.union_all(shapely.from_wkb(lines)))
    return bytes(shapely.to_wkb(joined))


def _told(left: Counter[str], *, nothing: bool) -> Iterator[Problem]:
    """Count in a sentence each what was left out: no names, no places."""
    said = {x.why: x.said for x in osm_tags().never} | {
        "nameless": "without a name: add by hand those that people go to",
        "cut": "cut off by the extract's edge",
        "parts": "kept there as several things: add by hand those that people go to",
    }
    for why, words in said.items():
        if count := left[why]:
            places = "place" if count == 1 else "places"
            yield Problem(None, None, "left out", f"{count:,} {places} {words}.", kept=True)
    if nothing and not left:
        mend = "it holds no place that may be an asset: it is one of streets alone, or of somewhere very quiet."
        yield Problem(None, None, "nothing", mend, kept=True)
