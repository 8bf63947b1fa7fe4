"""Streamlit's scripts on their way to a browser elsewhere: packed once, and only they."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse

from assetmap.screens.doors.packed import packed

FOLDER = Path(streamlit.__file__).parent / "static" / "static"
SCRIPT = max(FOLDER.glob("js/index.*.js"), key=lambda path: path.stat().st_size)
ELSEWHERE, HERE = "192.0.2.7", "127.0.0.1"


def asked(path: str, *, client: str = ELSEWHERE, method: str = "GET", **headers: str) -> tuple[dict[str, str], bytes]:
    """Ask the packing alone; what it leaves to Streamlit is answered "left"."""
    sent = {"accept-encoding": "gzip", **headers}
    scope = {
        "type": "http", "method": method, "path": path, "client": (client, 5000), "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }  # fmt: skip
    came = []

    async def send(message):
        came.append(message)

    given = packed()
    app = given.cls(PlainTextResponse("left"), **given.kwargs)
    with ThreadPoolExecutor(max_workers=1) as pool:  # a browser's tests leave a loop behind in this thread
        pool.submit(asyncio.run, app(scope, None, send)).result()
    said = {name.decode(): value.decode() for name, value in came[0]["headers"]}
    return said, b"".join(message.get("body", b"") for message in came[1:])


@pytest.mark.parametrize("below", ["", "/town"])
def test_a_script_comes_packed_and_whole_and_is_kept_for_good(below):
    said, body = asked(f"{below}/static/js/{SCRIPT.name}")
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert len(body) < SCRIPT.stat().st_size / 2
    assert said["content-encoding"] == "gzip"
    assert said["content-length"] == str(len(body))
    assert said["content-type"].startswith("text/javascript")
    assert "immutable" in said["cache-control"]
    assert said["vary"] == "Accept-Encoding"


def test_what_need_not_or_must_not_be_packed_is_left_to_streamlit():
    path = f"/static/js/{SCRIPT.name}"
    left = [
        asked(path, client=HERE), asked(path, method="HEAD"), asked(path, range="bytes=0-9"),
        asked(path, **{"accept-encoding": "identity"}), asked("/"), asked("/static/js/nowhere.js"),
        asked("/static/media/x.woff2"), asked("/static/js/../../index.js"), asked("/static/js/..%2f..%2fconfig.js"),
        asked("/static/js/../css/x.css"), asked(path + ".map"), asked(path + "\n"),
    ]  # fmt: skip
    assert [body for _, body in left] == [b"left"] * len(left)
