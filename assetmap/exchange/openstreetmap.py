"""
The online door: boundary, streets and features of a place by its name, through OSMnx.

Only the name of the place leaves this machine. OSMnx keeps its answers in no cache here, and what it changes in the
process (its settings, name resolution) is put back.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from assetmap import __version__
from assetmap.crs import WGS84, metric_for, reproject
from assetmap.errors import AssetMapError, ExchangeError, NetworkError, PlaceError, SettingsError
from assetmap.exchange.reading.osm_cells import cells_of, headings_of
from assetmap.layers.osmkinds import called, kind_of, never_because
from assetmap.layers.osmtags import gates_of, layer_of, osm_tags, streets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

MARGIN_M = 1_500
"""Streets and features are asked for this far beyond the boundary: people cross it."""
LARGEST_KM2 = 2_500
"""A county; anything larger is a burden on a service that volunteers pay for, and wants an extract."""
_TRIES, _PAUSE_S = 3, 8
_BUSY = (429, 504)
_COVERED = 0.95
_STRANGE = "OpenStreetMap's service answered with something that cannot be read: sign in to the Wi-Fi, or try again."
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)  # what a strange answer makes OSMnx stumble over


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """The services to ask. `timeout_s` is of one request; `polite` waits for a free slot, as the public ones ask."""

    overpass: str = "https://overpass-api.de/api"
    nominatim: str = "https://nominatim.openstreetmap.org/"
    timeout_s: float = 90.0
    polite: bool = True


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """
    What OpenStreetMap knows of a place, EPSG:4326.

    `areas` has `code` and `name`: its parishes or wards where they cover it, else the place as one; `features` what
    may become assets (`id`, and what `candidates_of` says); the others are as `place.LAYERS` says.
    """

    name: str
    areas: GeoDataFrame
    streets: GeoDataFrame
    green: GeoDataFrame
    water: GeoDataFrame
    gates: GeoDataFrame
    names: GeoDataFrame
    features: GeoDataFrame


def candidates_of(frame: GeoDataFrame) -> GeoDataFrame:
    """
    Keep what may become assets: named, of a kind of ours, and not left out by `osm_tags.toml`.

    Returns
    -------
    candidates
        `id` (`node/1`) and the cells of `reading.osm_cells`, None where empty, and geometry.
    """
    import geopandas as gpd

    rows, shapes = [], []
    tags_of = frame.drop(columns=["geometry", "element"], errors="ignore").to_dict("records")
    for tags, shape in zip(tags_of, frame.geometry, strict=True):
        said = {str(key): value for key, value in tags.items() if isinstance(value, str)}
        kind = kind_of(said)
        if kind and called(said) and not never_because(said, kind):
            rows.append(cells_of(said, kind, source_id=said["id"]))
            shapes.append(shape)
    columns = {heading: [row.get(heading) for row in rows] for heading in headings_of(rows)}
    ids = {"id": [row["source_id"] for row in rows]}
    return gpd.GeoDataFrame(ids | columns, geometry=shapes, crs=WGS84)


class _BusyError(Exception):
    """The service said that it is busy, too often."""


def endpoints() -> Endpoints:
    """
    Read which services to ask: `ASSETMAP_OVERPASS`, `ASSETMAP_NOMINATIM`, `ASSETMAP_OSM_TIMEOUT` (seconds).

    Raises
    ------
    SettingsError
        An address is not http(s), or the time is not a number of seconds.
    """
    default = Endpoints()
    overpass = os.environ.get("ASSETMAP_OVERPASS") or default.overpass
    nominatim = os.environ.get("ASSETMAP_NOMINATIM") or default.nominatim
    if not all(x.startswith(("http://", "https://")) for x in (overpass, nominatim)):
        raise SettingsError("ASSETMAP_OVERPASS and ASSETMAP_NOMINATIM are addresses that begin with http.")
    try:
        timeout = float(os.environ.get("ASSETMAP_OSM_TIMEOUT") or default.timeout_s)
    except ValueError:
        timeout = 0.0
    if not 0 < timeout <= 3600:
        raise SettingsError("ASSETMAP_OSM_TIMEOUT is a number of seconds, for example 90.")
    return Endpoints(overpass=overpass, nominatim=nominatim, timeout_s=timeout, polite=overpass == default.overpass)


def fetch(
    place: str, *, services: Endpoints | None = None, progress: Callable[[str, float], None] | None = None
) -> Fetched:
    """
    Ask OpenStreetMap for a place.

    Parameters
    ----------
    place
        Its name as one would write it on a letter: "Totnes, UK".
    services
        Where to ask; by default what `endpoints` says.

    Raises
    ------
    NetworkError
        There is no network, or a service does not answer or is busy.
    PlaceError
        No place of that name has a boundary, or it is larger than a county.
    ExchangeError
        A service answered with something that cannot be read.
    """
    tell = progress or (lambda _what, _share: None)
    with _osmnx(services or endpoints(), instead="set the place up from files with --areas") as ox:
        tell("boundary", 0.05)
        name, boundary = _boundary(ox, place)
        metric, wide = _wide(boundary, instead="use an extract with --osm")
        tell("streets", 0.25)
        streets = _streets(ox, wide)
        tell("features", 0.55)
        features = _features(ox, wide, {**osm_tags().wanted()})
        tell("neighbourhoods", 0.85)
        areas = _areas(_features(ox, boundary, {"boundary": ["administrative"]}), boundary, name, metric)
    green = layer_of(features, "green")
    return Fetched(
        name=name,
        areas=areas,
        streets=streets,
        green=green,
        water=layer_of(features, "water"),
        gates=gates_of(features, green, metric),
        names=layer_of(features, "names"),
        features=candidates_of(features),
    )


def fetch_assets(
    place: str, *, services: Endpoints | None = None, progress: Callable[[str, float], None] | None = None
) -> bytes:
    """
    Ask OpenStreetMap for what may become assets of a place, with versions.

    Parameters
    ----------
    place, services
        As for `fetch`; nothing else leaves this machine.

    Returns
    -------
    answer
        Overpass JSON as it came, to be read as any stranger's file (`untrusted.read_strange`).

    Raises
    ------
    NetworkError, PlaceError, ExchangeError
        See `fetch`.
    """
    tell, asked = progress or (lambda _what, _share: None), services or endpoints()
    with _osmnx(asked, instead="bring in an extract, as .osm.pbf") as ox:
        tell("boundary", 0.05)
        _, wide = _wide(_boundary(ox, place)[1], instead="bring in an extract of it, as .osm.pbf")
        tell("features", 0.3)
        answer = _posted(ox, asked, _question(wide, asked))
    tell("features", 1.0)
    return answer


def _question(wide: BaseGeometry, services: Endpoints) -> str:
    """Write what is asked in Overpass QL: the things themselves with versions, then the points that draw them."""
    outlines = [wide] if wide.geom_type == "Polygon" else [wide.convex_hull]
    ring = " ".join(f"{y:.5f} {x:.5f}" for x, y in shapely.get_coordinates(shapely.get_exterior_ring(outlines[0])))
    wanted = [
        f'nwr["{key}"]' if isinstance(values, bool) else f'nwr["{key}"~"(^|;) *({"|".join(values)}) *(;|$)"]'
        for key, values in osm_tags().wanted(layers=False).items()
    ]
    whole = "".join(f'{x}(poly:"{ring}");' for x in wanted)
    return f"[out:json][timeout:{int(services.timeout_s)}];({whole});out meta;>;out skel qt;"


def _posted(ox: Any, services: Endpoints, question: str) -> bytes:
    import requests

    settings = ox.settings
    while True:
        with requests.post(
            f"{services.overpass.rstrip('/')}/interpreter", data={"data": question}, timeout=services.timeout_s,
            headers={"User-Agent": settings.http_user_agent, "Referer": settings.http_referer},
            **settings.requests_kwargs,
        ) as answer:  # fmt: skip
            if answer.status_code in _BUSY:  # the watch counts the tries
                time.sleep(_PAUSE_S)
                continue
            answer.raise_for_status()
            return bytes(answer.content)


def _wide(boundary: BaseGeometry, *, instead: str) -> tuple[str, BaseGeometry]:
    """Return the metric system of a place, and the place with what lies `MARGIN_M` around it; or refuse a country."""
    west, south, east, north = boundary.bounds
    metric = metric_for((west + east) / 2, (south + north) / 2)
    ground = reproject(boundary, WGS84, metric)
    if ground.area > LARGEST_KM2 * 1e6:
        raise PlaceError(f"that place is larger than {LARGEST_KM2:,} km²: name a town or district, or {instead}.")
    return metric, reproject(ground.buffer(MARGIN_M, quad_segs=4).simplify(50), metric, WGS84)


@dataclass
class _Watch:
    """Sees every answer before OSMnx does."""

    tries: int

    def __call__(self, response: requests.Response, *_: Any, **__: Any) -> None:
        """Refuse a busy service after some tries (OSMnx would wait for ever), and an answer that is no answer."""
        if response.status_code in _BUSY:
            self.tries -= 1
            if self.tries <= 0:
                raise _BusyError
        elif response.ok and not response.content.lstrip().startswith(b"[" if "/search?" in response.url else b"{"):
            raise ExchangeError(_STRANGE)  # a hall's Wi-Fi that wants a sign-in answers with a page of its own


@contextlib.contextmanager
def _osmnx(services: Endpoints, *, instead: str) -> Iterator[Any]:
    """Lend OSMnx set up for this, turn its errors into ours, and put everything back; `instead` needs no network."""
    import osmnx as ox
    import requests
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError

    ours = {
        "overpass_url": services.overpass,
        "nominatim_url": services.nominatim,
        "requests_timeout": services.timeout_s,
        "overpass_rate_limit": services.polite,
        "requests_kwargs": {"hooks": {"response": _Watch(_TRIES if services.polite else 1)}},
        "useful_tags_way": _tags_of_streets(),
        "use_cache": False,
        "doh_url_template": None,
        "log_file": False,
        "log_console": False,
        "http_user_agent": f"assetmap/{__version__}",
        "http_referer": "assetmap",
    }
    before = {key: getattr(ox.settings, key) for key in ours}
    resolver = socket.getaddrinfo
    try:
        for key, value in ours.items():
            setattr(ox.settings, key, value)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield ox
    except AssetMapError:
        raise
    except _BusyError:
        raise NetworkError("OpenStreetMap's service is busy: try again in some minutes, or use an extract.") from None
    except (requests.ConnectionError, requests.Timeout, socket.gaierror):
        raise NetworkError(f"OpenStreetMap could not be reached: connect to the internet, or {instead}.") from None
    except (ResponseStatusCodeError, InsufficientResponseError, requests.RequestException, *_UNREADABLE):
        raise ExchangeError(_STRANGE) from None
    finally:
        socket.getaddrinfo = resolver
        for key, value in before.items():
            setattr(ox.settings, key, value)


def _boundary(ox: Any, place: str) -> tuple[str, BaseGeometry]:
    from osmnx._errors import InsufficientResponseError

    typed = place.strip()
    unknown = (
        "OpenStreetMap knows no place of that name with a boundary: add its county or country, as in “Totnes, UK”."
    )
    if not typed:
        raise PlaceError("--place is empty: give a name, as in “Totnes, UK”.")
    try:
        found = ox.geocode_to_gdf(typed)
    except (InsufficientResponseError, TypeError):
        raise PlaceError(unknown) from None
    shape = found.geometry.iloc[0]
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise PlaceError(unknown)
    name = str(found["name"].iloc[0]) if "name" in found else ""
    name = name if name and name != "nan" else str(found["display_name"].iloc[0]).split(",", 1)[0]
    return name, shape if shapely.is_valid(shape) else shapely.make_valid(shape)


def _streets(ox: Any, within: BaseGeometry) -> GeoDataFrame:
    """Ask for what one may walk on, cycleways too; each street once, not once a direction, and cut where ways end."""
    import geopandas as gpd
    from osmnx._errors import InsufficientResponseError

    try:
        graph = ox.graph_from_polygon(
            within, network_type="walk", custom_filter=_to_walk_on(), simplify=False, retain_all=True
        )
        # One way's edges only are joined: else steps would vanish in the path that they are part of.
        graph = ox.simplification.simplify_graph(graph, edge_attrs_differ=["osmid"], remove_rings=False)
    except (InsufficientResponseError, ValueError):  # nothing to walk on
        return streets_of(gpd.GeoDataFrame(geometry=[], crs=WGS84))
    edges = ox.convert.graph_to_gdfs(ox.convert.to_undirected(graph), nodes=False).reset_index(drop=True)
    edges["id"] = ["way/" + _one(x) for x in edges["osmid"]]
    for key in _tags_of_streets():
        edges[key] = [_one(x) or None for x in edges[key]] if key in edges else None
    return streets_of(edges[["id", *_tags_of_streets(), "geometry"]])


def _tags_of_streets() -> list[str]:
    words = osm_tags()
    return sorted({"highway", "name", *words.not_walkable, *words.walkable, *words.squares})


def _to_walk_on() -> str:
    """Ask for all highways but what nobody walks on by its kind; what else closes a way is seen in its answer."""
    closed = osm_tags().not_walkable
    return f'["highway"]["highway"!~"^({"|".join(closed["highway"])})$"]["foot"!~"^({"|".join(closed["foot"])})$"]'


def _one(value: object) -> str:
    """Return the first of several values that OSMnx gathered on one edge."""
    first = value[0] if isinstance(value, list) and value else value
    return "" if first is None or first != first else str(first)  # noqa: PLR0124  NaN is not itself


def _features(ox: Any, within: BaseGeometry, tags: dict[str, bool | list[str]]) -> GeoDataFrame:
    import geopandas as gpd
    from osmnx._errors import InsufficientResponseError

    try:
        found = ox.features_from_polygon(within, tags)
    except InsufficientResponseError:
        return gpd.GeoDataFrame({"id": []}, geometry=[], crs=WGS84)
    found = found.reset_index()
    found["id"] = found["element"].astype(str) + "/" + found["id"].astype(str)
    flat: GeoDataFrame = found[~(found.geometry.isna() | found.geometry.is_empty)].reset_index(drop=True)
    return flat


def _areas(found: GeoDataFrame, boundary: BaseGeometry, name: str, metric: str) -> GeoDataFrame:
    """Choose the finest administrative level that covers the place; else the place is one neighbourhood."""
    import geopandas as gpd

    one = gpd.GeoDataFrame({"code": ["osm"], "name": [name]}, geometry=[boundary], crs=WGS84)
    if found.empty or "admin_level" not in found:
        return one
    outlines = found[found.geometry.geom_type.isin(["Polygon", "MultiPolygon"])].to_crs(metric)
    ground = gpd.GeoSeries([boundary], crs=WGS84).to_crs(metric).iloc[0]
    cut = outlines.assign(inside=outlines.geometry.make_valid().intersection(ground).area)
    cut = cut[(cut["inside"] > 0.9 * cut.geometry.area) & (cut["inside"] < 0.9 * ground.area)]
    best = one
    for _, level in cut.groupby("admin_level"):
        if level["inside"].sum() >= _COVERED * ground.area and len(level) > len(best):
            names = level["name"].fillna("").astype(str) if "name" in level else level["id"]
            kept = {"code": "osm:" + level["id"].astype(str), "name": names}
            best = gpd.GeoDataFrame(kept, geometry=level.geometry, crs=metric).to_crs(WGS84)
    return best.sort_values("code").reset_index(drop=True)
