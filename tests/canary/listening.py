"""What a running app lets out: frames of real sessions, doors, pages held for printing, its own log."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import urllib.parse
from typing import TYPE_CHECKING, Any

from assetmap.bench.screens.visitor import Answered, Visitor, run
from assetmap.place import open_place
from tests.canary.making import origins
from tests.canary.searching import unfolded
from tests.canary.town import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.canary.town import Refuge

_PAGES = ("", "add", "refer", "look_after", "your_place")
BOX = "A few words, and a postcode or street"
# What a worker types for one print: it is on that page and on their screen, and in nothing that stays.
TYPED = {
    "At the top, in your own words": "Zwaluwnest for you",
    "Who will be in touch": "Boomvalk Bea",
    "When": "on Specht day",
    "How to reach them": "Karekiet 1234",
}
# Page, how it is set, language: each format once, and a script that is read from the right.
_PRINTS = (
    ("Near you", "Clear print", "English"),
    ("Near you", "Large print", "Cymraeg (not yet checked)"),
    ("Keeping in touch", "Easy to read", "العربية (not yet checked)"),
)


def outputs(
    home: Path, folder: Path, refuges: Sequence[Refuge], *, circle: str, served: Callable[..., Any], long: bool
) -> dict[str, bytes]:
    """Come in as somebody of the circle, from another computer; look at everything, search, tap, print."""
    folder.mkdir(parents=True, exist_ok=True)
    headers = {"X-Forwarded-For": "203.0.113.9"}
    if circle != "public":
        place = open_place(home)
        headers["Cookie"] = f"assetmap_sign_in={place.store.people.sign_in(f'{circle} friend', PASSPHRASE)}"
        place.close()
    log, files = folder / "app.log", folder / "user-data"
    with served(home, log) as url:
        out = run(_visited(url, headers, refuges, long=long)) | _doors(url, headers, refuges)
    out["the app's log"] = log.read_bytes()
    return out | {f"{x.relative_to(folder)}": x.read_bytes() for x in files.rglob("*") if x.is_file()}


def kept(home: Path, folder: Path) -> list[str]:
    """Say what of a print's own words was kept: in the home, the store and its log of writes, or the app's own log."""
    return [
        f"“{word}” was kept in {path.name}"
        for path in (*home.rglob("*"), folder / "app.log", *(folder / "user-data").rglob("*"))
        if path.is_file()
        for layer in unfolded(path.read_bytes())
        for word in ("zwaluwnest", "boomvalk", "specht", "karekiet")
        if word.encode() in layer.lower()
    ]


def not_heard(outputs: dict[str, bytes], *, circle: str) -> list[str]:
    """Say what should have been there for the circle and was not: then nothing was looked at."""
    there = {
        "frames of Explore": (b"KanarieQuarter",), "frames of refer": (b"KanarieQuarter",),
        "held page 1": (b"KanarieQuarter", b"%PDF-"), "held page 1/web": (b"KanarieQuarter",),
        "held page 1/sheet/1": (b"\x1f\x8b",), "print 1/web": (b"Zwaluwnest",), "print 1": (b"%PDF-",),
        "print 2/web": (b"Boomvalk", b"Karekiet", b'lang="ar"'), "print 2": (b"%PDF-",),
        "door /assetmap/places": (b"KanarieQuarter",),
        "door /assetmap/ground": (b"bounds",), "door /assetmap/basemap.pmtiles": (b"PMTiles",),
    }  # fmt: skip
    if circle != "public":
        there["frames of Explore"] += (b"KanariePartners",)
        marks = {"partners": b"For partners only", "workshop": b"For the people who make this map only"}
        there["held page 1/web"] += (marks[circle],)
    return [
        f"{name} was expected to hold {word!r} for {circle}"
        for name, words in there.items()
        for word in words
        if word not in outputs.get(name, b"")
    ]


class Listener(Visitor):
    """A visitor who comes from elsewhere and keeps every frame as it came."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__(url, fetching=False)
        self.headers = headers
        self.frames_kept: list[bytes] = []
        self.named = ""
        self.chosen: dict[str, str] = {}
        """Label of a row of choices → the one that was pressed."""

    async def open(self) -> Answered:
        from websockets.asyncio.client import connect
        from websockets.typing import Subprotocol

        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=[Subprotocol("streamlit")],
            max_size=None, additional_headers=self.headers,
        )  # fmt: skip
        return await self.rerun()

    async def to(self, page: str) -> Answered:
        """Go to another screen."""
        self.named, self._page, self._states = page, "", {}
        answered = await self.rerun()
        self.named = ""
        return answered

    def _asked(self, tap: tuple[str, str] | None, typed: tuple[str, str] | None) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        asked = BackMsg.FromString(super()._asked(tap, typed))
        if self.named:
            asked.rerun_script.page_name = self.named
        for label, choice in self.chosen.items():
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id = self.ids[label]
            widget.string_array_value.data.append(choice)
        return asked.SerializeToString()  # type: ignore[no-any-return]

    def _take_element(self, element: Any, answered: Answered) -> None:
        super()._take_element(element, answered)
        if (what := element.WhichOneof("type")) in {"selectbox", "text_area"}:
            said = getattr(element, what)
            self.ids[said.label] = said.id

    async def _listen(self, begin: float) -> tuple[list[Any], float]:
        came, seconds = await super()._listen(begin)
        self.frames_kept += [message.SerializeToString() for message in came]
        return came, seconds


async def _visited(url: str, headers: dict[str, str], refuges: Sequence[Refuge], *, long: bool) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    who = Listener(url, headers)
    try:
        await who.open()
        for typed in ("refuge", "geheimlaan", "vogelaar"):
            await who.rerun(typed=("Find by words", typed))
        await who.rerun(typed=("Find by words", ""))
        for refuge in refuges:
            await who.rerun(tap=("map", refuge.asset.short))
        out["frames of Explore"] = b"\n".join(who.frames_kept)
        for page in _PAGES[1:]:
            who.frames_kept = []
            await who.to(page)
            if page == "refer":
                for at in origins(refuges[: None if long else 2], many=6 if long else 1):
                    await who.rerun(typed=(BOX, f"{at.y:.4f},{at.x:.4f}"))
                await who.rerun(typed=(BOX, f"refuge, {at.y:.4f},{at.x:.4f}"))
                out |= await _held(url, headers, who.frames_kept)
                out |= await _printed(url, headers, who)
            out[f"frames of {page}"] = b"\n".join(who.frames_kept)
    finally:
        with contextlib.suppress(Exception):
            await who.close()
    return out


async def _printed(url: str, headers: dict[str, str], who: Listener) -> dict[str, bytes]:
    """Make prints of each format with words of one's own, and fetch them; leave the last one on the screen."""
    out = {}
    for at, (page, form, language) in enumerate(_PRINTS):
        who.chosen = {"Which page": page, "How it is set": form}
        await who.rerun(typed=("Language of the page", language))
        still = [label for label in TYPED if label in who.ids and who.ids[label] not in who._states]
        who._states |= {who.ids[label]: TYPED[label] for label in still[1:]}
        if still:
            await who.rerun(typed=(still[0], TYPED[still[0]]))
        pages = await _held(url, headers, who.frames_kept[-400:], last=1)
        out |= {name.replace("held page 0", f"print {at}"): content for name, content in pages.items()}
    who.chosen = {}
    return out


async def _held(url: str, headers: dict[str, str], frames: list[bytes], *, last: int = 2) -> dict[str, bytes]:
    """Fetch the pages that are held for printing."""
    import re

    out = {}
    found = dict.fromkeys(re.findall(rb"/assetmap/page/[\w-]+", b"\n".join(frames)))
    for at, address in enumerate(list(found)[-last:]):
        for part in ("", "/web", "/sheet/1"):
            out[f"held page {at}{part}"] = await asyncio.to_thread(fetched, url, address.decode() + part, headers)
    return out


def _doors(url: str, headers: dict[str, str], refuges: Sequence[Refuge]) -> dict[str, bytes]:
    from assetmap.webmap import OUTLINES

    out = {}
    places = fetched(url, "/assetmap/places", headers)
    said = json.loads(places)
    query = urllib.parse.urlencode({"base": said["base"], "from": 0})
    now = urllib.parse.urlencode({"base": said["base"], "from": said["version"]})
    addresses = [
        "/", "/health", "/assetmap/ground", f"/assetmap/overlay/{OUTLINES}", "/assetmap/overlay/income",
        f"/assetmap/places/since?{query}", f"/assetmap/places/since?{now}", "/assetmap/basemap.pmtiles",
        "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
        *(f"/assetmap/places?v={refuge.asset.short}" for refuge in refuges[:1]),
    ]  # fmt: skip
    out["door /assetmap/places"] = places
    for address in addresses:
        out[f"door {address}"] = fetched(url, address, headers)
    return out


def fetched(url: str, address: str, headers: dict[str, str]) -> bytes:
    """Fetch whatever an address gives, with the headers of the answer."""
    host = urllib.parse.urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", address, headers=headers)
        return connection.getresponse().read()
