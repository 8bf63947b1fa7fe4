"""The online door, against answers served on the loopback address: recorded ones of Oxford, small ones made by hand."""

import gzip
import json
import socket
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely

from assetmap.errors import ExchangeError, NetworkError, PlaceError, SettingsError
from assetmap.exchange.openstreetmap import Endpoints, endpoints, fetch, fetch_assets
from assetmap.exchange.untrusted import read_strange
from assetmap.place import open_place
from assetmap.setup import make_place_online

WEST, SOUTH, EAST, NORTH = -1.266, 51.757, -1.257, 51.763  # inside the recorded answer's box


def _town(shape=None, **more):
    outline = shapely.box(WEST, SOUTH, EAST, NORTH) if shape is None else shape
    w, s, e, n = outline.bounds
    return {
        "place_id": 1, "osm_type": "relation", "osm_id": 7, "importance": 0.6, "name": "Oxford",
        "display_name": "Oxford, Oxfordshire, England, United Kingdom", "class": "boundary", "type": "administrative",
        "lat": str((s + n) / 2), "lon": str((w + e) / 2), "boundingbox": [str(s), str(n), str(w), str(e)],
        "geojson": shapely.geometry.mapping(outline),
    } | more  # fmt: skip


class Service:
    """Answers as Nominatim and Overpass would; `asked` keeps the questions."""

    def __init__(self):
        self.asked = []
        self.nominatim = [_town()]
        self.streets = self.features = self.boundaries = {"elements": []}
        self.status = 200

    def answer(self, path, question):
        """Choose an answer by what the question is about."""
        self.asked.append((path, question))
        if path.startswith("/search"):
            return self.nominatim
        if "boundary" in question:
            return self.boundaries
        return self.streets if "(way[" in question and "highway" in question else self.features


@pytest.fixture
def service(monkeypatch):
    """Serve on the loopback address; `services` are its endpoints. The second's pause for Nominatim is left out."""
    monkeypatch.setattr("osmnx._nominatim.time", SimpleNamespace(sleep=lambda _seconds: None))
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def _send(self, question):
            blob = made.answer(self.path, question)
            body = blob if isinstance(blob, bytes) else json.dumps(blob).encode()
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self._send(urllib.parse.unquote_plus(self.path))

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            self._send(urllib.parse.unquote_plus(self.rfile.read(length).decode()))

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        made.services = Endpoints(overpass=address, nominatim=address, timeout_s=10, polite=False)
        yield made
        server.shutdown()
        thread.join()


def _elements(*ways):
    """Overpass elements of closed or open ways: (id, tags, [(lon, lat), …])."""
    made = []
    for way, (identifier, tags, points) in enumerate(ways):
        nodes = [10_000 * (way + 1) + at for at in range(len(points))]
        closed = points[0] == points[-1]
        refs = [*nodes[:-1], nodes[0]] if closed else nodes
        made += [{"type": "node", "id": n, "lat": y, "lon": x} for n, (x, y) in zip(refs, points, strict=True)][
            : len(points) - closed
        ]
        made.append({"type": "way", "id": identifier, "nodes": refs, "tags": tags})
    return {"elements": made}


def _ring(west, east):
    return [(west, SOUTH), (east, SOUTH), (east, NORTH), (west, NORTH), (west, SOUTH)]


@pytest.fixture
def oxford(service, realdata):
    """Serve the recorded answer of Oxford's centre: its walkable ways as streets, all the rest as features."""
    packed = realdata / "osm/oxford_centre_2015_overpass.json.gz"
    recorded = json.loads(gzip.decompress(packed.read_bytes()))
    highways = [x for x in recorded["elements"] if x["type"] == "way" and "highway" in x.get("tags", {})]
    wanted = {node for way in highways for node in way["nodes"]}
    nodes = [x for x in recorded["elements"] if x["type"] == "node" and x["id"] in wanted]
    service.streets = {**recorded, "elements": nodes + highways}
    service.features = recorded
    return service


@pytest.mark.realdata
@pytest.mark.slow
def test_oxford_comes_as_a_place_from_recorded_answers(oxford, tmp_path):
    report = make_place_online(tmp_path / "oxford", "Oxford, UK", services=oxford.services)
    assert report.to_json()["areas"] == {"read": 1, "joined": 0, "unjoined": []}
    assert any("no deprivation" in x for x in report.warnings)
    place = open_place(tmp_path / "oxford")
    try:
        assert place.settings.name == "Oxford"
        assert place.settings.attributions == ("© OpenStreetMap contributors (ODbL)",)
        streets = place.layer("streets")
        assert "Banbury Road" in set(streets["name"])
        assert {"footway", "residential"} <= set(streets["class"])
        assert len(place.layer("green")) > 5
        assert place.layer("deprivation") is None
    finally:
        place.close()
    features = gpd.read_file(tmp_path / "oxford/openstreetmap.geojson")
    assert "indoor place" in set(features["kind"])
    assert "Eagle and Child" in set(features["name"])
    assert features["id"].str.match(r"(node|way|relation)/\d+").all()


def test_only_the_name_is_asked_for_and_streets_are_asked_for_to_walk(service):
    service.streets = _elements((1, {"highway": "footway"}, [(WEST, SOUTH), (EAST, NORTH)]))
    fetch("Oxford, UK", services=service.services)
    path, question = service.asked[0]
    assert path.startswith("/search?")
    assert "q=Oxford, UK" in question
    ways = [q for _, q in service.asked if "(way[" in q and "highway" in q]
    assert any("motor" in q for q in ways)  # OSMnx's walk filter leaves motorways out


def test_each_street_comes_once_and_not_once_a_direction(service):
    service.streets = _elements(
        (1, {"highway": "residential", "name": "Sea Road"}, [(WEST, SOUTH), (EAST, NORTH)]),
        (2, {"highway": "steps"}, [(WEST, NORTH), (EAST, SOUTH)]),
    )
    streets = fetch("Oxford", services=service.services).streets
    assert sorted(zip(streets["name"], streets["class"], strict=True)) == [("", "steps"), ("Sea Road", "residential")]
    assert sorted(streets["id"]) == ["way/1", "way/2"]


def test_what_one_walks_on_is_one_rule_for_the_online_door_and_an_extract(service):
    corner = [(WEST, SOUTH), (EAST, NORTH)]
    service.streets = _elements(
        (1, {"highway": "cycleway"}, corner),
        (2, {"highway": "service", "access": "private"}, corner),
        (3, {"highway": "track", "access": "private", "foot": "permissive"}, corner),
        (4, {"highway": "residential", "sidewalk": "separate"}, corner),
        (5, {"highway": "footway", "foot": "private"}, corner),
        (6, {"highway": "motorway"}, corner),
        (7, {"highway": "pedestrian", "area": "yes"}, _ring(WEST, EAST)),
    )
    streets = fetch("Oxford", services=service.services).streets
    assert set(streets["id"]) == {"way/1", "way/3", "way/4", "way/7"}


def test_steps_in_the_middle_of_a_path_stay_steps(service, tmp_path):
    """Three ways end to end, as mappers cut a path where its steps are."""
    middle = [(WEST + share * (EAST - WEST), SOUTH) for share in (0, 0.3, 0.4, 1)]
    made = _elements(
        (1, {"highway": "footway", "name": "Long Path"}, middle[:2]), (2, {"highway": "steps"}, middle[1:3]),
        (3, {"highway": "footway", "name": "Long Path"}, middle[2:]),
    )  # fmt: skip
    ways = [x for x in made["elements"] if x["type"] == "way"]
    ways[1]["nodes"] = [ways[0]["nodes"][1], ways[2]["nodes"][0]]
    service.streets = made
    report = make_place_online(tmp_path / "x", "Oxford", services=service.services)
    assert "the streets say where steps are." in report.warnings
    place = open_place(tmp_path / "x")
    try:
        graph = place.network()
        assert sorted(place.layer("streets")["class"]) == ["footway", "footway", "steps"]
        assert graph.part.max() == 0
        assert (graph.walked("walking").is_open.sum(), graph.walked("step_free").is_open.sum()) == (3, 2)
    finally:
        place.close()


def test_what_may_become_assets_is_asked_for_with_versions_and_comes_as_it_was_said(service):
    service.features = {"osm3s": {}, "elements": [
        {"type": "node", "id": 5, "version": 3, "lon": WEST, "lat": SOUTH, "tags": {"amenity": "cafe", "name": "Tea"}},
        {"type": "node", "id": 6, "lon": WEST, "lat": SOUTH, "tags": {"office": "ngo", "name": "Rose Women's Aid"}},
    ]}  # fmt: skip
    answer = fetch_assets("Oxford, UK", services=service.services)
    sheet = read_strange(answer, "openstreetmap.json").best
    assert [(x.cells["source_id"], x.cells["source_version"]) for x in sheet.rows] == [("node/5", "3")]
    assert "1 place of shelter" in sheet.problems[0].mend
    [(_, question)] = [x for x in service.asked if x[0].endswith("/interpreter")]
    assert "out meta" in question
    assert "Oxford" not in question
    assert 'nwr["club"](poly:"51.' in question
    assert "highway" not in question  # not every footpath of a town


@pytest.mark.realdata
@pytest.mark.slow
def test_recorded_answers_become_the_assets_of_a_place(oxford):
    sheet = read_strange(fetch_assets("Oxford, UK", services=oxford.services), "openstreetmap.json").best
    assert len(sheet.rows) == 58
    assert sheet.source == "openstreetmap"


def test_without_a_network_asking_for_assets_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        services = Endpoints(overpass=nobody, nominatim=nobody, timeout_s=2, polite=False)
        with pytest.raises(NetworkError, match="or bring in an extract") as raised:
            fetch_assets("Totnes, UK", services=services)
    assert "Totnes" not in str(raised.value)


def test_wards_that_cover_the_place_are_its_neighbourhoods(service):
    middle = (WEST + EAST) / 2
    tags = {"boundary": "administrative", "admin_level": "10"}
    service.boundaries = _elements(
        (11, tags | {"name": "West Ward"}, _ring(WEST, middle)), (12, tags | {"name": "East Ward"}, _ring(middle, EAST))
    )
    areas = fetch("Oxford", services=service.services).areas
    assert areas["code"].tolist() == ["osm:way/11", "osm:way/12"]
    assert areas["name"].tolist() == ["West Ward", "East Ward"]


def test_wards_that_leave_a_gap_are_not(service):
    tags = {"boundary": "administrative", "admin_level": "10", "name": "West Ward"}
    service.boundaries = _elements((11, tags, _ring(WEST, (WEST + EAST) / 2)))
    assert fetch("Oxford", services=service.services).areas["name"].tolist() == ["Oxford"]


def test_a_place_without_a_street_or_feature_is_still_a_place(service, tmp_path):
    report = make_place_online(tmp_path / "x", "Oxford", name="Our Oxford", services=service.services)
    assert any("no street" in x for x in report.warnings)
    assert [x.file for x in report.files] == ["OpenStreetMap: areas"]


def test_without_a_network_it_ends_in_one_sentence_and_leaves_nothing(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NetworkError, match="could not be reached") as raised:
            make_place_online(
                tmp_path / "x",
                "Totnes, UK",
                services=Endpoints(overpass=nobody, nominatim=nobody, timeout_s=2, polite=False),
            )
    assert "\n" not in str(raised.value)
    assert "Totnes" not in str(raised.value)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("status", [429, 504])
def test_a_busy_service_is_said_and_not_waited_for_without_end(service, status):
    service.status = status
    for ask in (fetch, fetch_assets):
        with pytest.raises(NetworkError, match="busy"):
            ask("Oxford", services=service.services)


def test_an_unknown_place_and_one_that_is_only_a_point_are_said(service):
    service.nominatim = []
    with pytest.raises(PlaceError, match="knows no place of that name"):
        fetch("Nowhere", services=service.services)
    service.nominatim = [_town(geojson={"type": "Point", "coordinates": [WEST, SOUTH]})]
    with pytest.raises(PlaceError, match="knows no place of that name"):
        fetch("Oxford", services=service.services)
    with pytest.raises(PlaceError, match="is empty"):
        fetch("  ", services=service.services)


def test_a_country_is_too_large(service):
    service.nominatim = [_town(shapely.box(-5, 50, 0, 54))]
    with pytest.raises(PlaceError, match="larger than"):
        fetch("England", services=service.services)
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "answer", [b"<html>sign in to the hall's Wi-Fi</html>", b'{"remark": "out of memory"}', b'[{"x": 1}]']
)
def test_a_strange_answer_is_said_in_one_sentence(service, answer):
    service.nominatim = answer
    with pytest.raises(ExchangeError, match="cannot be read"):
        fetch("Oxford", services=service.services)


def test_what_osmnx_changes_is_put_back_and_no_cache_is_left(service, tmp_path, monkeypatch):
    import osmnx as ox

    monkeypatch.chdir(tmp_path)
    before = {x: getattr(ox.settings, x) for x in ("overpass_url", "nominatim_url", "use_cache", "requests_kwargs")}
    resolver = socket.getaddrinfo
    fetch("Oxford", services=service.services)
    assert {x: getattr(ox.settings, x) for x in before} == before
    assert socket.getaddrinfo is resolver
    assert list(tmp_path.iterdir()) == []


def test_the_services_can_be_chosen_and_a_wrong_choice_is_said(monkeypatch):
    assert endpoints() == Endpoints()
    monkeypatch.setenv("ASSETMAP_OVERPASS", "https://overpass.example/api")
    monkeypatch.setenv("ASSETMAP_OSM_TIMEOUT", "5")
    assert endpoints().overpass == "https://overpass.example/api"
    assert endpoints().timeout_s == 5
    assert not endpoints().polite
    monkeypatch.setenv("ASSETMAP_OSM_TIMEOUT", "soon")
    with pytest.raises(SettingsError, match="number of seconds"):
        endpoints()
    monkeypatch.setenv("ASSETMAP_OVERPASS", "ftp://x")
    with pytest.raises(SettingsError, match="begin with http"):
        endpoints()
