"""A button that copies: a code or a text, with or without the browser's leave to use its clipboard."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.wording import N_, gettext, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

_HERE = Path(__file__).parent
_SAID = (N_("Copy"), N_("Copy the code"), N_("Copied ✓"), N_("The code is marked: copy it now."))
"""Each is in the script as well, letter for letter."""


@cache
def script() -> str:
    """Return `copied(text, mark)` and `speaker(table)`, to stand before the script of a component."""
    return (_HERE / "copied.js").read_text(encoding="utf-8")


def code(text: str, *, key: str) -> None:
    """Draw a code in big letters of one width, with *Copy* beside it."""
    _component()(key=key, data={"text": text, "said": said_in_browser(_SAID)})


def said_in_browser(sentences: Iterable[str]) -> dict[str, str]:
    """Give English → the language spoken, for `speaker`; nothing where that is English."""
    return {} if spoken() == "en" else {english: gettext(english) for english in sentences}


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_code",
        js=script() + (_HERE / "code.js").read_text(encoding="utf-8"),
        css=(_HERE / "code.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )
