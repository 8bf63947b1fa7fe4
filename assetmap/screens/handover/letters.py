"""A name as a label of Streamlit's, which would read it as markup."""

from __future__ import annotations

import re

from assetmap.webmap.safe import straight

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


def letters(name: str) -> str:
    """Write a name so that it comes out letter for letter on a button."""
    return _SIGNS.sub(r"\\\1", " ".join(straight(name).split()))
