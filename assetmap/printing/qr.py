"""The QR code of a page: the published address, short codes and the date, and nothing about a person."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from assetmap.printing.frame import QR_MM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_LEAST_MODULE_MM = 0.5
_QUIET = 4
"""Modules of white around the code (ISO/IEC 18004:2015, 9.1)."""


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """`svg` is `side_mm` wide with its quiet zone; it opens `target`; `address` is printed beside it."""

    svg: str
    side_mm: float
    target: str
    address: str


def page_code(address: str, *, shorts: Sequence[str], on: date) -> QrCode | None:
    """
    Make the code that opens the page's assets on the published map.

    Parameters
    ----------
    address
        The published address; without one, or with one too long for a code, there is no code.
    shorts
        Six-character asset codes; as many from the start as keep each module at least half a millimetre.
    on
        The date printed.
    """
    import segno

    address = "".join(address.split())
    if not address.lower().startswith(("http://", "https://")):
        return None
    base = quote(address, safe=":/?#[]@!$&'()*+,;=%-._~")
    joiner = "&" if "?" in base else "?"
    for count in range(len(shorts), -1, -1):
        ids = f"&a={'.'.join(shorts[:count])}" if count else ""
        target = f"{base}{joiner}on={on.isoformat()}{ids}"
        if len(target.encode()) > 300:
            continue
        code = segno.make_qr(target, error="m", boost_error=False)
        modules = code.symbol_size(border=0)[0]
        if QR_MM / modules >= _LEAST_MODULE_MM:
            side = QR_MM * (modules + 2 * _QUIET) / modules
            out = io.BytesIO()
            code.save(out, kind="svg", border=_QUIET, omitsize=True, dark="#000000", light="#ffffff", xmldecl=False)
            svg = out.getvalue().decode().strip()
            return QrCode(svg=svg, side_mm=round(side, 2), target=target, address=address)
    return None
