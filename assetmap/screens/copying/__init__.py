"""A button that copies: a code or a text, with or without the browser's leave to use its clipboard."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@cache
def script() -> str:
    """Return `copied(text, mark)`, to stand before the script of a component that copies."""
    return (_HERE / "copied.js").read_text(encoding="utf-8")


def code(text: str, *, key: str) -> None:
    """Draw a code in big letters of one width, with *Copy* beside it."""
    _component()(key=key, data={"text": text})


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_code",
        js=script() + (_HERE / "code.js").read_text(encoding="utf-8"),
        css=(_HERE / "code.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )
