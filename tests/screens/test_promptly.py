from __future__ import annotations

import asyncio.base_events
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assetmap.screens.promptly import WINDOW_BITS, at_once, read_beforehand, remembering


def alone(doing):
    """Run in a thread of its own: a browser's tests leave a loop behind in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, doing).result()


@pytest.fixture
def as_before(monkeypatch):
    monkeypatch.setattr(asyncio.base_events, "_set_nodelay", asyncio.base_events._set_nodelay)


def test_a_connection_taken_on_a_socket_that_names_no_protocol_sends_without_delay(as_before):
    at_once()
    said = []

    async def served(_reader, writer):
        taken = writer.get_extra_info("socket")
        said.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def knock():
        with socket.socket(socket.AF_INET) as listening:  # as Streamlit makes it: its `proto` is 0
            listening.bind(("127.0.0.1", 0))
            listening.settimeout(0)
            server = await asyncio.start_server(served, sock=listening)
            async with server:
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                await reader.read()
                writer.close()
                await writer.wait_closed()

    alone(knock())
    assert said
    assert said[0] != 0


def test_an_asyncio_without_the_function_is_left_alone(as_before, monkeypatch):
    monkeypatch.delattr(asyncio.base_events, "_set_nodelay")
    at_once()
    assert not hasattr(asyncio.base_events, "_set_nodelay")


def test_a_websocket_remembers_more_than_one_run_of_a_screen(monkeypatch):
    from uvicorn.protocols.websockets import websockets_sansio_impl as theirs

    monkeypatch.setattr(theirs, "ServerPerMessageDeflateFactory", theirs.ServerPerMessageDeflateFactory)
    remembering()
    made = theirs.ServerPerMessageDeflateFactory(server_max_window_bits=12, client_max_window_bits=12)
    assert made.server_max_window_bits == WINDOW_BITS
    assert made.client_max_window_bits == 12


def test_the_place_is_read_before_the_first_browser_comes(town, monkeypatch):
    from assetmap.screens import session

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    asked = []
    monkeypatch.setattr(session, "places_answer", lambda: asked.append("places"))
    monkeypatch.setattr(session, "ground_answer", lambda: asked.append("ground"))

    async def served():
        async with read_beforehand(None):
            for thread in threading.enumerate():
                if thread.name == "read-beforehand":
                    await asyncio.to_thread(thread.join)

    alone(served())
    assert asked == ["places", "ground"]


def test_a_home_without_a_place_does_not_keep_the_app_from_starting(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path))

    async def served():
        async with read_beforehand(None):
            return True

    assert alone(served())
