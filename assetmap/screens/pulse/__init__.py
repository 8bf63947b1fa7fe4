"""What every page minds: a line over it when the program no longer answers, and words that go ahead of a step."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assetmap.screens.livemap import base_path


def pulse() -> None:
    """Let the page ask now and then whether the program is there; it draws nothing while it is."""
    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    _component()(key="pulse", data={"address": f"{base}/_stcore/health"}, height="content")


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_pulse", js=(Path(__file__).parent / "pulse.js").read_text(encoding="utf-8"), isolate_styles=False
    )
