"""What every page minds: a line over it when the program no longer answers, words ahead of a step, its language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assetmap.screens import language
from assetmap.screens.livemap import base_path
from assetmap.wording import gettext as _
from assetmap.wording import spoken


def pulse() -> None:
    """Let the page ask now and then whether the program is there; it draws nothing while it is."""
    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    gone = _(
        "The map does not answer just now. What you see is not lost from this page, but nothing more can be saved "
        "until it is back. Ask whoever runs it to start it again."
    )
    data = {
        "address": f"{base}/_stcore/health", "gone": gone, "language": spoken(),
        "cookie": language.COOKIE, "chosen": language.chosen(), "path": f"{base}/",
    }  # fmt: skip
    _component()(key="pulse", data=data, height="content")


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_pulse", js=(Path(__file__).parent / "pulse.js").read_text(encoding="utf-8"), isolate_styles=False
    )
