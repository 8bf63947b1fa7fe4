"""Single letters for what one decides again and again: offered, never needed, and off while one types."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = Path(__file__).parent


def letters(offered: Sequence[tuple[str, str, str]], *, key: str) -> None:
    """
    Offer letters, and say which: a line that a phone does not show. They press what stands on the page already.

    Parameters
    ----------
    offered
        A letter, what it does, and a CSS selector of the project's own for the button it presses. A letter whose
        button is not there is not offered.
    """
    words = {"on": _("Use single letters for these"), "off": _("Switch letters off")}
    _component()(key=key, data={"offered": [list(x) for x in offered], "words": words}, height="content")


@cache
def _component() -> Any:  # Streamlit's renderer
    return st.components.v2.component(
        "assetmap_letters",
        js=(_HERE / "letters.js").read_text(encoding="utf-8"),
        css=(_HERE / "letters.css").read_text(encoding="utf-8"),
        isolate_styles=True,
    )
