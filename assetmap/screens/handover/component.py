"""A part of the screen that is drawn in the browser: a file of script and one of looks, side by side."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assetmap.screens import copying

_HERE = Path(__file__).parent


@cache
def component(name: str) -> Any:  # Streamlit's renderer
    """Make Streamlit's component of `NAME.js` and `NAME.css`."""
    return st.components.v2.component(
        f"assetmap_{name}",
        js=copying.script() + (_HERE / f"{name}.js").read_text(encoding="utf-8"),
        css=(_HERE / f"{name}.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )


def nothing() -> None:
    """What a component calls when something changed in it: the run that follows reads it by itself."""
