"""Somebody at a browser, without the browser: speaks Streamlit over its websocket and fetches what is named there."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

_PATIENCE_S = 180
T = TypeVar("T")
_ADDRESSES = ("ground", "overlay")


@dataclass
class Answered:
    """
    What one rerun gave.

    `seconds` from asking to the end of the run; `sent` and `fetched` are the bytes that came over the websocket and
    over HTTP because of it.
    """

    seconds: float
    sent: int
    fetched: int = 0
    wrong: list[str] = field(default_factory=list)


class Visitor:
    """
    One browser session: what it was shown, and what it typed.

    As a browser does, it keeps large messages and says so, and fetches each address only once.
    """

    def __init__(self, url: str, *, fetching: bool = True) -> None:
        self.url = url
        self.fetching = fetching
        self.ids: dict[str, str] = {}
        """Label or key → the id of a widget."""
        self.faces: dict[str, dict[str, Any]] = {}
        """Face ("map", "list") → what our component was given last."""
        self.frames: dict[str, str] = {}
        """Name of a component in an iframe → its arguments, JSON."""
        self.assets: dict[str, dict[str, Any]] = {}
        """Short code → what our component knows about an asset."""
        self.came = 0
        self.fetched = 0
        """Bytes that came over the websocket and over HTTP so far, as they travelled."""
        self._states: dict[str, str] = {}
        self._kept: dict[str, Any] = {}
        self._bodies: dict[str, Any] = {}
        self._base: dict[str, Any] = {}
        self._socket: Any = None
        self._page = ""

    async def open(self) -> Answered:
        """Come in: the first run."""
        from websockets.asyncio.client import ClientConnection, connect
        from websockets.typing import Subprotocol

        visitor = self

        class Counting(ClientConnection):
            def data_received(self, data: bytes) -> None:
                visitor.came += len(data)
                super().data_received(data)

        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, create_connection=Counting
        )
        return await self.rerun()

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()

    async def rerun(self, *, tap: tuple[str, str] | None = None, typed: tuple[str, str] | None = None) -> Answered:
        """
        Ask for a run.

        Parameters
        ----------
        tap
            A face and the short code that was tapped on it.
        typed
            The label of a field and what is typed into it.
        """
        asked = self._asked(tap, typed)
        begin, before = time.perf_counter(), self.came
        await self._socket.send(asked)
        async with asyncio.timeout(_PATIENCE_S):
            came, seconds = await self._listen(begin)
        answered = Answered(seconds, self.came - before)
        for message in came:
            self._take(message, answered)
        if self.fetching:
            answered.fetched = await self._fetch()
        return answered

    async def _listen(self, begin: float) -> tuple[list[Any], float]:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        came: list[Any] = []
        while True:
            data = await self._socket.recv()
            now = time.perf_counter()
            message = ForwardMsg.FromString(data)
            came.append(message)
            if (
                message.WhichOneof("type") == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return came, now - begin

    def _asked(self, tap: tuple[str, str] | None, typed: tuple[str, str] | None) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        if typed is not None:
            self._states[self.ids[typed[0]]] = typed[1]
        asked = BackMsg()
        state = asked.rerun_script
        state.page_script_hash = self._page
        state.cached_message_hashes.extend(self._kept)
        for number, value in self._states.items():
            widget = state.widget_states.widgets.add()
            widget.id = number
            widget.string_value = value
        if tap is not None:
            widget = state.widget_states.widgets.add()
            widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self.ids[tap[0]]}__events"
            widget.json_trigger_value = json.dumps([{"event": "picked", "value": tap[1]}])
        return asked.SerializeToString()  # type: ignore[no-any-return]

    def _take(self, message: Any, answered: Answered) -> None:  # a message of the protobuf
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._kept[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        if kind == "navigation":  # the screen that one is on; the session names the script of them all
            self._page = message.navigation.page_script_hash
        if kind != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        self._take_element(message.delta.new_element, answered)

    def _take_element(self, element: Any, answered: Answered) -> None:  # a message of the protobuf
        what = element.WhichOneof("type")
        said = getattr(element, what)
        if what == "bidi_component":
            told = json.loads(said.json or "{}")
            face = str(told.get("face", ""))
            self.ids[face], self.faces[face] = said.id, told
        elif what == "component_instance":
            self.frames[said.component_name] = said.json_args
        elif what in {"button_group", "text_input"}:
            self.ids[said.label] = said.id
        elif what == "exception":
            answered.wrong.append(said.message)
        elif what == "alert":
            answered.wrong.append(said.body)

    async def _fetch(self) -> int:
        """Fetch what our component names and this browser has not yet; gives the bytes that came."""
        before = self.fetched
        for said in list(self.faces.values()):
            for name in _ADDRESSES:
                if isinstance(address := said.get(name), str) and address not in self._bodies:
                    self._bodies[address] = await self._get(address)
            await self._follow(said)
        return self.fetched - before

    async def _follow(self, said: dict[str, Any]) -> None:
        """Keep the assets as the component's script does: a base fetched once, and the differences since."""
        address = said.get("places")
        if not isinstance(address, str):
            return
        if address != self._base.get("address"):
            await self._begin(address)
        while self._base["version"] < said.get("version", 0):
            query = urllib.parse.urlencode({"base": self._base["mark"], "from": self._base["version"]})
            body = await self._get(f"{said['since']}?{query}")
            if body is None:  # so much has changed that the differences are no longer told
                before = self._base["version"]
                await self._begin(address)
                if self._base["version"] <= before:
                    return
                continue
            if body["version"] <= self._base["version"]:
                return
            self._base["version"] = body["version"]
            self.assets.update({row["id"]: row for row in body["put"]})
            for short in body["gone"]:
                self.assets.pop(short, None)

    async def _begin(self, address: str) -> None:
        body = await self._get(address) or {}
        self._base = {"address": address, "mark": body.get("base"), "version": body.get("version", 0)}
        self.assets = {row["id"]: row for row in body.get("assets", ())}

    async def _get(self, address: str) -> Any:  # JSON
        came, body = await asyncio.to_thread(fetch, self.url, address)
        self.fetched += came
        return body


def fetch(url: str, address: str) -> tuple[int, Any]:
    """Fetch JSON; gives the bytes of the answer as it travelled, headers and all, and what it says."""
    import gzip

    host = urllib.parse.urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=_PATIENCE_S)
    with contextlib.closing(connection):
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        said = connection.getresponse()
        body = said.read()
        came = len(body) + sum(len(name) + len(value) + 4 for name, value in said.getheaders())
        if said.status != 200:
            return came, None
        return came, json.loads(gzip.decompress(body) if said.getheader("Content-Encoding") == "gzip" else body)


def run(doing: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a thread of its own: whoever calls may be in a loop already, as beside a browser."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, doing).result()


@contextlib.asynccontextmanager
async def visiting(url: str, *, fetching: bool = True) -> AsyncIterator[Visitor]:
    """Come in, and leave again."""
    visitor = Visitor(url, fetching=fetching)
    try:
        answered = await visitor.open()
        if answered.wrong:
            raise SettingsError(f"the app to be measured says: {answered.wrong[0]}")
        yield visitor
    finally:
        await visitor.close()
