"""Which addresses are the phones' own: all that the gate lets anybody on the network ask for."""

from __future__ import annotations

import re

JOIN, SAY, DOTS = "/join", "/say", "/dots"
STYLE = "/join/look.css"
_THEIRS = re.compile(r"/join(/look\.css|/[0-9A-Za-z-]{1,40})?|/say(/where|/back)?|/dots")


def is_for_phones(path: str) -> bool:
    """Say whether a path is one of theirs, letter for letter."""
    return _THEIRS.fullmatch(path) is not None
