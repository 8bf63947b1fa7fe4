"""The component's script, as the build has put it together."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).parent / "built" / "livemap.js"


@cache
def script_read() -> tuple[bytes, str]:
    """Return the script and a mark that changes with it."""
    body = SCRIPT.read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:12]
