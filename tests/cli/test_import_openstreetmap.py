"""`assetmap import --place`: OpenStreetMap asked by name, served on the loopback address."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import shapely

WEST, SOUTH, EAST, NORTH = -3.22, 50.48, -3.19, 50.51


def node(number, at=(-3.21, 50.49), **tags):
    said = {key.replace("__", ":"): value for key, value in tags.items()}
    return {"type": "node", "id": number, "version": 2, "lon": at[0], "lat": at[1], "tags": said}


@pytest.fixture
def service(monkeypatch):
    """Answer as Nominatim and Overpass would; `elements` is what there is, `asked` what was asked for."""
    monkeypatch.setattr("osmnx._nominatim.time", SimpleNamespace(sleep=lambda _seconds: None))
    made = SimpleNamespace(elements=[], asked=[])
    town = {
        "place_id": 1, "osm_type": "relation", "osm_id": 7, "importance": 0.6, "name": "Merrowcombe",
        "display_name": "Merrowcombe, Devon", "class": "boundary", "type": "administrative", "lat": "50.49",
        "lon": "-3.2", "boundingbox": [str(x) for x in (SOUTH, NORTH, WEST, EAST)],
        "geojson": shapely.geometry.mapping(shapely.box(WEST, SOUTH, EAST, NORTH)),
    }  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def _send(self, answer):
            made.asked.append(self.path)
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self._send([town])

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send({"osm3s": {}, "elements": made.elements})

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        for name in ("OVERPASS", "NOMINATIM"):
            monkeypatch.setenv(f"ASSETMAP_{name}", f"http://127.0.0.1:{server.server_port}")
        yield made
        server.shutdown()
        thread.join()


def test_a_place_by_its_name_comes_in_and_comes_again_without_a_change(service, shell, town):
    service.elements = [
        node(1, amenity="library", name="Harbour Library", opening_hours="Mo-Fr 09:00-17:00"),
        node(2, office="ngo", name="Rose Women's Aid"),
        node(3, (-1.0, 52.0), amenity="library", name="Far Library"),
    ]
    first = shell("import", "--place", "Merrowcombe, UK", "--home", town, "--json")
    assert first.status == 0
    assert (first.json["added"], first.json["drafts"], first.json["list"]) == (1, 1, "openstreetmap")
    said = [x["mend"] for x in first.json["problems"]]
    assert "1 place of shelter, refuge or home: who lives there has a right not to be found." in said
    assert "1 of the extract's 2 places lie elsewhere, and were left out." in said
    assert "Rose" not in first.out
    again = shell("import", "--place", "Merrowcombe, UK", "--home", town, "--json").json
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_a_dry_run_says_whose_it_is_and_keeps_nothing(service, shell, town):
    service.elements = [node(1, amenity="library", name="Harbour Library")]
    said = shell("import", "--place", "Merrowcombe", "--home", town, "--dry-run")
    assert "© OpenStreetMap contributors (ODbL)" in said.out
    assert shell("import", "--place", "Merrowcombe", "--home", town, "--json").json["added"] == 1


def test_one_of_a_file_and_a_place_is_needed(service, shell, town, tmp_path):
    for arguments in ((), (tmp_path / "x.csv", "--place", "Totnes")):
        said = shell("import", *arguments, "--home", town)
        assert said.status != 0
        assert "choose one" in said.err
    assert service.asked == []


def test_without_a_network_it_is_one_plain_sentence(shell, town, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        for name in ("OVERPASS", "NOMINATIM"):
            monkeypatch.setenv(f"ASSETMAP_{name}", f"http://127.0.0.1:{taken.getsockname()[1]}")
        said = shell("import", "--place", "Totnes, UK", "--home", town)
    assert said.status != 0
    [line] = [x for x in said.err.splitlines() if "OpenStreetMap" in x]
    assert "connect to the internet, or bring in an extract, as .osm.pbf" in line
    assert "Traceback" not in said.err


def test_an_extract_comes_in_as_any_file_does(shell, town, tmp_path):
    file = tmp_path / "town.osm"
    file.write_text(
        '<osm version="0.6"><node id="5" version="2" lon="-3.21" lat="50.49"><tag k="amenity" v="library"/>'
        '<tag k="name" v="Harbour Library"/></node></osm>'
    )
    assert shell("import", file, "--publish", "--home", town, "--json").json["added"] == 1
    found = shell("find", "--near", "50.49,-3.21", "--text", "Harbour Library", "--home", town, "--json").json
    assert found["sources"][0]["attribution"] == "© OpenStreetMap contributors (ODbL)"
    out = tmp_path / "out.geojson"
    shell("export", out, "--home", town)
    assert "shares them alike" in json.loads(out.read_text())["attribution"][-1]
