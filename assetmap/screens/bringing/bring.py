"""Scroll to an element and give it the focus, once for each turn."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


def bring(to: str, *, turn: str, key: str) -> None:
    """
    Bring an element of the page into view and give it the focus.

    It is done once for every `turn`: whoever scrolls on or types is not called back by the next run. What is in view
    already is not moved.

    Parameters
    ----------
    to
        A CSS selector of the project's own, never of what somebody typed; the first that fits is brought. "" brings
        nothing and only stands ready.
    turn
        Another one whenever there is something to bring anew.
    """
    _component()(data={"to": to, "turn": turn}, key=key, height="content")


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_bring", js=(Path(__file__).parent / "bring.js").read_text(encoding="utf-8"), isolate_styles=True
    )
