"""The first page of the atlas of gaps: what this is, what came out and what to do first, how, what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps import does_not_say, how_worked_out
from assetmap.printing.gap_atlas_parts import UNLISTED, marked_name
from assetmap.printing.gap_atlas_words import MARK
from assetmap.wording import apart as told_apart
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assetmap.gaps import Gaps
    from assetmap.wording import Language


def opening(gaps: Gaps, *, tongue: Language) -> dict[str, Any]:
    """Say on the first page what this is, what came out, how, and what it does not say."""
    table = gaps.table
    many, ranked = len(table), int(table["rank"].notna().sum())
    score = np.sort(table["score"].to_numpy(dtype=np.float64)[table["rank"].notna().to_numpy()])[::-1]
    lead = [
        _(
            "Where can people reach least on foot, and where is need greatest? This atlas ranks the neighbourhoods, "
            "says how sure each rank is, and tells of each on a page of its own."
        )
    ]
    if not gaps.used.any():
        lead.append(_("The map of this place has nothing of this kind yet: so everybody lacks all of it."))
    came_out = [ngettext("{ranked} of {n} neighbourhood is ranked.", "{ranked} of {n} neighbourhoods are ranked.", many,
                         ranked=ranked)]  # fmt: skip
    if ranked < many:
        came_out.append(ngettext("{n} stands apart, with the reason.", "{n} stand apart, with the reason.",
                                 many - ranked))  # fmt: skip
    if score.sum() > 0:
        half = int(np.searchsorted(np.cumsum(score), score.sum() / 2) + 1)
        came_out.append(
            ngettext(
                "Half of the whole gap lies in {n} neighbourhood.", "Half of the whole gap lies in {n} neighbourhoods.",
                half,
            )
        )  # fmt: skip
        largest = table.loc[table["rank"].notna()].sort_values(["rank", "code"]).head(5)
        names = [
            marked_name(str(row["called"] or row["name"]), row["flags"]) for row in largest.to_dict(orient="records")
        ]
        came_out.append(_("The largest gaps: {names}.", names=told_apart(names)))
        came_out += _unlisted(table.loc[table["rank"].notna() & (table["score"] > 0), "flags"])
    if gaps.need is None:
        came_out.append(_("No index of deprivation is used here: gaps are told by reach alone."))
    parts = [
        {"heading": _("What came out"), "as-list": True, "words": came_out},
        {"heading": _("How this is worked out"), "as-list": True, "words": list(how_worked_out(gaps))},
        {"heading": _("What it does not say"), "as-list": True, "words": list(does_not_say(gaps))},
    ]
    if not tongue.checked_by:
        lead.append(_("The words of this page are not yet checked by a native reader."))
    return {"lead": lead, "parts": parts}


def _unlisted(flags: Iterable[Sequence[str]]) -> list[str]:
    """Say in how many areas that are short the base map shows more than this map has, and what to do first."""
    short = list(flags)
    many = sum(UNLISTED in x for x in short)
    if not many:
        return []
    return [
        ngettext(
            "In {n} of the {all} neighbourhoods with a gap (marked {mark}) the base map shows one near that is not on "
            "this map. Before anything else, look there and put on the map what is missing: its gap may be smaller, "
            "or none.",
            "In {n} of the {all} neighbourhoods with a gap (marked {mark}) the base map shows one near that is not on "
            "this map. Before anything else, look there and put on the map what is missing: their gaps may be "
            "smaller, or none.",
            many, all=number_text(len(short)), mark=MARK,
        )
    ]  # fmt: skip
