"""Pointing at the four corners of a sheet by hand, on the small picture of it that the reader made."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent
_CORNERS = 4

Spots = tuple[tuple[float, float], ...]


def corners(picture: bytes, *, key: str, turn: str, on_pointed: Callable[[], None]) -> None:
    """
    Draw a picture on which somebody points at four corners; `pointed(key)` then gives them.

    Parameters
    ----------
    picture
        A JPEG of our own reader's making.
    turn
        Another one for another picture.
    """
    words = {
        "corners": [_("top left"), _("top right"), _("bottom right"), _("bottom left")],
        # translators: {corner} is one of “top left”, “top right”, “bottom right”, “bottom left”
        "tap": _("Tap this corner of the map's frame: {corner}.", corner="{corner}"),
        "drag": _("Drag a corner to put it right. Then press the button below."),
        "keys": _("Arrow keys move it."),
        "go": _("Read it with these corners"),
        "again": _("Begin again"),
    }
    data = {"picture": jpeg_address(picture), "turn": turn, "words": words}
    _component()(key=key, data=data, height="content", on_corners_change=on_pointed)


def pointed(key: str) -> Spots | None:
    """Return the corners that were just pointed at, clockwise from the top left, as shares of width and height."""
    state = st.session_state.get(key)
    said = state.get("corners") if state is not None else None
    if not isinstance(said, list) or len(said) != _CORNERS or not all(_is_spot(x) for x in said):
        return None
    return tuple((float(x), float(y)) for x, y in said)


def jpeg_address(picture: bytes) -> str:
    """Write a JPEG as an address that holds the picture itself."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"


def _is_spot(said: object) -> bool:
    return (
        isinstance(said, list)
        and len(said) == 2  # a point has two
        and all(isinstance(x, int | float) and not isinstance(x, bool) and 0 <= x <= 1 for x in said)
    )


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_corners",
        js=(_HERE / "corners.js").read_text(encoding="utf-8"),
        css=(_HERE / "corners.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )
