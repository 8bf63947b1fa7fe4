"""Which of the four nations of the United Kingdom an area's code is of: each has its own index of deprivation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetmap.wording import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

# The letter that begins a code of nine characters is its nation's (ONS, Register of Geographic Codes). Northern
# Ireland's super output areas of 2001, which NIMDM 2017 uses, are older: 95AA01S1.
_NATIONS = {
    N_("England"): re.compile(r"E\d{8}"),
    N_("Scotland"): re.compile(r"S\d{8}"),
    N_("Wales"): re.compile(r"W\d{8}"),
    N_("Northern Ireland"): re.compile(r"N\d{8}|95[A-Z]{2}\d{2}[SW]\d+"),
}


def nation_of(code: str) -> str:
    """Name the nation of one code, "" where it is of none of the four: `"W01000001"` → `"Wales"`."""
    return next((nation for nation, form in _NATIONS.items() if form.fullmatch(code)), "")


def nations_of(codes: Iterable[str]) -> list[str]:
    """Name the nations that areas are of, each once and in a fixed order; codes of none of the four do not count."""
    found = {nation_of(str(code)) for code in codes}
    return [nation for nation in _NATIONS if nation in found]
