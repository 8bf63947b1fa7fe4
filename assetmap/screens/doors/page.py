"""The door through which a browser reads a page that was just made: held in memory alone, for a little while."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
import weakref
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from assetmap.errors import AssetMapError
from assetmap.screens.doors.tongue import plainly
from assetmap.wording import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

MINUTES = 15
"""So long a page can be read after it was made; the screen makes a new one before."""
READS = 12
"""So often each part of a page can be read: a viewer asks more than once, and one may press reload."""
MOST_PAGES, MOST_BYTES = 400, 96_000_000
"""So much is held for everybody together; beyond, the oldest pages go first."""
GONE = N_(
    "This page is no longer kept, so that nobody else can read it. Go back to the screen and press Print once more."
)
PARTS = ("print", "web")


class HeldPage:
    """
    One page that may be read under its `token`, by whoever holds this object and those they give the address.

    The door itself holds it weakly: when the browser's session goes, so does the page.
    """

    def __init__(self, *, pdf: bytes, web: bytes, pictures: Sequence[bytes]) -> None:
        self.token = secrets.token_urlsafe(18)
        self.parts: dict[str, tuple[bytes, str]] = {
            "print": (pdf, "application/pdf"),
            "web": (web, "text/html; charset=utf-8"),
            **{f"sheet-{i}": (picture, "image/svg+xml") for i, picture in enumerate(pictures, start=1)},
        }
        self.made_s = time.monotonic()
        self._reads = dict.fromkeys(self.parts, 0)
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(len(body) for body, _ in list(self.parts.values()))

    @property
    def is_fresh(self) -> bool:
        """Whether it may still be offered: it has not been read yet, and has half of its time before it."""
        return bool(self.parts) and not any(self._reads[x] for x in PARTS) and self._age_s < MINUTES * 30

    def read(self, part: str) -> tuple[bytes, str] | None:
        """Return a part and its media type, or None where it may not be read any more."""
        with self._lock:
            if self._age_s > MINUTES * 60:
                self.parts = {}
            if part not in self.parts or self._reads[part] >= READS:
                return None
            self._reads[part] += 1
            return self.parts[part]

    def drop(self) -> None:
        """Let its content go at once."""
        with self._lock:
            self.parts = {}

    @property
    def _age_s(self) -> float:
        return time.monotonic() - self.made_s


_lock = threading.Lock()
_held: weakref.WeakValueDictionary[str, HeldPage] = weakref.WeakValueDictionary()


def hold(page: HeldPage) -> None:
    """Let a page be read under its token."""
    with _lock:
        _held[page.token] = page
        pages = list(_held.values())  # oldest first
        size = sum(kept.size for kept in pages)
        for kept in pages:
            too_old = time.monotonic() - kept.made_s > MINUTES * 60
            if not too_old and len(pages) <= MOST_PAGES and size <= MOST_BYTES:
                break
            size -= kept.size
            pages = pages[1:]
            kept.drop()
            _held.pop(kept.token, None)


def let_go(page: HeldPage) -> None:
    """Forget a page: its address leads nowhere from now on."""
    with _lock:
        _held.pop(page.token, None)
    page.drop()


def let_go_of_all() -> None:
    """Forget every page: something that one of them may hold was taken away since it was made."""
    with _lock:
        pages = list(_held.values())
        _held.clear()
    for page in pages:
        page.drop()


def page_routes() -> list[Route]:
    """List the doors to a page, to the same as a web page, and to the pictures of its sheets."""
    return [
        Route("/assetmap/page/{token}", _door(lambda _: "print")),
        Route("/assetmap/page/{token}/web", _door(lambda _: "web")),
        Route("/assetmap/page/{token}/sheet/{number:int}", _door(lambda x: f"sheet-{x.path_params['number']}")),
    ]


def _door(part_of: Callable[[Request], str]) -> Callable[[Request], Response]:
    def door(request: Request) -> Response:
        from assetmap.screens import circles

        with contextlib.suppress(AssetMapError):
            circles.follow()
        with _lock:
            page = _held.get(request.path_params["token"])
        found = None if page is None else page.read(part_of(request))
        if found is None:
            return plainly(GONE, request.headers, status=404, said={"Cache-Control": "no-store"})
        body, media_type = found
        said = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="page{_ENDS[media_type]}"'}
        if media_type == "image/svg+xml":
            said["Content-Encoding"] = "gzip"
        return Response(body, media_type=media_type, headers=said)

    return door


_ENDS = {"application/pdf": ".pdf", "text/html; charset=utf-8": ".html", "image/svg+xml": ".svg"}
