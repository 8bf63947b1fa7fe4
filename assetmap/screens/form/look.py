"""Moved to `look.css`, read by `frame.style("form")`."""

from assetmap.screens.frame import style

LOOK = style("form")
