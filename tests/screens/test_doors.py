"""The doors beside Streamlit's own, over real HTTP: who is let in, what is kept, what is never sent."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.slow


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=sent)  # noqa: S310  # the loopback address
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # the loopback address
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.parametrize(
    "path", ["/", "/health", "/assetmap/places", "/assetmap/livemap.js", "/nowhere.js", "/_stcore/health"]
)
def test_every_answer_keeps_the_browser_to_this_host(address, path):
    _, headers, _ = get(address + path)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "*" not in policy
    assert "https:" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_forged_host_does_not_get_into_the_policy():
    from assetmap.screens.doors.headers import policy

    assert "evil" not in policy("evil.example; script-src *")
    assert "ws://127.0.0.1:8501" in policy("127.0.0.1:8501")


def test_health_says_ok_and_which_place(address):
    status, _, body = get(address + "/health")
    assert status == 200
    said = json.loads(body)
    assert said | {"kept_copy": ""} == {"status": "ok", "place": "Merrowcombe", "kept_copy": ""}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d|none yet", said["kept_copy"])


@pytest.mark.parametrize("path", ["/assetmap/ground", "/assetmap/places", "/assetmap/overlay/imd"])
def test_what_the_browser_has_already_is_not_sent_again(address, path):
    status, headers, body = get(address + path, Accept_Encoding="gzip")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    json.loads(gzip.decompress(body))
    again, _, nothing = get(address + path, If_None_Match=headers["etag"])
    assert (again, nothing) == (304, b"")


def test_plain_answers_are_given_to_who_cannot_unzip(address):
    _, headers, body = get(address + "/assetmap/places", Accept_Encoding="identity")
    assert "content-encoding" not in headers
    assert len(json.loads(body)["assets"]) > 100


@pytest.mark.parametrize("harm", ["no place", "settings", "store", "layer"])
def test_what_goes_wrong_is_said_without_a_folder_of_this_computer(town, tmp_path, monkeypatch, harm):
    from starlette.requests import Request

    from assetmap.screens import session
    from assetmap.screens.doors import routes

    home = tmp_path / "secret-home"
    if harm != "no place":
        shutil.copytree(town, home)
    if harm == "settings":
        (home / "place.toml").write_text("= no toml", encoding="utf-8")
    if harm == "store":
        for path in home.glob("assets.gpkg*"):
            path.write_bytes(b"rubbish" * 1000)
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    doors = {door.path: door.endpoint for door in routes()}
    overlay = "/assetmap/overlay/{key}"
    names = [overlay] if harm == "layer" else ["/health", "/assetmap/places", "/assetmap/ground", overlay]
    asked = Request({"type": "http", "headers": [], "query_string": b"", "path_params": {"key": "wealth"}})
    for name in names:
        answer = doors[name](asked)
        said = answer.body.decode()
        assert answer.status_code == (404 if harm == "layer" else 503)
        assert not re.search(r"secret-home|assets\.gpkg|wealth|/", said), said
    if home in session._open:
        session._open.pop(home)[1].close()


def test_only_public_assets_pass_the_door(address, town):
    from assetmap.place import open_place

    place = open_place(town)
    hidden = {
        row.asset.short for row in place.store.read() if row.asset.audience != "public" or row.asset.status == "draft"
    }
    place.close()
    assert hidden
    _, _, body = get(address + "/assetmap/places", Accept_Encoding="identity")
    assert not hidden & {row["id"] for row in json.loads(body)["assets"]}


@pytest.mark.parametrize(
    "path", ["/assetmap/overlay/wealth", "/assetmap/font/..%2f..%2fsecret", "/assetmap/font/other"]
)
def test_what_is_not_there_is_refused_in_a_sentence(address, path):
    status, _, body = get(address + path)
    assert status in {400, 404}
    assert b"Traceback" not in body
