"""Who may knock: this machine by its own name, whom a relay passes on, and pages of this app; over real HTTP."""

from __future__ import annotations

import base64
import os
import socket
from urllib.parse import urlsplit

import pytest

from assetmap.screens.own_machine import at_own_keyboard, is_own_name

pytestmark = pytest.mark.slow


def asked(address: str, path: str, *, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the head of an answer, with exactly these headers."""
    place = urlsplit(address)
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    with socket.create_connection((place.hostname, place.port), timeout=20) as end:
        end.sendall(("\r\n".join(lines) + "\r\nContent-Length: 0\r\n\r\n").encode())
        head = end.recv(4000).decode("latin-1")
    return int(head.split()[1]), head


def socket_opened(address: str, *, host: str, origin: str | None, **more: str) -> int:
    upgrade = {
        "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(), "Sec_WebSocket_Protocol": "streamlit", **more,
    }  # fmt: skip
    if origin is not None:
        upgrade["Origin"] = origin
    return asked(address, "/_stcore/stream", **upgrade)[0]


def test_a_page_whose_name_was_made_to_lead_here_gets_nothing(address):
    port = urlsplit(address).port
    for path in ("/", "/assetmap/places", "/assetmap/ground", "/health"):
        assert asked(address, path, Host=f"evil.example:{port}")[0] == 403
    assert socket_opened(address, host=f"evil.example:{port}", origin=f"http://evil.example:{port}") == 403


def test_a_socket_is_opened_to_pages_of_this_app_alone(address):
    here = urlsplit(address).netloc
    assert socket_opened(address, host=here, origin=f"http://{here}") == 101
    assert socket_opened(address, host=here, origin=None) == 101
    assert socket_opened(address, host=here, origin="http://evil.example") == 403
    assert socket_opened(address, host=here, origin="http://localhost:1") == 403
    for origin in ("null", "", "http://[::1", "file://", f"http://{here}@evil.example"):
        assert socket_opened(address, host=here, origin=origin) == 403


def test_whom_a_relay_passes_on_is_answered(address):
    assert asked(address, "/health", Host="map.example", X_Forwarded_For="192.0.2.7")[0] == 200
    relayed = {"X_Forwarded_For": "192.0.2.7"}
    assert socket_opened(address, host="map.example", origin="https://map.example", **relayed) == 101


def test_only_a_steward_brings_files(address):
    here = urlsplit(address).netloc
    path = "/_stcore/upload_file/session/file"
    assert asked(address, path, method="PUT", Host=here, X_Forwarded_For="192.0.2.7")[0] == 403
    own = asked(address, path, method="PUT", Host=here)[1]
    assert "looks after" not in own  # Streamlit's own door answers: it knows no such session


def test_what_was_made_to_download_is_kept_by_no_browser(address):
    head = asked(address, "/media/none.gpkg", Host=urlsplit(address).netloc)[1].lower()
    assert "cache-control: no-store" in head


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:80", "[::1]:8501", "LOCALHOST:1", ""])
def test_this_machine_has_these_names(host):
    assert is_own_name(host)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "x:y", "::1x"])
def test_and_no_others(host):
    assert not is_own_name(host)


def test_an_app_on_another_address_has_no_own_keyboard(monkeypatch):
    import streamlit as st

    asked_by = {"host": "localhost:8501", "came_from": "127.0.0.1", "header_names": ["Host"]}
    monkeypatch.setattr(st, "get_option", lambda _name: "127.0.0.1")
    assert at_own_keyboard(**asked_by)
    assert not at_own_keyboard(**{**asked_by, "came_from": "192.0.2.7"})
    assert not at_own_keyboard(**{**asked_by, "header_names": ["X-Forwarded-For"]})
    assert not at_own_keyboard(**{**asked_by, "host": "evil.example"})
    monkeypatch.setattr(st, "get_option", lambda _name: "0.0.0.0")  # noqa: S104  # only said, never opened
    assert not at_own_keyboard(**asked_by)


def test_while_phones_are_let_in_the_own_keyboard_is_still_only_this_machines_own(monkeypatch):
    import streamlit as st

    asked_by = {"host": "localhost:8501", "came_from": "127.0.0.1", "header_names": ["Host"]}
    monkeypatch.setattr(st, "get_option", lambda _name: "0.0.0.0")  # noqa: S104  # only said, never opened
    monkeypatch.setenv("ASSETMAP_SHARED", "1")
    assert at_own_keyboard(**asked_by)
    assert not at_own_keyboard(**{**asked_by, "came_from": "192.168.1.7"})
    assert not at_own_keyboard(**{**asked_by, "came_from": "127.0.0.2"})
    assert not at_own_keyboard(**{**asked_by, "header_names": ["X-Forwarded-For"]})
    assert not at_own_keyboard(**{**asked_by, "host": "192.168.1.5:8501"})
