"""Which class each area is in, and the legend: tenths of the gaps, or need by what is within reach."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.cartography.palette import DECILES, NEED_BY_REACH, NO_GAP, NOT_KNOWN
from assetmap.gaps.classes import need_step, reach_step, sign_of, tenths
from assetmap.gaps.flagging import NEVER_RANKED
from assetmap.screens.gapping.telling import short_flag
from assetmap.wording import gettext as _
from assetmap.wording import joined, ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assetmap.gaps import Gaps

GAPS, BOTH = "gaps", "both"
_TENTHS = "1234567890"
_SQUARE = "abcdefghi"
_NO_GAP, _LEFT_OUT, _UNKNOWN = "N", "L", "X"


@dataclass(frozen=True, kw_only=True)
class Colours:
    """What `livemap.Shading` is told: a character an area, what each looks like, and the legend."""

    values: str
    classes: Mapping[str, tuple[str, str, str]]
    legend: Mapping[str, Any]


def colours_of(gaps: Gaps, *, shows: str, source: str = "") -> Colours:
    """
    Class every area.

    Parameters
    ----------
    shows
        `GAPS`: tenths of this place's areas by their rank, 1 the largest gaps; who has the fair share is in none.
        `BOTH`: need (A much) by what is within reach (1 little).
    source
        The line beneath the legend.
    """
    if shows == BOTH:
        values, legend = _square(gaps), _square_legend()
    else:
        values, legend = _tenths(gaps), _tenths_legend(gaps)
    unknown, left_out = _left_out(gaps)
    values[left_out] = _LEFT_OUT
    values[unknown] = _UNKNOWN
    keys = list(legend.pop("keys"))
    if out := int(left_out.sum()):
        said = ngettext("{n} area that is not ranked", "{n} areas that are not ranked", out, n=number_text(out))
        # translators: why areas are not ranked, as “10 areas that are not ranked (at the edge of the street data)”
        keys.append((_LEFT_OUT, _("{areas} ({why})", areas=said, why=joined(_reasons(gaps, left_out)))))
    if out := int(unknown.sum()):
        said = ngettext("{n} area that is not known", "{n} areas that are not known", out, n=number_text(out))
        keys.append((_UNKNOWN, said))
    return Colours(values="".join(values.tolist()), classes=_CLASSES, legend={**legend, "keys": keys, "source": source})


def _tenths(gaps: Gaps) -> NDArray[np.str_]:
    chars = np.array([_NO_GAP, *_TENTHS])
    return np.asarray(chars[tenths(gaps)])


def _square(gaps: Gaps) -> NDArray[np.str_]:
    deciles = gaps.table["decile"].to_numpy(dtype=np.float64)
    short = gaps.table["shortfall"].to_numpy(dtype=np.float64)
    return np.array([_SQUARE[3 * need_step(d) + reach_step(s)] for d, s in zip(deciles, short, strict=True)])


def _left_out(gaps: Gaps) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which are not known at all, and which are known and yet not ranked."""
    unknown = np.array(["not_known" in flags for flags in gaps.table["flags"]], dtype=bool)
    ranked = np.isfinite(gaps.table["rank"].to_numpy(dtype=np.float64, na_value=np.nan))
    return unknown, ~ranked & ~unknown


def _reasons(gaps: Gaps, left_out: NDArray[np.bool_]) -> list[str]:
    """Say why areas are not ranked, the most frequent reason first."""
    first = Counter(
        next((x for x in NEVER_RANKED if x in flags), "")
        for flags, is_out in zip(gaps.table["flags"], left_out, strict=True)
        if is_out
    )
    return [short_flag(flag) for flag, _many in first.most_common() if short_flag(flag)]


def _tenths_legend(gaps: Gaps) -> dict[str, Any]:
    has_none = bool((tenths(gaps) == 0).any())
    return {
        "title": _("The gaps, in tenths of this place’s areas"),
        "grid": [list(_TENTHS)],
        "across": [_("1: largest gaps"), _("10: smallest")],
        "down": [],
        "keys": [(_NO_GAP, _("No gap: a fair share is within reach"))] if has_none else [],
    }


def _square_legend() -> dict[str, Any]:
    grid = [list(_SQUARE[3 * need : 3 * need + 3]) for need in (2, 1, 0)]
    return {
        "title": _("Need, and what is within reach"),
        "grid": [list(reversed(row)) for row in grid],
        "across": [_("1: little in reach"), _("3: a fair share")],
        "down": [_("A: most deprived"), _("C: least deprived")],
        "keys": [],
    }


_CLASSES: dict[str, tuple[str, str, str]] = {
    **{sign: (DECILES[at], str(at), "") for at, sign in enumerate(_TENTHS, start=1)},
    **{
        _SQUARE[3 * need + reach]: (NEED_BY_REACH[need][reach], sign_of(need, reach), "")
        for need in range(3)
        for reach in range(3)
    },
    _NO_GAP: (NO_GAP, "", ""),
    _LEFT_OUT: (NOT_KNOWN, "", "lines"),
    _UNKNOWN: (NOT_KNOWN, "", "crossed"),
}
