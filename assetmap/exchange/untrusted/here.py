"""What the child does behind its walls. Only it, and tests of what is made of rows, may call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.exchange.reading import READERS

if TYPE_CHECKING:
    from assetmap.exchange.sheets import Sheets
    from assetmap.exchange.untrusted.looking import Settled


def read_here(found: Settled) -> Sheets:
    """
    Read a file in this process.

    Raises
    ------
    ExchangeError
        It cannot be read.
    """
    return READERS[found.kind](found.content, found.name)
