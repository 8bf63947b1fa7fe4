"""The base map over real HTTP: ranges of it, and which foreign host the policy lets in."""

from __future__ import annotations

import http.client
import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assetmap import basemap
from assetmap.demo import make_demo

if TYPE_CHECKING:
    from pathlib import Path

DOOR = "/assetmap/basemap.pmtiles"


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        link.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


@pytest.fixture(scope="module")
def content(town: Path) -> bytes:
    return (town / basemap.FILE).read_bytes()


@pytest.mark.slow
def test_the_whole_archive_has_its_mark_as_etag(address, town, content):
    status, headers, body = ask(address, DOOR)
    assert (status, body) == (200, content)
    assert headers["accept-ranges"] == "bytes"
    assert headers["etag"] == f'"{basemap.mark_of(town / "layers")}"'
    assert "content-encoding" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert ask(address, DOOR, If_None_Match=headers["etag"])[0] == 304


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "first", "after"), [("bytes=0-126", 0, 127), ("bytes=1000-", 1000, None), ("bytes=-100", -100, None)]
)
def test_a_range_is_sent_alone_and_never_zipped_again(address, content, asked, first, after):
    status, headers, body = ask(address, DOOR, Range=asked, Accept_Encoding="gzip")
    assert (status, body) == (206, content[first:after])
    at = first % len(content)
    assert headers["content-range"] == f"bytes {at}-{at + len(body) - 1}/{len(content)}"
    assert int(headers["content-length"]) == len(body)
    assert "content-encoding" not in headers


@pytest.mark.slow
def test_a_range_that_goes_beyond_the_end_ends_there(address, content):
    status, _, body = ask(address, DOOR, Range=f"bytes={len(content) - 5}-{len(content) + 16384}")
    assert (status, body) == (206, content[-5:])


@pytest.mark.slow
def test_a_range_that_begins_beyond_the_end_is_refused_with_the_length(address, content):
    status, headers, _ = ask(address, DOOR, Range=f"bytes={len(content)}-")
    assert (status, headers["content-range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["bytes=5-3", "lines=0-1", "bytes=", "bytes=a-b"])
def test_a_range_that_is_none_is_refused_or_left_aside(address, asked):
    status, _, body = ask(address, DOOR, Range=asked)
    assert status in {200, 400, 416}
    assert b"Traceback" not in body


@pytest.mark.slow
def test_a_range_of_an_archive_that_has_changed_is_the_whole_new_one(address, content):
    etag = ask(address, DOOR, "HEAD")[1]["etag"]
    assert ask(address, DOOR, Range="bytes=0-9", If_Range=etag)[0] == 206
    status, _, body = ask(address, DOOR, Range="bytes=0-9", If_Range='"another"')
    assert (status, body) == (200, content)


@pytest.mark.slow
def test_head_says_how_long_it_is_and_sends_nothing(address, content):
    status, headers, body = ask(address, DOOR, "HEAD")
    assert (status, body, int(headers["content-length"])) == (200, b"", len(content))
    status, headers, body = ask(address, DOOR, "HEAD", Range="bytes=0-9")
    assert (status, body, headers["content-length"]) == (206, b"", "10")


@pytest.mark.slow
def test_only_its_own_mark_is_found_and_kept_for_long(address, town):
    mark = basemap.mark_of(town / "layers")
    status, headers, _ = ask(address, f"{DOOR}?v={mark}", Range="bytes=0-9")
    assert (status, headers["cache-control"]) == (206, "private, max-age=31536000, immutable")
    status, headers, body = ask(address, f"{DOOR}?v=0123456789abcdef", Range="bytes=0-9")
    assert (status, headers["cache-control"]) == (404, "no-store")
    assert str(town).encode() not in body
    assert ask(address, "/assetmap/at/0123456789abcdef/basemap.pmtiles")[0] == 404


@pytest.mark.slow
def test_the_ground_tells_where_the_tiles_lie_and_holds_none_of_them(address, town):
    _, _, body = ask(address, "/assetmap/ground")
    said = json.loads(body)
    assert said["tiles"] == f"basemap.pmtiles?v={basemap.mark_of(town / 'layers')}"
    assert "ground" not in said
    assert "online" not in said
    assert len(body) < 1000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town of one's own, open in this very process."""
    from assetmap.screens import session

    home = make_demo(tmp_path / "town")
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    yield home
    session.let_go(home)


def ground() -> dict[str, object]:
    import gzip

    from assetmap.screens import session

    return json.loads(gzip.decompress(session.ground_answer().body))


def test_without_a_base_map_or_with_a_stale_one_the_shapes_themselves_are_sent(home):
    assert "tiles" in ground()
    kept = (home / basemap.FILE).rename(home / "kept")
    said = ground()
    assert "tiles" not in said
    assert said["ground"]["streets"][0]
    assert said["ground"]["railway"]
    kept.rename(home / basemap.FILE)
    assert "tiles" in ground()
    (home / "layers" / "railway.parquet").unlink()
    assert "tiles" not in ground()
    assert not ground()["ground"]["railway"]


def allow(home: Path) -> None:
    path = home / "place.toml"
    said = path.read_text(encoding="utf-8")
    assert "online_tiles = false" in said
    path.write_text(said.replace("online_tiles = false", "online_tiles = true"), encoding="utf-8")


def test_no_foreign_host_is_allowed_unless_the_place_says_so(home):
    from assetmap.screens.doors.headers import policy
    from assetmap.screens.grounds import online_host

    assert online_host() == ""
    assert "http" not in policy(pictures=online_host())
    assert "online" not in ground()
    allow(home)
    rules = dict(rule.split(" ", 1) for rule in policy(pictures=online_host()).split("; "))
    assert rules["img-src"].split() == ["'self'", "data:", "blob:", "https://tile.openstreetmap.org"]
    assert [name for name, said in rules.items() if "http" in said] == ["img-src"]
    assert ground()["online"] == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    (home / "place.toml").write_text("= no toml", encoding="utf-8")
    assert online_host() == ""


def test_whose_tiles_they_are_is_said_once(home):
    from assetmap.place import open_place
    from assetmap.screens.grounds import credited

    place = open_place(home)
    place.close()
    assert credited(place) == "Invented data"
    allow(home)
    place = open_place(home)
    place.close()
    assert credited(place) == "Invented data · © OpenStreetMap contributors"


def test_without_any_place_no_host_is_allowed_and_nothing_is_found(tmp_path, monkeypatch):
    from starlette.requests import Request

    from assetmap.screens.doors.tiles import tile_routes
    from assetmap.screens.grounds import online_host

    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "secret-home"))
    shutil.rmtree(tmp_path / "secret-home", ignore_errors=True)
    assert online_host() == ""
    scope = {"type": "http", "method": "GET", "headers": [], "path_params": {}, "query_string": b""}
    answer = tile_routes("/assetmap")[0].endpoint(Request(scope))
    assert answer.status_code == 404
    assert b"secret-home" not in answer.body
