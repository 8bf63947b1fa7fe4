"""What a phone sends: read up to a length, taken only from a page of this app."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from assetmap.screens.own_machine import netloc_of

if TYPE_CHECKING:
    from starlette.requests import Request

_MOST_BYTES, _MOST_S = 40_000, 20.0
COOKIE = "assetmap_phone"
"""The token that a code was changed for; no script reads it, no other site sends it, it ends with the workshop."""


async def fields_of(request: Request) -> dict[str, str]:
    """Read a form; what is longer than anybody types, slower than any network, or no form at all is an empty one."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    body = b""
    try:
        async with asyncio.timeout(_MOST_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > _MOST_BYTES:
                    return {}
        said = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=40, errors="replace")
    except (ValueError, TimeoutError):
        return {}
    return {name: values[-1].replace("\r\n", "\n") for name, values in said.items()}


def is_from_here(request: Request) -> bool:
    """
    Say whether a form was sent by a page of this app, by the `Origin` that a browser writes itself.

    The oldest browsers write none: what they send counts by the proof in its form alone.
    """
    said = request.headers.get("origin")
    if said is None:
        return True
    here = {request.headers.get(name, "").lower() for name in ("host", "x-forwarded-host")}
    return bool(netloc_of(said)) and netloc_of(said) in here


def token_of(request: Request) -> str:
    """Return the phone's token, or ""."""
    said = request.cookies.get(COOKIE, "")
    return said if 20 <= len(said) <= 100 else ""


def proof_of(token: str) -> str:
    """Write what only a page that this phone was sent can hold: another site that sends a form does not know it."""
    return hashlib.sha256(b"assetmap phone form\0" + token.encode()).hexdigest()[:24]


def is_https(request: Request) -> bool:
    """Say whether the phone came by https, also to a relay before this app."""
    relayed = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in {request.url.scheme, relayed}
